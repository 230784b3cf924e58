"""A person's card: what is held, what can be changed, and the history of it all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from zhixing.actions.dossier import outline
from zhixing.actions.histories import Past
from zhixing.actions.roll import Roll, keeps_books_of
from zhixing.actions.start import rulebooks
from zhixing.actions.transferring import may_step
from zhixing.core.people.history import Statement
from zhixing.core.people.register import Person
from zhixing.core.people.spans import Span
from zhixing.core.people.transfer import (
    STEP_WORDS,
    Transfer,
    can_step,
    due_on,
    in_words,
    is_overdue,
)
from zhixing.interop.documents.cells import Cell
from zhixing.store.people.queries import Actor
from zhixing.web.people.new_forms import STEPS
from zhixing.web.people.offered import CHANGES

TRANSFER_HEADINGS = ("姓名", "转接", "状态", "转出日期", "介绍信日期", "应办完日期", "办结日期")
WORDS = (
    ("gender", "性别"),
    ("ethnicity", "民族"),
    ("birth", "出生年月"),
    ("education", "学历"),
    ("joined_on", "入党日期"),
)


@dataclass(frozen=True, slots=True)
class Act:
    """A change that can be made."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the card: what holds today, and what can be done about it."""

    title: str
    rows: tuple[tuple[str, str], ...]
    acts: tuple[Act, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class TransferCard:
    """A transfer as lists and cards show it. `due` is the letter's last day."""

    name: str
    url: str
    words: str
    state: str
    opened: dt.date
    letter: dt.date | None
    moved: dt.date
    due: dt.date | None
    overdue: bool
    running: bool
    acts: tuple[Act, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Under `TRANSFER_HEADINGS`."""
        ended = None if self.running else self.moved
        return (self.name, self.words, self.state, self.opened, self.letter, self.due, ended)


@dataclass(frozen=True, slots=True)
class PastLine:
    """A line of the history. `undone` tells how it was taken back."""

    what: str
    words: str
    when: str
    by: str
    source: str
    ended: str
    undone: str
    fact: UUID


@dataclass(frozen=True, slots=True)
class Card:
    """A person's card."""

    id: UUID
    name: str
    about: str
    state: str
    parts: tuple[Part, ...]
    transfer: TransferCard | None
    past: tuple[PastLine, ...]
    years: tuple[Act, ...]
    keeps: bool


def card(actor: Actor, one: Person, whole: Roll, past: Past, today: dt.date) -> Card:
    """The card of somebody the actor may see."""
    now, going = one.on_roll(today), whole.in_transit.get(one.id)
    name = whole.register.name_of
    last = now or (one.roll[-1] if one.roll else None)
    unit = (
        f"{name(last.org)}{name(last.group)}" if last else name(one.candidacy.org if one.candidacy else None)
    )
    kind = last.standing if last else one.candidacy.stage if one.candidacy else ""
    state = "" if now else "已不在册" if one.roll else "非党员"
    return Card(
        id=one.id,
        name=one.name,
        about="，".join(part for part in (unit, kind) if part),
        state=STEP_WORDS[going.step] if going else state,
        parts=tuple(_parts(actor, one, whole, today)),
        transfer=transfer_card(actor, going, whole, today) if going else None,
        past=tuple(_line(statement, past) for statement in past.statements),
        years=_years(one),
        keeps=keeps_books_of(actor, one),
    )


def transfer_card(actor: Actor, one: Transfer, whole: Roll, today: dt.date) -> TransferCard:
    """A transfer with the steps that the actor may take."""
    person = whole.register.people.get(one.person)
    acts = tuple(
        Act(words, reverse("people:step", args=[one.person, slug]))
        for slug, (words, form) in STEPS.items()
        if may_step(actor, one, form.step) and can_step(one, form.step, day=today, person=person)
    )
    return TransferCard(
        name=person.name if person else "",
        url=reverse("people:card", args=[one.person]),
        words=in_words(one, whole.register),
        state=STEP_WORDS[one.step],
        opened=one.opened,
        letter=one.letter,
        moved=one.moved,
        due=due_on(one, rulebooks()),
        overdue=is_overdue(one, rulebooks(), today),
        running=one.running,
        acts=acts,
    )


def _parts(actor: Actor, one: Person, whole: Roll, today: dt.date) -> Iterable[Part]:
    keeps, name = keeps_books_of(actor, one), whole.register.name_of

    def acts(part: str) -> tuple[Act, ...]:
        return tuple(
            Act(change.words, reverse("people:change", args=[one.id, slug]))
            for slug, change in CHANGES.items()
            if keeps
            and change.part == part
            and change.offered(one, today)
            and not (slug == "transfer" and one.id in whole.in_transit)
        )

    told = tuple((label, one.words[word]) for word, label in WORDS if one.words.get(word))
    yield Part("基本情况", told, acts("words"), "" if told else "只有姓名")
    if one.candidacy and not one.roll:
        mentor = whole.register.people.get(one.candidacy.mentor) if one.candidacy.mentor else None
        rows = (("阶段", one.candidacy.stage), ("联系支部", name(one.candidacy.org)))
        yield Part("发展阶段", (*rows, ("培养联系人", mentor.name if mentor else "暂无")), acts("stage"))
        return
    roll = one.on_roll(today)
    held = (
        (("支部", name(roll.org)), ("党小组", name(roll.group) or "不编组"), ("类别", roll.standing))
        if roll
        else ()
    )
    yield Part(
        "组织关系",
        (*held, *((("起止", _dates(roll)),) if roll else ())),
        acts("roll"),
        "" if roll else "现在不在册",
    )
    posts = tuple((span.title, f"{name(span.org)}，{_dates(span)}") for span in one.posts_on(today))
    yield Part("党内职务", posts, acts("posts"), "" if posts else "没有职务")
    place = one.place_on(today)
    station = whole.register.stations.get(place.station) if place and place.station else None
    where = (
        ("站点", station.name if station else ""),
        ("班制", place.shift if place else ""),
        ("岗位", place.duty if place else ""),
    )
    yield Part("站点岗位", tuple(row for row in where if row[1]), acts("place"), "" if place else "没有登记")
    exempt = one.exempt_on(today)
    free = ((f"{exempt.decided_by}决定", _dates(exempt)),) if exempt else ()
    yield Part("不作硬性要求", free, acts("exempt"), "" if exempt else "按学时目标计")
    dual = tuple((name(span.org), _dates(span)) for span in one.dual if span.covers(today))
    yield Part("双重组织生活", dual, acts("dual"), "" if dual else "没有")


def _dates(span: Span) -> str:
    start = f"自 {span.start} 起" if span.start else "建账前起"
    return f"{start}，到 {span.until} 止" if span.until else start


def _line(one: Statement, past: Past) -> PastLine:
    batch = past.batches.get(one.fact.source.batch) if one.fact.source.batch else None
    place = one.fact.source.words
    return PastLine(
        what=one.what,
        words=one.words,
        when=_when(one),
        by=one.fact.by,
        source=f"第 {batch.number} 批导入，{place}" if batch else place,
        ended=f"{one.ended.by}终止" if one.ended else "",
        undone=f"{one.reversal.by}冲正，{one.reversal.second}确认：{one.reversal.reason}"
        if one.reversal
        else "",
        fact=one.fact.uid,
    )


def _when(one: Statement) -> str:
    if one.point:
        return str(one.since or "")
    return f"{one.since or '建账前'} — {one.until or '今'}"


def _years(one: Person) -> tuple[Act, ...]:
    return tuple(
        Act(f"{year} 年记实", reverse("member:person", args=[year, one.id]))
        for year in outline().years
        if one.roll_in(year)
    )
