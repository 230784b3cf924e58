"""Every role sends to every route: without permission 404 and nothing written; with it, never a fault."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

import pytest
from django.db import transaction
from django.test import Client
from tests import cast
from tests.web.conftest import Bureau
from tests.web.door_table import NOTHING_YET, OPEN_ROUTES, may_send
from tests.web.test_doors import Door, addresses, doors

from zhixing.store.ledger.models import AuditLine, Fact
from zhixing.web.shared.frame import today
from zhixing.web.shared.gate import allowed_roles

pytestmark = pytest.mark.django_db
ANSWERS = {200, 302, 303, 400, 404, 405, 409, 413, 415, 422}
REFUSALS = ("拒绝", "频繁拒绝")


@contextmanager
def undone(client: Client) -> Iterator[None]:
    """What the request did to database and cookies is taken back."""
    cookies = deepcopy(client.cookies)
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)
        client.cookies = cookies


def probe(door: Door, bureau: Bureau) -> Iterator[str]:
    """What is wrong at a door; an empty text for each answer that is right."""
    somewhere = {
        role: role != "stranger" and cast.actor(role, today=today()).wears(*allowed_roles(door.view))  # type: ignore[arg-type]
        for role in bureau.clients
    }
    there = list(addresses(door, bureau))
    before = (Fact.objects.count(), _told())  # for all: what each does is taken back
    for address, own, known in there:
        for role, client in bureau.clients.items():
            with undone(client):
                status = client.post(address).status_code
                after = (Fact.objects.count(), _told())
            if not may_send(role, door.name, branch_own=own, known=known):
                # Whose hat the route is for is told that it takes nothing, before anything is looked up.
                right = after == before and status in ((404, 405) if somewhere[role] else (404,))
            else:
                right = status in ANSWERS
            yield "" if right else f"{role} sends to {address}: {status}"
        with undone(Client()):
            status = Client().post(address).status_code
        yield "" if status in (302, 404) else f"nobody sends to {address}: {status}"


def _told() -> int:
    return AuditLine.objects.exclude(verb__in=REFUSALS).count()


@pytest.mark.parametrize("part", range(6))
def test_every_role_sends_to_every_door(bureau: Bureau, part: int) -> None:
    wanted = [door for door in doors() if door.name not in OPEN_ROUTES]
    answers = [one for door in wanted[part::6] for one in probe(door, bureau)]
    print(len(answers), "requests")
    assert [one for one in answers if one] == []


def test_what_nobody_has_answers_nobody(bureau: Bureau) -> None:
    assert {door.name for door in doors()} >= NOTHING_YET
