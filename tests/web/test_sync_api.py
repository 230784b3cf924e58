"""The phones' doors: whose, how much, in which form; and nothing but a receipt ends anything."""

from __future__ import annotations

import base64
import datetime as dt
import json
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from tests.web.conftest import Bureau

from zhixing.core.facts.kinds import Kind
from zhixing.core.sync.rules import MOST_BYTES
from zhixing.store.ledger.models import Fact
from zhixing.store.people.models import Account

pytestmark = pytest.mark.django_db


def _account(name: str) -> int:
    return Account.objects.get(user__username=name).pk


def _visit(bureau: Bureau, **more: object) -> dict[str, Any]:
    branch = bureau.year.branches[0]
    person = next(one.id for one in bureau.year.members if one.branch_id == branch.id and one.on_roll_at_end)
    day = timezone.localdate() - dt.timedelta(days=1)
    values = {"org": str(branch.id), "day": day.isoformat(), "place": "道班", "people": [str(person)]}
    row = {"uid": str(uuid4()), "verb": "visit", "body": json.dumps({"values": values}), "seq": 1}
    return {**row, "device": str(uuid4()), "made_at": timezone.now().isoformat(), **more}


def _send(client: Client, account: int, *rows: object, kind: str = "application/json") -> HttpResponse:
    said = {"account": account, "device_now": timezone.now().isoformat(), "envelopes": rows}
    return client.post("/api/sync/", json.dumps(said), content_type=kind)  # type: ignore[return-value]


def test_an_outbox_is_answered_with_receipts(bureau: Bureau) -> None:
    client, row = bureau.clients["branch"], _visit(bureau)
    answer = json.loads(_send(client, _account("branch"), row, _visit(bureau, verb="dance")).content)
    assert [one["outcome"] for one in answer["receipts"]] == ["taken", "refused"]
    assert answer["account"] == _account("branch")
    again = json.loads(_send(client, _account("branch"), row).content)
    assert again["receipts"][0]["outcome"] == "known"
    assert again["receipts"][0]["anchor"] == answer["receipts"][0]["anchor"]


def test_nothing_of_one_account_goes_in_by_anothers_session(bureau: Bureau) -> None:
    """Somebody else signed in in another tab of a shared phone."""
    before = Fact.objects.filter(kind=Kind.PRACTICE_VISIT).count()
    answer = _send(bureau.clients["superior"], _account("branch"), _visit(bureau))
    assert answer.status_code == 409
    assert "receipts" not in json.loads(answer.content)
    assert Fact.objects.filter(kind=Kind.PRACTICE_VISIT).count() == before


def test_what_is_no_request_is_no_receipt(bureau: Bureau) -> None:
    client, mine = bureau.clients["branch"], _account("branch")
    assert _send(client, mine, {}).status_code == 400
    assert _send(client, mine, kind="text/plain").status_code == 400
    large = client.post("/api/sync/", b" " * (MOST_BYTES + 1), content_type="application/json")
    assert large.status_code == 413
    assert Client().post("/api/sync/", b"{}", content_type="application/json").status_code == 302


def test_a_foreign_page_cannot_send(bureau: Bureau) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = bureau.clients["branch"].cookies
    assert _send(strict, _account("branch"), _visit(bureau)).status_code == 403
    token = json.loads(strict.get("/api/offline/door/").content)["token"]
    said = {"account": _account("branch"), "device_now": timezone.now().isoformat(), "envelopes": []}
    body = json.dumps(said)
    answer = strict.post("/api/sync/", body, content_type="application/json", headers={"X-CSRFToken": token})
    assert answer.status_code == 200


def test_the_door_gives_each_account_its_own_key(bureau: Bureau) -> None:
    doors = {
        name: json.loads(bureau.clients[name].get("/api/offline/door/").content)
        for name in ("branch", "member", "superior")
    }
    assert len({one["key"] for one in doors.values()}) == 3
    assert all(len(base64.b64decode(one["key"])) == 32 for one in doors.values())
    assert [doors[name]["keeps"] for name in ("branch", "member")] == [True, False]
    assert not any(one["on"] for one in doors.values())
    answer = bureau.clients["branch"].get("/api/offline/door/")
    assert "no-store" in answer["Cache-Control"]


def test_no_roll_goes_along_while_the_function_is_off(bureau: Bureau) -> None:
    answer = bureau.clients["branch"].get("/api/offline/rolls/")
    assert json.loads(answer.content)["rolls"] == []
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("sign", ["\x00", "\ud800"])
def test_signs_that_no_database_keeps_are_refused_and_the_rest_goes_on(bureau: Bureau, sign: str) -> None:
    """A NUL or half a character in one thing must not hold back everything else of an outbox."""
    spoilt, sound = _visit(bureau), _visit(bureau)
    body = json.loads(spoilt["body"])
    body["values"]["place"] = f"道{sign}班"
    spoilt["body"] = json.dumps(body)
    answer = _send(bureau.clients["branch"], _account("branch"), spoilt, sound)
    assert answer.status_code == 200
    told = json.loads(answer.content)["receipts"]
    assert [one["outcome"] for one in told] == ["refused", "taken"]
    assert "认不出的字符" in told[0]["told"]


def test_a_phone_whose_clock_was_never_set_holds_nothing_back(bureau: Bureau) -> None:
    """A flat battery: 1970. What was put down with it goes in, by the moment it came, and so does the rest."""
    first, second = _visit(bureau, made_at="1970-01-01T00:00:00.000Z"), _visit(bureau)
    said = json.loads(second["body"])
    said["values"]["place"] = "二号隧道"
    second["body"] = json.dumps(said)
    client = bureau.clients["branch"]
    answer = _send(client, _account("branch"), first, second)
    assert answer.status_code == 200, answer.content
    assert [one["outcome"] for one in json.loads(answer.content)["receipts"]] == ["taken", "taken"]
    fact = Fact.objects.filter(kind=Kind.PRACTICE_VISIT, body__contains="道班").latest("received_at")
    assert abs(fact.corrected_at - fact.received_at) < dt.timedelta(minutes=1)
