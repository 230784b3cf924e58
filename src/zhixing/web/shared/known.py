"""What a page may ask for at all: a year that the ledger holds, and the running one."""

from __future__ import annotations

from django.http import Http404

from zhixing.actions.dossier import outline
from zhixing.web.shared.frame import today


def known_year(year: int) -> int:
    """The year itself; 404 for a year nothing lies in. The running year is there before its first entry."""
    years = outline().years
    if year not in years and not (years and year == today().year):
        raise Http404
    return year
