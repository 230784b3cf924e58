"""A member's own side: tests open to him, his results afterwards, a delayed test (延时复测) by his own choice.

A delayed test is drawn from what he studied some weeks ago: questions of tests he sat and of his own review. It is
his own until he says 计入; until then he may throw it away. No audit line tells of it, for a line would tell who
studies and who does not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from zhixing.actions import questions
from zhixing.actions.papers_sheets import invited_to, score_of
from zhixing.actions.recording import NotYours
from zhixing.core.facts.holding import Arranged
from zhixing.core.papers.blueprint import Blueprint, Part, points
from zhixing.core.papers.drawing import Shortage, draw
from zhixing.core.papers.marking import Mark, marks
from zhixing.core.papers.paper import LETTERS, Paper
from zhixing.core.questions.question import Answer, Form, Question
from zhixing.core.recording.base import Refused
from zhixing.store.memory import queries as memory
from zhixing.store.papers import api, queries
from zhixing.store.papers.queries import SheetRow, SittingRow, Way
from zhixing.store.people.queries import Actor

WEEKS = 3
"""After so many weeks what was studied may be tested again."""
MOST, FEWEST = 10, 5
"""Questions of a delayed test of one's own."""
MARKS = 1_000
DAYS = 7
"""That it stays open."""


@dataclass(frozen=True, slots=True)
class OwnSitting:
    """A sitting as its member sees it; `sheet`, `score` None while he has not handed in (or somebody still marks)."""

    sitting: SittingRow
    sheet: SheetRow | None
    score: int | None
    full: int
    going: bool


@dataclass(frozen=True, slots=True)
class OwnResult:
    """A sheet with its paper and the mark of every item; `key_open`: whether its member may see them by now."""

    sitting: SittingRow
    paper: Paper
    sheet: SheetRow
    marks: tuple[Mark, ...]
    score: int | None
    key_open: bool


def own(actor: Actor) -> tuple[OwnSitting, ...]:
    """Every sitting that is the actor's, the latest first. Four queries."""
    if actor.person is None:
        return ()
    rows = queries.sittings_for(actor.person)
    sheets = {one.sitting: one for one in queries.sheets_of(actor.person)}
    going = {one.sitting for one in queries.going_of(actor.person)}
    held = queries.papers({row.paper for row in rows if row.id in sheets})
    found = []
    for row in rows:
        sheet, paper = sheets.get(row.id), held.get(row.paper)
        score = score_of(paper.paper, sheet) if sheet and paper else None
        found.append(OwnSitting(row, sheet, score, paper.paper.full if paper else 0, row.id in going))
    return tuple(found)


def result(id: UUID, actor: Actor, *, now: dt.datetime) -> OwnResult:
    """One's own sheet, marked. Raises NotYours.

    While others may still hand in the same test, assigned or by choice, the right answers are not his to see (`key_open`).
    """
    row = invited_to(id, actor)
    assert actor.person is not None
    sheet, held = queries.sheet_in(id, actor.person), queries.paper(row.paper)
    if sheet is None or held is None:
        raise NotYours
    marked = marks(held.paper, sheet.answers, sheet.marks)
    total = score_of(held.paper, sheet)
    return OwnResult(row, held.paper, sheet, marked, total, row.key_open(now))


def ripe(actor: Actor, *, now: dt.datetime, today: dt.date) -> tuple[Question, ...]:
    """Questions that the actor studied so many weeks ago and that are still asked. Four queries."""
    if actor.person is None:
        return ()
    before = now - dt.timedelta(weeks=WEEKS)
    studied = {one.question for one in memory.answers(actor.person) if one.at <= before}
    sat = [one for one in queries.sheets_of(actor.person) if one.day <= timezone.localtime(before).date()]
    held = queries.papers_by_sitting({one.sitting for one in sat})
    studied |= {item.question.id for one in held.values() for item in one.items}
    return tuple(
        one for one in questions.bank(today=today) if one.id in studied and one.form is not Form.SHORT
    )


def begin_delayed(*, uid: UUID, by: Actor, now: dt.datetime, today: dt.date) -> UUID:
    """Draws a delayed test for the actor and opens it to him alone. Raises NotYours, Refused.

    The seed follows from the form's uid, so that the same form gives the same paper.
    """
    if by.person is None:
        raise NotYours
    there = ripe(by, now=now, today=today)
    if len(there) < FEWEST:
        raise Refused(
            "delayed",
            f"{WEEKS} 周以前学过的题还不到 {FEWEST} 道；先复习或者参加测验，{WEEKS} 周以后再来",
        )
    paper = _paper(there, seed=uid.int % 2**32)
    midnight = timezone.make_aware(dt.datetime.combine(today, dt.time()))
    new = api.NewPaper(uid, uid, 1, f"延时复测 {today}", None, paper, owner=by.person)
    sitting = api.NewSitting(
        uuid5(uid, "sitting"),
        uid,
        Way.OWN,
        True,
        None,
        None,
        # From midnight: when he sat down to it is kept nowhere.
        midnight,
        midnight + dt.timedelta(days=DAYS),
        0,
    )
    hand = api.Hand("", None)
    with transaction.atomic():
        api.add_paper(new, by=hand, on=today)
        api.add_sitting(sitting, {}, by=hand)
    return sitting.id


def _paper(there: tuple[Question, ...], *, seed: int) -> Paper:
    """As many as there are up to MOST, of whatever forms come first by the seed."""
    plain = Blueprint(
        tuple(Part(form, count, MARKS) for form, count in _shares(there).items()), minutes=0, open_book=False
    )
    found = draw(plain, there, seed=seed)
    assert not isinstance(found, Shortage), "drawn from as many as there are"
    return found


def _shares(there: tuple[Question, ...]) -> dict[Form, int]:
    """How many of each form: in turn, one of each at a time."""
    left = {form: sum(one.form is form for one in there) for form in Form}
    shares: dict[Form, int] = {}
    while sum(shares.values()) < min(MOST, len(there)):
        for form in Form:
            if left[form] and sum(shares.values()) < MOST:
                left[form] -= 1
                shares[form] = shares.get(form, 0) + 1
    return shares


def throw_away(id: UUID, *, by: Actor) -> bool:
    """Deletes a test of one's own that is not on record. Raises NotYours."""
    row = invited_to(id, by)
    assert by.person is not None
    if row.owner != by.person:
        raise NotYours
    with transaction.atomic():
        return api.forget_own(id, by.person)


def arranged(person: UUID) -> Iterator[Arranged]:
    """One's own sheets, what was answered and what came of it, for the copy of everything held about one."""
    rows = {row.id: row for row in queries.sittings_for(person)}
    sheets = queries.sheets_of(person)
    held = queries.papers_by_sitting({one.sitting for one in sheets})
    for one in sheets:
        row, paper = rows.get(one.sitting), held[one.sitting]
        total = score_of(paper, one)
        told = "等评简答题" if total is None else f"{points(total)} / {points(paper.full)} 分"
        kept = "已入台账" if one.counted else "只有本人看得到"
        title = row.title if row else "测验"
        yield Arranged(
            "测验答卷", one.day.year, f"{one.day} {title}：{told}，{kept}。{_told(paper, one)}", None
        )
    for row in rows.values():
        if row.id not in held:
            yield Arranged("请参加的测验", row.opens_at.year, f"{row.title}：没有交卷", None)


def _told(paper: Paper, sheet: SheetRow) -> str:
    return "；".join(
        f"{place + 1}. {answer_words(sheet.answers.get(place))}" for place in range(len(paper.items))
    )


def answer_words(answer: Answer | None) -> str:
    """`AC`, or what was written; 未答 for nothing."""
    if answer is None or not (answer.chosen or answer.texts):
        return "未答"
    return "".join(LETTERS[n] for n in sorted(answer.chosen)) or "／".join(answer.texts)
