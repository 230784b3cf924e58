"""Rosters: patterns come round, exceptions go before them, leave before everything, whatever the order of facts."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sample_year import identify, rulebooks

from zhixing.core.calendar.workdays import Workdays, YearDays
from zhixing.core.facts.kinds import Body
from zhixing.core.facts.record import Fact, Source
from zhixing.core.facts.rostering import (
    CoverSet,
    DutyException,
    LeaveSpan,
    MonthRoster,
    PeakSet,
    ShiftRoster,
    Unavailable,
    VenueSet,
)
from zhixing.core.people.register import Station
from zhixing.core.rosters.cover import Share, hold, spare, spares
from zhixing.core.rosters.days import FREE, State, availability, states
from zhixing.core.rosters.fold import fold_rosters
from zhixing.core.rosters.grid import AM, PM, Grid, year_grid
from zhixing.core.rosters.patterns import patterns_on, read_cycle
from zhixing.core.rosters.resources import fold_resources, free_string, travel_quarters

PATTERNS = patterns_on(rulebooks(), dt.date(2026, 1, 1))
HOLIDAYS = Workdays({2026: YearDays(frozenset({dt.date(2026, 1, 1), dt.date(2026, 1, 2)}))})
GRID = year_grid(2026, HOLIDAYS)
WHO, STATION = identify("person"), identify("station")
SHARE = Share(1, 3, 1, 1, 2)
ROTATING = sorted(name for name, one in PATTERNS.patterns.items() if one.rotates)
DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
WHEN = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def fact(seq: int, body: Body, *, subject: UUID | None = WHO, about: UUID | None = None) -> Fact:
    uid = uuid5(WHO, f"{seq}")
    return Fact(seq, uid, WHO, seq, body, subject, about, None, WHEN, WHEN, WHEN, "某人", Source())


def column(*bodies: Body, words: str = "", grid: Grid = GRID) -> tuple[State, ...]:
    own = fold_rosters([fact(n, body) for n, body in enumerate(bodies, 1)]).own(WHO)
    return states(grid, own, lambda day: words, PATTERNS)


def at(found: Sequence[State], day: dt.date) -> tuple[State, State]:
    return found[GRID.index(day, AM)], found[GRID.index(day, PM)]


@given(st.integers(2000, 2060))
def test_a_grid_holds_every_weekday_of_its_year_once(year: int) -> None:
    grid = year_grid(year, Workdays())
    days = [grid.day(t) for t in range(grid.half_days)]
    own = {day for day in days if day.year == year}
    first = dt.date(year, 1, 1)
    wanted = {first + dt.timedelta(n) for n in range(366) if (first + dt.timedelta(n)).year == year}
    assert own == {day for day in wanted if day.weekday() < 5}
    assert days[0].weekday() == 0
    assert days[-1].weekday() == 4
    assert grid.half_days % 10 == 0
    assert all(grid.index(grid.day(t), grid.half(t)) == t for t in range(grid.half_days))
    assert all(grid.is_open(t) == (grid.day(t).year == year) for t in range(grid.half_days))


def test_the_grid_of_2026_is_provisional_only_without_its_notice() -> None:
    assert (GRID.first, GRID.half_days) == (dt.date(2025, 12, 29), 530)
    assert not GRID.provisional
    assert year_grid(2027, HOLIDAYS).provisional
    with pytest.raises(ValueError, match="不在 2026 年"):
        GRID.index(dt.date(2026, 1, 3), AM)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("上2休2", "上二休二"),
        ("上 七 休 七", "上七休七"),
        ("上七休七制", "上七休七"),
        ("四班三倒", "四班三运转"),
        ("四班二运转", "四班两运转"),
        ("长白班", "常白班"),
        ("行政班", "常白班"),
        ("退休", "无班"),
        ("上24休48", "上一休二"),
        ("中班", "中班"),
    ],
)
def test_words_of_a_pattern(words: str, name: str) -> None:
    found = PATTERNS.find(words)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("words", ["", "随便", "上二", "七", "班"])
def test_words_that_are_no_pattern_are_not_guessed(words: str) -> None:
    assert PATTERNS.find(words) is None


def test_every_pattern_is_found_by_its_own_name() -> None:
    for name in PATTERNS.patterns:
        found = PATTERNS.find(name)
        assert found is not None
        assert found.name == name
    assert read_cycle("白×2 休 夜") == ("白", "白", "休", "夜")


@given(st.sampled_from(ROTATING), DAYS, DAYS)
def test_a_pattern_comes_round(name: str, anchor: dt.date, day: dt.date) -> None:
    one = PATTERNS.patterns[name]
    assert one.mark(anchor, anchor) == one.cycle[0]
    assert one.mark(day, anchor) == one.mark(day + dt.timedelta(len(one.cycle)), anchor)
    assert one.mark(day, anchor) == one.mark(day, anchor - dt.timedelta(len(one.cycle) * 3))


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(ROTATING), DAYS)
def test_who_rotates_is_free_when_off_duty_and_then_it_is_rest(name: str, anchor: dt.date) -> None:
    found = column(ShiftRoster(name, dt.date(2026, 1, 1), None, anchor))
    free = availability(found)
    for t, state in enumerate(found):
        day, half = GRID.day(t), GRID.half(t)
        if day in GRID.closed:
            assert state is State.CLOSED
            continue
        mark = PATTERNS.patterns[name].mark(day, anchor)
        if half in PATTERNS.parts[mark]:
            assert (state, free.free[t], free.rest[t]) in {(State.DUTY, "0", "0"), (State.AFTER, "0", "0")}
        else:
            assert state in (State.REST, State.AFTER)
            assert (free.free[t], free.rest[t]) == (("1", "1") if state is State.REST else ("0", "0"))


def test_the_morning_after_a_night_is_neither_duty_nor_free() -> None:
    found = column(ShiftRoster("四班两运转", dt.date(2026, 1, 1), None, dt.date(2026, 3, 2)))
    assert at(found, dt.date(2026, 3, 2)) == (State.DUTY, State.DUTY)
    assert at(found, dt.date(2026, 3, 3)) == (State.REST, State.REST)
    assert at(found, dt.date(2026, 3, 4)) == (State.AFTER, State.REST)
    # The night of Sunday reaches into Monday.
    found = column(ShiftRoster("四班两运转", dt.date(2026, 1, 1), None, dt.date(2026, 3, 7)))
    assert at(found, dt.date(2026, 3, 9)) == (State.AFTER, State.REST)


def test_without_a_first_day_nobody_knows() -> None:
    for found in (
        column(words="上二休二"),
        column(words="乱写"),
        column(words=""),
        column(ShiftRoster("上二休二", dt.date(2026, 1, 1), None, None)),
    ):
        assert set(found) == {State.UNKNOWN, State.CLOSED}
        assert "1" not in availability(found).free


def test_office_hours_and_no_duty_need_no_first_day() -> None:
    assert set(column(words="常白班")) == {State.WORK, State.CLOSED}
    assert set(column(words="无班")) == {State.IDLE, State.CLOSED}
    assert "1" not in availability(column(words="常白班")).rest


def test_a_month_goes_before_a_pattern_and_an_exception_before_both() -> None:
    month = MonthRoster("2026-03", "-休早中夜假" + "-" * 25)
    turn = ShiftRoster("上七休七", dt.date(2026, 1, 1), None, dt.date(2026, 3, 2))
    found = column(turn, month)
    assert at(found, dt.date(2026, 3, 2)) == (State.REST, State.REST)
    assert at(found, dt.date(2026, 3, 3)) == (State.DUTY, State.REST)
    assert at(found, dt.date(2026, 3, 4)) == (State.REST, State.DUTY)
    assert at(found, dt.date(2026, 3, 5)) == (State.REST, State.REST)
    assert at(found, dt.date(2026, 3, 6)) == (State.AWAY, State.AWAY)
    swap = DutyException(dt.date(2026, 3, 4), AM, "on")
    assert at(column(turn, month, swap), dt.date(2026, 3, 4)) == (State.DUTY, State.DUTY)
    undone = DutyException(dt.date(2026, 3, 4), AM, "plan")
    assert at(column(turn, month, swap, undone), dt.date(2026, 3, 4)) == (State.REST, State.DUTY)
    # 白 in an office's month says only that somebody is at work.
    assert at(column(MonthRoster("2026-03", "-白" + "-" * 29), words="常白班"), dt.date(2026, 3, 2)) == (
        State.WORK,
        State.WORK,
    )


def test_a_leave_called_off_and_a_later_pattern() -> None:
    leave = LeaveSpan(dt.date(2026, 3, 2), dt.date(2026, 3, 5), "")
    assert at(column(leave, words="常白班"), dt.date(2026, 3, 4)) == (State.AWAY, State.AWAY)
    off = LeaveSpan(dt.date(2026, 3, 2), dt.date(2026, 3, 2), "")
    assert at(column(leave, off, words="常白班"), dt.date(2026, 3, 4)) == (State.WORK, State.WORK)
    half = LeaveSpan(dt.date(2026, 3, 2), dt.date(2026, 3, 3), PM)
    assert at(column(half, words="常白班"), dt.date(2026, 3, 2)) == (State.WORK, State.AWAY)
    turns = (
        ShiftRoster("常白班", dt.date(2026, 1, 1), None, None),
        ShiftRoster("上七休七", dt.date(2026, 6, 1), dt.date(2026, 7, 1), dt.date(2026, 6, 1)),
    )
    found = column(*turns)
    assert at(found, dt.date(2026, 6, 2)) == (State.DUTY, State.DUTY)
    assert at(found, dt.date(2026, 7, 2)) == (State.WORK, State.WORK)


ANY = st.one_of(
    st.builds(
        ShiftRoster, st.sampled_from([*ROTATING, "常白班", "无班"]), DAYS, st.none() | DAYS, st.none() | DAYS
    ),
    st.builds(LeaveSpan, DAYS, DAYS, st.sampled_from(["", AM, PM])),
    st.builds(
        DutyException, DAYS, st.sampled_from([AM, PM, "night"]), st.sampled_from(["on", "off", "plan"])
    ),
    st.builds(
        MonthRoster,
        st.integers(1, 12).map(lambda n: f"2026-{n:02d}"),
        st.text("-白早中夜全休假", min_size=28, max_size=31),
    ),
)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(ANY, max_size=8), st.sampled_from(["", "常白班", "上二休二"]), st.randoms(use_true_random=False)
)
def test_order_of_facts_does_not_matter_and_leave_is_never_free(
    bodies: list[Body], words: str, rng: random.Random
) -> None:
    facts = [fact(n, body) for n, body in enumerate(bodies, 1)]
    mixed = facts[:]
    rng.shuffle(mixed)
    own, other = (fold_rosters(some).own(WHO) for some in (facts, mixed))
    found = states(GRID, own, lambda day: words, PATTERNS)
    assert found == states(GRID, other, lambda day: words, PATTERNS)
    last = {one.key: one.body for one in facts}.values()
    free = availability(found)
    for t in range(GRID.half_days):
        day, half = GRID.day(t), GRID.half(t)
        gone = any(
            isinstance(one, LeaveSpan) and one.since <= day < one.until and one.half in ("", half)
            for one in last
        )
        if gone or day in GRID.closed:
            assert (free.free[t], free.rest[t]) == ("0", "0")
        assert not (free.rest[t] == "1" and free.free[t] == "0")


@given(
    st.lists(st.sampled_from(sorted(State)), max_size=12),
    st.integers(0, 6),
    st.randoms(use_true_random=False),
)
def test_whoever_of_the_free_goes_the_cover_holds(
    found: list[State], minimum: int, rng: random.Random
) -> None:
    one = spare(found, minimum, SHARE)
    free = [state for state in found if state in FREE and not (state is State.WORK and one.held)]
    rng.shuffle(free)
    assert 0 <= one.may_leave <= len(found)
    going = free[: one.may_leave]
    before = found.count(State.DUTY) + found.count(State.WORK)
    after = before - going.count(State.WORK)
    assert after >= min(minimum, before)
    there = [state for state in found if state not in (State.AWAY, State.CLOSED, State.OUT)]
    if set(there) - {State.IDLE}:
        assert one.may_leave <= max(SHARE.at_least, len(there) // 3)
    else:
        assert one.may_leave == len(there)


@given(
    st.lists(st.sampled_from(sorted(State)), max_size=10),
    st.integers(0, 5),
    st.sampled_from([State.WORK, State.REST]),
)
def test_a_higher_minimum_never_lets_more_go_where_all_work_alike(
    found: list[State], minimum: int, other: State
) -> None:
    found = [state for state in found if state is not other]
    assert spare(found, minimum + 1, SHARE).may_leave <= spare(found, minimum, SHARE).may_leave


def test_cover_by_weekday_and_season_the_later_first() -> None:
    book = fold_rosters(
        [
            fact(1, CoverSet("12345", "", 2, dt.date(2026, 1, 1), None), subject=None, about=STATION),
            fact(2, CoverSet("15", AM, 4, dt.date(2026, 1, 1), None), subject=None, about=STATION),
            fact(
                3,
                CoverSet("12345", "", 3, dt.date(2026, 6, 1), dt.date(2026, 9, 1)),
                subject=None,
                about=STATION,
            ),
        ]
    )
    asked = [
        (dt.date(2026, 3, 2), AM, 4),
        (dt.date(2026, 3, 2), PM, 2),
        (dt.date(2026, 3, 3), AM, 2),
        (dt.date(2026, 6, 1), AM, 3),
        (dt.date(2026, 9, 1), AM, 2),
    ]
    assert [book.minimum(STATION, day, half, 1) for day, half, _ in asked] == [n for *_, n in asked]
    assert book.minimum(WHO, dt.date(2026, 3, 2), AM, 1) == 1


def test_where_nobody_at_work_may_go_those_at_rest_still_can() -> None:
    work, rest = (State.WORK,), (State.REST,)
    found = spares([work, rest, rest], [1], SHARE)
    assert (found[0].may_leave, found[0].held) == (1, True)
    assert hold(work, found) == "0"
    assert hold(rest, found) == "1"


def station(name: str, east: str, north: str, distance: int = 0) -> Station:
    return Station(identify(name), name, WHO, "", distance, east, north, 0, "", 0, WHO)


def test_the_way_is_symmetric_and_nothing_at_home() -> None:
    here, there = station("甲", "111.8", "31.7"), station("乙", "112.4", "31.5", 622)
    ask = {"km_per_hour": 60, "detour": 130}
    assert travel_quarters(here, here, **ask) == 0 == travel_quarters(here, None, **ask)
    assert travel_quarters(here, there, **ask) == travel_quarters(there, here, **ask) == 11
    bare = station("丙", "", "不详", 622)
    assert travel_quarters(here, bare, **ask) == 11
    assert travel_quarters(here, station("丁", "", "", -1), **ask) == 0


def test_resources_in_force() -> None:
    venue, peak = identify("venue"), identify("peak")
    facts = [
        fact(1, VenueSet("三楼", 100, "", True), subject=None, about=venue),
        fact(2, VenueSet("三楼", 80, STATION.hex, True), subject=None, about=venue),
        fact(3, Unavailable(dt.date(2026, 3, 2), dt.date(2026, 3, 3), PM), subject=None, about=venue),
        fact(4, PeakSet("汛期", dt.date(2026, 6, 1), dt.date(2026, 6, 1), ""), subject=None, about=peak),
    ]
    for some in (facts, facts[::-1]):
        book = fold_resources(some, {})
        assert [(one.seats, one.station) for one in book.venues] == [(80, STATION)]
        assert book.peaks == ()
        free = free_string(GRID, book.venues[0].closed)
        assert free[GRID.index(dt.date(2026, 3, 2), PM)] == "0"
        assert free[GRID.index(dt.date(2026, 3, 2), AM)] == "1"
        assert free.count("0") == 2 * len(GRID.closed) + 1
