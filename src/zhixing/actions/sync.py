"""Taking in what comes from phones without a network: any number of times, in any order, each thing once.

Each envelope is a savepoint of its own, many of them one transaction; its receipt is written in the same
transaction. The same id and content is known, the same id with other content is a conflict, and what cannot be
taken yet is told so and stays on the phone. Who may is as of now, whatever was true when it was made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from zhixing.actions.recording import NotYours
from zhixing.actions.sync_verbs import HANDLERS, Given, Handler
from zhixing.core.facts.record import FactError
from zhixing.core.sync import rules
from zhixing.core.sync.envelope import Envelope, Outcome, Receipt, Verb
from zhixing.core.sync.rules import Unreadable
from zhixing.core.sync.wire import Sent
from zhixing.store.ledger import api as ledger
from zhixing.store.ledger.rows import heads
from zhixing.store.ledger.steady import unmoved
from zhixing.store.outbox import api, queries
from zhixing.store.outbox.queries import Kept
from zhixing.store.people.queries import Actor

LONGEST = 200
"""Characters of what a receipt tells."""
FOREIGN = "这是另一个账户的待发箱；请由本人登录后发送"
OTHER_CONTENT = (
    "这一条先前已经收到，那次的内容与现在的不同，改动没有收下。要改已收到的，请联网后在那一条上点“更正”；"
    "这里可以改成另一条再发，或放弃"
)
NOT_YOURS = "这一条要由管这个支部台账的人登记，您现在没有这个权限；请核对主办组织，或请支部的党务干部登记"
UNKNOWN = "系统还不收这一类内容；先留在待发箱里，升级后会再发"


class Foreign(Exception):
    """The outbox belongs to another account than the one signed in: nothing of it is taken."""


def take_sent(sent: Sent, *, by: Actor, now: dt.datetime, today: dt.date) -> tuple[Receipt, ...]:
    """Takes a request in. Raises Foreign: on a shared phone somebody else may have signed in meanwhile."""
    if sent.account != by.account:
        raise Foreign(FOREIGN)
    receipts = take(sent.envelopes, by=by, now=now, today=today, device_now=sent.device_now)
    return (*receipts, *(Receipt(uid, Outcome.REFUSED, UNKNOWN) for uid in sent.unknown))


def take(
    envelopes: Sequence[Envelope],
    *,
    by: Actor,
    now: dt.datetime,
    today: dt.date,
    device_now: dt.datetime | None = None,
    handlers: Mapping[Verb, Handler] | None = None,
) -> tuple[Receipt, ...]:
    """Takes envelopes in and says of each what became of it, in the order given.

    `device_now` is what the device's clock said when it sent them. Everything is on the disk when this returns.
    """
    if not envelopes:
        return ()
    with transaction.atomic():
        # One at a time: the same envelope may be on two ways at once.
        ledger.lock()
        desk = _Desk(by, now, today, device_now, HANDLERS if handlers is None else handlers, envelopes)
        with unmoved():
            outcomes = [desk.one(envelope) for envelope in envelopes]
        anchors = _anchors(desk.chains.values())
        written = [
            replace(one, anchor=anchors.get(desk.chains.get(one.uid), "")) for one in desk.new.values()
        ]
        api.bind({one.device for one in written} - desk.owners.keys(), account=by.account, now=now)
        api.keep(written)
    known = {one.uid: one.anchor for one in (*desk.held.values(), *written)}
    return tuple(replace(one, anchor=known.get(one.uid, "") if _mine(one) else "") for one in outcomes)


class _Desk:
    """One request: what is held already, what is new in it."""

    def __init__(
        self,
        by: Actor,
        now: dt.datetime,
        today: dt.date,
        device_now: dt.datetime | None,
        handlers: Mapping[Verb, Handler],
        envelopes: Sequence[Envelope],
    ) -> None:
        self._by, self._now, self._today, self._device_now = by, now, today, device_now
        self._handlers = handlers
        self.held = queries.receipts({one.uid for one in envelopes})
        self.owners = queries.owners({one.device for one in envelopes})
        self.new: dict[UUID, Kept] = {}
        self.chains: dict[UUID, UUID | None] = {}

    def one(self, envelope: Envelope) -> Receipt:
        """What becomes of an envelope."""
        uid = envelope.uid
        if self.owners.get(envelope.device, self._by.account) != self._by.account:
            return Receipt(uid, Outcome.REFUSED, FOREIGN)
        try:
            digest = rules.digest(envelope.verb, envelope.body)
        except Unreadable as broken:
            return Receipt(uid, Outcome.REFUSED, str(broken))
        before = self.held.get(uid) or self.new.get(uid)
        if before is not None:
            same = before.digest == digest and before.account == self._by.account
            return Receipt(uid, Outcome.KNOWN, before.told) if same else _conflict(uid)
        return self._take(envelope, digest)

    def _take(self, envelope: Envelope, digest: str) -> Receipt:
        handler = self._handlers.get(envelope.verb)
        if handler is None:
            return Receipt(envelope.uid, Outcome.REFUSED, UNKNOWN)
        try:
            with transaction.atomic():
                taken = handler(self._given(envelope))
        except NotYours:
            return Receipt(envelope.uid, Outcome.REFUSED, NOT_YOURS)
        except (FactError, Unreadable) as refusal:
            return Receipt(envelope.uid, Outcome.REFUSED, str(refusal))
        told = taken.told[:LONGEST]
        self.chains[envelope.uid] = taken.chain
        self.new[envelope.uid] = Kept(
            envelope.uid,
            self._by.account,
            envelope.device,
            envelope.verb.value,
            digest,
            told,
            "",
            self._now,
        )
        return Receipt(envelope.uid, Outcome.TAKEN, told)

    def _given(self, envelope: Envelope) -> Given:
        corrected = rules.corrected(envelope.made_at, device_now=self._device_now, received=self._now)
        return Given(envelope, self._by, self._now, self._today, corrected)


def _conflict(uid: UUID) -> Receipt:
    return Receipt(uid, Outcome.CONFLICT, OTHER_CONTENT)


def _mine(receipt: Receipt) -> bool:
    return receipt.outcome in (Outcome.TAKEN, Outcome.KNOWN)


def _anchors(touched: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """Where each of these chains stands now: chain, length and hash, so that phones hold what no database can alter."""
    wanted = {one for one in touched if one is not None}
    ends = heads(wanted) if wanted else {}
    return {chain: f"{chain}:{length}:{hashed}" for chain, (length, hashed) in ends.items()}
