"""Seven kinds of tampering, by somebody who owns the tables: all found, two of them only with an anchor."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from tests import ledgers
from tests.databases import as_owner, lift_guards

from zhixing.core.facts.chain import Head, link_hash
from zhixing.store.ledger import api, models, queries
from zhixing.store.ledger.spelling import hashed_fields

pytestmark = pytest.mark.django_db(transaction=True)

Tamper = Callable[[random.Random], None]


def _row(rng: random.Random) -> models.Fact:
    return rng.choice(list(models.Fact.objects.order_by("seq")))


def edit_body(rng: random.Random) -> None:
    """One number in one body."""
    row = rng.choice(list(models.Fact.objects.filter(kind="session_held")))
    body = json.loads(row.body)
    body["minutes"] += rng.choice([30, 60, -30])
    models.Fact.objects.filter(seq=row.seq).update(body=json.dumps(body, ensure_ascii=False, sort_keys=True))


def edit_column(rng: random.Random) -> None:
    """Any other column: day, subject, time, source, who entered it."""
    row = _row(rng)
    field, value = rng.choice(
        [
            ("by", "别人"),
            ("row", row.row + 1),
            ("subject", ledgers.person(77)),
            ("received_at", row.received_at.replace(microsecond=7)),
            ("day", ledgers.DAY.replace(year=2024)),
            ("reason", "没有"),
        ]
    )
    models.Fact.objects.filter(seq=row.seq).update(**{field: value})


def edit_words(rng: random.Random) -> None:
    """A name."""
    row = rng.choice(list(models.Private.objects.filter(sealed=False)))
    models.Private.objects.filter(fact=row.fact).update(payload=row.payload.replace("王", "李"))


def delete(rng: random.Random) -> None:
    """One fact gone, the last of its chain included."""
    models.Fact.objects.filter(seq=_row(rng).seq).delete()


def swap(rng: random.Random) -> None:
    """Two facts of a chain change places."""
    rows = list(models.Fact.objects.filter(chain=ledgers.BRANCH).order_by("position"))
    first, second = rng.sample(rows, 2)
    models.Fact.objects.filter(seq=first.seq).update(position=10**6)
    models.Fact.objects.filter(seq=second.seq).update(position=first.position)
    models.Fact.objects.filter(seq=first.seq).update(position=second.position)


def rewrite_to_the_end(rng: random.Random) -> None:
    """An edit, and every later link and the stored end made to fit: whole, but not what was."""
    rows = list(models.Fact.objects.filter(chain=ledgers.BRANCH).order_by("position"))
    start = rng.randrange(len(rows))
    rows[start].by = "别人"
    before = rows[start].before
    for row in rows[start:]:
        row.before, row.hash = before, link_hash(before, hashed_fields(row), api.chain_digest())
        models.Fact.objects.filter(seq=row.seq).update(by=row.by, before=row.before, hash=row.hash)
        before = row.hash
    models.ChainHead.objects.filter(chain=ledgers.BRANCH).update(hash=before)


def cut_tail(rng: random.Random) -> None:
    """The last facts of a chain gone, and the stored end with them."""
    rows = list(models.Fact.objects.filter(chain=ledgers.BRANCH).order_by("position"))
    keep = rng.randrange(1, len(rows))
    models.Private.objects.filter(fact__in=[row.uid for row in rows[keep:]]).delete()
    for row in rows[keep:]:
        models.Fact.objects.filter(seq=row.seq).delete()
    models.ChainHead.objects.filter(chain=ledgers.BRANCH).update(length=keep, hash=rows[keep - 1].hash)


FOUND_BY_THE_CHAIN = (edit_body, edit_column, edit_words, delete, swap)
FOUND_BY_AN_ANCHOR = (rewrite_to_the_end, cut_tail)


@pytest.mark.drill
@pytest.mark.parametrize("tamper", [*FOUND_BY_THE_CHAIN, *FOUND_BY_AN_ANCHOR], ids=lambda t: t.__name__)
def test_tampering_is_found(tamper: Tamper, rounds: Callable[[int, int], int]) -> None:
    with transaction.atomic():
        ledgers.enter(ledgers.drafts(people=4, sessions=3))
    anchors = queries.heads()
    missed, seen_without = [], 0
    for seed in range(rounds(15, 1000)):
        found, plain = _after(tamper, seed, anchors)
        seen_without += plain > 0
        if found == 0:
            missed.append(seed)
    print(f"{tamper.__name__}: seeds 0..{rounds(15, 1000) - 1}, missed {missed}")
    assert missed == []
    assert list(queries.breaks(anchors)) == []
    if tamper in FOUND_BY_AN_ANCHOR:
        assert seen_without == 0, "an attack that the chain alone shows is not the one meant here"


class _Undo(Exception):
    """Takes a trial back."""


def _after(tamper: Tamper, seed: int, anchors: list[Head]) -> tuple[int, int]:
    """How many breaks are found with the anchors, and how many without; then all is as before."""
    counts = (0, 0)
    try:
        with as_owner(), transaction.atomic(), connection.cursor() as cursor:
            lift_guards(cursor)
            tamper(random.Random(seed))
            counts = (len(list(queries.breaks(anchors))), len(list(queries.breaks())))
            raise _Undo
    except _Undo:
        pass
    return counts
