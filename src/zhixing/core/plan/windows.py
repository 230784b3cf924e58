"""When courses lie: outside of busy times, duties first, the rest spread so that no part of the year is crowded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from zhixing.core.plan.audience import Audience
from zhixing.core.plan.plan import Lesson
from zhixing.core.plan.seasons import YearTime
from zhixing.core.rules.book import Rulebooks

Window = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class Windows:
    """The rule plan.windows over a year's time."""

    time: YearTime
    weeks: int
    capacity: int
    last_month: int

    @classmethod
    def of(cls, rules: Rulebooks, day: dt.date, time: YearTime) -> Windows:
        """The windows by the rule of a day. Raises RulebookError."""
        rule = rules.need("plan.windows", day)
        return cls(time, rule.whole("weeks"), rule.whole("capacity"), rule.whole("last_month"))

    def open_to(self, lesson: Lesson) -> tuple[Window, ...]:
        """The spans in which a course may lie: long enough ones, else the longest, else none."""
        spans = self.time.stretches(self.time.against(lesson), self.last_month)
        long_enough = tuple(one for one in spans if (one[1] - one[0]).days + 1 >= self.weeks * 7)
        if long_enough or not spans:
            return long_enough
        return (max(spans, key=lambda one: (one[1] - one[0], one[0])),)

    def place(
        self, courses: Sequence[Lesson], audience: Audience, *, first: int, late: frozenset[str] = frozenset()
    ) -> tuple[Lesson, ...]:
        """The courses with windows and places a run. The `first` ones lie as early as they can, others evenly.

        Those of the titles in `late` lie as late as they can: a second stage after the first.
        """
        load: dict[Window, float] = {}
        found = []
        for n, course in enumerate(courses):
            spans = self.open_to(course)
            if not spans:
                found.append(replace(course, capacity=self.capacity))
                continue
            people = sum(audience.expected(cell) for cell in course.cells)
            half_days = people * course.half_days
            early = spans[-1] if course.title in late else spans[0]
            span = early if n < first else min(spans, key=lambda one: (load.get(one, 0.0), one))
            load[span] = load.get(span, 0.0) + half_days / max(1, (span[1] - span[0]).days)
            found.append(replace(course, window=span, capacity=self.capacity))
        return tuple(found)
