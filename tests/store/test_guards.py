"""A database without its guards is refused."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from tests import ledgers
from tests.databases import as_owner, lift_guards

from zhixing.actions.start import NotReady, application_owns_ledger, check_ready, make_ready
from zhixing.store.ledger import api, guards, models, queries
from zhixing.store.reviews import api as reviews
from zhixing.store.reviews.queries import frozen_years

pytestmark = pytest.mark.django_db(transaction=True)


FROZEN: dict[str, Any] = {
    "year": 2025,
    "digest": "ab" * 32,
    "rulebook": "",
    "last_seq": 1,
    "as_of": ledgers.DAY,
    "by": "刘英",
    "now": ledgers.NOW,
    "content": b"{}",
    "books": "{}",
}
GUARDS = (
    "fact_no_update",
    "fact_no_delete",
    "fact_no_replace",
    "audit_no_delete",
    "claim_no_update",
    "frozen_no_update",
    "frozen_no_delete",
    "frozen_no_replace",
)


def test_start_up_accepts_a_whole_database() -> None:
    check_ready()
    make_ready()


@pytest.mark.parametrize("name", GUARDS)
def test_start_up_refuses_a_database_whose_guard_is_gone(name: str) -> None:
    if connection.vendor == "postgresql":
        name = {
            "fact_no_update": "fact_no_change",
            "fact_no_delete": "fact_no_truncate",
            "claim_no_update": "claim_no_change",
            "frozen_no_update": "frozen_no_change",
            "frozen_no_delete": "frozen_no_truncate",
        }.get(name, "audit_no_delete")
    table = guards._wanted(connection)[name].table
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


def _hollow() -> tuple[str, list[str]]:
    """A guard of the right name that lets everything pass, and how it is made."""
    if connection.vendor == "postgresql":
        return "claim_no_change", [
            "CREATE OR REPLACE FUNCTION zhixing_refuse() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RETURN NEW; END $$"
        ]
    return "claim_no_update", [
        "DROP TRIGGER claim_no_update",
        "CREATE TRIGGER claim_no_update BEFORE UPDATE ON ledger_claim BEGIN SELECT 1; END",
    ]


def test_a_guard_that_does_nothing_counts_as_missing() -> None:
    name, statements = _hollow()
    try:
        with as_owner(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        lacking = guards.missing(connection)
        assert name in lacking
        assert (len(lacking) > 1) == (connection.vendor == "postgresql"), "all stand on the one function"
        with pytest.raises(NotReady, match="restore-guards"):
            check_ready()
    finally:
        with as_owner():
            guards.install(connection)
    check_ready()


def test_a_guard_with_another_definition_counts_as_missing() -> None:
    """On the right table, calling the right function, but for inserts only, or never."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's triggers are compared word by word")
    other = (
        "BEFORE INSERT ON ledger_fact FOR EACH ROW EXECUTE FUNCTION zhixing_refuse('事实只增不改')",
        "BEFORE DELETE OR UPDATE ON ledger_fact FOR EACH ROW WHEN (false)"
        " EXECUTE FUNCTION zhixing_refuse('事实只增不改')",
        "BEFORE DELETE OR UPDATE ON ledger_claim FOR EACH ROW EXECUTE FUNCTION zhixing_refuse('事实只增不改')",
    )
    for definition in other:
        try:
            with as_owner(), connection.cursor() as cursor:
                cursor.execute("DROP TRIGGER fact_no_change ON ledger_fact")
                cursor.execute(f"CREATE TRIGGER fact_no_change {definition}")
            assert guards.missing(connection) == ["fact_no_change"], definition
        finally:
            with as_owner(), connection.cursor() as cursor:
                cursor.execute("DROP TRIGGER IF EXISTS fact_no_change ON ledger_claim")
                guards.install(connection)
    assert guards.missing(connection) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reviews_frozenyear SET content = '', digest = 'x'",
        "DELETE FROM reviews_frozenyear",
        "UPDATE ledger_claim SET fact = batch",
        "DELETE FROM ledger_claim",
    ],
)
def test_frozen_years_and_claims_cannot_be_changed(statement: str) -> None:
    reviews.keep(**FROZEN)
    reviews.keep(**FROZEN)
    assert [copy.content for copy in frozen_years()] == [b"{}"]
    with transaction.atomic():
        api.claim(UUID(int=1), [UUID(int=2)])
        api.claim(UUID(int=1), [UUID(int=2), UUID(int=3)])
    assert models.Claim.objects.count() == 2
    with (
        as_owner(),
        pytest.raises(DatabaseError, match="不能|只增不"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
