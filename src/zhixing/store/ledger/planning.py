"""Reading the facts that plan ahead: rosters, leave, cover, rooms, speakers, busy seasons. Two queries."""

from __future__ import annotations

import json
from collections.abc import Collection

from django.db import connection
from django.db.models import Q

from zhixing.core.facts.kinds import Kind
from zhixing.core.facts.record import Fact
from zhixing.store.ledger import models
from zhixing.store.ledger.spelling import COLUMNS, STRUCK, PrivateWords, fact_of
from zhixing.store.ledger.steady import once

ROSTERS = (
    Kind.SHIFT_ROSTER,
    Kind.MONTH_ROSTER,
    Kind.DUTY_EXCEPTION,
    Kind.LEAVE_SPAN,
    Kind.COVER_SET,
)
RESOURCES = (Kind.VENUE_SET, Kind.SPEAKER_SET, Kind.UNAVAILABLE, Kind.PEAK_SET)

_LAST = "(SELECT hash FROM ledger_fact WHERE kind = '{kind}' ORDER BY seq DESC LIMIT 1)"
_STRUCK = f"(SELECT hash FROM ledger_chainhead WHERE chain = '{STRUCK.hex}')"  # noqa: S608 - our own id


def planning_facts(kinds: Collection[Kind]) -> list[Fact]:
    """The facts of these kinds and the reversals among them, in order of entry. One query."""
    rows = models.Fact.objects.filter(kind__in=[kind.value for kind in kinds])
    wanted = Q(uid__in=rows.values("uid")) | Q(reverses__in=rows.values("uid"))
    return [fact_of(row) for row in models.Fact.objects.filter(wanted).order_by("seq").values_list(*COLUMNS)]


def speaker_words() -> PrivateWords:
    """The names of speakers who are no members, by fact. One query."""
    facts = models.Fact.objects.filter(kind=Kind.SPEAKER_SET.value).values("uid")
    rows = models.Private.objects.filter(fact__in=facts, sealed=False)
    return {row.fact: json.loads(row.payload) for row in rows}


@once
def planning_mark(kinds: tuple[Kind, ...]) -> str:
    """A mark of what is folded from these kinds: equal while nothing changed. One query of index look-ups."""
    asked = [_LAST.format(kind=kind.value) for kind in (*kinds, Kind.REVERSAL, Kind.CALENDAR_YEAR)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join([*asked, _STRUCK]))
        return "|".join(part or "" for part in cursor.fetchone())
