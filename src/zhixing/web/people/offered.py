"""Which changes can be made to whom, and the form of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from zhixing.core.people.changes import PROBATIONARY
from zhixing.core.people.register import Person
from zhixing.core.people.spans import Span
from zhixing.web.people import change_forms as forms
from zhixing.web.people.fields import ChangeForm

Test = Callable[[Person, dt.date], bool]


@dataclass(frozen=True, slots=True)
class Change:
    """A change: its words on a button, its form, when it is offered. `part` is where it stands on the card."""

    words: str
    form: type[ChangeForm]
    offered: Test
    part: str


def _member(one: Person, day: dt.date) -> bool:
    return one.on_roll(day) is not None


def _candidate(one: Person, day: dt.date) -> bool:
    return one.candidacy is not None and not one.roll


def _probationary(one: Person, day: dt.date) -> bool:
    roll = one.on_roll(day)
    return roll is not None and roll.standing == PROBATIONARY


def _anybody(one: Person, day: dt.date) -> bool:
    return True


def _has(spans: Callable[[Person], Sequence[Span]]) -> Test:
    return lambda one, day: _member(one, day) and any(span.until is None for span in spans(one))


CHANGES: Mapping[str, Change] = {
    "words": Change("更改基本情况", forms.Words, _anybody, "words"),
    "group": Change("换党小组", forms.Group, _member, "roll"),
    "confirm": Change("预备党员转正", forms.Confirm, _probationary, "roll"),
    "transfer": Change("转出组织关系", forms.TransferOut, _member, "roll"),
    "post": Change("任职", forms.GivePost, _member, "posts"),
    "end-post": Change("免职", forms.EndPost, _has(lambda one: one.posts), "posts"),
    "place": Change("换站点、班制或岗位", forms.Place, _member, "place"),
    "exempt": Change("登记不作硬性要求", forms.Exempt, _member, "exempt"),
    "end-exempt": Change("终止不作硬性要求", forms.EndExemption, _has(lambda one: one.exemptions), "exempt"),
    "dual": Change("登记双重组织生活", forms.TakePart, _member, "dual"),
    "end-dual": Change("终止双重组织生活", forms.EndPart, _has(lambda one: one.dual), "dual"),
    "stage": Change("换发展阶段", forms.Stage, _candidate, "stage"),
    "admit": Change("接收为预备党员", forms.Admit, _candidate, "stage"),
    "leave": Change("不再在册（去世、出党）", forms.Leave, _member, "roll"),
}
"""By the word in the address."""
