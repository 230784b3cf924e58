"""The list of the library as its address asks for it: searched, filtered, a page at a time; repealed last and grey."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils import timezone

from zhixing.actions import library, library_search
from zhixing.core.cells import POST_WORDS, Post
from zhixing.core.library.article import LICENCE_WORDS, SORT_WORDS, VALIDITY_WORDS, Article, Validity
from zhixing.core.library.bigrams import Span
from zhixing.interop.documents.cells import Cell
from zhixing.store.people.queries import Actor
from zhixing.web.shared.downloads import Offer, list_offers
from zhixing.web.shared.lists import Chip, Filter, Pages, chips, kept, page_of, select

HEADINGS = (
    "标题",
    "类型",
    "时效",
    "作者单位",
    "作者",
    "来源",
    "授权",
    "教育内容类别",
    "适合岗位",
    "发布时间",
)
TONES = {Validity.CURRENT: "", Validity.HISTORICAL: "wait", Validity.REPEALED: "red"}


@dataclass(frozen=True, slots=True)
class ListRow:
    """An article in the list. `by`: unit and author; `grey`: repealed.

    `heading` and `snippet`: of a search, its title and a piece of its text with what was looked for marked.
    """

    article: Article
    url: str
    sort: str
    validity: str
    tone: str
    by: str
    source: str
    posts: str
    published: dt.datetime | None
    grey: bool
    heading: tuple[Span, ...] = ()
    snippet: tuple[Span, ...] = ()

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Under `HEADINGS`."""
        one = self.article
        at = f"{self.published:%Y-%m-%d %H:%M}" if self.published else ""
        licence = LICENCE_WORDS[one.source.licence]
        about = (one.author_unit, one.author, self.source, licence, one.category, self.posts, at)
        return (one.title, self.sort, self.validity, *about)


@dataclass(frozen=True, slots=True)
class ListPage:
    """The library as shown. `whole`: before filters."""

    q: str
    filters: tuple[Filter, ...]
    chips: tuple[Chip, ...]
    whole: int
    pages: Pages[ListRow]
    exports: tuple[Offer, ...]


def list_page(actor: Actor, asked: Mapping[str, str]) -> ListPage:
    """What a reader sees."""
    everything = library.published(actor)
    filters, q = _filters(everything, asked), asked.get("q", "").strip()
    keep = kept(filters, asked, q)
    pages = page_of([row_of(one) for one in _shown(actor, everything, filters, asked, q)], asked, keep)
    return ListPage(
        q=q,
        filters=filters,
        chips=chips(filters, asked, q, f"查找“{q}”"),
        whole=len(everything),
        pages=replace(pages, rows=_marked(actor, pages.rows, q)),
        exports=list_offers("library:export", keep),
    )


def shown_rows(actor: Actor, asked: Mapping[str, str]) -> tuple[list[ListRow], str]:
    """All that the filters leave, and the filters in words: what an export holds."""
    everything = library.published(actor)
    filters, q = _filters(everything, asked), asked.get("q", "").strip()
    told = "，".join(one.words for one in chips(filters, asked, q, f"查找“{q}”"))
    return [row_of(one) for one in _shown(actor, everything, filters, asked, q)], told


def row_of(one: Article) -> ListRow:
    """An article as a row."""
    return ListRow(
        article=one,
        url=reverse("library:read", args=[one.id]),
        sort=SORT_WORDS[one.sort],
        validity=VALIDITY_WORDS[one.validity],
        tone=TONES[one.validity],
        by=" ".join(part for part in (one.author_unit, one.author) if part),
        source=one.source.name or "本单位",
        posts=post_words(one.posts) if one.posts else "",
        published=timezone.localtime(one.published_at) if one.published_at else None,
        grey=one.validity is Validity.REPEALED,
    )


def post_words(posts: Sequence[str]) -> str:
    """The post categories in words."""
    known = {post.value: POST_WORDS[post] for post in Post}
    return "、".join(known.get(one, one) for one in posts)


def _filters(everything: Sequence[Article], asked: Mapping[str, str]) -> tuple[Filter, ...]:
    sorts = [
        (one.value, words) for one, words in SORT_WORDS.items() if any(a.sort is one for a in everything)
    ]
    categories = [(one, one) for one in dict.fromkeys(a.category for a in everything if a.category)]
    return (
        select("sort", "类型", sorts, asked),
        select("category", "教育内容类别", categories, asked),
        select("validity", "时效", [(one.value, words) for one, words in VALIDITY_WORDS.items()], asked),
        select("post", "适合岗位", [(one.value, POST_WORDS[one]) for one in Post], asked),
    )


def _marked(actor: Actor, rows: Sequence[ListRow], q: str) -> tuple[ListRow, ...]:
    """The rows of a page with what was looked for marked."""
    shown = library_search.shown([row.article.id for row in rows], q, actor) if q else {}
    return tuple(
        replace(row, heading=one.title, snippet=one.text) if (one := shown.get(row.article.id)) else row
        for row in rows
    )


def _shown(
    actor: Actor, everything: Sequence[Article], filters: Sequence[Filter], asked: Mapping[str, str], q: str
) -> list[Article]:
    chosen = {one.name: asked[one.name] for one in filters if one.chosen}
    found = [
        one
        for one in everything
        if chosen.get("sort", one.sort) == one.sort
        and chosen.get("category", one.category) == one.category
        and chosen.get("validity", one.validity) == one.validity
        and ("post" not in chosen or not one.posts or chosen["post"] in one.posts)
    ]
    if not q:
        return found
    left = {one.id: one for one in found}
    return [left[uid] for uid in library_search.find(q, actor) if uid in left]
