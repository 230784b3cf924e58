"""The slip of paper with which a course's pages are fetched on the second origin, where nobody is signed in.

It names one course, one part, one reader, the hosts; it holds for a working day. Whoever has it sees that reader's
bookmarks in that part, nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

HOURS = 8
_SALT = "zhixing.course"
_LOOPBACK = {"127.0.0.1": "localhost", "localhost": "127.0.0.1"}


@dataclass(frozen=True, slots=True)
class Ticket:
    """`host` serves the course, `parent` is the origin of the page around it; `nth` counts the parts from 1."""

    medium: UUID
    nth: int
    person: UUID | None
    host: str
    parent: str


def second_host(request: HttpRequest) -> str:
    """The host on which courses are shown; empty where there is none but the site's own.

    On one's own machine the two names of the loopback serve: they are two origins.
    """
    here = request.get_host()
    if settings.COURSES_HOST:
        return settings.COURSES_HOST if here != settings.COURSES_HOST else ""
    name, colon, port = here.partition(":")
    return f"{_LOOPBACK[name]}{colon}{port}" if name in _LOOPBACK else ""


def written(ticket: Ticket) -> str:
    """The ticket as it stands in an address."""
    person = ticket.person.hex if ticket.person else ""
    said = [ticket.medium.hex, ticket.nth, person, ticket.host, ticket.parent]
    return signing.dumps(said, salt=_SALT, compress=True)


def read(text: str) -> Ticket | None:
    """A ticket that we wrote and that still holds; None for anything else."""
    try:
        medium, nth, person, host, parent = signing.loads(text, salt=_SALT, max_age=HOURS * 3600)
    except signing.BadSignature:
        return None
    return Ticket(UUID(medium), nth, UUID(person) if person else None, host, parent)
