"""Hours: from claims to credits, in four ledgers that never offset one another.

A 集中学习培训, B 干部集中培训, C 网络自学; D 个人自学 counts outputs, not time (`figures.study`). One event
counts once for a member however often it is written down; a training day is worth what the conversion table
of its day says; at most so much a day counts in each of A and B. The year takes the days that lie in it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from zhixing.core.facts.kinds import Attendance, Makeup, SessionHeld, Training
from zhixing.core.facts.record import Fact
from zhixing.core.figures.figure import Line, hours, sources
from zhixing.core.figures.yearfacts import Drawers
from zhixing.core.rules.book import Rule, Rulebooks

NO_RULE = ";当日没有生效的换算规则,未计学时"
WAYS = {"video": "视频补学", "delivered": "送学"}


@dataclass(frozen=True, slots=True)
class Claim:
    """One event as it counts for one member: which days bring how much, into which ledgers."""

    event: str
    title: str
    detail: str
    ledgers: frozenset[str]
    days: tuple[tuple[dt.date, int], ...]
    facts: tuple[Fact, ...]
    rank: int
    host: str
    rules: tuple[Rule, ...]

    @property
    def total(self) -> int:
        """Hundredths of an hour over all its days, before the daily cap."""
        return sum(amount for _, amount in self.days)


@dataclass(frozen=True, slots=True)
class Credit:
    """What a claim brings to one ledger, day by day, after the daily cap. Hundredths of an hour."""

    claim: Claim
    days: tuple[tuple[dt.date, int], ...]
    cut_by: tuple[Rule, ...] = ()

    def in_year(self, year: int) -> int:
        """The part that falls into a year."""
        return sum(amount for day, amount in self.days if day.year == year)


def credits(mine: Iterable[Fact], drawers: Drawers, rules: Rulebooks) -> dict[str, list[Credit]]:
    """The credits of one member by ledger, in order of day. `mine` are the facts about the member."""
    claims = _once(_claims(list(mine), drawers, rules))
    ledgers: dict[str, list[Credit]] = {}
    for ledger in ("A", "B", "C"):
        ledgers[ledger] = _capped([claim for claim in claims if ledger in claim.ledgers], ledger, rules)
    return ledgers


def lines(credits: Sequence[Credit], year: int) -> tuple[Line, ...]:
    """One line a credit that touches the year; amounts add up to the ledger's figure."""
    found = []
    for credit in credits:
        days = [(day, amount) for day, amount in credit.days if day.year == year]
        if days:
            claim = credit.claim
            amount = sum(part for _, part in days)
            detail = claim.detail + _split_words(credit, days) + _cut_words(claim, days)
            facts = tuple(fact.uid for fact in claim.facts)
            found.append(
                Line(days[0][0], claim.title, detail, amount, facts, sources(*claim.facts), claim.host)
            )
    return tuple(found)


def used_rules(credits: Iterable[Credit], year: int) -> tuple[Rule, ...]:
    """The conversion rules that the year's credits rest on, each edition once."""
    found: dict[Rule, None] = {}
    for credit in credits:
        if any(day.year == year for day, _ in credit.days):
            found.update(dict.fromkeys((*credit.claim.rules, *credit.cut_by)))
    return tuple(found)


def event_of(session: Fact) -> str:
    """What tells one event from another: written under two numbers, its day, hour, title and organiser agree."""
    held = session.body
    if not isinstance(held, SessionHeld):
        return ""
    return f"{session.day}|{held.start}|{held.title}|{held.organiser}"


def session_hours(minutes: int, day: dt.date, rules: Rulebooks) -> int:
    """Whole blocks only: 30 minutes are 0.5, what is left over is not counted. 0 on a day without a rule."""
    rule = rules.on("conversion.minutes", day)
    return minutes // rule.whole("block_minutes") * rule.whole("block_hundredths") if rule else 0


def _claims(mine: list[Fact], drawers: Drawers, rules: Rulebooks) -> list[Claim]:
    claims = []
    for fact in mine:
        session = drawers.sessions.get(fact.about) if fact.about else None
        if isinstance(fact.body, Training):
            claims.append(_training(fact, fact.body, mine, drawers, rules))
        elif session is not None and isinstance(session.body, SessionHeld) and not session.body.void:
            claims.append(_session(fact, session, session.body, drawers, rules))
    return [claim for claim in claims if claim is not None]


def _session(
    fact: Fact, session: Fact, held: SessionHeld, drawers: Drawers, rules: Rulebooks
) -> Claim | None:
    if session.day is None or fact.about is None:
        return None
    if isinstance(fact.body, Attendance) and fact.body.state == "present":
        day, detail, rank = session.day, f"{held.form},实到", 0
        if fact.day is not None and fact.day in drawers.dates.get(fact.about, ()):
            day = fact.day  # held on several dates: once, on the one attended
    elif isinstance(fact.body, Makeup) and fact.day is not None:
        day, rank = fact.day, 1
        detail = f"{held.form},{WAYS.get(fact.body.way, '补学')}(原场次 {session.day:%m-%d})"
    else:
        return None
    rule = rules.on("conversion.minutes", session.day)
    detail += "" if rule else NO_RULE
    return Claim(
        event=event_of(session),
        title=held.title,
        detail=detail,
        ledgers=_ledgers(held.ledgers),
        days=((day, session_hours(held.minutes, session.day, rules)),),
        facts=(fact, session),
        rank=rank,
        host=held.organiser,
        rules=(rule,) if rule else (),
    )


def _training(
    fact: Fact, body: Training, mine: list[Fact], drawers: Drawers, rules: Rulebooks
) -> Claim | None:
    if body.void or fact.day is None:
        return None
    session = _same_event(fact, body, mine, drawers)
    if session is not None and isinstance(session.body, SessionHeld) and session.body.void:
        return None
    event = event_of(session) if session else f"{fact.day}|{body.title}"
    span = [fact.day + dt.timedelta(n) for n in range((body.end - fact.day).days + 1)]
    held = [(day, rules.on("conversion.training_day", day)) for day in span]
    days = tuple((day, rule.whole("day_hundredths") if rule else 0) for day, rule in held)
    detail = f"外出培训 {len(days)} 天{_rates(days)}"
    if body.hours is not None:
        days, detail = tuple(_poured(body.hours, days)), "学时登记"
    return Claim(
        event=event,
        title=body.title,
        detail=detail,
        ledgers=_ledgers(body.ledgers),
        days=days,
        facts=(fact,),
        rank=2,
        host=body.organiser,
        rules=tuple(dict.fromkeys(rule for _, rule in held if rule)),
    )


def _rates(days: tuple[tuple[dt.date, int], ...]) -> str:
    """How days of different worth add up: (2 天×8 + 2 天×6); nothing where all are worth the same."""
    worths = list(dict.fromkeys(worth for _, worth in days))
    if worths == [0]:
        return NO_RULE
    if len(worths) == 1:
        return ""
    counted = [(sum(worth == other for _, other in days), worth) for worth in worths]
    return "(" + " + ".join(f"{count} 天×{hours(worth)}" for count, worth in counted) + ")"


def _poured(stated: int, days: tuple[tuple[dt.date, int], ...]) -> Iterator[tuple[dt.date, int]]:
    """Hours stated for a training of several days: a day's worth each while they last, the rest on the last."""
    for day, worth in days[:-1]:
        part = min(stated, worth)
        stated -= part
        yield day, part
    yield days[-1][0], stated


def _same_event(fact: Fact, body: Training, mine: list[Fact], drawers: Drawers) -> Fact | None:
    """The session that a training row repeats: named by its number, or same member, same day, same title.

    Of several under one number (branches number alike) the one on whose lists the member stands, else the one
    of this day or title; where none is told apart, none is taken.
    """
    if body.same_as and fact.day is not None:
        named = drawers.by_code.get((fact.day.year, body.same_as), ())
        stood = {other.about for other in mine}
        fitting = (
            [one for one in named if one.about in stood],
            [one for one in named if one.day == fact.day or getattr(one.body, "title", "") == body.title],
            named,
        )
        for several in fitting:
            if len(several) == 1:
                return several[0]
    for other in mine:
        session = drawers.sessions.get(other.about) if other.about else None
        if (
            session is not None
            and session.day == fact.day
            and getattr(session.body, "title", "") == body.title
        ):
            return session
    return None


def _ledgers(text: str) -> frozenset[str]:
    return frozenset(
        part
        for part in text.upper().replace("+", "+").replace("、", "+").split("+")
        if part in {"A", "B", "C"}
    )


def _once(claims: list[Claim]) -> list[Claim]:
    """One claim an event and ledger: presence before make-up before registration, the fullest first.

    Were the shorter of two registrations to count, writing one more row would take hours away.
    """
    events: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        events[claim.event].append(claim)
    kept = []
    for rivals in events.values():
        rivals.sort(key=lambda claim: (claim.rank, -claim.total, claim.days, claim.facts[0].seq))
        free = frozenset("ABC")
        for place, claim in enumerate(rivals):
            if claim.ledgers & free:
                kept.append(_merge(claim, rivals[place + 1 :], claim.ledgers & free))
                free -= claim.ledgers
    return sorted(kept, key=lambda claim: (claim.days, claim.title, claim.event))


def _merge(claim: Claim, others: list[Claim], ledgers: frozenset[str]) -> Claim:
    facts = {fact.uid: fact for one in [claim, *others] for fact in one.facts}
    words = claim.detail + (f";另有 {len(others)} 处登记同一场,只计一次" if others else "")
    if len(ledgers) > 1:
        words += f";{'、'.join(sorted(ledgers))} 两账"
    return replace(claim, facts=tuple(facts.values()), detail=words, ledgers=ledgers)


def _capped(claims: list[Claim], ledger: str, rules: Rulebooks) -> list[Credit]:
    used: dict[dt.date, int] = defaultdict(int)
    found = []
    for claim in claims:
        days, cut = [], []
        for day, amount in claim.days:
            rule = rules.on("conversion.daily_cap", day)
            if rule is not None and ledger in rule.words("ledgers"):
                room = max(0, rule.whole("cap_hundredths") - used[day])
                if amount > room:
                    amount = room
                    cut.append(rule)
            used[day] += amount
            days.append((day, amount))
        found.append(Credit(claim, tuple(days), tuple(dict.fromkeys(cut))))
    return found


def _split_words(credit: Credit, days: list[tuple[dt.date, int]]) -> str:
    whole = len(credit.days)
    return f";跨年拆分,本年 {len(days)} 天" if len(days) < whole else ""


def _cut_words(claim: Claim, days: list[tuple[dt.date, int]]) -> str:
    asked = sum(amount for day, amount in claim.days if day in {kept for kept, _ in days})
    got = sum(amount for _, amount in days)
    return f";当日已满上限,{hours(asked)} 学时计 {hours(got)}" if got < asked else ""


def months(credits: Iterable[Credit], year: int) -> tuple[int, ...]:
    """Hundredths of an hour a month, January first."""
    sums = [0] * 12
    for credit in credits:
        for day, amount in credit.days:
            if day.year == year:
                sums[day.month - 1] += amount
    return tuple(sums)
