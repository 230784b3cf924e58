"""Signing in and staying in: notice, codes, sessions, passwords, limits, the second factor."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings
from tests import cast
from tests.web.conftest import TODAY, Bureau

from zhixing.actions import accounts, invites, sign_in
from zhixing.actions.keeping import Refused
from zhixing.interop import notice_files
from zhixing.store.ledger.models import AuditLine
from zhixing.store.people.models import Account, Invite, NoticeRead
from zhixing.store.people.queries import account_named
from zhixing.web.shared import stamps

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 2, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    """Nobody has failed yet."""
    cache.clear()
    yield
    cache.clear()


def sign(client: Client, name: str, password: str = cast.PASSWORD) -> int:
    """Signs in through the page; the answer's status: 302 is in."""
    return client.post("/accounts/login/", {"login": name, "password": password}).status_code


def lines(verb: str) -> list[tuple[str, str, str]]:
    """Who, whom, how: the lines of a verb."""
    rows = AuditLine.objects.filter(verb=verb).order_by("position")
    return [(row.by, row.target, row.detail) for row in rows]


def code_of(secret: str, ahead: int = 0) -> str:
    """The code that an app shows now, or some steps later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead)))


def test_in_and_out_leave_lines(bureau: Bureau) -> None:
    client = Client()
    assert sign(client, "member") == 302
    assert sign(Client(), "member", "falsch") == 200
    assert sign(Client(), "niemand", "falsch") == 200
    client.post("/accounts/logout/")
    signed = account_named("member")
    assert signed is not None
    assert lines("登录") == [(signed.signature, "口令", "")]
    assert lines("登录失败") == [("未登录", "member", "口令"), ("未登录", "未知的用户名", "口令")]
    assert lines("退出") == [(signed.signature, "本人退出", "")]
    assert not AuditLine.objects.filter(detail__contains="falsch").exists()
    assert not AuditLine.objects.filter(target__contains="niemand").exists()


def test_five_failures_lock_an_account_whoever_tries(bureau: Bureau, settings: Settings) -> None:
    for _ in range(5):
        assert sign(Client(), "member", "wrong") == 200
    text = Client().post("/accounts/login/", {"login": "member", "password": cast.PASSWORD})
    assert text.status_code == 200
    assert len(lines("登录失败")) == 5
    number = Account.objects.get(user__username="member").pk
    page = bureau.clients["security"].get("/keepers/accounts/").content.decode()
    assert page.count("已锁定") == 1
    assert bureau.clients["security"].post(f"/keepers/accounts/{number}/unlock/").status_code == 302
    assert sign(Client(), "member") == 302


def test_ten_failures_a_minute_an_address(bureau: Bureau) -> None:
    for number in range(10):
        sign(Client(), f"name{number}", "wrong")
    assert sign(Client(), "member") == 200
    assert sign(Client(REMOTE_ADDR="10.0.0.9"), "member") == 302


def test_the_notice_comes_first_once_a_version(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    client = bureau.clients["member"]
    assert client.get("/accounts/mine/").status_code == 200
    newer = replace(sign_in.notice(), version="2027-01", digest="0" * 64)
    monkeypatch.setattr("zhixing.actions.sign_in.notice", lambda: newer)
    monkeypatch.setattr("zhixing.web.shared.gate.notice", lambda: newer)
    answer = client.get("/accounts/mine/")
    assert (answer.status_code, answer["Location"]) == (302, "/privacy/?next=/accounts/mine/")
    page = client.get("/privacy/?next=/accounts/mine/").content.decode()
    assert "第十七条" in page
    assert "我已阅读" in page
    assert "{organ}" not in page
    assert client.post("/privacy/", {"next": "/accounts/mine/"})["Location"] == "/accounts/mine/"
    assert client.get("/accounts/mine/").status_code == 200
    assert "我已阅读" not in client.get("/privacy/").content.decode()
    read = NoticeRead.objects.filter(account__user__username="member").order_by("pk")
    assert [row.version for row in read] == [sign_in.notices()[-1].version, "2027-01"]
    assert [line[1] for line in lines("阅知隐私告知")] == ["2027-01"]
    assert client.post("/privacy/", {"next": "https://evil.example/"})["Location"] == "/"


def test_a_notices_file_is_named_after_its_version(tmp_path: Path) -> None:
    assert [one.version for one in notice_files.load_notices()] == sorted(
        one.version for one in notice_files.load_notices()
    )


def test_sessions_end_by_idleness_and_after_eight_hours(
    bureau: Bureau, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, begun = bureau.clients["member"], int(time.time())

    def at(minutes: int) -> int:
        monkeypatch.setattr(time, "time", lambda: begun + minutes * 60)
        return client.get("/accounts/mine/").status_code

    settings.IDLE_MINUTES = 30
    assert [at(minutes) for minutes in (4, 29, 58)] == [200, 200, 200]
    assert at(88) == 302
    login = client.get("/accounts/login/").content.decode()
    assert stamps.REASONS[stamps.IDLE] in login
    client.force_login(User.objects.get(username="member"))
    settings.IDLE_MINUTES = 0
    assert at(88 + 479) == 200
    assert at(88 + 480) == 302


def test_looking_does_not_write_the_session(bureau: Bureau, django_assert_num_queries: object) -> None:
    client = bureau.clients["member"]
    client.get("/accounts/mine/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        client.get("/accounts/mine/")
    assert [one["sql"] for one in asked if not one["sql"].startswith("SELECT")] == []


def test_a_changed_password_ends_the_other_sessions(bureau: Bureau) -> None:
    one, two = Client(), Client()
    assert sign(one, "member") == sign(two, "member") == 302
    new = "xin de kou ling yi ju hua"
    form = {"oldpassword": cast.PASSWORD, "password1": new, "password2": new}
    weak = {**form, "password1": "password1234", "password2": "password1234"}
    assert one.post("/accounts/password/", weak).status_code == 200
    assert one.post("/accounts/password/", {**form, "oldpassword": "x"}).status_code == 200
    assert one.post("/accounts/password/", form).status_code == 302
    assert one.get("/accounts/mine/").status_code == 200
    assert two.get("/accounts/mine/").status_code == 302
    assert [line[1] for line in lines("修改口令")] == ["member"]
    assert Account.objects.get(user__username="member").password_at is not None


def test_passwords_run_out_where_the_profile_says_so(bureau: Bureau, settings: Settings) -> None:
    settings.PASSWORD_DAYS = 90
    Account.objects.filter(user__username="member").update(password_at=NOW - dt.timedelta(days=400))
    from zhixing.store.people.api import mark_access

    mark_access()
    answer = bureau.clients["member"].get("/2025/mine/")
    assert answer["Location"] == "/accounts/password/?next=/2025/mine/"


@pytest.mark.parametrize(
    ("word", "good"),
    [("abcdefghijkl", False), ("Abcdefghijk1", True), ("abcdefghij1!", True), ("ABCDEFGHIJK1", False)],
)
def test_the_stricter_profile_wants_three_sorts(word: str, good: bool) -> None:
    from django.core.exceptions import ValidationError

    from zhixing.web.account.passwords import ThreeSorts

    try:
        ThreeSorts().validate(word)
    except ValidationError:
        assert not good
    else:
        assert good


@pytest.mark.parametrize(
    ("word", "good"),
    [
        ("passwordpassword", False),
        ("123456789012", False),
        ("qwertyuiopas", False),
        ("abababababab", False),
        ("zhixing-test-2025", True),
        ("chun feng you lv", True),
        ("春风又绿江南岸明月何时", True),
    ],
)
def test_simple_passwords_are_refused(word: str, good: bool) -> None:
    from django.core.exceptions import ValidationError

    from zhixing.web.account.passwords import NotSimple

    try:
        NotSimple().validate(word)
    except ValidationError:
        assert not good
    else:
        assert good


def test_a_code_opens_an_account_once(bureau: Bureau) -> None:
    branch = cast.actor("branch", today=TODAY)
    free = [one for one in invites.places(branch, today=TODAY) if one.state == "none"]
    assert {one.branch for one in free} == {bureau.year.branches[0].id}
    slip = invites.open_for(branch, [free[0].person], now=NOW, today=TODAY)[0]
    assert slip.username.isascii()
    row = Invite.objects.get(account__user__username=slip.username)
    assert slip.code.replace("-", "") not in row.digest
    good = "chang cheng chang huang he huang"
    later = NOW + invites.HOLDS
    assert invites.activate(slip.username, "AAAA-AAAA-AAAA", good, now=NOW) is None
    assert invites.activate(slip.username, slip.code, good, now=later) is None
    with pytest.raises(Refused):
        invites.activate(slip.username, slip.code, "123", now=NOW)
    assert invites.activate(slip.username, slip.code.lower().replace("-", " "), good, now=NOW)
    assert invites.activate(slip.username, slip.code, good, now=NOW) is None
    client = Client()
    assert sign(client, slip.username, good) == 302
    assert client.get("/", follow=True).request["PATH_INFO"] == "/privacy/"
    state = next(one.state for one in invites.places(branch, today=TODAY) if one.username == slip.username)
    assert state == "open"
    with pytest.raises(Refused):
        invites.open_for(branch, [free[0].person], now=NOW, today=TODAY)


def test_slips_are_for_ones_own_branch(bureau: Bureau) -> None:
    other = next(m.id for m in bureau.year.members if m.branch_id == bureau.year.branches[1].id)
    before = User.objects.count()
    answer = bureau.clients["branch"].post("/accounts/members/slips/", {"person": str(other)})
    assert answer.status_code == 302
    assert User.objects.count() == before
    page = bureau.clients["superior"].post("/accounts/members/slips/", {"person": str(other)})
    assert page.status_code in (200, 302)


def test_slips_are_printed_with_user_name_and_code(bureau: Bureau) -> None:
    page = bureau.clients["branch"].get("/accounts/members/").content.decode()
    import re

    people = re.findall(r'name="person" value="([0-9a-f-]{36})"', page)
    assert len(people) > 5
    sheet = bureau.clients["branch"].post("/accounts/members/slips/", {"person": people[:3]})
    text = sheet.content.decode()
    assert len(re.findall(r'class="code">[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}<', text)) == 3
    assert "no-store" in sheet["Cache-Control"]
    assert "style=" not in text
    assert len(lines("开户")) == 3


class TestSecondFactor:
    """Required by setting, set up first, guarded like a password."""

    def set_up(self, client: Client) -> str:
        """Sets a generator up; its secret."""
        again = client.get("/accounts/2fa/set/", follow=True)
        assert again.request["PATH_INFO"] == "/accounts/again/"
        client.post("/accounts/again/?next=/accounts/2fa/set/", {"password": cast.PASSWORD})
        page = client.get("/accounts/2fa/set/").content.decode()
        secret = page.partition('<code class="cmd">')[2].partition("<")[0]
        assert "<svg" in page
        assert "style=" not in page
        done = client.post("/accounts/2fa/set/", {"code": code_of(secret)})
        assert done["Location"] == "/accounts/2fa/codes/"
        return secret

    def test_who_needs_one_is_sent_to_set_it(self, bureau: Bureau, settings: Settings) -> None:
        settings.SECOND_FACTOR = "officers"
        for name in ("superior", "branch", "security", "audit"):
            answer = bureau.clients[name].get("/accounts/mine/")
            assert answer["Location"] == "/accounts/2fa/set/?next=/accounts/mine/", name
        assert bureau.clients["member"].get("/accounts/mine/").status_code == 200
        settings.SECOND_FACTOR = "all"
        assert bureau.clients["member"].get("/accounts/mine/").status_code == 302

    def test_it_is_asked_for_and_cannot_be_guessed(self, bureau: Bureau, settings: Settings) -> None:
        settings.SECOND_FACTOR = "officers"
        client = Client()
        assert sign(client, "branch") == 302
        secret = self.set_up(client)
        codes = client.get("/accounts/2fa/codes/").content.decode()
        assert codes.count("<li><code>") == 10
        assert client.get("/accounts/2fa/codes/").content.decode().count("<li><code>") == 0
        assert client.get("/accounts/mine/").status_code == 200
        stored = Authenticator.objects.get(user__username="branch", type="totp")
        assert secret not in str(stored.data)
        other = Client()
        assert sign(other, "branch") == 302
        assert other.get("/accounts/mine/")["Location"].startswith("/accounts/login/")
        for _ in range(5):
            assert other.post("/accounts/2fa/code/", {"code": "000000"}).status_code == 200
        assert other.post("/accounts/2fa/code/", {"code": code_of(secret, 1)}).status_code == 200
        assert lines("登录失败") == [("未登录", "branch", "动态口令")] * 5
        cache.clear()
        assert other.post("/accounts/2fa/code/", {"code": code_of(secret, 1)}).status_code == 302
        assert other.get("/accounts/mine/").status_code == 200
        assert lines("登录")[-1][1] == "口令、动态口令"

    def test_a_recovery_code_works_once(self, bureau: Bureau) -> None:
        import re

        client = Client()
        sign(client, "branch")
        self.set_up(client)
        found = re.findall(r"<li><code>([^<]+)</code>", client.get("/accounts/2fa/codes/").content.decode())
        for status in (302, 200):
            other = Client()
            sign(other, "branch")
            assert other.post("/accounts/2fa/code/", {"code": found[0]}).status_code == status

    def test_it_stays_where_it_is_required(self, bureau: Bureau, settings: Settings) -> None:
        client = Client()
        sign(client, "branch")
        self.set_up(client)
        settings.SECOND_FACTOR = "officers"
        page = client.post("/accounts/2fa/off/")
        assert page.status_code == 200
        assert "不能停用" in page.content.decode()
        settings.SECOND_FACTOR = "off"
        assert client.post("/accounts/2fa/off/").status_code == 302
        assert not Authenticator.objects.filter(user__username="branch").exists()
        assert [line[2] for line in lines("动态口令")] == ["已设置", "已停用"]

    def test_security_resets_it_and_ends_the_sessions(self, bureau: Bureau) -> None:
        client = Client()
        sign(client, "branch")
        self.set_up(client)
        number = Account.objects.get(user__username="branch").pk
        page = bureau.clients["security"].get(f"/keepers/accounts/{number}/").content.decode()
        assert "重置动态口令" in page
        assert bureau.clients["security"].post(f"/keepers/accounts/{number}/factor/").status_code == 302
        assert client.get("/accounts/mine/").status_code == 302
        assert bureau.clients["security"].post(f"/keepers/accounts/{number}/factor/").status_code == 422

    def test_setting_it_ends_the_other_sessions(self, bureau: Bureau) -> None:
        one, two = Client(), Client()
        sign(one, "branch")
        sign(two, "branch")
        self.set_up(one)
        assert one.get("/accounts/mine/").status_code == 200
        assert two.get("/accounts/mine/").status_code == 302


def test_a_closed_account_with_the_right_password(bureau: Bureau) -> None:
    User.objects.filter(username="member").update(is_active=False)
    client = Client()
    answer = client.post("/accounts/login/", {"login": "member", "password": cast.PASSWORD}, follow=True)
    assert "已停用" in answer.content.decode()
    assert client.get("/accounts/mine/").status_code == 302


def test_refusals_do_not_flood_the_chain(bureau: Bureau) -> None:
    for _ in range(70):
        assert bureau.clients["member"].get("/imports/").status_code == 404
    assert len(lines("拒绝")) == 60
    assert len(lines("频繁拒绝")) == 1


def test_an_account_without_password_signs_in_with_none(bureau: Bureau) -> None:
    accounts.ensure_account("neu", None, role="audit", by="测试", now=NOW, today=TODAY)
    for word in ("", "neu", "!"):
        assert sign(Client(), "neu", word) == 200
    code = accounts.invite("neu", by="测试", now=dt.datetime.now(dt.UTC))
    assert len(code) == 14
