"""Marks of what has changed: small marks asked at every request, by which folded things are kept."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from zhixing.core.facts.kinds import Kind
from zhixing.store.ledger.models import Fact
from zhixing.store.ledger.queries import PEOPLE_KINDS
from zhixing.store.ledger.spelling import STRUCK
from zhixing.store.ledger.steady import once, while_unmoved

_ORGANISATION = (
    Kind.ORG_SET.value,
    Kind.STATION_SET.value,
    Kind.ORG_CLOSED.value,
    Kind.REVERSAL.value,
)
_POSTS = (Kind.POST_HELD.value, Kind.MEMBERSHIP.value, Kind.SPAN_CLOSED.value, Kind.REVERSAL.value)
_STRUCK = f"(SELECT hash FROM ledger_chainhead WHERE chain = '{STRUCK.hex}')"  # noqa: S608 - our own id
"""Changes when words are erased, which leaves no fact."""


@once
def person_mark(person: UUID) -> str:
    """Changes with every fact that names the person, every fact that names nobody (sessions, places,
    organisations) and every erasure of words: what a folded file of one person is kept by. One query.
    """
    spelled = Fact._meta.get_field("subject").get_db_prep_value(person, connection)
    last = "(SELECT hash FROM ledger_fact WHERE subject {whom} ORDER BY seq DESC LIMIT 1)"
    with connection.cursor() as cursor:
        parts = (last.format(whom="= %s"), last.format(whom="IS NULL"), _STRUCK)
        cursor.execute(f"SELECT {', '.join(parts)}", [spelled])  # noqa: S608 - our own words
        return "|".join(part or "" for part in cursor.fetchone())


_LAST = "(SELECT hash FROM ledger_fact WHERE kind = '{kind}' ORDER BY seq DESC LIMIT 1)"
_ACCESS = tuple(dict.fromkeys((*_ORGANISATION, *_POSTS)))
_ACCESS_SQL = "SELECT " + ", ".join(_LAST.format(kind=kind) for kind in _ACCESS)
_PEOPLE = (*(kind.value for kind in PEOPLE_KINDS), Kind.REVERSAL.value)
_PEOPLE_SQL = "SELECT " + ", ".join([*(_LAST.format(kind=kind) for kind in _PEOPLE), _STRUCK])


@once
def access_marks() -> tuple[str, str]:
    """Marks of the organisation, and of posts and memberships, reversals included: equal while nothing changed.

    One query of index look-ups: the hash of the last fact of each kind.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ACCESS_SQL)
        found = dict(zip(_ACCESS, cursor.fetchone(), strict=True))
    return "".join(found[kind] or "" for kind in _ORGANISATION), "".join(found[kind] or "" for kind in _POSTS)


@once
@while_unmoved
def people_mark() -> str:
    """A mark of everything the register is folded from, erased words included: equal while nothing changed.

    One query of index look-ups.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE_SQL)
        return "|".join(part or "" for part in cursor.fetchone())
