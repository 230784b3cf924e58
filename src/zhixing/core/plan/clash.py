"""A lesson that lies in a busy time, on a day off or on another lesson: what is wrong, and three other times.

Alternatives are the nearest that do no harm; where the year has fewer than three, the last ones say what they cost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.plan.plan import AnnualPlan, Lesson, Way
from zhixing.core.plan.saying import day_words
from zhixing.core.plan.seasons import Season, Sort, YearTime

THREE = 3
_DAY, _WEEK = dt.timedelta(days=1), dt.timedelta(days=7)
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another time: the day in place of the one that clashes, or another window, and why it is offered."""

    words: str
    reason: str
    days: tuple[dt.date, ...] = ()
    window: tuple[dt.date, dt.date] | None = None


@dataclass(frozen=True, slots=True)
class Clash:
    """`lesson` cannot well be held when it is planned: a sentence, the days concerned, exactly three alternatives.

    `soft`: an article asks for it in that month all the same.
    """

    lesson: UUID
    words: str
    days: tuple[dt.date, ...]
    alternatives: tuple[Alternative, Alternative, Alternative]
    soft: bool = False


def clash(plan: AnnualPlan, lesson: Lesson, time: YearTime) -> tuple[Clash, ...]:
    """What is wrong with a lesson's times: one a day, or one for its window."""
    if lesson.way is Way.COURSE:
        found = _window(lesson, time)
        return (found,) if found else ()
    others = _others(plan, lesson)
    clashes = (_day(lesson, day, others, time) for day in lesson.days)
    return tuple(one for one in clashes if one is not None)


def _others(plan: AnnualPlan, lesson: Lesson) -> dict[dt.date, Lesson]:
    """The other lessons of the same organisation by their days, without those held together with it (一事多记)."""
    return {
        day: one
        for one in plan.lessons
        if one.org == lesson.org and one.id != lesson.id and one.way is not Way.COURSE
        for day in one.days
        if not (one.way is Way.RHYTHM and lesson.way is Way.RHYTHM)
    }


def _day(lesson: Lesson, day: dt.date, others: dict[dt.date, Lesson], time: YearTime) -> Clash | None:
    seasons = _of_day(lesson, time)
    hit = next((one for one in seasons if one.covers(day)), None)
    statutory = lesson.way is Way.RHYTHM
    if hit is not None and hit.sort is Sort.HOLIDAY:
        words = f"《{lesson.title}》{day_words(day)}正在{hit.words}里"
    elif not time.workdays.is_workday(day):
        words = f"《{lesson.title}》{day_words(day)}（星期{_WEEKDAYS[day.weekday()]}）不是工作日"
    elif hit is not None:
        if statutory and not _free_in_month(day, seasons, time):
            return None
        words = f"《{lesson.title}》{day_words(day)}在{hit.words}里"
    elif day in others:
        words = f"《{lesson.title}》{day_words(day)}与《{others[day].title}》同一天"
    else:
        return None

    def good(other: dt.date) -> bool:
        return (
            time.workdays.is_workday(other)
            and not any(one.covers(other) for one in seasons)
            and other not in others
            and other not in lesson.days
        )

    return Clash(lesson.id, words, (day,), _three_days(day, good, time, statutory), soft=statutory)


def _of_day(lesson: Lesson, time: YearTime) -> tuple[Season, ...]:
    return time.against(lesson)


def _free_in_month(day: dt.date, seasons: Sequence[Season], time: YearTime) -> bool:
    """Whether the month of a statutory day has a working day outside of busy times: otherwise there is no choice."""
    first = day.replace(day=1)
    last = (first + 31 * _DAY).replace(day=1) - _DAY
    return any(
        not any(one.covers(other) for one in seasons) for other in time.days(max(first, time.first), last)
    )


def _three_days(
    day: dt.date, good: Callable[[dt.date], bool], time: YearTime, same_month: bool
) -> tuple[Alternative, Alternative, Alternative]:
    """The nearest good days: in the same month first where an article asks for it, then before and after."""
    year = [dt.date(time.year, 1, 1) + n * _DAY for n in range(366)]
    year = [one for one in year if one.year == time.year and one >= time.first and one != day]
    workdays = [one for one in year if time.workdays.is_workday(one)] or year
    fine = [one for one in year if good(one)]
    ranked = sorted(fine, key=lambda one: (same_month and one.month != day.month, abs(one - day), one))
    chosen = ranked[:THREE]
    rest = [one for one in sorted(workdays, key=lambda one: (abs(one - day), one)) if one not in chosen]
    found = [_day_told(one, day, fine=True) for one in chosen]
    found += [_day_told(one, day, fine=False) for one in rest[: THREE - len(found)]]
    while len(found) < THREE:
        found.append(Alternative("本年不安排", "本年再没有可用的日子，列入下一年"))
    return found[0], found[1], found[2]


def _day_told(other: dt.date, day: dt.date, *, fine: bool) -> Alternative:
    apart = abs((other - day).days)
    way = "提前" if other < day else "推后"
    reason = f"{way} {apart} 天，工作日，避开繁忙时段" if fine else f"{way} {apart} 天，仍在繁忙时段，须从简"
    if fine and other.month != day.month:
        reason += "；不在当月"
    return Alternative(f"{day_words(other)}（星期{_WEEKDAYS[other.weekday()]}）", reason, (other,))


def _window(lesson: Lesson, time: YearTime) -> Clash | None:
    """A course's window that holds working days of a busy time."""
    if lesson.window is None:
        return None
    first, last = lesson.window
    busy = [one for one in time.against(lesson) if one.sort is not Sort.HOLIDAY]
    hit = [one for one in busy if one.first <= last and first <= one.last]
    inside = [day for day in time.days(first, last) if any(one.covers(day) for one in hit)]
    if not inside:
        return None
    whole = len(list(time.days(first, last)))
    named = "、".join(one.words for one in hit)
    words = f"《{lesson.title}》的时间{_span_words((first, last))}共 {whole} 个工作日，有 {len(inside)} 个在{named}里"
    return Clash(lesson.id, words, tuple(inside), _three_windows((first, last), busy, time))


def _span_words(span: tuple[dt.date, dt.date]) -> str:
    return f"{day_words(span[0])}至{day_words(span[1])}"


def _three_windows(
    window: tuple[dt.date, dt.date], busy: Iterable[Season], time: YearTime
) -> tuple[Alternative, Alternative, Alternative]:
    """Windows outside of busy times: of the same length if the year has them, else shorter; the nearest first."""
    first, last = window
    length = last - first
    spans = [one for one in time.stretches(tuple(busy), 12) if one[1] > one[0]]
    offers: dict[tuple[dt.date, dt.date], str] = {}
    for start, end in spans:
        start_at = start
        while start_at + length <= end:
            offers.setdefault(
                (start_at, start_at + length), f"长度不变，整段在{_span_words((start, end))}的空当里"
            )
            start_at += _WEEK
        offers.setdefault((max(start, end - length), end), "收在空当末尾")
        offers.setdefault((start, end), f"用足这段空当（{(end - start).days + 1} 天）")
        held = (max(start, first), min(end, last))
        if held[0] < held[1]:
            offers.setdefault(held, "原时间里避开繁忙时段的一段，比原来短")
    ranked = sorted(offers, key=lambda one: (_apart(one, window), one))
    chosen: list[tuple[dt.date, dt.date]] = []
    for one in ranked:
        if not any(_alike(one, other) for other in chosen):
            chosen.append(one)
    chosen += [one for one in ranked if one not in chosen]
    found: list[Alternative] = []
    for one in chosen[:THREE]:
        found.append(Alternative(_span_words(one), _moved(one, window) + offers[one], window=one))
    while len(found) < THREE:
        found.append(Alternative("本年不安排", "本年再没有避开繁忙时段的空当，列入下一年或改为支部组织"))
    return found[0], found[1], found[2]


def _apart(one: tuple[dt.date, dt.date], window: tuple[dt.date, dt.date]) -> int:
    """How many days its ends are moved, shortening counted double: a shorter window is harder to fill."""
    moved = abs((one[0] - window[0]).days) + abs((one[1] - window[1]).days)
    shorter = max(0, (window[1] - window[0]).days - (one[1] - one[0]).days)
    return moved + shorter


def _alike(one: tuple[dt.date, dt.date], other: tuple[dt.date, dt.date]) -> bool:
    """Whether two windows are no real choice: their ends lie within two weeks of each other."""
    return abs(one[0] - other[0]) <= 2 * _WEEK and abs(one[1] - other[1]) <= 2 * _WEEK


def _moved(one: tuple[dt.date, dt.date], window: tuple[dt.date, dt.date]) -> str:
    days = (one[0] - window[0]).days
    if not days:
        return ""
    return f"{'推后' if days > 0 else '提前'} {abs(days)} 天开始，"
