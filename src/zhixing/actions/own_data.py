"""我的资料: everything held about the one who asks, who read it, and a copy to take away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from zhixing.actions.actors import tree
from zhixing.actions.export import DOCX, Document
from zhixing.actions.hands import names
from zhixing.actions.own_aspects import Own, everything
from zhixing.actions.reading import note_opening
from zhixing.core.corrections.rules import NOT_OBJECTED
from zhixing.core.facts.holding import HeldFact, Holding, Purpose, Seen, Stated
from zhixing.core.facts.kinds import BODIES, PracticeVisit, SessionHeld
from zhixing.core.facts.record import Fact
from zhixing.core.facts.telling import Names, Said, kind_word, said
from zhixing.core.people.register import Person, Register, fold_register
from zhixing.core.people.spans import Span
from zhixing.interop.documents.own_copy import own_copy_docx, own_copy_json
from zhixing.store import processing
from zhixing.store.ledger import api, redress
from zhixing.store.people import queries as people
from zhixing.store.people.queries import Actor
from zhixing.store.processing import Entry

ROSTER: Mapping[str, str] = {
    "name": "姓名",
    "gender": "性别",
    "ethnicity": "民族",
    "birth": "出生年月",
    "education": "学历",
    "joined_on": "入党时间",
    "roster_year": "花名册年度",
}
"""Words of the roster as they are headed there."""
WORDS: Mapping[str, str] = {
    "text": "内容",
    "category": "类别",
    "reason": "理由",
    "words": "文字",
    "elsewhere": "本局以外的党组织",
}
"""Words kept outside the chain, other than the roster's."""
MEDIA = {"docx": DOCX, "json": "application/json"}
MOST_READINGS = 100_000
"""Of a copy; the page shows fifty at a time."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What is read for one person."""

    facts: list[Fact]
    undone: Mapping[UUID, Fact]
    titles: Mapping[UUID, str]
    words: Mapping[UUID, Mapping[str, str]]
    names: Mapping[str, str]
    opened: bool


def holding(
    actor: Actor, *, opened: bool, now: dt.datetime, today: dt.date, whole: bool = True
) -> Holding | None:
    """Everything held about the actor; None for an account without a person. Opening sealed words is noted.

    Not `whole`: without what stands beside the facts (`own_aspects`), which has pages of its own.
    """
    if actor.person is None:
        return None
    facts = redress.everything_about(actor.person)
    if opened:
        note_opening(actor, subject=actor.person, what="本人资料中加密的内容", now=now)
    known = tree()
    read = _read(facts, names(known), opened=opened)
    person = fold_register(facts, read.words).people.get(actor.person)
    if person is None:
        return None
    account, roles = _account(actor, known)
    return Holding(
        person=actor.person,
        name=person.name,
        organ=known.root.name.removesuffix("机关党委") if known.root else "",
        made=today,
        opened=opened,
        roster=_roster(person),
        statements=tuple(_statements(person, known)),
        account=account,
        roles=roles,
        facts=tuple(_held(fact, read) for fact in facts if fact.reverses is None),
        arranged=everything(Own(actor.person, actor.account, opened)) if whole else (),
        readings=(),
        purposes=_purposes(),
    )


def readers(person: UUID, *, start: int = 0, most: int = MOST_READINGS) -> tuple[tuple[Seen, ...], int]:
    """Who read or touched a person's papers, the latest first, and how many lines there are."""
    found = redress.readings(person, start=start, most=most)
    lines = tuple(Seen(timezone.localtime(one.at), one.by, one.verb, one.target, one.detail) for one in found)
    return lines, redress.reading_count(person)


def take_copy(actor: Actor, form: str, *, now: dt.datetime, today: dt.date) -> Document | None:
    """A complete copy, confidential words opened: docx to read, json for machines. None for nothing to give."""
    if form not in MEDIA or actor.person is None:
        return None
    with transaction.atomic():
        found = holding(actor, opened=True, now=now, today=today)
        if found is None:
            return None
        name = f"本人资料-{found.name}-{today}.{form}"
        api.audit(api.Stamp(actor.signature, now), "导出", f"本人资料（{form}）", "", actor.person)
        lines, _ = readers(actor.person)
    whole = replace(found, readings=lines)
    make = own_copy_docx if form == "docx" else own_copy_json
    return Document(name, MEDIA[form], make(whole))


def _read(facts: Collection[Fact], known: Names, *, opened: bool) -> _Read:
    uids = {fact.uid for fact in facts if fact.private_digest and (opened or not BODIES[fact.kind].SEALED)}
    things = redress.things({fact.about for fact in facts if fact.about is not None})
    titles = {
        fact.about: fact.body.title if isinstance(fact.body, SessionHeld) else fact.body.place
        for fact in things
        if fact.about is not None and isinstance(fact.body, SessionHeld | PracticeVisit)
    }
    undone = {fact.reverses: fact for fact in facts if fact.reverses is not None}
    return _Read(list(facts), undone, titles, redress.opened_words(uids), known, opened)


def _held(fact: Fact, read: _Read) -> HeldFact:
    title = read.titles.get(fact.about, "") if fact.about else ""
    reversal = read.undone.get(fact.uid)
    return HeldFact(
        fact=fact,
        kind=kind_word(fact.kind),
        title=title,
        rows=(*said(fact, read.names, title=title), *_spoken(read.words.get(fact.uid, {}))),
        words=read.words.get(fact.uid, {}),
        sealed=BODIES[fact.kind].SEALED and bool(fact.private_digest),
        in_force=reversal is None,
        undone=_undone(reversal) if reversal else "",
        entered=f"{fact.by} {_when(fact)}" + (f"，第二人 {fact.second}" if fact.second else ""),
        may_object=reversal is None and fact.kind not in NOT_OBJECTED,
    )


def _spoken(words: Mapping[str, str]) -> Iterator[Said]:
    for key, value in words.items():
        if value and key != "roster_year":
            yield Said(ROSTER.get(key) or WORDS.get(key, key), value)


def _undone(reversal: Fact) -> str:
    by = f"{reversal.by}、{reversal.second}" if reversal.second else reversal.by
    return f"{_when(reversal)} 由{by}冲正，理由：{reversal.reason or '未写'}"


def _when(fact: Fact) -> str:
    return f"{timezone.localtime(fact.received_at):%Y-%m-%d %H:%M}"


def _roster(person: Person) -> tuple[Said, ...]:
    order = list(ROSTER)
    ranked = sorted(person.words.items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else 99)
    return tuple(Said(ROSTER.get(key, key), value) for key, value in ranked)


def _statements(person: Person, known: Register) -> Iterator[Stated]:
    for roll in person.roll:
        words = " ".join(
            part
            for part in (known.name_of(roll.org), known.name_of(roll.group), roll.standing, roll.staff)
            if part
        )
        yield _stated("组织关系", words, roll)
    for post in person.posts:
        yield _stated("党内职务", post.title, post)
    for exempt in person.exemptions:
        yield _stated("不作硬性要求", f"{exempt.decided_by or '支部'}决定", exempt)
    for place in person.places:
        station = known.stations.get(place.station) if place.station else None
        parts = (place.duty, station.name if station else "", place.shift)
        yield _stated("岗位和班制", " ".join(part for part in parts if part), place)
    for dual in person.dual:
        yield _stated("双重组织生活", f"另参加{known.name_of(dual.org)}的组织生活", dual)


def _stated(what: str, words: str, span: Span) -> Stated:
    return Stated(what, words, span.start, span.until - dt.timedelta(days=1) if span.until else None)


def _account(actor: Actor, known: Register) -> tuple[tuple[Said, ...], tuple[Stated, ...]]:
    """The account and the roles it was given; sign-ins are not kept day by day, only the last."""
    row = people.account_by_id(actor.account)
    told = [Said("用户名", actor.username), Said("称呼", actor.label)]
    if row is not None and row.last_login is not None:
        told.append(Said("最近一次登录", f"{timezone.localtime(row.last_login):%Y-%m-%d %H:%M}"))
    for notice in people.notices_read(actor.account):
        told.append(Said("看过的告知书", f"{notice.version}（{timezone.localtime(notice.at):%Y-%m-%d}）"))
    roles = tuple(
        Stated(
            grant.words,
            known.name_of(grant.org) or "全局",
            grant.start,
            grant.until - dt.timedelta(days=1) if grant.until else None,
        )
        for grant in people.grants_of(actor.account)
    )
    return tuple(told), roles


def _purposes() -> tuple[Purpose, ...]:
    """Every purpose of the register (个人信息处理清单), accounts and uploads too, with all its articles and terms."""
    found: dict[str, list[Entry]] = {}
    for entry in processing.register():
        found.setdefault(entry.purpose, []).append(entry)
    return tuple(
        Purpose(purpose, _each(one.basis for one in entries), _each(one.term for one in entries))
        for purpose, entries in found.items()
    )


def _each(told: Iterable[str]) -> str:
    """The clauses of several sentences, each once."""
    clauses = [clause for text in told for clause in text.replace(":", "：").split("；")]
    return "；".join(one for one in dict.fromkeys(clauses) if one != "同上")
