"""Numbered articles: a mark where a figure rests on one, and the list of them at the foot."""

from __future__ import annotations

from collections.abc import Iterable

from zhixing.core.figures.figure import Cite


class Marks:
    """Gives every article a number when it is first met; two rules of one article share it."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._soft: dict[str, bool] = {}
        self._pending: dict[str, bool] = {}

    def of(self, cites: Iterable[Cite]) -> str:
        """The marks of some citations: ①③, or a dash."""
        found = []
        for cite in cites:
            number = self._numbers.setdefault(cite.words, len(self._numbers) + 1)
            self._soft[cite.words] = self._soft.get(cite.words, True) and cite.soft
            self._pending[cite.words] = self._pending.get(cite.words, False) or cite.pending
            found.append(number)
        return "".join(mark(number) for number in sorted(set(found))) or "—"

    @property
    def words(self) -> str:
        """All articles met so far with their numbers; what nobody has checked yet says so."""
        rows = [
            f"{mark(number)}{words}{'(一般要求)' if self._soft[words] else ''}"
            f"{'(条文待核对)' if self._pending[words] else ''}"
            for words, number in self._numbers.items()
        ]
        return ";".join(rows) or "无"


def mark(number: int) -> str:
    """① to ⑳, then (21)."""
    return chr(0x2460 + number - 1) if number <= 20 else f"({number})"
