"""Forms to print, filled from the ledger for officers of the branch and above; each leaves an audit line.

What the ledger does not hold (minutes of a meeting, what was said in a talk, telephone numbers) is left empty
for the pen. None stands for what is not there or not the asker's. A `PdfError` says in a sentence which
character no font draws.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from zhixing.actions.actors import tree
from zhixing.actions.dossier import year_for
from zhixing.actions.export import Document
from zhixing.actions.meeting_forms import Meeting as Meeting
from zhixing.actions.meeting_forms import session_form as session_form
from zhixing.actions.meeting_forms import sign_in_form as sign_in_form
from zhixing.actions.printing import OFFICERS, Ending, own_fonts, taken
from zhixing.actions.roll import roll
from zhixing.actions.start import rulebooks
from zhixing.core.facts.kinds import (
    Kind,
    PlanItem,
    PracticeJoined,
    PracticeVisit,
    Talk,
)
from zhixing.core.figures.credits import session_hours
from zhixing.core.figures.figure import hours
from zhixing.core.people.register import Register, fold_register
from zhixing.core.strokes import stroke_key
from zhixing.interop.documents.official import arabic
from zhixing.interop.documents.plan_table import PlanRow, PlanTable, plan_docx, plan_pdf
from zhixing.interop.documents.practice_record import PracticeRecord, practice_docx, practice_pdf
from zhixing.interop.documents.roster_sheet import (
    RosterBranch,
    RosterRow,
    RosterSheet,
    roster_docx,
    roster_pdf,
)
from zhixing.interop.documents.talk_sheet import TalkSheet, talk_docx, talk_pdf
from zhixing.store.ledger import glances, things
from zhixing.store.people.queries import Actor


def roster_form(
    actor: Actor, org: UUID, ending: Ending, *, now: dt.datetime, today: dt.date
) -> Document | None:
    """党员花名册 (L1) of an organisation and what is below it, as of today."""
    if not actor.over(org, *OFFICERS):
        return None
    register = roll().register
    if org not in register.orgs:
        return None
    reach = register.below(org)
    branches = [one for one in register.branches() if one.id in reach]
    sheet = RosterSheet(
        register.orgs[org].name,
        today,
        tuple(RosterBranch(one.name, _roster_rows(register, one.id, today)) for one in branches),
    )
    content = (
        roster_docx(sheet, day=today) if ending == "docx" else roster_pdf(sheet, day=today, fonts=own_fonts())
    )
    count = sum(len(branch.rows) for branch in sheet.branches)
    return taken(actor, f"党员花名册-{sheet.organ}-{today}", ending, content, now, f"{count} 人")


def plan_form(
    actor: Actor, year: int, org: UUID, ending: Ending, *, now: dt.datetime, today: dt.date
) -> Document | None:
    """年度学习计划表 (L2) of a branch, or of the whole organ."""
    if not actor.over(org, *OFFICERS):
        return None
    seen = year_for(actor, year, today=today)
    units = (*([seen.organ] if seen.organ else []), *seen.branches)
    unit = next((one for one in units if one.id == org), None)
    if unit is None:
        return None
    planned = {fact.uid: fact.body for fact in things.of_kinds(Kind.PLAN_ITEM)}
    rows = []
    for n, line in enumerate(unit.plan, 1):
        item = planned.get(line.facts[0])
        minutes = item.minutes if isinstance(item, PlanItem) else None
        worth = session_hours(minutes, dt.date(year, line.month, 1), rulebooks()) if minutes else None
        state = "已完成" if line.done else ""
        row = PlanRow(
            n, f"{line.month}月", line.title, line.form, line.organiser, hours(worth) if worth else "", state
        )
        rows.append(row)
    table = PlanTable(year, unit.name, tuple(rows))
    content = (
        plan_docx(table, day=today) if ending == "docx" else plan_pdf(table, day=today, fonts=own_fonts())
    )
    return taken(actor, f"{table.title}-{unit.name}", ending, content, now, f"{len(rows)} 项")


def talk_form(
    actor: Actor, fact: UUID, ending: Ending, *, now: dt.datetime, today: dt.date
) -> Document | None:
    """谈心谈话记录表 (L8): the fact is filled in, the contents are left to the pen."""
    found = next(iter(things.in_force([fact])), None)
    if found is None or not isinstance(found.body, Talk) or not actor.over(found.chain, *OFFICERS):
        return None
    speaker = UUID(found.body.speaker) if found.body.speaker else None
    names = names_of(uid for uid in (found.subject, speaker) if uid)
    day = arabic(found.day) if found.day else ""
    partner = names.get(found.subject, "") if found.subject else ""
    who = names.get(speaker, "") if speaker else ""
    sheet = TalkSheet(f"党支部：{tree().name_of(found.chain)}", day, who, partner, found.body.way)
    content = (
        talk_docx(sheet, day=today) if ending == "docx" else talk_pdf(sheet, day=today, fonts=own_fonts())
    )
    name = f"谈心谈话记录表-{found.day}"
    return taken(actor, name, ending, content, now, "不含内容", subject=found.subject, tail=partner)


def practice_form(
    actor: Actor, fact: UUID, ending: Ending, *, now: dt.datetime, today: dt.date
) -> Document | None:
    """调研、下基层记录 (L16) of a visit, for officers over the organ or over one of those who went."""
    visit = next(iter(things.in_force([fact])), None)
    if visit is None or not isinstance(visit.body, PracticeVisit) or visit.about is None:
        return None
    joined = [one for one in things.about(visit.about) if isinstance(one.body, PracticeJoined)]
    chains = {visit.chain, *(one.chain for one in joined)}
    if not any(actor.over(chain, *OFFICERS) for chain in chains):
        return None
    names = sorted(names_of(one.subject for one in joined if one.subject).values(), key=stroke_key)
    settled = {True: "已办结", False: "未办结", None: ""}[visit.body.settled]
    day = visit.day or today
    spent = f"（{visit.body.minutes} 分钟）" if visit.body.minutes else ""
    record = PracticeRecord(
        f"党组织：{tree().name_of(visit.chain)}",
        arabic(day) + spent,
        visit.body.place,
        "、".join(names),
        visit.body.problem,
        settled,
    )
    content = (
        practice_docx(record, day=today)
        if ending == "docx"
        else practice_pdf(record, day=today, fonts=own_fonts())
    )
    told, tail = f"下基层记录-{day}", visit.body.place
    return taken(actor, told, ending, content, now, f"{len(names)} 人", tail=tail)


def _roster_rows(register: Register, branch: UUID, day: dt.date) -> tuple[RosterRow, ...]:
    found = [
        (person, held)
        for person in register.people.values()
        if (held := person.on_roll(day)) and held.org == branch
    ]
    found.sort(key=lambda row: (stroke_key(row[0].name), row[0].id))
    rows = []
    for n, (person, held) in enumerate(found, 1):
        words, place = person.words, person.place_on(day)
        station = register.stations.get(place.station) if place and place.station else None
        row = RosterRow(
            number=n,
            name=person.name,
            gender=words.get("gender", ""),
            ethnicity=words.get("ethnicity", ""),
            birth=words.get("birth", ""),
            education=words.get("education", ""),
            joined=words.get("joined_on", "").replace("-", "."),
            group=register.name_of(held.group),
            post="、".join(post.title for post in person.posts_on(day)),
            duty=place.duty if place else "",
            station=station.name if station else "",
            remark="" if held.standing == "正式党员" else held.standing,
        )
        rows.append(row)
    return tuple(rows)


def names_of(people: Iterable[UUID]) -> dict[UUID, str]:
    """The names of some people."""
    wanted = set(people)
    facts = [*glances.organisation(), *glances.descriptions(wanted)]
    register = fold_register(facts, glances.words_of(facts))
    return {uid: register.people[uid].name for uid in wanted if uid in register.people}
