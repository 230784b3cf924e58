"""The child process that proves bounds: prices first (`relaxation`), then HiGHS on what they leave open (`exact`).

Speaks with its parent through its standard input and output: lengths and JSON. From the parent comes
("work", instance, seconds), then ("known", toll, plan at hand) as answer to each ("toll", toll) of ours; to the parent go
("bound", bound, proven) and ("runs", component, places). It ends when its input ends: with the parent, however that dies.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
import time
from typing import IO, Any

from zhixing.solvers.exact import prove
from zhixing.solvers.pipe import receive, send
from zhixing.solvers.relaxation import Relaxation, Relaxed
from zhixing.solvers.surviving import surviving
from zhixing.solvers.tables import Longs, build

ROUNDS = 100
"""Steps in which tolls still move."""
MANY = 1_500
"""Members from which on the search goes before the proof."""
LARGEST, LARGEST_OF_MANY = 120_000, 30_000
"""Seats (members times places) a programme for HiGHS may have; fewer in a large instance, whose tables take memory too."""


class Prover:
    """The work of the child."""

    def __init__(self, instance: Any, seconds: float, heard: queue.SimpleQueue[Any], out: IO[bytes]) -> None:
        self.began = time.monotonic()
        self.seconds, self.heard, self.out = seconds, heard, out
        self.relaxation = Relaxation(build(instance))
        self.sent = -1
        self.goals_for: list[int] | None = None
        self.largest = LARGEST_OF_MANY if len(instance.members) > MANY else LARGEST

    @property
    def spent(self) -> float:
        """Share of the time gone."""
        return (time.monotonic() - self.began) / max(self.seconds, 0.1)

    def run(self) -> None:
        """Prices with moving tolls, prices with tolls that stay, then programmes."""
        relaxation = self.relaxation
        self.ask()
        _, _, known = self.heard.get()
        relaxation.begin(known)
        relaxation.aim(known.costs)
        turn = 0
        while turn < ROUNDS and self.spent < 0.25:
            relaxation.tolled_round(max(turn / ROUNDS, self.spent / 0.25))
            turn += 1
            if turn % 5 == 0:
                self.tell()
        self.tell()
        relaxation.settle()
        self.ask()
        self.listen(wait=True)
        while any(not part.settled for part in relaxation.parts) and self.spent < 0.5:
            for part in relaxation.parts:
                if not part.settled:
                    part.step(relaxation.toll)
            self.tell()
        self.ask()
        self.listen(wait=True)
        self.programmes()

    def ask(self) -> None:
        """Asks the parent what its plan costs under the present tolls."""
        self.goals_for = None
        send(self.out, ("toll", self.relaxation.toll))

    def listen(self, *, wait: bool = False) -> None:
        """Takes the parent's goals, once they are for the tolls of now."""
        while wait and self.goals_for is None or not self.heard.empty():
            _, toll, known = self.heard.get()
            if (toll == self.relaxation.toll).all():
                self.goals_for = known.costs
                self.relaxation.aim(known.costs)

    def tell(self) -> None:
        """Tells a better bound."""
        bound = self.relaxation.bound()
        if bound > self.sent:
            self.sent = bound
            proven = sum(part.bound >= part.goal for part in self.relaxation.parts)
            send(self.out, ("bound", bound, proven))

    def programmes(self) -> None:
        """HiGHS on each component that isn't closed, the small with much to gain first, again with more time."""
        patience = 1.0
        while patience < 4 * self.seconds:
            left = [part for part in self.relaxation.parts if part.bound < part.goal]
            tried = 0
            for part in sorted(left, key=lambda one: self.size(one) / (one.goal - one.bound)):
                if part.bound < part.goal and self.size(part) <= self.largest:
                    tried += 1
                    self.programme(part, self.relaxation.toll, patience)
            if not tried:
                return
            patience *= 3.0

    def size(self, part: Relaxed) -> int:
        """Seats of its programme."""
        rows = surviving(part, self.relaxation.toll, part.goal)
        return sum(len(each) * len(course.members) for each, course in zip(rows, part.inside, strict=True))

    def programme(self, part: Relaxed, toll: Longs, seconds: float) -> None:
        """One component."""
        rows = surviving(part, toll, part.goal)
        found = prove(part, toll, rows, part.goal, seconds=seconds)
        part.bound = max(part.bound, found.bound)
        if found.closed:
            part.goal = min(part.goal, part.bound)
        if found.runs:
            send(self.out, ("runs", self.relaxation.parts.index(part), found.runs))
        self.tell()


def main() -> None:
    """Runs the child until its work is done or its input ends."""
    source, out = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever an engine prints must not disturb the pipe.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    first = receive(source)
    if first is None:
        return
    if len(first[1].members) > MANY:
        # In a large instance every second of the search counts; where processors are scarce, it goes first.
        os.nice(10)
    heard: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def hear() -> None:
        while (message := receive(source)) is not None:
            heard.put(message)
        os._exit(0)

    threading.Thread(target=hear, daemon=True).start()
    Prover(first[1], first[2], heard, out).run()


if __name__ == "__main__":
    main()
