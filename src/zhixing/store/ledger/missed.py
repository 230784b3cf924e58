"""Who was away from which session on duty or on leave, and what has been made up. Three queries whatever the size."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

from zhixing.core.facts.kinds import Attendance, Kind
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
    rows = models.Fact.objects.filter(kind=Kind.ATTENDANCE.value, body__in=_APPROVED, day__gte=since)
    if len(people) <= FEW:
        rows = rows.filter(subject__in=people)
    wanted = set(people)
    found = [
        fact
        for row in rows.exclude(uid__in=gone).order_by("day", "seq").values_list(*COLUMNS)
        if (fact := fact_of(row)).subject in wanted
    ]
    abouts = {fact.about for fact in found if fact.about}
    if not abouts:
        return [], set(), {}
    makeups = models.Fact.objects.filter(kind=Kind.MAKEUP.value, about__in=abouts).exclude(uid__in=gone)
    made = set(makeups.values_list("subject", "about"))
    held = models.Fact.objects.filter(kind=Kind.SESSION_HELD.value, about__in=abouts).exclude(uid__in=gone)
    facts = [fact_of(row) for row in held.order_by("seq").values_list(*COLUMNS)]
    return found, made, {fact.about: fact for fact in facts if fact.about}
