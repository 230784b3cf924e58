"""What a page may ask for at all: a year that the ledger holds."""

from __future__ import annotations

from django.http import Http404

from zhixing.actions.dossier import outline


def known_year(year: int) -> int:
    """The year itself; 404 for a year nothing lies in."""
    if year not in outline().years:
        raise Http404
    return year
