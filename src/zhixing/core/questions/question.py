"""A question (试题) as a value, an answer to it, and whether the answer is right.

A question is kept version by version: whoever has answered an earlier one has answered that one. Nothing here
adds up to a figure about a person; a test's result becomes a fact only through `TestTaken`.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Form(StrEnum):
    """How a question is asked (题型)."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"
    FILL_IN = "fill_in"
    SHORT = "short"


FORM_WORDS: dict[Form, str] = {
    Form.SINGLE: "单选",
    Form.MULTIPLE: "多选",
    Form.TRUE_FALSE: "判断",
    Form.FILL_IN: "填空",
    Form.SHORT: "简答",
}
NUMBERED = re.compile(r"[^《》]*〔\d{4}〕第?\d+号")
"""A document by its number: 国办函〔2026〕12号."""
TRUE_FALSE = ("正确", "错误")
"""The two options of a true/false question, in this order."""


@dataclass(frozen=True, slots=True)
class Cited:
    """What a question rests on: the document as rulebooks name it (without 《》), and its article."""

    document: str
    article: str = ""

    @property
    def words(self) -> str:
        """`《中国共产党党员教育管理工作条例》第二十条`; a number of a document stands without the marks."""
        bare = not self.document or NUMBERED.fullmatch(self.document)
        return (self.document if bare else f"《{self.document}》") + self.article


@dataclass(frozen=True, slots=True)
class Question:
    """One version of a question. `code` is its number in the bank, `category` one of the seven (教育内容七类).

    SINGLE, MULTIPLE, TRUE_FALSE: `options` and `right`, the places (from 0) of the right ones.
    FILL_IN: `blanks`, for each blank the spellings that are accepted, the first one shown as the answer.
    SHORT: `model`, what a good answer says; whether an answer is right is for a person to say.
    `note` is for those who keep the bank (what is still to be looked up, say); whoever answers never sees it.
    `checked_by` names who compared it with its article, empty where nobody has (待核对). `until`: from this day
    on it is no longer asked (停用).
    """

    id: UUID
    version: int
    code: str
    form: Form
    stem: str
    options: tuple[str, ...] = ()
    right: frozenset[int] = frozenset()
    blanks: tuple[tuple[str, ...], ...] = ()
    model: str = ""
    why: str = ""
    category: str = ""
    topics: tuple[str, ...] = ()
    cites: tuple[Cited, ...] = ()
    note: str = ""
    checked_by: str = ""
    checked_on: dt.date | None = None
    anchor: bool = False
    until: dt.date | None = None

    @property
    def reviewed(self) -> bool:
        """Whether somebody has compared it with its article."""
        return bool(self.checked_by)

    def in_force(self, today: dt.date) -> bool:
        """Whether it may be asked today: not retired, or only from a later day on."""
        return self.until is None or today < self.until


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: places of the options chosen, or what was written in the blanks (one text for SHORT)."""

    chosen: frozenset[int] = frozenset()
    texts: tuple[str, ...] = ()


def is_right(question: Question, answer: Answer) -> bool | None:
    """Whether an answer is right; None where only a person can say (简答)."""
    if question.form is Form.SHORT:
        return None
    if question.form is Form.FILL_IN:
        given = (*answer.texts, *("",) * len(question.blanks))
        return all(
            plain(given[nth]) in {plain(one) for one in accepted}
            for nth, accepted in enumerate(question.blanks)
        )
    return answer.chosen == question.right


def plain(text: str) -> str:
    """Text as it is compared: full width or half, with blanks and case or without, is the same answer."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if not sign.isspace()).strip("。.,;")
