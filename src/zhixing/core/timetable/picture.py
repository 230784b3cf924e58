"""A plan as people look at it: what its cost counts, how each station stands, how full its runs are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from zhixing.core.timetable.checking import Cost, Verdict, judge
from zhixing.core.timetable.instance import Instance, Plan


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the cost: how many of what it counts, each at which weight, together."""

    words: str
    count: int
    unit: str
    weight: int
    cost: int


@dataclass(frozen=True, slots=True)
class Cover:
    """A station in a half-day with somebody away: how many are, how many may be."""

    station: int
    half_day: int
    away: int
    may: int

    @property
    def tight(self) -> bool:
        """Whether nobody else may leave."""
        return self.away >= self.may


@dataclass(frozen=True, slots=True)
class Picture:
    """A plan judged and counted. `people[n]`: who attends run n; `cover`: every half-day in which a station has
    somebody away.
    """

    verdict: Verdict
    parts: tuple[Part, ...]
    people: tuple[frozenset[int], ...]
    cover: tuple[Cover, ...]
    needs: int
    met: int

    @property
    def below(self) -> int:
        """Stations' half-days below minimum cover: none in a plan that may be accepted."""
        return sum(one.away > one.may for one in self.cover)


def picture(instance: Instance, plan: Plan) -> Picture:
    """Judges and counts."""
    verdict = judge(instance, plan)
    inside: list[set[int]] = [set() for _ in plan.runs]
    for seat in plan.seats:
        inside[seat.run].add(seat.member)
    away: Counter[tuple[int, int]] = Counter()
    for number, run in enumerate(plan.runs):
        for t in range(run.start, run.start + instance.courses[run.course].length):
            away.update((instance.members[one].station, t) for one in inside[number])
    cover = tuple(
        Cover(station, t, count, instance.stations[station].may_leave[t])
        for (station, t), count in sorted(away.items())
    )
    needs = sum(len(one.needs) for one in instance.members)
    met = len({(seat.member, seat.requirement) for seat in plan.seats})
    people = tuple(map(frozenset, inside))
    return Picture(verdict, parts(instance, verdict.cost, needs - met), people, cover, needs, met)


def parts(instance: Instance, cost: Cost, unmet: int) -> tuple[Part, ...]:
    """The cost in words. What a part counts is a matter of the arrangement, never of a person."""
    w = instance.weights
    return (
        Part("没有排上的应学（按轻重加权）", unmet, "项", w.unmet, cost.unmet),
        Part("开班", _count(cost.run, w.run), "期", w.run, cost.run),
        Part("参加学习占用", _count(cost.time, w.time), "人次半天", w.time, cost.time),
        Part("占用轮休", _count(cost.rest, w.rest), "人次半天", w.rest, cost.rest),
        Part("路上往返", cost.travel, "刻钟", 1, cost.travel),
        Part("领导排在时段后段", cost.late, "分", 1, cost.late),
        Part("同站集中外出，超过一半的", _count(cost.split, w.split), "人次", w.split, cost.split),
        Part("站点刚好用尽可外出人数", _count(cost.strain, w.strain), "站半天", w.strain, cost.strain),
        Part("四周内开班过密", _count(cost.bunch, w.bunch), "半天", w.bunch, cost.bunch),
    )


def _count(cost: int, weight: int) -> int:
    return cost // weight if weight else 0


def gap_words(incumbent: int | None, bound: int | None) -> str:
    """How much better any plan could be at most, in words: `最多还能好 8%`."""
    if incumbent is None or bound is None:
        return "还没有证明离最好有多远"
    if incumbent <= bound or incumbent <= 0:
        return "已证明没有更好的排法"
    percent = -(-100 * (incumbent - bound) // incumbent)
    return f"最多还能好 {percent}%"
