"""Signing in through the organ's own identity provider: only into accounts that exist; nothing of it when not set."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.urls import NoReverseMatch, reverse
from tests.web.providers import CLIENT, SECRET, Provider, provider


def walk(way: str, server: Provider, home: Path, project: Path, **more: str) -> dict[str, Any]:
    """What happens in a process that is configured for this provider."""
    setting = {"oidc": "ZHIXING_OIDC_URL", "cas": "ZHIXING_CAS_URL"}[way]
    address = server.url + ("/" if way == "cas" else "")
    known = {name: text for name, text in os.environ.items() if not name.startswith("ZHIXING_")}
    env = {**known, "ZHIXING_HOME": str(home), setting: address, **more}
    env |= {"ZHIXING_OIDC_CLIENT": CLIENT, "ZHIXING_OIDC_SECRET": SECRET}
    done = subprocess.run(
        [sys.executable, "-m", "tests.web.federated_walk", way],
        cwd=project,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("way", ["oidc", "cas"])
def test_a_known_identity_comes_in(way: str, tmp_path: Path, project: Path) -> None:
    with provider() as server:
        told = walk(way, server, tmp_path, project)
    assert (told["button"], told["start"], told["answer"], told["home"]) == (True, 302, 302, 200)
    # Somebody else's browser gets nowhere with the way back, and nobody gets in twice with it.
    assert told["stolen"][1] == 302
    assert told["again"] != 200 or "没有" in told["page"]
    lines = [(line[0], line[2]) for line in told["lines"] if line[0] == "登录"]
    assert lines == [("登录", "统一身份认证" + ("（CAS）" if way == "cas" else ""))]
    assert told["users"] == 1
    if way == "oidc":
        assert "/token verifier" in server.asked
        assert server.challenge
        assert "phone" not in told["kept"]


@pytest.mark.parametrize("way", ["oidc", "cas"])
def test_an_unknown_identity_gets_a_page_that_says_so(way: str, tmp_path: Path, project: Path) -> None:
    with provider() as server:
        server.who = ("2", "nobody-here")
        told = walk(way, server, tmp_path, project)
    assert (told["answer"], told["users"], told["home"]) == (403, 1, 302)
    assert "没有对应的账户" in told["page"]
    assert ["登录失败", "未登录", "未知的用户名"] in [line[:3] for line in told["lines"]]


def test_a_provider_that_answers_nonsense(tmp_path: Path, project: Path) -> None:
    with provider() as server:
        server.broken = True
        told = walk("oidc", server, tmp_path, project)
    assert told["start"] == 502


def test_nothing_of_it_is_there_when_it_is_not_configured() -> None:
    for name in ("federated_oidc", "federated_cas", "openid_connect_callback"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    code = (
        "import django,sys; django.setup(); import zhixing.config.urls;"
        "print([n for n in sys.modules if n.split('.')[0] in ('django_cas_ng','cas','requests')"
        " or n.startswith('allauth.socialaccount.models')])"
    )
    known = {name: text for name, text in os.environ.items() if not name.startswith("ZHIXING_OIDC")}
    env = {**known, "DJANGO_SETTINGS_MODULE": "zhixing.config.settings"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


@pytest.mark.parametrize("name", ["ZHIXING_OIDC_URL", "ZHIXING_CAS_URL"])
def test_a_provider_without_tls_is_refused(name: str) -> None:
    env = {**os.environ, name: "http://sso.example.cn/", "ZHIXING_OIDC_CLIENT": "x"}
    code = "import zhixing.config.doors"
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=60)
    assert "https://" in done.stderr
