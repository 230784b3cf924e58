"""Phones and a network for the state machine: our own JavaScript in V8, the server's own code, nothing between.

A phone keeps what its storage keeps and loses the rest at every restart; the network loses, doubles, delays and
reorders; clocks are wrong. `World` says after each step what must hold.
"""

from __future__ import annotations

import datetime as dt
import json
import types
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from py_mini_racer import MiniRacer

from zhixing.core.sync import rules, wire
from zhixing.core.sync.envelope import Outcome, Receipt, Verb
from zhixing.store.ledger.models import AuditLine, Fact
from zhixing.store.outbox.queries import Kept, receipts
from zhixing.store.people.queries import Actor

SPACE = UUID("6f1c1c38-5c0f-4d0e-9a4b-0d6a3c2b1a00")


@dataclass
class Box:
    """One account's outbox on one phone: what its storage holds, and whether a round is under way."""

    name: str
    phone: int
    actor: Actor
    device: UUID
    stored: dict[str, dict[str, Any]] = field(default_factory=dict)
    seq: int = 0


@dataclass
class Thing:
    """Something its maker wants recorded once: its contents under each id, when it was truly made."""

    box: str
    bodies: dict[str, list[str]]
    made: dict[str, dt.datetime]
    verb: str
    given_up: bool = False
    split: int = 0


@dataclass
class Sending:
    """A request on its way."""

    box: str
    nonce: str
    raw: bytes
    session: str
    at: dt.datetime


class World:
    """Two accounts, two phones, three outboxes, one server."""

    def __init__(self, actors: dict[str, Actor], unit: dict[str, UUID], person: dict[str, UUID]) -> None:
        self.actors, self.unit, self.person = actors, unit, person
        self.now = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
        self.offset = {0: dt.timedelta(hours=-31), 1: dt.timedelta(minutes=7)}
        self.session: dict[int, str] = {0: "branch", 1: "branch"}
        places = (("a0", 0, "branch"), ("b0", 0, "branch_other"), ("a1", 1, "branch"))
        self.boxes = {name: Box(name, phone, actors[who], uuid5(SPACE, name)) for name, phone, who in places}
        self.things: dict[str, Thing] = {}
        self.flights: dict[str, Sending] = {}
        self.delayed: list[Sending] = []
        self.seen: dict[UUID, Kept] = {}
        self.under_way: dict[UUID, dt.timedelta] = {}
        self.set_clocks: set[int] = set()
        self.count = 0
        self.engine: MiniRacer
        self.sync: types.ModuleType

    def begin(self, engine: MiniRacer, sync: types.ModuleType) -> None:
        """With this client and this server."""
        self.engine, self.sync = engine, sync
        for name in self.boxes:
            self.restart(name)

    # ── the phone ────────────────────────────────────────────────────────────────────────────────
    def restart(self, name: str) -> None:
        """The app is closed and opened: memory is gone, storage stays."""
        box = self.boxes[name]
        kept = list(box.stored.values())
        self.engine.call("reopen", name, box.actor.account, str(box.device), kept, box.seq)
        flight = self.flights.pop(name, None)
        if flight:
            self.delayed.append(flight)

    def _aside(self, name: str) -> str:
        """Another tab: a state read anew from storage."""
        box = self.boxes[name]
        kept = list(box.stored.values())
        self.engine.call("reopen", "aside", box.actor.account, str(box.device), kept, box.seq)
        return "aside"

    def _call(self, at: str, what: str, *args: object) -> list[dict[str, Any]]:
        todo: list[dict[str, Any]] = json.loads(str(self.engine.call("own", at, what, *args)))
        return todo

    def _run(self, name: str, todo: list[dict[str, Any]], most: int = 99) -> None:
        """Storage, as shelf.js does it; `most`: it is killed after so many writings."""
        box = self.boxes[name]
        for one in todo[:most]:
            if one["do"] == "drop":
                before = box.stored.get(one["uid"])
                if before is not None and before["rev"] == one["rev"]:
                    del box.stored[one["uid"]]
                    if one["receipt"]:
                        self._agreed(before, one["item"]["told"])
            else:
                item = one["item"]
                assert bool(item["told"]) == (item["stands"] != "waiting"), "stuck, and nobody says why"
                before = box.stored.get(item["uid"])
                if before["rev"] <= item["rev"] if before else one["do"] == "keep":
                    box.stored[item["uid"]] = item
                box.seq = max(box.seq, item["seq"])

    def _agreed(self, item: dict[str, Any], told: str) -> None:
        """What leaves the outbox as received stands on the server with just this content; its words are kept."""
        kept = receipts([UUID(item["uid"])]).get(UUID(item["uid"]))
        assert kept is not None, "dropped, and the server has it not"
        assert kept.digest == rules.digest(Verb(item["verb"]), item["body"]), "dropped with another content"
        assert kept.told == told, "what was told of it is lost"

    def make(self, name: str, sort: str) -> None:
        """Something new: a visit, a tally, or one that cannot be taken (now)."""
        self.count += 1
        uid = str(uuid5(SPACE, f"{name}-{self.count}"))
        verb = "note" if sort in ("tally", "spoilt") else "visit"
        body = self._body(name, sort, f"{self.count}")
        at = self.now + self.offset[self.boxes[name].phone]
        self.things[uid] = Thing(name, {uid: [body]}, {uid: self.now}, verb)
        said = {"uid": uid, "verb": verb, "body": body, "made_at": at.isoformat()}
        self._run(name, self._call(self._aside(name), "put", said))

    def _body(self, name: str, sort: str, words: str) -> str:
        if sort in ("tally", "spoilt"):
            return json.dumps({"words": words, "spoilt": sort == "spoilt"})
        who = self.boxes[name].actor.username
        if sort == "foreign":
            who = "branch" if who == "branch_other" else "branch_other"
        day = "2026-03-04" if sort == "early" else "2026-02-10"
        values = {"org": str(self.unit[who]), "day": day, "place": f"断网{words}"}
        return json.dumps({"values": {**values, "people": [str(self.person[who])]}})

    def change(self, name: str, place: int) -> None:
        """改后再发 of something still in the outbox."""
        uids = sorted(self.boxes[name].stored)
        if not uids:
            return
        item = self.boxes[name].stored[uids[place % len(uids)]]
        self.count += 1
        sort = "tally" if item["verb"] == "note" else "visit"
        body = self._body(name, sort, f"{self.count}")
        fresh = str(uuid5(SPACE, f"{name}-fresh-{self.count}"))
        clock = self.offset[self.boxes[name].phone]
        todo = self._call(
            self._aside(name), "revise", item["uid"], body, (self.now + clock).isoformat(), fresh
        )
        thing = next(one for one in self.things.values() if item["uid"] in one.bodies)
        for one in todo:
            if one["do"] == "keep":
                uid = one["item"]["uid"]
                thing.bodies.setdefault(uid, []).append(body)
                thing.made[uid] = self.now
                if item["stands"] == "conflict":
                    thing.split += 1
        self._run(name, todo)

    def give_up(self, name: str, place: int) -> None:
        """放弃 of something that was refused or conflicts."""
        stuck = sorted(uid for uid, one in self.boxes[name].stored.items() if one["stands"] != "waiting")
        if stuck:
            uid = stuck[place % len(stuck)]
            next(one for one in self.things.values() if uid in one.bodies).given_up = True
            self._run(name, self._call(self._aside(name), "discard", uid))

    # ── the network ──────────────────────────────────────────────────────────────────────────────
    def depart(self, name: str, *, raced: bool) -> None:
        """A round goes on, or begins; `raced`: somebody else signs in between the question and the sending."""
        box = self.boxes[name]
        if name in self.flights:
            return
        own = self.session[box.phone] == box.actor.username
        if not own and not raced:
            return
        self.restart(name)
        self.engine.call("again", name)
        self._depart(name)

    def _depart(self, name: str) -> bool:
        box = self.boxes[name]
        self.count += 1
        todo = self._call(name, "depart", f"n{self.count}")
        for one in todo:
            clock = (self.now + self.offset[box.phone]).isoformat()
            said = {"account": box.actor.account, "device_now": clock, "envelopes": one["envelopes"]}
            session = self.session[box.phone]
            self.flights[name] = Sending(name, one["nonce"], json.dumps(said).encode(), session, self.now)
        return bool(todo)

    def lose(self, name: str, why: str) -> None:
        """The request is lost, or the server breaks before it has done anything."""
        flight = self.flights.pop(name, None)
        if flight:
            self._run(name, self._call(name, "failed", flight.nonce, why))
            if why == "server":
                self._depart(name)

    def delay(self, name: str) -> None:
        """The phone gives up waiting; the request arrives some time."""
        flight = self.flights.get(name)
        if flight:
            self.delayed.append(flight)
            self.lose(name, "none")

    def late(self, place: int, *, again: bool) -> None:
        """A delayed request arrives; perhaps not for the last time."""
        if self.delayed:
            sending = self.delayed[place % len(self.delayed)]
            if not again:
                self.delayed.remove(sending)
            self.serve(sending)

    def arrive(self, name: str, *, replied: bool, twice: bool, mixed: bool, killed: int) -> None:
        """The request arrives; the reply perhaps. `killed`: the app dies after so many writings."""
        flight = self.flights.pop(name, None)
        if flight is None:
            return
        if mixed:
            said = json.loads(flight.raw)
            said["envelopes"] = [*reversed(said["envelopes"]), *said["envelopes"][:1]]
            flight.raw = json.dumps(said).encode()
        answer = self.serve(flight)
        if twice:
            answer = self.serve(flight)
        if not replied or answer is None:
            self._run(name, self._call(name, "failed", flight.nonce, "none" if replied else "server"))
            return
        self._run(name, self._call(name, "arrived", flight.nonce, answer), killed)
        if killed < 3:
            self.restart(name)

    def serve(self, sending: Sending) -> object:
        """What the server's door does (api/sync.py): the answer, or None for a refusal of the whole."""
        actor = self.actors.get(sending.session)
        if actor is None:
            return None
        sent = wire.read_sent(sending.raw, received=self.now)
        today = self.now.date()
        try:
            told: tuple[Receipt, ...] = self.sync.take_sent(sent, by=actor, now=self.now, today=today)
        except self.sync.Foreign:
            return None
        for one in told:
            if one.outcome is Outcome.TAKEN:
                self.under_way[one.uid] = self.now - sending.at
        self.check_receipts()
        return json.loads(json.dumps(wire.tell(told, account=actor.account, now=self.now)))

    def drain(self) -> None:
        """In the end there is a network and everybody signs in: all goes that can."""
        for name, box in self.boxes.items():
            self.session[box.phone] = box.actor.username
            for _ in range(3):
                self.flights.pop(name, None)
                self.depart(name, raced=False)
                while name in self.flights:
                    flight = self.flights.pop(name)
                    self._run(name, self._call(name, "arrived", flight.nonce, self.serve(flight)))
                    self._depart(name)

    # ── what must hold ───────────────────────────────────────────────────────────────────────────
    def check_receipts(self) -> None:
        """Receipts never change and are as many as what was taken; nobody's thing is another's."""
        here = receipts([UUID(uid) for one in self.things.values() for uid in one.bodies])
        for uid, kept in self.seen.items():
            assert here.get(uid) == kept, "a receipt changed"
        self.seen = dict(here)

    def check_nothing_lost(self) -> None:
        """Whatever was made is in its outbox or on the server."""
        for thing in self.things.values():
            here = self.boxes[thing.box].stored
            if not thing.given_up:
                assert any(uid in here or UUID(uid) in self.seen for uid in thing.bodies), "lost"

    def check_end(self) -> None:
        """After everything has gone: what the server has is what was made, once, by whom, when."""
        self.check_receipts()
        self.check_nothing_lost()
        lines = list(AuditLine.objects.filter(verb="试记").values_list("target", "by"))
        tallied = Counter(target for target, _ in lines)
        assert set(tallied.values()) <= {1}, "doubled"
        by = dict(lines)
        visits = {str(json.loads(one.body)["place"]): one for one in self._visits()}
        assert len(visits) == len(self._visits()), "doubled"
        for thing in self.things.values():
            author = self.boxes[thing.box].actor
            taken = [uid for uid in thing.bodies if UUID(uid) in self.seen]
            assert len(taken) <= 1 + thing.split, "one thing, recorded twice"
            for uid in thing.bodies:
                kept = self.seen.get(UUID(uid))
                if kept is None:
                    assert uid not in tallied, "written, and nobody acknowledged it"
                    continue
                assert kept.account == author.account, "foreign"
                assert kept.digest in {rules.digest(Verb(thing.verb), one) for one in thing.bodies[uid]}
                if thing.verb == "note":
                    assert by.get(uid) == author.signature, "foreign or acknowledged and not written"
        self._check_visits(list(visits.values()))
        for name, box in self.boxes.items():
            for item in box.stored.values():
                assert item["stands"] != "waiting", f"{name}: left lying"
                assert item["stands"] == "refused" or item["rev"] > 1, "a conflict that nobody made"
                assert item["stands"] == "conflict" or self._bad(box, item["body"]), "could be taken by now"

    def _bad(self, box: Box, body: str) -> bool:
        """Whether the server is right not to take it: spoilt, another branch's, or of a day to come."""
        said = json.loads(body)
        values = said.get("values", {})
        own = values.get("org") == str(self.unit[box.actor.username])
        return bool(said.get("spoilt")) or bool(
            values and (not own or dt.date.fromisoformat(values["day"]) > self.now.date())
        )

    def _visits(self) -> list[Fact]:
        return list(Fact.objects.filter(kind="practice_visit", body__contains="断网"))

    def _check_visits(self, visits: list[Fact]) -> None:
        bodies = {
            json.loads(body)["values"]["place"]: (uid, thing)
            for thing in self.things.values()
            if thing.verb == "visit"
            for uid, said in thing.bodies.items()
            for body in said
        }
        for fact in visits:
            uid, thing = bodies[json.loads(fact.body)["place"]]
            assert fact.by == self.boxes[thing.box].actor.signature, "foreign"
            assert UUID(uid) in self.seen, "written, and nobody acknowledged it"
            assert fact.corrected_at <= fact.received_at, "made after it came"
            at = thing.made[uid]
            if len(thing.bodies[uid]) == 1 and self.boxes[thing.box].phone not in self.set_clocks:
                assert fact.corrected_at == at + self.under_way[UUID(uid)], "the clock was not corrected"

    def set_clock(self, phone: int, off: dt.timedelta) -> None:
        """Somebody sets the clock of a phone: what was made before can no longer be told apart from it."""
        self.offset[phone] = off
        self.set_clocks.add(phone)
