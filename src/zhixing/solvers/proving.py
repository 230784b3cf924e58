"""The parent's side of the prover: starts it, answers it, hears its bounds, ends it."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any

from zhixing.core.timetable.instance import Instance
from zhixing.solvers.pipe import receive, send
from zhixing.solvers.relaxation import Knows

Places = tuple[tuple[int, int], ...]
PATIENCE = 2.0


class Proving:
    """A child that proves while we search. Whatever becomes of it, the search goes on; it never outlives us."""

    def __init__(self, instance: Instance, seconds: float, knows: Knows) -> None:
        self.bound: int | None = None
        self.proven = 0
        self.suggested: list[tuple[int, Places]] = []
        self._knows = knows
        self._heard: queue.SimpleQueue[tuple[Any, ...]] = queue.SimpleQueue()
        self._child = _start()
        self._thread = threading.Thread(target=self._hear, args=(instance, seconds), daemon=True)
        self._thread.start()

    def _hear(self, instance: Instance, seconds: float) -> None:
        out, into = self._child.stdout, self._child.stdin
        if out is None or into is None:
            return
        try:
            send(into, ("work", instance, seconds))
            while (message := receive(out)) is not None:
                self._heard.put(message)
        except (OSError, ValueError):
            # The child has gone, or we have closed its pipes: there is nothing more to hear.
            return

    def listen(self) -> int | None:
        """Takes what the child has said meanwhile, answers its questions; the best bound, if there is one."""
        while not self._heard.empty():
            kind, *rest = self._heard.get()
            if kind == "bound":
                self.bound, self.proven = rest[0], rest[1]
            elif kind == "runs":
                self.suggested.append((rest[0], rest[1]))
            elif kind == "toll" and self._child.stdin is not None:
                try:
                    send(self._child.stdin, ("known", rest[0], self._knows(rest[0])))
                except (OSError, ValueError):
                    # It has ended; what it proved stays.
                    return self.bound
        return self.bound

    def close(self) -> None:
        """Ends the child."""
        self._child.kill()
        self._child.wait(PATIENCE)
        self._thread.join(PATIENCE)
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    # Half a message was still waiting to go to a child that is no more.
                    continue

    @property
    def process(self) -> int:
        """The child's process number."""
        return self._child.pid

    def __enter__(self) -> Proving:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _start() -> subprocess.Popen[bytes]:
    source = str(Path(__file__).resolve().parents[2])
    paths = [source, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    quiet = {"PYTHONPATH": os.pathsep.join(paths), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "zhixing.solvers.prover"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **quiet},
    )
