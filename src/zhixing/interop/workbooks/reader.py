"""The parent's side: one child process parses file after file, and is replaced when a file breaks it.

POSIX: time, memory, CPU and file limits. Windows: time only, for want of rlimits.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType

import python_calamine

import zhixing
from zhixing.core.intake.rows import Refusal
from zhixing.interop.workbooks.child import EARLY, READY
from zhixing.interop.workbooks.wire import Garbled, Outcome, unpack

MAX_ANSWER = 64 * 1024 * 1024
START_SECONDS = 10.0
# -S leaves out site-packages and their start-up files (milliseconds each); the child is told where to look.
_ROOTS = [str(Path(m.__file__ or "").parents[1]) for m in (zhixing, python_calamine)]
_START = (
    "import json,sys; sys.path += json.loads(sys.argv.pop(1));"
    "from zhixing.interop.workbooks.child import main; main()"
)


PATIENCE = 10
"""How many times the CPU limit the clock waits: a machine may be busy with other work."""


class Reader:
    """Reads workbooks in a child process; use as a context manager.

    `memory_mb` caps the child's address space, `seconds` the time for each file.
    """

    def __init__(self, *, memory_mb: int = 256, seconds: float = 2.0) -> None:
        self.memory_mb = memory_mb
        self.seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

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

    def read(self, name: str, data: bytes, year: int | None) -> list[Outcome]:
        """What the file holds. A file that breaks the child or its limits gives one Refusal."""
        try:
            child = self._ready_child()
        except OSError:
            self.close()
            return [Refusal(name, f"“{name}”没有读成:读取程序起不来(内存不足?)。请关闭一些程序后重试")]
        late = threading.Event()
        line = self._ask(child, name, data, year, late)
        try:
            if line.endswith(b"\n"):
                return unpack(line)
        except Garbled:
            pass
        stopped = late.is_set() or _died_of_its_watch(child)
        self.close()
        return [Refusal(name, self._why(name, stopped))]

    def _why(self, name: str, late: bool) -> str:
        # A child short of memory may also spin until its time is up, so the time alone is not blamed.
        memory = f"{self.memory_mb} MB 内存"
        cause = f"读取超过 {self.seconds:g} 秒或 {memory}" if late else f"内容异常,或读取时超过 {memory}"
        return (
            f"“{name}”{cause},已停止。请删除多余的空行、空列和格式,用 WPS 或 Excel 另存为新的 .xlsx 后再导入"
        )

    def _ask(
        self, child: subprocess.Popen[bytes], name: str, data: bytes, year: int | None, late: threading.Event
    ) -> bytes:
        """The child's line, or what there is of it when it died or was stopped."""
        head = {"name": name, "year": year, "size": len(data), "seconds": self.seconds}

        def stop() -> None:
            late.set()
            child.kill()

        # The child watches its own CPU time; the clock only ends what hangs, or rules where there is no watch.
        timer = threading.Timer(self.seconds * (EARLY if sys.platform == "win32" else PATIENCE), stop)
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

    def _ready_child(self) -> subprocess.Popen[bytes]:
        """The running child, or a new one that has said that it is ready. Raises OSError."""
        if self._child is not None and self._child.poll() is None:
            return self._child
        self.close()
        command = [sys.executable, "-I", "-S", "-c", _START, json.dumps(_ROOTS), str(self.memory_mb)]
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and our own words, no shell
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
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


def _died_of_its_watch(child: subprocess.Popen[bytes]) -> bool:
    """Whether a child that stopped answering was ended by its own CPU watch."""
    if sys.platform == "win32":
        return False
    try:
        return child.wait(0.5) == -signal.SIGPROF
    except subprocess.TimeoutExpired:
        return False
