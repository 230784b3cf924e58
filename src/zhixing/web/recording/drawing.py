"""A declared form drawn for a page: each field with its options, what was typed, and what is wrong with it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict

from zhixing.actions import books, choosing
from zhixing.actions.choosing import Listed
from zhixing.actions.recording import BOOKKEEPERS, GATE_KEEPERS
from zhixing.actions.roll import roll
from zhixing.actions.start import rulebooks
from zhixing.core.cells import POST_WORDS, Post
from zhixing.core.facts.forms import forms_in
from zhixing.core.recording.fields import FORMS, Field, How, Journey, Shape
from zhixing.store.people.queries import SUPERIOR, Actor
from zhixing.web.recording.kinds import gate_months
from zhixing.web.recording.reading import uuid_or_none

LEDGER_WORDS = {
    "A": "A 集中学习培训",
    "B": "B 干部集中培训",
    "A+B": "A、B 两账",
    "C": "C 网络自学",
    "": "不计学时",
}


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """A field on the page. `need`: it must be filled in; `error` in words."""

    name: str
    label: str
    shape: str
    how: str
    need: bool
    value: str
    hint: str
    options: tuple[Option, ...] = ()
    error: str = ""

    @property
    def hint_id(self) -> str:
        """What the field is described by."""
        return f"hint-{self.name}" if self.hint or self.error else ""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a form is drawn for: who fills it in, on which day, whom he may choose from."""

    actor: Actor
    today: dt.date
    said: QueryDict
    people: tuple[Listed, ...]
    wrong: str = ""
    sentence: str = ""


def drawn(journey: Journey, setting: Setting) -> tuple[Drawn, ...]:
    """All fields of a form."""
    return tuple(_field(one, journey, setting) for one in journey.fields)


def _field(field: Field, journey: Journey, setting: Setting) -> Drawn:
    value = _value(field, setting)
    need = field.how is not How.GIVEN or field.shape is Shape.DATE and field.value == "today"
    error = setting.sentence if setting.wrong == field.name else ""
    options = tuple(_options(field, journey, setting, value))
    hint = field.hint
    if field.name == "speaker" and setting.actor.person is None:
        hint = "您的账户没有连到党员，请从名单里选"
    return Drawn(
        field.name, field.label, field.shape.value, field.how.value, need, value, hint, options, error
    )


def _value(field: Field, setting: Setting) -> str:
    """What was typed, else what stands there beforehand."""
    if field.name in setting.said:
        return setting.said.get(field.name, "")
    if field.name == "speaker" and setting.actor.person is not None:
        return str(setting.actor.person)
    if field.value == "next":
        return books.next_problem_code(setting.today.year)
    if field.value == "today":
        return f"{setting.today:%Y-%m}" if field.shape is Shape.MONTH else setting.today.isoformat()
    return field.value


def _options(field: Field, journey: Journey, setting: Setting, value: str) -> Iterable[Option]:
    if field.shape in (Shape.PERSON, Shape.PEOPLE):
        yield from _people(field, setting, value)
    elif field.shape is Shape.ORG:
        for uid, name in orgs(setting.actor, whole=journey.kind != "visit"):
            yield Option(uid, name, uid == value)
    elif field.shape is Shape.TICKS:
        chosen = set(setting.said.getlist(field.name))
        for code, word in _ticks(field.name, setting.actor):
            yield Option(code, word, code in chosen)
    elif field.shape is Shape.FORMS:
        chosen = {form for text in setting.said.getlist(field.name) for form in forms_in(text)}
        for form in FORMS:
            yield Option(form, form, form in chosen)
    elif field.name == "category" and journey.kind == "gate":
        for name, months in gate_months(setting.today).items():
            yield Option(name, f"{name}（{months} 个月）", name == value)
    elif field.name == "category":
        yield Option("", "未标", not value)
        for name in categories(setting.today):
            yield Option(name, name, name == value)
    elif field.name == "place":
        reach = [UUID(uid) for uid, _ in orgs(setting.actor, whole=False)]
        for name in books.places_visited(reach):
            yield Option(name, name, False)
    else:
        for one in field.options:
            yield Option(one, _words(field, one), one == value)


def _ticks(name: str, actor: Actor) -> Iterable[tuple[str, str]]:
    """Where a problem may occur: the organisations whose books somebody keeps, or the post categories."""
    return orgs(actor, whole=False) if name == "orgs" else [(post.value, POST_WORDS[post]) for post in Post]


def _words(field: Field, option: str) -> str:
    if field.name == "ledgers":
        return LEDGER_WORDS.get(option, option)
    return option or "还没有"


def _people(field: Field, setting: Setting, value: str) -> Iterable[Option]:
    chosen = set(setting.said.getlist(field.name)) or {value}
    rows: Sequence[Listed] = setting.people
    known = {str(one.id) for one in rows}
    if value and value not in known and (found := uuid_or_none(value)) is not None:
        person = roll().register.people.get(found)
        if person is not None:
            rows = [choosing.listed(person, setting.today, roll().register), *rows]
    several = len({one.branch for one in rows}) > 1
    for one in rows:
        place = f"{one.branch_name}{one.group}" if several else one.group
        if one.gone:
            place = f"{place}，已不在册" if place else "已不在册"
        label = f"{one.name}（{place}）" if place else one.name
        yield Option(str(one.id), label, str(one.id) in chosen)


def named(people: Sequence[Listed], chosen: str) -> tuple[Option, ...]:
    """People by their names; of the same name, each with the group or branch."""
    times = Counter(one.name for one in people)
    several = len({one.branch for one in people}) > 1
    found = []
    for one in people:
        label = f"{one.name}（{_place(one, several=several)}）" if times[one.name] > 1 else one.name
        found.append(Option(str(one.id), label, str(one.id) == chosen))
    return tuple(found)


def _place(one: Listed, *, several: bool) -> str:
    return f"{one.branch_name}{one.group}" if several else one.group or one.branch_name


def orgs(actor: Actor, *, whole: bool) -> tuple[tuple[str, str], ...]:
    """The organisations whose books an actor keeps; the whole organ first for the superior."""
    kept = tuple((str(uid), name) for uid, name in choosing.branches_kept(actor, *BOOKKEEPERS))
    root = roll().register.root
    if whole and root is not None and actor.over(root.id, SUPERIOR):
        return (*kept, (str(root.id), f"{root.name}（全局）"))
    return kept


def branches(actor: Actor, kind: str) -> tuple[tuple[UUID, str], ...]:
    """The branches whose members an actor may name in a form of this kind."""
    return choosing.branches_kept(actor, *(GATE_KEEPERS if kind == "gate" else BOOKKEEPERS))


def categories(day: dt.date) -> tuple[str, ...]:
    """The seven categories of content by the rule of a day."""
    rule = rulebooks().on("content.categories", day)
    return rule.words("names") if rule else ()
