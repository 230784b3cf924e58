"""测验的组卷和发布: drawing a paper by a blueprint, keeping it, putting it before people, ending it.

Who keeps an organisation's books makes papers for it and opens them to its people; of the whole organ, the organ's
officer. An officer of a branch sees what its people are asked to sit, and keys in their sheets.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from zhixing.actions import questions
from zhixing.actions.recording import BOOKKEEPERS, NotYours, keeps
from zhixing.actions.roll import roll
from zhixing.core.facts.kinds import Kind
from zhixing.core.papers.blueprint import Blueprint
from zhixing.core.papers.drawing import Shortage, draw
from zhixing.core.papers.paper import Paper
from zhixing.core.recording.base import Refused, text, whole
from zhixing.store.ledger import api as ledger
from zhixing.store.ledger import bookings
from zhixing.store.papers import api, queries
from zhixing.store.papers.queries import PaperRow, SittingRow, Way
from zhixing.store.people.queries import Actor

MOST_GRACE = 30
"""Minutes."""
LONGEST = dt.timedelta(days=180)
"""That a sitting may be open."""


@dataclass(frozen=True, slots=True)
class PaperForm:
    """A paper to be kept: `seed` draws it again as it was shown. `against`: a paper whose anchors come first.

    `same`: only questions that `against` asked (延时复测).
    """

    title: str
    org: UUID
    blueprint: Blueprint
    seed: int
    series: UUID | None = None
    against: UUID | None = None
    same: bool = False


@dataclass(frozen=True, slots=True)
class SittingForm:
    """A sitting to be opened. `session`: only those on its roll. `against`: the sitting it is compared with."""

    paper: UUID
    opens_at: dt.datetime
    closes_at: dt.datetime
    way: str = Way.ASSIGNED
    delayed: bool = False
    grace: int = 5
    session: UUID | None = None
    against: UUID | None = None


def drawn(
    blueprint: Blueprint,
    *,
    seed: int,
    by: Actor,
    today: dt.date,
    against: UUID | None = None,
    same: bool = False,
) -> Paper | Shortage:
    """The paper that a seed draws from today's bank; nothing is kept. Raises NotYours, BlueprintError.

    `against`: its anchors come first; `same`: nothing but what it asked, for a delayed test of what was studied.
    """
    linked = seen_paper(against, by) if against else None
    earlier = {item.question.id for item in linked.paper.items} if linked else set()
    bank = questions.bank(today=today)
    if same:
        bank = tuple(one for one in bank if one.id in earlier)
    return draw(blueprint, bank, seed=seed, linked=earlier)


def make(form: PaperForm, *, uid: UUID, by: Actor, now: dt.datetime, today: dt.date) -> UUID:
    """Keeps the paper. Raises NotYours, Refused, BlueprintError. Sent twice it is kept once."""
    register = roll().register
    theirs = queries.orgs_of_series(form.series) if form.series else {form.org}
    if not theirs or not all(org is not None and keeps(by, org, register) for org in {*theirs, form.org}):
        raise NotYours
    title = text(form.title, "title", "试卷名称")
    paper = drawn(form.blueprint, seed=form.seed, by=by, today=today, against=form.against, same=form.same)
    if isinstance(paper, Shortage):
        raise Refused("parts", "；".join(paper.reasons))
    series = form.series or uid
    with transaction.atomic():
        new = api.NewPaper(uid, series, queries.next_number(series), title, form.org, paper)
        if api.add_paper(new, by=_hand(by), on=today):
            detail = f"{len(paper.items)} 道题，满分 {paper.full / 100:g} 分"
            ledger.audit(ledger.Stamp(by.signature, now), "组卷", title, detail)
    return uid


def open_sitting(form: SittingForm, *, uid: UUID, by: Actor, now: dt.datetime, today: dt.date) -> int:
    """Puts a paper before people. Raises NotYours, Refused. How many were invited (0: it had come before)."""
    row = paper_of(form.paper, by)
    _own(form, by)
    whole(form.grace, 0, MOST_GRACE, "grace", "宽限（分钟）")
    if form.way not in (Way.ASSIGNED, Way.CHOICE):
        raise Refused("way", "请选择成绩怎么用")
    if form.closes_at <= form.opens_at:
        raise Refused("closes_at", "截止时间应晚于开始时间")
    if form.closes_at <= now:
        raise Refused("closes_at", "截止时间已经过去；纸上考过的，把截止时间定到录完答卷的那天")
    if form.closes_at - form.opens_at > LONGEST:
        raise Refused("closes_at", f"一次测验最长开 {LONGEST.days} 天")
    people = _invited(row, form.session, today)
    if not people:
        raise Refused("session", "没有可以邀请的人；请核对这个组织的名册，或者这次会的签到")
    new = api.NewSitting(
        uid,
        row.id,
        form.way,
        form.delayed,
        form.session,
        form.against,
        form.opens_at,
        form.closes_at,
        form.grace,
    )
    with transaction.atomic():
        if not api.add_sitting(new, people, by=_hand(by)):
            return 0
        ledger.audit(ledger.Stamp(by.signature, now), "发布测验", row.title, f"请 {len(people)} 人")
    return len(people)


def _own(form: SittingForm, by: Actor) -> None:
    """The session whose people come and the sitting to compare with are the actor's, as the form lists them. Raises NotYours."""
    if form.session is not None:
        held = bookings.thing(Kind.SESSION_HELD, form.session)
        if held is None or not keeps(by, held.chain, roll().register):
            raise NotYours
    if form.against is not None:
        other = queries.sitting(form.against)
        if other is None or other.owner is not None or not runs(other, by):
            raise NotYours


def _invited(row: PaperRow, session: UUID | None, today: dt.date) -> dict[UUID, UUID]:
    """Whom a sitting is for, with the branch of each: the roll of a session, or everybody of the organisation."""
    register = roll().register
    if session is not None:
        there = {fact.subject for fact in bookings.roll(session) if fact.subject is not None}
    else:
        there = set(register.people)
    root = register.root
    whole_organ = root is not None and row.org == root.id
    found = {}
    for uid in there:
        person = register.people.get(uid)
        span = person.on_roll(today) if person else None
        if span is not None and (whole_organ or session is not None or span.org == row.org):
            found[uid] = span.org
    return found


def papers(actor: Actor) -> list[PaperRow]:
    """The papers of what the actor keeps, the latest first."""
    return queries.papers_of(actor.reach(*BOOKKEEPERS))


def sittings(actor: Actor) -> list[SittingRow]:
    """The sittings that people of the actor's organisations are asked to, the latest first."""
    return queries.sittings_of(actor.reach(*BOOKKEEPERS))


def paper_of(id: UUID, actor: Actor) -> PaperRow:
    """A paper that the actor keeps. Raises NotYours."""
    row = queries.paper(id)
    if row is None or row.org is None or not keeps(actor, row.org, roll().register):
        raise NotYours
    return row


def seen_paper(id: UUID, actor: Actor) -> PaperRow:
    """A paper that the actor may look at: his own, or one that his people are asked to sit. Raises NotYours."""
    row = queries.paper(id)
    if row is None or row.owner is not None:
        raise NotYours
    if row.org not in actor.reach(*BOOKKEEPERS) and not any(one.paper == id for one in sittings(actor)):
        raise NotYours
    return row


def sitting_of(id: UUID, actor: Actor) -> SittingRow:
    """A sitting that the actor's people are asked to, counted over them alone. Raises NotYours."""
    reach = actor.reach(*BOOKKEEPERS)
    row = queries.sitting(id, reach)
    if row is None or row.owner is not None or (row.org not in reach and not row.invited):
        raise NotYours
    return row


def runs(row: SittingRow, actor: Actor) -> bool:
    """Whether the actor may end a sitting, mark its short answers and compare it."""
    return row.org is not None and keeps(actor, row.org, roll().register)


def within(actor: Actor) -> Collection[UUID]:
    """The branches whose people an actor sees in a sitting."""
    return actor.reach(*BOOKKEEPERS)


def _hand(actor: Actor) -> api.Hand:
    return api.Hand(actor.signature, actor.account)
