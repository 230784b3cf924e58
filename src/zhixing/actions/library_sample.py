"""The sample library, written and reviewed through the same acts as any other, by the demo's invented people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid5

from zhixing.actions import library_desk
from zhixing.actions.library_desk import Written
from zhixing.core.library.article import Article, Stage, Validity
from zhixing.core.library.reviewing import LOOKS
from zhixing.interop.library_files import FiledArticle, read_articles
from zhixing.store.content import queries
from zhixing.store.people.queries import Actor

SPACE = UUID("5b0d6b0e-6f0a-4f0e-9d53-2f6d3c1a7e55")
"""Articles of the sample have the same ids everywhere: loaded twice they are there once."""


@dataclass(frozen=True, slots=True)
class Hands:
    """Four people: who writes, and who takes the first, the second and the third review."""

    writer: Actor
    first: Actor
    second: Actor
    third: Actor


def load(folder: Path, hands: Hands, *, now: dt.datetime) -> int:
    """Publishes what is not there yet. How many articles. Raises LibraryFileError, LibraryError."""
    filed = read_articles(folder)
    fresh = [one for one in filed if queries.entry(_id(one.name)) is None]
    for one in fresh:
        _publish(one, hands, now)
    ids = {one.title: _id(one.name) for one in filed}
    for one in fresh:
        if one.replaced_by:
            library_desk.set_validity(
                _id(one.name),
                Validity.REPEALED,
                ids[one.replaced_by],
                one.notice,
                form=uuid5(_id(one.name), "validity"),
                by=hands.writer,
                now=now,
            )
    return len(fresh)


def _publish(one: FiledArticle, hands: Hands, now: dt.datetime) -> None:
    uid = _id(one.name)
    article = Article(
        id=uid,
        version=0,
        sort=one.sort,
        title=one.title,
        author_unit=one.author_unit,
        author=one.author,
        source=one.source,
        validity=one.validity,
        notice=one.notice,
        category=one.category,
        posts=one.posts,
        audience=one.audience,
    )
    org = next(hat.org for hat in hands.writer.hats if hat.org is not None)
    library_desk.write(Written(article, one.markdown, uuid5(uid, "1"), org), by=hands.writer, now=now)
    library_desk.submit(uid, by=hands.writer, now=now)
    looked = [code for code, _ in LOOKS]
    steps = ((Stage.FIRST, hands.first), (Stage.SECOND, hands.second), (Stage.THIRD, hands.third))
    for stage, by in steps:
        library_desk.review(uid, stage, passed=True, words="", looked=looked, by=by, now=now)


def _id(name: str) -> UUID:
    return uuid5(SPACE, name)
