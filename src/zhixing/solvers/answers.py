"""What the engine tells: while it works, and at the end. Light: no engine is loaded with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from zhixing.core.timetable.checking import Verdict
from zhixing.core.timetable.instance import Plan


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is: seconds since the beginning, cost of the best plan, proven bound; `plan` only when new."""

    seconds: float
    incumbent: int | None
    bound: int | None
    plan: Plan | None


@dataclass(frozen=True, slots=True)
class Solved:
    """The best plan found, as the core judges it. `bound`: no plan at all costs less. `stopped`: on request."""

    plan: Plan
    verdict: Verdict
    bound: int | None
    seconds: float
    stopped: bool

    @property
    def cost(self) -> int:
        """The plan's cost."""
        return self.verdict.cost.total

    @property
    def gap(self) -> float | None:
        """How far above the bound the cost may at most be, as a share of the bound; None while nothing is proven."""
        if self.bound is None or (self.bound <= 0 < self.cost):
            return None
        return 0.0 if self.cost <= self.bound else (self.cost - self.bound) / self.bound


@dataclass(frozen=True, slots=True)
class Bound:
    """No plan costs less than `value`; `proven` of `components` groups of courses are solved to the end."""

    value: int
    components: int
    proven: int
    seconds: float


OnProgress: TypeAlias = Callable[[Progress], bool]
"""Called at least every second; False asks to stop."""
