"""What the pages of courses show."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID, uuid4

from django.urls import reverse

from zhixing.actions import courses, xapi_out
from zhixing.actions.actors import tree
from zhixing.actions.courses import Opened, Part
from zhixing.core.courses.package import EDITION_WORDS
from zhixing.core.courses.places import Status
from zhixing.interop.limited.package import MB
from zhixing.interop.scorm.package import MOST
from zhixing.store.people.queries import BRANCH, PUBLICITY, SUPERIOR, Actor
from zhixing.web.courses.tickets import Ticket, second_host, written
from zhixing.web.shared.gate import Seen


@dataclass(frozen=True, slots=True)
class DeskPage:
    """Taking a package in: organisations whose editors one may write for (id, name), the largest package in MB."""

    uid: str
    orgs: tuple[tuple[str, str], ...]
    org: str
    most: int
    sends: bool


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of a course: where it is opened, in words how far one came, the mark where the course tells one."""

    title: str
    url: str
    told: str
    done: bool
    mark: str


@dataclass(frozen=True, slots=True)
class OpenedPage:
    """A course. `closed` says why it cannot be opened here; `begun`: there is something to forget."""

    id: UUID
    title: str
    edition: str
    parts: tuple[PartRow, ...]
    finished: bool
    begun: bool
    closed: str
    own: bool


@dataclass(frozen=True, slots=True)
class PlayPage:
    """A part of a course in its frame: `address` on `origin`; `name` by which it calls itself."""

    id: UUID
    title: str
    part: str
    ticket: str
    address: str
    origin: str
    name: str
    closed: str
    own: bool
    before: str
    after: str


def desk_page(actor: Actor, *, org: str = "") -> DeskPage:
    """The desk as an actor finds it."""
    known = tree()
    reach = actor.reach(BRANCH, PUBLICITY, SUPERIOR)
    orgs = tuple(
        (str(one.id), one.name) for one in known.orgs.values() if one.id in reach and one.kind != "group"
    )
    return DeskPage(str(uuid4()), orgs, org, MOST // MB, xapi_out.can_send(actor))


def org_of(text: str, page: DeskPage) -> UUID | None:
    """The organisation chosen, if it is one of those offered; the only one where there is one."""
    if len(page.orgs) == 1:
        return UUID(page.orgs[0][0])
    return UUID(text) if text in {uid for uid, _ in page.orgs} else None


def uuid_of(text: str) -> UUID | None:
    """An id as it stands in a form."""
    try:
        return UUID(text)
    except ValueError:
        return None


def opened_page(request: Seen, article: UUID) -> OpenedPage | None:
    """A course's page; None where there is none to be seen."""
    found = courses.opened(article, request.actor)
    if found is None:
        return None
    rows = tuple(_row(article, nth, one) for nth, one in enumerate(found.parts, 1))
    return OpenedPage(
        id=article,
        title=found.article.title,
        edition=EDITION_WORDS[found.course.package.edition],
        parts=rows,
        finished=found.finished,
        begun=any(one.place for one in found.parts),
        closed=_closed(request, found),
        own=request.actor.person is not None,
    )


def play_page(request: Seen, article: UUID, nth: int) -> PlayPage | None:
    """A part's page; None where the course has none such."""
    found = courses.opened(article, request.actor)
    if found is None or not 1 <= nth <= len(found.parts):
        return None
    sco, host = found.parts[nth - 1].sco, second_host(request)
    parent = f"{request.scheme}://{request.get_host()}"
    ticket = written(Ticket(found.course.medium, nth, request.actor.person, host, parent))
    origin = f"{request.scheme}://{host}" if host else ""
    path = reverse("courses:file", args=[ticket, sco.page])
    return PlayPage(
        id=article,
        title=found.article.title,
        part=sco.title,
        ticket=ticket,
        address=f"{origin}{path}" + (f"?{quote(sco.query, safe='=&%+')}" if sco.query else ""),
        origin=origin,
        name=f"{found.course.medium}/{nth}",
        closed=_closed(request, found),
        own=request.actor.person is not None,
        before=reverse("courses:play", args=[article, nth - 1]) if nth > 1 else "",
        after=reverse("courses:play", args=[article, nth + 1]) if nth < len(found.parts) else "",
    )


def _row(article: UUID, nth: int, part: Part) -> PartRow:
    place = part.place
    if place is None:
        told = "还没有看"
    else:
        told = "看完了" if place.status is Status.DONE else "看到一半"
        told += {True: "，测验通过", False: "，测验未通过", None: ""}[place.passed]
    mark = f"{place.mark / 100:g}" if place is not None and place.mark is not None else ""
    done = place is not None and place.status is Status.DONE
    return PartRow(part.sco.title, reverse("courses:play", args=[article, nth]), told, done, mark)


def _closed(request: Seen, found: Opened) -> str:
    if courses.lost(found.course):
        return "课件的文件不在服务器上了，请告诉系统管理员"
    if not second_host(request):
        return "打开课件要有第二个网址，还没有配置；请系统管理员按《运维》里“课件的网址”一节设好 ZHIXING_COURSES_HOST"
    return ""
