"""What a file of questions holds, question by question; and what taking it in would change in the bank."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from zhixing.core.questions.checks import Flaw, flaws, hints, tidy
from zhixing.core.questions.question import Form, Question
from zhixing.core.questions.wire import content_digest
from zhixing.core.questions.words import fold_stem

NOBODY = UUID(int=0)
MOST = 500
"""Questions of one file."""


@dataclass(frozen=True, slots=True)
class Read:
    """A question of a file. `place` says where it stands (第 3 行, 第 12 题); `reasons` why it cannot be taken in.

    `question` is a draft: no id, version 0, `code` its number in the bank where the file says one.
    """

    place: str
    stem: str
    question: Question | None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file: its name, what stands in it in order; `refused`: why nothing of it could be read."""

    name: str
    found: tuple[Read, ...] = ()
    refused: str = ""
    notes: tuple[str, ...] = ()


class Turn(StrEnum):
    """What taking a question in would do."""

    NEW = "new"
    CHANGED = "changed"
    KNOWN = "known"
    WRONG = "wrong"


TURN_WORDS: dict[Turn, str] = {
    Turn.NEW: "新题",
    Turn.CHANGED: "已有，内容不同，记为新一版",
    Turn.KNOWN: "题库里已有",
    Turn.WRONG: "不能收入",
}


@dataclass(frozen=True, slots=True)
class Offered:
    """A question of a file beside the bank. `against` is the one it changes or equals; `hints` weaken it only."""

    place: str
    stem: str
    turn: Turn
    question: Question | None
    against: Question | None = None
    reasons: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


def draft(form: Form, stem: str, *, code: str = "") -> Question:
    """A question that is in no bank yet."""
    return Question(NOBODY, 0, code, form, stem)


def checked(place: str, question: Question, *, categories: Collection[str] = ()) -> Read:
    """A question read, tidied, with every reason against it."""
    tidied = tidy(question)
    found: Sequence[Flaw] = flaws(tidied, categories=categories)
    reasons = tuple(one.reason for one in found)
    return Read(place, tidied.stem or question.stem, None if reasons else tidied, reasons)


def offered(
    found: Iterable[Read], bank: Collection[Question], *, categories: Collection[str]
) -> tuple[Offered, ...]:
    """Each question of a file beside the bank: by its number there, else by its stem.

    What the file repeats is pointed out; only the first is taken in. Retired questions are in the bank too.
    """
    by_code = {one.code: one for one in bank}
    by_stem = {(one.form, fold_stem(one.stem)): one for one in reversed(list(bank))}
    digests = {content_digest(one): one for one in bank}
    seen: dict[tuple[Form, str], str] = {}
    result = []
    for read in found:
        one = _offered(read, by_code, by_stem, digests, categories)
        if one.question is not None and one.turn is not Turn.KNOWN:
            key = (one.question.form, fold_stem(one.question.stem))
            if key in seen:
                reason = f"和{seen[key]}的题干一样，只收前一道；不是同一道题的请把题干写得不同"
                one = Offered(one.place, one.stem, Turn.WRONG, None, reasons=(reason,))
            else:
                seen[key] = one.place
        result.append(one)
    return tuple(result)


def _offered(
    read: Read,
    by_code: dict[str, Question],
    by_stem: dict[tuple[Form, str], Question],
    digests: dict[str, Question],
    categories: Collection[str],
) -> Offered:
    one = read.question
    reasons = read.reasons or (
        tuple(each.reason for each in flaws(one, categories=categories)) if one else ("没有读到题目",)
    )
    if one is None or reasons:
        return Offered(read.place, read.stem, Turn.WRONG, None, reasons=reasons)
    one = _placed(one, categories)
    same = digests.get(content_digest(one))
    if same is not None:
        return Offered(read.place, read.stem, Turn.KNOWN, one, same)
    against = by_code.get(one.code) or by_stem.get((one.form, fold_stem(one.stem)))
    if against is None:
        return Offered(read.place, read.stem, Turn.NEW, replace(one, code=""), hints=hints(one))
    merged = _filled(one, against)
    if content_digest(merged) == content_digest(against):
        return Offered(read.place, read.stem, Turn.KNOWN, one, against)
    return Offered(read.place, read.stem, Turn.CHANGED, merged, against, hints=hints(merged))


def _placed(one: Question, categories: Collection[str]) -> Question:
    """Files of other systems know no category: a topic that is the name of one says which."""
    named = next((topic for topic in one.topics if topic in categories), "")
    if one.category or not named:
        return one
    return replace(one, category=named, topics=tuple(topic for topic in one.topics if topic != named))


def _filled(one: Question, against: Question) -> Question:
    """What a file does not say at all (many say neither article nor topic) stays as the bank has it."""
    return replace(
        one,
        why=one.why or against.why,
        category=one.category or against.category,
        topics=one.topics or against.topics,
        cites=one.cites or against.cites,
        note=one.note or against.note,
        anchor=one.anchor or against.anchor,
    )
