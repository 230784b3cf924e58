"""A day's cards: never beyond the budget, the most forgotten first, nothing held against a week away."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.memory.made import BEGIN, ENGINE, LIMITS, ZONE, answers, deck, questions

from zhixing.core.memory.budget import Card, Spent, is_due, pick, seconds_of, spent_on
from zhixing.core.memory.deck import deck_json
from zhixing.core.memory.folding import fold
from zhixing.core.questions.question import Form

ASKED = questions(60, seed=2)
CARDS = [Card(one.id, one.version, one.form) for one in ASKED]
BY_ID = {one.question: one for one in CARDS}


def test_the_limits_are_the_rulebooks() -> None:
    assert (LIMITS.seconds, LIMITS.retention, set(LIMITS.costs)) == (300, 90, set(Form))


@given(st.integers(0, 10_000), st.integers(0, 200), st.integers(0, 400))
@settings(max_examples=60, deadline=None)
def test_the_budget_is_never_exceeded(seed: int, later: int, taken: int) -> None:
    log = answers(ASKED, seed=seed, most=200)
    day = BEGIN + dt.timedelta(days=later)
    known = fold([one for one in log if one.at.astimezone(ZONE).date() <= day], ENGINE, ZONE)
    chosen = pick(CARDS, known, day, engine=ENGINE, limits=LIMITS, spent=Spent(taken))
    assert seconds_of(chosen, LIMITS) + min(taken, 300) <= 300
    assert len({one.question for one in chosen}) == len(chosen)
    old = [one for one in chosen if one.question in known]
    assert list(chosen[: len(old)]) == old, "what was asked before comes first"
    likely = [round(ENGINE.recall(known[one.question], day), 4) for one in old]
    assert likely == sorted(likely)
    assert len(chosen) - len(old) <= LIMITS.most_new
    if any(is_due(BY_ID[one], known[one], day) and BY_ID[one] not in old for one in known):
        left = LIMITS.seconds - taken - seconds_of(chosen, LIMITS)
        assert left < max(LIMITS.costs.values()), "a card waits only where the day is full"


def test_a_week_away_leaves_no_backlog_beyond_the_day() -> None:
    log = answers(ASKED, seed=3, most=400, days=20)
    known = fold(log, ENGINE, ZONE)
    for later in (21, 28, 120):
        chosen = pick(CARDS, known, BEGIN + dt.timedelta(days=later), engine=ENGINE, limits=LIMITS)
        assert seconds_of(chosen, LIMITS) <= 300


def test_new_cards_come_only_in_what_is_left() -> None:
    full = pick(CARDS, {}, BEGIN, engine=ENGINE, limits=LIMITS, spent=Spent(295))
    assert full == ()
    some = pick(CARDS, {}, BEGIN, engine=ENGINE, limits=LIMITS, spent=Spent(0, LIMITS.most_new - 2))
    assert len(some) == 2


def test_a_changed_question_is_due_at_once_but_not_twice_a_day() -> None:
    log = answers(ASKED[:1], seed=4, most=1)
    day = log[0].at.astimezone(ZONE).date()
    known = fold(log, ENGINE, ZONE)
    changed = [replace(CARDS[0], version=2)]
    assert pick(changed, known, day, engine=ENGINE, limits=LIMITS) == ()
    next_day = day + dt.timedelta(days=1)
    assert pick(changed, known, next_day, engine=ENGINE, limits=LIMITS) == tuple(changed)


def test_what_a_day_took_is_counted_by_form_not_by_clock() -> None:
    log = answers(ASKED, seed=5, most=200, days=2)
    spent = spent_on(log, BY_ID, BEGIN, limits=LIMITS, zone=ZONE)
    today = [one for one in log if one.at.astimezone(ZONE).date() == BEGIN]
    assert spent.seconds == sum(LIMITS.costs[BY_ID[one.question].form] for one in today)
    assert spent.new == len({one.question for one in today})
    gone = spent_on(today, {}, BEGIN, limits=LIMITS, zone=ZONE)
    assert gone.seconds == len(today) * max(LIMITS.costs.values())


def test_a_deck_tells_all_a_phone_needs() -> None:
    made = deck(ASKED, answers(ASKED, seed=6), BEGIN + dt.timedelta(days=130))
    told = json.loads(deck_json(made))
    assert told["budget"]["costs"]["single"] == LIMITS.costs[Form.SINGLE]
    assert [one["question"] for one in told["cards"]] == [str(one.id) for one in ASKED]
    assert told["today"] == [str(one.question.id) for one in made.order]
    assert made.seconds <= 300
    assert all(one["mark"] == "待核对" for one in told["cards"])
    assert {"stability", "difficulty", "last", "due", "version"} == set(
        next(one["memory"] for one in told["cards"] if one["memory"])
    )
    card = made.cards[0]
    assert made.card(card.question.id) is card
    assert card.card == CARDS[0]
