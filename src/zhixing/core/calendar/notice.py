"""A year's notice on holidays as lines that somebody pastes or a small table: `2027-01-01 休`, `2027-02-07 班`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zhixing.core.calendar.workdays import YearDays
from zhixing.core.facts.redress import CalendarYear

_OFF = {"休", "假", "放假", "休息", "放假日", "节假日"}
_WORK = {"班", "上班", "补班", "调休上班", "调休", "工作日"}
_DAY = re.compile(r"^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?$")
_SPLIT = re.compile(r"[\s,，;；、\t|]+")
_SATURDAY = 5
MOST_LINES = 200
"""A year's notice has some forty days; far more is something else."""


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be taken: its number (from 1), what it says, why."""

    number: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What the lines say: a year's days, or the lines that are wrong."""

    year: int | None
    days: YearDays
    bad: tuple[BadLine, ...]


def read_notice(text: str) -> Notice:
    """The notice that these lines tell of. Blank lines and a heading line without any digit are passed over."""
    off: set[dt.date] = set()
    work: set[dt.date] = set()
    bad: list[BadLine] = []
    lines = text.splitlines()
    for number, line in enumerate(lines[:MOST_LINES], 1):
        words = [word for word in _SPLIT.split(line.strip()) if word]
        if not words or not re.search(r"\d", line):
            continue
        day = _day(words[0])
        reason = _refusal(words, day, {*off, *work})
        if reason or day is None:
            bad.append(BadLine(number, line.strip()[:60], reason or "认不出日期"))
        else:
            (off if words[1] in _OFF else work).add(day)
    if len(lines) > MOST_LINES:
        bad.append(BadLine(MOST_LINES + 1, "", f"最多 {MOST_LINES} 行；一年的通知不会有这么多"))
    years = {day.year for day in off | work}
    if len(years) > 1:
        named = "、".join(str(year) for year in sorted(years))
        bad.append(BadLine(0, "", f"一次只导入一年，这里有 {named}"))
    return Notice(
        years.pop() if len(years) == 1 else None, YearDays(frozenset(off), frozenset(work)), tuple(bad)
    )


def _day(word: str) -> dt.date | None:
    found = _DAY.match(word)
    try:
        return dt.date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None


def _refusal(words: list[str], day: dt.date | None, seen: set[dt.date]) -> str:
    if day is None:
        return "认不出日期；写成 2027-01-01 这样"
    if len(words) < 2 or words[1] not in _OFF | _WORK:
        return "日期后面写“休”或“班”"
    if day in seen:
        return "这一天写了两次"
    if words[1] in _WORK and day.weekday() < _SATURDAY:
        return "“班”是周末调休上班；这一天本来就是周一至周五"
    return ""


def as_body(year: int, days: YearDays, notice: str) -> CalendarYear:
    """The year's days as a fact says them."""
    return CalendarYear(year, _spelled(days.off), _spelled(days.work), notice)


def from_body(body: CalendarYear) -> YearDays:
    """The days that a fact says."""
    return YearDays(_read(body.year, body.off), _read(body.year, body.work))


def merged(built_in: Mapping[int, YearDays], imported: Iterable[CalendarYear]) -> dict[int, YearDays]:
    """All years known: what an administrator imported goes before what came with the program."""
    return {**built_in, **{body.year: from_body(body) for body in imported}}


def _spelled(days: frozenset[dt.date]) -> str:
    return " ".join(f"{day:%m-%d}" for day in sorted(days))


def _read(year: int, text: str) -> frozenset[dt.date]:
    return frozenset(dt.date.fromisoformat(f"{year}-{part}") for part in text.split())
