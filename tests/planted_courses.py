"""Courses in the library, taken in from packages that an independent tool has made."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from uuid import UUID, uuid4

from zhixing.actions import courses
from zhixing.actions.actors import tree
from zhixing.store.content import api
from zhixing.store.people.queries import Actor

PACKAGES = Path(__file__).parent / "data" / "courses"
"""`scorm-1.2.zip`, `scorm-2004.zip`, `hostile.zip`."""


def package(name: str) -> bytes:
    """The bytes of one of them."""
    return (PACKAGES / f"{name}.zip").read_bytes()


def published(name: str, *, by: Actor, now: dt.datetime) -> UUID:
    """A package as a published article. Its reviews are tested elsewhere."""
    root = tree().root
    assert root is not None
    article = courses.take_in(package(name), f"{name}.zip", uid=uuid4(), org=root.id, by=by, now=now)
    api.show(article, 1, now=now)
    return article
