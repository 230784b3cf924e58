"""Walks through an identity provider in a process of its own, configured by its environment; tells what happened.

`python -m tests.web.federated_walk oidc|cas`: signs in, then prints one line of JSON.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import urllib.request
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhixing.config.settings")

import django  # noqa: E402

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from zhixing.actions.accounts import count_as_informed, ensure_account  # noqa: E402
from zhixing.actions.start import make_ready  # noqa: E402

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def follow(address: str) -> str:
    """Where the provider sends one: its pages are asked for over HTTP."""
    try:
        urllib.request.build_opener(_Stay).open(address, timeout=5)
    except HTTPError as sent:
        return str(sent.headers["Location"])
    raise AssertionError(address)


def main(way: str) -> None:
    """Signs in."""
    setup_test_environment()
    make_ready()
    ensure_account("dangwei", None, role="superior", by="测试", now=NOW, today=NOW.date())
    count_as_informed(("dangwei",), now=NOW)
    client = Client()
    page = client.get("/accounts/login/").content.decode()
    start = client.post(f"/accounts/{way}/login/?process=connect")
    told: dict[str, Any] = {"button": f"/accounts/{way}/login/" in page, "start": start.status_code}
    if start.status_code == 302:
        back = urlsplit(follow(start["Location"]))
        stolen = Client().get(f"{back.path}?{back.query}")
        told["stolen"] = [stolen.status_code, Client().get("/").status_code]
        answer = client.get(f"{back.path}?{back.query}")
        told |= {"answer": answer.status_code, "page": answer.content.decode()[:4000]}
        told["home"] = client.get("/accounts/mine/").status_code
        again = client.get(f"{back.path}?{back.query}")
        told["again"] = again.status_code
    with connection.cursor() as cursor:
        cursor.execute("SELECT verb, by, target, detail FROM ledger_auditline ORDER BY position")
        told["lines"] = [list(row) for row in cursor.fetchall()]
    told["users"] = _count("auth_user")
    told["kept"] = _kept() if way == "oidc" else ""
    told["loaded"] = sorted(name for name in sys.modules if name in WATCHED)
    print(json.dumps(told, ensure_ascii=False))


WATCHED = ("allauth.socialaccount.models", "django_cas_ng", "cas", "requests")


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def _kept() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extra_data FROM socialaccount_socialaccount")
        return json.dumps(cursor.fetchall())


if __name__ == "__main__":
    main(sys.argv[1])
