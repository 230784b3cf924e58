"""The places of a component that a cheaper solution may still use."""

from __future__ import annotations

import numpy as np

from zhixing.solvers.relaxation import Relaxed
from zhixing.solvers.tables import Index, Longs


def surviving(part: Relaxed, toll: Longs, goal: int) -> list[Index]:
    """By course of the component the rows a solution cheaper than `goal` may still use.

    A run forced open elsewhere costs its value at the best prices (the worst of the chosen gives way where
    no more runs are allowed); where the bound with it reaches the goal, no better solution uses it.
    """
    result = []
    for inner, course in enumerate(part.inside):
        if not len(course.start):
            result.append(np.zeros(0, dtype=np.intp))
            continue
        value = part.values(inner, part.best_lam, toll)
        most = min(course.course.max_runs, len(value))
        worst = 0
        if most:
            worst = min(0, int(np.partition(value, most - 1)[most - 1]))
        result.append(np.nonzero(part.bound + np.maximum(0, value - worst) < goal)[0])
    return result
