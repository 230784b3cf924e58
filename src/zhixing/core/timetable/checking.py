"""Judges a plan: the hard rules it breaks (none allowed) and its cost by part. The one place that says what is right.

Solvers may hold the same rules in another form; whatever they return is judged here before anybody sees it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from zhixing.core.timetable.instance import (
    PERIODS,
    STARTS,
    WEEK,
    Course,
    Instance,
    Member,
    Plan,
    Run,
    late_price,
)


class Rule(StrEnum):
    """A hard rule; the value is what a reader is told."""

    NO_RUN = "没有这一期"
    NOT_NEEDED = "不在该成员的应学之列"
    NOT_COVERED = "这门课不含该项要求"
    TWICE = "同一要求排了两次"
    START = "开始的半天不合规定"
    WINDOW = "不在规定时段内"
    NOT_FOR_COURSE = "场地或教员不适用于这门课"
    NOT_FREE = "场地或教员没有空"
    CLASH = "同一半天场地或教员被占两次"
    CAPACITY = "超出容量"
    BUSY = "值班或不在岗"
    TWO_PLACES = "同一半天在两处"
    COVER = "站点低于最低在岗人数"
    TOO_MANY = "期数超过上限"


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule broken, and by which numbers (member, run, station, half-day: what the rule is about)."""

    rule: Rule
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost by part; every part is weight times what it counts."""

    unmet: int = 0
    run: int = 0
    time: int = 0
    rest: int = 0
    travel: int = 0
    late: int = 0
    split: int = 0
    strain: int = 0
    bunch: int = 0

    @property
    def total(self) -> int:
        """The sum of all parts: lower is better."""
        return (
            self.unmet
            + self.run
            + self.time
            + self.rest
            + self.travel
            + self.late
            + self.split
            + self.strain
            + self.bunch
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """Cost and broken rules of a plan."""

    cost: Cost
    broken: tuple[Broken, ...]


def judge(instance: Instance, plan: Plan) -> Verdict:
    """The cost of a plan and every hard rule it breaks."""
    return _Judge(instance, plan).verdict()


class _Judge:
    def __init__(self, instance: Instance, plan: Plan) -> None:
        self.given, self.plan = instance, plan
        self.broken: list[Broken] = []
        self.sums: Counter[str] = Counter()
        self.inside: list[set[int]] = [set() for _ in plan.runs]
        self.served: set[tuple[int, int]] = set()
        self.busy: set[tuple[str, int, int]] = set()
        self.away: Counter[tuple[int, int]] = Counter()
        self.load = [0] * PERIODS

    def verdict(self) -> Verdict:
        """Seats first, then runs, then what only the whole shows."""
        for seat in self.plan.seats:
            self._seat(seat.member, seat.requirement, seat.run)
        priority = [one.priority for one in self.given.requirements]
        for member in self.given.members:
            left = [q for q in member.needs if (member.id, q) not in self.served]
            self.sums["unmet"] += sum(self.given.weights.unmet * priority[q] for q in left)
        self.sums["run"] = self.given.weights.run * len(self.plan.runs)
        for number, run in enumerate(self.plan.runs):
            self._run(number, run, self.given.courses[run.course])
        for course, count in Counter(run.course for run in self.plan.runs).items():
            if count > self.given.courses[course].max_runs:
                self._breaks(Rule.TOO_MANY, course)
        self._cover()
        self.sums["bunch"] = self.given.weights.bunch * sum(
            max(0, load - self.given.month_cap) for load in self.load
        )
        return Verdict(Cost(**self.sums), tuple(self.broken))

    def _breaks(self, rule: Rule, *numbers: int) -> None:
        self.broken.append(Broken(rule, numbers))

    def _seat(self, member: int, requirement: int, run: int) -> None:
        if not 0 <= run < len(self.plan.runs):
            self._breaks(Rule.NO_RUN, run)
            return
        if requirement not in self.given.members[member].needs:
            self._breaks(Rule.NOT_NEEDED, member, requirement)
        if requirement not in self.given.courses[self.plan.runs[run].course].covers:
            self._breaks(Rule.NOT_COVERED, member, requirement, run)
        if (member, requirement) in self.served:
            self._breaks(Rule.TWICE, member, requirement)
        self.served.add((member, requirement))
        self.inside[run].add(member)

    def _run(self, number: int, run: Run, course: Course) -> None:
        span = range(run.start, run.start + course.length)
        if run.start % WEEK not in STARTS[course.length]:
            self._breaks(Rule.START, number)
        if run.start < course.from_half_day or span.stop > course.to_half_day:
            self._breaks(Rule.WINDOW, number)
            return
        venue, teacher = self.given.venues[run.venue], self.given.instructors[run.instructor]
        if run.venue not in course.venues or run.instructor not in course.instructors:
            self._breaks(Rule.NOT_FOR_COURSE, number)
        if any(venue.free[t] == "0" or teacher.free[t] == "0" for t in span):
            self._breaks(Rule.NOT_FREE, number)
        if len(self.inside[number]) > min(course.capacity, venue.capacity):
            self._breaks(Rule.CAPACITY, number)
        for t in span:
            for key in (("venue", run.venue, t), ("instructor", run.instructor, t)):
                if key in self.busy:
                    self._breaks(Rule.CLASH, number, t)
                self.busy.add(key)
        self.load[self.given.period(run.start)] += course.length
        self._attendances(number, run, course, span)

    def _attendances(self, number: int, run: Run, course: Course, span: range) -> None:
        by_station: Counter[int] = Counter()
        for each in sorted(self.inside[number]):
            member = self.given.members[each]
            by_station[member.station] += 1
            if any(member.free[t] == "0" for t in span):
                self._breaks(Rule.BUSY, each, number)
            for t in span:
                if ("member", each, t) in self.busy:
                    self._breaks(Rule.TWO_PLACES, each, t)
                self.busy.add(("member", each, t))
                self.away[member.station, t] += 1
            self._prices(member, run, course, span)
        over = sum(max(0, n - course.station_share[s]) for s, n in by_station.items())
        self.sums["split"] += self.given.weights.split * over

    def _prices(self, member: Member, run: Run, course: Course, span: range) -> None:
        weights, sums = self.given.weights, self.sums
        sums["time"] += weights.time * course.length
        sums["rest"] += weights.rest * sum(member.rest[t] == "1" for t in span)
        sums["travel"] += self.given.stations[member.station].travel[run.venue] * (
            2 if course.length > 2 else 1
        )
        sums["late"] += late_price(self.given, member, course, run.start)

    def _cover(self) -> None:
        for (station, t), count in self.away.items():
            may = self.given.stations[station].may_leave[t]
            if count > may:
                self._breaks(Rule.COVER, station, t)
            elif count == may:
                self.sums["strain"] += self.given.weights.strain
