"""Whom a plan is for: everybody on the roll and the activists, each in a cell; the exempt, who are served at home.

Nobody is left out in silence: whose words tell no tier or post stands in `unclear` with the cell assumed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from zhixing.core.cells import Cell


@dataclass(frozen=True, slots=True)
class Unclear:
    """Somebody whose tier or post the word lists do not tell: why, and where he stands meanwhile."""

    person: UUID
    why: str
    assumed: Cell


@dataclass(frozen=True, slots=True)
class Audience:
    """People by id on the day `day`: cell, name, station and branch. `exempt`: 不作硬性要求, to be served (送学)."""

    year: int
    day: dt.date
    cells: Mapping[UUID, Cell]
    exempt: frozenset[UUID] = frozenset()
    names: Mapping[UUID, str] = field(default_factory=dict)
    stations: Mapping[UUID, UUID] = field(default_factory=dict)
    branches: Mapping[UUID, UUID] = field(default_factory=dict)
    unclear: tuple[Unclear, ...] = ()

    def people(self, cell: Cell) -> tuple[UUID, ...]:
        """Everybody in a cell, the exempt included."""
        return tuple(uid for uid, held in self.cells.items() if held == cell)

    def expected(self, cell: Cell) -> int:
        """How many of a cell are expected to attend."""
        return sum(held == cell and uid not in self.exempt for uid, held in self.cells.items())

    @property
    def held(self) -> frozenset[Cell]:
        """Cells in which somebody stands who is expected."""
        return frozenset(cell for uid, cell in self.cells.items() if uid not in self.exempt)
