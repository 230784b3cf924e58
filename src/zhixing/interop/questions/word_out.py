"""Questions as numbered text in Word: to be read, printed, and taken in again. A break inside a text is a soft one."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from zhixing.core.questions.question import FORM_WORDS, Form, Question
from zhixing.core.questions.words import LETTERS, answer_words, cites_words
from zhixing.interop.later import Later

if TYPE_CHECKING:
    import docx
else:
    docx = Later("docx")

_NUMERALS = "一二三四五"


def to_word(questions: Sequence[Question], title: str, *, made: dt.datetime) -> bytes:
    """By form under headings, numbered through; answers, reasons and articles follow each question."""
    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.created = made.replace(tzinfo=None)
    document.add_heading(title, level=0)
    number = 0
    shown = [form for form in Form if any(one.form is form for one in questions)]
    for numeral, form in zip(_NUMERALS, shown, strict=False):
        document.add_heading(f"{numeral}、{FORM_WORDS[form]}题", level=1)
        for one in questions:
            if one.form is form:
                number += 1
                for line in _lines(one, number):
                    document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _lines(one: Question, number: int) -> Iterator[str]:
    yield f"{number}. {one.stem}"
    if one.form is not Form.TRUE_FALSE:
        yield from (f"{letter}. {text}" for letter, text in zip(LETTERS, one.options, strict=False))
    yield f"答案：{answer_words(one)}"
    told = (
        ("解析", one.why),
        ("依据", cites_words(one.cites)),
        ("类别", one.category),
        ("知识点", "、".join(one.topics)),
        ("编号", one.code),
        ("锚题", "是" if one.anchor else ""),
        ("备注", one.note),
    )
    yield from (f"{key}：{words}" for key, words in told if words)
