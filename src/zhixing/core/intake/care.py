"""Rows about practice, talks, needs, problems, gates, the plan and pledges become drafts."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable

from zhixing.core.facts import ids
from zhixing.core.facts.kinds import (
    Gate,
    NeedRaised,
    NeedState,
    PlanItem,
    PlanItemDone,
    Pledge,
    PledgeState,
    PracticeJoined,
    PracticeVisit,
    ProblemSet,
    ProblemState,
    Talk,
)
from zhixing.core.facts.record import Draft
from zhixing.core.intake.desk import Desk, source_of
from zhixing.core.intake.orgs import Orgs
from zhixing.core.intake.problems import problem_parts
from zhixing.core.intake.rows import (
    GateRow,
    NeedRow,
    PlanRow,
    PledgeRow,
    PracticeRow,
    ProblemRow,
    TalkRow,
)
from zhixing.core.intake.study import one


def take_practice(desk: Desk, orgs: Orgs, rows: Iterable[PracticeRow], organ: str) -> Iterable[PracticeRow]:
    """下基层记录 (L16): the visit once, each participant once."""
    for row in sorted(rows, key=lambda row: (row.names, row.problem)):
        desk.begin_row()
        source, root = source_of(row.origin), orgs.root(row.origin, organ)
        nth = desk.nth("visit", row.day, row.place)
        visit = ids.visit_id(desk.identify, row.day, row.place, nth)
        body = PracticeVisit(row.place, row.minutes, row.problem, row.settled, nth)
        if desk.add(Draft(body, root, source, about=visit, day=row.day), value=row.place):
            for name in row.names:
                found = desk.who(source, "参加人", name)
                if found is not None:
                    desk.add(Draft(PracticeJoined(), desk.chain_of(found), source, found, visit, row.day))
        yield row


def take_talks(desk: Desk, rows: Iterable[TalkRow]) -> Iterable[TalkRow]:
    """谈心谈话记录 (L8): who, when, how; never what was said."""
    for row in rows:
        desk.begin_row()
        source = source_of(row.origin)
        person = one(desk, source, row.name, row.branch, "谈话对象")
        if person is not None:
            host = desk.chain_of(person)
            speaker = desk.who(source, "谈话人", row.speaker, host=host) if row.speaker else None
            who = speaker.hex if speaker else ""
            nth = desk.nth("talk", person, row.day, who, row.way)
            body = Talk(who, row.way, row.has_need, nth)
            desk.add(Draft(body, desk.chain_of(person), source, person, None, row.day), value=row.name)
        yield row


def take_needs(desk: Desk, rows: Iterable[NeedRow]) -> Iterable[NeedRow]:
    """困难诉求台账: the words are sealed; the state is a fact of its own."""
    for row in rows:
        desk.begin_row()
        source = source_of(row.origin)
        person = one(desk, source, row.name, row.branch)
        if person is not None:
            nth = 0 if row.code else desk.nth("need", person, row.day)
            need = ids.need_id(desk.identify, person, row.day, row.code, nth)
            chain = desk.chain_of(person)
            body, private = NeedRaised(row.code), {"text": row.text}
            draft = desk.as_held(Draft(body, chain, source, person, need, row.day, private))
            if desk.add(draft, value=row.name):
                desk.add(Draft(NeedState(row.state), chain, source, person, draft.about, row.day))
        yield row


def take_problems(
    desk: Desk, orgs: Orgs, rows: Iterable[ProblemRow], organ: str, year: int
) -> Iterable[ProblemRow]:
    """突出问题清单."""
    for row in rows:
        desk.begin_row()
        source, root = source_of(row.origin), orgs.root(row.origin, organ)
        owner = orgs.known(row.branch) if row.branch else root
        if owner is None:
            desk.leave_open(source, "责任支部", row.branch, "不是已知的党组织;请核对名称,或先导入花名册")
        problem = ids.problem_id(desk.identify, year, row.code, row.text)
        body = ProblemSet(
            row.code, row.source, row.text, row.category, row.weight, owner.hex if owner else "", row.due
        )
        day = dt.date(year, 1, 1)
        draft = desk.as_held(Draft(body, root, source, about=problem, day=day))
        desk.add(draft, value=row.code)
        desk.add(Draft(ProblemState(row.state), root, source, about=draft.about, day=day), value=row.code)
        for part in problem_parts(desk, orgs, row, source):
            desk.add(Draft(part, root, source, about=draft.about, day=day), value=row.code)
        yield row


def take_gates(desk: Desk, rows: Iterable[GateRow]) -> Iterable[GateRow]:
    """评优资格限制: its days only; the category is sealed."""
    for row in rows:
        desk.begin_row()
        source = source_of(row.origin)
        person = one(desk, source, row.name, row.branch)
        if person is not None:
            body = Gate(months_later(row.start, row.months))
            private = {"category": row.category, "months": str(row.months)}
            desk.add(
                Draft(body, desk.chain_of(person), source, person, None, row.start, private), value=row.name
            )
        yield row


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day so many months on; the last of the month where that day does not exist."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def take_plan(desk: Desk, orgs: Orgs, rows: Iterable[PlanRow], organ: str, year: int) -> Iterable[PlanRow]:
    """年度学习计划表 (L2)."""
    for row in rows:
        desk.begin_row()
        source, root = source_of(row.origin), orgs.root(row.origin, organ)
        chain = (orgs.known(row.branch) if row.branch else root) or root
        words = {"code": row.code, "form": row.form, "title": row.title, "branch": row.branch}
        item = ids.plan_item_id(desk.identify, year, month=row.month, **words)
        body = PlanItem(row.code, year, row.month, row.form, row.title, orgs.called(row.branch), row.minutes)
        draft = desk.as_held(Draft(body, chain, source, about=item))
        if desk.add(draft, value=row.title) and row.done:
            desk.add(Draft(PlanItemDone(), chain, source, about=draft.about))
        yield row


def take_pledges(desk: Desk, rows: Iterable[PledgeRow]) -> Iterable[PledgeRow]:
    """承诺践诺台账."""
    for row in rows:
        desk.begin_row()
        source = source_of(row.origin)
        person = one(desk, source, row.name, row.branch)
        if person is not None:
            nth = 0 if row.code else desk.nth("pledge", person, row.day)
            pledge = ids.pledge_id(desk.identify, person, row.day, row.code, nth)
            chain = desk.chain_of(person)
            body, private = Pledge(row.code, row.due), {"text": row.text}
            draft = desk.as_held(Draft(body, chain, source, person, pledge, row.day, private))
            if desk.add(draft, value=row.name):
                desk.add(Draft(PledgeState(row.state), chain, source, person, draft.about, row.day))
        yield row
