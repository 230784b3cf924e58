"""The library as readers and other parts use it: what is published, one article, its files.

Nothing is written here: no page of the library notes who read it, how often or how long.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from django.conf import settings

from zhixing.core.library.article import Article, Validity
from zhixing.store.content import files, queries
from zhixing.store.content.queries import ErratumRow, MediumRow, SlipRow
from zhixing.store.people.queries import (
    BRANCH,
    DISCIPLINE,
    MEMBER,
    PUBLICITY,
    SECRETARY,
    SUPERIOR,
    Actor,
)

READERS = (MEMBER, BRANCH, SECRETARY, DISCIPLINE, PUBLICITY, SUPERIOR)
"""Everybody with a part in the organisation."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with what its page shows beside it. `replacement`: the article that took its place, if published.

    `reports`: the reader's own reports on it.
    """

    article: Article
    media: tuple[MediumRow, ...]
    errata: tuple[ErratumRow, ...]
    replacement: Article | None
    reports: tuple[SlipRow, ...]


def published(actor: Actor | None = None) -> tuple[Article, ...]:
    """What readers see, without bodies, the latest first, repealed ones last. Nothing for who is no reader.

    Without an actor: for work of the system itself (packs, examples).
    """
    if actor is not None and not actor.wears(*READERS):
        return ()
    return tuple(sorted(queries.shown(), key=lambda one: one.validity is Validity.REPEALED))


def article(id: UUID, actor: Actor | None = None) -> Article | None:
    """What readers see of one article; without a licence no body. None where there is none to be seen."""
    if actor is not None and not actor.wears(*READERS):
        return None
    found = queries.shown_one(id)
    return _lawful(found) if found else None


def articles(ids: Collection[UUID], actor: Actor | None = None) -> tuple[Article, ...]:
    """Several at once with their bodies, in the order asked; those not to be seen are left out. One query."""
    if actor is not None and not actor.wears(*READERS):
        return ()
    found = queries.shown_some(ids)
    return tuple(_lawful(found[uid]) for uid in ids if uid in found)


def media(one: Article) -> tuple[MediumRow, ...]:
    """The files of an article in their order; none without a licence."""
    return queries.media(one.media) if one.whole else ()


def reading(id: UUID, actor: Actor) -> Reading | None:
    """An article as its page shows it. None where there is none to be seen. Six queries at most."""
    found = article(id, actor)
    if found is None:
        return None
    instead = queries.shown_some([found.replaced_by]) if found.replaced_by else {}
    return Reading(
        article=found,
        media=media(found),
        errata=tuple(queries.errata(id)),
        replacement=instead.get(found.replaced_by) if found.replaced_by else None,
        reports=tuple(queries.slips(entry=id, account=actor.account)),
    )


def medium(id: UUID, actor: Actor) -> tuple[MediumRow, Path] | None:
    """A file and where its bytes lie, for whoever may see an article with it. None for anything else."""
    row = next(iter(queries.media([id])), None)
    if row is None:
        return None
    path = files.path_of(settings.HOME, row.sha256)
    seen = actor.wears(*READERS) and any(one.whole for one in articles(queries.shown_with(id)))
    worked = any(works_on(entry.org, actor) for entry in queries.held_with(id)) if not seen else True
    return (row, path) if (seen or worked) and path.is_file() else None


def works_on(org: UUID | None, actor: Actor) -> bool:
    """Whether an actor sees the drafts of an organisation."""
    return actor.over(org, BRANCH, PUBLICITY, SECRETARY, SUPERIOR)


def _lawful(one: Article) -> Article:
    return one if one.whole else replace(one, body="")
