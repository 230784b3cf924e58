"""Objecting and correcting as facts (个人信息保护法第四十六、五十条), and the year's holidays that their terms run by.

What is objected to or proposed stays on the ledger whatever comes of it. One objection has one answer, one
proposal one settlement: their natural keys hold nothing but what they are about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from zhixing.core.facts.body import Body


@dataclass(frozen=True, slots=True)
class Objection(Body):
    """异议: `subject` objects to fact `about`; the reason is sealed. `nth` counts his objections to that fact."""

    nth: int
    KEY: ClassVar[tuple[str, ...]] = ("nth",)
    SEALED: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class ObjectionAnswered(Body):
    """答复 of objection `about`: upheld (维持), corrected (更正), elsewhere (已另行更正), withdrawn (本人撤回).

    `account` is who answered; the words are sealed.
    """

    outcome: str
    account: int
    SEALED: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class ChangeProposed(Body):
    """更正提议 of fact `about`, the `nth` for it; `drafts` what stands in its place (core.corrections.replacement).

    `late`: nothing is reversed, `drafts` come late to a frozen year and `about` is the proposal's own id.
    `account` and `person` are who proposed; `objection` what it would answer. Reason and words are sealed.
    """

    drafts: str
    late: bool
    objection: str
    account: int
    person: str
    nth: int
    KEY: ClassVar[tuple[str, ...]] = ("nth",)
    SEALED: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class ChangeSettled(Body):
    """What became of proposal `about`: confirmed (第二人确认), declined (不同意), withdrawn (提议人撤回)."""

    outcome: str
    account: int
    SEALED: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class CalendarYear(Body):
    """The State Council's notice on a year's holidays: days off and adjusted workdays, `01-01 01-02 …`.

    `about` is the year's id; given anew, the one entered last holds.
    """

    year: int
    off: str
    work: str
    notice: str
