"""How far a member has come with the year's hours, kept until a fact, a role, a rule or the day changes it."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from zhixing.actions.dossier import file_mark, member_year_for
from zhixing.store.people.queries import Actor

MOST = 500
"""Kept in memory: three numbers each."""


@dataclass(frozen=True, slots=True)
class OwnHours:
    """集中学习 of the year in hundredths of an hour: what is asked, what is there, what lacks."""

    target: int
    done: int
    gap: int


_kept: OrderedDict[tuple[UUID, int], tuple[object, OwnHours | None]] = OrderedDict()
_turning = Lock()


def own_hours(actor: Actor, person: UUID, today: dt.date) -> OwnHours | None:
    """One's own hours of today's year; None for whom nothing is asked of. One query where they are kept."""
    place, mark = (person, today.year), file_mark(person, today=today)
    with _turning:
        found = _kept.get(place)
    if found is not None and found[0] == mark:
        return found[1]
    made = _folded(actor, person, today)
    with _turning:
        _kept[place] = (mark, made)
        _kept.move_to_end(place)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return made


def _folded(actor: Actor, person: UUID, today: dt.date) -> OwnHours | None:
    file = member_year_for(actor, person, today.year, today=today)
    if file is None or not file.member.target.value:
        return None
    member = file.member
    return OwnHours(member.target.value or 0, member.collective.value or 0, member.gap.value or 0)
