"""Entering somebody by hand who is not on the ledger yet: the same ids, words and chains as a roster gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.facts.kinds import (
    Assignment,
    Body,
    Membership,
    NonMember,
    PersonDescribed,
)
from zhixing.core.facts.moves import TransferOpened, TransferState
from zhixing.core.facts.record import Draft, FactError, Identify, Source
from zhixing.core.people.changes import PROBATIONARY, STAGES, clean_words
from zhixing.core.people.register import Register
from zhixing.core.people.transfer import Step


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A member to be entered: `start` None where he has been on the roll since before the records.

    `came_from` names the outside organisation of one who was transferred in.
    """

    words: Mapping[str, str]
    org: UUID
    group: UUID | None
    standing: str
    start: dt.date | None
    station: UUID | None = None
    shift: str = ""
    duty: str = ""
    came_from: str = ""


def enrol(
    one: Newcomer, register: Register, *, identify: Identify, transfer: UUID, today: dt.date
) -> tuple[UUID, list[Draft]]:
    """The new member's id and drafts. Raises FactError; `transfer` is the id of his coming in, if he came."""
    said = clean_words(one.words)
    group = register.name_of(one.group)
    person = identify("person", said["name"], one.org.hex, group)
    if person in register.people:
        raise FactError(
            f"{register.name_of(one.org)}{group}已经登记过一位{said['name']}。如是同一个人，请在他的页面上改；"
            "如是另一个人，请编入另一党小组再登记"
        )
    if one.start is not None and one.start > today:
        raise FactError(f"日期 {one.start} 在今天（{today}）之后，到时再登记")
    if one.came_from and one.start is None:
        raise FactError("转入的党员要写明接收日期")
    year = dt.date(today.year, 1, 1)
    told = {**said, "roster_year": str(today.year)}
    unit = (one.org.hex, one.group.hex if one.group else "")
    standing = one.standing if one.standing == PROBATIONARY else "正式党员"
    bodies: list[tuple[Body, Mapping[str, str] | None]] = [
        (PersonDescribed(year), told),
        (Membership(*unit, standing, "", year, one.start), None),
    ]
    if one.station or one.shift or one.duty:
        station = one.station.hex if one.station else ""
        bodies.append((Assignment(station, one.shift, one.duty), None))
    drafts = [Draft(body, one.org, Source(), person, None, None, words) for body, words in bodies]
    if one.came_from and one.start is not None:
        drafts += _came(person, one.org, one.came_from, one.start, transfer)
    return person, drafts


def _came(person: UUID, org: UUID, source: str, day: dt.date, transfer: UUID) -> list[Draft]:
    opened = TransferOpened("", org.hex)
    words = {"elsewhere": source.strip()}
    return [
        Draft(opened, org, Source(), person, transfer, day, words),
        Draft(TransferState(Step.IN_TRANSIT.value), org, Source(), person, transfer, day),
        Draft(TransferState(Step.RECEIVED.value), org, Source(), person, transfer, day),
    ]


def enter_candidate(
    name: str,
    register: Register,
    *,
    org: UUID,
    stage: str,
    mentor: UUID | None,
    identify: Identify,
    today: dt.date,
) -> tuple[UUID, list[Draft]]:
    """A non-member with stage and contact branch: the id and drafts. Raises FactError."""
    said = clean_words({"name": name})["name"]
    if stage not in STAGES:
        raise FactError("请选择发展阶段")
    person = identify("non-member", said, org.hex)
    if person in register.people:
        raise FactError(f"{register.name_of(org)}已经登记过一位{said}；请在他的页面上改阶段")
    body = NonMember(stage, org.hex, mentor.hex if mentor else "", dt.date(today.year, 1, 1))
    return person, [
        Draft(PersonDescribed(None), org, Source(), person, None, None, {"name": said}),
        Draft(body, org, Source(), person),
    ]
