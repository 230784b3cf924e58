"""Cards, answers and a deck drawn from a seed, for the tests of review."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from uuid import UUID

from tests.sample_year import rulebooks

from zhixing.core.memory.answer import CardAnswer, Engine, Rating
from zhixing.core.memory.budget import Card, Limits, Spent, limits_on, pick, spent_on
from zhixing.core.memory.deck import Deck, DeckCard, Model
from zhixing.core.memory.folding import fold
from zhixing.core.questions.question import Cited, Form, Question
from zhixing.solvers.memory import LONGEST, PARAMETERS, Fsrs

ZONE = dt.timezone(dt.timedelta(hours=8))
BEGIN = dt.date(2026, 3, 1)
LIMITS: Limits = limits_on(rulebooks(), BEGIN)
ENGINE = Fsrs(retention=LIMITS.retention / 100)
FORMS = tuple(Form)


def drawn_id(chance: random.Random) -> UUID:
    """A drawn id."""
    return UUID(int=chance.getrandbits(128), version=4)


def questions(count: int, *, seed: int, forms: tuple[Form, ...] = FORMS) -> tuple[Question, ...]:
    """Questions of every form in turn."""
    chance = random.Random(seed)
    return tuple(
        Question(
            drawn_id(chance),
            1,
            f"T{nth:03}",
            forms[nth % len(forms)],
            f"第 {nth} 题",
            options=("甲", "乙", "丙", "丁")
            if forms[nth % len(forms)] in (Form.SINGLE, Form.MULTIPLE)
            else (),
            right=frozenset({nth % 2, 0})
            if forms[nth % len(forms)] is Form.MULTIPLE
            else frozenset({nth % 2}),
            blanks=(("32", "三十二"),) if forms[nth % len(forms)] is Form.FILL_IN else (),
            cites=(Cited("条例", f"第{nth}条"),),
        )
        for nth in range(count)
    )


def answers(asked: Iterable[Question], *, seed: int, most: int = 40, days: int = 120) -> list[CardAnswer]:
    """Up to `most` answers over some days, some cards several times a day."""
    chance, each = random.Random(seed), list(asked)
    start = dt.datetime.combine(BEGIN, dt.time(), ZONE)
    found = []
    for _ in range(chance.randint(1, most)):
        one = chance.choice(each)
        at = start + dt.timedelta(seconds=chance.randrange(days * 86400))
        found.append(CardAnswer(drawn_id(chance), one.id, one.version, Rating(chance.randint(1, 4)), at))
    return found


def deck(
    asked: Iterable[Question],
    log: list[CardAnswer],
    day: dt.date,
    *,
    engine: Engine = ENGINE,
    limits: Limits = LIMITS,
) -> Deck:
    """A deck as the server hands it out after a log."""
    each = tuple(asked)
    cards = [Card(one.id, one.version, one.form) for one in each]
    known = fold(log, engine, ZONE)
    spent = spent_on(log, {one.question: one for one in cards}, day, limits=limits, zone=ZONE)
    today = pick(cards, known, day, engine=engine, limits=limits, spent=spent)
    return Deck(
        person=UUID(int=7),
        day=day,
        made_at=dt.datetime.combine(day, dt.time(6), ZONE),
        utc_minutes=480,
        limits=limits,
        model=Model(PARAMETERS, limits.retention / 100, LONGEST),
        spent=spent,
        cards=tuple(DeckCard(one, known.get(one.id)) for one in each),
        today=tuple(one.question for one in today),
    )


def no_spent() -> Spent:
    """A day nobody has answered on."""
    return Spent()
