"""The time of a year that can be planned: working days, busy seasons, holidays, business peaks."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from zhixing.actions.dossier import outline
from zhixing.actions.resources import resource_book
from zhixing.actions.roll import roll
from zhixing.actions.start import rulebooks
from zhixing.actions.workdays import planning_days
from zhixing.core.cells import Post
from zhixing.core.people.register import Register
from zhixing.core.plan.audience import Audience
from zhixing.core.plan.seasons import Season, Sort, YearTime, holidays, seasons_of
from zhixing.core.rosters.resources import Peak

_ONE = dt.timedelta(days=1)


def year_time(year: int, people: Audience, *, today: dt.date) -> YearTime:
    """The year's time. It begins with the year, or after today where something of the year has been held already."""
    known, rules = planning_days(year), rulebooks()
    windows = rules.need("plan.windows", people.day)
    busy = [
        *(seasons_of(rules, year) or ()),
        *holidays(known, year, windows.whole("holiday_days")),
        *_peaks(year, people),
    ]
    posts: dict[UUID, set[Post]] = {}
    for uid, branch in people.branches.items():
        posts.setdefault(branch, set()).add(people.cells[uid].post)
    return YearTime(
        year,
        first_day(year, today=today),
        known,
        tuple(sorted(busy, key=lambda one: (one.first, one.last, one.title))),
        {branch: frozenset(held) for branch, held in posts.items()},
    )


def first_day(year: int, *, today: dt.date) -> dt.date:
    """The first day that can be planned."""
    if year != today.year or year not in outline().years:
        return dt.date(year, 1, 1)
    return today + _ONE


def _peaks(year: int, people: Audience) -> list[Season]:
    """Business peaks that touch the year. One of stations concerns the posts that are theirs alone, and their branches."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    register = roll().register
    return [
        _season(one, people, register)
        for one in resource_book().peaks
        if one.since <= last and one.until > first
    ]


def _season(peak: Peak, people: Audience, register: Register) -> Season:
    title, last = peak.title or "业务高峰", peak.until - _ONE
    if not peak.places:
        return Season(title, peak.since, last, Sort.PEAK)
    orgs = {org for place in peak.places if place in register.orgs for org in register.below(place)}
    orgs |= {register.stations[place].org for place in peak.places if place in register.stations}
    inside = {uid for uid, branch in people.branches.items() if branch in orgs}
    posts = frozenset(people.cells[uid].post for uid in inside)
    alone = posts - {cell.post for uid, cell in people.cells.items() if uid not in inside}
    return Season(title, peak.since, last, Sort.PEAK, alone, frozenset(orgs))
