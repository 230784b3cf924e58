"""Who was away from which session on duty or on leave, and what has been made up. One query whatever the size."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

from zhixing.core.facts.kinds import Attendance, Kind, Makeup, SessionHeld
from zhixing.core.facts.record import Fact, encode
from zhixing.store.ledger import models
from zhixing.store.ledger.spelling import COLUMNS, fact_of

_APPROVED = tuple(encode(Attendance(state)) for state in ("duty", "leave"))
FEW = 400
"""So many people are asked for by name; more are sorted out here."""


def away(
    people: Sequence[UUID], *, since: dt.date
) -> tuple[list[Fact], set[tuple[UUID | None, UUID | None]], Mapping[UUID, Fact]]:
    """Attendances of these people on duty or on leave since a day, in order of the sessions; who has made up which
    session; and the sessions by id, as last described.
    """
    gone = models.Fact.objects.filter(reverses__isnull=False).values("reverses")
    lasting = models.Fact.objects.exclude(uid__in=gone)
    rows = lasting.filter(kind=Kind.ATTENDANCE.value, body__in=_APPROVED, day__gte=since)
    if len(people) <= FEW:
        rows = rows.filter(subject__in=people)
    abouts = rows.values("about")
    made = lasting.filter(kind=Kind.MAKEUP.value, about__in=abouts)
    held = lasting.filter(kind=Kind.SESSION_HELD.value, about__in=abouts)
    parts = [one.values_list(*COLUMNS) for one in (rows, made, held)]
    together = parts[0].union(*parts[1:], all=True).order_by("seq")
    facts = [fact_of(row) for row in together]
    wanted = set(people)
    found = [one for one in facts if isinstance(one.body, Attendance) and one.subject in wanted]
    return (
        sorted(found, key=lambda one: one.day or since),
        {(one.subject, one.about) for one in facts if isinstance(one.body, Makeup)},
        {one.about: one for one in facts if isinstance(one.body, SessionHeld) and one.about},
    )
