"""ASVS 5.0 V7 and V8: sessions, authorization."""

from __future__ import annotations

import time
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import Settings
from tests import cast
from tests.web.conftest import TODAY, Bureau
from tests.web.test_signing_in import NOW, TestSecondFactor, sign

from zhixing.actions import keeping
from zhixing.core.people.grants import Wanted
from zhixing.store.people.models import Account

pytestmark = pytest.mark.django_db
OWN = "/accounts/mine/"


@pytest.mark.asvs("V7.2.1", "V7.2.2", "V7.2.3")
def test_a_session_is_a_long_random_word_that_the_server_knows(bureau: Bureau) -> None:
    keys = []
    for _ in range(3):
        client = Client()
        sign(client, "member")
        keys.append(client.cookies["sessionid"].value)
    assert len(set(keys)) == 3
    assert all(len(key) >= 32 for key in keys)
    forged = Client()
    forged.cookies["sessionid"] = "a" * 32
    assert forged.get(OWN).status_code == 302


@pytest.mark.asvs("V7.2.4")
def test_signing_in_begins_a_new_session(bureau: Bureau) -> None:
    client = Client()
    client.get("/accounts/2fa/code/")
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies["sessionid"] = str(session.session_key)
    before = client.cookies["sessionid"].value
    sign(client, "member")
    assert client.cookies["sessionid"].value != before
    stale = Client()
    stale.cookies["sessionid"] = before
    assert stale.get(OWN).status_code == 302


@pytest.mark.asvs("V7.3.1", "V7.3.2")
def test_sessions_run_out(bureau: Bureau, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.IDLE_MINUTES = 30
    begun = int(time.time())
    idle, busy = Client(), Client()
    sign(idle, "member")
    sign(busy, "member")
    for minutes in range(20, 480, 20):
        monkeypatch.setattr(time, "time", lambda now=begun + minutes * 60: now)
        assert busy.get(OWN).status_code == 200
    assert idle.get(OWN).status_code == 302
    monkeypatch.setattr(time, "time", lambda: begun + 8 * 3600 + 5)
    assert busy.get(OWN).status_code == 302


@pytest.mark.asvs("V7.4.1")
def test_signing_out_ends_the_session_on_the_server(bureau: Bureau) -> None:
    client = Client()
    sign(client, "member")
    key = client.cookies["sessionid"].value
    client.post("/accounts/logout/")
    assert not Session.objects.filter(session_key=key).exists()
    stolen = Client()
    stolen.cookies["sessionid"] = key
    assert stolen.get(OWN).status_code == 302


@pytest.mark.asvs("V7.4.2")
def test_a_closed_account_has_no_sessions(bureau: Bureau) -> None:
    number = Account.objects.get(user__username="member").pk
    keeping.set_active(cast.actor("system", today=TODAY), number, False, now=NOW)
    assert bureau.clients["member"].get(OWN).status_code == 302


@pytest.mark.asvs("V7.4.3")
def test_a_new_factor_ends_the_other_sessions(bureau: Bureau) -> None:
    one, two = Client(), Client()
    sign(one, "branch")
    sign(two, "branch")
    TestSecondFactor().set_up(one)
    assert (one.get(OWN).status_code, two.get(OWN).status_code) == (200, 302)


@pytest.mark.asvs("V7.4.4")
@pytest.mark.parametrize("address", [OWN, "/rulebooks/", "/places/", "/2025/mine/"])
def test_every_page_leads_out(bureau: Bureau, address: str) -> None:
    assert 'action="/accounts/logout/"' in bureau.clients["member"].get(address).content.decode()


@pytest.mark.asvs("V7.4.5")
def test_an_administrator_ends_sessions(bureau: Bureau) -> None:
    number = Account.objects.get(user__username="member").pk
    assert bureau.clients["security"].post(f"/keepers/accounts/{number}/sessions/").status_code == 302
    assert bureau.clients["member"].get(OWN).status_code == 302


@pytest.mark.asvs("V7.5.1", "V7.5.3")
@pytest.mark.parametrize("address", ["/accounts/2fa/set/", "/accounts/2fa/codes/new/"])
def test_ones_own_means_of_signing_in_are_changed_after_signing_in_again(
    bureau: Bureau, address: str
) -> None:
    client = Client()
    sign(client, "branch")
    assert "/accounts/again/" in client.get(address)["Location"]


@pytest.mark.asvs("V7.6.1")
def test_a_session_through_a_provider_runs_out_like_any(settings: Settings) -> None:
    assert settings.SESSION_COOKIE_AGE == 8 * 3600
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE


@pytest.mark.asvs("V8.2.1")
@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("member", "/2025/members/"),
        ("member", "/keepers/accounts/"),
        ("branch", "/keepers/audit/"),
        ("system", "/keepers/accounts/"),
        ("security", "/keepers/system/"),
        ("audit", "/2025/members/"),
        ("superior", "/keepers/audit/"),
    ],
)
def test_a_function_is_for_its_role(bureau: Bureau, name: str, address: str) -> None:
    assert bureau.clients[name].get(address).status_code == 404


@pytest.mark.asvs("V8.2.2")
def test_a_thing_is_for_whom_it_belongs_to(bureau: Bureau) -> None:
    client = bureau.clients["branch"]
    assert client.get(bureau.member_of(0)).status_code == 200
    assert client.get(bureau.member_of(1)).status_code == 404
    assert client.get(f"/2025/members/{uuid4()}/").status_code == 404
    assert bureau.clients["member"].get(bureau.member_of(1)).status_code == 404


@pytest.mark.asvs("V8.2.3")
def test_a_gate_is_for_those_who_may_know_it(bureau: Bureau) -> None:
    from zhixing.actions.dossier import year_for

    seen = year_for(cast.actor("branch", today=TODAY), 2025, today=TODAY)
    assert {member.gate.value for member in seen.members} == {None}


@pytest.mark.asvs("V8.3.1")
def test_the_action_asks_again(bureau: Bureau) -> None:
    wanted = Wanted("superior", None, TODAY, None, "理由")
    number = Account.objects.get(user__username="publicity").pk
    with pytest.raises(keeping.Refused):
        keeping.give_role(cast.actor("member", today=TODAY), number, wanted, now=NOW, today=TODAY)


@pytest.mark.asvs("V8.3.2")
def test_a_role_taken_is_gone_at_once(bureau: Bureau) -> None:
    from zhixing.store.people.models import Grant

    client = bureau.clients["branch"]
    assert client.get(bureau.own).status_code == 200
    grant = Grant.objects.get(account__user__username="branch")
    bureau.clients["security"].post(f"/keepers/grants/{grant.pk}/end/")
    assert client.get(bureau.own).status_code == 404


@pytest.mark.asvs("V8.3.3")
def test_what_is_done_is_noted_for_whoever_did_it(bureau: Bureau) -> None:
    from zhixing.store.ledger.models import AuditLine

    bureau.clients["branch"].get(bureau.own + "export/csv/")
    row = AuditLine.objects.filter(verb="导出").order_by("-position").first()
    assert row is not None
    assert row.by == "周健（branch）"


@pytest.mark.asvs("V8.4.2")
def test_administration_wants_more_than_a_password(bureau: Bureau, settings: Settings) -> None:
    settings.SECOND_FACTOR = "officers"
    for name, address in (("security", "/keepers/accounts/"), ("audit", "/keepers/audit/")):
        assert "/accounts/2fa/set/" in bureau.clients[name].get(address)["Location"]
