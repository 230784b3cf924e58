"""Questions written out: a workbook, GIFT, Moodle XML. What is written here is read back as the same questions."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from zhixing.core.questions.question import FORM_WORDS, Form, Question
from zhixing.core.questions.words import LETTERS, answer_words, cites_words
from zhixing.interop.documents.cells import is_dangerous
from zhixing.interop.later import Later
from zhixing.interop.questions.gift_in import ESCAPED
from zhixing.interop.questions.moodle_words import feedback, spelt, tags_of

if TYPE_CHECKING:
    import xlsxwriter
else:
    xlsxwriter = Later("xlsxwriter")

HEADINGS = (
    *("编号", "题型", "题干", *(f"选项{letter}" for letter in LETTERS), "答案", "解析", "依据"),
    *("类别", "知识点", "锚题", "备注", "核对"),
)
_WIDTHS = (8, 6, 40, *(18 for _ in LETTERS), 12, 30, 30, 12, 16, 6, 16, 14)
_SIGN = "".join(re.escape(sign) for sign in ESCAPED)


def cells_of(question: Question) -> tuple[str, ...]:
    """Under `HEADINGS`."""
    options = () if question.form is Form.TRUE_FALSE else question.options
    return (
        question.code,
        FORM_WORDS[question.form],
        question.stem,
        *(options[place] if place < len(options) else "" for place in range(len(LETTERS))),
        answer_words(question),
        question.why,
        cites_words(question.cites),
        question.category,
        "、".join(question.topics),
        "是" if question.anchor else "",
        question.note,
        "已核对" if question.reviewed else "待核对",
    )


def to_workbook(questions: Sequence[Question], title: str, *, made: dt.datetime) -> bytes:
    """One sheet, a row a question; every cell is text, none a formula. `made` stands in its properties."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": title, "created": made})
    body = {"font_name": "仿宋", "font_size": 10, "border": 1, "valign": "top", "text_wrap": True}
    shape, quoted = book.add_format(body), book.add_format(body | {"quote_prefix": True})
    head = book.add_format(body | {"bold": True, "align": "center", "bg_color": "#F0EDE6"})
    sheet = book.add_worksheet("题库")
    for at, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, heading, head)
    for number, question in enumerate(questions, 1):
        for at, text in enumerate(cells_of(question)):
            if text:
                sheet.write_string(number, at, text, quoted if is_dangerous(text) else shape)
            else:
                sheet.write_blank(number, at, None, shape)
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, len(questions), len(HEADINGS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return out.getvalue()


def to_gift(questions: Sequence[Question]) -> str:
    """UTF-8 text. The arrow -> would make a matching question of an answer and is written →."""
    return "\n\n".join(_gift(one) for one in questions) + "\n"


def _gift(one: Question) -> str:
    tags = "".join(f" [tag:{_in_brackets(tag)}]" for tag in tags_of(one))
    code = one.code or "题"
    comment = f"// [id:{_in_brackets(one.code)}]{tags}" if one.code else f"//{tags}"
    told = f"####{_in_gift(feedback(one))}" if feedback(one) else ""
    return f"{comment}\n::{_in_gift(code)}::[plain]{_in_gift(one.stem)}{{{_gift_answers(one)}{told}}}"


def _gift_answers(one: Question) -> str:
    if one.form is Form.TRUE_FALSE:
        return "T" if 0 in one.right else "F"
    if one.form is Form.SHORT:
        return ""
    if one.form is Form.FILL_IN:
        return "\n" + "".join(f"={_answer(text, 100)}\n" for text in spelt(one))
    share = 100 / len(one.right)
    lines = []
    for place, text in enumerate(one.options):
        if one.form is Form.SINGLE:
            lines.append(f"={_answer(text, 100)}" if place in one.right else f"~{_answer(text, 0)}")
        else:
            lines.append(f"~%{share if place in one.right else -100:.5g}%{_in_gift(text)}")
    return "\n" + "\n".join(lines) + "\n"


def _answer(text: str, share: int) -> str:
    """A text that begins like a share of the mark gets one before it."""
    return (f"%{share}%" if text.startswith("%") else "") + _in_gift(text)


def _in_gift(text: str) -> str:
    escaped = re.sub(f"([{_SIGN}])", r"\\\1", text.replace("->", "→"))
    return escaped.replace("\n", r"\n")


def _in_brackets(text: str) -> str:
    return re.sub(r"([\\\]])", r"\\\1", text)


def to_moodle(questions: Sequence[Question]) -> str:
    """Moodle XML, every text as plain text."""
    inner = "\n".join(_moodle(one) for one in questions)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{inner}\n</quiz>\n'


_KINDS = {
    Form.SINGLE: "multichoice",
    Form.MULTIPLE: "multichoice",
    Form.TRUE_FALSE: "truefalse",
    Form.FILL_IN: "shortanswer",
    Form.SHORT: "essay",
}


def _moodle(one: Question) -> str:
    lines = [
        f"<question type={quoteattr(_KINDS[one.form])}>",
        f"<name><text>{escape(one.code or one.stem[:30])}</text></name>",
        _element("questiontext", one.stem),
        _element("generalfeedback", one.why),
        *([f"<idnumber>{escape(one.code)}</idnumber>"] if one.code else []),
        *_moodle_answers(one),
        "<tags>" + "".join(f"<tag><text>{escape(tag)}</text></tag>" for tag in tags_of(one)) + "</tags>",
        "</question>",
    ]
    return "\n".join(lines)


def _moodle_answers(one: Question) -> list[str]:
    if one.form is Form.TRUE_FALSE:
        pairs = [("true", 100.0 if 0 in one.right else 0.0), ("false", 0.0 if 0 in one.right else 100.0)]
        return [_moodle_answer(text, share) for text, share in pairs]
    if one.form is Form.SHORT:
        return ["<responseformat>plain</responseformat>", _element("graderinfo", one.model)]
    if one.form is Form.FILL_IN:
        return ["<usecase>0</usecase>", *(_moodle_answer(text, 100) for text in spelt(one))]
    share, wrong = 100 / len(one.right), 0.0 if one.form is Form.SINGLE else -100.0
    single = "true" if one.form is Form.SINGLE else "false"
    return [
        f"<single>{single}</single><shuffleanswers>true</shuffleanswers>",
        *(
            _moodle_answer(text, share if place in one.right else wrong)
            for place, text in enumerate(one.options)
        ),
    ]


def _moodle_answer(text: str, share: float) -> str:
    return f'<answer fraction="{share:.5g}" format="plain_text"><text>{escape(text)}</text></answer>'


def _element(name: str, text: str) -> str:
    return f'<{name} format="plain_text"><text>{escape(text)}</text></{name}>'
