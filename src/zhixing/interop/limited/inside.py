"""The child's side: limits set before the first byte comes, then one line of answer for each file.

It caps its address space, core dumps, files and, per file, CPU seconds. Windows has no such limits (macOS none on
memory); there only the parent's clock holds (see `apart`).
"""

from __future__ import annotations

import json
import math
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import nullcontext, suppress
from typing import Any, BinaryIO

if sys.platform != "win32":
    import resource

READY = b"ready\n"
EARLY = 0.9
"""Stopped a little early, so that the refusal itself keeps within the time."""


def limit(memory_mb: int) -> None:
    """Cap this process: address space in MB, no core file (it would hold members' data), no files written."""
    if sys.platform == "win32":
        return
    _cap(resource.RLIMIT_AS, memory_mb * 1024 * 1024)
    _cap(resource.RLIMIT_CORE, 0)
    _cap(resource.RLIMIT_FSIZE, 0)


def limit_cpu(seconds: float) -> None:
    """Allow so much more CPU time: should the parent be gone, nothing runs on for ever."""
    if sys.platform == "win32":
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _cap(resource.RLIMIT_CPU, math.ceil(usage.ru_utime + usage.ru_stime + seconds) + 1)


def watch(seconds: float) -> None:
    """Die by SIGPROF after so much more CPU time; 0 calls it off.

    Work is measured, not waiting: on a busy machine a sound file takes long by the clock.
    """
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _cap(what: int, bound: int) -> None:
    """Lower a soft limit, never asking for more than the site's own hard limit allows."""
    if sys.platform == "win32":
        return
    _, hard = resource.getrlimit(what)
    soft = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
    # macOS knows RLIMIT_AS but won't set it; there, as on Windows, only the parent's clock holds.
    with suppress(ValueError) if sys.platform == "darwin" else nullcontext():
        resource.setrlimit(what, (soft, hard))


def serve(requests: BinaryIO, answers: BinaryIO, work: Callable[[Mapping[str, Any], bytes], bytes]) -> None:
    """Answer requests (a line of JSON with `size` and `seconds`, then the file's bytes) until there are no more.

    After running out of memory it stops: what is left of the process is not to be trusted.
    """
    answers.write(READY)
    answers.flush()
    while line := requests.readline():
        request = json.loads(line)
        data = requests.read(request["size"])
        limit_cpu(request["seconds"])
        watch(request["seconds"] * EARLY)
        try:
            answer = work(request, data)
        except MemoryError:
            return
        finally:
            watch(0)
        del data
        answers.write(answer + b"\n")
        answers.flush()
