"""Why a draft is as it is: every chosen item, what was left out, and how each tier's hours are used."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from zhixing.core.cells import Tier


@dataclass(frozen=True, slots=True)
class Item:
    """A chosen lesson: what it answers, in which size, its benefit with the formula, hours by tier (hundredths).

    `must`: a duty, taken before anything is weighed. `cost`: the benefit lost without it, once the best other plan
    has taken its hours. `displaced`: what would come in instead.
    """

    lesson: UUID
    title: str
    problems: tuple[UUID, ...]
    size: str
    benefit: int
    formula: str
    hours: tuple[tuple[Tier, int], ...]
    must: bool = False
    cost: int = 0
    displaced: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A topic that found no place: what it would have answered, and the tiers whose hours did not suffice."""

    title: str
    problems: tuple[UUID, ...]
    benefit: int
    tiers: tuple[Tier, ...]
    words: str


@dataclass(frozen=True, slots=True)
class BudgetUse:
    """A tier's hours in hundredths: the budget, what the statutory rhythm takes, duties, chosen items of its fullest cell."""

    tier: Tier
    budget: int
    rhythm: int
    duties: int
    chosen: int
    words: str

    @property
    def left(self) -> int:
        """What stays free; negative where duties alone go beyond the budget."""
        return self.budget - self.rhythm - self.duties - self.chosen


@dataclass(frozen=True, slots=True)
class Explained:
    """The whole explanation. `benefit`: of all chosen items; `proof` says how the choice was made, in words."""

    items: tuple[Item, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    budgets: tuple[BudgetUse, ...] = ()
    benefit: int = 0
    proof: str = ""
