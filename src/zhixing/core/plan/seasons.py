"""When nothing is to be planned: 春运, 汛期 and the like from the rulebook, holidays from the calendar, business peaks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from zhixing.core.calendar.workdays import Workdays
from zhixing.core.cells import Post
from zhixing.core.plan.cells import post_named
from zhixing.core.plan.plan import Lesson, Way
from zhixing.core.rules.book import RulebookError, Rulebooks

_ONE = dt.timedelta(days=1)
EVERY_POST = "各岗位"


class Sort(StrEnum):
    """What sort of time it is."""

    SEASON = "繁忙时段"
    HOLIDAY = "节假日"
    PEAK = "业务高峰"


@dataclass(frozen=True, slots=True)
class Season:
    """A busy time, first and last day included. `posts`, `orgs`: whom it concerns; both empty: everybody."""

    title: str
    first: dt.date
    last: dt.date
    sort: Sort = Sort.SEASON
    posts: frozenset[Post] = frozenset()
    orgs: frozenset[UUID] = frozenset()

    def covers(self, day: dt.date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day <= self.last

    @property
    def words(self) -> str:
        """春运（2月2日至3月13日）."""
        first, last = self.first, self.last
        return f"{self.title}（{first.month}月{first.day}日至{last.month}月{last.day}日）"


@dataclass(frozen=True, slots=True)
class YearTime:
    """The time of a year that can be planned: from `first` to its last day, without the busy times."""

    year: int
    first: dt.date
    workdays: Workdays
    seasons: tuple[Season, ...] = ()
    posts_of: dict[UUID, frozenset[Post]] = field(default_factory=dict)
    """The posts of each branch's people."""

    def against(self, lesson: Lesson) -> tuple[Season, ...]:
        """The busy times that concern a lesson. A course for more posts than one is kept out of a time only where it
        concerns them all: the others attend meanwhile.
        """
        return tuple(one for one in self.seasons if self._concerns(one, lesson))

    def _concerns(self, season: Season, lesson: Lesson) -> bool:
        if not season.posts and not season.orgs:
            return True
        if lesson.way is Way.COURSE:
            posts = frozenset(cell.post for cell in lesson.cells) or frozenset(Post)
            return bool(season.posts) and posts <= season.posts
        if season.orgs:
            return lesson.org in season.orgs
        held = self.posts_of.get(lesson.org, frozenset())
        return bool(held) and held <= season.posts

    def of_org(self, org: UUID) -> tuple[Season, ...]:
        """The busy times of a branch."""
        held = self.posts_of.get(org, frozenset())
        return tuple(
            one
            for one in self.seasons
            if (not one.posts and not one.orgs)
            or org in one.orgs
            or (not one.orgs and held and held <= one.posts)
        )

    def days(self, first: dt.date, last: dt.date) -> Iterator[dt.date]:
        """The working days from one day to another, both included."""
        day = first
        while day <= last:
            if self.workdays.is_workday(day):
                yield day
            day += _ONE

    def stretches(self, seasons: Sequence[Season], last_month: int) -> tuple[tuple[dt.date, dt.date], ...]:
        """The spans outside of these busy times, first and last a working day, in order; holidays do not part them."""
        end = dt.date(self.year + last_month // 12, last_month % 12 + 1, 1) - _ONE
        busy = [one for one in seasons if one.sort is not Sort.HOLIDAY]
        found: list[tuple[dt.date, dt.date]] = []
        start: dt.date | None = None
        before: dt.date | None = None
        for day in self.days(self.first, end):
            if any(one.covers(day) for one in busy):
                if start and before:
                    found.append((start, before))
                start = None
            else:
                start = start or day
                before = day
        if start and before:
            found.append((start, before))
        return tuple(found)


def seasons_of(rules: Rulebooks, year: int) -> tuple[Season, ...] | None:
    """The busy times entered for a year; None where none have been entered. Raises RulebookError for a bad row."""
    rule = rules.on("plan.seasons", dt.date(year, 1, 1))
    if rule is None:
        return None
    return tuple(_season(row) for row in rule.words("rows"))


def _season(row: str) -> Season:
    parts = [part.strip() for part in row.split("；")]
    try:
        title, first, last, posts = parts
        held = frozenset() if posts == EVERY_POST else frozenset(post_named(one) for one in posts.split("、"))
        return Season(title, dt.date.fromisoformat(first), dt.date.fromisoformat(last), posts=held)
    except ValueError as broken:
        raise RulebookError(f"繁忙时段“{row}”应写成“名称；首日；末日；岗位类别”") from broken


def holidays(workdays: Workdays, year: int, least: int) -> tuple[Season, ...]:
    """Runs of at least so many days off together."""
    found: list[Season] = []
    run: list[dt.date] = []
    for day in _all_days(year):
        if workdays.is_workday(day):
            if len(run) >= least:
                found.append(_holiday(run))
            run = []
        else:
            run.append(day)
    if len(run) >= least:
        found.append(_holiday(run))
    return tuple(found)


def _holiday(run: list[dt.date]) -> Season:
    return Season(f"{run[0].month}月{run[0].day}日起连休 {len(run)} 天", run[0], run[-1], Sort.HOLIDAY)


def _all_days(year: int) -> Iterable[dt.date]:
    day = dt.date(year, 1, 1)
    while day.year == year:
        yield day
        day += _ONE
