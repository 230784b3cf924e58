"""Course packages (课件): taking them into the library, showing them, keeping where a reader is by the course's word.

Whoever may read the article may open its course. Where he stands is his own affair: no audit line says that he
opened it, and no figure is made of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction

from zhixing.actions import library, library_desk
from zhixing.core.courses.package import Sco
from zhixing.core.courses.places import KEYS, Place, Status, began, finished, taken
from zhixing.core.facts.holding import Arranged
from zhixing.core.library.article import Article, Sort
from zhixing.interop.scorm import package as packages
from zhixing.interop.scorm.runtime import with_runtime
from zhixing.store.content import api as content
from zhixing.store.content import files
from zhixing.store.content.api import File, Hand
from zhixing.store.courses import api, queries
from zhixing.store.courses.queries import CourseRow
from zhixing.store.people.queries import Actor

TYPE = "application/scorm+zip"
"""The media type under which the library keeps a package."""
_HTML = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a course and where the reader stands in it; None where he has not begun."""

    sco: Sco
    place: Place | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A course as its page shows it: the article, the package, its parts in order, whether all of them are done."""

    article: Article
    course: CourseRow
    parts: tuple[Part, ...]
    finished: bool


def take_in(data: bytes, name: str, *, uid: UUID, org: UUID, by: Actor, now: dt.datetime) -> UUID:
    """Keeps a package and begins an article with it, a draft. Raises Refused, LibraryError, OSError. Its id."""
    package = packages.looked_through(data, name)
    kept = files.keep(settings.HOME, [data], most=packages.MOST)
    medium = uuid5(uid, "medium")
    file = File(kept.sha256, TYPE, kept.size, package.title)
    one = Article(id=uuid5(uid, "article"), version=0, sort=Sort.COURSE, title=package.title, media=(medium,))
    with transaction.atomic():
        content.add_medium(medium, file, hand=Hand(by.label, by.account, now))
        api.keep(medium, kept.sha256, package, now=now)
        return library_desk.write(library_desk.Written(one, "", uid, org), by=by, now=now)


def opened(article: UUID, actor: Actor) -> Opened | None:
    """The course of an article for its reader; None where there is none to be seen.

    One that is not published opens for those who write and review it: nobody passes what he could not see.
    """
    found = library.article(article, actor) or _drafted(article, actor)
    course = _course_of(found) if found else None
    if found is None or course is None:
        return None
    places = queries.places(course.medium, actor.person) if actor.person else {}
    parts = tuple(Part(sco, places.get(sco.code)) for sco in course.package.scos)
    return Opened(found, course, parts, finished(course.package, places))


def note(medium: UUID, nth: int, said: Mapping[str, str], *, person: UUID, today: dt.date) -> Place:
    """Keeps what the nth part of a course said. Raises Claimed; LookupError for a part that the course has not."""
    course = queries.course(medium)
    if course is None:
        raise LookupError(medium)
    sco = _part(course, nth).code
    with transaction.atomic():
        before = queries.places(medium, person).get(sco)
        place = taken(course.package.edition, said, before or Place())
        if place != before:
            api.stand(medium, person, sco, place, today=today)
    return place


def begin_anew(medium: UUID, *, person: UUID) -> int:
    """重新开始: forgets where he stood in a course. How many parts."""
    return api.begin_anew(medium, person)


def page(medium: UUID, name: str) -> tuple[bytes, str] | None:
    """A file of a package and its media type, as it is; None where there is none such."""
    course = queries.course(medium)
    return packages.member(_archive(course), name) if course else None


def prepared(
    found: tuple[bytes, str],
    medium: UUID,
    nth: int,
    *,
    person: UUID | None,
    scripts: Mapping[str, str],
    parent: str,
) -> bytes:
    """A file of a package as it is sent: a page gets the runtime before its own scripts.

    `scripts`: by edition the address of its runtime, and under `boot` of what starts it; `parent`: the origin of
    the page around the course.
    """
    data, kind = found
    course = queries.course(medium)
    if kind not in _HTML or course is None:
        return data
    package = course.package
    place = queries.places(medium, person).get(_part(course, nth).code) if person else None
    state = {
        "course": f"{medium}/{nth}",
        "edition": package.edition.value,
        "keys": sorted(KEYS[package.edition].values()),
        "values": began(package.edition, place),
        "parent": parent,
    }
    return with_runtime(data, (scripts[package.edition.value], scripts["boot"]), state)


def held(person: UUID) -> Iterator[Arranged]:
    """Everything kept here about somebody, for his own copy: a line a part."""
    words = {Status.BEGUN: "看到一半", Status.DONE: "课件说看完了"}
    for title, row in queries.of_person(person):
        passed = {True: "，测验通过", False: "，测验未通过", None: ""}[row.place.passed]
        told = f"{title}：{words[row.place.status]}{passed}（{row.day}）"
        yield Arranged("课件进度", None, told, None)


def lost(course: CourseRow) -> bool:
    """Whether the bytes of a package are gone."""
    return not _archive(course).is_file()


def _archive(course: CourseRow) -> Path:
    return files.path_of(settings.HOME, course.sha256)


def _part(course: CourseRow, nth: int) -> Sco:
    """The nth part, counted from 1. Raises LookupError."""
    if not 1 <= nth <= len(course.package.scos):
        raise LookupError(nth)
    return course.package.scos[nth - 1]


def _drafted(article: UUID, actor: Actor) -> Article | None:
    """An article that readers do not see, as it lies on the desk of whoever works on it."""
    desk = library_desk.desk_of(article, actor)
    return desk.version.article if desk else None


def _course_of(article: Article) -> CourseRow | None:
    """The first of an article's files that is a course; none where only title and link may be shown."""
    if not article.whole:
        return None
    known: Mapping[UUID, CourseRow] = queries.courses(article.media)
    return next((known[one] for one in article.media if one in known), None)
