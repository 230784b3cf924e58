"""Rules in words: a book section by section, one rule, and what changed between two books.

For rule pages, printed rule tables and the difference an officer reads before a new edition is adopted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from zhixing.core.rules.book import Book, Rule, Value
from zhixing.core.rules.codes import AREAS, CODES, Param
from zhixing.core.switches import SWITCHES

POST_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "secretary": "书记",
        "deputy_secretary": "副书记",
        "organization_officer": "组织委员",
        "publicity_officer": "宣传委员",
        "discipline_officer": "纪检委员",
        "youth_officer": "青年委员",
        "committee_member": "委员",
    }
)
"""Post codes of rulebooks in words."""
FORM_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "general_meeting": "党员大会",
        "committee_meeting": "支部委员会会议",
        "group_meeting": "党小组会",
        "party_lecture": "党课",
        "theme_day": "主题党日",
        "org_life_meeting": "组织生活会",
        "member_review": "民主评议党员",
    }
)
"""Codes of 组织生活 forms in words."""
TITLES: Mapping[str, str] = MappingProxyType(
    {**POST_TITLES, **FORM_TITLES, **{one.code: one.title for one in SWITCHES}}
)
"""Every code that may stand as a rule's value, in words."""
_ONE_OR_NONE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "strict": ("达到即可", "须超过"),
        "of_present": ("应到会人数", "实到会人数"),
        "first_day_counts": ("不计入", "计入"),
        "afternoon_too": ("可安排", "不安排"),
    }
)
"""Values that are 0 or 1, in words."""


@dataclass(frozen=True, slots=True)
class ParamWords:
    """A parameter in words: what it is called and its value with its unit."""

    name: str
    title: str
    value: str


@dataclass(frozen=True, slots=True)
class RuleWords:
    """A rule in words; `check` says who compared it with its source, or that it waits for that."""

    code: str
    title: str
    text: str
    cite: str
    strength: str
    binds: str
    params: tuple[ParamWords, ...]
    period: str
    check: str
    pending: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class Section:
    """The rules of one area."""

    area: str
    rules: tuple[RuleWords, ...]


@dataclass(frozen=True, slots=True)
class BookWords:
    """A book in words; `pending` counts the rules still to be checked."""

    id: str
    title: str
    basis: str
    period: str
    note: str
    pending: int
    sections: tuple[Section, ...]


class Change(StrEnum):
    """What happened to a rule between two books."""

    ADDED = "新增"
    REMOVED = "删去"
    CHANGED = "修改"


@dataclass(frozen=True, slots=True)
class ParamChange:
    """A parameter before and after, in words; "" on the side that lacks it."""

    name: str
    title: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of a comparison of two books. `old` and `new` are None for an added and a removed rule."""

    change: Change
    code: str
    title: str
    old: Rule | None
    new: Rule | None
    old_words: str
    new_words: str
    params: tuple[ParamChange, ...]


def describe_rule(rule: Rule) -> RuleWords:
    """One rule in words."""
    code = CODES[rule.code]
    return RuleWords(
        code=rule.code,
        title=code.title,
        text=rule.text,
        cite=rule.cite,
        strength=rule.strength.in_words,
        binds=rule.binds,
        params=_told(rule),
        period=period(rule.in_force_from, rule.in_force_until),
        check=_check(rule),
        pending=rule.pending,
        evidence=rule.evidence,
    )


def describe_book(book: Book) -> BookWords:
    """A book in words, its rules gathered by area in the order of `AREAS`."""
    sections = (
        Section(area, tuple(describe_rule(rule) for rule in book.rules if CODES[rule.code].area == area))
        for area in AREAS
    )
    return BookWords(
        id=book.id,
        title=book.title,
        basis=f"《{book.basis}》",
        period=period(book.in_force_from, book.in_force_until),
        note=book.note,
        pending=sum(rule.pending for rule in book.rules),
        sections=tuple(section for section in sections if section.rules),
    )


def difference(old: Book, new: Book) -> tuple[Difference, ...]:
    """What `new` adds, removes and changes against `old`, rule by rule; periods and checks do not count."""
    before, after = _keyed(old), _keyed(new)
    rows = (_compare(before.get(key), after.get(key)) for key in sorted({*before, *after}))
    return tuple(row for row in rows if row is not None)


def period(since: dt.date, until: dt.date | None) -> str:
    """自 2019 年 5 月 6 日起, with the last day when there is one."""
    if until is None:
        return f"自 {_day(since)}起"
    return f"{_day(since)}至 {_day(until)}"


def _keyed(book: Book) -> dict[tuple[str, int], Rule]:
    """Rules by code; several editions of one rule in one book are told apart by their order in time."""
    found: dict[tuple[str, int], Rule] = {}
    for rule in sorted(book.rules, key=lambda rule: rule.in_force_from):
        found[rule.code, sum(code == rule.code for code, _ in found)] = rule
    return found


def _compare(old: Rule | None, new: Rule | None) -> Difference | None:
    some = new or old
    if some is None or (old is not None and new is not None and _essence(old) == _essence(new)):
        return None
    change = Change.ADDED if old is None else Change.REMOVED if new is None else Change.CHANGED
    return Difference(
        change=change,
        code=some.code,
        title=CODES[some.code].title,
        old=old,
        new=new,
        old_words=_sentence(old),
        new_words=_sentence(new),
        params=_param_changes(old, new),
    )


def _essence(rule: Rule) -> tuple[object, ...]:
    return rule.article, rule.text, rule.strength, rule.binds, dict(rule.params), rule.basis


def _sentence(rule: Rule | None) -> str:
    return "" if rule is None else f"{rule.cite}({rule.strength.in_words},{rule.binds}):{rule.text}"


def _param_changes(old: Rule | None, new: Rule | None) -> tuple[ParamChange, ...]:
    before, after = ({each.name: each for each in _told(rule)} if rule else {} for rule in (old, new))
    changes = (
        ParamChange(name, each.title, _side(before.get(name)), _side(after.get(name)))
        for name, each in {**before, **after}.items()
    )
    return tuple(each for each in changes if each.old != each.new)


def _side(told: ParamWords | None) -> str:
    return told.value if told else ""


def _told(rule: Rule) -> tuple[ParamWords, ...]:
    """The parameters in words; a share's numerator and denominator are one: 1/2."""
    rows = []
    for param in CODES[rule.code].params:
        value = rule.params[param.name]
        if param.name == "numerator":
            rows.append(ParamWords("share", "比例", f"{value}/{rule.params['denominator']}"))
        elif param.name != "denominator":
            rows.append(ParamWords(param.name, param.title, _value(param, value)))
    return tuple(rows)


def _value(param: Param, value: Value) -> str:
    """A value as it is read aloud: hundredths as credit hours, tenths as kilometres, codes as words."""
    if isinstance(value, tuple):
        return "、".join(TITLES.get(each, each) if isinstance(each, str) else str(each) for each in value)
    if param.name in _ONE_OR_NONE and value in (0, 1):
        return _ONE_OR_NONE[param.name][value]
    if param.name.endswith("_hundredths"):
        return _decimal(value, 2)
    if param.name.startswith("tenths_"):
        return _decimal(value, 1)
    return str(value)


def _decimal(value: int, places: int) -> str:
    """Whole hundredths or tenths as a decimal without idle zeros, no float on the way."""
    whole, rest = divmod(value, 10**places)
    tail = f"{rest:0{places}d}".rstrip("0")
    return f"{whole}.{tail}" if tail else str(whole)


def _check(rule: Rule) -> str:
    if rule.pending or rule.checked_on is None:
        return "待核对"
    return f"{rule.checked_by},{_day(rule.checked_on)}核对"


def _day(day: dt.date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"
