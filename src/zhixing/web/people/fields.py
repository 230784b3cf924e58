"""The parts that change forms are made of: a day, a choice, and a uid that makes a form sent twice one form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import ClassVar
from uuid import UUID, uuid4

from django import forms

from zhixing.actions.changing import Sheet
from zhixing.actions.record import Entered
from zhixing.actions.roll import Roll
from zhixing.core.people.register import GROUP, Org, Person
from zhixing.core.strokes import stroke_key
from zhixing.store.people.queries import Actor

Options = Sequence[tuple[str, str]]
NOBODY_CHOSEN = "请选择一项"


class ChangeForm(forms.Form):
    """A change: its fields, and `send`, which enters it. Subclasses fill in their choices in `prepare`."""

    submit: ClassVar[str] = "登记"
    hint: ClassVar[str] = ""
    """A sentence above the fields."""
    gone_to: str = ""
    """Where one goes when it is entered, where that is not back."""

    def __init__(
        self, data: object = None, *, actor: Actor, whole: Roll, today: dt.date, person: Person | None = None
    ) -> None:
        super().__init__(data, label_suffix="")  # type: ignore[arg-type]
        self.actor, self.whole, self.today, self.person = actor, whole, today, person
        self.fields["uid"] = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.initial = today if field.required else None
                field.widget.attrs["max"] = today.isoformat()
        self.prepare()

    def prepare(self) -> None:
        """Fills in what depends on who it is about."""

    def send(self, sheet: Sheet) -> Entered:
        """Enters the change. Raises FactError, NotYours."""
        raise NotImplementedError

    @property
    def one(self) -> Person:
        """Whom it is about."""
        assert self.person is not None
        return self.person

    def choose(self, name: str, options: Iterable[tuple[str, str]], *, initial: str | None = None) -> None:
        """The options of a choice."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(options)
        if initial is not None:
            field.initial = initial


def day(label: str, *, required: bool = True) -> forms.DateField:
    """A day; one that must be given is today until somebody says otherwise."""
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "请填日期", "invalid": "日期请写成 2026-03-02 的样子"},
    )


def choice(
    label: str, *, radio: bool = False, required: bool = True, help_text: str = ""
) -> forms.ChoiceField:
    """A select box, or radio buttons."""
    return forms.ChoiceField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.RadioSelect if radio else forms.Select,
        error_messages={"required": NOBODY_CHOSEN, "invalid_choice": NOBODY_CHOSEN},
    )


def words(label: str, *, required: bool = False, most: int = 60, help_text: str = "") -> forms.CharField:
    """A line of text."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "请填写这一项", "max_length": f"不超过 {most} 个字"},
    )


def branches(whole: Roll, on: dt.date, *, but: UUID | None = None) -> list[tuple[str, str]]:
    """The branches there are, in organisational order."""
    found = [org for org in whole.register.branches() if org.open_on(on) and org.id != but]
    return [(str(org.id), org.name) for org in found]


def groups(whole: Roll, branch: UUID | None, on: dt.date) -> list[tuple[str, str]]:
    """The groups of a branch, and none."""
    mine = [one for one in groups_of(whole, branch) if one.open_on(on)]
    return [*((str(org.id), org.name) for org in mine), ("", "不编组")]


def groups_of(whole: Roll, branch: UUID | None) -> list[Org]:
    """All groups of a branch by number: 第2党小组 before 第10党小组."""
    found = [org for org in whole.register.orgs.values() if org.kind == GROUP and org.parent == branch]
    return sorted(found, key=lambda org: (len(org.name), org.name))


def stations(whole: Roll, branch: UUID) -> list[tuple[str, str]]:
    """The stations, those of the branch first."""
    found = sorted(
        whole.register.stations.values(), key=lambda one: (one.org != branch, one.order, stroke_key(one.name))
    )
    names = [one.name for one in found]
    return [
        (
            str(one.id),
            one.name if names.count(one.name) == 1 else f"{one.name}（{whole.register.name_of(one.org)}）",
        )
        for one in found
    ]


def shifts(whole: Roll) -> list[tuple[str, str]]:
    """The shifts in use."""
    used = {span.shift for person in whole.register.people.values() for span in person.places}
    used |= {station.shift for station in whole.register.stations.values()}
    return [(one, one) for one in sorted(used - {""} | {"常白班"})]


def uid_or_none(text: str) -> UUID | None:
    """The id that an option carries."""
    return UUID(text) if text else None
