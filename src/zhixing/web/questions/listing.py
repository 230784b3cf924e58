"""The bank as its address asks for it: searched, filtered, a page at a time."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from zhixing.actions.question_desk import everything
from zhixing.actions.question_files import FORMS
from zhixing.core.questions.comparing import doubles
from zhixing.core.questions.question import FORM_WORDS, Question, plain
from zhixing.core.questions.words import answer_words, cites_words
from zhixing.store.people.queries import Actor
from zhixing.web.shared.downloads import Offer
from zhixing.web.shared.lists import Chip, Filter, Pages, chips, kept, page_of, select

USED, CHECKED, WAITING, RETIRED = "used", "checked", "waiting", "retired"
STATES = ((USED, "在用"), (WAITING, "在用、待核对"), (CHECKED, "在用、已核对"), (RETIRED, "已停用"))


@dataclass(frozen=True, slots=True)
class Row:
    """A question in the list. `retired`: it is not asked today."""

    question: Question
    url: str
    retired: bool
    double: bool

    @property
    def form(self) -> str:
        """单选 …"""
        return FORM_WORDS[self.question.form]

    @property
    def cites(self) -> str:
        """What it rests on."""
        return cites_words(self.question.cites)


@dataclass(frozen=True, slots=True)
class ListPage:
    """The bank as shown. `whole`: before filters; `doubles`: how many stand in the bank twice or more."""

    q: str
    filters: tuple[Filter, ...]
    chips: tuple[Chip, ...]
    whole: int
    waiting: int
    doubles: int
    counts: str
    pages: Pages[Row]
    exports: tuple[Offer, ...]


def list_page(actor: Actor, asked: Mapping[str, str], today: dt.date) -> ListPage:
    """What the viewer sees."""
    rows = _rows(actor, today)
    filters, q = _filters(rows, asked), asked.get("q", "").strip()
    shown = _shown(rows, asked, q)
    keep = kept(filters, asked, q)
    ending = f"?{urlencode(keep)}" if keep else ""
    return ListPage(
        q,
        filters,
        chips(filters, asked, q, f"查找“{q}”"),
        len(rows),
        sum(1 for row in rows if not row.retired and not row.question.reviewed),
        sum(1 for row in rows if row.double),
        _counts(shown),
        page_of(shown, asked, keep),
        tuple(
            Offer(words, reverse("questions:export", args=[form]) + ending) for form, words in FORMS.items()
        ),
    )


def shown_questions(
    actor: Actor, asked: Mapping[str, str], today: dt.date
) -> tuple[tuple[Question, ...], str]:
    """All that the filters leave, and the filters in words: what an export holds."""
    rows = _rows(actor, today)
    filters, q = _filters(rows, asked), asked.get("q", "").strip()
    told = "，".join(one.words for one in chips(filters, asked, q, f"查找“{q}”"))
    return tuple(row.question for row in _shown(rows, asked, q)), told


def _rows(actor: Actor, today: dt.date) -> list[Row]:
    """Every question by its number in the bank, retired ones last."""
    found = [row.question for row in everything(actor)]
    there = [one for one in found if one.in_force(today)]
    twice: set[UUID] = {one.id for group in doubles(there) for one in group}
    rows = [
        Row(one, reverse("questions:one", args=[one.id]), not one.in_force(today), one.id in twice)
        for one in found
    ]
    return sorted(rows, key=lambda row: row.retired)


def _filters(rows: Sequence[Row], asked: Mapping[str, str]) -> tuple[Filter, ...]:
    questions = [row.question for row in rows]
    names = Counter(one.category for one in questions if one.category)
    documents = Counter(cited.document for one in questions for cited in one.cites)
    topics = Counter(topic for one in questions for topic in one.topics)
    yes = [("yes", "是")]
    found = (
        select("form", "题型", [(form.value, words) for form, words in FORM_WORDS.items()], asked),
        select("category", "类别", [(one, one) for one in names], asked),
        select("topic", "知识点", [(one, one) for one in sorted(topics)], asked),
        select("document", "依据的文件", [(one, one) for one, _ in documents.most_common()], asked),
        select("state", "状态", STATES, asked),
        select("anchor", "锚题", yes, asked),
    )
    twice = asked.get("double") or any(row.double for row in rows)
    return (*found, select("double", "题干相同", yes, asked)) if twice else found


def _shown(rows: Sequence[Row], asked: Mapping[str, str], q: str) -> list[Row]:
    wanted = {name: asked.get(name, "") for name in ("form", "category", "topic", "document", "state")}
    found = [row for row in rows if _matches(row, wanted)]
    if asked.get("anchor") == "yes":
        found = [row for row in found if row.question.anchor]
    if asked.get("double") == "yes":
        found = [row for row in found if row.double]
    return [row for row in found if _mentions(row.question, q)] if q else found


def _matches(row: Row, wanted: Mapping[str, str]) -> bool:
    one = row.question
    state = wanted["state"]
    return (
        wanted["form"] in ("", one.form.value)
        and wanted["category"] in ("", one.category)
        and (not wanted["topic"] or wanted["topic"] in one.topics)
        and (not wanted["document"] or any(cited.document == wanted["document"] for cited in one.cites))
        and (state not in (USED, CHECKED, WAITING) or not row.retired)
        and (state != RETIRED or row.retired)
        and (state != CHECKED or one.reviewed)
        and (state != WAITING or not one.reviewed)
    )


def _mentions(one: Question, q: str) -> bool:
    texts = (
        one.code,
        one.stem,
        *one.options,
        answer_words(one),
        one.why,
        cites_words(one.cites),
        *one.topics,
    )
    return any(plain(q) in plain(text) for text in texts)


def _counts(rows: Sequence[Row]) -> str:
    """How many of each form."""
    counts = Counter(row.form for row in rows)
    return "、".join(f"{words} {counts[words]}" for words in FORM_WORDS.values() if counts[words])
