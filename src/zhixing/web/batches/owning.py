"""What a member sees of the batch in force, and what the officer sees of members' wishes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from zhixing.actions import batches_exchange as exchange
from zhixing.actions.asked_words import asks_shown
from zhixing.actions.batches import NotDone
from zhixing.actions.batches_exchange import Table
from zhixing.actions.batches_reading import Names, half_words, names, telling_apart
from zhixing.core.strokes import stroke_key
from zhixing.core.timetable.building import OUTSIDE_WORDS
from zhixing.core.timetable.unserved import REASON_WORDS
from zhixing.store.people.queries import Actor
from zhixing.store.plans import batches as queries
from zhixing.store.plans.batches import AskRow, RunRow


@dataclass(frozen=True, slots=True)
class Option:
    """Another run, with a colleague who sits there (exchange) or without (waiting)."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A need of one's own: when and where, or why not yet."""

    requirement: str
    need: str
    lesson: str
    when: str
    where: str
    speaker: str
    why: str
    past: bool
    may_ask: bool
    chosen: bool
    exchanges: tuple[Option, ...]
    others: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class AskLine:
    """Something asked: by whom, for what, how far."""

    id: UUID
    who: str
    need: str
    words: str
    state: str
    tone: str
    open: bool
    to_answer: bool
    to_settle: bool
    mine: bool
    obstacle: str
    reason: str


@dataclass(frozen=True, slots=True)
class OwnPage:
    """One's own batch of a year."""

    year: int
    batch: UUID | None
    published: bool
    lines: tuple[OwnLine, ...]
    asks: tuple[AskLine, ...]


@dataclass(frozen=True, slots=True)
class AsksPage:
    """The officer's desk."""

    year: int
    open: tuple[AskLine, ...]
    settled: tuple[AskLine, ...]


def own_page(actor: Actor, year: int, *, wanted: str, today: dt.date) -> OwnPage:
    """The page of whoever is signed in; `wanted`: the requirement whose other runs are asked for."""
    row, person = queries.in_force(year), actor.person
    if row is None or person is None or row.published_at is None:
        return OwnPage(year, None, False, (), ())
    called, runs = names(row), {one.number: one for one in queries.runs(row.id)}
    asked = asks_shown(actor, row.id, own=True, now=timezone.now())
    busy = {one.requirement for one in asked if one.person == person and one.state in queries.OPEN_ASKS}
    held = exchange.table(row) if wanted else None
    lines = []
    for seat in queries.seats(row.id, [person]):
        run = runs.get(seat.run) if seat.run is not None else None
        past = run is not None and run.day <= today
        chosen = held is not None and seat.requirement == wanted
        may_ask = not past and seat.way != "delivered" and seat.requirement not in busy
        options = _options(held, called, person, wanted, today) if held and chosen and may_ask else ((), ())
        lines.append(
            OwnLine(
                seat.requirement,
                called.requirement(seat.requirement),
                called.lesson(run.lesson) if run else "",
                run_words(run) if run else "",
                called.room(run.venue) if run else "",
                called.speaker(run.speaker) if run else "",
                (REASON_WORDS.get(seat.why) or OUTSIDE_WORDS.get(seat.why, "")) if run is None else "",
                past,
                may_ask,
                chosen,
                *options,
            )
        )
    codes = {one.code: one for one in runs.values()}
    told = tuple(_ask(one, called, codes, person) for one in asked)
    return OwnPage(year, row.id, True, tuple(lines), told)


def run_words(run: RunRow) -> str:
    """When a run begins."""
    length = {1: "", 2: "，共 2 个半天", 4: "，共 4 个半天"}.get(run.half_days, "")
    return f"{half_words(run.day, run.half)}（周{'一二三四五六日'[run.day.weekday()]}）{length}"


def _options(
    held: Table, called: Names, person: UUID, requirement: str, today: dt.date
) -> tuple[tuple[Option, ...], tuple[Option, ...]]:
    colleagues, apart = exchange.colleagues(person), telling_apart(called.known)
    pairs = exchange.partners(held, person, requirement, colleagues=colleagues, today=today)
    exchanges = [
        Option(
            f"{held.answer.codes[run]} {other}",
            f"{_when(held, run)}，{called.room(held.keys.venues[held.answer.plan.runs[run].venue])}，和{apart(other)}调换",
        )
        for other, run in sorted(pairs, key=lambda one: (one[1], stroke_key(called.person(one[0]))))
    ]
    others = [
        Option(
            str(held.answer.codes[run]),
            f"{_when(held, run)}，{called.room(held.keys.venues[held.answer.plan.runs[run].venue])}",
        )
        for run in exchange.other_runs(held, person, requirement, today=today)
    ]
    return tuple(exchanges), tuple(others)


def _when(held: Table, run: int) -> str:
    start = held.answer.plan.runs[run].start
    return half_words(held.keys.day(start), ("am", "pm")[start % 2])


def asks_page(actor: Actor, year: int) -> AsksPage:
    """What members ask of the batch in force; for each open one whether the judge would let it stand."""
    row = queries.in_force(year)
    if row is None:
        return AsksPage(year, (), ())
    called = names(row)
    codes = {one.code: one for one in queries.runs(row.id)}
    held = exchange.table(row)
    lines = []
    for one in asks_shown(actor, row.id, own=False, now=timezone.now()):
        waits = one.state in (queries.Asked.WAITING, queries.Asked.AGREED)
        obstacle = _obstacle(held, one) if waits and held else ""
        own = actor.person in (one.person, one.other)
        lines.append(_ask(one, called, codes, None, obstacle=obstacle, settles=waits and not own))
    return AsksPage(year, tuple(o for o in lines if o.open), tuple(o for o in lines if not o.open))


def _obstacle(held: Table, asked: AskRow) -> str:
    try:
        return exchange.refusal(held, exchange.after(held, asked))
    except NotDone as refusal:
        return str(refusal)


def _ask(
    one: AskRow,
    called: Names,
    codes: dict[UUID, RunRow],
    person: UUID | None,
    *,
    obstacle: str = "",
    settles: bool = False,
) -> AskLine:
    run = codes.get(one.wanted) if one.wanted else None
    to = run_words(run) if run else "已不在的一期"
    who = called.person(one.person)
    words = f"改到{to}"
    if one.other:
        words += f"，和{called.person(one.other) if one.other != person else '您'}调换"
    is_open = one.state in queries.OPEN_ASKS
    tones = {"done": "ok", "refused": "red"}
    return AskLine(
        one.id,
        "您" if one.person == person else who,
        called.lesson(run.lesson) if run else called.requirement(one.requirement),
        words,
        one.state_words,
        tones.get(one.state, "wait" if is_open else ""),
        is_open,
        person is not None and one.other == person and one.state == queries.Asked.OTHER,
        settles,
        person is not None and one.person == person and is_open,
        obstacle,
        one.words,
    )
