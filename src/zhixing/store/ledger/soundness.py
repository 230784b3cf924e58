"""Whether the ledger is what was entered: chains, their ends, private words, audit lines, the installation."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.facts.chain import START, Break, Digest, Head, Link, compare, match, walk
from zhixing.core.facts.record import FactError
from zhixing.store.ledger import models, sealing
from zhixing.store.ledger.spelling import (
    AUDIT,
    COLUMNS,
    DIGESTS,
    ERASED,
    PURGED,
    STRUCK,
    audit_link,
    fact_of,
    identify_with,
    link_of,
    private_digest,
)

NOWHERE = UUID(int=0)
"""Stands for the chain of a break that lies in none."""
GENERATIONS = 4


@dataclass(frozen=True, slots=True)
class Anchor:
    """What was kept outside the database: the ends of the chains, and the installation's digest ("" if older)."""

    heads: tuple[Head, ...] = ()
    installation: str = ""


def heads() -> list[Head]:
    """The stored end of every chain, the audit lines' own among them."""
    rows = models.ChainHead.objects.exclude(chain__in=(PURGED, STRUCK)).order_by("chain")
    return [Head(row.chain, row.length, row.hash) for row in rows]


def installation_digest() -> str:
    """A digest of what this installation decided once: it changes when the key or the digest is edited."""
    row = models.Installation.objects.filter(id=1).first()
    return decided(row.id_key, row.digest) if row else ""


def decided(id_key: str, digest: str) -> str:
    """The digest of an installation's row."""
    return hashlib.sha256(f"{id_key}|{digest}".encode()).hexdigest()


def breaks(anchors: Iterable[Head] = (), installation: str = "") -> Iterator[Break]:
    """Everything wrong: links, ends, words, audit lines, installation; and against an anchor kept elsewhere."""
    yield from _installation(installation)
    row = models.Installation.objects.filter(id=1).first()
    digest = DIGESTS.get(row.digest) if row else DIGESTS["sha256"]
    if digest is None:
        return
    found: dict[UUID, Head] = {}
    chains = models.Fact.objects.order_by("chain").values_list("chain", flat=True).distinct()
    for chain in list(chains):
        yield from walk(_links(chain, found), digest)
    purged = models.ChainHead.objects.filter(chain=PURGED).first()
    start = Head(AUDIT, purged.length, purged.hash) if purged else Head(AUDIT, 0, START)
    if purged:
        found[AUDIT] = start
    yield from walk(_audit_links(found), digest, length=start.length, before=start.hash)
    yield from match(found, heads())
    kept = [head for head in anchors if head.chain != AUDIT or head.length > start.length]
    yield from compare(found, kept, _hash_at)
    yield from _torn_words(digest)


def _links(chain: UUID, found: dict[UUID, Head]) -> Iterator[Link]:
    """The links of a chain in order; `found` is told its end on the way."""
    for row in models.Fact.objects.filter(chain=chain).order_by("position").iterator():
        found[chain] = Head(chain, row.position, row.hash)
        yield link_of(row)


def _audit_links(found: dict[UUID, Head]) -> Iterator[Link]:
    for row in models.AuditLine.objects.order_by("position").iterator():
        found[AUDIT] = Head(AUDIT, row.position, row.hash)
        yield audit_link(row)


def _hash_at(chain: UUID, position: int) -> str | None:
    if chain == AUDIT:
        lines = models.AuditLine.objects.filter(position=position)
        return lines.values_list("hash", flat=True).first()
    found = models.Fact.objects.filter(chain=chain, position=position)
    return found.values_list("hash", flat=True).first()


def _torn_words(digest: Digest) -> Iterator[Break]:
    """Private words that are not those chained, belong to no fact, or are gone without having been erased."""
    chained = {
        row["uid"]: row
        for row in models.Fact.objects.exclude(private_digest="").values(
            "uid", "chain", "position", "private_digest"
        )
    }
    for row in models.Private.objects.iterator():
        fact = chained.pop(row.fact, None)
        if fact is None:
            yield Break(row.fact, 0, "有一段文字不属于任何事实")
            continue
        try:
            same = private_digest(row.salt, sealing.opened(row), digest) == fact["private_digest"]
        except (sealing.SealError, ValueError):
            same = False
        if not same:
            yield Break(fact["chain"], fact["position"], "姓名等文字与入账时的摘要不符:文字被改动过")
    erased = set(models.AuditLine.objects.filter(verb=ERASED).values_list("target", flat=True))
    for uid, fact in chained.items():
        if str(uid) not in erased:
            sentence = "这条事实的姓名等文字不见了,操作记录里没有删除它的那一行"
            yield Break(fact["chain"], fact["position"], sentence)


def _installation(kept: str) -> Iterator[Break]:
    """The key that ids are made with, and the digest of the chains: as in the anchor, and fitting the facts."""
    row = models.Installation.objects.filter(id=1).first()
    if row is None:
        if kept or models.Fact.objects.exists():
            yield Break(NOWHERE, 0, "安装登记(编号密钥、摘要算法)不在:那一行被删除")
        return
    if row.digest not in DIGESTS:
        yield Break(NOWHERE, 0, f"安装登记里的摘要算法“{row.digest}”不认识:那一行被改动,无法验证各条链")
    if kept and kept != installation_digest():
        yield Break(NOWHERE, 0, "安装登记(编号密钥、摘要算法)与锚文件不符:那一行被改动")
    elif not _key_fits(row.id_key):
        yield Break(NOWHERE, 0, "编号密钥与导入的事实的编号都对不上:安装登记被改动")


def _key_fits(key: str) -> bool:
    """Whether any imported fact has the uid that this key gives it; with nothing to try, it does."""
    try:
        identify = identify_with(key)
    except ValueError:
        return False
    imported = models.Fact.objects.filter(batch__isnull=False, reverses__isnull=True).order_by("seq")
    words = {row.fact: row for row in models.Private.objects.iterator()}
    tried = False
    for columns in imported.values_list(*COLUMNS).iterator():
        private, text = words.get(columns[1]), ""
        try:
            fact = fact_of(columns)
            if fact.private_digest:
                if private is None:
                    continue
                text = sealing.opened(private)
        except (FactError, KeyError, ValueError, sealing.SealError):
            continue
        tried = True
        content = f"{fact.day}|{columns[5]}|{text}"
        if fact.uid in {identify("fact", fact.key, content, str(n)) for n in range(GENERATIONS)}:
            return True
    return not tried
