"""The outbox against the server: loss, lost replies, duplicates, reorder, clocks, restarts, two phones, two people.

Our own JavaScript runs in V8 (mini-racer), the server is the real code on a real database. Nothing is lost,
nothing doubled, receipts never change, nobody's thing becomes another's. Each planted fault must be found.
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from py_mini_racer import MiniRacer
from pytest_django import Settings
from tests import cast, kept
from tests.actions.outbox_code import machine_js, server
from tests.actions.outboxes import World

from zhixing.store.people.queries import Actor

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 2)
BOX = st.sampled_from(("a0", "b0", "a1"))
PLACE = st.integers(0, 5)
SORT = st.sampled_from(("visit", "tally", "tally", "spoilt", "foreign", "early"))
KILLED = st.sampled_from((0, 1, 2, 99, 99, 99))
STEPS = 68
"""At most: on the average a run has sixty."""

PART = 250
"""Runs at a time."""


@dataclass(frozen=True)
class Setting:
    """Who takes part, with which code."""

    actors: dict[str, Actor]
    unit: dict[str, UUID]
    person: dict[str, UUID]
    engine: MiniRacer
    sync: types.ModuleType


class Outboxes(RuleBasedStateMachine):
    """Anything may happen in any order; at the end there is a network."""

    setting: ClassVar[Setting]
    runs: ClassVar[int] = 0
    steps: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.run = transaction.atomic()
        self.run.__enter__()
        Outboxes.runs += 1
        one = self.setting
        self.world = World(one.actors, one.unit, one.person)
        self.world.begin(one.engine, one.sync)

    @invariant()
    def counted(self) -> None:
        """How many steps it were."""
        Outboxes.steps += 1

    @rule(box=BOX, sorts=st.lists(SORT, min_size=1, max_size=3))
    def make(self, box: str, sorts: list[str]) -> None:
        """Something new is put into an outbox."""
        for sort in sorts:
            self.world.make(box, sort)

    @rule(box=BOX, place=PLACE)
    def change(self, box: str, place: int) -> None:
        """Something is changed before it has gone."""
        self.world.change(box, place)

    @rule(box=BOX, place=PLACE)
    def give_up(self, box: str, place: int) -> None:
        """Something stuck is given up."""
        self.world.give_up(box, place)

    @rule(box=BOX, raced=st.booleans(), who=st.sampled_from(("branch", "branch_other", "")))
    def race(self, box: str, raced: bool, who: str) -> None:
        """Somebody signs in while it is being sent."""
        self.world.session[self.world.boxes[box].phone] = who
        self.world.depart(box, raced=raced)

    @rule(box=BOX, raced=st.booleans())
    def depart(self, box: str, raced: bool) -> None:
        """The phone sends."""
        self.world.depart(box, raced=raced)

    @rule(box=BOX, sort=SORT, lost=st.booleans(), twice=st.booleans(), mixed=st.booleans())
    def send(self, box: str, sort: str, lost: bool, twice: bool, mixed: bool) -> None:
        """Something new is made and sent at once by whoever it belongs to."""
        self.world.session[self.world.boxes[box].phone] = self.world.boxes[box].actor.username
        self.world.make(box, sort)
        self.world.depart(box, raced=False)
        self.world.arrive(box, replied=not lost, twice=twice, mixed=mixed, killed=99)

    @rule(box=BOX, replied=st.booleans(), twice=st.booleans(), mixed=st.booleans(), killed=KILLED)
    def arrive(self, box: str, replied: bool, twice: bool, mixed: bool, killed: int) -> None:
        """It arrives, perhaps twice or shuffled; the reply may be lost, the app killed while it is read."""
        self.world.arrive(box, replied=replied, twice=twice, mixed=mixed, killed=killed)

    @rule(box=BOX, why=st.sampled_from(("none", "server")))
    def lose(self, box: str, why: str) -> None:
        """It is lost."""
        self.world.lose(box, why)

    @rule(box=BOX)
    def delay(self, box: str) -> None:
        """It is under way for long."""
        self.world.delay(box)

    @rule(place=PLACE, again=st.booleans())
    def late(self, place: int, again: bool) -> None:
        """An old one arrives."""
        self.world.late(place, again=again)

    @rule(box=BOX)
    def restart(self, box: str) -> None:
        """The app is closed and opened."""
        self.world.restart(box)

    @rule(phone=st.integers(0, 1), who=st.sampled_from(("branch", "branch_other", "")))
    def sign_in(self, phone: int, who: str) -> None:
        """Somebody signs in on a phone, or nobody is."""
        self.world.session[phone] = who

    @rule(phone=st.integers(0, 1), off=st.integers(-90_000, 90_000))
    def clock(self, phone: int, off: int) -> None:
        """A phone's clock is set."""
        self.world.set_clock(phone, dt.timedelta(seconds=off))

    @rule(hours=st.integers(1, 30))
    def wait(self, hours: int) -> None:
        """Time passes."""
        self.world.now += dt.timedelta(hours=hours)

    def teardown(self) -> None:
        """A network for all, then everything is counted."""
        try:
            self.world.check_nothing_lost()
            self.world.drain()
            self.world.check_end()
        finally:
            transaction.set_rollback(True)
            self.run.__exit__(None, None, None)


@pytest.fixture
def setting(db: None, settings: Settings) -> Callable[..., Setting]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    year = kept.bureau(12, 4)
    branch = {"branch": year.branches[0].id, "branch_other": year.branches[1].id}
    actors = {name: cast.actor(name, today=TODAY) for name in branch}
    people = {
        name: next(one.id for one in year.members if one.branch_id == org and one.on_roll_at_end)
        for name, org in branch.items()
    }

    def make(client: tuple[str, str] | None = None, **planted: tuple[str, str]) -> Setting:
        return Setting(actors, branch, people, machine_js(*([client] if client else [])), server(**planted))

    return make


def _run(setting: Setting, runs: int, **more: Any) -> None:
    Outboxes.setting = setting
    how = settings(
        max_examples=runs,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        **more,
    )
    run_state_machine_as_test(Outboxes, settings=how)


@pytest.mark.drill
def test_nothing_is_lost_and_nothing_doubled(
    setting: Callable[..., Setting], rounds: Callable[[int, int], int]
) -> None:
    Outboxes.runs = Outboxes.steps = 0
    wanted, made = rounds(60, 10_000), setting()
    # Each part begins anew, from a seed of its own: the tree of all that was tried takes gigabytes in one.
    while Outboxes.runs < wanted:
        _run(made, min(PART, wanted - Outboxes.runs), derandomize=wanted <= PART)
        print(f"{Outboxes.runs} 轮", flush=True)
    print(f"{Outboxes.runs} 轮，平均 {Outboxes.steps / Outboxes.runs:.0f} 步")
    assert Outboxes.runs >= wanted


CLIENT: dict[str, tuple[str, str]] = {
    "no answer counts as received": (
        "  const next = { ...state, flight: null };\n  if (why",
        "  const next = { ...state, flight: null };\n"
        "  if (why) return [next, sent.map((uid) => ({ do: 'drop', uid, rev: state.flight.sent[uid] }))];\n  if (why",
    ),
    "what was refused is thrown away": (
        'if (receipt.outcome === "taken" ||',
        'if (receipt.outcome === "refused" || receipt.outcome === "taken" ||',
    ),
    "any answer ends all that was sent": (
        "  for (const receipt of answer.receipts) {",
        "  for (const uid of Object.keys(state.flight.sent)) {\n    const receipt = { uid, outcome: 'known' };",
    ),
    "what was told is thrown away": ('told: String(receipt.told || "") };', 'told: "" };'),
    "a change leaves no mark": ("rev: item.rev + 1, round: 0", "rev: item.rev, round: 0"),
    "a change is another thing": ('if (item.stands !== "conflict") {', "if (false) {"),
    "what is refused is never tried again": (
        'one.stands !== "conflict" && one.round',
        'one.stands === "waiting" && one.round',
    ),
}
SERVER: dict[str, dict[str, tuple[str, str]]] = {
    "no receipts are kept": {"sync": ("        api.keep(written)\n", "")},
    "other content counts as known": {"sync": ("before.digest == digest and ", "")},
    "no savepoint": {
        "sync": (
            "            with transaction.atomic():\n                taken",
            "            if True:\n                taken",
        )
    },
    "anybody's session takes anybody's outbox": {
        "sync": ("    if sent.account != by.account:", "    if False:")
    },
    "twice in a request is taken twice": {"sync": (" or self.new.get(uid)", "")},
    "the clock is believed": {"rules": ("received - (device_now - made_at)", "made_at")},
    "made after it came": {
        "rules": ("min(received - (device_now - made_at), received)", "received + (device_now - made_at)")
    },
}


def _found(setting: Setting) -> None:
    with pytest.raises(Exception) as caught:  # noqa: B017, PT011 - any way of failing is a find
        _run(setting, 400, phases=[Phase.generate], report_multiple_bugs=False, derandomize=True)
    assert "Flaky" not in type(caught.value).__name__


@pytest.mark.parametrize("fault", CLIENT)
def test_a_fault_in_the_outbox_is_found(setting: Callable[..., Setting], fault: str) -> None:
    _found(setting(CLIENT[fault]))


@pytest.mark.parametrize("fault", SERVER)
def test_a_fault_in_the_server_is_found(setting: Callable[..., Setting], fault: str) -> None:
    _found(setting(**SERVER[fault]))
