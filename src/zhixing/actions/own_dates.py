"""Each one's own dates of a year: seats in the batch that holds, and the fixed days of one's own organisations.

Computed for everybody at once from the plan, the batch and the roll; what was told is kept apart (`publishing`).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from zhixing.actions.plan import current
from zhixing.actions.plan_people import Audience, audience
from zhixing.actions.resources import year_resources
from zhixing.actions.roll import roll
from zhixing.actions.start import rulebooks
from zhixing.core.people.register import Register
from zhixing.core.plan import fixed
from zhixing.core.plan.dates import Hours, Manner, OwnDate, session_span
from zhixing.core.plan.plan import AnnualPlan, Lesson, State, Way
from zhixing.store.plans import telling
from zhixing.store.plans.telling import Seated

OUT = (State.PUBLISHED, State.CHANGED)
"""States of a plan whose fixed days are told."""
_MANNERS = {"makeup": Manner.MAKEUP, "delivered": Manner.DELIVERED}


@dataclass(frozen=True, slots=True)
class Known:
    """What dates are made from."""

    plan: AnnualPlan
    audience: Audience
    register: Register
    venues: Mapping[UUID, str]
    speakers: Mapping[UUID, str]
    hours: Hours
    fixed_from: int


def everybody(year: int, *, today: dt.date) -> Mapping[UUID, tuple[OwnDate, ...]]:
    """The dates of everybody who has any, each one's in order of time; empty before the plan is published."""
    held = current(year)
    if held is None or held.state not in OUT:
        return {}
    known = _known(held.plan, year, today)
    found: dict[UUID, list[OwnDate]] = defaultdict(list)
    batch = telling.standing_batch(year)
    for seat in telling.seated(batch) if batch else ():
        found[seat.person].extend(_of_run(seat, known))
    begin = fixed.begins(held.plan.lessons, known.hours, known.fixed_from)
    for lesson in held.plan.lessons:
        if lesson.way is not Way.COURSE and lesson.days:
            own = tuple(_fixed(lesson, known, begin))
            for person in fixed.expected(lesson, known.register, known.audience.cells):
                found[person].extend(own)
    return {person: tuple(sorted(set(dates))) for person, dates in found.items()}


def run_hours(day: dt.date) -> tuple[Hours, int]:
    """When forenoon and afternoon are, and when sessions on fixed days begin, in minutes after midnight."""
    rule = rulebooks().need("run.hours", day)
    names = ("am_from", "am_until", "pm_from", "pm_until")
    return Hours(*(rule.whole(name) for name in names)), rule.whole("fixed_from")


def _known(plan: AnnualPlan, year: int, today: dt.date) -> Known:
    resources = year_resources(year, today=today)
    hours, fixed = run_hours(dt.date(year, 1, 1))
    return Known(
        plan,
        audience(year, today=today),
        roll().register,
        {one.id: one.name for one in resources.venues},
        {one.id: one.name for one in resources.speakers},
        hours,
        fixed,
    )


def _of_run(seat: Seated, known: Known) -> Iterator[OwnDate]:
    """One date a day of the run, each with a code of its own that stays through changes."""
    run, lesson = seat.run, known.plan.lesson(seat.run.lesson)
    if run.cancelled or lesson is None:
        return
    days: dict[dt.date, list[dt.datetime]] = defaultdict(list)
    for start, end in session_span(run.day, run.half, run.half_days, known.hours):
        days[start.date()] += [start, end]
    for nth, (_, moments) in enumerate(sorted(days.items())):
        yield OwnDate(
            min(moments),
            max(moments),
            run.code if nth == 0 else uuid5(run.code, str(nth)),
            lesson.title,
            known.venues.get(run.venue, "") if run.venue else "",
            known.speakers.get(run.speaker, "") if run.speaker else lesson.plan.speaker,
            _MANNERS.get(seat.way, Manner.RUN),
            lesson.id,
            run.code,
        )


def _fixed(lesson: Lesson, known: Known, begin: fixed.Begins) -> Iterator[OwnDate]:
    for nth, day in enumerate(sorted(lesson.days)):
        start, end = fixed.session(lesson, day, begin)
        code = uuid5(lesson.id, str(nth))
        speaker = lesson.plan.speaker
        place = known.register.name_of(lesson.org)
        yield OwnDate(start, end, code, lesson.title, place, speaker, Manner.FIXED, lesson.id)
