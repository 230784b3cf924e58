"""The starting bank as it is carried: TOML, a table a question, read and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from zhixing.core.questions.checks import check_question, tidy
from zhixing.core.questions.question import TRUE_FALSE, Form, Question
from zhixing.core.questions.taking import draft
from zhixing.core.questions.words import read_cites, read_letters


def read_start(text: str) -> tuple[Question, ...]:
    """Its questions, in order. Raises QuestionError, KeyError, tomllib.TOMLDecodeError for a broken one.

    Each table has `form`, `stem`, `cites`, `category`, `topics`, `why`; and `options` with `answer` (letters),
    `right` (true/false), `blanks` (a list of spellings each) or `model`.
    """
    return tuple(_question(one) for one in tomllib.loads(text)["question"])


def _question(told: Mapping[str, Any]) -> Question:
    form = Form(told["form"])
    one = replace(
        draft(form, told["stem"]),
        why=told["why"],
        category=told["category"],
        topics=tuple(told["topics"]),
        cites=read_cites(told["cites"]),
        note=told.get("note", ""),
        anchor=told.get("anchor", False),
    )
    if form in (Form.SINGLE, Form.MULTIPLE):
        one = replace(one, options=tuple(told["options"]), right=read_letters(told["answer"]) or frozenset())
    elif form is Form.TRUE_FALSE:
        one = replace(one, options=TRUE_FALSE, right=frozenset({0 if told["right"] else 1}))
    elif form is Form.FILL_IN:
        one = replace(one, blanks=tuple(tuple(accepted) for accepted in told["blanks"]))
    else:
        one = replace(one, model=told["model"])
    tidied = tidy(one)
    check_question(tidied)
    return tidied
