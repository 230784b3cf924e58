"""A question spelt out: its answer, its parts under their names, what it rests on; and such words read back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zhixing.core.questions.question import FORM_WORDS, NUMBERED, TRUE_FALSE, Cited, Form, Question, plain

LETTERS = "ABCDEFGH"
"""Options go by these; there are never more."""
BLANK = re.compile(r"_{2,}")
"""A blank to fill in, as it stands in a stem."""
BETWEEN_BLANKS, BETWEEN_SPELLINGS = "；", "｜"
RIGHT_WORDS = frozenset({"正确", "对", "√", "✓", "✔", "是", "t", "true", "yes", "y", "right", "1"})
WRONG_WORDS = frozenset({"错误", "错", "×", "✗", "✘", "x", "否", "f", "false", "no", "n", "wrong", "0"})
_ARTICLE = re.compile(r"^(?P<document>.+?)(?P<article>第[一二三四五六七八九十百千零〇\d]+[条章节款].*)$")
_BRACKETED = re.compile(r"^《(?P<document>[^》]+)》(?P<article>.*)$")


@dataclass(frozen=True, slots=True)
class Said:
    """A part of a question under its name, as a page or a file shows it."""

    what: str
    words: str


def answer_words(question: Question) -> str:
    """The answer as a clerk writes it: `AC`, `正确`, `32；1 年｜一年`, or the model answer."""
    if question.form is Form.TRUE_FALSE:
        return "、".join(TRUE_FALSE[place] for place in sorted(question.right) if place < len(TRUE_FALSE))
    if question.form is Form.FILL_IN:
        return BETWEEN_BLANKS.join(BETWEEN_SPELLINGS.join(accepted) for accepted in question.blanks)
    if question.form is Form.SHORT:
        return question.model
    return "".join(LETTERS[place] for place in sorted(question.right) if place < len(LETTERS))


def read_letters(text: str) -> frozenset[int] | None:
    """The places that `ABC`, `A、C` or `a,c` name; None for anything else."""
    bare = re.sub(r"[\s、,，;；.．和及]", "", plain(text)).upper()
    if not bare or any(sign not in LETTERS for sign in bare):
        return None
    return frozenset(LETTERS.index(sign) for sign in bare)


def read_truth(text: str) -> frozenset[int] | None:
    """The place that 对, √, 正确, T … name; None for anything else."""
    bare = plain(text)
    if bare in RIGHT_WORDS:
        return frozenset({0})
    return frozenset({1}) if bare in WRONG_WORDS else None


def read_blanks(text: str, count: int) -> tuple[tuple[str, ...], ...]:
    """What is accepted in each blank: blanks parted by ；, spellings by ｜. One blank takes ； as its own sign too."""
    parts = re.split(r"[;；\n]", text) if count != 1 else [text]
    return tuple(
        tuple(dict.fromkeys(one.strip() for one in re.split(r"[|｜]", part) if one.strip()))
        for part in parts
        if part.strip()
    )


def cites_words(cites: Sequence[Cited]) -> str:
    """`《…条例》第二十条；国办函〔2026〕12号`."""
    return "；".join(one.words for one in cites)


def read_cites(text: str) -> tuple[Cited, ...]:
    """What such words cite, with the marks 《》 or without."""
    return tuple(
        dict.fromkeys(_cited(part.strip()) for part in re.split(r"[;；\n]", text) if part.strip("《》 \t"))
    )


def _cited(text: str) -> Cited:
    number = NUMBERED.match(text)
    if number:
        return Cited(number[0], text[number.end() :].strip())
    found = _BRACKETED.match(text) or _ARTICLE.match(text)
    if found is None:
        return Cited(text.strip("《》 "))
    return Cited(found["document"].strip(), found["article"].strip())


def read_topics(text: str) -> tuple[str, ...]:
    """Topics parted by 、 or commas."""
    return tuple(dict.fromkeys(one.strip() for one in re.split(r"[、,，;；\n]", text) if one.strip()))


def fold_stem(stem: str) -> str:
    """A stem as it is compared: without blanks to fill in, brackets for the letter, punctuation, spaces and case."""
    return re.sub(r"[\W_]", "", plain(stem))


def parts(question: Question) -> tuple[Said, ...]:
    """Every part of the content under its name, in order; what is empty is left out."""
    found = [Said("题型", FORM_WORDS[question.form]), Said("题干", question.stem)]
    if question.form is not Form.TRUE_FALSE:
        found += [
            Said(f"选项 {letter}", text) for letter, text in zip(LETTERS, question.options, strict=False)
        ]
    found += [
        Said("参考答案" if question.form is Form.SHORT else "答案", answer_words(question)),
        Said("解析", question.why),
        Said("依据", cites_words(question.cites)),
        Said("类别", question.category),
        Said("知识点", "、".join(question.topics)),
        Said("锚题", "是" if question.anchor else ""),
        Said("备注", question.note),
    ]
    return tuple(one for one in found if one.words)
