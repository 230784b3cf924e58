"""The contexts of the pages: lists, one paper, one sitting."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.urls import reverse
from django.utils.timezone import localtime

from zhixing.actions import papers
from zhixing.actions.papers_own import OwnSitting, own, ripe
from zhixing.actions.papers_printing import code_of
from zhixing.actions.recording import BOOKKEEPERS, keeps
from zhixing.actions.roll import roll
from zhixing.core.papers.blueprint import points
from zhixing.store.papers.queries import WAY_WORDS, PaperRow, SittingRow, Way
from zhixing.store.people.queries import MEMBER, Actor
from zhixing.web.papers.questions import PartView, parts_of
from zhixing.web.shared.downloads import Offer, list_offers
from zhixing.web.shared.units import short_name


@dataclass(frozen=True, slots=True)
class SittingLine:
    """A sitting in a list. `tone` of the chip; `count`: sheets of those asked."""

    id: UUID
    title: str
    org: str
    when: str
    way: str
    state: str
    tone: str
    count: str
    delayed: bool

    @property
    def cells(self) -> tuple[str, ...]:
        """As the list is exported."""
        title = f"{self.title}（延时复测）" if self.delayed else self.title
        return (title, self.org, self.way, self.when, self.state, *self.count.split(" / "))


SITTING_HEADINGS = ("测验", "组织", "成绩怎么用", "时间", "状态", "交卷", "受邀")


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A version of a paper in a list."""

    id: UUID
    title: str
    number: int
    org: str
    items: int
    full: str
    minutes: str
    anchors: int
    made: dt.date

    @property
    def cells(self) -> tuple[str, ...]:
        """As the list is exported."""
        counts = (f"{self.items}", self.full, f"{self.anchors}")
        return (self.title, f"第 {self.number} 版", self.org, *counts, self.minutes, f"{self.made}")


PAPER_HEADINGS = ("试卷", "版", "组织", "题数", "满分", "锚题", "时限", "组卷日期")


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A test of the member's own: `go` what one can do now; `look` what one sees of it; `score` in words."""

    id: UUID
    title: str
    when: str
    way: str
    go: str
    going: bool
    score: str
    counted: bool
    private: bool
    look: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """The list. `ripe`: questions that a delayed test could be drawn from; -1 where none is offered."""

    officer: bool
    member: bool
    open: tuple[OwnLine, ...]
    done: tuple[OwnLine, ...]
    ripe: int
    form: UUID
    sittings: tuple[SittingLine, ...]
    papers: tuple[PaperLine, ...]

    @property
    def sitting_files(self) -> tuple[Offer, ...]:
        """The list of sittings as files."""
        return list_offers("papers:sittings_export")

    @property
    def paper_files(self) -> tuple[Offer, ...]:
        """The list of papers as files."""
        return list_offers("papers:papers_export")


@dataclass(frozen=True, slots=True)
class PaperPage:
    """A paper with its key. `keeps`: the actor may open it and draw it anew."""

    line: PaperLine
    code: str
    by: str
    words: tuple[str, ...]
    parts: tuple[PartView, ...]
    unchecked: int
    keeps: bool
    files: tuple[Offer, ...]
    sittings: tuple[SittingLine, ...]


def home_page(actor: Actor, *, now: dt.datetime, today: dt.date) -> HomePage:
    """The list for whoever asks."""
    officer, member = actor.wears(*BOOKKEEPERS), actor.wears(MEMBER) and actor.person is not None
    mine = own(actor) if member else ()
    lines = [_own_line(one, now) for one in mine]
    return HomePage(
        officer=officer,
        member=member,
        open=tuple(line for line, one in zip(lines, mine, strict=True) if one.sheet is None and line.go),
        done=tuple(line for line, one in zip(lines, mine, strict=True) if one.sheet is not None),
        ripe=len(ripe(actor, now=now, today=today)) if member else -1,
        form=uuid4(),
        sittings=sitting_lines(actor, now) if officer else (),
        papers=paper_lines(actor) if officer else (),
    )


def sitting_lines(actor: Actor, now: dt.datetime) -> tuple[SittingLine, ...]:
    """The sittings that an officer's people are asked to."""
    return tuple(sitting_line(one, now) for one in papers.sittings(actor))


def paper_lines(actor: Actor) -> tuple[PaperLine, ...]:
    """The papers of what an officer keeps."""
    return tuple(paper_line(one) for one in papers.papers(actor))


def paper_page(actor: Actor, row: PaperRow) -> PaperPage:
    """One paper."""
    paper, now = row.paper, localtime()
    base = {
        form: reverse("papers:document", args=[row.id, form])
        for form in ("paper", "paper-pdf", "key", "key-pdf")
    }
    words = {"paper": "试卷 Word", "paper-pdf": "试卷 PDF", "key": "答案 Word", "key-pdf": "答案 PDF"}
    return PaperPage(
        line=paper_line(row),
        code=code_of(row),
        by=row.by,
        words=tuple(part.words for part in paper.blueprint.parts),
        parts=parts_of(paper),
        unchecked=sum(not item.question.reviewed for item in paper.items),
        keeps=keeps(actor, row.org, roll().register) if row.org else False,
        files=tuple(Offer(words[form], url) for form, url in base.items()),
        sittings=tuple(sitting_line(one, now) for one in papers.sittings(actor) if one.paper == row.id),
    )


def paper_line(row: PaperRow) -> PaperLine:
    """A paper as lists show it."""
    minutes = row.paper.blueprint.minutes
    return PaperLine(
        row.id,
        row.title,
        row.number,
        short_name(roll().register.name_of(row.org)) if row.org else "",
        len(row.paper.items),
        points(row.paper.full),
        f"{minutes} 分钟" if minutes else "不限时",
        len(row.paper.anchors),
        row.made_on,
    )


def sitting_line(row: SittingRow, now: dt.datetime) -> SittingLine:
    """A sitting as lists show it."""
    state, tone = state_of(row, now)
    return SittingLine(
        row.id,
        row.title,
        short_name(roll().register.name_of(row.org)) if row.org else "",
        when(row),
        "集中" if row.way == Way.ASSIGNED else "自愿",
        state,
        tone,
        f"{row.sheets} / {row.invited}",
        row.delayed,
    )


def state_of(row: SittingRow, now: dt.datetime) -> tuple[str, str]:
    """How far a sitting has come, and the tone of its chip."""
    if row.closed:
        return "已结束", ""
    if now < row.opens_at:
        return "还没有开始", "wait"
    return ("正在进行", "ok") if now < row.closes_at else ("已截止，待收卷", "wait")


def when(row: SittingRow) -> str:
    """`11-22 09:00 至 11-29 18:00`."""
    first, last = localtime(row.opens_at), localtime(row.closes_at)
    return f"{first:%Y-%m-%d %H:%M} 至 {last:%m-%d %H:%M}"


def _own_line(one: OwnSitting, now: dt.datetime) -> OwnLine:
    row, go = one.sitting, ""
    if one.going:
        go = "接着答"
    elif row.open_at(now):
        go = "去答卷"
    elif not row.closed and now < row.opens_at:
        go = "看说明"
    score = (
        ""
        if one.sheet is None
        else "等评简答题"
        if one.score is None
        else f"{points(one.score)} / {points(one.full)} 分"
    )
    counted = one.sheet is not None and one.sheet.counted
    return OwnLine(
        row.id,
        row.title,
        when(row) if one.sheet is None else f"{one.sheet.day} 交卷",
        WAY_WORDS[row.way],
        go,
        one.going,
        score,
        counted,
        row.private,
        "看答案" if row.key_open(now) else "看成绩",
    )
