"""How little any plan may cost, proven: the bound alone."""

from __future__ import annotations

from zhixing.solvers.answers import Bound
from zhixing.solvers.batches import lower_bound

__all__ = ["Bound", "lower_bound"]
