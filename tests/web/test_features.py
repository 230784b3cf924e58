"""Optional functions: off until the organ's officer switches one on, with the basis it rests on."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.web.conftest import Bureau

from zhixing.actions import features
from zhixing.core.features import FEATURES, OFFLINE_WEB
from zhixing.core.switches import SWITCHES
from zhixing.store.ledger import models

pytestmark = pytest.mark.django_db
AT = "/compliance/features/"


def uid(client: Client, code: str) -> str:
    """The uid of the form that switches a function."""
    text = client.get("/compliance/").content.decode()
    found = re.search(rf'name="uid" value="([^"]+)"><input type="hidden" name="code" value="{code}"', text)
    assert found
    return found[1]


def test_every_function_is_off_until_it_is_switched_on(bureau: Bureau) -> None:
    assert [one.on for one in features.standing()] == [False] * len(FEATURES)
    client = bureau.clients["superior"]
    form = {"uid": uid(client, OFFLINE_WEB), "code": OFFLINE_WEB, "on": "1", "basis": "网信备〔2026〕3号"}
    assert client.post(AT, form).status_code == 302
    assert client.post(AT, form).status_code == 302
    assert models.Fact.objects.filter(kind="feature_set").count() == 1
    assert features.is_on(OFFLINE_WEB)
    text = bureau.clients["member"].get("/compliance/").content.decode()
    assert "网信备〔2026〕3号" in text
    assert 'name="basis"' not in text
    off = {"uid": uid(client, OFFLINE_WEB), "code": OFFLINE_WEB, "on": "0"}
    assert client.post(AT, off).status_code == 302
    assert not features.is_on(OFFLINE_WEB)
    on = {**form, "uid": uid(client, OFFLINE_WEB)}
    assert client.post(AT, on).status_code == 302
    assert features.is_on(OFFLINE_WEB)


def test_without_a_basis_nothing_is_switched_on(bureau: Bureau) -> None:
    client = bureau.clients["superior"]
    answer = client.post(AT, {"uid": uid(client, OFFLINE_WEB), "code": OFFLINE_WEB, "on": "1", "basis": " "})
    assert answer.status_code == 400
    assert "请写明依据" in answer.content.decode()
    assert client.post(AT, {"code": "ranking", "on": "1", "basis": "x"}).status_code == 400
    assert not features.is_on(OFFLINE_WEB)


@pytest.mark.parametrize("who", ["member", "branch", "secretary", "discipline", "stranger"])
def test_only_the_organs_officer_switches(bureau: Bureau, who: str) -> None:
    answer = bureau.clients[who].post(AT, {"code": OFFLINE_WEB, "on": "1", "basis": "自己想开"})
    assert answer.status_code == 404
    assert not features.is_on(OFFLINE_WEB)


def test_what_must_not_exist_cannot_be_switched() -> None:
    traces = {trace for one in SWITCHES for trace in one.traces}
    assert traces.isdisjoint(one.code for one in FEATURES)
