"""How many of a station's members may be away at once in each half-day (工学两不误; rule roster.cover)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhixing.core.rosters.days import FREE, State
from zhixing.core.rules.book import Rule

_COUNTED = frozenset({State.WORK, State.DUTY, State.REST, State.AFTER, State.UNKNOWN})
"""Who is there at all: not on leave, and with duties. Who has none (无班) leaves no gap."""


@dataclass(frozen=True, slots=True)
class Share:
    """The parameters of roster.cover."""

    numerator: int
    denominator: int
    at_least: int
    relief_numerator: int
    relief_denominator: int


@dataclass(frozen=True, slots=True)
class Spare:
    """A station in one half-day: on duty, at work, resting and free, without duties, not there; what must be kept
    (`minimum`); how many may leave; whether nobody at work may (`held`), so that only those resting can go.
    """

    duty: int
    work: int
    rest: int
    idle: int
    away: int
    unknown: int
    minimum: int
    may_leave: int
    held: bool

    @property
    def at_post(self) -> int:
        """Who is at the station to begin with."""
        return self.duty + self.work


def share_of(rule: Rule) -> Share:
    """The parameters as the rule has them."""
    return Share(
        rule.whole("numerator"),
        max(1, rule.whole("denominator")),
        rule.whole("at_least"),
        rule.whole("relief_numerator"),
        max(1, rule.whole("relief_denominator")),
    )


def spare(found: Iterable[State], minimum: int, share: Share) -> Spare:
    """What a half-day leaves. Who is on duty in a shift stays and counts towards the minimum first; of those at
    work in office hours so many may leave that the minimum stays; those at rest may all come, unless fewer than
    the minimum are at the post: then a part of them stays in reserve. Together they are at most a share of those
    who are there at all. Whoever of the free goes, the minimum holds.
    """
    n = Counter(found)
    duty, work, rest, idle = n[State.DUTY], n[State.WORK], n[State.REST], n[State.IDLE]
    there = sum(n[state] for state in _COUNTED)
    from_work = min(work, max(0, duty + work - minimum))
    relief = rest * share.relief_numerator // share.relief_denominator if duty + work < minimum else 0
    held = work > 0 and from_work == 0
    # One number says how many may go, not which: while some at work could go and not all, it is theirs.
    able = rest - relief + idle
    if work and not held:
        able = work + able if from_work == work else from_work
    cap = max(share.at_least, (there + idle) * share.numerator // share.denominator)
    may = min(able, cap) if there else idle
    gone = n[State.AWAY]
    return Spare(duty, work, rest, idle, gone, n[State.UNKNOWN], minimum, may, held)


def spares(columns: Sequence[Sequence[State]], minima: Sequence[int], share: Share) -> tuple[Spare, ...]:
    """Each half-day of a station; `columns[m]` are a member's states, `minima[t]` what must be kept.

    A station without members can spare nobody.
    """
    known: dict[tuple[tuple[State, ...], int], Spare] = {}
    found = []
    for t, minimum in enumerate(minima):
        key = (tuple(sorted(column[t] for column in columns)), minimum)
        if key not in known:
            known[key] = spare(key[0], minimum, share)
        found.append(known[key])
    return tuple(found)


def hold(column: Sequence[State], station: Sequence[Spare]) -> str:
    """The free string of a member, less the half-days in which nobody at work at the station may leave."""
    pairs = zip(column, station, strict=True)
    return "".join(
        "1" if state in FREE and not (state is State.WORK and one.held) else "0" for state, one in pairs
    )
