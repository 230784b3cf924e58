"""Charts as numbers: the templates beside draw them as SVG, without script and without inline style.

Every chart stands beside its table or carries its words, so that nobody needs to see it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from zhixing.core.figures.fairness import Comparison
from zhixing.core.figures.figure import Ratio, hours


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a whole; `permille` of the width is filled. `short` marks what is still owed."""

    permille: int
    short: bool = False


def bar(part: int, whole: int, *, short: bool = False) -> Bar | None:
    """A bar for `part` of `whole`; none without a whole."""
    return Bar(max(0, min(1000, 1000 * part // whole)), short) if whole > 0 else None


@dataclass(frozen=True, slots=True)
class Column:
    """A month: place and height of its column, its label and value in words."""

    x: int
    y: int
    height: int
    label: str
    words: str
    current: bool


@dataclass(frozen=True, slots=True)
class Columns:
    """Twelve months."""

    columns: tuple[Column, ...]
    label: str


COLUMN_TOP, COLUMN_FOOT, COLUMN_STEP = 18, 110, 38


def columns(values: Sequence[int], label: str, *, current: int = 0) -> Columns:
    """Hundredths of an hour a month; `current` is the running month, 0 in a past year."""
    most = max(values, default=0) or 1
    found = []
    for month, value in enumerate(values, 1):
        height = (COLUMN_FOOT - COLUMN_TOP) * value // most
        place = 12 + (month - 1) * COLUMN_STEP
        found.append(Column(place, COLUMN_FOOT - height, height, str(month), hours(value), month == current))
    return Columns(tuple(found), label)


@dataclass(frozen=True, slots=True)
class Pair:
    """Near and remote on one line of 300."""

    label: str
    near_x: int
    remote_x: int
    left: int
    span: int
    near: str
    remote: str
    base: str


def pair(comparison: Comparison) -> Pair:
    """One measure for both groups, on a scale that begins at nought."""
    near, remote = _level(comparison.near, comparison.unit), _level(comparison.remote, comparison.unit)
    top = 1000 if comparison.unit == "share" else max(near, remote, 1) * 5 // 4
    near_x, remote_x = (8 + 284 * min(value, top) // top for value in (near, remote))
    return Pair(
        comparison.label,
        near_x,
        remote_x,
        min(near_x, remote_x),
        abs(near_x - remote_x),
        level_words(comparison.near, comparison.unit),
        level_words(comparison.remote, comparison.unit),
        _base(comparison),
    )


def _base(comparison: Comparison) -> str:
    """What stands behind both: part and whole, or how many people."""
    near, remote = comparison.near, comparison.remote
    if comparison.unit == "share":
        return f"城区 {near.part}/{near.whole},偏远 {remote.part}/{remote.whole}"
    return f"城区 {near.whole} 人，偏远 {remote.whole} 人"


def level_words(ratio: Ratio, unit: str) -> str:
    """`95.6%`, or a mean with its unit; a dash for an empty group."""
    if not ratio.whole:
        return "—"
    if unit == "hours":
        return f"{hours(_level(ratio, unit))} 学时"
    tenths = _level(ratio, unit)
    return f"{tenths // 10}.{tenths % 10}{'%' if unit == 'share' else ' 场'}"


def _level(ratio: Ratio, unit: str) -> int:
    """Permille for shares, hundredths of an hour (to a tenth) for hours, tenths for means; halves up."""
    if not ratio.whole:
        return 0
    scale = {"share": 1000, "hours": 1, "mean": 10}[unit]
    value = (2 * ratio.part * scale + ratio.whole) // (2 * ratio.whole)
    return (value + 5) // 10 * 10 if unit == "hours" else value


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a stacked bar of 1000."""

    x: int
    width: int
    label: str
    count: int
    tone: str


def stack(counts: Sequence[tuple[str, int, str]]) -> tuple[Segment, ...]:
    """Label, count and tone of each part, in order; empty parts are left out."""
    total = sum(count for _, count, _ in counts)
    found, before = [], 0
    for label, count, tone in counts:
        if count:
            start, end = 1000 * before // total, 1000 * (before + count) // total
            found.append(Segment(start, end - start, label, count, tone))
            before += count
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Dot:
    """A period on a ring: `held`, `missing` or `ahead`; `words` for who points at it."""

    x: str
    y: str
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class RingLabel:
    """A month's number outside the rings."""

    x: str
    y: str
    label: str


@dataclass(frozen=True, slots=True)
class Ring:
    """One form of statutory life around the year."""

    form: str
    radius: int
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class YearRings:
    """年轮: rings from the outside in, month numbers around, held of due in the middle."""

    rings: tuple[Ring, ...]
    labels: tuple[RingLabel, ...]
    held: int
    due: int


@dataclass(frozen=True, slots=True)
class Beat:
    """A period of a form: its last month, its state, its words."""

    month: int
    state: str
    words: str


CENTRE, OUTER, RING_STEP = 120, 92, 20


def year_rings(forms: Sequence[tuple[str, Sequence[Beat]]], held: int, due: int) -> YearRings:
    """The rings of the forms given, the first outermost; January stands at the top, clockwise."""
    rings = []
    for place, (form, beats) in enumerate(forms):
        radius = OUTER - place * RING_STEP
        dots = tuple(Dot(*_at(beat.month, radius), beat.state, beat.words) for beat in beats)
        rings.append(Ring(form, radius, dots))
    labels = tuple(RingLabel(*_at(month, OUTER + 19, 4), str(month)) for month in range(1, 13))
    return YearRings(tuple(rings), labels, held, due)


def _at(month: int, radius: int, drop: int = 0) -> tuple[str, str]:
    turn = math.tau * (month - 1) / 12
    return f"{CENTRE + radius * math.sin(turn):.1f}", f"{CENTRE - radius * math.cos(turn) + drop:.1f}"
