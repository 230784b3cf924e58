"""Whom a year's plan is for: everybody in a cell, from the roll that is folded once."""

from __future__ import annotations

import datetime as dt

from zhixing.actions.roll import roll
from zhixing.actions.start import rulebooks
from zhixing.core.plan import cells
from zhixing.core.plan.audience import Audience as Audience


def audience(year: int, *, today: dt.date) -> Audience:
    """Everybody on the roll and the activists on the year's day nearest to `today`, each in a cell."""
    return cells.audience(roll().register, rulebooks(), year=year, today=today)
