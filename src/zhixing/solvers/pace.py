"""When to stop and what to tell meanwhile: by the clock, or by counted work where the same seed must give the same plan."""

from __future__ import annotations

import time
from collections.abc import Callable

from zhixing.core.timetable.instance import Plan
from zhixing.solvers.answers import OnProgress, Progress

WORK_A_SECOND = 1_500_000
"""Units of work (arcs of seatings, cells of estimates) a modest core does in a second: the deterministic clock."""
TOLD_EVERY = 0.5


class Pace:
    """The budget of a search. `stop()` is asked often; it also tells whoever listens, twice a second."""

    def __init__(self, seconds: float, *, deterministic: bool, on_progress: OnProgress | None) -> None:
        self.began = time.monotonic()
        self.seconds, self.deterministic = seconds, deterministic
        self.work = 0
        self.stopped = False
        self.bound: int | None = None
        self.incumbent: int | None = None
        self._on_progress = on_progress
        self._told = self.began - TOLD_EVERY
        self._fresh: Plan | None = None
        self.as_asked: Callable[[Plan], Plan] = lambda plan: plan
        self._listen: Callable[[], int | None] | None = None

    @property
    def spent(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self.began

    @property
    def share(self) -> float:
        """Share of the budget that is used."""
        used = self.work / WORK_A_SECOND if self.deterministic else self.spent
        return used / self.seconds if self.seconds > 0 else 1.0

    def reserve(self, seconds: float) -> None:
        """Ends the search this much earlier (by the clock only)."""
        if not self.deterministic:
            self.seconds = max(self.seconds - seconds, self.seconds / 2)

    def hear(self, listen: Callable[[], int | None]) -> None:
        """Where news of the bound come from."""
        self._listen = listen

    def better(self, cost: int, plan: Plan) -> None:
        """A better plan: told with the next progress."""
        self.incumbent, self._fresh = cost, plan

    def proven(self, bound: int | None) -> None:
        """A bound; the highest counts."""
        if bound is not None and (self.bound is None or bound > self.bound):
            self.bound = bound

    def stop(self) -> bool:
        """Whether it is time to end."""
        if time.monotonic() - self._told >= TOLD_EVERY:
            self.tell()
        if self.stopped:
            return True
        if self.deterministic:
            return self.work >= self.seconds * WORK_A_SECOND
        return self.spent >= self.seconds

    def tell(self, *, plan: Plan | None = None) -> None:
        """Tells how far it is; a listener that answers False stops the search."""
        self._told = time.monotonic()
        if self._listen is not None:
            self.proven(self._listen())
        if self._on_progress is None:
            return
        told = Progress(self.spent, self.incumbent, self.bound, plan)
        if self._on_progress(told) is False:
            self.stopped = True

    def tell_plan(self) -> None:
        """Between two steps, when the whole plan stands: a new one goes with the progress."""
        if self._fresh is None or self._on_progress is None:
            return
        if time.monotonic() - self._told >= TOLD_EVERY / 2:
            fresh, self._fresh = self._fresh, None
            self.tell(plan=self.as_asked(fresh))
