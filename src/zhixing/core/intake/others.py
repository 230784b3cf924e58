"""Rows about those who are no members (yet) become drafts: stage, contact branch, mentor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from zhixing.core.facts.kinds import NonMember, PersonDescribed
from zhixing.core.facts.record import Draft
from zhixing.core.intake.desk import Desk, source_of
from zhixing.core.intake.orgs import Orgs
from zhixing.core.intake.rows import NonMemberRow
from zhixing.core.intake.whois import Entry
from zhixing.core.names import clean_name, name_problem


def take_non_members(
    desk: Desk, orgs: Orgs, rows: Iterable[NonMemberRow], organ: str, year: int
) -> Iterable[NonMemberRow]:
    """群众和入党积极分子: stage, contact branch, mentor."""
    for row in rows:
        desk.begin_row()
        _non_member(desk, orgs, row, organ, year)
        yield row


def _non_member(desk: Desk, orgs: Orgs, row: NonMemberRow, organ: str, year: int) -> None:
    source, name = source_of(row.origin), clean_name(row.name)
    problem = name_problem(name)
    if problem:
        desk.leave_open(source, "姓名", row.name, problem)
        return
    branch = orgs.branch(row.origin, organ, row.branch)
    person = desk.identify("non-member", name, branch.hex)
    mentor = desk.who(source, "培养联系人", row.mentor) if row.mentor else None
    known = desk.register.people.get(person)
    if known and known.described_by:
        desk.restate(PersonDescribed(None), person, source)
    else:
        desk.add(Draft(PersonDescribed(None), branch, source, person, None, None, {"name": name}), value=name)
    body = NonMember(row.stage, branch.hex, mentor.hex if mentor else "", dt.date(year, 1, 1))
    before = known.candidacy if known else None
    if before is None or (before.stage, before.org, before.mentor) != (row.stage, branch, mentor):
        desk.add(Draft(body, branch, source, person), value=name)
    else:
        desk.restate(body, person, source)
    desk.directory.add_other(name, Entry(person, branch, orgs.names[branch], ""))
