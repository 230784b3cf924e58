"""What the page of today shows: tiles with the doors that belong to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from zhixing.actions.today import FULL, WEEKDAYS, Line, Sort, Tile, Way
from zhixing.web.shared.charts import Bar


@dataclass(frozen=True, slots=True)
class Door:
    """Where a tile leads: an address and its word; `main` for the one thing to be done here."""

    url: str
    word: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of a tile, with its page where it has one.

    `ways` to make it up, all shown alike, and `reading` on it: a page of theirs, or none (an empty address).
    """

    words: str
    aside: str
    url: str
    ways: tuple[Door, ...] = ()
    reading: Door | None = None


@dataclass(frozen=True, slots=True)
class TileView:
    """A tile as it is drawn. `key` is the name of its sort."""

    key: str
    title: str
    kicker: str
    aside: str
    soft: str
    lines: tuple[LineView, ...]
    bar: Bar | None
    doors: tuple[Door, ...]


@dataclass(frozen=True, slots=True)
class TodayPage:
    """The tiles, and the day in words; `offline`: the organ has the pages that work without a network."""

    day: str
    tiles: tuple[TileView, ...]
    offline: bool


def today_page(tiles: Iterable[Tile], today: dt.date, *, offline: bool) -> TodayPage:
    """The page of a day."""
    day = f"{today.month}月{today.day}日 周{WEEKDAYS[today.weekday()]}"
    return TodayPage(day, tuple(_tile(one, today) for one in tiles), offline)


def _tile(one: Tile, today: dt.date) -> TileView:
    bar = Bar(one.share, one.share < FULL) if one.share is not None else None
    return TileView(
        one.sort.value,
        one.title,
        one.kicker,
        one.aside,
        one.soft,
        tuple(_line(one.sort, line) for line in one.lines),
        bar,
        tuple(_doors(one, today)),
    )


def _line(sort: Sort, line: Line) -> LineView:
    return LineView(
        line.words,
        line.aside,
        _url(sort, line.door),
        tuple(map(_way, line.ways)),
        _way(line.reading) if line.reading else None,
    )


def _way(way: Way) -> Door:
    return Door(_url(way.sort, way.door), way.words)


def _url(sort: Sort, door: tuple[UUID | str, ...]) -> str:
    view = VIEWS.get(sort, "")
    return reverse(view, args=door) if view and door else ""


def _doors(tile: Tile, today: dt.date) -> Iterable[Door]:
    if tile.sort is Sort.SESSION:
        yield Door(reverse("dates:mine"), "请假、看全部日程")
    elif tile.sort is Sort.OWED:
        yield Door(reverse("member:mine", args=[today.year]), "看看怎么算的")
    elif tile.sort is Sort.NOTE:
        yield Door(reverse("notes:new"), "写一篇")
    elif tile.sort is Sort.REVIEW:
        open_now = bool(tile.aside)
        yield (
            Door(reverse("memory:home"), "开始", main=True)
            if open_now
            else Door(reverse("memory:wrong"), "错题本")
        )


VIEWS: Mapping[Sort, str] = {
    Sort.PACK: "packs:read_mine",
    Sort.NOTE: "notes:one",
    Sort.FRESH: "library:read",
}
"""By sort of tile: the page of a thing in its lines."""
