"""The statutory rhythm of one branch or of all: rings for the eye, a table for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhixing.core.figures.rhythm import Period, Rhythm
from zhixing.web.shared.charts import Beat, YearRings, year_rings
from zhixing.web.shared.citing import CiteLink, cite_links

MOST_RINGS = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """One period in the table: how it is called, how many were held, and its state in a word."""

    label: str
    words: str
    missing: bool


@dataclass(frozen=True, slots=True)
class FormRow:
    """One form of statutory life."""

    form: str
    cites: tuple[CiteLink, ...]
    cells: tuple[Cell, ...]
    missing: int
    held: int
    due: int


@dataclass(frozen=True, slots=True)
class Life:
    """Forms that the ledger records, forms that it does not, and the rings of those held several times a year."""

    rows: tuple[FormRow, ...]
    unrecorded: tuple[str, ...]
    rings: YearRings | None
    ring_names: tuple[str, ...]

    @property
    def missing(self) -> int:
        """How many meetings due are not on record."""
        return sum(row.missing for row in self.rows)


def life(branches: Sequence[Sequence[Rhythm]], recorded: frozenset[str]) -> Life:
    """The rhythm of these branches together; `recorded` names the forms kept in the ledger at all."""
    forms = list(dict.fromkeys(one.form for rhythms in branches for one in rhythms))
    rows, beats = [], []
    for form in forms:
        mine = [one for rhythms in branches for one in rhythms if one.form == form]
        if form not in recorded:
            continue
        rows.append(_row(form, mine))
        if len(mine[0].periods) > 1:
            beats.append((form, _beats(form, mine)))
    beats.sort(key=lambda pair: -len(pair[1]))
    beats = beats[:MOST_RINGS]
    shown = {form for form, _ in beats}
    held = sum(row.held for row in rows if row.form in shown)
    due = sum(row.due for row in rows if row.form in shown)
    rings = year_rings(beats, held, due) if beats else None
    unrecorded = tuple(form for form in forms if form not in recorded)
    return Life(tuple(rows), unrecorded, rings, tuple(form for form, _ in beats))


def recorded_forms(branches: Sequence[Sequence[Rhythm]]) -> frozenset[str]:
    """The forms that any branch has on record."""
    return frozenset(one.form for rhythms in branches for one in rhythms if one.recorded)


def _row(form: str, mine: Sequence[Rhythm]) -> FormRow:
    columns = list(zip(*(one.periods for one in mine), strict=True))
    due = [period for periods in columns for period in periods if not _ahead(period)]
    return FormRow(
        form,
        cite_links(mine[0].cites),
        tuple(_cell(periods) for periods in columns),
        sum(period.missing for period in due),
        sum(not period.missing for period in due),
        len(due),
    )


def _ahead(period: Period) -> bool:
    return period.ahead and not period.held


def _cell(periods: Sequence[Period]) -> Cell:
    missing = sum(period.missing for period in periods)
    held = sum(period.held for period in periods)
    if missing:
        words = "未开" if len(periods) == 1 else f"缺 {missing} 个支部"
    elif all(_ahead(period) for period in periods):
        words = "未到"
    else:
        words = f"{held} 次"
    return Cell(periods[0].label, words, bool(missing))


def _beats(form: str, mine: Sequence[Rhythm]) -> list[Beat]:
    found = []
    for periods in zip(*(one.periods for one in mine), strict=True):
        cell = _cell(periods)
        state = "missing" if cell.missing else "ahead" if all(_ahead(p) for p in periods) else "held"
        found.append(Beat(periods[0].last, state, f"{form} {cell.label}:{cell.words}"))
    return found
