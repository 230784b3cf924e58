"""The list of notes at the checkers' desk."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from django.urls import reverse

from zhixing.actions import notes
from zhixing.actions.actors import tree
from zhixing.actions.notes import CHECKERS, DeskRow
from zhixing.actions.start import rulebooks
from zhixing.core.figures.figure import cite
from zhixing.core.notes.note import STATE_WORDS, State
from zhixing.core.recording.study import OUTPUTS
from zhixing.interop.documents.cells import Cell
from zhixing.store.people.queries import Actor
from zhixing.web.shared.citing import CiteLink, cite_links
from zhixing.web.shared.downloads import Offer, list_offers
from zhixing.web.shared.lists import Chip, Filter, Pages, chips, kept, page_of, select

HEADINGS = ("党支部", "姓名", "形式", "题目", "日期", "图片", "状态", "抽到")
DRAWN = "drawn"
STATES = {"handed": "待抽查", DRAWN: "抽到待查", "passed": "通过", "excellent": "优", "returned": "退回修改"}
_OF = {
    "passed": State.PASSED,
    "excellent": State.EXCELLENT,
    "returned": State.RETURNED,
    "handed": State.HANDED,
}
TONES = {State.HANDED: "wait", State.PASSED: "ok", State.EXCELLENT: "ok", State.RETURNED: "red"}


@dataclass(frozen=True, slots=True)
class Line:
    """A row: the note, its address, its state in words and tone."""

    row: DeskRow
    url: str
    state: str
    tone: str


@dataclass(frozen=True, slots=True)
class DeskPage:
    """The desk. `orgs`: those in which a lot can be drawn, with how many wait there and below."""

    whole: int
    waiting: int
    pages: Pages[Line]
    filters: tuple[Filter, ...]
    chips: tuple[Chip, ...]
    exports: tuple[Offer, ...]
    orgs: tuple[tuple[str, str, int], ...]
    uid: str
    q: str
    cites: tuple[CiteLink, ...]


def shown_rows(actor: Actor, asked: Mapping[str, str]) -> tuple[list[DeskRow], str]:
    """What the address leaves, and its filters in words."""
    rows = notes.on_desk(actor)
    filters = _filters(rows, asked)
    return _left(rows, asked), "，".join(f"{one.label}：{one.chosen}" for one in filters if one.chosen)


def desk_page(actor: Actor, asked: Mapping[str, str], today: dt.date) -> DeskPage:
    """The desk as an actor finds it."""
    rows = notes.on_desk(actor)
    filters, q = _filters(rows, asked), asked.get("q", "").strip()
    keep = kept(filters, asked, q)
    waiting = [row for row in rows if row.note.state is State.HANDED]
    return DeskPage(
        whole=len(rows),
        waiting=len(waiting),
        pages=page_of([_line(row) for row in _left(rows, asked)], asked, keep),
        filters=filters,
        chips=chips(filters, asked, q, f"查找：{q}"),
        exports=list_offers("notes:export", keep),
        orgs=_orgs(actor, waiting),
        uid=str(uuid4()),
        q=q,
        cites=cite_links(cite(rulebooks().on("notes.spot_check", today))),
    )


def cells(row: DeskRow) -> tuple[Cell, ...]:
    """A row of the file."""
    note = row.note
    state = STATE_WORDS[note.state]
    return (
        row.branch,
        row.name,
        note.output,
        note.title,
        note.day,
        note.pictures,
        state,
        "抽到" if row.drawn else "",
    )


def _line(row: DeskRow) -> Line:
    state = row.note.state
    return Line(row, reverse("notes:one", args=[row.note.id]), STATE_WORDS[state], TONES[state])


def _filters(rows: tuple[DeskRow, ...], asked: Mapping[str, str]) -> tuple[Filter, ...]:
    branches = sorted({(str(row.note.chain), row.branch) for row in rows}, key=lambda one: one[1])
    found = [
        select("state", "状态", tuple(STATES.items()), asked),
        select("output", "形式", tuple((one, one) for one in OUTPUTS), asked),
    ]
    if len(branches) > 1:
        found.append(select("org", "党支部", tuple(branches), asked))
    return tuple(found)


def _left(rows: tuple[DeskRow, ...], asked: Mapping[str, str]) -> list[DeskRow]:
    state, output, org = (asked.get(name, "") for name in ("state", "output", "org"))
    q = asked.get("q", "").strip()
    return [
        row
        for row in rows
        if (state not in _OF or row.note.state is _OF[state])
        and (state != DRAWN or (row.drawn and row.note.state is State.HANDED))
        and (not output or row.note.output == output)
        and (not org or str(row.note.chain) == org)
        and (not q or q in row.name or q in row.note.title)
    ]


def _orgs(actor: Actor, waiting: list[DeskRow]) -> tuple[tuple[str, str, int], ...]:
    known, reach = tree(), actor.reach(*CHECKERS)
    counts = Counter(row.note.chain for row in waiting)
    sums = {org: sum(counts[one] for one in known.below(org)) for org in reach if org in known.orgs}
    found = [(str(org), known.orgs[org].name, count) for org, count in sums.items() if count]
    return tuple(sorted(found, key=lambda one: one[1]))
