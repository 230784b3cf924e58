"""ASVS 5.0 V3, V4, V5: web frontend, HTTP, files."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings
from tests import cast
from tests.contracts.source import PACKAGE
from tests.web.conftest import Bureau

pytestmark = pytest.mark.django_db
PAGES = ("/accounts/login/", "/accounts/activate/", "/health", "/nothing/")


def production(*words: str) -> str:
    """What the production profile says to some settings."""
    code = "from django.conf import settings as s; print([getattr(s, w) for w in WORDS])"
    code = code.replace("WORDS", repr(words))
    env = {**os.environ, "ZHIXING_PROFILE": "production", "DJANGO_SETTINGS_MODULE": "zhixing.config.settings"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=60)
    return done.stdout.strip()


@pytest.mark.asvs("V3.2.1", "V3.4.4", "V4.1.1")
@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_what_it_says(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert re.match(r"text/(html; charset=utf-8|plain)", answer["Content-Type"])


@pytest.mark.asvs("V3.2.2", "V3.2.3")
def test_scripts_set_text_and_never_markup() -> None:
    ours = [path for path in PACKAGE.rglob("*.js") if "vendored" not in path.parts]
    bad = re.compile(r"innerHTML\s*=|outerHTML\s*=|document\.write|insertAdjacentHTML|eval\(|new Function")
    assert [path.name for path in ours if bad.search(path.read_text("utf-8"))] == []


@pytest.mark.asvs("V3.3.1")
def test_cookies_go_over_tls_only() -> None:
    assert (
        production("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT")
        == "[True, True, True]"
    )


@pytest.mark.asvs("V3.3.2", "V3.3.4", "V3.3.5")
def test_cookies_are_strict_and_small(bureau: Bureau) -> None:
    client = Client()
    answer = client.post("/accounts/login/", {"login": "member", "password": cast.PASSWORD})
    for cookie in [*answer.cookies.values(), *Client().get("/accounts/login/").cookies.values()]:
        assert cookie["httponly"]
        assert cookie["samesite"] in ("Lax", "Strict")
        assert len(cookie.OutputString()) < 4096


@pytest.mark.asvs("V3.4.1")
def test_hsts_holds_a_year() -> None:
    assert production("SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS") == "[31536000, True]"


@pytest.mark.asvs("V3.4.2")
@pytest.mark.parametrize("address", PAGES)
def test_no_foreign_origin_may_read(client: Client, address: str) -> None:
    answer = client.get(address, headers={"origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in answer


@pytest.mark.asvs("V3.4.3", "V3.4.6")
@pytest.mark.parametrize("address", PAGES)
def test_the_policy_lets_nothing_foreign_in(client: Client, address: str) -> None:
    policy = client.get(address)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "form-action" in policy
    assert "unsafe" not in policy
    assert "*" not in policy


@pytest.mark.asvs("V3.4.5", "V3.4.8")
@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_told_to_others(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.asvs("V3.5.1", "V3.5.2")
def test_a_form_without_its_token_is_refused(bureau: Bureau) -> None:
    from django.contrib.auth.models import User

    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(username="security"))
    assert client.post("/keepers/accounts/1/sessions/").status_code == 403
    headers = {"origin": "https://evil.example", "content-type": "text/plain"}
    assert client.post("/keepers/accounts/1/sessions/", headers=headers).status_code == 403
    assert Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a"}).status_code == 403


@pytest.mark.asvs("V3.5.3", "V4.1.4")
@pytest.mark.parametrize("verb", ["grant", "factor", "unlock", "sessions"])
def test_acts_are_never_done_by_looking(bureau: Bureau, verb: str) -> None:
    client = bureau.clients["security"]
    for method in ("get", "head", "put", "delete", "patch"):
        assert getattr(client, method)(f"/keepers/accounts/1/{verb}/").status_code == 405


@pytest.mark.asvs("V3.5.7")
def test_scripts_hold_no_data(bureau: Bureau) -> None:
    scripts = {
        word
        for page in (PACKAGE / "web").rglob("*.html")
        for word in re.findall(r"<script[^>]*>", page.read_text("utf-8"))
    }
    assert [one for one in scripts if "static" not in one] == []


@pytest.mark.asvs("V3.6.1")
def test_nothing_comes_from_elsewhere() -> None:
    foreign = re.compile(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//""")
    files = [path for ending in ("*.html", "*.css") for path in PACKAGE.rglob(ending)]
    assert [path.name for path in files if foreign.search(path.read_text("utf-8"))] == []


@pytest.mark.asvs("V3.7.1")
def test_plain_pages_suffice() -> None:
    text = "".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.html"))
    assert not re.search(r"<(object|embed|applet)\b", text)


@pytest.mark.asvs("V4.1.2")
def test_only_pages_are_sent_on_to_tls() -> None:
    assert "health" in production("SECURE_REDIRECT_EXEMPT")


@pytest.mark.asvs("V4.1.3")
def test_nobody_writes_his_own_address(bureau: Bureau, settings: Settings) -> None:
    for number in range(10):
        headers = {"x-forwarded-for": f"10.1.1.{number}"}
        Client().post("/accounts/login/", {"login": f"n{number}", "password": "x"}, headers=headers)
    headers = {"x-forwarded-for": "10.9.9.9"}
    form = {"login": "member", "password": cast.PASSWORD}
    assert Client().post("/accounts/login/", form, headers=headers).status_code == 200


@pytest.mark.asvs("V4.2.4", "V5.4.2")
def test_no_line_is_smuggled_into_a_header(bureau: Bureau) -> None:
    answer = bureau.clients["audit"].get("/keepers/audit/export/?verb=%0d%0aX-Evil:%201")
    assert "X-Evil" not in answer
    assert "filename*=utf-8''" in answer["Content-Disposition"]


@pytest.mark.asvs("V4.2.5")
def test_a_long_address_is_survived(bureau: Bureau) -> None:
    assert bureau.clients["audit"].get("/keepers/audit/?account=" + "a" * 20_000).status_code < 500


@pytest.mark.asvs("V5.2.1", "V5.2.2")
@pytest.mark.parametrize(
    ("name", "content"),
    [("a.exe", b"MZ" * 50), ("花名册.xlsx", b"not a workbook"), ("x.svg", b"<svg onload=x>")],
)
def test_what_is_no_workbook_is_not_taken(bureau: Bureau, name: str, content: bytes) -> None:
    sent = SimpleUploadedFile(name, content)
    answer = bureau.clients["superior"].post("/imports/uploads/", {"files": sent, "year": "2025"})
    assert answer.status_code < 500


@pytest.mark.asvs("V5.3.1", "V5.3.2")
def test_uploads_lie_where_nothing_is_served(settings: Settings) -> None:
    assert not settings.MEDIA_ROOT
    assert not settings.MEDIA_URL.startswith("/uploads")


@pytest.mark.asvs("V5.4.1", "V3.5.8")
def test_a_file_is_handed_over_and_not_kept(bureau: Bureau) -> None:
    answer = bureau.clients["audit"].get("/keepers/audit/export/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
