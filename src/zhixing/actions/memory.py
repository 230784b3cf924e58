"""间隔复习: today's cards, answers taken in, and what somebody wants to review.

The learner's own affair. No audit line is written and nothing is logged: a line would tell the auditor who
studies and who does not (减负: no log-in, no time, no frequency becomes anything). No fact, figure or export
reads it but one's own copy of everything held (`actions.own_data`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from zhixing.actions import questions
from zhixing.actions.plan import current
from zhixing.actions.plan_people import audience
from zhixing.actions.start import rulebooks
from zhixing.core.facts.holding import Arranged
from zhixing.core.memory.answer import RATING_WORDS, CardAnswer, Engine, Memory, Rating
from zhixing.core.memory.budget import Card, Limits, is_due, limits_on, pick, spent_on
from zhixing.core.memory.choosing import Subject, cards_for, subjects_in, subjects_of_cell
from zhixing.core.memory.deck import Deck, DeckCard, Model
from zhixing.core.memory.folding import fold, wrong_since
from zhixing.core.plan.plan import State
from zhixing.core.questions.question import Answer, Question, is_right
from zhixing.core.sync.envelope import Outcome
from zhixing.interop.later import Later
from zhixing.store.memory import api, queries
from zhixing.store.memory.api import Arrived

OUT = (State.PUBLISHED, State.CHANGED)
CHANGED_WORDS = "同一编号的答题记录内容不一样，没有记入；请刷新后重新作答"
GONE_WORDS = "题库里没有这道题的这一版，没有记入"
BEFORE_WORDS = "是重新开始以前的作答，不再记入"
_engines = Later("zhixing.solvers.memory")


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an answer; `told` where it was not taken as it stands."""

    uid: UUID
    outcome: Outcome
    told: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """An answer held against its question; nothing is kept yet. `right` None: only he himself can say (简答).

    `again`: in how many days each rating would bring the card back.
    """

    question: Question
    answer: Answer
    right: bool | None
    again: Mapping[Rating, int]


@dataclass(frozen=True, slots=True)
class Wrong:
    """错题本的一条: the question as it is now, when it was last not known, whether it has been known since."""

    question: Question
    on: dt.date
    since: bool


@dataclass(frozen=True, slots=True)
class Subjects:
    """What somebody may choose: categories, topics. `own`: he chose himself; `whole`: neither he nor a plan did."""

    categories: tuple[Subject, ...]
    topics: tuple[Subject, ...]
    own: bool
    whole: bool
    paused: bool
    answered: int


def deck(person: UUID, *, now: dt.datetime) -> Deck:
    """Today's cards in their order, and all that may be due in the days for which a phone is to have enough."""
    day = timezone.localdate(now)
    limits, chosen = limits_on(rulebooks(), day), queries.choice(person)
    engine = _engine(limits)
    log = queries.answers(person)
    mine = _mine(person, chosen.subjects, day) if not chosen.paused else ()
    known = fold(log, engine, timezone.get_current_timezone())
    cards = {one.id: Card(one.id, one.version, one.form) for one in mine}
    spent = spent_on(log, cards, day, limits=limits, zone=timezone.get_current_timezone())
    today = pick(cards.values(), known, day, engine=engine, limits=limits, spent=spent)
    kept = _enough(mine, known, day, limits)
    offset = timezone.localtime(now).utcoffset()
    assert offset is not None
    return Deck(
        person=person,
        day=day,
        made_at=now,
        utc_minutes=int(offset.total_seconds()) // 60,
        limits=limits,
        model=Model(_engines.PARAMETERS, limits.retention / 100, _engines.LONGEST),
        spent=spent,
        cards=tuple(DeckCard(one, known.get(one.id)) for one in kept),
        today=tuple(one.question for one in today),
        paused=chosen.paused,
    )


def take_answers(
    person: UUID, answers: Sequence[CardAnswer], *, now: dt.datetime, shift: dt.timedelta = dt.timedelta()
) -> tuple[Taken, ...]:
    """Takes answers of one person into his log, whatever comes twice; `at` is as the device's clock said it.

    `shift`: what its clock is behind by; nothing counts as later than now. One outcome each, in their order.
    """
    begun = queries.choice(person).begun_at
    there = questions.questions({(one.question, one.version) for one in answers})
    with transaction.atomic():
        known = api.known(person, {one.uid for one in answers})
        fresh: dict[UUID, Arrived] = {}
        outcomes = []
        for one in answers:
            arrived = _arrived(one, shift, now)
            before = known.get(one.uid, fresh.get(one.uid))
            if one.uid in known or one.uid in fresh:
                outcomes.append(_again(arrived, before))
            elif begun is not None and arrived.at <= begun:
                outcomes.append(Taken(one.uid, Outcome.KNOWN, BEFORE_WORDS))
            elif (one.question, one.version) not in there:
                outcomes.append(Taken(one.uid, Outcome.REFUSED, GONE_WORDS))
            else:
                fresh[one.uid] = arrived
                outcomes.append(Taken(one.uid, Outcome.TAKEN))
        api.keep(person, fresh.values(), now=now)
    return tuple(outcomes)


def check(person: UUID, question: UUID, version: int, answer: Answer, *, now: dt.datetime) -> Checked | None:
    """Whether an answer is right, and when each rating would ask again; None for no such question.

    An anchor item (锚题) is nobody's card: its answer is not told here either.
    """
    found = questions.question(question, version)
    if found is None or found.anchor:
        return None
    day, zone = timezone.localdate(now), timezone.get_current_timezone()
    engine = _engine(limits_on(rulebooks(), day))
    before = fold((one for one in queries.answers(person) if one.question == question), engine, zone)
    memory = before.get(question)
    again: dict[Rating, int] = {}
    if memory is None or memory.last < day:
        again = {one: (engine.after(memory, one, day, version).due - day).days for one in Rating}
    return Checked(found, answer, is_right(found, answer), again)


def recent_days(*, now: dt.datetime) -> int:
    """How many days the 错题本 looks back."""
    return limits_on(rulebooks(), timezone.localdate(now)).recent


def wrong_book(person: UUID, *, now: dt.datetime) -> tuple[Wrong, ...]:
    """错题本: what he got wrong lately and is still asked, the latest first."""
    day, zone = timezone.localdate(now), timezone.get_current_timezone()
    recent = limits_on(rulebooks(), day).recent
    log = queries.answers(person)
    last = {one.question: one for one in log}
    bank = {one.id: one for one in questions.bank(today=day)}
    return tuple(
        Wrong(bank[one.question], one.at.astimezone(zone).date(), last[one.question].uid != one.uid)
        for one in wrong_since(log, day - dt.timedelta(days=recent), zone)
        if one.question in bank
    )


def subjects(person: UUID, *, now: dt.datetime) -> Subjects:
    """What he may choose from, with what he has chosen."""
    day, chosen = timezone.localdate(now), queries.choice(person)
    own = bool(chosen.subjects)
    marked = chosen.subjects or _of_post(person, day)
    categories, topics = subjects_in(questions.bank(today=day), marked)
    return Subjects(categories, topics, own, not marked, chosen.paused, len(queries.answers(person)))


def choose(person: UUID, words: Collection[str], *, paused: bool, now: dt.datetime) -> None:
    """Keeps what he wants to review; words the bank does not know are dropped.

    None at all, or just what suits his post: it goes on following his post.
    """
    day = timezone.localdate(now)
    there = {one.word for group in subjects_in(questions.bank(today=day), ()) for one in group}
    chosen = there & set(words)
    if chosen == there & _of_post(person, day):
        chosen = set()
    with transaction.atomic():
        api.choose(person, chosen, paused=paused)


def begin_anew(person: UUID, *, now: dt.datetime) -> int:
    """重新开始: wipes his log, for good. How many answers."""
    with transaction.atomic():
        return api.wipe(person, now=now)


def held(person: UUID) -> Iterator[Arranged]:
    """Everything kept of his review, for his own copy: a line a question."""
    chosen = queries.choice(person)
    if chosen.subjects or chosen.paused:
        words = "、".join(sorted(chosen.subjects)) or "按岗位"
        yield Arranged("复习范围", None, words + ("（已暂停）" if chosen.paused else ""), None)
    log: dict[UUID, list[CardAnswer]] = {}
    for one in queries.answers(person):
        log.setdefault(one.question, []).append(one)
    named = questions.questions({(each[-1].question, each[-1].version) for each in log.values()})
    for each in log.values():
        last = each[-1]
        found = named.get((last.question, last.version))
        told = "；".join(
            f"{timezone.localtime(one.at):%Y-%m-%d %H:%M} {RATING_WORDS[one.rating]}" for one in each
        )
        title = f"{found.code} {found.stem}" if found else "已不在题库的题"
        yield Arranged("复习记录", None, f"{title}：{told}", timezone.localtime(last.at))


def _engine(limits: Limits) -> Engine:
    made: Engine = _engines.Fsrs(retention=limits.retention / 100)
    return made


def _mine(person: UUID, chosen: Collection[str], day: dt.date) -> tuple[Question, ...]:
    return cards_for(questions.bank(today=day), chosen or _of_post(person, day))


def _of_post(person: UUID, day: dt.date) -> frozenset[str]:
    """What the year's published lessons for his cell are about; nothing before a plan is out."""
    held_now = current(day.year)
    if held_now is None or held_now.state not in OUT:
        return frozenset()
    cell = audience(day.year, today=day).cells.get(person)
    return subjects_of_cell(held_now.plan.lessons, cell)


def _enough(
    mine: Iterable[Question], known: Mapping[UUID, Memory], day: dt.date, limits: Limits
) -> tuple[Question, ...]:
    """What is due until `ahead` days from now, and new cards for as many days."""
    until = day + dt.timedelta(days=limits.ahead)
    left, kept = limits.most_new * (limits.ahead + 1), []
    for one in mine:
        memory = known.get(one.id)
        if memory is None and left:
            left -= 1
            kept.append(one)
        elif memory is not None and is_due(Card(one.id, one.version, one.form), memory, until):
            kept.append(one)
    return tuple(kept)


def _arrived(one: CardAnswer, shift: dt.timedelta, now: dt.datetime) -> Arrived:
    corrected = min(one.at + shift, now)
    return Arrived(one.uid, one.question, one.version, int(one.rating), one.at, corrected)


def _again(arrived: Arrived, before: Arrived | None) -> Taken:
    """What comes a second time: the same content is known, another (or somebody else's) is a conflict."""
    same = before is not None and _content(before) == _content(arrived)
    return Taken(arrived.uid, Outcome.KNOWN) if same else Taken(arrived.uid, Outcome.CONFLICT, CHANGED_WORDS)


def _content(one: Arrived) -> tuple[UUID, int, int, dt.datetime]:
    """The clock's correction may differ from one sending to the next: it is not part of the content."""
    return one.question, one.version, one.rating, one.said_at
