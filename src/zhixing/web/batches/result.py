"""A batch's answer as a page: runs along the year, stations' cover, who has no seat and why, what it costs."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from zhixing.actions.batches_reading import Names, Sight, Situation, half_words
from zhixing.core.strokes import stroke_key
from zhixing.core.timetable.building import EXEMPT, OUTSIDE_WORDS
from zhixing.core.timetable.picture import Cover, Part, gap_words
from zhixing.core.timetable.unserved import REASON_WORDS
from zhixing.store.plans.batches import RunRow

YEAR_WIDTH, NARROWEST = 1000, 9
LEVELS = ("none", "some", "full")
"""How a week stands: nobody away, somebody, the last that may leave."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A run on the line of the year."""

    x: int
    width: int
    words: str


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A course along the year. `from_x`, `span`: its window."""

    title: str
    runs: int
    people: int
    from_x: int
    span: int
    marks: tuple[Mark, ...]
    words: str


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run in the table. `own`: how many of the viewer's people sit in it, None for who sees everybody."""

    number: int
    url: str
    when: str
    lesson: str
    room: str
    speaker: str
    people: int
    capacity: int
    own: int | None
    locked: bool
    kept: bool


@dataclass(frozen=True, slots=True)
class MonthCell:
    """A month of a station: a level for each of its weeks, and words for who can't see them."""

    weeks: tuple[tuple[int, str], ...]
    words: str
    tight: bool


@dataclass(frozen=True, slots=True)
class StationLine:
    """A station's year."""

    name: str
    url: str
    people: int
    most: str
    months: tuple[MonthCell, ...]
    tight: int


@dataclass(frozen=True, slots=True)
class GapLine:
    """Those without a seat for one reason: how many needs, and whom the viewer may be told of."""

    words: str
    count: int
    people: tuple[str, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class Result:
    """The whole answer. `checked`: stations' half-days that the judge looked at; `broken`: rules that don't hold."""

    runs: tuple[RunLine, ...]
    courses: tuple[CourseLine, ...]
    ticks: tuple[Mark, ...]
    stations: tuple[StationLine, ...]
    months: tuple[int, ...]
    needs: int
    met: int
    share: str
    people: int
    gaps: tuple[GapLine, ...]
    gap_count: int
    delivered: int
    parts: tuple[Part, ...]
    cost: int
    best: str
    checked: int
    broken: tuple[str, ...]
    whole: bool
    shut: tuple[str, ...]


def result(found: Situation, called: Names, eyes: Sight, kept: dict[int, RunRow]) -> Result:
    """The page of an answer; `kept`: its runs as accepted, by number."""
    seen = found.picture
    verdict = seen.verdict
    return Result(
        runs=_runs(found, called, eyes, kept),
        courses=_courses(found, called),
        ticks=_ticks(found),
        stations=_stations(found, called, eyes),
        months=tuple(range(1, 13)),
        needs=seen.needs,
        met=seen.met,
        share=_share(seen.met, seen.needs),
        people=len({one.member for one in found.answer.plan.seats}),
        gaps=_gaps(found, called, eyes),
        gap_count=seen.needs - seen.met + sum(one.why != EXEMPT for one in found.outside),
        delivered=len({one.person for one in found.outside if one.why == EXEMPT}),
        parts=seen.parts if eyes.whole else (),
        cost=verdict.cost.total,
        best=gap_words(verdict.cost.total, found.answer.bound) if found.answer.bound is not None else "",
        checked=len(seen.cover),
        broken=tuple(dict.fromkeys(one.rule.value for one in verdict.broken)),
        whole=eyes.whole,
        shut=tuple(
            called.lesson(found.keys.lessons[one.id]) for one in found.instance.courses if not one.starts()
        ),
    )


def _share(part: int, whole: int) -> str:
    if not whole or part == whole:
        return "100%"
    tenths = 1000 * part // whole
    return f"{tenths // 10}.{tenths % 10}%"


def _runs(found: Situation, called: Names, eyes: Sight, kept: dict[int, RunRow]) -> tuple[RunLine, ...]:
    keys, instance = found.keys, found.instance
    order = sorted(enumerate(found.answer.plan.runs), key=lambda one: (one[1].start, one[0]))
    lines = []
    for number, run in order:
        course, room = instance.courses[run.course], instance.venues[run.venue]
        people = found.picture.people[number]
        own = None if eyes.whole else sum(eyes.sees(keys.people[one]) for one in people)
        row = kept.get(number)
        lines.append(
            RunLine(
                number=number,
                url=reverse("batches:run", args=[found.row.id, number]),
                when=span_words(found, run.start, course.length),
                lesson=called.lesson(keys.lessons[run.course]),
                room=called.room(keys.venues[run.venue]),
                speaker=called.speaker(keys.speakers[run.instructor]),
                people=len(people),
                capacity=min(course.capacity, room.capacity),
                own=own,
                locked=row is not None and row.locked,
                kept=row is not None,
            )
        )
    return tuple(lines)


def span_words(found: Situation, start: int, length: int) -> str:
    """`3月9日上午`, `3月9日全天`, `3月9日至10日`."""
    first, last = found.keys.day(start), found.keys.day(start + length - 1)
    if length == 1:
        return f"{half_words(*found.time(start))}（周{'一二三四五'[first.weekday()]}）"
    if first == last:
        return f"{first.month}月{first.day}日全天（周{'一二三四五'[first.weekday()]}）"
    end = f"{last.day}日" if last.month == first.month else f"{last.month}月{last.day}日"
    return f"{first.month}月{first.day}日至{end}"


def _courses(found: Situation, called: Names) -> tuple[CourseLine, ...]:
    width, plan = found.instance.half_days, found.answer.plan
    lines = []
    for course in found.instance.courses:
        mine = [(n, run) for n, run in enumerate(plan.runs) if run.course == course.id]
        marks = tuple(
            Mark(
                YEAR_WIDTH * run.start // width,
                max(NARROWEST, YEAR_WIDTH * course.length // width),
                f"{span_words(found, run.start, course.length)}，{len(found.picture.people[n])} 人",
            )
            for n, run in sorted(mine, key=lambda one: one[1].start)
        )
        people = sum(len(found.picture.people[n]) for n, _ in mine)
        first, last = course.from_half_day, course.to_half_day
        lines.append(
            CourseLine(
                called.lesson(found.keys.lessons[course.id]),
                len(mine),
                people,
                YEAR_WIDTH * first // width,
                YEAR_WIDTH * max(0, last - first) // width,
                marks,
                "；".join(one.words for one in marks) or "没有开班",
            )
        )
    return tuple(sorted(lines, key=lambda one: (one.marks[0].x if one.marks else one.from_x, one.title)))


def _ticks(found: Situation) -> tuple[Mark, ...]:
    """Where each month begins."""
    year = found.keys.year
    starts = [found.keys.half_day(dt.date(year, month, 1)) for month in range(1, 13)]
    width = found.instance.half_days
    return tuple(Mark(max(0, YEAR_WIDTH * at // width), 0, str(month)) for month, at in enumerate(starts, 1))


def _stations(found: Situation, called: Names, eyes: Sight) -> tuple[StationLine, ...]:
    cover: dict[int, list[Cover]] = defaultdict(list)
    for one in found.picture.cover:
        cover[one.station].append(one)
    lines = []
    for number, uid in enumerate(found.keys.stations):
        if not eyes.sees_station(uid):
            continue
        there = cover.get(number, [])
        members = sum(one.station == number for one in found.instance.members)
        most = max((one.away for one in there), default=0)
        lines.append(
            StationLine(
                called.station(uid),
                reverse("batches:station", args=[found.row.id, uid]),
                members,
                f"最多 {most} 人" if most else "无人外出",
                _months(found, there),
                sum(one.tight for one in there),
            )
        )
    return tuple(sorted(lines, key=lambda one: stroke_key(one.name)))


def _months(found: Situation, there: Iterable[Cover]) -> tuple[MonthCell, ...]:
    """By month the weeks that begin in it."""
    by_week: dict[int, list[Cover]] = defaultdict(list)
    for one in there:
        by_week[one.half_day // 10].append(one)
    weeks: dict[int, list[list[Cover]]] = defaultdict(list)
    for week in range(found.instance.half_days // 10):
        friday = found.keys.day(week * 10 + 9)
        month = 12 if friday.year > found.keys.year else friday.month
        weeks[month].append(by_week.get(week, []))
    return tuple(_month(month, weeks[month]) for month in range(1, 13))


def _month(month: int, weeks: list[list[Cover]]) -> MonthCell:
    levels = []
    for place, days in enumerate(weeks):
        level = LEVELS[0] if not days else LEVELS[2] if any(one.tight for one in days) else LEVELS[1]
        levels.append((place * 11, level))
    all_days = [one for days in weeks for one in days]
    if not all_days:
        return MonthCell(tuple(levels), f"{month} 月无人外出", tight=False)
    most, tight = max(one.away for one in all_days), sum(one.tight for one in all_days)
    words = f"{month} 月同时外出最多 {most} 人" + (f"，{tight} 个半天用尽可外出人数" if tight else "")
    return MonthCell(tuple(levels), words, tight > 0)


def _gaps(found: Situation, called: Names, eyes: Sight) -> tuple[GapLine, ...]:
    by_reason: dict[str, list[tuple[UUID, str]]] = defaultdict(list)
    keys = found.keys
    for (member, need), why in found.gaps.items():
        by_reason[REASON_WORDS[why]].append((keys.people[member], keys.requirements[need]))
    for one in found.outside:
        if one.why == EXEMPT:
            continue
        by_reason[OUTSIDE_WORDS[one.why]].append((one.person, one.requirement))
    lines = []
    for words, those in sorted(by_reason.items(), key=lambda one: -len(one[1])):
        shown = [one for one in those if eyes.sees(one[0])]
        told = sorted(
            {f"{called.person(person)}（{called.requirement(need)}）" for person, need in shown},
            key=stroke_key,
        )
        lines.append(GapLine(words, len(those), tuple(told), len(those) - len(shown)))
    return tuple(lines)
