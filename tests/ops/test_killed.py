"""kill -9 at random moments of an import: what was acknowledged is there, the chain is whole, it resumes."""

from __future__ import annotations

import random
import re
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.ops.scratch import PROJECT, Scratch, installation

MESSY = PROJECT / "tests" / "data" / "杂乱样例"
BOOKS = ("站点与班制", "党员花名册", "自学登记", "测验成绩", "谈心谈话记录", "困难诉求台账", "下基层记录")
"""Enough for several transactions, little enough to be killed two hundred times."""
ACKNOWLEDGED = re.compile(rb"(\d+)/\d+ \[")


@pytest.mark.drill
def test_nothing_acknowledged_is_lost(tmp_path: Path, rounds: Callable[[int, int], int]) -> None:
    folder = tmp_path / "台账"
    folder.mkdir()
    for book in BOOKS:
        shutil.copy(MESSY / f"{book}.xlsx", folder)
    with installation(tmp_path) as scratch:
        whole, took = _undisturbed(scratch, folder)
    count = rounds(2, 200)
    cut = 0
    for seed in range(count):
        home = tmp_path / f"run{seed}"
        home.mkdir()
        with installation(home) as scratch:
            cut += _trial(scratch, folder, random.Random(seed), took, whole)
        shutil.rmtree(home)
    print(f"seeds 0..{count - 1}: {cut} of {count} imports were cut between their first fact and their last")


def _undisturbed(scratch: Scratch, folder: Path) -> tuple[int, float]:
    """How many facts a whole import enters, and how long it takes."""
    assert scratch.run("init").returncode == 0
    start = time.monotonic()
    done = scratch.run("import", str(folder), "--year", "2025")
    assert done.returncode == 0, done.stderr
    return _facts(scratch), time.monotonic() - start


def _trial(scratch: Scratch, folder: Path, rng: random.Random, took: float, whole: int) -> bool:
    assert scratch.run("init").returncode == 0
    child = scratch.start("import", str(folder), "--year", "2025")
    time.sleep(rng.uniform(0.5, 1.0) * took)
    child.send_signal(signal.SIGKILL)
    _, told = child.communicate(timeout=60)
    acknowledged = max((int(n) for n in ACKNOWLEDGED.findall(told)), default=0)
    kept = _facts(scratch)
    assert kept >= acknowledged, f"{acknowledged} were acknowledged, {kept} are there"
    done = scratch.run("import", str(folder), "--year", "2025")
    assert done.returncode == 0, done.stderr
    assert _facts(scratch) == whole
    if 0 < kept < whole:
        assert "第 1 批" in done.stdout, "an import that was cut is taken up again, not begun anew"
    return 0 < kept < whole


def _facts(scratch: Scratch) -> int:
    """The number of facts, after a verification that finds the chains whole."""
    done = scratch.run("verify")
    assert done.returncode == 0, done.stdout + done.stderr
    return int(done.stdout.split(" 条事实", 1)[0].split()[-1])
