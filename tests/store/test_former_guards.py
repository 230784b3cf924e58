"""An older database must have the guards that its release had: no fewer, and none that only came later."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from tests.databases import as_owner

from zhixing.store.ledger import guards
from zhixing.store.snapshots import tables

pytestmark = pytest.mark.django_db(transaction=True)


def _name() -> str:
    return "claim_no_change" if connection.vendor == "postgresql" else "claim_no_update"


def _execute(statement: str) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(statement)


def _drop() -> None:
    on = " ON ledger_claim" if connection.vendor == "postgresql" else ""
    _execute(f"DROP TRIGGER {_name()}{on}")


@pytest.fixture
def off() -> Iterator[None]:
    """The guard of the claims taken off; put back afterwards."""
    _drop()
    yield
    with as_owner():
        guards.install(connection)


def test_a_guard_of_its_own_release_is_missed(off: None) -> None:
    applied = tables.applied()
    assert guards.missing_before(connection, applied) == [_name()]
    first = [node for node in applied if node != ("ledger", "0002_guards")]
    assert _name() not in guards.missing_before(connection, first)


def test_a_guard_of_a_later_release_is_not(off: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(guards.SINCE, _name(), ("ledger", "9999_later"))
    assert guards.missing_before(connection, tables.applied()) == []


def test_a_former_wording_counts_and_another_does_not(off: None, monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor == "postgresql":
        former = (
            "CREATE TRIGGER claim_no_change BEFORE DELETE OR UPDATE ON ledger_claim FOR EACH ROW"
            " EXECUTE FUNCTION zhixing_refuse('不能动')"
        )
    else:
        former = (
            "CREATE TRIGGER claim_no_update BEFORE UPDATE ON ledger_claim"
            " BEGIN SELECT RAISE(ABORT, '不能动'); END"
        )
    _execute(former)
    applied = tables.applied()
    assert guards.missing_before(connection, applied) == [_name()]
    monkeypatch.setitem(guards.FORMER, _name(), (former,))
    assert guards.missing_before(connection, applied) == []
    assert guards.missing(connection) == [_name()], "the newest version wants its own wording"
