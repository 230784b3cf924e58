"""One person's days: on duty, at work, free, away — and what of it batches may use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from zhixing.core.rosters.fold import Own
from zhixing.core.rosters.grid import HALVES, NIGHT, PM, Grid
from zhixing.core.rosters.patterns import Pattern, Patterns


class State(StrEnum):
    """How somebody stands in a half-day; the value is the letter of pictures and tables."""

    CLOSED = "闭"
    """Outside the year or a public holiday: nothing is planned for anybody."""
    AWAY = "假"
    """On leave or sent elsewhere."""
    DUTY = "班"
    """On duty in a shift: cannot leave."""
    WORK = "岗"
    """At work in office hours: may leave within the station's cover."""
    AFTER = "下"
    """Just off a night shift: neither on duty nor free."""
    REST = "休"
    """Off duty, rest time: may come, at the price of rest."""
    IDLE = "无"
    """Without any duty (无班): free."""
    UNKNOWN = "？"
    """No usable roster: treated as not free, never guessed."""
    OUT = "外"
    """Not on the roll that day."""


FREE = frozenset({State.WORK, State.REST, State.IDLE})
STATE_WORDS = {
    State.CLOSED: "放假",
    State.AWAY: "不在岗",
    State.DUTY: "当班",
    State.WORK: "在岗",
    State.AFTER: "下夜班",
    State.REST: "轮休",
    State.IDLE: "无班",
    State.UNKNOWN: "班次不明",
    State.OUT: "不在册",
}


@dataclass(frozen=True, slots=True)
class Availability:
    """`free[t]` is '1' where somebody may attend, `rest[t]` where the half-day is rest time."""

    free: str
    rest: str


Placed = Callable[[dt.date], str | None]
"""The words of somebody's shift on a day as the list of people tells them; None when not on the roll."""


def states(grid: Grid, own: Own, placed: Placed, patterns: Patterns) -> tuple[State, ...]:
    """How somebody stands in each half-day of the grid. Months, then turns, then the list of people tell the duty;
    an exception goes before all of them, leave before everything.
    """
    found: list[State] = []
    before: dt.date | None = None
    night = False
    for day in grid.days():
        if before is None or (day - before).days != 1:
            _, night = _day(grid, own, placed, patterns, day - dt.timedelta(days=1), night=False)
        halves, night = _day(grid, own, placed, patterns, day, night=night)
        found += halves
        before = day
    return tuple(found)


def availability(found: tuple[State, ...]) -> Availability:
    """What batches read of the states."""
    return Availability(
        "".join("1" if state in FREE else "0" for state in found),
        "".join("1" if state is State.REST else "0" for state in found),
    )


_SHUT, _GONE, _OFF = (State.CLOSED,) * 2, (State.AWAY,) * 2, (State.OUT,) * 2


def _day(
    grid: Grid, own: Own, placed: Placed, patterns: Patterns, day: dt.date, *, night: bool
) -> tuple[tuple[State, ...], bool]:
    """The halves of a day after such a night, and whether he or she is on duty in the night that follows.

    Nobody is on duty at night who is away in the afternoon before it.
    """
    words = placed(day)
    if words is None:
        return (_SHUT if day in grid.closed else _OFF), False
    mark, pattern = _plan(own, words, patterns, day)
    late = mark is not None and NIGHT in patterns.parts.get(mark, ()) and not own.is_away(day, PM)
    if own.exceptions:
        exception = own.exceptions.get((day, NIGHT))
        late = exception.on if exception is not None else late
    if day in grid.closed:
        return _SHUT, late
    if mark in patterns.away:
        return _GONE, late
    return tuple(_half(own, mark, pattern, patterns, day, half, night) for half in HALVES), late


def _half(
    own: Own,
    mark: str | None,
    pattern: Pattern | None,
    patterns: Patterns,
    day: dt.date,
    half: str,
    night: bool,
) -> State:
    if own.is_away(day, half):
        return State.AWAY
    exception = own.exceptions.get((day, half))
    if exception is not None:
        return State.DUTY if exception.on else State.REST
    if night and (half != PM or patterns.after_night_pm):
        return State.AFTER
    office = pattern is not None and not pattern.rotates
    if mark is None:
        return (
            State.UNKNOWN if pattern is None or not office else State.WORK if pattern.office else State.IDLE
        )
    if half not in patterns.parts[mark]:
        return State.REST
    # 白 in the month's table of an office says no more than that somebody is at work.
    return State.WORK if office and len(patterns.parts[mark]) == len(HALVES) else State.DUTY


def _plan(own: Own, words: str, patterns: Patterns, day: dt.date) -> tuple[str | None, Pattern | None]:
    """The day's mark, as far as anything tells it, and the pattern worked by."""
    turn = own.turn(day)
    pattern = patterns.named(turn.pattern) if turn else patterns.find(words)
    told = own.marks.get(day) if own.marks else None
    if told is not None and (told in patterns.parts or told in patterns.away):
        return told, pattern
    if pattern is None or not pattern.rotates:
        return None, pattern
    if turn is None or turn.anchor is None:
        return None, pattern
    return pattern.mark(day, turn.anchor), pattern
