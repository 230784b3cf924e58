"""Questions as numbered text in Word: to be read, printed, and taken in again. A break inside a text is a soft one."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from zhixing.core.questions.question import FORM_WORDS, Form, Question
from zhixing.core.questions.words import LETTERS, answer_words, cites_words
from zhixing.interop.documents.word import repacked
from zhixing.interop.later import Later

if TYPE_CHECKING:
    import docx.enum.text
    import docx.oxml.ns
    import docx.shared
    import docx.text.paragraph
    from docx.document import Document
    from docx.text.paragraph import Paragraph
else:
    docx = Later("docx")

_NUMERALS = "一二三四五"


def to_word(questions: Sequence[Question], title: str, *, made: dt.datetime) -> bytes:
    """By form under headings, numbered through; answers, reasons and articles follow each question."""
    document = _begun(title, made)
    number, end = 0, document.element.body.sectPr
    shown = [form for form in Form if any(one.form is form for one in questions)]
    for numeral, form in zip(_NUMERALS, shown, strict=False):
        document.add_heading(f"{numeral}、{FORM_WORDS[form]}题", level=1)
        for one in questions:
            if one.form is form:
                number += 1
                *lines, last = _lines(one, number)
                for line in lines:
                    _put(document, end, line).paragraph_format.keep_with_next = True
                _put(document, end, last).paragraph_format.space_after = docx.shared.Pt(10)
    out = io.BytesIO()
    document.save(out)
    return repacked(out)


def _put(document: Document, end: Any, text: str) -> Paragraph:  # noqa: ANN401 - an element of lxml
    """A paragraph before the `end` of the body. The library's own way looks for the end anew each time, minutes in a large bank."""
    element = docx.oxml.OxmlElement("w:p")
    end.addprevious(element)
    paragraph = docx.text.paragraph.Paragraph(element, document)
    paragraph.add_run(text)
    return paragraph


def _begun(title: str, made: dt.datetime) -> Document:
    """An A4 page with the title; fonts are named, none is packed in."""
    document = docx.Document()
    about = document.core_properties
    about.title, about.author, about.created, about.modified = title, "知行", made, made
    for section in document.sections:
        section.page_width, section.page_height = docx.shared.Mm(210), docx.shared.Mm(297)
        section.left_margin = section.right_margin = docx.shared.Mm(27)
    for name, font, size in (("Normal", "仿宋", 12), ("Heading 1", "黑体", 14)):
        style = document.styles[name]
        style.font.name, style.font.size = "Times New Roman", docx.shared.Pt(size)
        style.font.color.rgb = docx.shared.RGBColor(0, 0, 0)
        style.element.rPr.rFonts.set(docx.oxml.ns.qn("w:eastAsia"), font)
        style.paragraph_format.space_after = docx.shared.Pt(2)
    head = document.add_paragraph()
    head.alignment = docx.enum.text.WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run(title)
    run.bold, run.font.size = True, docx.shared.Pt(18)
    return document


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
