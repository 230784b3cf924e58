"""Kinds of tampering, by somebody who owns the tables: all found, three of them only with an anchor."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
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


def lose_words(rng: random.Random) -> None:
    """A name is gone, and nobody said so."""
    models.Private.objects.filter(fact=rng.choice(list(models.Private.objects.all())).fact).delete()


def lose_end(rng: random.Random) -> None:
    """The stored end of a chain is gone: the next link would begin it anew."""
    models.ChainHead.objects.filter(chain=rng.choice(list(models.ChainHead.objects.all())).chain).delete()


def move_end_back(rng: random.Random) -> None:
    """The stored end points at an earlier link, with that link's own hash."""
    rows = list(models.Fact.objects.filter(chain=ledgers.BRANCH).order_by("position"))
    row = rng.choice(rows[:-1])
    models.ChainHead.objects.filter(chain=ledgers.BRANCH).update(length=row.position, hash=row.hash)


def edit_key(rng: random.Random) -> None:
    """The key that ids are made with: every later import would know nobody."""
    models.Installation.objects.update(id_key=f"{rng.getrandbits(256):064x}")


def edit_digest(rng: random.Random) -> None:
    """The digest that the chains are made with, or the whole row."""
    if rng.random() < 0.5:
        models.Installation.objects.update(digest=rng.choice(["sm3", "md5"]))
    else:
        models.Installation.objects.all().delete()


def edit_audit(rng: random.Random) -> None:
    """One audit line says something else."""
    row = rng.choice(list(models.AuditLine.objects.all()))
    field, value = rng.choice([("by", "别人"), ("verb", "查看"), ("target", "无"), ("detail", "改")])
    models.AuditLine.objects.filter(id=row.id).update(**{field: value})


def delete_audit(rng: random.Random) -> None:
    """One audit line is gone, the first and the last included."""
    models.AuditLine.objects.filter(id=rng.choice(list(models.AuditLine.objects.all())).id).delete()


FOUND_BY_THE_CHAIN = (
    *(edit_body, edit_column, edit_words, delete, swap),
    *(lose_words, lose_end, move_end_back, edit_key, edit_digest, edit_audit, delete_audit),
)


def cut_audit(rng: random.Random) -> None:
    """The last audit lines are gone, and the stored end with them."""
    rows = list(models.AuditLine.objects.order_by("position"))
    keep = rng.randrange(1, len(rows))
    models.AuditLine.objects.filter(position__gt=keep).delete()
    end = models.ChainHead.objects.filter(chain=queries.AUDIT)
    end.update(length=keep, hash=rows[keep - 1].hash)


FOUND_BY_AN_ANCHOR = (rewrite_to_the_end, cut_tail, cut_audit)


@pytest.mark.drill
@pytest.mark.parametrize("tamper", [*FOUND_BY_THE_CHAIN, *FOUND_BY_AN_ANCHOR], ids=lambda t: t.__name__)
def test_tampering_is_found(tamper: Tamper, rounds: Callable[[int, int], int]) -> None:
    with transaction.atomic():
        stamp = replace(ledgers.STAMP, batch=UUID(int=77))
        ledgers.enter(ledgers.drafts(people=4, sessions=3), stamp)
        for number in range(4):
            api.audit(stamp, "导出", f"第 {number} 份")
    assert list(queries.breaks()) == []
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


def test_another_installation_is_told_from_the_anchors() -> None:
    """A key put back together with every uid, or facts that nobody imported: only the anchor tells."""
    with transaction.atomic():
        ledgers.enter(ledgers.drafts())
    kept = queries.installation_digest()
    assert list(queries.breaks((), kept)) == []
    models.Installation.objects.update(id_key="cd" * 32)
    assert list(queries.breaks()) == [], "no fact was imported: nothing to try the key on"
    (one,) = queries.breaks((), kept)
    assert "与锚文件不符" in one.sentence


def test_lawfully_purged_audit_lines_leave_a_whole_chain() -> None:
    long_ago = ledgers.NOW - dt.timedelta(days=400)
    with as_owner(), transaction.atomic():
        for number in range(6):
            at = long_ago if number < 3 else timezone.now()
            api.audit(replace(ledgers.STAMP, now=at), "导出", f"第 {number} 份")
        anchors = queries.heads()
        stamp = replace(ledgers.STAMP, now=timezone.now())
        old = [Head(queries.AUDIT, 2, models.AuditLine.objects.get(position=2).hash)]
        assert api.purge_audit(long_ago, stamp=stamp) == 0
        assert api.purge_audit(long_ago + dt.timedelta(days=1), stamp=stamp) == 3
        assert list(queries.breaks([*anchors, *old])) == []
        assert models.AuditLine.objects.order_by("position").values_list("position", flat=True)[0] == 4
    with pytest.raises(DatabaseError), as_owner(), transaction.atomic():
        api.purge_audit(timezone.now(), stamp=stamp)


def test_audit_lines_that_explain_erased_words_are_not_purged() -> None:
    long_ago = ledgers.NOW - dt.timedelta(days=400)
    with as_owner(), transaction.atomic():
        for verb in ("导出", "删除文字", "导出"):
            api.audit(replace(ledgers.STAMP, now=long_ago), verb, "x")
        assert api.purge_audit(ledgers.NOW, stamp=ledgers.STAMP) == 1
        assert list(queries.breaks()) == []
