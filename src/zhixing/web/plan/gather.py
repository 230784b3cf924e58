"""What the plan's pages are made of, asked for once a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.urls import reverse

from zhixing.actions import plan as plans
from zhixing.actions.dossier import READERS
from zhixing.actions.plan_checks import findings
from zhixing.actions.plan_done import carried_out
from zhixing.actions.plan_papers import Called
from zhixing.actions.plan_people import audience
from zhixing.actions.plan_time import year_time
from zhixing.actions.roll import roll
from zhixing.actions.start import rulebooks
from zhixing.core.cells import Cell
from zhixing.core.plan.audience import Audience
from zhixing.core.plan.checks import Finding
from zhixing.core.plan.matrix import CellView, matrix
from zhixing.core.plan.plan import Lesson, Way
from zhixing.core.plan.seasons import Sort
from zhixing.web.plan.lesson_forms import Offered
from zhixing.web.plan.lessons import Own
from zhixing.web.plan.matrix import NamedGroup, groups_of
from zhixing.web.plan.names import Names, names_for
from zhixing.web.plan.pages import Around
from zhixing.web.plan.sight import Sight, plan_years
from zhixing.web.plan.strip import Season
from zhixing.web.shared.nav import Link


def around(seen: Sight, *, today: dt.date) -> Around:
    """All that stands on the page of a year."""
    people = audience(seen.year, today=today)
    return Around(
        names=names_for(seen.actor, seen.year, today=today),
        views=views(seen, people) if seen.works else (),
        seasons=seasons(seen.year, people, today=today),
        findings=_findings(seen, today),
        opinions=plans.opinions(seen.year) if seen.works else (),
        own=own_of(seen, people),
        years=year_links(seen.year, today),
    )


def _findings(seen: Sight, today: dt.date) -> tuple[Finding, ...]:
    """For whoever works with the plan, also after it is published; of a branch what concerns its own lessons."""
    if not seen.works:
        return ()
    found = findings(seen.year, seen.plan, today=today)
    if seen.hand.plans or seen.hand.approves:
        return found
    mine = {one.id for one in seen.lessons if one.org in seen.hand.branches}
    return tuple(one for one in found if one.lesson in mine)


def own_of(seen: Sight, people: Audience) -> Own | None:
    """Where the reader stands himself."""
    person = seen.actor.person
    cell = people.cells.get(person) if person is not None else None
    return Own(cell, people.branches.get(person)) if person is not None and cell is not None else None


def views(seen: Sight, people: Audience) -> tuple[CellView, ...]:
    """The matrix of the plan."""
    return matrix(seen.plan, people, rulebooks())


def seasons(year: int, people: Audience, *, today: dt.date) -> tuple[Season, ...]:
    """Busy seasons, long holidays and business peaks of the year."""
    found = year_time(year, people, today=today).seasons
    return tuple(Season(one.title, one.first, one.last, one.sort is not Sort.HOLIDAY) for one in found)


def year_links(year: int, today: dt.date) -> tuple[Link, ...]:
    """The years whose plans there are, the latest first."""
    return tuple(
        Link(f"{one} 年", reverse("plan:year", args=[one]), one == year) for one in plan_years(today)
    )


def called(seen: Sight, *, today: dt.date) -> Called:
    """What papers call things."""
    names = names_for(seen.actor, seen.year, today=today)
    return Called(
        orgs=names.orgs,
        problems={uid: (one.number, one.text) for uid, one in names.problems.items()},
        venues=names.venues,
        speakers=names.speakers,
        done=carried_out(seen.held, today=today),
    )


def people_of(seen: Sight, view: CellView, people: Audience) -> tuple[NamedGroup, ...]:
    """Who stands in a cell; names of the branches whose books the reader reads."""
    branches = {org.id: org.name for org in roll().register.branches()}
    readable = seen.actor.reach(*READERS)
    return groups_of(view, people, branches, readable)


def offered(seen: Sight, names: Names, lesson: Lesson, *, today: dt.date) -> Offered:
    """What the form of a lesson offers this officer: a branch plans what it holds itself."""
    register, hand = roll().register, seen.hand
    branches = [(org.id, org.name) for org in register.branches() if hand.plans or org.id in hand.branches]
    root = [(register.root.id, f"{register.root.name}（全局）")] if register.root and hand.plans else []
    held = {uid for uid, _ in (*root, *branches)}
    if lesson.org not in held:
        branches.append((lesson.org, register.name_of(lesson.org)))
    rule = rulebooks().on("content.categories", today)
    categories = rule.words("names") if rule else ()
    if lesson.category and lesson.category not in categories:
        categories = (*categories, lesson.category)
    ways = tuple(Way) if hand.plans else (Way.RHYTHM, Way.BRANCH)
    return Offered(seen.year, [*root, *branches], categories, names, ways, seen.public)


def empty_lesson(seen: Sight, uid: UUID, asked: Mapping[str, str], cells: tuple[Cell, ...]) -> Lesson:
    """The lesson that an empty form begins with."""
    own = next(iter(sorted(seen.hand.branches)), None)
    org = seen.plan.org if seen.hand.plans or own is None else own
    problem = asked.get("problem", "")
    answers = (UUID(problem),) if _is_uuid(problem) else ()
    way = Way.COURSE if seen.hand.plans else Way.BRANCH
    return Lesson(
        id=uid,
        code="",
        title="",
        category="",
        forms=("集中轮训",) if way is Way.COURSE else ("集中学习",),
        way=way,
        ledgers="A",
        minutes=180 if way is Way.COURSE else 120,
        org=org,
        cells=cells,
        answers=answers,
    )


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
