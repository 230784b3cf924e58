"""答卷: beginning, saving, handing in by the server's clock; keyed in from paper; what becomes of the result.

A sheet bears its day and nothing else of time. When somebody began stands nowhere; until when he has time stands
beside what he saved, and goes with it. A result on record is the fact `TestTaken`; a test taken by choice stays the
member's own until he says 计入.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID, uuid5

from django.db import transaction

from zhixing.actions import papers
from zhixing.actions.record import YearFrozen, enter, nth_uid
from zhixing.actions.recording import BOOKKEEPERS, MOST_ALIKE, NotYours, desk
from zhixing.core.facts.kinds import TestTaken
from zhixing.core.facts.record import Draft, FactError
from zhixing.core.papers.marking import Answers, HandMarks, marks, score
from zhixing.core.papers.paper import Paper
from zhixing.core.questions.question import Answer
from zhixing.core.recording.base import HAND, Refused
from zhixing.store.ledger import api as ledger
from zhixing.store.ledger.standing import standing
from zhixing.store.papers import api, queries
from zhixing.store.papers.queries import GoingRow, SheetRow, SittingRow
from zhixing.store.people.queries import Actor


class Came(StrEnum):
    """How a sheet came in."""

    IN_TIME = "in_time"
    LATE = "late"
    """After the end, within the grace: taken, and said."""
    SAVED = "saved"
    """After the grace: what had been saved in time was taken."""
    KNOWN = "known"
    """It had come before."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a sheet: how it came, its id, the marks (None: a person has to mark), on record or not.

    `closed_year`: the result could not go on record, since the year is closed.
    """

    came: Came
    sheet: UUID
    score: int | None
    counted: bool
    closed_year: bool = False


@dataclass(frozen=True, slots=True)
class Going:
    """Somebody at a paper: the sitting, the paper, what he saved, until when he has time."""

    sitting: SittingRow
    paper: Paper
    answers: Answers
    due_at: dt.datetime

    @property
    def last_at(self) -> dt.datetime:
        """Until when a late sheet is taken."""
        return self.due_at + dt.timedelta(minutes=self.sitting.grace)


def invited_to(id: UUID, actor: Actor) -> SittingRow:
    """A sitting that is for the actor himself. Raises NotYours."""
    row = queries.sitting(id)
    if row is None or actor.person is None:
        raise NotYours
    if row.owner != actor.person and actor.person not in queries.invited(id):
        raise NotYours
    return row


def begin(id: UUID, *, by: Actor, now: dt.datetime) -> bool:
    """Begins, or goes on: his time runs from the first beginning. Raises NotYours, Refused.

    No audit line: whether and when somebody sat down to a test is nobody's business.
    """
    row = invited_to(id, by)
    assert by.person is not None
    if queries.sheet_in(id, by.person) is not None:
        raise Refused("sitting", "这次测验您已经交过卷了")
    if not row.open_at(now):
        raise Refused("sitting", "这次测验没有开始，或者已经截止")
    held = queries.paper(row.paper)
    assert held is not None
    minutes = held.paper.blueprint.minutes
    due = min(row.closes_at, now + dt.timedelta(minutes=minutes)) if minutes else row.closes_at
    with transaction.atomic():
        return api.begin(id, by.person, due_at=due)


def at_it(id: UUID, actor: Actor) -> Going | None:
    """What somebody is at; None where he has not begun, or has handed in. Raises NotYours."""
    row = invited_to(id, actor)
    assert actor.person is not None
    found = queries.going(id, actor.person)
    if found is None:
        return None
    held = queries.paper(row.paper)
    assert held is not None
    return Going(row, held.paper, found.answers, found.due_at)


def handed_in(id: UUID, actor: Actor) -> bool:
    """Whether the actor's own sheet is in."""
    return actor.person is not None and queries.sheet_in(id, actor.person) is not None


def save(id: UUID, answers: Answers, *, by: Actor, now: dt.datetime) -> bool:
    """Saves the answers so far; False once his time and the grace are over. Raises NotYours."""
    held = at_it(id, by)
    assert by.person is not None
    if held is None or now > held.last_at:
        return False
    with transaction.atomic():
        return api.save(id, by.person, _clean(held.paper, answers))


def hand_in(id: UUID, answers: Answers, *, uid: UUID, by: Actor, now: dt.datetime, today: dt.date) -> Taken:
    """Takes a sheet, once. Raises NotYours; Refused where nothing had been begun."""
    row = invited_to(id, by)
    assert by.person is not None
    before = queries.sheet_in(id, by.person)
    if before is not None:
        held = queries.paper(row.paper)
        assert held is not None
        return Taken(Came.KNOWN, before.id, score_of(held.paper, before), before.counted)
    going = at_it(id, by)
    if going is None:
        raise Refused("sitting", "还没有开始答这份卷；请先点“开始答卷”")
    came, kept = Came.IN_TIME, answers
    if now > going.last_at:
        came, kept = Came.SAVED, going.answers
    elif now > going.due_at:
        came = Came.LATE
    new = api.NewSheet(
        uid,
        id,
        by.person,
        _branch(row, by.person, today),
        _clean(going.paper, kept),
        today,
        late=came is Came.LATE,
    )
    return _take(row, going.paper, new, came, by=by, now=now, today=today)


@dataclass(frozen=True, slots=True)
class Keyed:
    """A sheet answered on paper: whose, of which day, what is ticked and written, marks for short answers."""

    person: UUID
    day: dt.date
    answers: Answers
    marks: HandMarks


def key_in(id: UUID, keyed: Keyed, *, uid: UUID, by: Actor, now: dt.datetime, today: dt.date) -> Taken:
    """A sheet keyed in by who keeps the books of its branch. Raises NotYours, Refused, YearFrozen, FactError."""
    row = papers.sitting_of(id, by)
    branch = queries.invited(id).get(keyed.person)
    if branch is None or not by.over(branch, *BOOKKEEPERS):
        raise NotYours
    if keyed.day > today:
        raise Refused("day", f"{keyed.day} 还没有到，请核对答卷的日期")
    held = queries.paper(row.paper)
    assert held is not None
    known = queries.sheet_in(id, keyed.person)
    if known is not None:
        if known.id == uid:
            return Taken(Came.KNOWN, uid, score_of(held.paper, known), known.counted)
        raise Refused("person", "这个人的答卷已经有了；录错了的，请在他的测验成绩上点“更正”")
    answers = _clean(held.paper, keyed.answers)
    new = api.NewSheet(uid, id, keyed.person, branch, answers, keyed.day, keyed=True, marks=keyed.marks)
    return _take(row, held.paper, new, Came.IN_TIME, by=by, now=now, today=today)


def _take(
    row: SittingRow,
    paper: Paper,
    new: api.NewSheet,
    came: Came,
    *,
    by: Actor,
    now: dt.datetime,
    today: dt.date,
) -> Taken:
    """One transaction: the sheet, and for what is assigned its fact with the audit line."""
    total = score(marks(paper, new.answers, new.marks))
    counted, closed_year = not row.private, False
    try:
        with transaction.atomic():
            if not api.hand_in(new):
                return Taken(Came.KNOWN, new.id, total, counted)
            if counted:
                _on_record(row, paper, new.id, new.person, new.day, total, by=by, now=now, today=today)
    except YearFrozen:
        counted, closed_year = False, True
        with transaction.atomic():
            api.hand_in(new)
            _note(row, new.person, by=by, now=now)
    return Taken(came, new.id, total, counted, closed_year)


def _on_record(
    row: SittingRow,
    paper: Paper,
    sheet: UUID,
    person: UUID,
    day: dt.date,
    total: int | None,
    *,
    by: Actor,
    now: dt.datetime,
    today: dt.date,
) -> None:
    """The result becomes a fact; while a short answer waits for its marks, only the line that a sheet came."""
    if total is None:
        _note(row, person, by=by, now=now)
        api.set_counted(sheet, None)
        return
    draft = _numbered(row, paper, sheet, person, day, total, today=today)
    entered = enter(
        [draft], by=by, verb="登记测验", target=f"{row.title} {day}", now=now, today=today, subject=person
    )
    api.set_counted(sheet, entered.facts[0] if entered.facts else nth_uid(sheet, 0))


def _numbered(
    row: SittingRow, paper: Paper, sheet: UUID, person: UUID, day: dt.date, total: int, *, today: dt.date
) -> Draft:
    """The fact, behind what stands of the same person, day and test."""
    chain = desk(today).branch_of(person, day)
    for nth in range(1, MOST_ALIKE + 1):
        body = TestTaken(row.title, total, paper.full, row.delayed, nth)
        draft = Draft(body, chain, HAND, person, None, day, uid=nth_uid(sheet, 0))
        held = standing([draft]).get(draft.key, ())
        if not held or any(one.content == draft.content for one in held):
            return draft
    raise FactError(f"同一天同名的测验已有 {MOST_ALIKE} 条，请核对")


def _note(row: SittingRow, person: UUID, *, by: Actor, now: dt.datetime) -> None:
    ledger.audit(ledger.Stamp(by.signature, now), "交卷", row.title, "", person)


def count_in(id: UUID, *, by: Actor, now: dt.datetime, today: dt.date) -> bool:
    """计入: the member puts the result of a test taken by choice on record. Raises NotYours, Refused, FactError."""
    row = invited_to(id, by)
    assert by.person is not None
    sheet, held = queries.sheet_in(id, by.person), queries.paper(row.paper)
    if sheet is None or held is None:
        raise NotYours
    if sheet.counted:
        return False
    total = score_of(held.paper, sheet)
    if total is None:
        raise Refused("sheet", "简答题还没有评分；评完了再计入")
    with transaction.atomic():
        _on_record(row, held.paper, sheet.id, by.person, sheet.day, total, by=by, now=now, today=today)
    return True


def mark_short(sheet: UUID, given: HandMarks, *, by: Actor, now: dt.datetime, today: dt.date) -> int | None:
    """Keeps marks for short answers; with the last of them the result goes on record. Raises NotYours, Refused.

    The marks in all, or None while one is still missing.
    """
    found = queries.sheet(sheet)
    row = papers.sitting_of(found.sitting, by) if found else None
    held = queries.paper(row.paper) if row else None
    if found is None or row is None or held is None or not papers.runs(row, by):
        raise NotYours
    for place, value in given.items():
        if place not in held.paper.by_hand or not 0 <= value <= held.paper.items[place].marks:
            most = held.paper.items[place].marks if place < len(held.paper.items) else 0
            raise Refused(f"mark-{place}", f"第 {place + 1} 题最多 {most / 100:g} 分")
    if found.fact is not None:
        raise Refused("sheet", "这份答卷的成绩已经入账；评错了的，请在成绩上点“更正”")
    together = {**found.marks, **given}
    total = score(marks(held.paper, found.answers, together))
    with transaction.atomic():
        api.set_marks(sheet, together)
        if total is not None and found.counted:
            _on_record(row, held.paper, sheet, found.person, found.day, total, by=by, now=now, today=today)
        else:
            ledger.audit(ledger.Stamp(by.signature, now), "评简答题", row.title, "")
    return total


def close(id: UUID, *, by: Actor, now: dt.datetime, today: dt.date) -> int:
    """Ends a sitting; what people had saved is handed in for them. How many sheets that were. Raises NotYours."""
    row = papers.sitting_of(id, by)
    if not papers.runs(row, by):
        raise NotYours
    taken = _collect(row, by=by, now=now, today=today)
    with transaction.atomic():
        if api.close(id):
            ledger.audit(ledger.Stamp(by.signature, now), "结束测验", row.title, f"收存下的答卷 {taken} 份")
    return taken


def _collect(row: SittingRow, *, by: Actor, now: dt.datetime, today: dt.date) -> int:
    """Hands in for everybody who is still at it and has saved anything."""
    held, taken = queries.paper(row.paper), 0
    assert held is not None
    for one in queries.all_going(row.id):
        if one.answers:
            branch = _branch(row, one.person, today)
            new = api.NewSheet(_uid(one), row.id, one.person, branch, one.answers, today)
            _take(row, held.paper, new, Came.SAVED, by=by, now=now, today=today)
            taken += 1
    return taken


def _uid(one: GoingRow) -> UUID:
    return uuid5(one.sitting, one.person.hex)


def _branch(row: SittingRow, person: UUID, today: dt.date) -> UUID:
    return queries.invited(row.id).get(person) or desk(today).branch_of(person, today)


def score_of(paper: Paper, sheet: SheetRow) -> int | None:
    """The marks of a sheet in all, in hundredths; None while a short answer waits."""
    return score(marks(paper, sheet.answers, sheet.marks))


LONGEST_TEXT = 2000
"""Letters of one answer."""


def _clean(paper: Paper, answers: Answers) -> Mapping[int, Answer]:
    """Only what the paper asks for: places there are, texts of a bounded length."""
    found = {}
    for place, one in answers.items():
        if 0 <= place < len(paper.items):
            question = paper.items[place].question
            chosen = frozenset(n for n in one.chosen if 0 <= n < len(question.options))
            texts = tuple(text[:LONGEST_TEXT] for text in one.texts[: max(len(question.blanks), 1)])
            if chosen or any(text.strip() for text in texts):
                found[place] = replace(one, chosen=chosen, texts=texts)
    return found
