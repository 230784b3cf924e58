"""What goes into a pack of a lesson by itself: the articles and questions that its materials and tests name.

Only what is named is taken; the officer looks it over and ticks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from uuid import UUID

from zhixing.core.library.article import Article, Sort, Validity
from zhixing.core.questions.question import Question

MOST_QUESTIONS = 5
"""Questions chosen where a lesson names none: enough to see that the text was read."""
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
