"""What the pages of notes show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.urls import reverse
from django.utils import timezone

from zhixing.actions import library, notes
from zhixing.actions.notes import Opened
from zhixing.core.notes.note import LONGEST, MOST_PICTURES, STATE_WORDS, NoteForm, State
from zhixing.core.recording.base import Refused
from zhixing.core.recording.study import OUTPUTS
from zhixing.interop.documents.cells import Cell
from zhixing.store.people.queries import Actor
from zhixing.web.notes.listing import TONES
from zhixing.web.shared.downloads import Offer, list_offers

MINE_HEADINGS = ("题目", "形式", "日期", "抽查", "评语")


@dataclass(frozen=True, slots=True)
class MineRow:
    """A note of one's own: its address, state in words, the checker's word."""

    title: str
    output: str
    day: dt.date
    url: str
    state: str
    tone: str
    word: str
    again: str


@dataclass(frozen=True, slots=True)
class MinePage:
    """One's own notes."""

    rows: tuple[MineRow, ...]
    exports: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands on the form. `article` the title of what was read; `returned` the checker's word on it."""

    uid: UUID
    output: str
    title: str
    words: str
    day: str
    read: UUID | None
    again: UUID | None
    article: str = ""
    returned: str = ""


@dataclass(frozen=True, slots=True)
class WritePage:
    """The form, what is wrong with which field, the limits."""

    typed: Typed
    outputs: tuple[tuple[str, bool], ...]
    wrong: str
    where: str
    today: str
    longest: int
    most: int


@dataclass(frozen=True, slots=True)
class Said:
    """What a checker said: result, word, who, when."""

    result: str
    words: str
    by: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class LikePage:
    """Somebody else's note with passages in common."""

    name: str
    title: str
    url: str
    percent: int
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OnePage:
    """A note. `elsewhere`: notes alike that whoever looks may not see."""

    id: UUID
    title: str
    output: str
    name: str
    day: dt.date
    words: str
    state: str
    tone: str
    pictures: tuple[str, ...]
    article: str
    article_url: str
    said: tuple[Said, ...]
    earlier: tuple[tuple[int, str, dt.datetime], ...]
    mine: bool
    may_check: bool
    may_again: bool
    latest: str
    alike: tuple[LikePage, ...]
    elsewhere: int
    uid: str
    wrong: str
    typed: str


def uuid_of(text: str) -> UUID | None:
    """An id as it stands in a form."""
    try:
        return UUID(text)
    except ValueError:
        return None


def mine_page(actor: Actor) -> MinePage:
    """One's own notes, the latest first."""
    rows = notes.own(actor.person) if actor.person else ()
    return MinePage(
        tuple(
            MineRow(
                row.title,
                row.output,
                row.day,
                reverse("notes:one", args=[row.id]),
                STATE_WORDS[row.state],
                TONES[row.state],
                word,
                f"{reverse('notes:new')}?again={row.id}" if row.state is State.RETURNED else "",
            )
            for row, word in rows
        ),
        list_offers("notes:mine_export"),
    )


def mine_cells(row: MineRow) -> tuple[Cell, ...]:
    """A row of the file of one's own notes."""
    return (row.title, row.output, row.day, row.state, row.word)


def typed(said: Mapping[str, str], actor: Actor, *, today: dt.date) -> Typed:
    """What stands on the form; begun from a note that was sent back, from that note. Raises LookupError."""
    again, read = uuid_of(said.get("again", "")), uuid_of(said.get("read", ""))
    before = _own(again, actor) if again else None
    title, words, day = said.get("title"), said.get("words"), said.get("day")
    article = library.article(read, actor) if read else None
    output = said.get("output") or (before.note.output if before else OUTPUTS[0])
    if title is None:
        title = before.note.title if before else article.title[:100] if article else ""
    if words is None:
        words = before.note.words if before else ""
    if day is None:
        day = (before.note.day if before else today).isoformat()
    uid = uuid_of(said.get("uid", "")) or uuid4()
    told = before.checks[-1].words if before and before.checks else ""
    return Typed(uid, output, title, words, day, read, again, article.title if article else "", told)


def form_of(one: Typed) -> NoteForm:
    """The note as the core takes it. Raises Refused."""
    try:
        day = dt.date.fromisoformat(one.day)
    except ValueError:
        raise Refused("day", "请写日期，如 2026-03-05") from None
    return NoteForm(one.output, one.title, one.words, day, one.read, again=one.again)


def write_page(one: Typed, wrong: Refused | None, *, today: dt.date) -> WritePage:
    """The form as it is shown."""
    outputs = tuple((word, word == one.output) for word in OUTPUTS)
    told, where = (str(wrong), wrong.field) if wrong else ("", "")
    return WritePage(one, outputs, told, where, today.isoformat(), LONGEST, MOST_PICTURES)


def one_page(
    note: UUID, actor: Actor, *, now: dt.datetime, wrong: str = "", words: str = ""
) -> OnePage | None:
    """A note's page; None where there is none to be seen. `words`: what a checker typed that was refused."""
    found = notes.opened(note, actor, now=now)
    if found is None:
        return None
    row = found.note
    latest = next(one for one in found.versions if one.latest)
    return OnePage(
        id=row.id,
        title=row.title,
        output=row.output,
        name=found.name,
        day=row.day,
        words=row.words,
        state=STATE_WORDS[row.state],
        tone=TONES[row.state],
        pictures=tuple(
            reverse("notes:picture", args=[row.id, number]) for number in range(1, row.pictures + 1)
        ),
        article=found.article,
        article_url=reverse("library:read", args=[row.read]) if row.read and found.article else "",
        said=tuple(Said(c.result, c.words, c.by, timezone.localtime(c.at)) for c in found.checks),
        earlier=_earlier(found),
        mine=found.mine,
        may_check=found.may_check,
        may_again=found.mine and row.latest and row.state in (State.HANDED, State.RETURNED),
        latest="" if row.latest else reverse("notes:one", args=[latest.id]),
        alike=tuple(
            LikePage(
                one.name,
                one.note.title,
                reverse("notes:one", args=[one.note.id]),
                one.percent,
                tuple(passage.text for passage in one.passages),
            )
            for one in found.alike
        ),
        elsewhere=found.elsewhere,
        uid=str(uuid4()),
        wrong=wrong,
        typed=words,
    )


def _earlier(found: Opened) -> tuple[tuple[int, str, dt.datetime], ...]:
    return tuple(
        (one.version, reverse("notes:one", args=[one.id]), timezone.localtime(one.handed_at))
        for one in found.versions
        if one.id != found.note.id
    )


def _own(note: UUID, actor: Actor) -> Opened:
    found = notes.opened(note, actor, now=timezone.now())
    if found is None or not found.mine:
        raise LookupError(note)
    return found
