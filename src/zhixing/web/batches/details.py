"""Pages beside the answer: one run's people, one station's days, who has no seat, two batches side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from zhixing.actions.batches_reading import Names, Sight, Situation
from zhixing.core.strokes import stroke_key
from zhixing.core.timetable.building import OUTSIDE_WORDS
from zhixing.core.timetable.unserved import REASON_WORDS
from zhixing.interop.documents.cells import Cell
from zhixing.web.batches.result import span_words

RUN_HEADINGS = ("日期", "课", "场地", "主讲人", "姓名", "党支部", "站点")
GAP_HEADINGS = ("姓名", "党支部", "站点", "应学", "原因")
WEEKDAYS = "一二三四五"


@dataclass(frozen=True, slots=True)
class SeatLine:
    """Somebody in a run."""

    name: str
    branch: str
    station: str


@dataclass(frozen=True, slots=True)
class RunPage:
    """One run and who sits in it, as far as the viewer may be told."""

    number: int
    lesson: str
    when: str
    room: str
    speaker: str
    people: int
    capacity: int
    seats: tuple[SeatLine, ...]
    hidden: int
    by_station: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day of a station on which somebody is away: away and may, forenoon and afternoon, and who."""

    day: str
    halves: tuple[tuple[str, int, int, bool], ...]
    who: str


@dataclass(frozen=True, slots=True)
class StationPage:
    """A station's days."""

    name: str
    members: int
    days: tuple[DayLine, ...]
    tight: int


@dataclass(frozen=True, slots=True)
class UnservedLine:
    """Somebody without a seat."""

    person: UUID
    name: str
    branch: str
    station: str
    need: str
    why: str
    delivered: bool

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Under `GAP_HEADINGS`."""
        return (self.name, self.branch, self.station, self.need, self.why)


@dataclass(frozen=True, slots=True)
class CompareLine:
    """A figure of both batches."""

    words: str
    one: str
    other: str
    better: str


def branch_of(called: Names, person: UUID) -> str:
    """The branch of somebody on the roll."""
    found = called.known.register.people.get(person)
    roll = found.roll[-1] if found and found.roll else None
    return called.known.register.name_of(roll.org) if roll else ""


def run_page(found: Situation, called: Names, eyes: Sight, number: int) -> RunPage | None:
    """A run; None where there is none of that number."""
    if not 0 <= number < len(found.answer.plan.runs):
        return None
    keys, instance, run = found.keys, found.instance, found.answer.plan.runs[number]
    course, people = instance.courses[run.course], found.picture.people[number]
    lines = [
        SeatLine(
            called.person(keys.people[one]),
            branch_of(called, keys.people[one]),
            called.station(keys.stations[instance.members[one].station]),
        )
        for one in people
        if eyes.sees(keys.people[one])
    ]
    by_station: dict[int, int] = defaultdict(int)
    for one in people:
        by_station[instance.members[one].station] += 1
    return RunPage(
        number,
        called.lesson(keys.lessons[run.course]),
        span_words(found, run.start, course.length),
        called.room(keys.venues[run.venue]),
        called.speaker(keys.speakers[run.instructor]),
        len(people),
        min(course.capacity, instance.venues[run.venue].capacity),
        tuple(sorted(lines, key=lambda one: stroke_key(one.name))),
        len(people) - len(lines),
        tuple(
            sorted(
                (
                    (called.station(keys.stations[s]), n)
                    for s, n in by_station.items()
                    if eyes.sees_station(keys.stations[s])
                ),
                key=lambda one: stroke_key(one[0]),
            )
        ),
    )


def station_page(found: Situation, called: Names, eyes: Sight, station: UUID) -> StationPage | None:
    """A station by day; None where the viewer may not look."""
    if station not in found.keys.stations or not eyes.sees_station(station):
        return None
    number, instance = found.keys.stations.index(station), found.instance
    away: dict[int, list[str]] = defaultdict(list)
    for n, run in enumerate(found.answer.plan.runs):
        for one in found.picture.people[n]:
            if instance.members[one].station == number:
                for t in range(run.start, run.start + instance.courses[run.course].length):
                    away[t].append(called.person(found.keys.people[one]))
    may = instance.stations[number].may_leave
    days = []
    for t in sorted({t - t % 2 for t in away}):
        halves = tuple(
            (words, len(away[at]), may[at], bool(away[at]) and len(away[at]) >= may[at])
            for words, at in (("上午", t), ("下午", t + 1))
        )
        day = found.keys.day(t)
        who = sorted({*away[t], *away[t + 1]}, key=stroke_key)
        days.append(
            DayLine(f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）", halves, "、".join(who))
        )
    return StationPage(
        called.station(station),
        sum(one.station == number for one in instance.members),
        tuple(days),
        sum(half[3] for day in days for half in day.halves),
    )


def unserved_lines(found: Situation, called: Names, eyes: Sight) -> list[UnservedLine]:
    """Everybody without a seat whom the viewer may be told of, by surname strokes."""
    keys, instance = found.keys, found.instance
    lines = [
        _line(
            called,
            keys.people[member],
            called.station(keys.stations[instance.members[member].station]),
            keys.requirements[need],
            REASON_WORDS[why],
        )
        for (member, need), why in found.gaps.items()
        if eyes.sees(keys.people[member])
    ]
    lines += [
        _line(called, one.person, "", one.requirement, OUTSIDE_WORDS[one.why], delivered=one.why == "exempt")
        for one in found.outside
        if eyes.sees(one.person)
    ]
    return sorted(lines, key=lambda one: (one.delivered, stroke_key(one.name), one.need))


def _line(
    called: Names, person: UUID, station: str, need: str, why: str, *, delivered: bool = False
) -> UnservedLine:
    return UnservedLine(
        person,
        called.person(person),
        branch_of(called, person),
        station,
        called.requirement(need),
        why,
        delivered,
    )


def seat_rows(found: Situation, called: Names, eyes: Sight) -> list[tuple[Cell, ...]]:
    """Who sits where, run after run: what an export holds, under `RUN_HEADINGS`."""
    rows: list[tuple[Cell, ...]] = []
    order = sorted(enumerate(found.answer.plan.runs), key=lambda one: (one[1].start, one[0]))
    for number, _ in order:
        page = run_page(found, called, eyes, number)
        if page is not None:
            rows += [
                (page.when, page.lesson, page.room, page.speaker, one.name, one.branch, one.station)
                for one in page.seats
            ]
    return rows


def compared(one: Situation, other: Situation) -> tuple[CompareLine, ...]:
    """Two batches figure by figure. Less is better but for what is met."""
    figures: list[tuple[str, int, int, bool]] = [
        ("排上的应学", one.picture.met, other.picture.met, True),
        ("没有排上的应学", len(one.gaps), len(other.gaps), False),
        ("开班期数", len(one.answer.plan.runs), len(other.answer.plan.runs), False),
        ("总代价", one.picture.verdict.cost.total, other.picture.verdict.cost.total, False),
    ]
    by_words: Mapping[str, int] = {part.words: part.cost for part in other.picture.parts}
    figures += [(f"代价：{part.words}", part.cost, by_words[part.words], False) for part in one.picture.parts]
    return tuple(
        CompareLine(words, str(a), str(b), "" if a == b else "one" if (a > b) is more else "other")
        for words, a, b, more in figures
    )
