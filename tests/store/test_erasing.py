"""Erasing words: the chain stays whole, figures stay, and no trace of the words is left in the files."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection, transaction
from tests import ledgers
from tests.databases import as_owner

from zhixing.store.ledger import api, erasing, models, queries

pytestmark = pytest.mark.django_db(transaction=True)

STAMP = api.Stamp("陈立（leader）", ledgers.NOW + dt.timedelta(days=1))
NAME = "欧阳赟麒"
"""A name that stands nowhere else."""


def _entered() -> None:
    drafts = ledgers.drafts()
    told = dict(drafts[3].private or {})
    told["name"] = NAME
    drafts[3] = replace(drafts[3], private=told)
    with transaction.atomic():
        api.Pen().append(drafts, ledgers.STAMP)
        batch = api.open_batch(folder="台账", digest="0" * 64, year=2025, stamp=ledgers.STAMP)
        report = f'{{"files": [], "unresolved": [{{"value": "{NAME}"}}], "remarks": [], "warnings": []}}'
        api.close_batch(batch.id, report=report, now=ledgers.NOW)


def _erase(subject: UUID) -> int:
    with transaction.atomic():
        erasing.strike_from_reports(erasing.names_of(subject))
        facts = [one.fact for one in erasing.worded(subject=subject)]
        return erasing.erase(facts, STAMP, why="第四十七条")


def _everywhere(word: str) -> list[str]:
    """Tables in which a text column holds the word."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                cursor.execute(
                    f'SELECT count(*) FROM "{table}" WHERE CAST("{column.name}" AS text) LIKE %s',
                    [f"%{word}%"],
                )
                if cursor.fetchone()[0]:
                    found.append(f"{table}.{column.name}")
    return found


def test_the_ledger_stays_whole_and_says_why_words_are_gone() -> None:
    _entered()
    before, mark = list(models.Fact.objects.values_list("uid", "hash")), queries.fingerprint()
    assert set(_everywhere(NAME)) == {"ledger_private.payload", "ledger_batch.report"}
    count = _erase(ledgers.person(0))
    assert count == 2  # the description and the sealed need
    assert list(queries.breaks()) == []
    assert list(models.Fact.objects.values_list("uid", "hash")) == before
    assert queries.fingerprint() != mark, "what is kept folded would go on showing the name"
    assert _everywhere(NAME) == []
    lines = models.AuditLine.objects.filter(verb="删除文字", subject=ledgers.person(0))
    assert lines.count() == 2


def test_words_gone_without_the_line_are_found() -> None:
    _entered()
    models.Private.objects.filter(fact=erasing.worded(subject=ledgers.person(0))[0].fact).delete()
    assert [one.sentence for one in queries.breaks()] != []


def test_no_bytes_of_the_words_stay_in_the_files() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite keeps its bytes in files of ours")
    _entered()
    # Rows rewritten before leave copies in free pages, too: these must go as well.
    for row in models.Private.objects.filter(payload__contains=NAME):
        models.Private.objects.filter(fact=row.fact).update(payload=row.payload + " " * 3000)
        models.Private.objects.filter(fact=row.fact).update(payload=row.payload)
    file = Path(connection.settings_dict["NAME"])
    assert _bytes(file, NAME)
    _erase(ledgers.person(0))
    assert erasing.sweep()
    assert _bytes(file, NAME) == []
    assert list(queries.breaks()) == []


def _bytes(file: Path, word: str) -> list[str]:
    needle, escaped = word.encode(), word.encode("unicode_escape")
    files = [file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")]
    found = []
    for one in files:
        content = one.read_bytes() if one.exists() else b""
        if needle in content or escaped in content:
            found.append(one.name)
    return found


def test_on_postgresql_the_owner_sweeps() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("the owner is PostgreSQL's")
    _entered()
    _erase(ledgers.person(0))
    assert not erasing.sweep(), "the application does not own the tables"
    with as_owner():
        assert erasing.sweep()
    assert list(queries.breaks()) == []
    assert _everywhere(NAME) == []
