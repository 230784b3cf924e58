"""How numbers of the timetable are called in sentences: names belong to who asks, never to the problem."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Naming:
    """What each number is called. `member` is None for whoever isn't entitled to names: then stations and counts are told.

    `half_day` gives the day and 上午/下午; `course` and `requirement` come without brackets.
    """

    station: Callable[[int], str]
    course: Callable[[int], str]
    venue: Callable[[int], str]
    instructor: Callable[[int], str]
    requirement: Callable[[int], str]
    half_day: Callable[[int], str]
    member: Callable[[int], str] | None = None


def numbered(*, names: bool = False) -> Naming:
    """Plain numbers for commands, tests and benchmarks; with `names`, members by number too."""
    return Naming(
        station=lambda n: f"{n} 号站",
        course=lambda n: f"{n} 号课",
        venue=lambda n: f"{n} 号场地",
        instructor=lambda n: f"{n} 号主讲人",
        requirement=lambda n: f"{n} 号要求",
        half_day=lambda t: (
            f"第 {t // 10 + 1} 周周{'一二三四五'[t % 10 // 2]}{'上午' if t % 2 == 0 else '下午'}"
        ),
        member=(lambda n: f"{n} 号成员") if names else None,
    )
