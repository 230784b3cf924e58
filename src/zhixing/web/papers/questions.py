"""A question as a page shows it: with its key, for whoever makes papers; to be answered; with what was answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from zhixing.core.papers.blueprint import points
from zhixing.core.papers.marking import Answers, Mark
from zhixing.core.papers.paper import LETTERS, Paper, Placed, laid_out
from zhixing.core.questions.question import FORM_WORDS, Answer, Form


@dataclass(frozen=True, slots=True)
class Option:
    """An option: what a form sends for it, its letter, its words; chosen, right."""

    value: int
    letter: str
    words: str
    chosen: bool
    right: bool


@dataclass(frozen=True, slots=True)
class Blank:
    """A line to write in: its field's name, its label, what stands in it."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question of a paper. `number` as it is counted on this page; `field` names its options in a form.

    `several`: of multiple choice. `said`, `answer`: what was answered and what is right, in words. `marks`: what it
    is worth; `got`: what it brought, in words. `right` None where nobody has marked it.
    """

    number: int
    place: int
    field: str
    form: str
    stem: str
    several: bool
    written: bool
    options: tuple[Option, ...]
    blanks: tuple[Blank, ...]
    answer: str
    said: str
    why: str
    cites: tuple[str, ...]
    marks: str
    got: str
    right: bool | None
    checked: bool
    anchor: bool
    subject: str


@dataclass(frozen=True, slots=True)
class PartView:
    """The questions of a part with its heading."""

    title: str
    questions: tuple[QuestionView, ...]


def parts_of(
    paper: Paper,
    *,
    seed: int | None = None,
    answers: Answers | None = None,
    marked: tuple[Mark, ...] = (),
) -> tuple[PartView, ...]:
    """The paper part by part, in the order that a seed lays out (None: as printed)."""
    placed, found = laid_out(paper, seed=seed), []
    numbers = {one.item: n for n, one in enumerate(placed, 1)}
    given = answers or {}
    for nth, part in enumerate(paper.blueprint.parts):
        mine = [one for one in placed if paper.items[one.item].part == nth]
        views = tuple(_view(paper, one, numbers[one.item], given.get(one.item), marked) for one in mine)
        several = "，漏选得一半" if part.form is Form.MULTIPLE and paper.blueprint.half else ""
        title = f"{FORM_WORDS[part.form]}题（{len(mine)} 道，每道 {points(part.marks)} 分{several}）"
        found.append(PartView(title, views))
    return tuple(found)


def _view(
    paper: Paper, spot: Placed, number: int, answer: Answer | None, marked: tuple[Mark, ...]
) -> QuestionView:
    item = paper.items[spot.item]
    question, given = item.question, answer or Answer()
    mark = marked[spot.item] if marked else None
    letters = question.form is not Form.TRUE_FALSE
    options = tuple(
        Option(
            place,
            LETTERS[n] if letters else "",
            question.options[place],
            place in given.chosen,
            place in question.right,
        )
        for n, place in enumerate(spot.options)
    )
    return QuestionView(
        number=number,
        place=spot.item,
        field=f"item-{spot.item}",
        form=FORM_WORDS[question.form],
        stem=question.stem,
        several=question.form is Form.MULTIPLE,
        written=question.form is Form.SHORT,
        options=options,
        blanks=_blanks(spot.item, question.form, len(question.blanks), given),
        answer=_right(options, question.blanks, question.model),
        said=_said(options, given),
        why=question.why,
        cites=tuple(one.words for one in question.cites),
        marks=points(item.marks),
        got="" if mark is None or mark.score is None else points(mark.score),
        right=mark.right if mark else None,
        checked=question.reviewed,
        anchor=question.anchor,
        subject="、".join([question.category, *question.topics] if question.category else question.topics),
    )


def _blanks(place: int, form: Form, count: int, given: Answer) -> tuple[Blank, ...]:
    if form is Form.SHORT:
        return (Blank(f"text-{place}-0", "作答", given.texts[0] if given.texts else ""),)
    texts = (*given.texts, *("",) * count)
    labels = ["填空"] if count == 1 else [f"第 {n + 1} 空" for n in range(count)]
    return tuple(Blank(f"text-{place}-{n}", labels[n], texts[n]) for n in range(count))


def _right(options: tuple[Option, ...], blanks: tuple[tuple[str, ...], ...], model: str) -> str:
    if options:
        return _letters(one for one in options if one.right)
    return "；".join("或".join(one) for one in blanks) or model


def _said(options: tuple[Option, ...], given: Answer) -> str:
    if options:
        return _letters(one for one in options if one.chosen) or "未答"
    return "；".join(text for text in given.texts if text.strip()) or "未答"


def _letters(options: Iterable[Option]) -> str:
    found = list(options)
    return "".join(one.letter for one in found) or "、".join(one.words for one in found)


def answers_from(paper: Paper, sent: QueryDict | Mapping[str, str]) -> dict[int, Answer]:
    """What a form sends: places of options under `item-3`, texts under `text-3-0`."""
    found = {}
    for place, item in enumerate(paper.items):
        many = (
            sent.getlist(f"item-{place}") if isinstance(sent, QueryDict) else [sent.get(f"item-{place}", "")]
        )
        chosen = frozenset(int(one) for one in many if one.isascii() and one.isdigit() and len(one) < 3)
        lines = max(len(item.question.blanks), 1)
        texts = tuple(sent.get(f"text-{place}-{n}", "") for n in range(lines))
        if chosen or any(text.strip() for text in texts):
            found[place] = Answer(chosen, texts if any(text.strip() for text in texts) else ())
    return found
