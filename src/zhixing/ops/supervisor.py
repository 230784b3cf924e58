"""The parent of the server: starts it, watches for work beside it, says when the pages answer, ends both.

A process of its own that knows neither Django nor the store: it is there for months and holds some ten
megabytes. `zhixing serve` checks the database and then becomes this.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess  # noqa: S404  the server is a program of its own
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from zhixing.ops.watching import Watch

PATIENCE = 8
"""Seconds a server may take to end by itself."""
STOPPED = (0, -signal.SIGTERM, -getattr(signal, "SIGKILL", signal.SIGTERM))
THREADS = "4"
"""Requests that a worker serves at once; Python runs one of them at a time, the others wait for disk or network."""


def become(host: str, port: int, workers: int, *, home: Path, watch: bool) -> int:
    """This process turns into the supervisor and lets go of all that it has loaded."""
    words = (host, str(port), str(workers), str(home), "watch" if watch else "")
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "posix":
        os.execv(sys.executable, [sys.executable, "-m", "zhixing.ops.supervisor", *words])  # noqa: S606
    # Windows would start another process and end this one: its window would believe it is over.
    return main(words)


def main(words: Sequence[str]) -> int:
    """Supervises until the server ends. Gives the exit code: 0 when it was asked to end."""
    host, port, workers, home, watch = words
    child = _server(host, int(port), workers)
    threading.Thread(target=_announce, args=(host, int(port), child), daemon=True).start()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: _stop(child))
    beside = Watch(Path(home))
    if watch:
        beside.start()
    code = child.wait()
    beside.stop()
    return 0 if code in STOPPED else code


def _server(host: str, port: int, workers: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    command += ["--workers", workers, "--blocking-threads", THREADS, "--no-ws", "--no-access-log"]
    command += ["--log-level", "warning", "zhixing.config.wsgi:application"]
    environment = {"MALLOC_ARENA_MAX": "2", **os.environ, "DJANGO_SETTINGS_MODULE": "zhixing.config.settings"}
    # A session of its own on POSIX: a signal reaches the server and its workers through us, and only once.
    return subprocess.Popen(command, env=environment, start_new_session=os.name == "posix")  # noqa: S603


def _stop(child: subprocess.Popen[bytes]) -> None:
    """Asks the server to end; what has not ended after a while is ended, workers included."""
    child.terminate()

    def insist() -> None:
        if child.poll() is None:
            if sys.platform == "win32":
                child.kill()
            else:
                os.killpg(child.pid, signal.SIGKILL)

    timer = threading.Timer(PATIENCE, insist)
    timer.daemon = True
    timer.start()


def _announce(host: str, port: int, child: subprocess.Popen[bytes]) -> None:
    """Says when the pages answer."""
    for _ in range(150):
        if child.poll() is not None:
            return
        if _answers(host, port):
            print(f"可以打开了：http://{host}:{port}/", flush=True)
            return
        time.sleep(0.1)


def _answers(host: str, port: int) -> bool:
    """Asked by hand: a whole HTTP library would weigh as much as all the rest of this process."""
    try:
        with socket.create_connection((host, port), timeout=2) as door:
            door.sendall(b"GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return door.recv(64).split(b" ")[1:2] == [b"200"]
    except OSError:
        return False


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(sys.argv[1:]))
