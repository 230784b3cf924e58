"""Reading frozen years."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from zhixing.store.ledger.steady import while_unmoved
from zhixing.store.reviews.models import FrozenYear


@dataclass(frozen=True, slots=True)
class FrozenCopy:
    """A frozen year as kept."""

    year: int
    digest: str
    rulebook: str
    last_seq: int
    as_of: dt.date
    by: str
    frozen_at: dt.datetime
    content: bytes
    books: str


def frozen_years(year: int | None = None) -> list[FrozenCopy]:
    """Frozen copies, the latest first; of one year where given."""
    rows = FrozenYear.objects.order_by("-frozen_at", "-id")
    if year is not None:
        rows = rows.filter(year=year)
    return [
        FrozenCopy(
            r.year, r.digest, r.rulebook, r.last_seq, r.as_of, r.by, r.frozen_at, bytes(r.content), r.books
        )
        for r in rows
    ]


def frozen_on() -> list[tuple[int, dt.datetime]]:
    """Year and moment of each frozen copy, without its content."""
    return list(FrozenYear.objects.order_by("year", "id").values_list("year", "frozen_at"))


@while_unmoved
def closed_years() -> set[int]:
    """The years that have been frozen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT year FROM reviews_frozenyear")
        return {int(year) for (year,) in cursor.fetchall()}
