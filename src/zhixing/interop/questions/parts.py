"""A question's parts as they stand in a file, put together: the form told by its word or by what is there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from zhixing.core.questions.question import TRUE_FALSE, Form, Question, plain
from zhixing.core.questions.taking import Read, checked, draft
from zhixing.core.questions.words import (
    BLANK,
    read_blanks,
    read_cites,
    read_letters,
    read_topics,
    read_truth,
)

_FORMS: dict[str, Form] = {
    "单选": Form.SINGLE,
    "单项选择": Form.SINGLE,
    "多选": Form.MULTIPLE,
    "多项选择": Form.MULTIPLE,
    "不定项": Form.MULTIPLE,
    "判断": Form.TRUE_FALSE,
    "是非": Form.TRUE_FALSE,
    "填空": Form.FILL_IN,
    "简答": Form.SHORT,
    "问答": Form.SHORT,
    "论述": Form.SHORT,
    "案例": Form.SHORT,
    "名词解释": Form.SHORT,
}
_YES = frozenset({"是", "1", "y", "yes", "true", "√", "锚题"})


@dataclass(slots=True)
class Parts:
    """The parts of one question as text, as far as the file has them. `answer` is None where there is none."""

    place: str
    form: str = ""
    stem: str = ""
    options: list[str] = field(default_factory=list)
    answer: str | None = None
    why: str = ""
    cites: str = ""
    category: str = ""
    topics: str = ""
    anchor: str = ""
    note: str = ""
    code: str = ""


def form_named(word: str) -> Form | None:
    """The form that a heading or a cell names (一、单项选择题), None where it names none."""
    bare = plain(word)
    return next((form for start, form in _FORMS.items() if start in bare), None)


def together(parts: Parts) -> Read:
    """The question, checked; a reason for each thing that could not be read."""
    form = form_named(parts.form)
    if parts.form and form is None and "选择" not in parts.form:
        reason = f"题型“{parts.form}”认不出来，请写单选、多选、判断、填空或者简答"
        return Read(parts.place, parts.stem, None, (reason,))
    question, reason = _answered(form or _told(parts), parts)
    if reason:
        return Read(parts.place, parts.stem, None, (reason,))
    about = replace(
        question,
        why=parts.why,
        cites=read_cites(parts.cites),
        category=parts.category,
        topics=read_topics(parts.topics),
        anchor=plain(parts.anchor) in _YES,
        note=parts.note,
    )
    return checked(parts.place, about)


def _told(parts: Parts) -> Form:
    """The form by what is there."""
    answer = parts.answer or ""
    if parts.options:
        right = read_letters(answer)
        if _is_truth(parts.options) and read_truth(answer) is not None:
            return Form.TRUE_FALSE
        return Form.MULTIPLE if right is not None and len(right) > 1 else Form.SINGLE
    if BLANK.search(parts.stem):
        return Form.FILL_IN
    return Form.TRUE_FALSE if read_truth(answer) is not None else Form.SHORT


def _is_truth(options: list[str]) -> bool:
    return [read_truth(one) for one in options] == [frozenset({0}), frozenset({1})]


def _answered(form: Form, parts: Parts) -> tuple[Question, str]:
    """The question with its answer, and why the answer could not be read."""
    one = draft(form, parts.stem, code=parts.code.strip().upper())
    answer = (parts.answer or "").strip()
    if not answer:
        return one, "没有答案，请写在“答案”一栏，或者在题后写“答案：…”"
    if form in (Form.SINGLE, Form.MULTIPLE):
        right = read_letters(answer)
        if right is None:
            right = _by_text(answer, parts.options)
        if right is None:
            return one, f"答案“{answer[:20]}”不是选项的字母，请写 A、B、C……"
        return replace(one, options=tuple(parts.options), right=right), ""
    if form is Form.TRUE_FALSE:
        right = read_truth(answer)
        if right is None and _is_truth(parts.options):
            right = read_letters(answer)
        if right is None:
            return one, f"判断题的答案“{answer[:20]}”读不准，请写“正确”或者“错误”"
        return replace(one, options=TRUE_FALSE, right=right), ""
    if form is Form.FILL_IN:
        return _filled_in(one, answer), ""
    return replace(one, model=answer), ""


def _by_text(answer: str, options: list[str]) -> frozenset[int] | None:
    """The place of the option that the answer spells out."""
    same = [place for place, text in enumerate(options) if plain(text) == plain(answer)]
    return frozenset(same) if len(same) == 1 else None


def _filled_in(one: Question, answer: str) -> Question:
    """Blanks in brackets become ____ where the stem has no other; one answer may stand in for its one blank."""
    stem = one.stem
    if not BLANK.search(stem):
        stem = re.sub(r"[（(]\s*[)）]", "____", stem)
    return replace(one, stem=stem, blanks=read_blanks(answer, len(BLANK.findall(stem))))
