"""Health pages: open to everybody, telling nothing about anybody, 503 when the service cannot work."""

from __future__ import annotations

import pytest
from django.db import DatabaseError
from django.test import Client, override_settings

from zhixing.store.ledger import guards

pytestmark = pytest.mark.django_db


def test_a_process_that_answers_is_alive() -> None:
    answer = Client().get("/health")
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert Client().post("/health").status_code == 405


@override_settings(SECURE_SSL_REDIRECT=True)
def test_the_service_manager_asks_without_tls() -> None:
    assert Client().get("/health").status_code == 200
    assert Client().get("/health/ready").status_code == 200
    assert Client().get("/accounts/login/").status_code == 301


def test_a_whole_database_is_ready() -> None:
    answer = Client().get("/health/ready")
    told = {"ready": True, "database": True, "guards": True, "waiting_seconds": None}
    assert (answer.status_code, answer.json()) == (200, told)
    assert answer["Cache-Control"] == "no-store"


def test_a_database_without_guards_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "missing", lambda _: ["fact_no_update"])
    answer = Client().get("/health/ready")
    assert (answer.status_code, answer.json()["guards"]) == (503, False)


def test_a_database_that_does_not_answer_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(_: object) -> list[str]:
        raise DatabaseError("no")

    monkeypatch.setattr(guards, "missing", silent)
    answer = Client().get("/health/ready")
    assert (answer.status_code, answer.json()["database"]) == (503, False)
