"""The contexts of a sitting's pages: items with small bars, the comparison, the key-in screen, short answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.urls import reverse
from django.utils.timezone import localtime

from zhixing.actions import papers
from zhixing.actions.choosing import Listed, listed
from zhixing.actions.papers_results import (
    ShortAnswer,
    SittingResults,
    expected,
    handed_in,
)
from zhixing.actions.roll import roll
from zhixing.core.names import stroke_key
from zhixing.core.papers.blueprint import points
from zhixing.core.papers.equating import METHOD_WORDS, Adjustment, Apart, tenths
from zhixing.core.papers.paper import LETTERS, Paper
from zhixing.core.papers.results import EXTREME, FEWEST, ItemResult
from zhixing.core.questions.question import FORM_WORDS
from zhixing.store.papers.queries import WAY_WORDS, SittingRow
from zhixing.store.people.queries import Actor
from zhixing.web.papers.keying import KeyPage, key_parts, people_of
from zhixing.web.papers.pages import when
from zhixing.web.shared.charts import Bar, bar
from zhixing.web.shared.downloads import Offer
from zhixing.web.shared.units import short_name

HEADINGS = (
    "题号",
    "题型",
    "题目",
    "知识点",
    "计入答卷",
    "作答",
    "答对",
    "得分率",
    "上下 27% 区分度",
    "点二列相关",
    "各选项人数",
)
WEAK = 600
"""Permille below which an item is marked as weak."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item of the table and of the file."""

    number: int
    form: str
    stem: str
    subject: str
    facility: str
    bar: Bar | None
    weak: bool
    upper_lower: str
    biserial: str
    options: str
    anchor: bool
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnchorRow:
    """An anchor in both batches."""

    number: int
    stem: str
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Compared:
    """The comparison: the raw means, the adjustment and its formula; `apart`: why there is none."""

    other: str
    apart: str
    words: str = ""
    raw: str = ""
    adjusted: str = ""
    theirs: str = ""
    error: str = ""
    method: str = ""
    warning: str = ""
    anchors: tuple[AnchorRow, ...] = ()


@dataclass(frozen=True, slots=True)
class SittingPage:
    """A sitting. `missing`: names of those who are expected and have no sheet, by strokes; none where it is free."""

    id: UUID
    paper: UUID
    title: str
    when: str
    way: str
    state: str
    tone: str
    closed: bool
    delayed: bool
    runs: bool
    sheets: int
    invited: int
    counted: int
    waiting: int
    alone: int
    kept: bool
    mean: str
    full: str
    fewest: int
    extreme: int
    items: tuple[ItemRow, ...]
    compared: Compared | None
    missing: tuple[str, ...]
    short: bool
    exports: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class MarksPage:
    """Short answers to be marked; the first is shown whole."""

    sitting: UUID
    title: str
    left: int
    answer: ShortAnswer | None
    stem: str
    model: str
    most: str
    number: int


def sitting_page(actor: Actor, found: SittingResults, state: tuple[str, str], today: dt.date) -> SittingPage:
    """The page for whoever asks."""
    row, results = found.sitting, found.results
    missing = () if row.private or found.kept else _missing(actor, row, today)
    return SittingPage(
        id=row.id,
        paper=row.paper,
        title=row.title,
        when=when(row),
        way=WAY_WORDS[row.way],
        state=state[0],
        tone=state[1],
        closed=row.closed,
        delayed=row.delayed,
        runs=papers.runs(row, actor),
        sheets=row.sheets,
        invited=row.invited,
        counted=results.sheets - results.waiting,
        waiting=results.waiting,
        alone=found.alone,
        kept=found.kept,
        mean="" if results.mean is None else points(tenths(results.mean)),
        full=points(found.paper.full),
        fewest=FEWEST,
        extreme=EXTREME,
        items=rows_of(found),
        compared=_compared(found),
        missing=missing,
        short=bool(found.paper.by_hand),
        exports=_exports(row.id) if results.items else (),
    )


def _exports(sitting: UUID) -> tuple[Offer, ...]:
    return tuple(
        Offer(words, reverse("papers:export", args=[sitting, form]))
        for form, words in (("xlsx", "逐题结果（Excel）"), ("csv", "逐题结果（CSV）"))
    )


def _missing(actor: Actor, row: SittingRow, today: dt.date) -> tuple[str, ...]:
    register, there = roll().register, handed_in(row.id)
    left = [
        register.people[one] for one in expected(row.id, actor) if one not in there and one in register.people
    ]
    left.sort(key=lambda one: (stroke_key(one.name), one.id))
    several = len(set(expected(row.id, actor).values())) > 1
    return tuple(
        f"{one.name}（{short_name(listed(one, today, register).branch_name)}）" if several else one.name
        for one in left
    )


def rows_of(found: SittingResults) -> tuple[ItemRow, ...]:
    """The items, in the order of the paper."""
    return tuple(_row(found.paper, one) for one in found.results.items)


def _row(paper: Paper, one: ItemResult) -> ItemRow:
    item = paper.items[one.item]
    question = item.question
    subject = "、".join(question.topics) or question.category
    chosen = "，".join(
        f"{LETTERS[n] if len(question.options) > 2 else question.options[n]} {count}{'✓' if n in question.right else ''}"
        for n, count in enumerate(one.options)
    )
    told = (permille(one.facility), signed(one.upper_lower), signed(one.biserial))
    numbers = (str(one.sheets), str(one.given), str(one.right))
    form = FORM_WORDS[question.form]
    return ItemRow(
        one.item + 1,
        form,
        question.stem,
        subject,
        told[0],
        bar(one.facility, 1000, short=one.facility < WEAK),
        one.facility < WEAK,
        told[1],
        told[2],
        chosen,
        question.anchor,
        (str(one.item + 1), form, question.stem, subject, *numbers, *told, chosen),
    )


def permille(value: int) -> str:
    """`61.5%`."""
    return f"{value // 10}.{value % 10}%"


def signed(value: int | None) -> str:
    """`0.35`, `-0.12`; a dash for what is not told."""
    return "—" if value is None else f"{value / 1000:.2f}"


def _compared(found: SittingResults) -> Compared | None:
    against, told = found.against, found.compared
    if against is None or told is None:
        return None
    other = f"{against.title}（{localtime(against.opens_at):%Y-%m-%d}）"
    if isinstance(told, Apart):
        return Compared(other, told.reason)
    return _adjusted(other, told, found.paper)


def _adjusted(other: str, told: Adjustment, paper: Paper) -> Compared:
    anchors = tuple(
        AnchorRow(n + 1, paper.items[n].question.stem, permille(here), permille(there))
        for n, _, here, there in told.anchors
    )
    return Compared(
        other,
        "",
        told.words,
        points(tenths(told.raw)),
        points(tenths(told.raw + told.amount)),
        points(tenths(told.other)),
        points(tenths(told.error)),
        METHOD_WORDS[told.method],
        told.warning,
        anchors,
    )


def key_page(
    actor: Actor,
    row: SittingRow,
    paper: Paper,
    sent: Mapping[str, str],
    wrong: Mapping[str, str],
    today: dt.date,
) -> KeyPage:
    """The key-in screen with what was typed."""
    there, register = handed_in(row.id), roll().register
    asked = expected(row.id, actor)
    left = [
        listed(register.people[one], today, register)
        for one in asked
        if one not in there and one in register.people
    ]
    left.sort(key=_by_strokes)
    day = sent.get("day") or min(today, localtime(row.opens_at).date()).isoformat()
    return KeyPage(
        row.id,
        row.title,
        f"{row.paper.hex[:6].upper()}-{row.number}",
        sent.get("uid") or str(uuid4()),
        day,
        people_of(left, sent),
        len(left),
        sum(one in there for one in asked),
        key_parts(paper, sent, wrong),
    )


def _by_strokes(one: Listed) -> tuple[object, ...]:
    return one.branch_name, stroke_key(one.name), one.id


def marks_page(row: SittingRow, paper: Paper, waiting: tuple[ShortAnswer, ...]) -> MarksPage:
    """The next short answer, and how many there are."""
    first = waiting[0] if waiting else None
    question = paper.items[first.item].question if first else None
    return MarksPage(
        row.id,
        row.title,
        len(waiting),
        first,
        question.stem if question else "",
        question.model if question else "",
        points(first.most) if first else "",
        first.item + 1 if first else 0,
    )
