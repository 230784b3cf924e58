"""Batches made comparable by anchor items (锚题): the adjustment, its formula, its error. Raw marks never change.

Up to 100 sheets in a batch: chained mean equating. The batch's mean is taken to the anchors, over the anchors to
the other batch, and from there to that batch's paper; anchor marks stand for the paper in proportion to its full
marks, so all steps are taken on shares of full marks::

    adjustment = (mean of anchors, this batch - other batch) x full / anchor full - (mean, this batch - other batch)

Above: the Rasch model over both batches together (`rasch`), which also allows for easy and hard anchors.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from zhixing.core.papers.blueprint import points
from zhixing.core.papers.marking import Mark
from zhixing.core.papers.paper import Paper
from zhixing.core.papers.rasch import Calibration, Group, calibrate
from zhixing.core.papers.results import FEWEST

CHAINED_UP_TO = 100
"""Sheets in the smaller batch up to which the chained mean is used."""
FEW_ANCHORS = 5
"""With fewer anchors a comparison is shown with a warning."""


class Method(StrEnum):
    """How the adjustment was found."""

    CHAINED = "chained"
    RASCH = "rasch"


METHOD_WORDS = {Method.CHAINED: "链式均值等值", Method.RASCH: "Rasch 模型（两批合并标定）"}


@dataclass(frozen=True, slots=True)
class Batch:
    """Sheets of a paper that are marked through, without their people."""

    paper: Paper
    sheets: Sequence[tuple[Mark, ...]]


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What is added to this batch's marks to read them on the other batch's paper, in hundredths of a point.

    `error`: its standard error, in hundredths. `raw`, `other`: the raw means. `anchors`: (place here, place there,
    facility here, facility there) in permille.
    """

    method: Method
    amount: int
    error: int
    raw: int
    other: int
    sheets: int
    other_sheets: int
    anchors: tuple[tuple[int, int, int, int], ...]

    @property
    def words(self) -> str:
        """`本批平均 +1.8 分（锚题 6 道）`."""
        sign = "+" if self.amount >= 0 else ""
        return f"本批平均 {sign}{points(tenths(self.amount))} 分（锚题 {len(self.anchors)} 道）"

    @property
    def warning(self) -> str:
        """Why it should be read with care; empty where nothing speaks against it."""
        if len(self.anchors) < FEW_ANCHORS:
            return f"锚题只有 {len(self.anchors)} 道（不到 {FEW_ANCHORS} 道），只能粗看"
        if self.error and abs(self.amount) < 2 * self.error:
            return "调整量不到误差的两倍，两批可以看作一样难"
        return ""


@dataclass(frozen=True, slots=True)
class Apart:
    """Why two batches cannot be compared."""

    reason: str


def tenths(hundredths: int) -> int:
    """Hundredths rounded to tenths of a point, still told in hundredths."""
    return 10 * round(hundredths / 10)


def equate(this: Batch, other: Batch) -> Adjustment | Apart:
    """The adjustment that takes `this` to the paper of `other`."""
    pairs = common(this.paper, other.paper)
    if not pairs:
        return Apart("两份试卷没有共同的锚题，不能比较；下次组卷时选同一份卷做对照，会优先用它的锚题")
    if min(len(this.sheets), len(other.sheets)) < FEWEST:
        return Apart(f"有一批计入的答卷不满 {FEWEST} 份，不作比较")
    raw, there = _mean(this), _mean(other)
    if min(len(this.sheets), len(other.sheets)) > CHAINED_UP_TO:
        method, (amount, error) = Method.RASCH, _rasch(this, other, pairs)
    else:
        method, (amount, error) = Method.CHAINED, _chained(this, other, pairs)
    anchors = tuple((n, m, _facility(this, n), _facility(other, m)) for n, m in pairs)
    return Adjustment(
        method,
        round(amount),
        round(error),
        round(raw),
        round(there),
        len(this.sheets),
        len(other.sheets),
        anchors,
    )


def common(this: Paper, other: Paper) -> tuple[tuple[int, int], ...]:
    """Places of the anchors that both papers hold in the same version and that nobody marks by hand."""
    there: dict[tuple[UUID, int], int] = {
        (item.question.id, item.question.version): n for n, item in enumerate(other.items)
    }
    found = []
    for n in this.anchors:
        question = this.items[n].question
        m = there.get((question.id, question.version))
        if m is not None and n not in this.by_hand:
            found.append((n, m))
    return tuple(found)


def _chained(this: Batch, other: Batch, pairs: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """Amount and standard error. Both batches are samples of their own, so their errors add up.

    The other paper's marks are told in this paper's full marks, should they differ.
    """
    here = _gaps(this, [n for n, _ in pairs])
    there = _gaps(other, [m for _, m in pairs])
    full = this.paper.full
    amount = full * (sum(here) / len(here) - sum(there) / len(there))
    error = full * math.sqrt(_variance(here) / len(here) + _variance(there) / len(there))
    return amount, error


def _gaps(batch: Batch, anchors: Sequence[int]) -> list[float]:
    """For each sheet: its share of the anchors' marks less its share of the paper's."""
    full, least = batch.paper.full, sum(batch.paper.items[n].marks for n in anchors)
    return [
        sum(sheet[n].score or 0 for n in anchors) / least - sum(one.score or 0 for one in sheet) / full
        for sheet in batch.sheets
    ]


def _variance(values: Sequence[float]) -> float:
    mean = sum(values) / len(values)
    return sum((one - mean) ** 2 for one in values) / (len(values) - 1)


def _rasch(this: Batch, other: Batch, pairs: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """The mean that this batch would have on the other paper, less the one it has; short answers left as they are.

    The error is that of sampling the items' difficulties, by splitting the sheets into ten parts (grouped jackknife).
    """
    found, whole = _shift(this, other, pairs)
    parts = 10
    left = [
        _shift(_without(this, n, parts), _without(other, n, parts), pairs, found)[1] for n in range(parts)
    ]
    mean = sum(left) / parts
    return whole, math.sqrt((parts - 1) / parts * sum((one - mean) ** 2 for one in left))


def _without(batch: Batch, part: int, parts: int) -> Batch:
    return Batch(batch.paper, [one for n, one in enumerate(batch.sheets) if n % parts != part])


def _shift(
    this: Batch, other: Batch, pairs: Sequence[tuple[int, int]], near: Calibration | None = None
) -> tuple[Calibration, float]:
    same = dict(pairs)
    names: list[str] = [f"other{m}" for m in range(len(other.paper.items))]
    here = [f"other{same[n]}" if n in same else f"this{n}" for n in range(len(this.paper.items))]
    forms = (
        _form(this, here, skip=this.paper.by_hand),
        _form(other, names, skip=other.paper.by_hand),
    )
    found = calibrate(forms, near=near)
    ours, theirs = _worth(this, here), _worth(other, names)
    expected = found.expected(0, theirs) / sum(theirs.values())
    return found, sum(ours.values()) * (expected - found.expected(0, ours) / sum(ours.values()))


def _form(batch: Batch, names: Sequence[str], *, skip: Sequence[int]) -> Group:
    kept = [n for n in range(len(names)) if n not in skip]
    rows = [[sheet[n].right is True for n in kept] for sheet in batch.sheets]
    return Group(tuple(names[n] for n in kept), rows)


def _worth(batch: Batch, names: Sequence[str]) -> dict[str, int]:
    hand = batch.paper.by_hand
    return {names[n]: item.marks for n, item in enumerate(batch.paper.items) if n not in hand}


def _mean(batch: Batch) -> float:
    return sum(sum(one.score or 0 for one in sheet) for sheet in batch.sheets) / len(batch.sheets)


def _facility(batch: Batch, n: int) -> int:
    full = batch.paper.items[n].marks * len(batch.sheets)
    return round(1000 * sum(sheet[n].score or 0 for sheet in batch.sheets) / full)
