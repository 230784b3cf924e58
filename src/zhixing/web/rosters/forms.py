"""The forms of rosters: fewest fields, people ticked from a station's list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import ClassVar, TypedDict
from uuid import UUID, uuid4

from django import forms

from zhixing.actions import duty_entries
from zhixing.actions.changing import Sheet
from zhixing.actions.record import Entered
from zhixing.core.people.register import Person
from zhixing.core.rosters.grid import AM, HALF_WORDS, NIGHT, PM
from zhixing.core.rosters.patterns import Patterns

Options = Sequence[tuple[str, str]]
WEEKDAYS = tuple((str(n), f"周{c}") for n, c in enumerate("一二三四五", 1))
HALVES = (("", "全天"), (AM, HALF_WORDS[AM]), (PM, HALF_WORDS[PM]))
PARTS = (*HALVES, (NIGHT, HALF_WORDS[NIGHT]))
DUTIES = (
    ("on", "当班（换班上班、加班、备勤）"),
    ("off", "不当班（换班休息、补休）"),
    ("plan", "照班表（取消换班）"),
)
_PICK = {"required": "请选择一项", "invalid_choice": "请从所列的里面选"}


class EntryForm(forms.Form):
    """A form with a uid, so that sent twice it is entered once. `send` enters it."""

    title: ClassVar[str] = ""
    hint: ClassVar[str] = ""

    def __init__(self, data: object = None) -> None:
        super().__init__(data, label_suffix="")  # type: ignore[arg-type]
        self.fields["uid"] = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def send(self, sheet: Sheet) -> Entered:
        """Enters what was filled in. Raises FactError, NotYours."""
        raise NotImplementedError

    def choose(self, name: str, options: Options) -> None:
        """The options of a choice."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(options)


def day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """A day."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "请填日期", "invalid": "日期请写成 2026-03-02 的样子"},
    )


def one_of(
    label: str, options: Options = (), *, required: bool = True, help_text: str = ""
) -> forms.ChoiceField:
    """A select box."""
    return forms.ChoiceField(
        label=label, choices=list(options), required=required, help_text=help_text, error_messages=_PICK
    )


def some_of(label: str, options: Options = (), *, required: bool = True) -> forms.MultipleChoiceField:
    """Boxes to tick."""
    return forms.MultipleChoiceField(
        label=label,
        choices=list(options),
        required=required,
        widget=forms.CheckboxSelectMultiple,
        error_messages={**_PICK, "required": "请至少勾选一项", "invalid_choice": "请从所列的里面选"},
    )


def number(label: str, low: int, high: int, *, initial: int | None = None) -> forms.IntegerField:
    """A whole number."""
    wrong = f"请填 {low} 到 {high} 的整数"
    told = dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong)
    return forms.IntegerField(
        label=label, min_value=low, max_value=high, initial=initial, error_messages=told
    )


class PeopleForm(EntryForm):
    """A form about several people of a station."""

    people = some_of("人员")

    def among(self, people: Sequence[Person], told: Callable[[Person], str]) -> None:
        """Who may be ticked, each with what is known of his pattern."""
        self.choose("people", [(str(one.id), " ".join((one.name, told(one))).strip()) for one in people])

    @property
    def ticked(self) -> list[UUID]:
        """Who was ticked."""
        return [UUID(text) for text in self.cleaned_data["people"]]


class SetPattern(PeopleForm):
    """班制和轮班起点."""

    title = "设班制"
    hint = "同一个班次的人一起勾选。起点填他们轮班第一天的日期，以前以后的都可以。"
    pattern = one_of("班制")
    anchor = day("轮班起点", required=False, help_text="这些人轮到第一个班的任何一天；常白班、无班不用填")
    since = day("自何日起")
    last = day("到何日止", required=False)

    def among_patterns(self, patterns: Patterns) -> None:
        """The patterns of the rulebook, office hours first."""
        ordered = sorted(patterns.patterns.values(), key=lambda one: (one.rotates, not one.office))
        told = [
            (one.name, f"{one.name}（{_cycle(one.cycle)}）" if one.rotates else one.name) for one in ordered
        ]
        self.choose("pattern", told)

    def send(self, sheet: Sheet) -> Entered:
        """Enters it."""
        data = self.cleaned_data
        return duty_entries.set_pattern(
            sheet,
            self.ticked,
            pattern=data["pattern"],
            anchor=data["anchor"],
            since=data["since"],
            last=data["last"],
        )


def _cycle(cycle: Sequence[str]) -> str:
    """白白休休 → 白白休休; a long one in numbers: 白7休7."""
    parts: list[list[str]] = []
    for mark in cycle:
        if parts and parts[-1][0] == mark:
            parts[-1].append(mark)
        else:
            parts.append([mark])
    return "".join(f"{part[0]}{len(part)}" if len(part) > 2 else "".join(part) for part in parts)


class SetException(PeopleForm):
    """换班、加班、备勤."""

    title = "登记换班"
    first = day("哪一天")
    last = day("到哪一天", required=False, help_text="只一天的不用填；最多 31 天")
    part = one_of("时段", PARTS, required=False)
    duty = one_of("安排", DUTIES)

    def send(self, sheet: Sheet) -> Entered:
        """Enters it."""
        data = self.cleaned_data
        last: dt.date = data["last"] or data["first"]
        return duty_entries.set_exception(
            sheet, self.ticked, first=data["first"], last=last, part=data["part"], duty=data["duty"]
        )


class Span(TypedDict):
    """First and last day, both included; `half` empty for whole days."""

    first: dt.date
    last: dt.date
    half: str


class SpanForm(EntryForm):
    """From a day to a day, whole days or halves."""

    first = day("自何日起")
    last = day("到何日止（含当天）")
    half = one_of("时段", HALVES, required=False)

    @property
    def span(self) -> Span:
        """The days as typed."""
        data = self.cleaned_data
        return {"first": data["first"], "last": data["last"], "half": data["half"]}


class SetLeave(SpanForm, PeopleForm):
    """请假、休假、外派."""

    title = "登记不在岗"
    hint = "请假、休假、外派都在这里登记；只记起止，不记原因。"

    def send(self, sheet: Sheet) -> Entered:
        """Enters it."""
        return duty_entries.set_leave(sheet, self.ticked, **self.span)


class SetCover(EntryForm):
    """站点最低在岗."""

    title = "设最低在岗"
    hint = "不设的按站点自己的每班最低在岗人数。几条都管着同一个半天的，后开始的算数。"
    station = one_of("站点")
    minimum = number("最低在岗人数", 0, 999)
    weekdays = some_of("星期", WEEKDAYS)
    half = one_of("时段", HALVES, required=False)
    since = day("自何日起")
    last = day("到何日止", required=False)

    def send(self, sheet: Sheet) -> Entered:
        """Enters it."""
        data = self.cleaned_data
        return duty_entries.set_cover(
            sheet,
            UUID(data["station"]),
            minimum=data["minimum"],
            weekdays="".join(sorted(data["weekdays"])),
            half=data["half"],
            since=data["since"],
            last=data["last"],
        )


ENTRIES: dict[str, type[EntryForm]] = {
    "pattern": SetPattern,
    "exception": SetException,
    "leave": SetLeave,
    "cover": SetCover,
}
"""By the word in the address."""
