"""Which files of the library a writer may set beside an article: his own, those that stand where he may read them.

Ticked beside an article a file opens for whoever reads that article; so nobody ticks what he could not open himself.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from zhixing.actions.actors import tree
from zhixing.actions.library import READERS, works_on
from zhixing.store.content import queries
from zhixing.store.content.queries import MediumRow
from zhixing.store.people.queries import SUPERIOR, Actor


def for_all(actor: Actor) -> bool:
    """Whether somebody edits for the whole organ."""
    return any(actor.over(org.id, SUPERIOR) for org in tree().orgs.values() if org.parent is None)


def usable(actor: Actor) -> tuple[MediumRow, ...]:
    """The files that an actor sees listed and may choose, the latest first. Two queries.

    All for who edits for the whole organ; for anybody else what his own account sent in, what stands beside an
    article that readers see, and what stands beside one that he works on.
    """
    rows = queries.all_media()
    if for_all(actor):
        return tuple(rows)
    reads = actor.wears(*READERS)
    open_to_him: set[UUID] = set()
    for one in queries.placed():
        if (reads and one.open) or works_on(one.org, actor):
            open_to_him.update(one.media)
    return tuple(row for row in rows if row.account == actor.account or row.id in open_to_him)


def foreign(wanted: Collection[UUID], held: Collection[UUID], actor: Actor) -> bool:
    """Whether one of these files, beside those an article holds already, is not his to choose. Two queries at most."""
    more = set(wanted) - set(held)
    return bool(more) and not more <= {row.id for row in usable(actor)}
