"""What the server carries: its parent next to nothing, a worker no library that only documents and imports need."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from tests.ops.scratch import Scratch, installation

HEAVY = (
    *("docx", "docxtpl", "lxml", "jinja2", "xlsxwriter", "openpyxl", "typst", "pypinyin", "chinese_calendar"),
    *("apprise", "requests", "segno", "tqdm", "PIL"),
)
LIMIT = 140
"""MiB in memory, all processes of `zhixing serve` together, after the start; what they share is counted once (Pss)."""
PROBE = (
    "import sys; import zhixing.config.wsgi; from django.urls import get_resolver; get_resolver().url_patterns;"
    "print(*(name for name in sys.argv[1:] if name in sys.modules))"
)


def test_a_web_process_loads_no_heavy_library(tmp_path: Path) -> None:
    with installation(tmp_path) as scratch:
        assert scratch.run("init").returncode == 0
        environment = {**scratch.environment, "DJANGO_SETTINGS_MODULE": "zhixing.config.settings"}
        done = subprocess.run(
            [sys.executable, "-c", PROBE, *HEAVY], env=environment, capture_output=True, text=True, check=True
        )
        assert done.stdout.split() == []


def test_the_server_starts_says_so_stays_small_and_ends_when_asked(tmp_path: Path) -> None:
    if not Path("/proc/self/smaps_rollup").exists():
        pytest.skip("memory is read from /proc")
    with installation(tmp_path) as scratch:
        assert scratch.run("init").returncode == 0
        for number in (signal.SIGTERM, signal.SIGINT):
            resident = _serve(scratch, number)
            print(f"{resident:.0f} MiB resident")
            assert resident <= LIMIT


def _serve(scratch: Scratch, end: signal.Signals) -> float:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        scratch.command("serve", "--port", str(port), "--no-worker"),
        env=scratch.environment,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        assert server.stdout is not None
        assert f"可以打开了：http://127.0.0.1:{port}/".encode() in server.stdout.readline()
        for _ in range(20):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/").close()
        resident = sum(_resident(number) for number in _tree(server.pid))
        server.send_signal(end)
        assert server.wait(20) == 0
        time.sleep(0.2)
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0, "workers ended too"
        return resident
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
        server.communicate()


def _tree(root: int) -> list[int]:
    """A process and all below it."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(path.parent.name))
    found, waiting = [], [root]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def _resident(number: int) -> float:
    """MiB of a process that are in memory, its part of shared pages."""
    lines = Path(f"/proc/{number}/smaps_rollup").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
