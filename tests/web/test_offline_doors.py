"""Doors to the pages without a network: only while the organ has switched them on; what comes back shows on no page of others."""

from __future__ import annotations

import datetime as dt
import json
from uuid import uuid4

import pytest
from django.utils import timezone
from tests import cast
from tests.web.banked import bank
from tests.web.conftest import Bureau

from zhixing.actions import sync
from zhixing.actions.features import switch
from zhixing.actions.outboxes import held
from zhixing.core.sync.envelope import Envelope, Outcome, Verb
from zhixing.store.ledger.models import AuditLine
from zhixing.store.outbox.models import Receipt

pytestmark = pytest.mark.django_db
DOOR = 'href="/offline/"'
ADMIN = (
    "/",
    "/keepers/accounts/",
    "/keepers/system/",
    "/keepers/system/accounts/",
    "/keepers/audit/",
    "/todo/",
)
PAGES = (("member", "/mine/today/"), ("branch", "/record/"))


@pytest.mark.parametrize(("name", "address"), PAGES)
def test_the_door_is_there_only_while_the_function_is_on(bureau: Bureau, name: str, address: str) -> None:
    assert DOOR not in bureau.clients[name].get(address).content.decode()
    now, today = timezone.now(), timezone.localdate()
    for on in (True, False):
        by = cast.actor("superior", today=today)
        switch("offline_web", on, "网信备案〔2026〕1号", by=by, now=now, today=today)
        assert (DOOR in bureau.clients[name].get(address).content.decode()) is on


def test_what_came_of_review_shows_to_nobody_else(bureau: Bureau) -> None:
    """No audit line, nothing in the copy of anybody else's data, no word of it on pages of officers and keepers."""
    now, today = timezone.now(), timezone.localdate()
    card = bank(2, now=now)[0]
    answer = {
        "uid": str(uuid4()),
        "question": str(card.id),
        "version": 1,
        "rating": 3,
        "at": (now - dt.timedelta(minutes=5)).isoformat(),
    }
    body = json.dumps({"answers": [answer]})
    sent = Envelope(uuid4(), Verb.REVIEW, body, uuid4(), 1, now)
    lines = AuditLine.objects.count()
    (receipt,) = sync.take([sent], by=cast.actor("member", today=today), now=now, today=today, device_now=now)
    assert receipt.outcome is Outcome.TAKEN, receipt
    assert AuditLine.objects.count() == lines
    stored = Receipt.objects.get(uid=sent.uid)
    assert stored.anchor == ""
    mine = cast.actor("member", today=today).account
    for name in ("member", "member_other", "branch", "superior", "system", "security", "audit"):
        account = cast.actor(name, today=today).account
        told = [one.words for one in held(account)]
        assert told == (["复习 1 条的回执（编号、摘要、时刻）"] if account == mine else []), name
    for name in ("branch", "superior", "system", "security", "audit"):
        for address in ADMIN:
            page = bureau.clients[name].get(address, follow=True).content.decode()
            for trace in (str(sent.uid), str(sent.device), stored.digest, "断网登记的回执"):
                assert trace not in page, (name, address)
