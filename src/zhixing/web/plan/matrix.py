"""The tier × post matrix, hours of each tier against its budget, and one cell opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from zhixing.core.cells import POST_WORDS, TIER_WORDS, Post, Tier
from zhixing.core.figures.figure import hours
from zhixing.core.plan.audience import Audience
from zhixing.core.plan.matrix import CellView
from zhixing.core.strokes import stroke_key
from zhixing.web.plan.lessons import LessonLine, slug_of
from zhixing.web.shared.charts import Bar, bar


@dataclass(frozen=True, slots=True)
class Square:
    """A cell of the matrix. `state`: `none` nobody stands there, `home` only 送学, `met`, `short`, `bare` no lesson."""

    post: str
    url: str
    words: str
    people: int
    exempt: int
    lacks: int
    owed: int
    state: str


@dataclass(frozen=True, slots=True)
class TierRow:
    """A row of the matrix."""

    label: str
    squares: tuple[Square, ...]


@dataclass(frozen=True, slots=True)
class MatrixPart:
    """The matrix; how many of the cells with people have something missing. `empty`: tiers in which nobody stands."""

    posts: tuple[str, ...]
    rows: tuple[TierRow, ...]
    held: int
    short: int
    exempt: int
    empty: str


@dataclass(frozen=True, slots=True)
class TierHours:
    """Hours of a tier: what the rule asks and what is planned, of its poorest cell to its richest.

    `target` is what a plan is held to and what a draft may spend. `told` says what is amiss.
    """

    label: str
    people: int
    target: str
    planned: str
    bar: Bar | None
    told: str


@dataclass(frozen=True, slots=True)
class OwedLine:
    """What a cell is owed and the lessons that count for it."""

    title: str
    basis: str
    words: str
    met: bool
    lessons: tuple[LessonLine, ...]


@dataclass(frozen=True, slots=True)
class NamedGroup:
    """The people of a cell in one branch; names, and how many are exempt, only where the reader reads the books."""

    branch: str
    count: int
    exempt: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CellPage:
    """One cell opened."""

    year: int
    title: str
    words: str
    state: str
    people: int
    exempt: int
    planned: str
    target: str
    owed: tuple[OwedLine, ...]
    lessons: tuple[LessonLine, ...]
    groups: tuple[NamedGroup, ...]
    add: str


def matrix_part(year: int, views: Sequence[CellView]) -> MatrixPart:
    """The matrix as a table."""
    held = {one.cell: one for one in views}
    rows, empty = [], []
    for tier in Tier:
        squares = tuple(_square(year, one) for cell, one in held.items() if cell.tier is tier)
        if any(one.people or one.exempt for one in squares):
            rows.append(TierRow(TIER_WORDS[tier], squares))
        else:
            empty.append(TIER_WORDS[tier])
    return MatrixPart(
        posts=tuple(POST_WORDS[post] for post in Post),
        rows=tuple(rows),
        held=sum(bool(one.people) for one in views),
        short=sum(one.gap or one.bare for one in views),
        exempt=sum(one.exempt for one in views),
        empty="、".join(empty),
    )


def _square(year: int, one: CellView) -> Square:
    return Square(
        post=POST_WORDS[one.cell.post],
        url=reverse("plan:cell", args=[year, slug_of(one.cell)]),
        words=f"{one.cell.words}：{one.words}",
        people=one.people,
        exempt=one.exempt,
        lacks=len(one.missing),
        owed=len(one.owed),
        state=state_of(one),
    )


def state_of(one: CellView) -> str:
    """How a cell stands, see `Square`."""
    if not one.people:
        return "home" if one.exempt else "none"
    if one.bare:
        return "bare"
    return "short" if one.gap else "met"


def tier_hours(views: Iterable[CellView]) -> tuple[TierHours, ...]:
    """A line a tier that people stand in."""
    everything = list(views)
    found = []
    for tier in Tier:
        mine = [one for one in everything if one.cell.tier is tier and one.people]
        if mine:
            found.append(_hours(tier, mine))
    return tuple(found)


def _hours(tier: Tier, mine: Sequence[CellView]) -> TierHours:
    target = mine[0].budget
    least, most = min(one.planned for one in mine), max(one.planned for one in mine)
    planned = hours(least) if least == most else f"{hours(least)}—{hours(most)}"
    told = ""
    if target and most > target:
        told = f"超出目标 {hours(most - target)}"
    elif target and least < target:
        told = f"离目标 {hours(target)} {_lacking(target - most, target - least)}"
    return TierHours(
        label=TIER_WORDS[tier],
        people=sum(one.people for one in mine),
        target=hours(target) if target else "—",
        planned=planned,
        bar=bar(least, max(target, most), short=most > target > 0),
        told=told,
    )


def _lacking(least: int, most: int) -> str:
    """How much the richest and the poorest cell of a tier lack, in words."""
    if least == most:
        return f"还差 {hours(most)}"
    return f"还差 {hours(least)}—{hours(most)}" if least else f"最多还差 {hours(most)}"


def cell_page(
    year: int, view: CellView, rows: Sequence[LessonLine], groups: tuple[NamedGroup, ...], *, adds: bool
) -> CellPage:
    """A cell opened: what it is owed and what meets it, who stands in it as far as the reader may know."""
    lines = {row.lesson.id: row for row in rows}
    return CellPage(
        year=year,
        title=view.cell.words,
        words=view.words,
        state=state_of(view),
        people=view.people,
        exempt=view.exempt,
        planned=hours(view.planned),
        target=hours(view.budget) if view.budget else "—",
        owed=tuple(
            OwedLine(
                title=one.requirement.title,
                basis=one.requirement.basis,
                words=one.words,
                met=one.met,
                lessons=tuple(lines[uid] for uid in one.lessons if uid in lines),
            )
            for one in view.owed
        ),
        lessons=tuple(lines[uid] for uid in view.lessons if uid in lines),
        groups=groups,
        add=f"{reverse('plan:new', args=[year])}?cell={slug_of(view.cell)}" if adds else "",
    )


def groups_of(
    view: CellView, people: Audience, names: dict[UUID, str], readable: frozenset[UUID]
) -> tuple[NamedGroup, ...]:
    """Who stands in a cell, branch by branch in the order of the names given; names by surname strokes."""
    found: dict[UUID, list[UUID]] = {}
    for uid in people.people(view.cell):
        branch = people.branches.get(uid)
        if branch is not None:
            found.setdefault(branch, []).append(uid)
    return tuple(
        NamedGroup(
            branch=names[branch],
            count=len(found[branch]),
            exempt=sum(uid in people.exempt for uid in found[branch]) if branch in readable else 0,
            names=_named(people, found[branch]) if branch in readable else (),
        )
        for branch in names
        if branch in found
    )


def _named(people: Audience, uids: Iterable[UUID]) -> tuple[str, ...]:
    called = sorted((people.names.get(uid, ""), uid in people.exempt) for uid in uids)
    return tuple(
        f"{name}（送学）" if exempt else name
        for name, exempt in sorted(called, key=lambda one: stroke_key(one[0]))
    )
