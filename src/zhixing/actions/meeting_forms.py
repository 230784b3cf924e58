"""Forms of a meeting: 三会一课记录 (L3) and 签到表 (L4), before it is held and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from zhixing.actions.actors import tree
from zhixing.actions.export import Document
from zhixing.actions.meeting_record import with_papers
from zhixing.actions.meetings import on_file
from zhixing.actions.printing import OFFICERS, Ending, own_fonts, taken
from zhixing.actions.roll import roll
from zhixing.actions.roll_call import group_words
from zhixing.actions.start import rulebooks
from zhixing.core.facts.kinds import Attendance, SessionHeld
from zhixing.core.facts.record import Fact
from zhixing.core.figures.credits import session_hours
from zhixing.core.figures.figure import hours
from zhixing.core.figures.presence import STATES
from zhixing.core.people.register import Person, Register
from zhixing.core.recording.away import reasons_in
from zhixing.core.recording.called import Scope, called
from zhixing.core.strokes import stroke_key
from zhixing.interop.documents.official import arabic
from zhixing.interop.documents.session_record import SessionRecord, session_record_docx, session_record_pdf
from zhixing.interop.documents.sign_in import Signer, SignInSheet, list_code, sign_in_docx, sign_in_pdf
from zhixing.store.ledger import things
from zhixing.store.people.queries import Actor


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting to come: what the sheet to sign says of it. `start` and `place` may be empty.

    `forms` and `group` say whom it calls, as on the page where it is recorded; without them everybody.
    """

    title: str
    day: dt.date
    start: str = ""
    place: str = ""
    forms: tuple[str, ...] = ()
    group: UUID | None = None


def session_form(
    actor: Actor,
    session: UUID,
    form: Literal["L3", "L4"],
    ending: Ending,
    *,
    now: dt.datetime,
    today: dt.date,
) -> Document | None:
    """三会一课记录 (L3) or 签到表 (L4) of a session on the ledger, for officers over whoever held it."""
    facts = things.about(session)
    told = [fact for fact in facts if isinstance(fact.body, SessionHeld)]
    if not told or not actor.over(told[-1].chain, *OFFICERS):
        return None
    held, body = told[-1], told[-1].body
    assert isinstance(body, SessionHeld)
    day = held.day or today
    host = body.organiser or tree().name_of(held.chain)
    register = roll().register
    stood = _stood(facts, register)
    if form == "L3":
        record = with_papers(_record(body, day, host, stood, reasons_in(facts)), on_file(session))
        content = (
            session_record_docx(record, day=today)
            if ending == "docx"
            else session_record_pdf(record, day=today, fonts=own_fonts())
        )
        where = tree().name_of(held.chain)
        return taken(actor, f"三会一课记录-{day}", ending, content, now, where, tail=body.title)
    sheet = SignInSheet(
        "签到表",
        f"组织单位：{host}",
        body.code,
        body.title,
        _when(day, body),
        "",
        len(stood),
        tuple(
            Signer(n, person.name, _group(register, person, day), "" if state == "实到" else state)
            for n, (person, state) in enumerate(stood, 1)
        ),
        held=True,
    )
    return _sign_in(actor, sheet, ending, day, now=now, today=today, detail=tree().name_of(held.chain))


def sign_in_form(
    actor: Actor, org: UUID, meeting: Meeting, ending: Ending, *, now: dt.datetime, today: dt.date
) -> Document | None:
    """签到表 (L4) of a meeting to come: whom it calls of `org` on its day, to sign and to key back by number."""
    if not actor.over(org, *OFFICERS):
        return None
    register = roll().register
    found = register.orgs.get(org)
    if found is None:
        return None
    list_now = called(register, found, meeting.forms, meeting.day, group=meeting.group)
    only = {Scope.COMMITTEE: "（支委会）", Scope.GROUP: f"（{list_now.unit.name}）"}.get(list_now.scope, "")
    sheet = SignInSheet(
        "签到表",
        f"组织单位：{found.name}{only}",
        list_code([person.id for person in list_now.people]),
        meeting.title,
        f"{arabic(meeting.day)} {meeting.start}".strip(),
        meeting.place,
        len(list_now.expected),
        tuple(
            Signer(n, person.name, group_words(register, person, found, meeting.day))
            for n, person in enumerate(list_now.people, 1)
        ),
    )
    return _sign_in(actor, sheet, ending, meeting.day, now=now, today=today, detail=found.name)


def _sign_in(
    actor: Actor,
    sheet: SignInSheet,
    ending: Ending,
    day: dt.date,
    *,
    now: dt.datetime,
    today: dt.date,
    detail: str,
) -> Document:
    content = (
        sign_in_docx(sheet, day=today)
        if ending == "docx"
        else sign_in_pdf(sheet, day=today, fonts=own_fonts())
    )
    told = f"{detail}，{len(sheet.signers)} 人"
    return taken(actor, f"签到表-{day}", ending, content, now, told, tail=sheet.activity)


def _stood(facts: Iterable[Fact], register: Register) -> list[tuple[Person, str]]:
    """Who stands in which list of a session, by strokes of the surname."""
    found = {
        fact.subject: STATES[fact.body.state]
        for fact in facts
        if isinstance(fact.body, Attendance) and fact.subject in register.people
    }
    rows = [(register.people[uid], state) for uid, state in found.items() if uid]
    return sorted(rows, key=lambda row: (stroke_key(row[0].name), row[0].id))


def _record(
    body: SessionHeld, day: dt.date, host: str, stood: list[tuple[Person, str]], reasons: Mapping[UUID, str]
) -> SessionRecord:
    def named(person: Person) -> str:
        return f"{person.name}（{reasons[person.id]}）" if person.id in reasons else person.name

    away = {
        state: [named(person) for person, one in stood if one == state] for state in ("值班", "请假", "缺席")
    }
    words = "；".join(
        f"{state} {len(names)} 人：{'、'.join(names)}" for state, names in away.items() if names
    )
    present = sum(state == "实到" for _, state in stood)
    return SessionRecord(
        title="三会一课记录",
        under=f"记录单位：{host}",
        code=body.code,
        form=body.form,
        when=_when(day, body),
        organiser=host,
        expected=_people(len(stood) or body.expected),
        present=_people(present if stood else body.present),
        away=words,
        topic=body.title,
        category=body.category,
        hours=hours(session_hours(body.minutes, day, rulebooks())),
    )


def _people(count: int | None) -> str:
    return f"{count} 人" if count is not None else ""


def _when(day: dt.date, body: SessionHeld) -> str:
    """2026年3月5日 15:00—16:30; the day alone where no hour was stated."""
    try:
        start = dt.datetime.combine(day, dt.time.fromisoformat(body.start.zfill(5)))
    except ValueError:
        return f"{arabic(day)} {body.start}".strip()
    end = start + dt.timedelta(minutes=body.minutes)
    return f"{arabic(day)} {start:%H:%M}—{end:%H:%M}"


def _group(register: Register, person: Person, day: dt.date) -> str:
    held = person.on_roll(day)
    return register.name_of(held.group) or register.name_of(held.org) if held else ""
