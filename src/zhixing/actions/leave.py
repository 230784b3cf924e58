"""Leave from a session to come (请假): asked by the member, granted by the branch; granted, it stands on the roll-call.

A reason is one of three codes, nobody has to say more. Nobody grants his own. What is asked, granted, declined and
taken back are facts; the day of the session is a field of the asking.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from zhixing.actions.record import Entered
from zhixing.actions.recording import BOOKKEEPERS, Ask, Booked, NotYours, book, desk
from zhixing.actions.roll import roll
from zhixing.actions.rosters import YearRosters, year_rosters
from zhixing.core.facts.kinds import Kind
from zhixing.core.facts.meeting_words import LEAVE, SETTLED
from zhixing.core.facts.meetings import LeaveAsked, LeaveSettled
from zhixing.core.facts.record import Draft
from zhixing.core.figures.due import Due, Sort
from zhixing.core.plan.dates import OwnDate
from zhixing.core.plan.dates_wire import read_dates
from zhixing.core.recording.base import HAND, Recorded, Refused, one_of
from zhixing.core.rosters.days import State
from zhixing.core.rosters.grid import AM, HALVES, PM
from zhixing.store.ledger import queries, things
from zhixing.store.people.queries import Actor
from zhixing.store.plans import telling

BASIS = "党员因故不能参加的，事先请假（党员权利保障条例）"
NOON = "12:00"


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave that somebody asked for; `state` asked, granted, declined or withdrawn."""

    id: UUID
    person: UUID
    title: str
    date: dt.date
    code: str
    reason: str
    chain: UUID
    asked: dt.date
    state: str

    @property
    def open(self) -> bool:
        """Whether nobody has answered it."""
        return self.state == "asked"

    @property
    def words(self) -> str:
        """Its state in words."""
        return SETTLED.get(self.state, "等支部批")

    @property
    def why(self) -> str:
        """Its reason in words."""
        return LEAVE.get(self.reason, self.reason)


def leaves() -> tuple[Leave, ...]:
    """All leave that was asked for, by the day of the session. One query."""
    facts = things.of_kinds(Kind.LEAVE_ASKED, Kind.LEAVE_SETTLED)
    state = {fact.about: fact.body.outcome for fact in facts if isinstance(fact.body, LeaveSettled)}
    found = [
        Leave(
            fact.about,
            fact.subject,
            fact.body.title,
            fact.body.date,
            fact.body.code,
            fact.body.reason,
            fact.chain,
            fact.day or fact.body.date,
            state.get(fact.about, "asked"),
        )
        for fact in facts
        if isinstance(fact.body, LeaveAsked) and fact.about and fact.subject
    ]
    return tuple(sorted(found, key=lambda one: (one.date, one.title, one.id)))


def own_leave(person: UUID) -> Mapping[str, Leave]:
    """A member's leave by the code of the date, as it was last asked for. One query."""
    return {one.code: one for one in leaves() if one.person == person and one.state != "withdrawn"}


def ask_leave(code: UUID, reason: str, ask: Ask) -> Booked:
    """Asks for leave from one of one's own dates to come. Raises NotYours, Refused."""
    person = ask.by.person
    date = _own_date(person, code, ask.today) if person else None
    if person is None or date is None:
        raise NotYours
    word = one_of(reason, LEAVE, "reason", "事由")
    held = [one for one in leaves() if one.person == person and one.code == code.hex]
    standing = [one.state for one in held if one.state != "withdrawn"]
    if standing:
        told = {
            "asked": "已经请过假，等支部批",
            "granted": "已经准假",
            "declined": "支部没有准假，请同支部联系",
        }
        raise Refused("reason", f"这一次{told[standing[-1]]}，不用再请")
    at = desk(ask.today)
    about = queries.identify()("leave", person.hex, code.hex, str(len(held) + 1))
    body = LeaveAsked(date.title, date.start.date(), code.hex, word)
    draft = Draft(body, at.branch_of(person, ask.today), HAND, person, about, ask.today)
    return book(Recorded(draft), ask, "请假", person)


def answer_leave(leave: UUID, outcome: str, ask: Ask) -> Booked:
    """Grants or declines, or takes back one's own. Raises NotYours, Refused."""
    found = next((one for one in leaves() if one.id == leave), None)
    if found is None or outcome not in SETTLED or not may_answer(ask.by, found, outcome):
        raise NotYours
    draft = Draft(LeaveSettled(outcome), found.chain, HAND, found.person, found.id, ask.today)
    if found.state == outcome:
        return Booked(draft, Entered((), 1))
    if found.state == "withdrawn" or (not found.open and outcome != "withdrawn"):
        raise Refused("outcome", f"这次请假已经{found.words}，不能再改；有变动请同本人联系")
    return book(Recorded(draft), ask, SETTLED[outcome], found.person)


def may_answer(actor: Actor, leave: Leave, outcome: str) -> bool:
    """The branch grants and declines, never to oneself; only whoever asked takes it back."""
    own = actor.person == leave.person
    return own if outcome == "withdrawn" else not own and actor.over(leave.chain, *BOOKKEEPERS)


def to_answer(actor: Actor) -> tuple[Leave, ...]:
    """What waits for an actor's answer."""
    if not actor.wears(*BOOKKEEPERS):
        return ()
    return tuple(one for one in leaves() if one.open and may_answer(actor, one, "granted"))


def waiting(actor: Actor, today: dt.date) -> Iterator[Due]:
    """What stands in 待办: leave to be answered before the session."""
    register = roll().register
    for one in to_answer(actor):
        person = register.people.get(one.person)
        name = person.name if person else "（不在名册）"
        words = f"{name}请假：{one.title}（{one.date:%m-%d}，{one.why}）"
        org = register.name_of(one.chain)
        late = one.date < today
        yield Due(
            Sort.LEAVE, one.chain, org, words, late, one.date, basis=BASIS, person=one.person, thing=one.id
        )


def excused(people: Iterable[UUID], day: dt.date, start: str, *, today: dt.date) -> dict[UUID, str]:
    """How the roll-call of a session begins for those known to be away: leave granted, or on duty by the roster.

    The recorder sees it and may choose otherwise: nothing is entered by it.
    """
    wanted = set(people)
    known = _rosters((day.year,), today)
    on_duty = dict.fromkeys((one for one in wanted if _on_duty(known, one, day, start)), "duty")
    return on_duty | dict.fromkeys(granted(wanted, day), "leave")


def granted(people: Iterable[UUID], day: dt.date) -> dict[UUID, str]:
    """Person → the reason's code, of leave granted for a session of this day. One query."""
    wanted = set(people)
    return {
        one.person: one.reason
        for one in leaves()
        if one.person in wanted and one.date == day and one.state == "granted"
    }


def granted_from(day: dt.date) -> dict[UUID, dict[str, str]]:
    """Person → day (2026-03-05) → the reason's code, of leave granted for this day and later. One query."""
    found: dict[UUID, dict[str, str]] = {}
    for one in leaves():
        if one.date >= day and one.state == "granted":
            found.setdefault(one.person, {})[one.date.isoformat()] = one.reason
    return found


def duty_between(
    people: Iterable[UUID], first: dt.date, last: dt.date, *, today: dt.date
) -> dict[UUID, tuple[str, ...]]:
    """Person → the days (2026-03-05) on which the roll-call of a session without an hour begins with him on duty.

    Nobody who is never on duty stands in it. The rosters are read once a year, whatever the people and days.
    """
    days = [first + dt.timedelta(days=nth) for nth in range((last - first).days + 1)]
    known = _rosters({day.year for day in days}, today)
    found = {
        one: tuple(day.isoformat() for day in days if _on_duty(known, one, day, "")) for one in set(people)
    }
    return {one: told for one, told in found.items() if told}


def _rosters(years: Iterable[int], today: dt.date) -> dict[int, YearRosters]:
    """The rosters of the years that have rules for them."""
    found: dict[int, YearRosters] = {}
    for year in years:
        try:
            found[year] = year_rosters(year, today=today)
        except (ValueError, LookupError):
            continue  # a year nobody has rosters for: nothing is guessed
    return found


def _on_duty(known: Mapping[int, YearRosters], person: UUID, day: dt.date, start: str) -> bool:
    """Whether somebody is on duty in the half-day that a session begins in; without an hour, in both."""
    rosters = known.get(day.year)
    if rosters is None:
        return False
    halves = (AM if start < NOON else PM,) if start else HALVES
    try:
        places = [rosters.grid.index(day, half) for half in halves]
    except ValueError:
        return False  # a weekend: nothing is guessed
    column = rosters.states(person)
    return all(column[place] is State.DUTY for place in places)


def _own_date(person: UUID, code: UUID, today: dt.date) -> OwnDate | None:
    """One of the dates that somebody was told, from today on."""
    told = [one for row in telling.told_years(person) for one in read_dates(row.body)]
    return next(
        (one for one in told if one.code == code and not one.cancelled and one.start.date() >= today), None
    )
