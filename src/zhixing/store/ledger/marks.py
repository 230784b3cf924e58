"""Marks of what has changed: small marks asked at every request, by which folded things are kept."""

from __future__ import annotations

from django.db import connection

from zhixing.core.facts.kinds import Kind

_ORGANISATION = (
    Kind.ORG_SET.value,
    Kind.STATION_SET.value,
    Kind.ORG_CLOSED.value,
    Kind.REVERSAL.value,
)
_POSTS = (Kind.POST_HELD.value, Kind.MEMBERSHIP.value, Kind.SPAN_CLOSED.value, Kind.REVERSAL.value)


def access_marks() -> tuple[str, str]:
    """Marks of the organisation, and of posts and memberships, reversals included: equal while nothing changed.

    One query of index look-ups: the hash of the last fact of each kind.
    """
    kinds = dict.fromkeys((*_ORGANISATION, *_POSTS))
    last = "(SELECT hash FROM ledger_fact WHERE kind = '{kind}' ORDER BY seq DESC LIMIT 1)"
    parts = ", ".join(last.format(kind=kind) for kind in kinds)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {parts}")  # noqa: S608 - our own words
        found = dict(zip(kinds, cursor.fetchone(), strict=True))
    return "".join(found[kind] or "" for kind in _ORGANISATION), "".join(found[kind] or "" for kind in _POSTS)
