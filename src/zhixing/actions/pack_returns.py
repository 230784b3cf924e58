"""What comes back of packs: taken once each, and confirmed as a make-up (补学) by people, many with one click.

A return is taken from whomever brings it, and goes to the desk of the member's own branch. The same return twice is
known; another content under the same id, or of the same person and version, is a conflict that says what to do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction

from zhixing.actions.makeups import owed
from zhixing.actions.packs import session_for
from zhixing.actions.reading import note_reading
from zhixing.actions.recording import BOOKKEEPERS, Ask, NotYours, nth_form, record_makeup
from zhixing.actions.roll import roll
from zhixing.actions.start import rulebooks
from zhixing.core.facts.record import FactError
from zhixing.core.figures.due import Due, Sort
from zhixing.core.figures.figure import cite
from zhixing.core.packs.pack import Pack, Returned
from zhixing.core.packs.returning import RULE, check_return, content_of, wanted_on
from zhixing.core.packs.wire import digest_of
from zhixing.core.people.changes import home
from zhixing.core.people.register import Person
from zhixing.core.recording.study import MakeupLine
from zhixing.store.ledger import api as ledger
from zhixing.store.packs import api, queries
from zhixing.store.packs.queries import BACK, DONE, KEPT, WAITING, ReturnRow
from zhixing.store.people.queries import Actor

PHONE, FILE, CODES, PAPER = "phone", "file", "codes", "paper"
WAY_WORDS = {PHONE: "手机", FILE: "回传文件", CODES: "二维码", PAPER: "纸质"}
OPEN = (WAITING, KEPT)
LONGEST_LACKS, LONGEST_WORD = 600, 300
BACK_WAY = "delivered"


class NotTaken(FactError):
    """A return that can't be taken; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Took:
    """A return that is there: its id, whether it came just now, the words of the receipt, the member's branch."""

    uid: UUID
    new: bool
    told: str
    chain: UUID


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a return that was to be confirmed: done, or the sentence why not."""

    row: ReturnRow
    done: bool
    told: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """A return looked at before it is taken: whose, of which pack, what it makes up, what it lacks."""

    returned: Returned
    pack: Pack
    person: Person
    org: UUID
    session: UUID | None
    lacks: tuple[str, ...]
    known: UUID | None


def take_return(returned: Returned, ask: Ask, *, way: str = PHONE, vouched: bool = False) -> Took:
    """Takes a return in; `ask.uid` is its id. Raises NotTaken, NotYours.

    Whoever brings it is the member, who keeps his branch's books, or an officer to whom a signed code vouches.
    """
    found = looked_at(returned, ask.uid, today=ask.today)
    mine = ask.by.person == returned.person
    brought = vouched and ask.by.wears(*BOOKKEEPERS)
    if not (mine or brought or ask.by.over(found.org, *BOOKKEEPERS)):
        raise NotYours
    told = receipt(found)
    if found.known is not None:
        return Took(found.known, False, "先前已经收到，不用再交", found.org)
    lacks = "；".join(found.lacks)[:LONGEST_LACKS]
    with transaction.atomic():
        coming = api.Coming(ask.uid, found.org, found.session, way, lacks)
        hand = api.Hand(ask.by.account, ask.by.signature, ask.now)
        api.add_return(found.returned, coming, by=hand)
        stamp = ledger.Stamp(ask.by.signature, ask.now)
        target = f"学习包《{found.pack.title}》的回传"
        ledger.audit(stamp, "收下", target, WAY_WORDS[way], returned.person)
    return Took(ask.uid, True, told, found.org)


def looked_at(returned: Returned, uid: UUID, *, today: dt.date) -> Arrival:
    """What a return is and whether it can be taken; nothing is written. Raises NotTaken."""
    pack = queries.pack(returned.pack, returned.version)
    if pack is None:
        raise NotTaken("没有发过这一版学习包；请核对是不是本单位的学习包，或请本人换新的学习包重做")
    person = roll().register.people.get(returned.person)
    if person is None:
        raise NotTaken("名册里没有这个人；新来的请先在“人员”里登记")
    # A phone's clock may run ahead: the server's day decides.
    kept = replace(returned, finished_on=min(returned.finished_on, today))
    known = _known(kept, uid)
    session = session_for(pack, owed(person.id, today))
    lacks = check_return(pack, kept, wanted_on(rulebooks(), today))
    return Arrival(kept, pack, person, home(person), session.session if session else None, lacks, known)


def receipt(found: Arrival) -> str:
    """The words of a receipt."""
    title = f"已收到《{found.pack.title}》的回传"
    if found.lacks:
        return f"{title}，还差：{'；'.join(found.lacks)}。补好可以请支部退回重交"
    return f"{title}，等支部确认补学" if found.session else f"{title}"


def confirm(uids: Iterable[UUID], ask: Ask) -> tuple[Settled, ...]:
    """Enters the make-ups of returns that hold what the rule asks; each by itself, those that can't be are told."""
    return tuple(_confirm(row, ask) for row in _mine(uids, ask.by))


def send_back(uid: UUID, word: str, ask: Ask) -> None:
    """退回: says what is missing, so that another may come. Raises NotYours, NotTaken."""
    row = next(iter(_mine([uid], ask.by)), None)
    if row is None:
        raise NotYours
    said = " ".join(word.split())[:LONGEST_WORD]
    if not said:
        raise NotTaken("请写一句要补什么，好让本人重交")
    with transaction.atomic():
        if not api.settle(uid, BACK, by=_hand(ask), word=said):
            raise NotTaken("这一份已经办过了；请刷新看结果")
        stamp = ledger.Stamp(ask.by.signature, ask.now)
        ledger.audit(stamp, "退回", "学习包的回传", "", row.person)


def opened(uid: UUID, actor: Actor, *, now: dt.datetime) -> tuple[ReturnRow, Pack, Returned] | None:
    """A return with its words, for himself or who keeps his branch's books; a reading by another is noted."""
    row = queries.one_return(uid)
    if row is None or not (actor.person == row.person or actor.over(row.org, *BOOKKEEPERS)):
        return None
    pack, words = queries.pack(row.pack, row.version), queries.words_of(uid)
    if pack is None or words is None:
        return None
    note_reading(actor, subject=row.person, what="学习包的回传", now=now)
    return row, pack, words


def waiting(actor: Actor) -> list[ReturnRow]:
    """What waits at an actor's desk, the earliest first."""
    return queries.returns(actor.reach(*BOOKKEEPERS), states=OPEN)


def due_returns(actor: Actor, today: dt.date) -> Iterator[Due]:
    """待办: whole returns that wait for somebody to confirm them, a line a branch. One query."""
    reach = actor.reach(*BOOKKEEPERS)
    found = queries.ready(reach) if reach else {}
    rule, known = rulebooks().on(RULE, today), roll().register
    for org, count in found.items():
        words = f"{count} 份学习包回传齐全，等确认补学"
        yield Due(Sort.RETURN, org, known.name_of(org), words, False, cites=cite(rule), count=count)


def _known(returned: Returned, uid: UUID) -> UUID | None:
    """The return that this one is already; None for a new one. Raises NotTaken for a conflict."""
    digest = digest_of(content_of(returned).encode())
    same_id = queries.one_return(uid)
    if same_id is not None:
        place = (same_id.pack, same_id.version, same_id.person, same_id.digest)
        if place == (returned.pack, returned.version, returned.person, digest):
            if same_id.state != BACK:
                return uid
            raise NotTaken(f"这一份已经退回（{same_id.word}）；请补好后重新交")
        raise NotTaken("这一份的编号已经收过，那次的内容与现在的不同；没有改动，请重新生成回传再交")
    held = queries.standing(returned.pack, returned.version, returned.person)
    if held is None:
        return None
    if held.digest == digest:
        return held.id
    if held.state == DONE:
        raise NotTaken("这个学习包的回传已经确认补学，内容与现在的不同；没有改动，不用再交")
    raise NotTaken(
        f"{held.taken_at:%m-%d} 已经收到过一份，内容与现在的不同；没有改动，要换成这一份，请支部先把那一份退回"
    )


def _mine(uids: Iterable[UUID], actor: Actor) -> list[ReturnRow]:
    """The returns of these ids that wait at the actor's desk."""
    wanted = set(uids)
    return [row for row in waiting(actor) if row.id in wanted]


def _confirm(row: ReturnRow, ask: Ask) -> Settled:
    if row.lacks:
        return Settled(row, False, f"还差：{row.lacks}")
    if row.session is None:
        return Settled(row, False, "没有对应的缺课，不用确认")
    if ask.by.person == row.person:
        return Settled(row, False, "是您自己的回传，请另一名党务干部或书记确认")
    line = MakeupLine(row.person, row.finished_on, BACK_WAY)
    try:
        with transaction.atomic():
            if not api.settle(row.id, DONE, by=_hand(ask)):
                return Settled(row, False, "刚刚已经有人办了")
            record_makeup(row.session, line, replace(ask, uid=nth_form(ask.uid, row.id)))
    except NotYours:
        return Settled(row, False, "这场活动或这个人不归您管；请本人所在支部确认")
    except FactError as refusal:
        return Settled(row, False, str(refusal))
    return Settled(row, True, "已确认补学")


def _hand(ask: Ask) -> api.Hand:
    return api.Hand(ask.by.account, ask.by.signature, ask.now)
