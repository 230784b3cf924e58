"""Packs: composed of published articles and questions of the bank, handed out, offered to whom they suit.

Who keeps the books of an organisation hands out packs for it. A pack is offered for a session somebody missed by
值班 or 请假 (as good as making it up by video), beside a coming lesson, and to those of whom nothing is required.
Nobody learns who fetched one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID, uuid5

from django.db import transaction

from zhixing.actions import library
from zhixing.actions.makeups import Owed, owed
from zhixing.actions.questions import bank
from zhixing.actions.recording import BOOKKEEPERS, Ask, NotYours, keeps
from zhixing.actions.roll import roll
from zhixing.actions.start import rulebooks
from zhixing.core.facts.record import FactError
from zhixing.core.library.article import Article
from zhixing.core.packs.choosing import plain, usable
from zhixing.core.packs.pack import Pack, Part, PartSort
from zhixing.core.packs.returning import wanted_on
from zhixing.core.packs.wire import digest_of, versioned
from zhixing.core.people.changes import home
from zhixing.interop.packs.pages import Imprint
from zhixing.interop.packs.zipped import zip_size
from zhixing.store.ledger import api as ledger
from zhixing.store.packs import api, queries
from zhixing.store.packs.queries import MadeRow, ReturnRow
from zhixing.store.people.queries import Actor

ENDINGS: Mapping[str, str] = {
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/aac": "aac",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
}
"""Recordings that go into a pack, and how their files end."""
LONGEST_TITLE, LONGEST_ASK, MOST_TEXTS, MOST_QUESTIONS = 60, 200, 20, 50


class NotPacked(FactError):
    """A pack that can't be handed out as chosen; the sentence says what to do."""


class Why(StrEnum):
    """Why a pack is offered to somebody."""

    MAKEUP = "makeup"
    LESSON = "lesson"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True)
class Choice:
    """What an officer chose: `org` None for the whole organ; `pack` where a new version of one is made."""

    title: str
    org: UUID | None
    texts: tuple[UUID, ...] = ()
    questions: tuple[UUID, ...] = ()
    recordings: bool = True
    asks: str = ""
    keys: bool = False
    session: UUID | None = None
    lesson: UUID | None = None
    pack: UUID | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A pack for somebody: why, what it holds, bytes to be fetched; `owed` the session it makes up.

    `returned`: what he returned of this version and was not sent back.
    """

    row: MadeRow
    why: Why
    owed: Owed | None = None
    returned: ReturnRow | None = None


def pack(id: UUID, version: str) -> Pack | None:
    """A version of a pack as it was handed out."""
    return queries.pack(id, version)


def offers(person: UUID, today: dt.date, *, missed: tuple[Owed, ...] | None = None) -> tuple[Offer, ...]:
    """What is offered to somebody: first what makes up a session, then what goes with lessons. Seven queries, however many packs.

    `missed`: what he may make up, where it has been read already.
    """
    register = roll().register
    found = register.people.get(person)
    if found is None:
        return ()
    mine = home(found)
    rows = [
        row for row in queries.offered() if row.org is None or mine in register.below(row.org) | {row.org}
    ]
    mine_owed = missed if missed is not None else owed(person, today) if rows else ()
    standing = {
        (one.pack, one.version): one
        for one in reversed(queries.returns_by(person))
        if one.state != queries.BACK
    }
    free = Why.DELIVERED if found.exempt_on(today) else Why.LESSON
    made = []
    for row in rows:
        session, back = session_for(row, mine_owed), standing.get((row.pack, row.version))
        if session is not None:
            made.append(Offer(row, Why.MAKEUP, session, back))
        elif row.session is None or back is not None:
            made.append(Offer(row, free, None, back))
    order = {Why.MAKEUP: 0, Why.DELIVERED: 1, Why.LESSON: 1}
    return tuple(sorted(made, key=lambda one: (order[one.why], one.owed.day if one.owed else today)))


def session_for(row: MadeRow | Pack, missed: tuple[Owed, ...]) -> Owed | None:
    """Which of the sessions somebody owes a pack makes up: the one it was made for, or one of the same title."""
    if row.session is not None:
        return next((one for one in missed if one.session == row.session), None)
    return next((one for one in missed if plain(one.title) == plain(row.title)), None)


def may_make(actor: Actor, org: UUID | None) -> bool:
    """Whether an actor hands out packs for an organisation; for the whole organ (None) the superior does."""
    return keeps(actor, org, roll().register)


def may_read(actor: Actor, row: MadeRow | Pack) -> bool:
    """Whether an actor may see a pack: it is for everybody, for his branch, or he keeps books below or above."""
    if row.org is None:
        return True
    known = roll().register
    below = known.below(row.org) | {row.org}
    person = known.people.get(actor.person) if actor.person else None
    if person is not None and home(person) in below:
        return True
    return bool(actor.reach(*BOOKKEEPERS) & below)


def composed(choice: Choice, *, actor: Actor, today: dt.date) -> Pack:
    """The pack that a choice makes. Raises NotPacked."""
    title = " ".join(choice.title.split())
    if not title or len(title) > LONGEST_TITLE:
        raise NotPacked(f"请写学习包的名称，不超过 {LONGEST_TITLE} 字")
    asks = " ".join(choice.asks.split())
    if len(asks) > LONGEST_ASK:
        raise NotPacked(f"“请写一写”最多 {LONGEST_ASK} 字，现有 {len(asks)} 字")
    wanted = set(choice.questions)
    questions = tuple(one for one in bank(today=today) if one.id in wanted)
    if len(questions) != len(wanted):
        raise NotPacked("选的题有的已经停用；请看一看题目，去掉停用的再发")
    if any(one.anchor for one in questions):
        raise NotPacked("选的题里有锚题，要留着比较两次测验，不能事先发下去；请去掉再发")
    parts = _parts(choice, actor)
    if not parts:
        raise NotPacked("请至少选一篇文章；文库里没有的，先请编辑发布")
    if len(questions) > MOST_QUESTIONS:
        raise NotPacked(f"最多选 {MOST_QUESTIONS} 道题，选了 {len(questions)} 道；题多了没人答")
    made = Pack(
        id=choice.pack or _number(choice),
        version="",
        title=title,
        made_on=today,
        session=choice.session,
        lesson=choice.lesson,
        parts=parts,
        questions=questions,
        asks=asks,
        keys=choice.keys,
        org=choice.org,
    )
    return versioned(made)


def changed_since(held: Pack, actor: Actor) -> tuple[str, ...]:
    """Titles of the texts of which the library shows other words now: an erratum or a new version. One query."""
    now = {one.id: one for one in library.articles([one.id for one in held.texts], actor)}
    return tuple(
        part.title
        for part in held.texts
        if part.id in now and (now[part.id].title, now[part.id].body) != (part.title, part.body)
    )


def publish(choice: Choice, ask: Ask) -> Pack:
    """Hands out a pack; composed alike, it is the version there is. Raises NotYours, NotPacked.

    A new version goes to whom the versions before it went: it takes their place, so it never reaches another's pack.
    """
    if not may_make(ask.by, choice.org):
        raise NotYours
    if choice.pack is None and choice.session is None and choice.lesson is None:
        choice = replace(choice, pack=ask.uid)
    before = queries.latest(choice.pack or _number(choice))
    if before is not None and not may_make(ask.by, before.org):
        raise NotYours
    if before is not None and before.org != choice.org:
        raise NotPacked("这个学习包原来发给别的组织；请改回原来的“发给”，要发给别处的请另做一个")
    made = composed(choice, actor=ask.by, today=ask.today)
    by = api.Hand(ask.by.account, ask.by.signature, ask.now)
    with transaction.atomic():
        new = api.add_pack(made, size=file_size(made, today=ask.today), by=by)
        if new:
            told = f"{len(made.texts)} 篇，{len(made.questions)} 题，第 {made.version[:8]} 版"
            ledger.audit(ledger.Stamp(ask.by.signature, ask.now), "发学习包", made.title, told)
    return made


def withdraw(uid: UUID, ask: Ask) -> None:
    """Offers a pack no more; what was handed out can still come back. Raises NotYours."""
    row = queries.latest(uid)
    if row is None or not may_make(ask.by, row.org):
        raise NotYours
    with transaction.atomic():
        if api.withdraw(uid, now=ask.now):
            ledger.audit(ledger.Stamp(ask.by.signature, ask.now), "收起学习包", row.title)


def imprint(*, today: dt.date) -> Imprint:
    """What stands around a pack's content when it leaves the house."""
    root = roll().register.root
    organ = root.name.removesuffix("机关党委") if root else ""
    return Imprint(organ, wanted_on(rulebooks(), today).characters)


def file_size(made: Pack, *, today: dt.date) -> int:
    """Bytes of the pack as a file."""
    return zip_size(made, imprint(today=today))


def _number(choice: Choice) -> UUID:
    """One pack of a lesson or session and an organisation, however often it is changed."""
    of = choice.session or choice.lesson
    assert of is not None, "publish gives other packs the form's number"
    return uuid5(of, f"pack {choice.org or ''}")


def _parts(choice: Choice, actor: Actor) -> tuple[Part, ...]:
    if len(choice.texts) > MOST_TEXTS:
        raise NotPacked(f"最多选 {MOST_TEXTS} 篇，选了 {len(choice.texts)} 篇；可以分成几个学习包")
    held = library.articles(choice.texts, actor)
    if len(held) != len(set(choice.texts)) or not all(usable(one) for one in held):
        raise NotPacked("选的文章有的已经下架、废止或没有授权；请去掉再发")
    parts: list[Part] = []
    for one in held:
        if one.body:
            raw = one.body.encode()
            parts.append(
                Part(PartSort.TEXT, one.id, one.title, len(raw), digest_of(raw), one.body, _told(one))
            )
        if choice.recordings or not one.body:
            parts += [
                Part(
                    PartSort.AUDIO,
                    each.id,
                    one.title,
                    each.size,
                    each.sha256,
                    "",
                    "",
                    ENDINGS[each.type],
                    one.id,
                )
                for each in library.media(one)
                if each.type in ENDINGS
            ]
    return tuple(parts)


def _told(one: Article) -> str:
    """Author unit, author, source, as printed under the title."""
    day = f"{one.published_at:%Y-%m-%d}" if one.published_at else ""
    told = (one.author_unit, one.author, one.source.name and f"来源：{one.source.name}", day, one.notice)
    return "　".join(part for part in told if part)
