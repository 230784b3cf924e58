"""ASVS 5.0 V6: authentication."""

from __future__ import annotations

import re
import subprocess

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings
from tests import cast
from tests.contracts.source import PACKAGE, ROOT
from tests.web.conftest import TODAY, Bureau
from tests.web.test_signing_in import NOW, TestSecondFactor, code_of, lines, sign

from zhixing.actions import invites
from zhixing.actions.accounts import NoAccount, ensure_account
from zhixing.store.people.models import Account, Invite

pytestmark = pytest.mark.django_db
LONG = "".join(chr(0x4E00 + 7 * step) for step in range(120))
GOOD = "ein langer satz zum merken"


def change(client: Client, new: str, old: str = cast.PASSWORD) -> int:
    """The answer to a changed password: 302 is changed."""
    form = {"oldpassword": old, "password1": new, "password2": new}
    return client.post("/accounts/password/", form).status_code


@pytest.mark.asvs("V6.2.1", "V6.2.4", "V6.2.11")
@pytest.mark.parametrize("word", ["short", "elf zeichen", "passwordpassword", "member", "123456789012"])
def test_weak_passwords_are_refused(bureau: Bureau, word: str) -> None:
    assert change(bureau.clients["member"], word) == 200


@pytest.mark.asvs("V6.2.2", "V6.2.3")
def test_an_owner_changes_his_password_with_the_old_one(bureau: Bureau) -> None:
    client = bureau.clients["member"]
    assert change(client, GOOD, old="wrong") == 200
    assert change(client, GOOD, old="") == 200
    assert change(client, GOOD) == 302
    assert sign(Client(), "member", GOOD) == 302


@pytest.mark.asvs("V6.2.5", "V6.2.9")
@pytest.mark.parametrize(
    "word", ["春风又绿江南岸明月何时照我还", "nur kleine buchstaben", LONG, "💐🌸🌷🌹🌺🌻🌼🍀🍁🍂🍃🌿"]
)
def test_any_characters_and_long_ones_will_do(bureau: Bureau, word: str) -> None:
    client = bureau.clients["member"]
    assert change(client, word) == 302
    assert sign(Client(), "member", word) == 302


@pytest.mark.asvs("V6.2.6", "V6.2.7")
def test_password_fields_hide_and_take_what_is_pasted() -> None:
    pages = [path.read_text("utf-8") for path in (PACKAGE / "web" / "account").rglob("*.html")]
    fields = [
        one for page in pages for one in re.findall(r"<input[^>]*name=\"(?:\w*password\w*)\"[^>]*>", page)
    ]
    assert len(fields) >= 6
    assert [one for one in fields if 'type="password"' not in one] == []
    assert [
        one for one in fields if "autocomplete=" not in one or "onpaste" in one or "maxlength" in one
    ] == []


@pytest.mark.asvs("V6.2.8")
def test_passwords_are_taken_exactly_as_they_are(bureau: Bureau) -> None:
    word = "A" + "".join(f"{n * 37 % 101:02}" for n in range(40)) + "C"
    assert change(bureau.clients["member"], word) == 302
    for near in (word.lower(), word[:-1], word[:72]):
        assert sign(Client(), "member", near) == 200
    assert sign(Client(), "member", word) == 302


@pytest.mark.asvs("V6.2.10")
def test_passwords_do_not_run_out_by_themselves(settings: Settings) -> None:
    assert settings.PASSWORD_DAYS == 0


@pytest.mark.asvs("V6.3.1")
def test_guessing_is_slow(bureau: Bureau) -> None:
    for _ in range(5):
        sign(Client(), "member", "wrong")
    assert sign(Client(), "member") == 200


@pytest.mark.asvs("V6.3.2")
def test_no_account_is_there_from_the_start(db: None) -> None:
    assert User.objects.count() == 0
    listed = subprocess.run(
        ["git", "grep", "-lE", "zhixing-demo-2025", "--", "src"], cwd=ROOT, capture_output=True, text=True
    )
    assert listed.stdout.split() in ([], ["src/zhixing/ops/accounts.py"], ["src/zhixing/ops/serving.py"])


@pytest.mark.asvs("V6.3.3")
def test_officers_and_administrators_need_a_second_factor(bureau: Bureau, settings: Settings) -> None:
    settings.SECOND_FACTOR = "officers"
    for name in cast.LABELS:
        assert "/accounts/2fa/set/" in bureau.clients[name].get("/accounts/mine/")["Location"], name


@pytest.mark.asvs("V6.3.4")
def test_every_way_in_is_known() -> None:
    from django.conf import settings

    assert settings.AUTHENTICATION_BACKENDS == ["zhixing.store.people.signing_in.Accounts"]
    assert settings.FEDERATED == ()


@pytest.mark.asvs("V6.3.8")
def test_nobody_learns_who_has_an_account(bureau: Bureau) -> None:
    def said(name: str) -> str:
        text = Client().post("/accounts/login/", {"login": name, "password": "wrong"}).content.decode()
        return re.sub(r"csrfmiddlewaretoken\" value=\"\w+\"", "", text).replace(name, "")

    assert said("member") == said("niemand")
    code = "AAAA-AAAA-AAAA"
    for password in (GOOD, "short", "aaaaaaaaaaaaaa"):
        form = {"code": code, "password1": password, "password2": password}
        answers = {}
        for name in ("member", "x1"):
            answer = Client().post("/accounts/activate/", {**form, "username": name})
            text = re.sub(r"csrfmiddlewaretoken\" value=\"\w+\"", "", answer.content.decode())
            answers[answer.status_code, text.replace(name, "")] = name
        assert len(answers) == 1, password
        assert next(iter(answers))[0] == 422


@pytest.mark.asvs("V6.4.1", "V6.5.3", "V6.5.4")
def test_codes_are_random_short_lived_and_for_one_start(bureau: Bureau) -> None:
    branch = cast.actor("branch", today=TODAY)
    people = [one.person for one in invites.places(branch, today=TODAY) if one.openable]
    codes = {slip.code for slip in invites.open_for(branch, people, now=NOW, today=TODAY)}
    assert len(codes) == len(people)
    assert len(invites.LETTERS) ** (invites.GROUPS * invites.EACH) > 2**58
    assert {row.until - row.made for row in Invite.objects.all()} == {invites.HOLDS}


@pytest.mark.asvs("V6.4.2")
def test_there_are_no_hints_and_no_secret_questions() -> None:
    text = "".join(path.read_text("utf-8") for path in (PACKAGE / "web" / "account").rglob("*.html"))
    assert not re.search("密保|提示问题|找回口令", text)


@pytest.mark.asvs("V6.4.3", "V6.4.6")
def test_an_administrator_starts_a_reset_and_never_chooses(bureau: Bureau) -> None:
    client = Client()
    sign(client, "branch")
    TestSecondFactor().set_up(client)
    number = Account.objects.get(user__username="branch").pk
    sheet = bureau.clients["system"].post(f"/keepers/system/accounts/{number}/invite/").content.decode()
    found = re.search(r'class="code">([A-Z2-9-]{14})<', sheet)
    assert found is not None
    form = {"username": "branch", "code": found[1], "password1": GOOD, "password2": GOOD}
    other = Client()
    answer = other.post("/accounts/activate/", form)
    assert answer["Location"] == "/accounts/2fa/code/"
    assert other.get("/accounts/mine/")["Location"].startswith("/accounts/login/")


@pytest.mark.asvs("V6.4.4", "V6.5.6")
def test_a_lost_factor_is_revoked_by_the_security_administrator(bureau: Bureau) -> None:
    client = Client()
    sign(client, "branch")
    TestSecondFactor().set_up(client)
    number = Account.objects.get(user__username="branch").pk
    assert bureau.clients["branch_other"].post(f"/keepers/accounts/{number}/factor/").status_code == 404
    assert bureau.clients["security"].post(f"/keepers/accounts/{number}/factor/").status_code == 302
    assert not Authenticator.objects.filter(user__username="branch").exists()
    assert lines("重置动态口令")[0][1] == "branch"


@pytest.mark.asvs("V6.5.2")
def test_secrets_lie_encrypted_or_as_digests(bureau: Bureau) -> None:
    client = Client()
    sign(client, "branch")
    secret = TestSecondFactor().set_up(client)
    shown = re.findall(r"<li><code>([^<]+)</code>", client.get("/accounts/2fa/codes/").content.decode())
    stored = " ".join(str(row.data) for row in Authenticator.objects.filter(user__username="branch"))
    assert [one for one in (secret, *shown) if one in stored] == []


@pytest.mark.asvs("V6.5.5", "V6.5.8")
def test_a_code_of_an_app_holds_a_minute_by_the_servers_clock(bureau: Bureau) -> None:
    from django.core.cache import cache

    client = Client()
    sign(client, "branch")
    secret = TestSecondFactor().set_up(client)
    for ahead, status in ((-4, 200), (4, 200), (1, 302)):
        cache.clear()
        other = Client()
        sign(other, "branch")
        assert other.post("/accounts/2fa/code/", {"code": code_of(secret, ahead)}).status_code == status


@pytest.mark.asvs("V6.2.1")
def test_the_command_line_asks_as_much(db: None) -> None:
    with pytest.raises(NoAccount):
        ensure_account("neu", "short", role="superior", by="测试", now=NOW, today=TODAY)
