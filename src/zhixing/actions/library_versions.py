"""Two versions of an article compared: for readers those that were published, for the desk all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from zhixing.actions import library, library_desk
from zhixing.core.library.article import Stage
from zhixing.core.library.comparing import Paragraph, compared, words
from zhixing.core.library.plain import paragraphs
from zhixing.store.content import queries
from zhixing.store.people.queries import Actor


@dataclass(frozen=True, slots=True)
class Pair:
    """The numbers of the two versions."""

    old: int
    new: int


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison. `known`: number, moment and reason of every version to choose from, the latest first."""

    id: UUID
    title: str
    known: tuple[tuple[int, dt.datetime, str], ...]
    pair: Pair
    heading: Paragraph
    paragraphs: tuple[Paragraph, ...]


def compare(uid: UUID, old: int | None, new: int | None, actor: Actor) -> Compared | None:
    """The versions asked for, else the last two. None where there is nothing to be seen or compared."""
    entry = queries.entry(uid)
    if entry is None:
        return None
    works = library_desk.works(actor, entry.org)
    shown = library.article(uid, actor)
    if shown is None and not works:
        return None
    if shown is not None and not shown.whole and not works:
        return None
    rows = [row for row in queries.versions(uid) if works or row.article.version in _public(uid, entry.shown)]
    numbers = [row.article.version for row in rows]
    to = new if new in numbers else (numbers[0] if numbers else 0)
    earlier = [one for one in numbers if one < to]
    base = old if old in numbers else (earlier[0] if earlier else 0)
    before, after = queries.version(uid, base), queries.version(uid, to)
    if before is None or after is None:
        return None
    return Compared(
        id=uid,
        title=after.article.title,
        known=tuple((row.article.version, row.made_at, row.reason) for row in rows),
        pair=Pair(base, to),
        heading=words(before.article.title, after.article.title),
        paragraphs=compared(paragraphs(before.article.body), paragraphs(after.article.body)),
    )


def _public(uid: UUID, shown: int | None) -> frozenset[int]:
    """The versions that readers have seen: those that passed the last review, those put right since."""
    passed = {one.number for one in queries.steps(uid) if one.step is Stage.THIRD and one.passed}
    return frozenset({*passed, *(row.number for row in queries.errata(uid)), *([shown] if shown else [])})
