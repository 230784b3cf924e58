"""The annual plan as a value: lessons, what they answer, whom they are for, how they are prepared.

A plan is kept whole, version by version (`store.plans`). It names people, rooms and problems by id only.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from zhixing.core.cells import Cell, Tier


class State(StrEnum):
    """How far a plan has come: draft → opinions → approved → published → changed (发布后调整)."""

    DRAFT = "draft"
    OPINIONS = "opinions"
    APPROVED = "approved"
    PUBLISHED = "published"
    CHANGED = "changed"


STATE_WORDS: dict[State, str] = {
    State.DRAFT: "草案",
    State.OPINIONS: "征求意见",
    State.APPROVED: "已审定",
    State.PUBLISHED: "已发布",
    State.CHANGED: "已调整",
}


class Way(StrEnum):
    """How a lesson is held."""

    RHYTHM = "rhythm"
    """法定节拍: by each organiser on its own fixed days (主题党日, 党员大会, 党课)."""
    COURSE = "course"
    """集中轮训: runs in batches, planned against the rosters."""
    BRANCH = "branch"
    """支部自学: a branch holds it itself, once, in its month."""


WAY_WORDS: dict[Way, str] = {Way.RHYTHM: "法定节拍", Way.COURSE: "分批轮训", Way.BRANCH: "支部组织"}


@dataclass(frozen=True, slots=True)
class Step:
    """备课清单的一步: what must be ready, how many days before, who sees to it (a word, not a name)."""

    key: str
    text: str
    days_before: int
    who: str


@dataclass(frozen=True, slots=True)
class LessonPlan:
    """教案: goal, materials, who speaks, questions to discuss, test items, the action it asks for, checklist."""

    goal: str = ""
    materials: tuple[str, ...] = ()
    speaker: str = ""
    questions: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    action: str = ""
    checklist: tuple[Step, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether a session can be held by it: goal, materials, somebody to speak, a question and an action."""
        return bool(self.goal and self.materials and self.speaker and self.questions and self.action)


@dataclass(frozen=True, slots=True)
class Theme:
    """本次主题: what one of a lesson's days is about, its category of the seven, the problems it answers."""

    title: str
    category: str = ""
    answers: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Lesson:
    """计划的一课. `days`: fixed days (rhythm, branch); `window`: first and last day between which runs may lie.

    `themes`: what each of `days` is about, in their order; empty where all are about the same.

    `minutes` of one session; `half_days` 1, 2 or 4 of a run of a course. `ledgers` as on a session (`A`, `A+B`:
    a joint Party and cadre course counts in both from one record). `answers`: problems by id; `duty`: the duty
    from above or the article it follows from. `meets`: keys of the requirements one attendance meets.
    `venues`, `speakers`: those that suit it; none named = any.
    """

    id: UUID
    code: str
    title: str
    category: str
    forms: tuple[str, ...]
    way: Way
    ledgers: str
    minutes: int
    org: UUID
    half_days: int = 1
    cells: tuple[Cell, ...] = ()
    days: tuple[dt.date, ...] = ()
    themes: tuple[Theme, ...] = ()
    window: tuple[dt.date, dt.date] | None = None
    answers: tuple[UUID, ...] = ()
    duty: str = ""
    meets: tuple[str, ...] = ()
    venues: tuple[UUID, ...] = ()
    speakers: tuple[UUID, ...] = ()
    capacity: int = 0
    max_runs: int = 0
    fund: str = ""
    note: str = ""
    plan: LessonPlan = field(default_factory=LessonPlan)

    @property
    def hundredths(self) -> int:
        """Credit of one attendance in hundredths of an hour, 30 whole minutes a half; none without a ledger."""
        return self.minutes // 30 * 50 if self.ledgers else 0

    @property
    def answered(self) -> bool:
        """Whether it answers a problem or a duty from above."""
        return bool(self.problems or self.duty)

    @property
    def problems(self) -> tuple[UUID, ...]:
        """Every problem that it answers, those of single days included."""
        return tuple(dict.fromkeys((*self.answers, *(one for theme in self.themes for one in theme.answers))))

    @property
    def sittings(self) -> int:
        """How often one of its audience attends in the year: a course once, otherwise on each of its days."""
        return 1 if self.way is Way.COURSE else len(self.days)

    @property
    def yearly(self) -> int:
        """Credit of the whole year in hundredths of an hour, for somebody who attends whenever expected."""
        return self.hundredths * self.sittings


@dataclass(frozen=True, slots=True)
class Requirement:
    """必学: what these cells are owed. `key` is named by lessons (`Lesson.meets`); `priority` 1 to 3.

    `basis`: rule code and article, or the problem's number. Owed are `hundredths` of an hour a year of `category`
    (of anything where it is empty), or one attendance of a lesson that names it.
    """

    key: str
    title: str
    priority: int
    cells: tuple[Cell, ...]
    basis: str = ""
    category: str = ""
    hundredths: int = 0


@dataclass(frozen=True, slots=True)
class Budget:
    """集中学习学时预算 of a tier, in hundredths of an hour a year."""

    tier: Tier
    hundredths: int


@dataclass(frozen=True, slots=True)
class AnnualPlan:
    """The whole plan of an organ for a year."""

    year: int
    org: UUID
    lessons: tuple[Lesson, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    budgets: tuple[Budget, ...] = ()

    def lesson(self, lesson: UUID) -> Lesson | None:
        """The lesson of this id."""
        return next((one for one in self.lessons if one.id == lesson), None)
