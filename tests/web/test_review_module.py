"""The phone's own review (`memory/review.js`, in V8) comes to the same days and cards as the server's fold."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from py_mini_racer import MiniRacer
from tests.core.memory.made import BEGIN, ENGINE, LIMITS, ZONE, answers, deck, questions

import zhixing
from zhixing.core.memory.answer import CardAnswer
from zhixing.core.memory.deck import deck_json
from zhixing.core.memory.folding import fold
from zhixing.core.questions.question import Answer, Question, is_right

FOLDER = Path(zhixing.__file__).parent / "web/shared/static/zhixing/memory"
ASKED = questions(40, seed=11)


@pytest.fixture(scope="module")
def phone() -> MiniRacer:
    """The modules, joined into one script as a browser would link them."""
    vendored = (FOLDER / "vendored/ts-fsrs.js").read_text("utf-8")
    own = (FOLDER / "review.js").read_text("utf-8")
    vendored, count = re.subn(r"^export \{.*\};$", "return { FSRS };", vendored, flags=re.M)
    own = re.sub(r"^import .*$", "", own, flags=re.M)
    names = re.findall(r"^export (?:function|const) (\w+)", own, flags=re.M)
    own = re.sub(r"^export ", "", own, flags=re.M)
    assert count == 1
    racer = MiniRacer()
    racer.eval(f"const {{ FSRS }} = (() => {{ {vendored} }})(); {own}")
    racer.eval(f"const review = {{ {', '.join(names)} }};")
    return racer


def _call(phone: MiniRacer, expression: str, **given: object) -> Any:
    told = ", ".join(f"{name} = {json.dumps(value)}" for name, value in given.items())
    return json.loads(str(phone.eval(f"(() => {{ const {told}; return JSON.stringify({expression}); }})()")))


def _told(log: list[CardAnswer]) -> list[Mapping[str, object]]:
    return [
        {
            "uid": str(one.uid),
            "question": str(one.question),
            "version": one.version,
            "rating": int(one.rating),
            "at": one.at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z"),
        }
        for one in log
    ]


def test_two_hundred_logs_fold_alike_on_phone_and_server(phone: MiniRacer) -> None:
    for seed in range(200):
        log = answers(ASKED[: 4 + seed % 20], seed=seed, days=30 + seed)
        server = fold(log, ENGINE, ZONE)
        empty = json.loads(deck_json(deck(ASKED, [], BEGIN)))
        found = _call(phone, "[...review.memories(deck, log)]", deck=empty, log=_told(log))
        phone_due = {question: memory["due"] for question, memory in found}
        assert phone_due == {str(one): memory.due.isoformat() for one, memory in server.items()}, seed


def test_a_phone_goes_on_alone_for_a_week_as_the_server_would(phone: MiniRacer) -> None:
    for seed in range(12):
        chance = random.Random(seed)
        log = answers(ASKED, seed=seed, most=120)
        day = BEGIN + dt.timedelta(days=121)
        handed = json.loads(deck_json(deck(ASKED, log, day)))
        since: list[CardAnswer] = []
        for later in range(7):
            today = day + dt.timedelta(days=later)
            server = deck(ASKED, [*log, *since], today)
            found = _call(
                phone, "review.cardsOf(deck, log, day)", deck=handed, log=_told(since), day=today.isoformat()
            )
            assert [one["question"] for one in found] == [str(one) for one in server.today], (seed, later)
            assert _call(phone, "review.secondsOf(deck, cards)", deck=handed, cards=found) <= LIMITS.seconds
            done = [one.question for one in server.order][: chance.randint(0, 12)]
            fresh = answers(done, seed=seed * 100 + later, most=1) if done else []
            at = dt.datetime.combine(today, dt.time(9), ZONE)
            since += [
                CardAnswer(one.uid, one.question, one.version, one.rating, at + dt.timedelta(minutes=nth))
                for nth, one in enumerate(fresh)
            ]


def test_the_day_is_the_organs_whatever_the_phone_says(phone: MiniRacer) -> None:
    handed = json.loads(deck_json(deck(ASKED, [], BEGIN)))
    assert _call(phone, "review.dayOf(deck, at)", deck=handed, at="2026-03-01T16:30:00Z") == "2026-03-02"
    assert _call(phone, "review.dayOf(deck, at)", deck=handed, at="2026-03-01T23:59:00+08:00") == "2026-03-01"


@pytest.mark.parametrize("question", ASKED[:10], ids=lambda one: f"{one.code}-{one.form}")
def test_right_and_wrong_are_told_alike(phone: MiniRacer, question: Question) -> None:
    card = json.loads(deck_json(deck([question], [], BEGIN)))["cards"][0]
    for chosen, text in (([0], "32"), ([1], " ３２。"), ([0, 1], "33"), ([], ""), ([3], "三十二")):
        server = is_right(question, Answer(frozenset(chosen), (text,)))
        given = {"chosen": chosen, "texts": [text]}
        assert _call(phone, "review.isRight(card, given)", card=card, given=given) is server


def test_an_answer_is_put_down_without_time_taken(phone: MiniRacer) -> None:
    card = json.loads(deck_json(deck(ASKED[:1], [], BEGIN)))["cards"][0]
    given = {"uid": "u", "at": "2026-03-01T08:00:00Z", "right": False}
    found = _call(phone, "review.answered(card, given)", card=card, given=given)
    assert found == {
        "uid": "u",
        "question": card["question"],
        "version": 1,
        "rating": 1,
        "at": "2026-03-01T08:00:00Z",
    }
    assert (
        _call(phone, "review.answered(card, given)", card=card, given={**given, "rating": 4})["rating"] == 4
    )


def test_a_pause_asks_nothing(phone: MiniRacer) -> None:
    handed = json.loads(deck_json(deck(ASKED, [], BEGIN)))
    told = {**handed, "paused": True}
    assert _call(phone, "review.cardsOf(deck, log, day)", deck=told, log=[], day=handed["day"]) == []
