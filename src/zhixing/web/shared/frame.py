"""What stands around every page: organ, who is signed in, where one can go, which years there are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from zhixing.actions.actors import whole_tree
from zhixing.actions.dossier import READERS, Outline, outline
from zhixing.web.shared.gate import Seen
from zhixing.web.shared.nav import Link, links


@dataclass(frozen=True, slots=True)
class Frame:
    """The surroundings of a page. `source` and `printed` stand at the foot, on paper too."""

    title: str
    organ: str
    label: str
    year: int | None
    years: tuple[Link, ...]
    tabs: tuple[Link, ...]
    branches: tuple[Link, ...]
    search: str
    printed: dt.datetime


def today() -> dt.date:
    """The server's day where the organ is."""
    return timezone.localdate()


def frame_for(request: Seen, title: str, *, here: str, year: int | None = None) -> Frame:
    """The frame of a page for whoever asks; `here` names the tab it belongs to."""
    known = outline()
    shown = year if year is not None else latest_year(known)
    return Frame(
        title=title,
        organ=organ_name(known),
        label=request.actor.label,
        year=year,
        years=_years(request, known, year),
        tabs=links(request.actor, here=here, year=shown),
        branches=_branches(request, known, shown),
        search=reverse("officer:members", args=[shown]) if shown and request.actor.wears(*READERS) else "",
        printed=timezone.localtime(),
    )


def latest_year(known: Outline) -> int | None:
    """The year a page opens with: the latest on the ledger."""
    return known.years[0] if known.years else None


def organ_name(known: Outline) -> str:
    """The organ's name without the committee's ending."""
    return known.organ.name.removesuffix("机关党委") if known.organ else ""


def _years(request: Seen, known: Outline, year: int | None) -> tuple[Link, ...]:
    match = request.resolver_match
    if year is None or match is None or "year" not in match.kwargs:
        return ()
    if len(known.years) < 2:
        return ()
    return tuple(
        Link(f"{one} 年", reverse(match.view_name, kwargs={**match.kwargs, "year": one}), one == year)
        for one in known.years
    )


def _branches(request: Seen, known: Outline, year: int | None) -> tuple[Link, ...]:
    if year is None or not whole_tree(request.actor, *READERS):
        return ()
    links = (
        (org.name.removesuffix("党支部").removesuffix("临时"), reverse("officer:branch", args=[year, org.id]))
        for org in known.branches
    )
    return tuple(Link(name, url, url == request.path) for name, url in links)
