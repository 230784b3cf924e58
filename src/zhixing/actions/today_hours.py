"""How far a member has come with the year's hours and what he may make up, kept until a fact, a role, a rule or the
day changes it.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from zhixing.actions.dossier import file_mark, member_year_for
from zhixing.actions.makeups import Owed, owed
from zhixing.store.ledger.steady import once
from zhixing.store.people.queries import Actor

MOST = 500
"""Kept in memory: three numbers and a few lines each."""


@dataclass(frozen=True, slots=True)
class OwnHours:
    """集中学习 of the year in hundredths of an hour: what is asked, what is there, what lacks."""

    target: int
    done: int
    gap: int


@dataclass(frozen=True, slots=True)
class OwnYear:
    """The hours, None for whom nothing is asked of; and what may be made up, the oldest first."""

    hours: OwnHours | None
    missed: tuple[Owed, ...]


_kept: OrderedDict[tuple[UUID, int], tuple[object, OwnYear]] = OrderedDict()
_turning = Lock()


@once
def own_year(actor: Actor, person: UUID, today: dt.date) -> OwnYear:
    """One's own year as of today. One query beside the marks of access where it is kept."""
    place, mark = (person, today.year), file_mark(person, today=today)
    with _turning:
        found = _kept.get(place)
    if found is not None and found[0] == mark:
        return found[1]
    made = OwnYear(_hours(actor, person, today), owed(person, today))
    with _turning:
        _kept[place] = (mark, made)
        _kept.move_to_end(place)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return made


def _hours(actor: Actor, person: UUID, today: dt.date) -> OwnHours | None:
    file = member_year_for(actor, person, today.year, today=today)
    if file is None or not file.member.target.value:
        return None
    member = file.member
    return OwnHours(member.target.value or 0, member.collective.value or 0, member.gap.value or 0)
