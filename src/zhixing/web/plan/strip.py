"""The year as a strip: busy seasons behind, lessons on their days, courses over their windows; a table beside it."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhixing.core.plan.plan import AnnualPlan, Lesson, Way
from zhixing.core.plan.saying import day_words, months_of

WIDTH, LEFT = 960, 76
TOP, ROW, BAR = 44, 19, 11
LETTER = 13
"""Width of a character."""
MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Season:
    """A busy season, both days included; `words` name it. `named`: its name is written above it."""

    words: str
    first: dt.date
    last: dt.date
    named: bool = True


@dataclass(frozen=True, slots=True)
class Mark:
    """A bar or, where `width` is 0, a dot; `words` for who points at it, `label` as much as a bar has room for."""

    x: int
    y: int
    width: int
    words: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A season behind the lanes; `label` stands above it where there is room."""

    x: int
    width: int
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class MonthTick:
    """Where a month begins and its number."""

    x: int
    label_x: int
    label: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A name at the left."""

    y: int
    label: str


@dataclass(frozen=True, slots=True)
class StripRow:
    """A month in the table: busy seasons, lessons on fixed days, courses whose window touches it."""

    month: str
    seasons: str
    fixed: int
    courses: int


@dataclass(frozen=True, slots=True)
class Strip:
    """The drawing and its table. `today_x` 0 outside the year."""

    width: int
    height: int
    foot: int
    months: tuple[MonthTick, ...]
    bands: tuple[Band, ...]
    lanes: tuple[Lane, ...]
    dots: tuple[Mark, ...]
    bars: tuple[Mark, ...]
    rows: tuple[StripRow, ...]
    today_x: int


def strip(plan: AnnualPlan, lessons: Sequence[Lesson], seasons: Sequence[Season], *, today: dt.date) -> Strip:
    """The strip of these lessons of a plan."""
    year = plan.year
    dots, bars = list[Mark](), list[Mark]()
    fixed = ((Way.RHYTHM, "法定节拍"), (Way.BRANCH, "支部组织"))
    lanes = []
    y = TOP
    for way, label in fixed:
        mine = [one for one in lessons if one.way is way and one.days]
        if mine:
            lanes.append(Lane(y + BAR, label))
            dots += _dots(year, mine, y)
            y += ROW + 6
    courses = sorted((one for one in lessons if one.way is Way.COURSE and one.window), key=_window)
    if courses:
        lanes.append(Lane(y + BAR, "分批轮训"))
        found, y = _bars(year, courses, y)
        bars += found
    return Strip(
        width=WIDTH,
        height=y + 24,
        foot=y + 4,
        months=tuple(_tick(year, month) for month in MONTHS),
        bands=tuple(_bands(year, seasons)),
        lanes=tuple(lanes),
        dots=tuple(dots),
        bars=tuple(bars),
        rows=tuple(_row(year, month, lessons, seasons) for month in MONTHS),
        today_x=_x(year, today) if today.year == year else 0,
    )


def _window(lesson: Lesson) -> tuple[dt.date, dt.date]:
    assert lesson.window is not None
    return lesson.window


def _dots(year: int, lessons: Iterable[Lesson], y: int) -> Iterable[Mark]:
    """A dot a day; several lessons of a day share one and are all told by it."""
    days: dict[dt.date, list[str]] = {}
    for one in lessons:
        for day in one.days:
            days.setdefault(day, []).append(one.title)
    for day, titles in sorted(days.items()):
        words = f"{day_words(day)} {'、'.join(dict.fromkeys(titles))}"
        yield Mark(_x(year, day), y + BAR // 2 + 2, 0, words)


def _bars(year: int, lessons: Sequence[Lesson], top: int) -> tuple[list[Mark], int]:
    """Bars in as few rows as do without overlap."""
    ends: list[int] = []
    found = []
    for one in lessons:
        first, last = _window(one)
        x, end = _x(year, first), _x(year, last + dt.timedelta(days=1))
        row = next((n for n, held in enumerate(ends) if held < x), len(ends))
        ends[row : row + 1] = [end]
        words = f"{one.title}，{day_words(first)}至{day_words(last)}"
        width = max(end - x, 4)
        found.append(Mark(x, top + row * ROW, width, words, _fitting(one.title, (width - 8) // LETTER)))
    return found, top + len(ends) * ROW + 4


def _fitting(title: str, room: int) -> str:
    """As much of a title as there is room for."""
    if len(title) <= room:
        return title
    return f"{title[: room - 1]}…" if room > 3 else ""


def _bands(year: int, seasons: Sequence[Season]) -> Iterable[Band]:
    """Seasons inside the year; a name is written where it does not run into the one before."""
    free = 0
    for one in sorted(seasons, key=lambda each: each.first):
        first, last = max(one.first, dt.date(year, 1, 1)), min(one.last, dt.date(year, 12, 31))
        if first > last:
            continue
        x, end = _x(year, first), _x(year, last + dt.timedelta(days=1))
        long = len(one.words) * LETTER
        label = one.words if one.named and x >= free and long < WIDTH - x else ""
        free = x + long + 4 if label else free
        words = f"{one.words}，{day_words(first)}至{day_words(last)}"
        yield Band(x, max(end - x, 3), label, words)


def _tick(year: int, month: int) -> MonthTick:
    first = dt.date(year, month, 1)
    return MonthTick(_x(year, first), _x(year, first.replace(day=15)), str(month))


def _row(year: int, month: int, lessons: Sequence[Lesson], seasons: Sequence[Season]) -> StripRow:
    first = dt.date(year, month, 1)
    last = first.replace(day=calendar.monthrange(year, month)[1])
    busy = dict.fromkeys(one.words for one in seasons if one.first <= last and one.last >= first)
    fixed = sum(day.month == month for one in lessons if one.way is not Way.COURSE for day in one.days)
    courses = sum(one.way is Way.COURSE and month in months_of(one) for one in lessons)
    return StripRow(f"{month} 月", "、".join(busy), fixed, courses)


def _x(year: int, day: dt.date) -> int:
    """Where a day begins."""
    length = 366 if calendar.isleap(year) else 365
    passed = (day - dt.date(year, 1, 1)).days
    return LEFT + (WIDTH - LEFT) * min(max(passed, 0), length) // length
