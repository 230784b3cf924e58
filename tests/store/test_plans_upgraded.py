"""The second state of the tables of plans: words sealed, revoked addresses gone, one batch of a year in force."""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from tests.databases import as_owner, grant_to_application

from zhixing.store.plans import batches
from zhixing.store.plans.models import Batch, Feed, SeatAsked

pytestmark = pytest.mark.django_db(transaction=True)

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
FIRST, SECOND = "0001_initial", "0002_sealed_words_and_one_in_force"


def _fill(old: MigrationExecutor) -> UUID:
    """What an installation may have at the first state."""
    apps = old.loader.project_state([("plans", FIRST)]).apps
    batch = apps.get_model("plans", "Batch").objects.create
    common = {"plan": 1, "kind": "year", "state": "accepted", "account": 1, "made_at": NOW, "changed_at": NOW}
    batch(id=uuid4(), year=2026, accepted_at=NOW, **common)
    last = batch(id=uuid4(), year=2026, accepted_at=NOW + dt.timedelta(days=1), **common)
    batch(id=uuid4(), year=2027, accepted_at=NOW, **common)
    ask = apps.get_model("plans", "SeatAsked").objects.create
    said = {"batch": last, "person": uuid4(), "requirement": "K1", "state": "waiting", "asked_at": NOW}
    ask(id=uuid4(), words="", **said)
    worded = ask(id=uuid4(), words="要去复诊", **said)
    feed = apps.get_model("plans", "Feed").objects.create
    feed(id=uuid4(), person=uuid4(), account=1, secret="a", made_at=NOW, revoked_at=NOW)
    feed(id=uuid4(), person=uuid4(), account=1, secret="b", made_at=NOW)
    return UUID(str(worded.id))


def test_what_was_there_before_is_taken_along() -> None:
    with as_owner():
        old = MigrationExecutor(connection)
        old.migrate([("plans", FIRST)])
        asked = _fill(old)
        MigrationExecutor(connection).migrate([("plans", SECOND)])
    grant_to_application()
    assert sorted(Batch.objects.filter(state="accepted").values_list("year", flat=True)) == [2026, 2027]
    assert Batch.objects.get(state="replaced").accepted_at == NOW
    assert "复诊" not in SeatAsked.objects.get(id=asked).words
    row = batches.ask(asked)
    assert row is not None
    assert row.words == "要去复诊"
    assert SeatAsked.objects.exclude(id=asked).get().words == ""
    assert list(Feed.objects.values_list("secret", "idle_since")) == [("b", None)]
