"""What GIFT and Moodle XML cannot say in fields of their own: articles, topics and the rest stand in tags.

`依据:《…》第二十条`, `知识点:…`, `类别:…`, `备注:…`, `锚题`; other tags are topics. Several blanks are one short answer
with ； between them; several spellings of each are all their combinations.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace

from zhixing.core.questions.question import Cited, Form, Question
from zhixing.core.questions.words import (
    BETWEEN_BLANKS,
    BETWEEN_SPELLINGS,
    BLANK,
    cites_words,
    read_blanks,
    read_cites,
)

MODEL, WHY = "参考答案：", "\n解析："
_TAGGED = re.compile(r"^(依据|知识点|类别|备注)\s*[:：](.*)$", re.DOTALL)
_NO_TOPIC = re.compile(r"^(?:top|default|系统|.*默认.*|\$.*)$", re.IGNORECASE)
"""Categories that Moodle makes by itself."""
MOST_COMBINED = 64


@dataclass(frozen=True, slots=True)
class Meta:
    """What stands about a question: its number or title, its tags, the category it stands under."""

    code: str
    tags: tuple[str, ...]
    category: str = ""


def tags_of(question: Question) -> tuple[str, ...]:
    """A question's tags."""
    found = [f"依据:{cites_words((one,))}" for one in question.cites]
    found += [f"知识点:{one}" for one in question.topics]
    found += [f"类别:{question.category}"] if question.category else []
    found += [f"备注:{question.note}"] if question.note else []
    return (*found, *(("锚题",) if question.anchor else ()))


def with_meta(question: Question, meta: Meta) -> Question:
    """The question with what its tags say; the category it stood under elsewhere is a topic here."""
    cites: list[Cited] = []
    topics: list[str] = []
    category, note, anchor = "", "", False
    for tag in meta.tags:
        found = _TAGGED.match(tag)
        key, value = (found[1], found[2]) if found else ("", tag)
        if key == "依据":
            cites += read_cites(value)
        elif key == "知识点":
            topics.append(value)
        elif key == "类别":
            category = value
        elif key == "备注":
            note = value
        elif tag == "锚题":
            anchor = True
        else:
            topics.append(re.sub(r"[、,，;；]", " ", tag))
    if meta.category and not category and not _NO_TOPIC.search(meta.category):
        topics.append(re.sub(r"[、,，;；]", " ", meta.category))
    code = meta.code.strip().upper()
    return replace(
        question,
        code=code if re.fullmatch(r"T\d{4,}", code) else "",
        cites=tuple(cites),
        topics=tuple(topics),
        category=category,
        note=note,
        anchor=anchor,
    )


def feedback(question: Question) -> str:
    """What is told after answering; of a short answer in GIFT the model answer stands here too."""
    if question.form is not Form.SHORT:
        return question.why
    return f"{MODEL}{question.model}" + (f"{WHY}{question.why}" if question.why else "")


def said(question: Question, told: str) -> Question:
    """A short answer with the model answer that `feedback` wrote; without it all of it is the model."""
    if not told.startswith(MODEL):
        return replace(question, model=told)
    model, _, why = told.removeprefix(MODEL).partition(WHY)
    return replace(question, model=model, why=why)


def spelt(question: Question) -> tuple[str, ...]:
    """Every answer to a fill-in as one text; too many combinations: the notation of the bank itself."""
    count = 1
    for accepted in question.blanks:
        count *= len(accepted)
    if count > MOST_COMBINED:
        return (BETWEEN_BLANKS.join(BETWEEN_SPELLINGS.join(one) for one in question.blanks),)
    return tuple(BETWEEN_BLANKS.join(one) for one in itertools.product(*question.blanks))


def filled(question: Question, answers: tuple[str, ...]) -> Question:
    """A fill-in with these answers; a stem without a blank gets one at its end."""
    stem = question.stem if BLANK.search(question.stem) else f"{question.stem} ____"
    count = len(BLANK.findall(stem))
    read = [read_blanks(one, count) for one in answers]
    if any(len(one) != count for one in read):
        blanks = read[0]
    else:
        blanks = tuple(
            tuple(dict.fromkeys(text for one in read for text in one[nth])) for nth in range(count)
        )
    return replace(question, stem=stem, blanks=blanks)
