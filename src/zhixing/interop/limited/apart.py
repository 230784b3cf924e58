"""The parent's side: one child process answers file after file, and is replaced when a file breaks it.

POSIX: time, memory, CPU and file limits. Windows: time only, for want of rlimits.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import zhixing
from zhixing.interop.limited.inside import EARLY, READY

MAX_ANSWER = 64 * 1024 * 1024
START_SECONDS = 10.0
PATIENCE = 10
"""How many times the CPU limit the clock waits: a machine may be busy with other work."""


class NotStarted(OSError):
    """The child did not come up."""


class Stopped(Exception):
    """The child died of a file; `late` when its time was up."""

    def __init__(self, *, late: bool) -> None:
        super().__init__()
        self.late = late


class Apart:
    """A child process of one module (its `main` takes MB of memory as its first argument).

    `beside`: packages whose folders the child needs, by name: they need not be loaded here.
    """

    def __init__(self, module: str, *, memory_mb: int, beside: Sequence[str]) -> None:
        roots = dict.fromkeys(_folder_of(name) for name in (zhixing.__name__, *beside))
        # -S leaves out site-packages and their start-up files (milliseconds each); the child is told where to look.
        start = f"import json,sys; sys.path += json.loads(sys.argv.pop(1));from {module} import main; main()"
        self._command = [sys.executable, "-I", "-S", "-c", start, json.dumps([*roots]), str(memory_mb)]
        self._child: subprocess.Popen[bytes] | None = None

    def close(self) -> None:
        """End the child, if there is one."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # Bytes the dead child never took.
                    continue
        child.wait()

    def ask(self, head: Mapping[str, object], data: bytes, *, seconds: float) -> bytes:
        """The child's line. Raises NotStarted, and Stopped where the file broke it or its limits."""
        try:
            child = self._ready_child()
        except OSError as failed:
            self.close()
            raise NotStarted(*failed.args) from None
        late = threading.Event()
        line = _answer({**head, "size": len(data), "seconds": seconds}, data, child, late)
        if line.endswith(b"\n"):
            return line
        stopped = late.is_set() or _died_of_its_watch(child)
        self.close()
        raise Stopped(late=stopped)

    def _ready_child(self) -> subprocess.Popen[bytes]:
        """The running child, or a new one that has said that it is ready. Raises OSError."""
        if self._child is not None and self._child.poll() is None:
            return self._child
        self.close()
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and our own words, no shell
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._child = child
        timer = threading.Timer(START_SECONDS, child.kill)
        timer.start()
        try:
            assert child.stdout is not None
            if child.stdout.readline(len(READY)) != READY:
                raise OSError("the reading process did not start")
        finally:
            timer.cancel()
        return child


def _answer(
    head: Mapping[str, object], data: bytes, child: subprocess.Popen[bytes], late: threading.Event
) -> bytes:
    """The child's line, or what there is of it when it died or was stopped."""

    def stop() -> None:
        late.set()
        child.kill()

    # The child watches its own CPU time; the clock only ends what hangs, or rules where there is no watch.
    seconds = float(str(head["seconds"]))
    timer = threading.Timer(seconds * (EARLY if sys.platform == "win32" else PATIENCE), stop)
    timer.start()
    try:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(json.dumps(head).encode() + b"\n")
        child.stdin.write(data)
        child.stdin.flush()
        return child.stdout.readline(MAX_ANSWER)
    except OSError:
        return b""
    finally:
        timer.cancel()


def _died_of_its_watch(child: subprocess.Popen[bytes]) -> bool:
    """Whether a child that stopped answering was ended by its own CPU watch."""
    if sys.platform == "win32":
        return False
    try:
        return child.wait(0.5) == -signal.SIGPROF
    except subprocess.TimeoutExpired:
        return False


def _folder_of(name: str) -> str:
    """The folder in which a package lies, without loading the package."""
    spec = find_spec(name)
    assert spec is not None, f"{name} is not installed"
    return str(Path(spec.origin or "").parents[1])
