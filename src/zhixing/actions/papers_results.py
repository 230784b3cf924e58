"""What a sitting tells of its items, how it compares with another; never whose sheet was which.

An officer of a branch sees the sheets of his branch put together, the organ's officer all of them. Only results on
record count: what a member keeps to himself is in no figure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from zhixing.actions import papers
from zhixing.actions.recording import NotYours
from zhixing.core.papers.equating import Adjustment, Apart, Batch, equate
from zhixing.core.papers.keeping import read_results
from zhixing.core.papers.marking import marks
from zhixing.core.papers.paper import Paper
from zhixing.core.papers.results import Answered, Results, results
from zhixing.core.papers.topics import Sat, WeakTopic, weak_topics
from zhixing.core.questions.question import Answer
from zhixing.store.papers import queries
from zhixing.store.papers.queries import SheetRow, SittingRow
from zhixing.store.people.queries import Actor


@dataclass(frozen=True, slots=True)
class SittingResults:
    """A sitting, its paper, what its items tell; `compared` with `against` where one was chosen.

    `kept`: the sheets are gone by their term, these are the counts that remain. `alone`: private sheets left out.
    """

    sitting: SittingRow
    paper: Paper
    results: Results
    kept: bool
    alone: int
    against: SittingRow | None = None
    compared: Adjustment | Apart | None = None


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """A short answer to be marked: the sheet's id, the item's place, what was written, the marks it may have."""

    sheet: UUID
    item: int
    text: str
    most: int


def results_of(id: UUID, actor: Actor) -> SittingResults:
    """The results of a sitting for an actor. Raises NotYours. At most eight queries."""
    row = papers.sitting_of(id, actor)
    paper, whole = _paper(row), papers.runs(row, actor)
    kept = queries.counts(id)
    if kept:
        told = read_results(kept) if whole else Results(0, 0, None, ())
        return SittingResults(row, paper, told, kept=True, alone=0)
    reach = papers.within(actor)
    rows = [one for one in queries.sheets([id]) if one.branch in reach]
    mine = [one for one in rows if one.counted]
    found = results(paper, [Answered(one.answers, one.marks) for one in mine])
    against, compared = None, None
    if whole and row.against is not None:
        against = queries.sitting(row.against)
        if against is not None and not papers.runs(against, actor):
            against = None
        if against is not None:
            compared = _compared(paper, mine, against)
    return SittingResults(
        row, paper, found, kept=False, alone=len(rows) - len(mine), against=against, compared=compared
    )


def paper_of_sitting(id: UUID, actor: Actor) -> tuple[SittingRow, Paper]:
    """A sitting with its paper. Raises NotYours."""
    row = papers.sitting_of(id, actor)
    return row, _paper(row)


def handed_in(id: UUID) -> frozenset[UUID]:
    """Whose sheets are in."""
    return frozenset(one.person for one in queries.sheets([id]))


def expected(id: UUID, actor: Actor) -> dict[UUID, UUID]:
    """Who of the actor's people is invited, and the branch of each."""
    reach = papers.within(actor)
    return {person: branch for person, branch in queries.invited(id).items() if branch in reach}


def short_answers(id: UUID, actor: Actor) -> tuple[SittingRow, Paper, tuple[ShortAnswer, ...]]:
    """What waits for a person's marks, item by item; nobody is named. Raises NotYours."""
    row = papers.sitting_of(id, actor)
    if not papers.runs(row, actor):
        raise NotYours
    paper = _paper(row)
    rows = queries.sheets([id])
    waiting = [
        ShortAnswer(sheet.id, place, _text(sheet, place), paper.items[place].marks)
        for place in paper.by_hand
        for sheet in rows
        if place not in sheet.marks and _text(sheet, place)
    ]
    return row, paper, tuple(waiting)


def weak(
    first: dt.date,
    last: dt.date,
    branches: Mapping[UUID, UUID],
    posts: Mapping[UUID, str],
    *,
    percent: int,
    fewest: int,
) -> tuple[WeakTopic, ...]:
    """Topics that groups have not mastered, from sheets on record of a span of days. Two queries."""
    rows = queries.counted_sheets(first, last)
    held = queries.papers_by_sitting({one.sitting for one in rows})
    sat = [Sat(one.person, one.day, held[one.sitting], one.answers, one.marks) for one in rows]
    return weak_topics(sat, branches, posts, percent=percent, fewest=fewest)


def comparable(actor: Actor) -> tuple[SittingRow, ...]:
    """Sittings that the actor runs and that a new one may be compared with, the latest first."""
    return tuple(one for one in papers.sittings(actor) if papers.runs(one, actor))


def _compared(paper: Paper, mine: Collection[SheetRow], against: SittingRow) -> Adjustment | Apart:
    other = _paper(against)
    theirs = queries.sheets([against.id], counted=True)
    return equate(_batch(paper, mine), _batch(other, theirs))


def _batch(paper: Paper, rows: Collection[SheetRow]) -> Batch:
    marked = [marks(paper, one.answers, one.marks) for one in rows]
    return Batch(paper, [one for one in marked if all(mark.score is not None for mark in one)])


def _paper(row: SittingRow) -> Paper:
    held = queries.paper(row.paper)
    assert held is not None
    return held.paper


def _text(sheet: SheetRow, place: int) -> str:
    return "\n".join(sheet.answers.get(place, Answer()).texts).strip()
