"""One question's page: as it is asked, what it rests on, what it was before, what may be done with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.urls import reverse

from zhixing.actions.question_desk import Desk, desk, history
from zhixing.actions.questions import bank
from zhixing.actions.start import rulebooks
from zhixing.core.questions.checks import hints
from zhixing.core.questions.comparing import Difference, differences
from zhixing.core.questions.question import FORM_WORDS, Cited, Form, Question, plain
from zhixing.core.questions.words import LETTERS, answer_words, fold_stem
from zhixing.core.rules.book import Rule
from zhixing.store.people.queries import Actor
from zhixing.store.questions.queries import VersionRow


@dataclass(frozen=True, slots=True)
class OptionLine:
    """An option under its letter."""

    letter: str
    text: str
    right: bool


@dataclass(frozen=True, slots=True)
class Basis:
    """An article it rests on; where a rulebook holds it, the rule's words and where they stand."""

    words: str
    rules: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class PastVersion:
    """A version: its story, and what differs from the one before."""

    row: VersionRow
    changed: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class OnePage:
    """The page. `doubles`: other questions with the same stem."""

    question: Question
    form: str
    options: tuple[OptionLine, ...]
    answer: str
    bases: tuple[Basis, ...]
    hints: tuple[str, ...]
    desk: Desk
    versions: tuple[PastVersion, ...]
    doubles: tuple[tuple[str, str], ...]
    retired: bool
    uid: UUID
    today: dt.date

    @property
    def title(self) -> str:
        """For the frame."""
        return f"题目 {self.question.code}"


def one_page(actor: Actor, item: UUID, *, today: dt.date) -> OnePage:
    """The page of a question. Raises NotYours."""
    rows = history(actor, item)
    question = rows[0].question
    lettered = question.form in (Form.SINGLE, Form.MULTIPLE)
    options = tuple(
        OptionLine(letter, text, place in question.right)
        for place, (letter, text) in enumerate(zip(LETTERS, question.options, strict=False))
        if lettered
    )
    return OnePage(
        question,
        FORM_WORDS[question.form],
        options,
        answer_words(question),
        tuple(_basis(one, today) for one in question.cites),
        hints(question),
        desk(actor, rows[0]),
        tuple(
            PastVersion(row, differences(before.question, row.question) if before else ())
            for row, before in zip(rows, [*rows[1:], None], strict=True)
        ),
        _same(question, today),
        not question.in_force(today),
        uuid4(),
        today,
    )


def _same(question: Question, today: dt.date) -> tuple[tuple[str, str], ...]:
    stem = fold_stem(question.stem)
    return tuple(
        (one.code, reverse("questions:one", args=[one.id]))
        for one in bank(today=today)
        if one.id != question.id and fold_stem(one.stem) == stem
    )


def _basis(cited: Cited, today: dt.date) -> Basis:
    """The rules in force today of this document and article: (words, address, still to be checked)."""
    found: list[tuple[str, str, bool]] = []
    for book in rulebooks().books:
        if plain(book.basis) != plain(cited.document):
            continue
        url = reverse("rulebooks:book", args=[book.id])
        found += [
            (rule.text, f"{url}#{rule.code}", rule.pending)
            for rule in book.rules
            if rule.holds_on(today) and _is_of(rule, cited.article)
        ]
    return Basis(cited.words, tuple(found))


def _is_of(rule: Rule, article: str) -> bool:
    bare = article.removesuffix("部分")
    return bool(bare) and plain(rule.article).startswith(plain(bare))
