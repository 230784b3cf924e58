"""The hash chain of a branch: each link covers every stored field of its fact and the link before it.

Any edit, deletion, insertion or swap breaks a link. A rewrite up to the end, or a cut tail, keeps the links
whole: only an anchor kept outside the database shows it (see `compare`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

START = ""
"""What stands before the first link of a chain."""

Digest = Callable[[bytes], str]
"""Bytes to a hexadecimal digest: SHA-256 here, SM3 by setting from above (it needs a library)."""


def sha256(data: bytes) -> str:
    """SHA-256 (FIPS 180-4), hexadecimal."""
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Link:
    """One stored row as the chain sees it: `fields` are all its columns but the two hashes."""

    chain: UUID
    position: int
    uid: UUID
    fields: Mapping[str, str | int | None]
    before: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain: how many links, and the last hash."""

    chain: UUID
    length: int
    hash: str


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain is broken and how, in a sentence."""

    chain: UUID
    position: int
    sentence: str


def link_hash(before: str, fields: Mapping[str, str | int | None], digest: Digest) -> str:
    """The hash of a link: digest(previous hash, newline, canonical fields)."""
    text = json.dumps(dict(fields), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return digest(f"{before}\n{text}".encode())


def walk(links: Iterable[Link], digest: Digest, *, length: int = 0, before: str = START) -> Iterator[Break]:
    """Breaks within the links of one chain, given in order of position. Stops at the first of a kind a link.

    `length` and `before`: how many links were lawfully purged from its beginning, and the hash of the last.
    """
    expected = length + 1
    for link in links:
        if link.position != expected:
            yield Break(
                link.chain,
                expected,
                f"第 {expected} 环不在(下一环是第 {link.position} 环):有事实被删除或换位",
            )
            expected = link.position
        if link.before != before:
            yield Break(link.chain, link.position, "与前一环接不上:前一环被改动、删除或换位")
        if link_hash(link.before, link.fields, digest) != link.hash:
            yield Break(link.chain, link.position, "内容与其摘要不符:这条事实被改动过")
        expected, before = expected + 1, link.hash


def compare(
    found: Mapping[UUID, Head], kept: Iterable[Head], at: Callable[[UUID, int], str | None]
) -> Iterator[Break]:
    """Breaks between the chains as `found` and heads `kept` elsewhere (an anchor file, which may be older).

    `at(chain, position)` gives the hash stored at a position, or None.
    """
    for head in kept:
        if head.length == 0:
            continue
        now = found.get(head.chain)
        if now is None or now.length < head.length:
            have = now.length if now else 0
            yield Break(head.chain, have + 1, f"链尾被截断:应有 {head.length} 环,只剩 {have} 环")
        elif at(head.chain, head.length) != head.hash:
            yield Break(head.chain, head.length, f"第 {head.length} 环与留存的锚不符:此前的事实被整段改写")


def match(found: Mapping[UUID, Head], stored: Iterable[Head]) -> Iterator[Break]:
    """Breaks between the chains as `found` and their `stored` ends, which are as old as the last link."""
    ends = {head.chain: head for head in stored}
    for chain in sorted({*found, *ends}, key=lambda one: one.int):
        now, end = found.get(chain), ends.get(chain)
        have = now.length if now else 0
        if end is None:
            yield Break(chain, have, f"链有 {have} 环,登记的链尾却不在:链尾的登记被删除")
        elif end.length > have:
            yield Break(chain, have + 1, f"链尾被截断:应有 {end.length} 环,只剩 {have} 环")
        elif end.length < have:
            yield Break(
                chain, end.length + 1, f"登记的链尾只到第 {end.length} 环,链却有 {have} 环:登记被移回"
            )
        elif now and end.hash != now.hash:
            yield Break(chain, have, f"第 {have} 环与登记的链尾不符:链尾的登记或这一环被改动")
