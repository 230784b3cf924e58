"""Searching the library: which articles, in which order, and where in their texts. Nobody's query is kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from zhixing.actions import library
from zhixing.core.library.article import Article
from zhixing.core.library.bigrams import Needle, Span, excerpt, marked, needles
from zhixing.core.library.plain import text_of
from zhixing.store.content import finding
from zhixing.store.ledger import api as ledger
from zhixing.store.people.queries import Actor


@dataclass(frozen=True, slots=True)
class Shown:
    """How an article found is shown: its title and a piece of its text, what was looked for marked."""

    title: tuple[Span, ...]
    text: tuple[Span, ...]


def find(text: str, actor: Actor | None = None) -> tuple[UUID, ...]:
    """The published articles with all words: title first, then names, then text; repealed last. One query."""
    if actor is not None and not actor.wears(*library.READERS):
        return ()
    return tuple(hit.entry for hit in finding.find(text))


def shown(found: Collection[UUID], text: str, actor: Actor) -> Mapping[UUID, Shown]:
    """How a page of articles found is shown. One query."""
    wanted = needles(text)
    return {one.id: _shown(one, wanted) for one in library.articles(found, actor)} if wanted else {}


def _shown(one: Article, wanted: Sequence[Needle]) -> Shown:
    words = text_of(one.body)
    text = excerpt(words.replace("\n", " "), wanted)
    return Shown(marked(one.title, wanted), text if any(span.marked for span in text) else ())


def out_of_step() -> int:
    """How many articles the search knows otherwise than they are; 0 is right."""
    return finding.wrong()


def rebuild(stamp: ledger.Stamp) -> int:
    """Makes what is searched anew from the articles, and the index where it is gone. How many."""
    with transaction.atomic():
        made = finding.rebuild()
        ledger.audit(stamp, "重建文库检索", "文库", f"{made} 篇")
    return made
