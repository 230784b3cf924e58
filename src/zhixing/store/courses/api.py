"""Writing courses and places; called by actions only, each in a transaction of theirs."""

from __future__ import annotations

import datetime as dt
import json
from uuid import UUID

from zhixing.core.courses.package import Package
from zhixing.core.courses.places import Place
from zhixing.store.courses.models import Course, Standing


def keep(medium: UUID, sha256: str, package: Package, *, now: dt.datetime) -> None:
    """Notes a package; the same file again changes nothing."""
    scos = json.dumps([[s.code, s.title, s.page, s.query] for s in package.scos], ensure_ascii=False)
    fields = {
        "sha256": sha256,
        "edition": package.edition.value,
        "title": package.title,
        "scos": scos,
        "made_at": now,
    }
    Course.objects.get_or_create(medium=medium, defaults=fields)


def drop(medium: UUID) -> None:
    """Deletes a package that the library no longer keeps, and the places in it."""
    Course.objects.filter(medium=medium).delete()


def stand(medium: UUID, person: UUID, sco: str, place: Place, *, today: dt.date) -> None:
    """Keeps where somebody stands."""
    fields = {
        "status": place.status.value,
        "passed": place.passed,
        "mark": place.mark,
        "location": place.location,
        "suspend": place.suspend,
        "day": today,
    }
    Standing.objects.update_or_create(course_id=medium, person=person, sco=sco, defaults=fields)


def begin_anew(medium: UUID, person: UUID) -> int:
    """Deletes somebody's places in a course. How many."""
    return Standing.objects.filter(course=medium, person=person).delete()[0]


def forget_person(person: UUID) -> None:
    """Deletes everything of one who left."""
    Standing.objects.filter(person=person).delete()
