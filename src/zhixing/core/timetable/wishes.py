"""What an officer asks of a plan beyond the hard rules, what may stand against it, and by how much each may be loosened.

A wish names a condition; so does each hard rule that somebody could loosen (a station's cover, an instructor's days).
A conflict is a smallest set of such conditions that can't all hold; a repair is a set of steps that loosens some.
"""

from __future__ import annotations

from dataclasses import dataclass

from zhixing.core.timetable.instance import Plan

WIDEST = 3
"""Weeks by which a course's window may be thought wider on either side, and a deadline later."""


# ---- wishes


@dataclass(frozen=True, slots=True)
class CompleteBy:
    """These members, as far as they need it, have a seat for the requirement in a run that ends by half-day `by`."""

    requirement: int
    members: tuple[int, ...]
    by: int


@dataclass(frozen=True, slots=True)
class AtMostRuns:
    """The course is held at most `runs` times."""

    course: int
    runs: int


@dataclass(frozen=True, slots=True)
class AwayAtMost:
    """Of the station never more than `away` at a time."""

    station: int
    away: int


@dataclass(frozen=True, slots=True)
class SpeakerOnly:
    """Only this instructor teaches the course."""

    course: int
    instructor: int


@dataclass(frozen=True, slots=True)
class VenueOnly:
    """The course is held in this venue only."""

    course: int
    venue: int


@dataclass(frozen=True, slots=True)
class NoRuns:
    """A busy season: no run takes a half-day in [`from_half_day`, `to_half_day`), but for those of `but`."""

    from_half_day: int
    to_half_day: int
    but: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Together:
    """These members, as far as they need it, sit in one and the same run of the course."""

    course: int
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OneRun:
    """Everybody of the station who needs the course sits in one and the same run."""

    course: int
    station: int


Wish = CompleteBy | AtMostRuns | AwayAtMost | SpeakerOnly | VenueOnly | NoRuns | Together | OneRun


# ---- conditions of the problem itself


@dataclass(frozen=True, slots=True)
class Cover:
    """The station's minimum cover."""

    station: int


@dataclass(frozen=True, slots=True)
class Duty:
    """Duty and leave of the station's members."""

    station: int


@dataclass(frozen=True, slots=True)
class Room:
    """The seats of the venue."""

    venue: int


@dataclass(frozen=True, slots=True)
class Opening:
    """The half-days in which the venue can be had."""

    venue: int


@dataclass(frozen=True, slots=True)
class Teacher:
    """The half-days in which the instructor can."""

    instructor: int


@dataclass(frozen=True, slots=True)
class Size:
    """How many the course takes in one run."""

    course: int


@dataclass(frozen=True, slots=True)
class Window:
    """The window of the course."""

    course: int


@dataclass(frozen=True, slots=True)
class Runs:
    """How many runs the course may have."""

    course: int


Condition = Cover | Duty | Room | Opening | Teacher | Size | Window | Runs
Item = Condition | Wish


# ---- steps that loosen


@dataclass(frozen=True, slots=True)
class MoreAway:
    """`by` more of the station may be away in the half-day."""

    station: int
    half_day: int
    by: int


@dataclass(frozen=True, slots=True)
class Relieve:
    """The member is relieved of duty in the half-day."""

    member: int
    half_day: int


@dataclass(frozen=True, slots=True)
class AskTeacher:
    """The instructor is asked to teach in one more half-day."""

    instructor: int
    half_day: int


@dataclass(frozen=True, slots=True)
class OpenVenue:
    """The venue is had in one more half-day."""

    venue: int
    half_day: int


@dataclass(frozen=True, slots=True)
class MoreChairs:
    """`by` more seats in the venue."""

    venue: int
    by: int


@dataclass(frozen=True, slots=True)
class MoreSeats:
    """`by` more in each run of the course."""

    course: int
    by: int


@dataclass(frozen=True, slots=True)
class Widen:
    """The window begins `before` weeks earlier and ends `after` weeks later."""

    course: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class MoreRuns:
    """`by` more runs of the course."""

    course: int
    by: int


@dataclass(frozen=True, slots=True)
class Later:
    """The deadline of the wish is `weeks` later."""

    wish: CompleteBy
    weeks: int


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """These members are left out of the wish."""

    wish: CompleteBy
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Except:
    """A run may be held in these half-days of the busy season."""

    wish: NoRuns
    half_days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MoreThan:
    """The number of the wish is raised by `by`."""

    wish: AtMostRuns | AwayAtMost
    by: int


@dataclass(frozen=True, slots=True)
class Drop:
    """The wish is given up."""

    wish: Wish


Step = (
    MoreAway | Relieve | AskTeacher | OpenVenue | MoreChairs | MoreSeats | Widen | MoreRuns
    | Later | LeaveOut | Except | MoreThan | Drop
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Prices:
    """What a step weighs, each per unit (one person in one half-day, one half-day, one seat, one week, one run)."""

    away: int = 20
    relieve: int = 12
    teacher: int = 15
    venue: int = 10
    chair: int = 3
    seat: int = 3
    week: int = 25
    run: int = 30
    later: int = 20
    left_out: int = 30
    exception: int = 40
    more: int = 30
    dropped: int = 60


# ---- answers


@dataclass(frozen=True, slots=True)
class Repair:
    """Steps that make the wishes possible, verified so; `best`: proven cheapest (of its alternatives)."""

    steps: tuple[Step, ...]
    price: int
    best: bool


@dataclass(frozen=True, slots=True)
class Possible:
    """All wishes can be met together; `plan` seats only those the wishes are about."""

    plan: Plan


@dataclass(frozen=True, slots=True)
class Conflict:
    """Conditions that can't all hold. `minimal`: without any one of them the rest can (each was tried)."""

    core: tuple[Item, ...]
    minimal: bool
    repairs: tuple[Repair, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Neither a plan nor a conflict was found in the time allowed."""

    seconds: float


Answer = Possible | Conflict | Unknown
