"""What is logged: names of routes and numbers of accounts; no words, no ids of people, no questions asked."""

from __future__ import annotations

import io
import json
import logging
import logging.config
import time
from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from tests.sample_year import YEAR
from tests.web.conftest import Bureau

from zhixing.config.logs import logging_settings
from zhixing.web.member import views
from zhixing.web.shared.requests import HEADER, Requests

pytestmark = pytest.mark.django_db
SECRET = "王晓梅就医困难"


@pytest.fixture(params=["json", "line"])
def written(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """Everything that the site would write, in both forms, down to the last debugging line."""
    config = logging_settings(form=request.param, trace=False)
    held = io.StringIO()
    config["handlers"]["console"]["stream"] = held
    config["root"]["level"] = "DEBUG"
    config["loggers"]["zhixing.requests"]["level"] = "INFO"
    root, django = logging.getLogger(), logging.getLogger("django")
    before = root.handlers[:], root.level, django.handlers[:], django.level
    logging.config.dictConfig(config)
    django.setLevel("DEBUG")
    yield held
    root.handlers[:], django.handlers[:] = before[0], before[2]
    root.setLevel(before[1])
    django.setLevel(before[3])
    logging.getLogger("zhixing.requests").setLevel("WARNING")


def test_nothing_personal_is_written(
    bureau: Bureau, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = bureau.member_of(0)
    monkeypatch.setattr(views, "person_page", _fails, raising=False)
    for client in (*bureau.clients.values(), Client(raise_request_exception=False)):
        client.raise_request_exception = False
        for address in (
            "/",
            f"/{YEAR}/members/",
            person,
            bureau.other,
            "/nothing/here/",
            f"{person}{SECRET}/",
        ):
            client.get(address, {"q": SECRET})
        client.post("/accounts/login/", {"login": SECRET, "password": SECRET})
        client.get("/", headers={"host": "evil.example", "x-request-id": SECRET})
        client.post(person, {"reason": SECRET})
    logging.getLogger("django.request").error("Broken: %s", SECRET, extra={"status_code": 500})
    logging.getLogger("somebody.else").warning(f"we met {SECRET}")
    told = written.getvalue()
    people = {str(member.id) for member in bureau.year.members} | {m.id.hex for m in bureau.year.members}
    words = {SECRET, "q=", "evil.example", *people, *(member.name for member in bureau.year.members)}
    assert [word for word in words if word in told] == []
    assert "member:person" in told
    assert "officer:members" in told


def _fails(*_: object, **__: object) -> HttpResponse:
    raise ValueError(SECRET)


def test_an_error_tells_its_class_and_its_way_only(written: io.StringIO) -> None:
    name = SECRET
    try:
        raise ValueError(name)
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", f"/{SECRET}")
    told = written.getvalue()
    assert SECRET not in told
    assert "builtins.ValueError" in told
    assert "test_logs.py" in told


def test_a_message_is_its_constant_words(written: io.StringIO) -> None:
    log = logging.getLogger("django.request")
    log.warning("%s: %s", "Not Found", f"/{SECRET}/", extra={"status_code": 404})
    log.warning("Broken pipe from %s after %.1f s", SECRET, 2.5)
    log.warning("%s", SECRET)
    told = written.getvalue()
    assert [word for word in (SECRET, "%s", "%.1f", "%(") if word in told] == []
    first, second, third = told.splitlines()
    assert "Not Found" in first
    assert "Broken pipe from … after … s" in second
    assert "(内容不写入日志)" in third


def test_a_request_is_one_object_with_its_number(bureau: Bureau, written: io.StringIO) -> None:
    answer = bureau.clients["superior"].get(f"/{YEAR}/members/")
    lines = [line for line in written.getvalue().splitlines() if "zhixing.requests" in line]
    assert len(lines) == 1
    if not lines[0].startswith("{"):
        return
    told = json.loads(lines[0])
    assert (told["route"], told["status"], told["method"]) == ("officer:members", answer.status_code, "GET")
    assert told["request"] == answer[HEADER]
    assert isinstance(told.get("account", 0), int)
    assert set(told) <= {
        *("at", "level", "logger", "message", "request", "method", "route", "status", "ms", "account")
    }


def test_it_costs_little(written: io.StringIO) -> None:
    asked = Requests(lambda _: HttpResponse("ok"))
    request = HttpRequest()
    request.method = "GET"
    best = min(_time(asked, request) for _ in range(5))
    print(f"{best * 1e6:.0f} microseconds a request")
    assert best < 0.0003, f"{best * 1e6:.0f} microseconds a request"


def _time(asked: Requests, request: HttpRequest) -> float:
    start = time.perf_counter()
    for _ in range(200):
        asked(request)
    return (time.perf_counter() - start) / 200
