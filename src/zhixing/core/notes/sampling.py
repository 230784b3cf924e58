"""Spot checks by sampling (抽查): which notes are looked at is drawn, not chosen, and can be drawn again by anybody.

Drawn without replacement in the order of SHA-256 over seed and id: everybody's note is as likely as any other's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from uuid import UUID


def drawn(ids: Iterable[UUID], size: int, *, seed: str) -> tuple[UUID, ...]:
    """`size` of these (all, where there are no more), in the order drawn. The order of `ids` makes no difference."""

    def lot(one: UUID) -> tuple[bytes, UUID]:
        return hashlib.sha256(f"{seed}:{one.hex}".encode()).digest(), one

    return tuple(sorted(set(ids), key=lot)[: max(0, size)])


def usual_size(count: int, *, percent: int, fewest: int) -> int:
    """How many of so many are drawn: a share, at least so many, never more than there are."""
    return min(count, max(fewest, -(-count * percent // 100)))
