"""Why somebody has no seat for a need: computed from the plan as it stands, the first thing that stands in the way."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum

from zhixing.core.timetable.instance import Course, Instance, Member, Plan


class Reason(StrEnum):
    """What stands in the way. The value is what is stored; `REASON_WORDS` what people read."""

    WINDOW = "window"
    AWAY = "away"
    CLASH = "clash"
    COVER = "cover"
    MEANS = "means"
    FULL = "full"
    PRICE = "price"


REASON_WORDS: dict[str, str] = {
    Reason.WINDOW: "规定时段内已没有可以开班的半天",
    Reason.AWAY: "可以开班的半天本人都要值班、不在岗或正在主讲",
    Reason.CLASH: "本人有空的半天都排了别的课",
    Reason.COVER: "本人有空的半天站点都已到最低在岗人数",
    Reason.MEANS: "能去的半天没有空着的场地或主讲人",
    Reason.FULL: "能去的各期都已满员，期数也到上限",
    Reason.PRICE: "要为很少的人另开一期，可放进补课批次",
}
_FURTHEST = tuple(Reason)
"""The further down the list, the nearer one came to a seat."""


class Gaps:
    """The needs of a plan that no seat meets, each with its reason."""

    def __init__(self, instance: Instance, plan: Plan) -> None:
        self.given, self.plan = instance, plan
        self._away: Counter[tuple[int, int]] = Counter()
        self._busy: set[tuple[int, int]] = set()
        self._taken: set[tuple[str, int, int]] = set()
        self._inside: list[set[int]] = [set() for _ in plan.runs]
        self._count = Counter(run.course for run in plan.runs)
        for seat in plan.seats:
            self._inside[seat.run].add(seat.member)
        for number, run in enumerate(plan.runs):
            for t in range(run.start, run.start + instance.courses[run.course].length):
                self._taken |= {("venue", run.venue, t), ("teacher", run.instructor, t)}
                for member in self._inside[number]:
                    self._busy.add((member, t))
                    self._away[instance.members[member].station, t] += 1

    def all(self) -> dict[tuple[int, int], Reason]:
        """Every unmet need as (member, requirement), in order."""
        served = {(seat.member, seat.requirement) for seat in self.plan.seats}
        return {
            (member.id, need): self.why(member, need)
            for member in self.given.members
            for need in member.needs
            if (member.id, need) not in served
        }

    def why(self, member: Member, need: int) -> Reason:
        """How far it would go: the furthest reason over all courses and half-days that could serve it."""
        found = [
            self._at(member, course, start)
            for course in self.given.courses
            if need in course.covers
            for start in course.starts()
        ]
        return max(found, key=_FURTHEST.index, default=Reason.WINDOW)

    def _at(self, member: Member, course: Course, start: int) -> Reason:
        span = range(start, start + course.length)
        if any(member.free[t] == "0" for t in span):
            return Reason.AWAY
        if any((member.id, t) in self._busy for t in span):
            return Reason.CLASH
        spare = self.given.stations[member.station].may_leave
        if any(self._away[member.station, t] >= spare[t] for t in span):
            return Reason.COVER
        if self._joins(course, start):
            return Reason.PRICE
        if self._count[course.id] >= course.max_runs:
            return Reason.FULL
        return Reason.PRICE if self._means(course, span) else Reason.MEANS

    def _joins(self, course: Course, start: int) -> bool:
        """Whether a run there has a place left."""
        return any(
            run.course == course.id
            and run.start == start
            and len(self._inside[n]) < min(course.capacity, self.given.venues[run.venue].capacity)
            for n, run in enumerate(self.plan.runs)
        )

    def _means(self, course: Course, span: range) -> bool:
        """Whether a room and a teacher can be had."""
        rooms, teachers = self.given.venues, self.given.instructors
        room = any(
            all(rooms[v].free[t] == "1" and ("venue", v, t) not in self._taken for t in span)
            for v in course.venues
        )
        return room and any(
            all(teachers[i].free[t] == "1" and ("teacher", i, t) not in self._taken for t in span)
            for i in course.instructors
        )
