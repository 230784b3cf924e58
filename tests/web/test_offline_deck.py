"""A new deck for the phone comes only after this account's answers were sent (`offline/desk.js`, in V8)."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from py_mini_racer import MiniRacer

import zhixing

FOLDER = Path(zhixing.__file__).parent / "web/shared/static/zhixing/offline"
PHONE = """
class Keeper { constructor() { this.items = []; }
  async state() { const begun = opened(1, "d", this.items); return this.refused ? refuse(begun) : begun; } }
function refuse(state) { const [flying] = depart(state, "n");
  return arrived(flying, "n", { account: 1, receipts: [{ uid: "a1", outcome: "refused", told: "x" }] })[0]; }
const kept = {}, asked = [];
const shelf = { async take(name, said) { kept[name] = said; }, async taken(name) { return kept[name]; } };
const navigator = { locks: { request: (name, act) => act() } };
const seal = async (key, name, said) => JSON.parse(JSON.stringify(said)), unseal = async (key, name, said) => said;
let meanwhile = null, gone = false;
async function taken(address) { asked.push(address); if (meanwhile) await meanwhile();
  return gone ? null : { made_at: "later", cards: [] }; }
const desk = new Desk({ account: 1, member: true, keeps: false }, "key", shelf, () => {});
const review = (uid) => ({ uid, verb: "review", body: "{}", made_at: "m", seq: 1, rev: 1, stands: "waiting", told: "" });
"""
DECK = "/api/offline/deck/"


@pytest.fixture
def phone() -> MiniRacer:
    """The desk with the machine; storage, network and keys are played."""
    racer = MiniRacer()
    for name in ("machine", "desk"):
        source = (FOLDER / f"{name}.js").read_text("utf-8")
        source = re.sub(r"^import .*$", "", source, flags=re.M)
        racer.eval(re.sub(r"^export ", "", source, flags=re.M))
    racer.eval(PHONE)
    return racer


def _after(phone: MiniRacer, script: str) -> tuple[list[str], dict[str, object]]:
    """Which addresses were asked for, and what is kept, after a script."""
    phone.eval(f"(async () => {{ {script} }})()")
    told = json.loads(str(phone.eval("JSON.stringify([asked, kept])")))
    return told[0], told[1]


def test_while_answers_wait_the_old_cards_stay_and_the_rest_comes(phone: MiniRacer) -> None:
    asked, kept = _after(
        phone,
        "await desk.keep('deck', { made_at: 'before' }); desk.keeper.items = [review('a1')];"
        "await desk.change((all) => [...all, { uid: 'a1' }]); await desk.takeAlong();",
    )
    assert DECK not in asked
    assert "/api/offline/today/" in asked
    assert kept["deck"] == {"made_at": "before"}
    assert kept["answers"] == {"answers": [{"uid": "a1"}]}


def test_once_they_are_received_the_new_cards_come_and_the_answers_are_in_them(phone: MiniRacer) -> None:
    asked, kept = _after(
        phone, "await desk.change((all) => [...all, { uid: 'a1' }]); await desk.takeAlong();"
    )
    assert asked[-1] == DECK
    assert kept["deck"] == {"made_at": "later", "cards": []}
    assert kept["answers"] == {"answers": []}


def test_what_is_answered_while_the_cards_come_goes_on_counting(phone: MiniRacer) -> None:
    _, kept = _after(
        phone,
        "await desk.change((all) => [...all, { uid: 'a1' }]);"
        "meanwhile = () => desk.change((all) => all.some((one) => one.uid === 'a2') ? all : [...all, { uid: 'a2' }]);"
        "await desk.takeDeck();",
    )
    assert kept["answers"] == {"answers": [{"uid": "a2"}]}


def test_without_an_answer_from_the_server_nothing_changes(phone: MiniRacer) -> None:
    _, kept = _after(phone, "gone = true; await desk.change(() => [{ uid: 'a1' }]); await desk.takeDeck();")
    assert "deck" not in kept
    assert kept["answers"] == {"answers": [{"uid": "a1"}]}


def test_an_answer_that_was_refused_holds_no_deck_up(phone: MiniRacer) -> None:
    asked, _ = _after(
        phone, "desk.keeper.items = [review('a1')]; desk.keeper.refused = true; await desk.takeDeck();"
    )
    assert asked == [DECK]
