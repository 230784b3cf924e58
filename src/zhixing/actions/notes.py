"""学习笔记: handing in, reading one's own, checking those of one's branch, spot checks by lot, likeness pointed out.

Handed in, a note is an output of self-study on the ledger (个人自学, D); it counts once a person has checked it.
Nobody checks his own. Each reading of somebody else's note is told to him (谁看过).
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from zhixing.actions import library
from zhixing.actions.reading import note_listing, note_readings
from zhixing.actions.record import enter, nth_uid
from zhixing.actions.recording import MOST_ALIKE, Ask, NotYours, desk
from zhixing.actions.roll import roll
from zhixing.actions.start import rulebooks
from zhixing.core.facts.holding import Arranged
from zhixing.core.facts.kinds import Kind
from zhixing.core.facts.record import FactError
from zhixing.core.figures.due import Due, Sort
from zhixing.core.figures.figure import cite
from zhixing.core.notes.likeness import Passage, common, marks, share
from zhixing.core.notes.note import STATE_WORDS, NoteForm, State, check_check, check_note
from zhixing.core.notes.sampling import drawn, usual_size
from zhixing.core.recording import study
from zhixing.core.recording.base import Desk, Recorded, Refused
from zhixing.interop.pictures import PictureRefused, made_anew
from zhixing.store.ledger import api as ledger
from zhixing.store.ledger import bookings
from zhixing.store.ledger.standing import standing
from zhixing.store.notes import api, queries
from zhixing.store.notes.queries import CheckRow, NoteRow, SpotRow
from zhixing.store.people.queries import BRANCH, DISCIPLINE, PUBLICITY, SECRETARY, SUPERIOR, Actor

CHECKERS = (BRANCH, SECRETARY, DISCIPLINE, PUBLICITY, SUPERIOR)
"""Members of the committee (支委) and the organ's officer."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody else's note with passages in common: whose, which, how much of this note they are in percent."""

    name: str
    note: NoteRow
    passages: tuple[Passage, ...]
    percent: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A note as its page shows it. `alike` only for a checker; `article` the title of what was read.

    `elsewhere`: how many notes alike there are outside the checker's reach; whose they are is not told to him.
    """

    note: NoteRow
    name: str
    versions: tuple[NoteRow, ...]
    checks: tuple[CheckRow, ...]
    article: str
    mine: bool
    may_check: bool
    alike: tuple[Alike, ...]
    elsewhere: int


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A note on the desk: whose, and whether it was drawn in a spot check."""

    note: NoteRow
    name: str
    branch: str
    drawn: bool


def hand_in(form: NoteForm, ask: Ask, *, pictures: Sequence[tuple[str, bytes]] = ()) -> UUID:
    """Hands a note in, or in once more; sent twice it is one. Raises Refused, FactError, NotYours. Its id."""
    person = ask.by.person
    if person is None:
        raise NotYours
    whose = api.known(ask.uid)
    if whose is not None:
        if whose != person:
            raise NotYours
        return ask.uid
    form = check_note(replace(form, pictures=len(pictures)), today=ask.today)
    try:
        made = made_anew(pictures)
    except PictureRefused as wrong:
        raise Refused("pictures", str(wrong)) from None
    with transaction.atomic():
        about, chain = _again(form, person) if form.again else _first(form, person, ask)
        known = marks(form.words)
        api.keep(
            ask.uid, form, person=person, about=about, chain=chain, marks=known, pictures=made, now=ask.now
        )
    return ask.uid


def own(person: UUID) -> tuple[tuple[NoteRow, str], ...]:
    """Somebody's own notes as they stand with the word of whoever checked last, the latest first. Two queries."""
    said = queries.last_words(person)
    return tuple((row, said.get(row.id, "")) for row in queries.of_person(person))


def on_desk(actor: Actor) -> tuple[DeskRow, ...]:
    """The notes that an actor may check, the latest first. Two queries beside the roll."""
    reach, known = actor.reach(*CHECKERS), roll().register
    drawn_now = {one for spot in queries.spot_checks(reach) for one in spot.drawn}
    return tuple(
        DeskRow(
            row,
            known.people[row.person].name if row.person in known.people else "",
            known.name_of(row.chain),
            row.id in drawn_now,
        )
        for row in queries.of_chains(reach)
        if row.person != actor.person
    )


def opened(uid: UUID, actor: Actor, *, now: dt.datetime) -> Opened | None:
    """A note for its writer or a checker; None where there is none to be seen. A checker's reading is noted.

    The passages in common are read too: their writers are told as well.
    """
    row = queries.one(uid)
    if row is None or not _may_read(row, actor):
        return None
    mine = row.person == actor.person
    alike, elsewhere = ((), 0) if mine else _alike(row, actor)
    shown = (row, *(other.note for other in alike))
    note_readings(actor, read=[(one.person, _named(one)) for one in shown], now=now)
    found = library.article(row.read) if row.read else None
    people = roll().register.people
    return Opened(
        note=row,
        name=people[row.person].name if row.person in people else "",
        versions=tuple(queries.versions(row.about)),
        checks=tuple(queries.checks(row.about)),
        article=found.title if found else "",
        mine=mine,
        may_check=not mine and row.latest and row.state is State.HANDED,
        alike=alike,
        elsewhere=elsewhere,
    )


def picture(uid: UUID, number: int, actor: Actor, *, now: dt.datetime) -> bytes | None:
    """A picture of a note, for whoever may read the note. A checker's reading is noted unless the page's was today."""
    row = queries.one(uid)
    if row is None or not _may_read(row, actor):
        return None
    found = queries.picture(uid, number)
    if found is not None:
        note_listing(actor, subjects=[row.person], what=_named(row), now=now)
    return found


def check(uid: UUID, result: str, words: str, ask: Ask) -> None:
    """抽查: 通过, 优 or 退回 with a word. Raises Refused, FactError, NotYours."""
    row = queries.one(uid)
    if row is None or row.person == ask.by.person or not _may_read(row, ask.by):
        raise NotYours
    check_check(result, words)
    hand = api.Hand(ask.by.signature, ask.by.account, ask.now)
    with transaction.atomic():
        if not api.check(ask.uid, uid, State(result), words.strip(), hand=hand):
            raise FactError("这篇刚刚已经有人抽查过了，请刷新看结果")
        held = bookings.thing(Kind.SELF_STUDY, row.about)
        if held is None:
            raise FactError("账上这一项已经冲正，不用再抽查")
        drafts = [replace(study.check(held, result, desk(ask.today)), uid=nth_uid(ask.uid, 0))]
        known = standing(drafts)
        if not known.get(drafts[0].key):
            enter(
                drafts,
                by=ask.by,
                verb="抽查自学",
                target=f"笔记 {row.day}",
                now=ask.now,
                today=ask.today,
                subject=row.person,
            )


def draw(org: UUID, ask: Ask, *, size: int | None = None) -> SpotRow:
    """抽签: draws notes that wait in an organisation; the form sent again shows what was drawn. Raises Refused."""
    if org not in ask.by.reach(*CHECKERS):
        raise NotYours
    before = next((one for one in queries.spot_checks([org]) if one.id == ask.uid), None)
    if before is not None:
        return before
    known = roll().register
    waiting = [row for row in queries.of_chains(known.below(org)) if row.state is State.HANDED]
    if not waiting:
        raise Refused("size", "没有待抽查的笔记")
    rule = rulebooks().need("notes.spot_check", ask.today)
    usual = usual_size(len(waiting), percent=rule.whole("percent"), fewest=rule.whole("fewest"))
    wanted = usual if size is None else min(size, len(waiting))
    seed = secrets.token_hex(16)
    picked = drawn((row.id for row in waiting), wanted, seed=seed)
    with transaction.atomic():
        hand = api.Hand(ask.by.signature, ask.by.account, ask.now)
        api.draw(ask.uid, org, day=ask.today, seed=seed, of=len(waiting), drawn=picked, hand=hand)
        stamp = ledger.Stamp(ask.by.signature, ask.now)
        ledger.audit(stamp, "抽签抽查笔记", known.name_of(org), f"{len(waiting)} 篇里抽 {len(picked)} 篇")
    return SpotRow(ask.uid, org, ask.today, seed, len(waiting), picked, ask.by.signature)


def waiting(actor: Actor, today: dt.date) -> Iterator[Due]:
    """Notes that wait to be checked, a line a branch."""
    known, rule = roll().register, rulebooks().on("notes.spot_check", today)
    for chain, (count, since) in queries.waiting(actor.reach(*CHECKERS)).items():
        words = f"笔记 {count} 篇待抽查，最早的 {since:%m-%d} 交"
        yield Due(Sort.NOTE, chain, known.name_of(chain), words, False, cites=cite(rule), count=count)


def held(person: UUID) -> Iterator[Arranged]:
    """Everything kept of somebody's notes, for his own copy."""
    for row, words in own(person):
        told = f"{row.output}《{row.title}》（{row.day}）：{STATE_WORDS[row.state]}" + (
            f"，评语：{words}" if words else ""
        )
        yield Arranged("笔记", None, told, timezone.localtime(row.handed_at))


def _may_read(row: NoteRow, actor: Actor) -> bool:
    return row.person == actor.person or row.chain in actor.reach(*CHECKERS)


def _first(form: NoteForm, person: UUID, ask: Ask) -> tuple[UUID, UUID]:
    """Enters the output on the ledger; the output's id and the branch's."""
    at = desk(ask.today)
    main = _numbered(form, person, at).main
    main = replace(main, uid=nth_uid(ask.uid, 0))
    enter(
        [main],
        by=ask.by,
        verb="交笔记",
        target=f"{form.output} {form.day}",
        now=ask.now,
        today=ask.today,
        subject=person,
        claimed=ask.claimed,
        corrected=ask.corrected,
    )
    assert main.about is not None
    return main.about, main.chain


def _numbered(form: NoteForm, person: UUID, at: Desk) -> Recorded:
    """The output, numbered behind others alike of the same day. Raises Refused."""
    for nth in range(1, MOST_ALIKE + 1):
        found = study.self_study(study.SelfStudyForm(person, form.day, form.output, nth=nth), at)
        if not standing([found.main]).get(found.main.key):
            return found
    raise Refused("day", f"{form.day} 已交了 {MOST_ALIKE} 篇同样的，请核对日期")


def _again(form: NoteForm, person: UUID) -> tuple[UUID, UUID]:
    row = queries.one(form.again) if form.again else None
    if row is None or row.person != person:
        raise NotYours
    if not row.latest:
        raise Refused("words", "这篇已经有更新的一版，请打开最新的一版再改")
    if row.state not in (State.RETURNED, State.HANDED):
        raise Refused("words", "这篇已经抽查通过，不用再改；有新的体会请另交一篇")
    return row.about, row.chain


def _alike(row: NoteRow, actor: Actor) -> tuple[tuple[Alike, ...], int]:
    """Notes with passages in common that the checker may read himself; how many others there are."""
    rule = rulebooks().on("notes.alike", row.day)
    if rule is None:
        return (), 0
    found = queries.alike(row.id, fewest=rule.whole("fewest"), most_common=rule.whole("most_common"))
    people, told, elsewhere = roll().register.people, [], 0
    for other in found:
        passages = common(row.words, other.words)
        if passages and _may_read(other, actor):
            name = people[other.person].name if other.person in people else ""
            told.append(Alike(name, other, passages, share(row.words, passages)))
        elif passages:
            elsewhere += 1
    return tuple(told), elsewhere


def _named(row: NoteRow) -> str:
    return f"笔记《{row.title}》"


def by_output(abouts: Sequence[UUID]) -> Mapping[UUID, bool]:
    """Which of these outputs on the ledger have a note here: they are checked where their words stand. One query."""
    known = queries.abouts(abouts)
    return {one: one in known for one in abouts}
