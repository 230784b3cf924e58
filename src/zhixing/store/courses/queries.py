"""Reading courses and places."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.courses.package import Edition, Package, Sco
from zhixing.core.courses.places import Place, Status
from zhixing.store.courses.models import Course, Standing


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A course: the file in the library it is, the digest of its bytes, what it holds."""

    medium: UUID
    sha256: str
    package: Package


@dataclass(frozen=True, slots=True)
class StandingRow:
    """Where somebody stands in a part, and the day of the last word."""

    medium: UUID
    person: UUID
    sco: str
    place: Place
    day: dt.date


def courses(media: Collection[UUID]) -> Mapping[UUID, CourseRow]:
    """Those of these files that are courses. One query."""
    return {row.medium: _course(row) for row in Course.objects.filter(medium__in=list(media))}


def course(medium: UUID) -> CourseRow | None:
    """One course."""
    return courses([medium]).get(medium)


def places(medium: UUID, person: UUID) -> Mapping[str, Place]:
    """Somebody's places in a course, by part. One query."""
    rows = Standing.objects.filter(course=medium, person=person)
    return {row.sco: _place(row) for row in rows}


def of_person(person: UUID) -> list[tuple[str, StandingRow]]:
    """Everything held about somebody here, with the course's title. One query."""
    rows = Standing.objects.filter(person=person).select_related("course").order_by("day", "pk")
    return [(row.course.title, _standing(row)) for row in rows]


def done() -> list[StandingRow]:
    """All places of parts that are done, by day. One query."""
    rows = Standing.objects.filter(status=Status.DONE.value).defer("location", "suspend")
    return [_standing(row, light=True) for row in rows.order_by("day", "pk")]


def _course(row: Course) -> CourseRow:
    scos = tuple(Sco(*one) for one in json.loads(row.scos))
    return CourseRow(row.medium, row.sha256, Package(row.title, Edition(row.edition), scos))


def _standing(row: Standing, *, light: bool = False) -> StandingRow:
    return StandingRow(row.course_id, row.person, row.sco, _place(row, light=light), row.day)


def _place(row: Standing, *, light: bool = False) -> Place:
    kept = ("", "") if light else (row.location, row.suspend)
    return Place(Status(row.status), row.passed, row.mark, *kept)
