"""The words behind a plan's ids: organisations, problems, rooms, speakers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from zhixing.actions.problems import all_problems, may_see
from zhixing.actions.resources import year_resources
from zhixing.actions.roll import roll
from zhixing.core.plan.plan import Lesson
from zhixing.core.plan.saying import holder_words
from zhixing.core.problems.register import Problem, register_of
from zhixing.store.people.queries import Actor


@dataclass(frozen=True, slots=True)
class Asked:
    """A problem as the plan's pages name it; `url` is empty for those who may not open it."""

    id: UUID
    number: str
    text: str
    url: str
    closed: bool = False

    @property
    def words(self) -> str:
        """`P04 执法文书填写不规范`."""
        return f"{self.number} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Names:
    """All of them. `open`: the problems that the year's plan has to answer, in the register's order."""

    orgs: Mapping[UUID, str]
    problems: Mapping[UUID, Asked]
    open: tuple[UUID, ...]
    venues: Mapping[UUID, str]
    speakers: Mapping[UUID, str]

    def org(self, org: UUID) -> str:
        """The short name of an organisation."""
        return holder_words(self.orgs.get(org, ""))

    def answers(self, lesson: Lesson) -> tuple[Asked, ...]:
        """The problems that a lesson answers."""
        return tuple(self.problems[one] for one in lesson.problems if one in self.problems)

    def teaches(self, lesson: Lesson) -> str:
        """Who speaks: as its 教案 says, or the speakers that suit it."""
        return lesson.plan.speaker or _joined(self.speakers, lesson.speakers)

    def places(self, lesson: Lesson) -> str:
        """The rooms that suit it."""
        return _joined(self.venues, lesson.venues)


def names_for(actor: Actor, year: int, *, today: dt.date) -> Names:
    """What the pages of a year's plan call things, for this actor. Four queries at the most."""
    register, everything = roll().register, all_problems()
    found = {one.id: _asked(actor, one, year) for one in everything.values()}
    resources = year_resources(year, today=today)
    return Names(
        orgs={uid: org.name for uid, org in register.orgs.items()},
        problems=found,
        open=tuple(one.id for one in register_of(everything.values(), year) if not one.closed),
        venues={one.id: one.name for one in resources.venues},
        speakers={one.id: one.name for one in resources.speakers},
    )


def _asked(actor: Actor, one: Problem, year: int) -> Asked:
    number = one.code if one.year == year or not one.code else f"{one.year}-{one.code}"
    url = reverse("problems:one", args=[one.id]) if may_see(actor, one) else ""
    return Asked(one.id, number, one.text, url, one.closed)


def _joined(words: Mapping[UUID, str], wanted: Iterable[UUID]) -> str:
    return "、".join(words[one] for one in wanted if one in words)
