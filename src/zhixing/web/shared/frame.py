"""What stands around every page: organ, who is signed in, where one can go, which years there are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from zhixing.actions.dossier import BRANCH, MEMBER, SUPERIOR, Outline, outline
from zhixing.store.people.queries import Actor
from zhixing.web.shared.gate import Seen


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go."""

    label: str
    url: str
    current: bool = False


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
        tabs=_tabs(request.actor, shown, here),
        branches=_branches(request, known, shown),
        search=""
        if request.actor.role == MEMBER or shown is None
        else reverse("officer:members", args=[shown]),
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


def _tabs(actor: Actor, year: int | None, here: str) -> tuple[Link, ...]:
    found: list[tuple[str, str, str]] = []
    if actor.role == SUPERIOR:
        found.append(("总览", "overview", reverse("overview:home")))
    if year is not None and actor.role == BRANCH and actor.org:
        found.append(("本支部", "branch", reverse("officer:branch", args=[year, actor.org])))
    if year is not None and actor.role != MEMBER:
        found.append(("党员", "members", reverse("officer:members", args=[year])))
    if year is not None and actor.person:
        found.append(("我的档案", "mine", reverse("member:mine", args=[year])))
    found.append(("规则", "rulebooks", reverse("rulebooks:list")))
    if actor.role == SUPERIOR:
        found.append(("导入", "imports", reverse("officer:imports")))
    return tuple(Link(label, url, name == here) for label, name, url in found)


def _branches(request: Seen, known: Outline, year: int | None) -> tuple[Link, ...]:
    if request.actor.role != SUPERIOR or year is None:
        return ()
    links = (
        (org.name.removesuffix("党支部").removesuffix("临时"), reverse("officer:branch", args=[year, org.id]))
        for org in known.branches
    )
    return tuple(Link(name, url, url == request.path) for name, url in links)
