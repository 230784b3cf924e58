"""The problem of batches, as values: what is given, what is wished, what it costs.

Time is counted in working half-days `0 .. half_days - 1`, ten a week, Monday morning first. Everything is
numbered from 0 in the order of its tuple; names belong to who asks, never to the problem.
"""

from __future__ import annotations

from dataclasses import dataclass

WEEK = 10
"""Working half-days of a week."""
PERIODS = 13
"""Parts of the year over which runs are spread: four weeks each (十三个四周)."""
STARTS: dict[int, tuple[int, ...]] = {
    1: tuple(range(WEEK)),
    2: (0, 2, 4, 6, 8),
    4: (0, 2, 4, 6),
}
"""By the length of a run, the half-days of a week in which it may start."""


@dataclass(frozen=True, slots=True)
class Station:
    """A station: `may_leave[t]` who may attend in half-day t at most; `travel[v]` quarter-hours there and back."""

    id: int
    kind: str
    may_leave: tuple[int, ...]
    travel: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody to be served: `free[t]` is '1' where neither on duty nor away, `rest[t]` where it is his rest."""

    id: int
    station: int
    tier: int
    needs: tuple[int, ...]
    free: str
    rest: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a course can meet; `priority` 1 to 3 weighs a need left without a seat."""

    id: int
    priority: int


@dataclass(frozen=True, slots=True)
class Venue:
    """A room: seats, and '1' in each half-day in which it can be had."""

    id: int
    capacity: int
    free: str


@dataclass(frozen=True, slots=True)
class Instructor:
    """Who teaches, and '1' in each half-day in which he or she can."""

    id: int
    free: str


@dataclass(frozen=True, slots=True)
class Course:
    """A course: `length` 1, 2 or 4 half-days inside [`from_half_day`, `to_half_day`).

    `covers`: requirements one attendance meets (a joint course meets two). `station_share[s]`: members of
    station s in one run before it counts as not split.
    """

    id: int
    length: int
    capacity: int
    from_half_day: int
    to_half_day: int
    venues: tuple[int, ...]
    instructors: tuple[int, ...]
    covers: tuple[int, ...]
    max_runs: int
    station_share: tuple[int, ...]

    def starts(self) -> tuple[int, ...]:
        """The half-days in which a run of it may start."""
        first, last = self.from_half_day, self.to_half_day - self.length
        allowed = STARTS[self.length]
        return tuple(t for t in range(first, last + 1) if t % WEEK in allowed)


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part of the cost weighs (`batch.weights` of the rulebook)."""

    unmet: int
    time: int
    rest: int
    run: int
    late: int
    split: int
    strain: int
    bunch: int


@dataclass(frozen=True, slots=True)
class Instance:
    """Everything given. Tiers 0 and 1 are leaders; `month_cap`: half-days of runs in a period before they bunch."""

    name: str
    half_days: int
    tiers: tuple[str, ...]
    stations: tuple[Station, ...]
    members: tuple[Member, ...]
    requirements: tuple[Requirement, ...]
    venues: tuple[Venue, ...]
    instructors: tuple[Instructor, ...]
    courses: tuple[Course, ...]
    month_cap: int
    weights: Weights

    def period(self, start: int) -> int:
        """The period in which a run that starts in this half-day counts."""
        return min(PERIODS - 1, start * PERIODS // self.half_days)


@dataclass(frozen=True, slots=True)
class Run:
    """One holding of a course: where it starts, in which room, who teaches."""

    course: int
    start: int
    venue: int
    instructor: int


@dataclass(frozen=True, slots=True, order=True)
class Seat:
    """`member` sits in run number `run` and has requirement `requirement` met by it."""

    member: int
    requirement: int
    run: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Runs and who sits in them. A member met twice by one run has two seats and attends once."""

    runs: tuple[Run, ...]
    seats: tuple[Seat, ...]


EMPTY = Plan((), ())


def late_price(instance: Instance, member: Member, course: Course, start: int) -> int:
    """领导先学: what a leader's seat in a run that starts late in the course's window adds."""
    if member.tier > 1:
        return 0
    span = max(1, course.to_half_day - course.from_half_day)
    share = instance.weights.late * (2 - member.tier) / 2
    return int(share * (start - course.from_half_day) / span)
