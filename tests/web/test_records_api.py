"""The door for programs: the same truth as behind the forms, once however often it is sent, errors in a sentence."""

from __future__ import annotations

import dataclasses
import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.conftest import Bureau

from zhixing.api.records import FORMS, LARGEST
from zhixing.store.ledger import queries

pytestmark = pytest.mark.django_db

SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


def send(client: Client, form: str, said: object, **more: Any) -> Any:
    """One record, and the answer."""
    return client.post(f"/api/records/{form}/", json.dumps(said), content_type="application/json", **more)


def talk(person: UUID, day: str = "2025-06-03", **more: object) -> dict[str, object]:
    """A talk as a program writes it."""
    return {"uid": str(uuid4()), "values": {"person": str(person), "day": day, "way": "面谈", **more}}


def someone(bureau: Bureau, branch: int) -> UUID:
    """A member of a branch."""
    wanted = bureau.year.branches[branch].id
    return next(m.id for m in bureau.year.members if m.branch_id == wanted and m.on_roll_at_end)


def test_who_keeps_the_books_may_record(bureau: Bureau) -> None:
    own, other = someone(bureau, 0), someone(bureau, 1)
    expected = {
        "superior": (200, 200),
        "leader": (200, 200),
        "branch": (200, 404),
        "secretary": (200, 404),
        "branch_other": (404, 200),
    }
    for nth, (name, client) in enumerate(bureau.clients.items()):
        day = f"2025-07-{nth + 1:02}"
        answers = tuple(send(client, "talk", talk(person, day)).status_code for person in (own, other))
        assert (name, answers) == (name, expected.get(name, (404, 404)))
    assert send(Client(), "talk", talk(own)).status_code in (302, 404)


def test_a_record_sent_again_is_entered_once(bureau: Bureau) -> None:
    client, said = bureau.clients["branch"], talk(someone(bureau, 0))
    before = queries.fact_count()
    first, again = send(client, "talk", said).json(), send(client, "talk", said).json()
    assert (first["new"], again["new"], again["known"]) == (1, 0, 1)
    assert queries.fact_count() == before + 1
    other = {**said, "values": {**said["values"], "way": "电话"}}  # type: ignore[dict-item]
    assert send(client, "talk", other).status_code == 409


def test_a_session_with_its_roll(bureau: Bureau) -> None:
    people = [m.id for m in bureau.year.members if m.branch_id == bureau.year.branches[0].id][:3]
    values = {
        "org": str(bureau.year.branches[0].id),
        "day": "2025-11-04",
        "minutes": 120,
        "forms": ["主题党日", "党课"],
        "title": "学习条例",
        "roll": {str(person): "present" for person in people},
    }
    said = {"uid": str(uuid4()), "values": values}
    assert send(bureau.clients["branch"], "session", said).json()["new"] == 4


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"day": "2099-01-01"}, "day"),
        ({"way": "短信"}, "way"),
        ({"speaker": "00000000-0000-4000-8000-000000000000"}, "speaker"),
    ],
)
def test_a_wrong_value_is_named(bureau: Bureau, values: dict[str, object], field: str) -> None:
    said = talk(someone(bureau, 0))
    said["values"] = {**said["values"], **values}  # type: ignore[dict-item]
    answer = send(bureau.clients["branch"], "talk", said)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert answer.json()["reason"]


@pytest.mark.parametrize(
    "said",
    [
        [],
        "x",
        {},
        {"uid": "x", "values": {}},
        {"uid": str(uuid4()), "values": []},
        {"uid": str(uuid4()), "values": {"a": 1}},
    ],
)
def test_what_cannot_be_read_is_told_so(bureau: Bureau, said: object) -> None:
    answer = send(bureau.clients["branch"], "talk", said)
    assert answer.status_code == 400
    assert answer.json()["reason"]


def test_no_form_no_door_and_no_more_than_so_much(bureau: Bureau) -> None:
    client = bureau.clients["superior"]
    assert send(client, "gate", {}).status_code == 404
    assert client.get("/api/records/talk/").status_code == 405
    assert send(client, "talk", {"uid": "x" * LARGEST}).status_code == 413
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert send(strict, "talk", talk(someone(bureau, 0))).status_code == 403


def _values(form: str) -> st.SearchStrategy[dict[str, object]]:
    """Some fields of a form, with anything in them, or with what looks right."""
    names = [one.name for one in dataclasses.fields(FORMS[form][0])]
    likely = (
        JSON | st.dates().map(str) | st.uuids().map(str) | st.sampled_from(["面谈", "党课", "A", "A+B", ""])
    )
    return st.dictionaries(st.sampled_from(names), likely, max_size=len(names))


@settings(max_examples=200, deadline=None, suppress_health_check=SLOW)
@given(said=st.sampled_from(sorted(FORMS)).flatmap(lambda form: st.tuples(st.just(form), _values(form))))
def test_nothing_breaks_the_server(bureau: Bureau, said: tuple[str, dict[str, object]]) -> None:
    form, values = said
    answer = send(bureau.clients["superior"], form, {"uid": str(uuid4()), "values": values})
    assert answer.status_code in (200, 400, 404, 409, 422)
