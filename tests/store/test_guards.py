"""A database without its guards is refused."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from tests import ledgers
from tests.databases import as_owner, lift_guards

from zhixing.actions.start import NotReady, application_owns_ledger, check_ready, make_ready
from zhixing.store.ledger import guards, queries

pytestmark = pytest.mark.django_db(transaction=True)


def test_start_up_accepts_a_whole_database() -> None:
    check_ready()
    make_ready()


@pytest.mark.parametrize("name", ["fact_no_update", "fact_no_delete", "fact_no_replace", "audit_no_delete"])
def test_start_up_refuses_a_database_whose_guard_is_gone(name: str) -> None:
    if connection.vendor == "postgresql":
        name = {"fact_no_update": "fact_no_change", "fact_no_delete": "fact_no_truncate"}.get(
            name, "audit_no_delete"
        )
    table = "ledger_auditline" if name.startswith("audit") else "ledger_fact"
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on}")
    try:
        assert guards.missing(connection) == [name]
        with pytest.raises(NotReady, match=name):
            check_ready()
        with pytest.raises(NotReady, match="restore-guards"):
            make_ready()
    finally:
        with as_owner():
            guards.install(connection)
    check_ready()


def test_a_guard_that_is_only_switched_off_is_missed_too() -> None:
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        restore = lift_guards(cursor)
        assert guards.missing(connection)
        for statement in restore:
            cursor.execute(statement)
    assert guards.missing(connection) == []


def test_guards_put_twice_are_put_once() -> None:
    with as_owner():
        guards.install(connection)
        guards.remove(connection)
        assert guards.missing(connection)
        guards.install(connection)
    assert guards.missing(connection) == []
    with transaction.atomic():
        ledgers.enter(ledgers.drafts())
    assert list(queries.breaks()) == []


def test_an_application_that_owns_the_ledger_is_told_apart() -> None:
    assert not application_owns_ledger()
    if connection.vendor == "postgresql":
        with as_owner():
            assert application_owns_ledger()
