"""Articles in files of their own: a TOML head between two lines of `+++`, then Markdown. For the sample library."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhixing.core.library.article import Audience, Licence, Sort, Source, Validity

FENCE = "+++"


class LibraryFileError(ValueError):
    """A file that is no article; the sentence names it and says why."""


@dataclass(frozen=True, slots=True)
class FiledArticle:
    """An article as its file tells it. `replaced_by` is the title of another."""

    name: str
    title: str
    sort: Sort
    markdown: str
    author_unit: str
    author: str
    source: Source
    category: str
    posts: tuple[str, ...]
    notice: str
    validity: Validity
    replaced_by: str
    audience: Audience


def read_articles(folder: Path) -> tuple[FiledArticle, ...]:
    """Every article of a folder in order of the names. Raises LibraryFileError."""
    return tuple(_article(path) for path in sorted(folder.glob("*.md")))


def _article(path: Path) -> FiledArticle:
    try:
        start, head, text = path.read_text("utf-8").split(f"{FENCE}\n", 2)
        told: dict[str, Any] = tomllib.loads(head)
        assert not start.strip()
        return FiledArticle(
            name=path.stem,
            title=str(told["title"]),
            sort=Sort(told["sort"]),
            markdown=text.strip(),
            author_unit=str(told.get("author_unit", "")),
            author=str(told.get("author", "")),
            source=_source(told),
            category=str(told.get("category", "")),
            posts=tuple(str(one) for one in told.get("posts", ())),
            notice=str(told.get("notice", "")),
            validity=Validity(told.get("validity", "current")),
            replaced_by=str(told.get("replaced_by", "")),
            audience=Audience(told.get("audience", "internal")),
        )
    except (ValueError, KeyError, AssertionError) as wrong:
        raise LibraryFileError(f"{path.name} 不是文库的文章：{wrong}") from wrong


def _source(told: dict[str, Any]) -> Source:
    name, link = (str(told.get(key, "")) for key in ("source_name", "source_link"))
    return Source(name, link, Licence(told.get("licence", "own")), str(told.get("proof", "")))
