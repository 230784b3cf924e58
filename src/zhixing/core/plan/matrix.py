"""The matrix of tiers and posts: who stands in a cell, what it is owed, which lessons meet it, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from zhixing.core.cells import CELLS, Cell
from zhixing.core.figures.figure import hours
from zhixing.core.plan.audience import Audience
from zhixing.core.plan.plan import AnnualPlan, Lesson, Requirement
from zhixing.core.rules.book import Rulebooks


@dataclass(frozen=True, slots=True)
class Owed:
    """What a cell is owed: the lessons that count towards it, and what is planned of it in hundredths of an hour."""

    requirement: Requirement
    lessons: tuple[UUID, ...]
    planned: int
    met: bool
    words: str


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell. `people` expected, `exempt` to be served at home (送学); hours in hundredths of one attendance of all.

    `gap`: people are there and something owed is missing; `bare`: people are there and no lesson is for them.
    """

    cell: Cell
    people: int
    exempt: int
    owed: tuple[Owed, ...]
    lessons: tuple[UUID, ...]
    planned: int
    budget: int
    words: str

    @property
    def missing(self) -> tuple[Owed, ...]:
        """What is owed and not met."""
        return tuple(one for one in self.owed if not one.met)

    @property
    def gap(self) -> bool:
        """Whether people are there and something owed is missing."""
        return bool(self.people and self.missing)

    @property
    def bare(self) -> bool:
        """Whether people are there and no lesson is for them."""
        return bool(self.people and not self.lessons)


def matrix(plan: AnnualPlan, audience: Audience, book: Rulebooks) -> tuple[CellView, ...]:
    """All cells, tier by tier; a cell nobody stands in says so."""
    del (
        book
    )  # What a cell is owed was taken from it when the plan was drafted, and may have been changed since.
    budgets = {one.tier: one.hundredths for one in plan.budgets}
    return tuple(_view(cell, plan, audience, budgets.get(cell.tier, 0)) for cell in CELLS)


def lessons_of(plan: AnnualPlan, cell: Cell, audience: Audience) -> tuple[Lesson, ...]:
    """The lessons that reach everybody in a cell."""
    branches = {audience.branches[uid] for uid in audience.people(cell) if uid in audience.branches}
    return tuple(one for one in plan.lessons if reaches(one, cell, branches, plan.org))


def reaches(lesson: Lesson, cell: Cell, branches: set[UUID], root: UUID) -> bool:
    """Whether it is for a cell. A branch's own lesson reaches the cells of its people; no cells: everybody there."""
    if lesson.cells and cell not in lesson.cells:
        return False
    return lesson.org == root or lesson.org in branches


def _view(cell: Cell, plan: AnnualPlan, audience: Audience, budget: int) -> CellView:
    everybody = audience.people(cell)
    exempt = sum(uid in audience.exempt for uid in everybody)
    people = len(everybody) - exempt
    if not everybody:
        return CellView(cell, 0, 0, (), (), 0, budget, "没有人")
    lessons = lessons_of(plan, cell, audience)
    groups = _by_branch(cell, plan, audience)
    planned = min((sum(one.yearly for one in mine) for mine in groups), default=0)
    owed = (
        tuple(_owed(one, lessons, groups) for one in plan.requirements if cell in one.cells) if people else ()
    )
    view = CellView(cell, people, exempt, owed, tuple(one.id for one in lessons), planned, budget, "")
    return CellView(cell, people, exempt, owed, view.lessons, planned, budget, _words(view))


def _by_branch(cell: Cell, plan: AnnualPlan, audience: Audience) -> tuple[tuple[Lesson, ...], ...]:
    """What reaches the cell's people, branch by branch: where branches plan differently the poorest one tells."""
    branches = sorted({audience.branches[uid] for uid in audience.people(cell) if uid in audience.branches})
    return tuple(
        tuple(one for one in plan.lessons if reaches(one, cell, {branch}, plan.org)) for branch in branches
    )


def _owed(one: Requirement, lessons: tuple[Lesson, ...], groups: tuple[tuple[Lesson, ...], ...]) -> Owed:
    counting = tuple(lesson.id for lesson in lessons if counts(lesson, one))
    if not one.hundredths:
        met = bool(groups) and all(any(one.key in lesson.meets for lesson in mine) for mine in groups)
        return Owed(one, counting, 0, met, "已安排" if met else "没有课")
    planned = min((sum(credit(lesson, one) for lesson in mine) for mine in groups), default=0)
    words = f"{hours(planned)}/{hours(one.hundredths)} 学时"
    return Owed(one, counting, planned, planned >= one.hundredths, words)


def counts(lesson: Lesson, one: Requirement) -> bool:
    """Whether a lesson counts towards a requirement."""
    return one.key in lesson.meets or bool(one.hundredths and credit(lesson, one))


def credit(lesson: Lesson, one: Requirement) -> int:
    """What a year of it gives towards hours owed of a category, in hundredths."""
    if not one.hundredths:
        return 0
    if one.key in lesson.meets or not one.category:
        return lesson.yearly
    if lesson.themes:
        return lesson.hundredths * sum(theme.category == one.category for theme in lesson.themes)
    return lesson.yearly if lesson.category == one.category else 0


def _words(view: CellView) -> str:
    exempt = f"，另有 {view.exempt} 人不作硬性要求，送学" if view.exempt else ""
    if not view.people:
        return f"{view.exempt} 人不作硬性要求，送学，不算缺"
    if view.bare:
        return f"{view.people} 人，没有一门课{exempt}"
    if view.missing:
        titles = "、".join(one.requirement.title for one in view.missing)
        return f"{view.people} 人，缺 {titles}{exempt}"
    return f"{view.people} 人，必学内容都有课{exempt}"
