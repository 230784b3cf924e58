"""What the pages of packs show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from zhixing.actions.makeups import OwedSession
from zhixing.actions.packs import Choice, changed_since, may_make
from zhixing.actions.packs_compose import Catalogue, Starts
from zhixing.actions.recording import BOOKKEEPERS
from zhixing.actions.roll import roll
from zhixing.core.library.article import SORT_WORDS
from zhixing.core.packs.pack import Pack
from zhixing.core.questions.question import FORM_WORDS, Question
from zhixing.interop.packs.pages import key_of, options_of, size_words
from zhixing.store.packs import queries
from zhixing.store.packs.queries import BACK, DONE, WAITING, MadeRow, ReturnRow
from zhixing.store.people.queries import Actor

STATE_CHIPS = {WAITING: "wait", DONE: "ok", BACK: "red"}
WHOLE = "全局"
FEW = 5
"""Sessions shown at once; the others unfold."""


@dataclass(frozen=True, slots=True)
class PackRow:
    """A pack in the officer's list: what it holds, how large it is, what came back. `url` its page."""

    row: MadeRow
    org: str
    holds: str
    size: str
    made: dt.date
    waiting: int
    done: int
    url: str

    @property
    def cells(self) -> tuple[str, ...]:
        """As the list is exported."""
        state = "已收起" if self.row.withdrawn else "在发"
        counts = (str(self.waiting), str(self.done))
        return (self.row.title, self.org, self.holds, self.size, f"{self.made}", state, *counts)


HEADINGS = ("名称", "发给", "内容", "大小", "发出", "状态", "待确认", "已确认补学")


@dataclass(frozen=True, slots=True)
class Pick:
    """Something to tick: its number, words, a line more; whether it is chosen."""

    value: str
    words: str
    told: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """A return at the desk: whose, of which pack, how it came; `ready` to be confirmed."""

    row: ReturnRow
    name: str
    branch: str
    title: str
    way: str
    chip: str
    taken: dt.datetime
    ready: bool
    url: str

    @property
    def cells(self) -> tuple[str, ...]:
        """As the list is exported."""
        stands = "齐全" if self.ready else "还差" if self.row.lacks else "已收到，没有缺课，不用确认"
        told = (f"{self.row.finished_on}", self.way, f"{self.taken:%Y-%m-%d}", stands, self.row.lacks)
        return (self.name, self.branch, self.title, *told)


RETURN_HEADINGS = ("姓名", "支部", "学习包", "学完", "怎么来的", "收到", "情况", "还差什么")


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with what was answered and what the answer is with its explanation."""

    kind: str
    stem: str
    options: tuple[tuple[str, str], ...]
    given: str
    key: str


def holds(row: MadeRow) -> str:
    """`2 篇、1 段录音、5 道题`."""
    counts = ((row.texts, "篇"), (row.recordings, "段录音"), (row.questions, "道题"))
    return "、".join(f"{count} {words}" for count, words in counts if count)


def pack_rows(actor: Actor) -> tuple[PackRow, ...]:
    """The packs an actor's branches have, each once in its newest version; those offered first."""
    register, reach = roll().register, actor.reach(*BOOKKEEPERS)
    counts = queries.counts(reach)
    seen: set[UUID] = set()
    rows = []
    for row in sorted(queries.made(), key=lambda one: one.withdrawn):
        mine = row.org is None or bool(register.below(row.org) & reach)
        if row.pack in seen or not mine:
            continue
        seen.add(row.pack)
        rows.append(pack_row(row, counts.get(row.pack, {})))
    return tuple(rows)


def pack_row(row: MadeRow, counts: Mapping[str, int]) -> PackRow:
    """One of them."""
    org = roll().register.name_of(row.org) if row.org else WHOLE
    made = timezone.localtime(row.made_at).date()
    waiting, done = counts.get(WAITING, 0), counts.get(DONE, 0)
    url = reverse("packs:one", args=[row.pack])
    return PackRow(row, org, holds(row), size_words(row.size), made, waiting, done, url)


def narrowed(offered: Catalogue, asked: str, choice: Choice) -> Catalogue:
    """What has every word asked for in its title, author, stem, code or topic, and what is chosen."""
    words = asked.casefold().split()

    def told(*parts: str) -> bool:
        whole = " ".join(parts).casefold()
        return all(word in whole for word in words)

    return replace(
        offered,
        articles=tuple(
            one
            for one in offered.articles
            if one.id in choice.texts or told(one.title, one.author_unit, one.author)
        ),
        questions=tuple(
            one
            for one in offered.questions
            if one.id in choice.questions or told(one.code, one.stem, one.category, *one.topics)
        ),
    )


def picks_of_articles(offered: Catalogue, chosen: Sequence[UUID]) -> tuple[Pick, ...]:
    """The articles to tick, those chosen first and in their order."""
    order = {uid: nth for nth, uid in enumerate(chosen)}
    rows = sorted(offered.articles, key=lambda one: order.get(one.id, len(order)))
    return tuple(
        Pick(
            str(one.id),
            one.title,
            "，".join((SORT_WORDS[one.sort], one.author_unit or "本单位")),
            one.id in order,
        )
        for one in rows
    )


def picks_of_questions(offered: Catalogue, chosen: Sequence[UUID]) -> tuple[Pick, ...]:
    """The questions to tick, those chosen first."""
    wanted = set(chosen)
    rows = sorted(offered.questions, key=lambda one: one.id not in wanted)
    return tuple(
        Pick(
            str(one.id),
            one.stem,
            "，".join((one.code, FORM_WORDS[one.form], _checked(one))),
            one.id in wanted,
        )
        for one in rows
    )


def _checked(one: Question) -> str:
    return "已核对" if one.reviewed else "待核对"


def return_lines(rows: Sequence[ReturnRow], ways: Mapping[str, str]) -> tuple[ReturnLine, ...]:
    """Returns with names, the ready ones first."""
    register = roll().register
    titles = queries.made_some([(one.pack, one.version) for one in rows])
    lines = []
    for one in rows:
        person, place = register.people.get(one.person), (one.pack, one.version)
        lines.append(
            ReturnLine(
                row=one,
                name=person.name if person else "名册里没有",
                branch=register.name_of(one.org),
                title=titles[place].title if place in titles else "学习包",
                way=ways.get(one.way, ""),
                chip=STATE_CHIPS.get(one.state, ""),
                taken=timezone.localtime(one.taken_at),
                ready=one.state == WAITING and not one.lacks and one.session is not None,
                url=reverse("packs:return", args=[one.id]),
            )
        )
    return tuple(sorted(lines, key=lambda one: not one.ready))


def answered(pack: Pack, given: Mapping[UUID, str], *, keys: bool) -> tuple[Answered, ...]:
    """The questions with the answers given; keys where they are to be shown."""
    return tuple(
        Answered(
            FORM_WORDS[one.form],
            one.stem,
            options_of(one),
            given.get(one.id, ""),
            key_of(one) if keys else "",
        )
        for one in pack.questions
    )


@dataclass(frozen=True, slots=True)
class ListPage:
    """The officer's list; `starts` what a pack may be made for."""

    rows: tuple[PackRow, ...]
    starts: Starts
    waiting: int

    @property
    def late(self) -> tuple[OwedSession, ...]:
        """The latest sessions that somebody missed."""
        return self.starts.sessions[::-1][:FEW]

    @property
    def earlier(self) -> tuple[OwedSession, ...]:
        """Those before them."""
        return self.starts.sessions[::-1][FEW:]


def list_page(actor: Actor, starts: Starts) -> ListPage:
    """The page of packs."""
    rows = pack_rows(actor)
    return ListPage(rows, starts, sum(one.waiting for one in rows))


@dataclass(frozen=True, slots=True)
class OnePage:
    """A pack: what is in it, its files, what came back. `changed`: titles that read otherwise in the library by now."""

    pack: Pack
    row: PackRow
    lines: tuple[ReturnLine, ...]
    asked: tuple[Answered, ...]
    single: bool
    may: bool
    changed: tuple[str, ...]


def one_page(actor: Actor, pack: Pack, row: MadeRow, ways: Mapping[str, str]) -> OnePage:
    """The page of a pack."""
    lines = return_lines(queries.returns_of_pack(pack.id, actor.reach(*BOOKKEEPERS)), ways)
    counts: dict[str, int] = {}
    for one in lines:
        counts[one.row.state] = counts.get(one.row.state, 0) + 1
    asked = answered(pack, {}, keys=True)
    may = may_make(actor, pack.org)
    changed = changed_since(pack, actor) if may and not row.withdrawn else ()
    return OnePage(pack, pack_row(row, counts), lines, asked, bool(pack.texts), may, changed)
