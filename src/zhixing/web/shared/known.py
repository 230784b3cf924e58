"""What a page may ask for at all: a year that the ledger holds or that can be planned."""

from __future__ import annotations

import datetime as dt

from django.http import Http404

from zhixing.actions.dossier import outline
from zhixing.web.shared.frame import today


def known_year(year: int) -> int:
    """The year itself; 404 for a year nothing lies in. The running year is there before its first entry."""
    years = outline().years
    if year not in years and not (years and year == today().year):
        raise Http404
    return year


def plan_year(year: int) -> int:
    """The year itself; 404 for one that is neither on the ledger nor this year nor the next."""
    if year not in plan_years(today()):
        raise Http404
    return year


def plan_years(day: dt.date) -> tuple[int, ...]:
    """The years that can be planned, the latest first: this one, the next, and all that the ledger holds."""
    years = outline().years
    return tuple(sorted({*years, *range(max(years, default=day.year), day.year + 2)}, reverse=True))
