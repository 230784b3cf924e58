"""How little any plan may cost, proven."""

from __future__ import annotations

import time

from zhixing.core.timetable.instance import Instance
from zhixing.solvers.answers import Bound
from zhixing.solvers.opening import canonical
from zhixing.solvers.relaxation import Relaxation
from zhixing.solvers.tables import build


def lower_bound(instance: Instance, *, seconds: float) -> Bound:
    """The highest bound proven in `seconds` of wall time."""
    began = time.monotonic()
    given, _ = canonical(instance)
    relaxation = Relaxation(build(given))
    rounds = 200
    for turn in range(rounds):
        relaxation.tolled_round(turn / rounds)
    best = relaxation.bound()
    relaxation.settle()
    while time.monotonic() - began < seconds:
        for part in relaxation.parts:
            part.step(relaxation.toll)
        best = max(best, relaxation.bound())
    return Bound(best, len(relaxation.parts), 0, time.monotonic() - began)
