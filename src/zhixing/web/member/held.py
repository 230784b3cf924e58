"""我的资料: all that is held, kind by kind, and who read it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from zhixing.actions.own_aspects import ASPECTS, Aspect
from zhixing.core.facts.holding import Arranged, HeldFact, Holding, Seen
from zhixing.core.facts.telling import Said
from zhixing.web.shared.downloads import Offer, list_offers

READERS_HEADINGS = ("时间", "谁", "做了什么", "什么", "说明")
PAGE = 50
"""Readings a page."""


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact as the page shows it."""

    day: str
    told: str
    source: str
    state: str
    undone: str
    object: str


@dataclass(frozen=True, slots=True)
class KindGroup:
    """The facts of one kind, the latest first."""

    kind: str
    lines: tuple[FactLine, ...]
    undone: int


@dataclass(frozen=True, slots=True)
class HeldPage:
    """Everything held. `sealed`: how many facts hold confidential words."""

    holding: Holding
    account: tuple[Said, ...]
    groups: tuple[KindGroup, ...]
    total: int
    sealed: int
    home: str
    aspects: tuple[AspectLink, ...]


@dataclass(frozen=True, slots=True)
class AspectLink:
    """Where one aspect of what stands beside the facts is read."""

    title: str
    told: str
    url: str


@dataclass(frozen=True, slots=True)
class AspectPage:
    """One aspect: its lines by what they are, the latest first. `sealed`: there are words to open."""

    title: str
    told: str
    groups: tuple[tuple[str, tuple[Arranged, ...]], ...]
    total: int
    sealed: bool
    opened: bool
    home: str


@dataclass(frozen=True, slots=True)
class ReadersPage:
    """A page of audit lines: `first` to `last` of `total`."""

    lines: tuple[Seen, ...]
    first: int
    last: int
    total: int
    previous: str
    next: str
    exports: tuple[Offer, ...]


def held_page(holding: Holding, home: str) -> HeldPage:
    """The page; `home` is the way back to 我的档案."""
    kinds: dict[str, list[HeldFact]] = {}
    for one in holding.facts:
        kinds.setdefault(one.kind, []).append(one)
    groups = (
        KindGroup(
            kind,
            tuple(_line(one) for one in sorted(found, key=_latest, reverse=True)),
            sum(not one.in_force for one in found),
        )
        for kind, found in kinds.items()
    )
    sealed = sum(one.sealed for one in holding.facts)
    links = tuple(
        AspectLink(one.title, one.told, reverse("member:aspect", args=[word]))
        for word, one in ASPECTS.items()
    )
    return HeldPage(holding, holding.account, tuple(groups), len(holding.facts), sealed, home, links)


def aspect_page(aspect: Aspect, lines: Collection[Arranged], home: str, *, opened: bool) -> AspectPage:
    """The page of one aspect."""
    groups: dict[str, list[Arranged]] = {}
    for each in lines:
        groups.setdefault(each.what, []).append(each)
    told = tuple((what, tuple(reversed(each))) for what, each in groups.items())
    sealed = any(one.sealed for one in lines)
    return AspectPage(aspect.title, aspect.told, told, len(lines), sealed, opened, home)


def readers_page(lines: tuple[Seen, ...], total: int, start: int) -> ReadersPage:
    """The page from number `start` (from 0)."""
    base = reverse("member:readers")
    return ReadersPage(
        lines,
        start + 1 if lines else 0,
        start + len(lines),
        total,
        f"{base}?from={max(0, start - PAGE)}" if start else "",
        f"{base}?from={start + PAGE}" if start + PAGE < total else "",
        list_offers("member:readers_export"),
    )


def start_of(text: str) -> int:
    """Where a page begins, as the address says it; the beginning for nonsense."""
    return int(text) if text.isdigit() and len(text) < 7 else 0


def _latest(one: HeldFact) -> tuple[str, int]:
    return str(one.fact.day or ""), one.fact.seq


def _line(one: HeldFact) -> FactLine:
    told = "；".join(f"{row.label} {row.value}" for row in one.rows if row.label != "日期")
    hidden = one.sealed and not one.words
    return FactLine(
        day=one.fact.day.isoformat() if one.fact.day else "",
        told=(told or one.kind) + ("（文字加密，点上面“打开”可看）" if hidden else ""),
        source=f"{one.fact.source.words} · {one.entered}",
        state="" if one.in_force else "已冲正",
        undone=one.undone,
        object=reverse("member:object", args=[one.fact.uid]) if one.may_object else "",
    )
