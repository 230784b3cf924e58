"""A test paper (试卷) to be sat with a pen, and its key (参考答案) apart from it; in Word and as PDF/A."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from zhixing.core.papers.blueprint import points
from zhixing.core.papers.paper import LETTERS, Item, Paper, laid_out
from zhixing.core.questions.question import FORM_WORDS, Form
from zhixing.interop.documents.official import Block, Grid, Heading, Official, Paragraph, official_pdf
from zhixing.interop.documents.official_docx import official_docx

_LINES = 4
"""Ruled lines under a short answer."""
_WIDE = 24
"""Characters that options on one line may take; a line has 28."""


@dataclass(frozen=True, slots=True)
class TestPaper:
    """A paper as it is printed. `code` stands at its head, so that a sheet finds its paper again."""

    title: str
    organ: str
    code: str
    paper: Paper

    __test__ = False


def paper_docx(one: TestPaper, *, key: bool, day: dt.date) -> bytes:
    """The paper, or its key, in Word."""
    return official_docx(_document(one, key=key), day=day)


def paper_pdf(one: TestPaper, *, key: bool, day: dt.date, fonts: Path | None = None) -> bytes:
    """The paper, or its key, as PDF/A. Raises `PdfError` where no font draws a character."""
    return official_pdf(_document(one, key=key), day=day, fonts=fonts)


def answer_of(item: Item, options: tuple[int, ...]) -> str:
    """The right answer in the letters shown: `A`, `BD`, the accepted words, or what a good answer says."""
    question = item.question
    if question.form is Form.TRUE_FALSE:
        return "、".join(question.options[n] for n in sorted(question.right))
    if question.options:
        return "".join(sorted(LETTERS[options.index(n)] for n in question.right))
    if question.form is Form.FILL_IN:
        return "；".join(blank[0] for blank in question.blanks if blank)
    return question.model


def _document(one: TestPaper, *, key: bool) -> Official:
    title = f"{one.title}\n参考答案" if key else one.title
    blocks = _key(one) if key else _questions(one)
    return Official(title, tuple(blocks), signature=one.organ if key else "")


def _questions(one: TestPaper) -> Iterator[Block]:
    paper, placed = one.paper, laid_out(one.paper)
    rules = [f"共 {len(paper.items)} 道题，满分 {points(paper.full)} 分"]
    rules.append(f"限时 {paper.blueprint.minutes} 分钟" if paper.blueprint.minutes else "不限时")
    rules.append("开卷" if paper.blueprint.open_book else "闭卷")
    yield Paragraph("姓名：＿＿＿＿　党支部：＿＿＿＿＿＿　得分：＿＿＿")
    yield Paragraph(f"卷号 {one.code}。{'，'.join(rules)}。")
    for nth, part in enumerate(paper.blueprint.parts):
        mine = [spot for spot in placed if paper.items[spot.item].part == nth]
        yield Heading(1, f"{FORM_WORDS[part.form]}题（{len(mine)} 道，每道 {points(part.marks)} 分）")
        for spot in mine:
            yield Paragraph(_question(paper.items[spot.item], spot.item + 1, spot.options))


def _question(item: Item, number: int, options: tuple[int, ...]) -> str:
    question = item.question
    if question.form is Form.TRUE_FALSE:
        return f"{number}．{question.stem}（　　）"
    if question.options:
        rows = [f"{LETTERS[n]}．{question.options[place]}" for n, place in enumerate(options)]
        return "\n".join([f"{number}．{question.stem}（　　）", *_together(rows)])
    if question.form is Form.SHORT:
        return "\n".join([f"{number}．{question.stem}", *("＿" * 24 for _ in range(_LINES))])
    return f"{number}．{question.stem}"


def _together(rows: list[str]) -> list[str]:
    """Short options side by side, four or two to a line; long ones a line each."""
    for count in (4, 2):
        lines = ["　".join(rows[n : n + count]) for n in range(0, len(rows), count)]
        if all(len(line) <= _WIDE for line in lines):
            return lines
    return rows


def _key(one: TestPaper) -> Iterator[Block]:
    paper = one.paper
    rows = []
    for spot in laid_out(paper):
        item = paper.items[spot.item]
        cites = "；".join(cited.words for cited in item.question.cites)
        rows.append((str(spot.item + 1), answer_of(item, spot.options), points(item.marks), cites))
    yield Paragraph(f"卷号 {one.code}。考完再发；简答题由人评分，答出要点即可。")
    yield Grid(("题号", "答案", "分数", "依据"), tuple(rows), (1, 4, 1, 5), ("c", "l", "c", "l"))
