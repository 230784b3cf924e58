"""What the desk shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from zhixing.actions import library, library_desk
from zhixing.actions.actors import tree
from zhixing.actions.library_desk import Desk, DeskRow
from zhixing.core.library.article import SORT_WORDS, STAGE_WORDS, VALIDITY_WORDS, Stage
from zhixing.core.library.checking import Hint
from zhixing.core.library.reviewing import LOOKS, STEP_WORDS, may_edit, may_write, must, recorded
from zhixing.interop.documents.cells import Cell
from zhixing.store.content import queries
from zhixing.store.content.queries import StepRow
from zhixing.store.people.queries import Actor
from zhixing.web.library.pages import Attached, attached_of, facts_of
from zhixing.web.shared.downloads import Offer, list_offers
from zhixing.web.shared.lists import Chip, Filter, Pages, chips, kept, page_of, select
from zhixing.web.shared.units import short_name

DESK_HEADINGS = ("标题", "类型", "进度", "等您办", "党组织", "责任编辑", "待处理纠错")
TONES = {Stage.DRAFT: "", Stage.PUBLISHED: "ok", Stage.WITHDRAWN: "red"}


@dataclass(frozen=True, slots=True)
class DeskLine:
    """An article on the desk; `changed` the moment of what stands there last."""

    row: DeskRow
    url: str
    sort: str
    stage: str
    tone: str
    org: str
    shown: bool


@dataclass(frozen=True, slots=True)
class DeskPage:
    """The desk. `mine`: how many wait for whoever looks; `slips`: open reports he may answer."""

    filters: tuple[Filter, ...]
    chips: tuple[Chip, ...]
    whole: int
    mine: int
    slips: int
    pages: Pages[DeskLine]
    may_write: bool
    may_edit: bool
    exports: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class StepLine:
    """A line of the history. `round`: 一审一校 and so on, where it was passed."""

    what: str
    by: str
    at: dt.datetime
    words: str
    looked: str
    passed: bool
    round: str


@dataclass(frozen=True, slots=True)
class Look:
    """Something to tick; `must`: without it the step is not passed."""

    code: str
    words: str
    ticked: bool
    must: bool


@dataclass(frozen=True, slots=True)
class WorkPage:
    """One article on the desk. `by`, `facts`, `files`: what readers will see around it.

    `words` as typed in a refused form; `others`: what may take its place.
    """

    desk: Desk
    url: str
    read_url: str
    stage: str
    tone: str
    step: str
    org: str
    by: str
    facts: tuple[tuple[str, str], ...]
    files: tuple[Attached, ...]
    history: tuple[StepLine, ...]
    versions: tuple[tuple[int, str], ...]
    compare_url: str
    hints: tuple[Hint, ...]
    looks: tuple[Look, ...]
    validities: tuple[tuple[str, str, bool], ...]
    others: tuple[tuple[str, str, bool], ...]
    notice: str
    words: str
    problem: str
    uid: UUID


def desk_page(actor: Actor, asked: Mapping[str, str]) -> DeskPage:
    """The desk of whoever looks."""
    rows, filters = library_desk.desk(actor), _filters(asked)
    keep = kept(filters, asked, "")
    hats = frozenset(hat.role for hat in actor.hats)
    return DeskPage(
        filters=filters,
        chips=chips(filters, asked, "", ""),
        whole=len(rows),
        mine=sum(row.mine for row in rows),
        slips=sum(row.open_slips for row in rows),
        pages=page_of(_shown(rows, filters, asked), asked, keep),
        may_write=may_write(hats),
        may_edit=may_edit(hats),
        exports=list_offers("library:desk_export", keep) if rows else (),
    )


def desk_rows(actor: Actor, asked: Mapping[str, str]) -> tuple[list[DeskLine], str]:
    """What the address leaves of the desk, and its filters in words."""
    filters = _filters(asked)
    told = "，".join(f"{one.label}：{one.chosen}" for one in filters if one.chosen)
    return _shown(library_desk.desk(actor), filters, asked), told


def desk_cells(line: DeskLine) -> tuple[Cell, ...]:
    """A row of the file."""
    row = line.row
    waits = "等您办" if row.mine else ""
    return (row.article.title, line.sort, line.stage, waits, line.org, row.entry.editor, row.open_slips)


def _filters(asked: Mapping[str, str]) -> tuple[Filter, ...]:
    return (
        select("stage", "进度", [(one.value, words) for one, words in STAGE_WORDS.items()], asked),
        select("wait", "等我办", [("mine", "等我办的")], asked),
    )


def _shown(rows: Iterable[DeskRow], filters: Iterable[Filter], asked: Mapping[str, str]) -> list[DeskLine]:
    """What the filters leave, what waits for whoever looks first."""
    chosen = {one.name: asked[one.name] for one in filters if one.chosen}
    return [
        _line(row)
        for row in sorted(rows, key=lambda row: not row.mine)
        if chosen.get("stage", row.entry.stage) == row.entry.stage and (row.mine or "wait" not in chosen)
    ]


def work_page(found: Desk, actor: Actor, *, problem: str = "", typed: QueryDict | None = None) -> WorkPage:
    """The page of one article on the desk."""
    entry, one = found.entry, found.version.article
    ticked, asked = set(typed.getlist("looked")) if typed else set(), must(found.review)
    looks = tuple(Look(code, words, code in ticked, code in asked) for code, words in LOOKS)
    versions = tuple(
        (row.article.version, f"{_minute(row.made_at)} {row.by} {row.reason}".strip())
        for row in found.versions
    )
    others = (
        tuple(
            (str(each.id), each.title, each.id == one.replaced_by)
            for each in library.published(actor)
            if each.id != entry.id
        )
        if found.may_edit and entry.shown
        else ()
    )
    return WorkPage(
        desk=found,
        url=reverse("library:work", args=[entry.id]),
        read_url=reverse("library:read", args=[entry.id]) if entry.shown else "",
        stage=STAGE_WORDS[entry.stage],
        tone=TONES.get(entry.stage, "wait"),
        step=STEP_WORDS.get(found.review, "") if found.review else "",
        org=tree().name_of(entry.org),
        by=" ".join(part for part in (one.author_unit, one.author) if part),
        facts=tuple(facts_of(one)),
        files=tuple(attached_of(row, one.id) for row in queries.media(one.media)),
        history=tuple(_history(found)),
        versions=versions,
        compare_url=reverse("library:versions", args=[entry.id]) if len(versions) > 1 else "",
        hints=found.hints,
        looks=looks,
        validities=tuple((each.value, words, each is one.validity) for each, words in VALIDITY_WORDS.items()),
        others=others,
        notice=typed.get("notice", one.notice) if typed else one.notice,
        words=typed.get("words", "") if typed else "",
        problem=problem,
        uid=uuid4(),
    )


def _line(row: DeskRow) -> DeskLine:
    return DeskLine(
        row=row,
        url=reverse("library:work", args=[row.entry.id]),
        sort=SORT_WORDS[row.article.sort],
        stage=STAGE_WORDS[row.entry.stage],
        tone=TONES.get(row.entry.stage, "wait"),
        org=short_name(tree().name_of(row.entry.org)),
        shown=row.entry.shown is not None and row.entry.stage is not Stage.PUBLISHED,
    )


def _history(found: Desk) -> list[StepLine]:
    words = dict(LOOKS)
    return [
        StepLine(
            what=STEP_WORDS[step.step] + _ended(step, found),
            by=step.by,
            at=step.at,
            words=step.words,
            looked="、".join(words[code].partition("：")[0] for code in step.looked if code in words),
            passed=step.passed,
            round=recorded(step.step, passed=step.passed, looked=step.looked),
        )
        for step in reversed(found.steps)
    ]


def _ended(step: StepRow, found: Desk) -> str:
    """How a step ended, in words. Handed in and nobody reviewed it, though it is no longer under review: taken back."""
    if step.step is not Stage.DRAFT:
        return "通过" if step.passed else "退回"
    over = step.round < found.entry.number or found.entry.stage is Stage.DRAFT
    alone = all(one.step is Stage.DRAFT for one in found.steps if one.round == step.round)
    return "（没有审就撤回了）" if over and alone else ""


def _minute(at: dt.datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
