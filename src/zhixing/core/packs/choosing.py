"""What goes into a pack of a lesson by itself: the articles and questions that its materials and tests name.

Where few or none are named, some of the same category of teaching; the officer looks it over and ticks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from uuid import UUID

from zhixing.core.library.article import Article, Sort, Validity
from zhixing.core.questions.question import Question

MOST_QUESTIONS = 5
"""Questions chosen where a lesson names none: enough to see that the text was read."""
FEW_TEXTS = 2
"""Articles chosen where a lesson names fewer: what is read in the time of the session that was missed."""
READABLE = (Sort.ARTICLE, Sort.CASE, Sort.REGULATION, Sort.AUDIO)
_SHORTEST = 4
_BOOK = re.compile(r"《([^《》]+)》")


def plain(text: str) -> str:
    """Words without blanks and marks, as titles are compared."""
    return "".join(sign for sign in text if sign.isalnum()).casefold()


def articles_named(words: Iterable[str], articles: Sequence[Article]) -> tuple[UUID, ...]:
    """The articles that materials name, by title or by number (a pasted address), in the order of the materials."""
    held = [(plain(one.title), one) for one in articles if usable(one)]
    found: dict[UUID, None] = {}
    for material in words:
        flat, lower = plain(material), material.lower()
        for title, one in held:
            named = len(title) >= _SHORTEST and (title in flat or (len(flat) >= _SHORTEST and flat in title))
            if named or str(one.id) in lower:
                found[one.id] = None
    return tuple(found)


def articles_of(words: Iterable[str], category: str, articles: Sequence[Article]) -> tuple[UUID, ...]:
    """Those that materials name; where they are fewer than FEW_TEXTS, the newest in force of the category besides.

    A recording alone does not fill up: there is nothing to read where it can't be played.
    """
    named = articles_named(words, articles)
    suits = [
        one
        for one in articles
        if category
        and one.category == category
        and one.id not in named
        and usable(one)
        and one.validity is Validity.CURRENT
        and one.sort is not Sort.AUDIO
    ]
    suits.sort(key=lambda one: one.published_at.timestamp() if one.published_at else 0.0, reverse=True)
    return (*named, *(one.id for one in suits[: max(0, FEW_TEXTS - len(named))]))


def usable(one: Article) -> bool:
    """Whether an article may stand in a pack: its text may be shown, and it holds."""
    return one.whole and one.sort in READABLE and one.validity is not Validity.REPEALED


def questions_named(
    tests: Sequence[str], materials: Sequence[str], category: str, bank: Sequence[Question]
) -> tuple[UUID, ...]:
    """The questions that a lesson's tests name by number; else a few on the documents it names; else of its category."""
    flat = [plain(one) for one in tests]
    named = [one for one in bank if any(plain(one.code) in test or plain(one.stem) == test for test in flat)]
    if named:
        return tuple(one.id for one in named)
    documents = {plain(one) for text in materials for one in _BOOK.findall(text)}
    cited = [one for one in bank if documents & {plain(each.document) for each in one.cites}]
    fitting = cited or [one for one in bank if category and one.category == category]
    fitting.sort(key=lambda one: (not one.reviewed, one.code))
    return tuple(one.id for one in fitting[:MOST_QUESTIONS])
