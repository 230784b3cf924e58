"""kill -9 at random moments of an import: what was acknowledged is there, the chain is whole, it resumes."""

from __future__ import annotations

import json
import random
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.ops.scratch import PROJECT, Scratch, installation

MESSY = PROJECT / "tests" / "data" / "杂乱样例"
ACKNOWLEDGED = re.compile(rb"(\d+)/\d+ \[")


@pytest.mark.drill
def test_nothing_acknowledged_is_lost(tmp_path: Path, rounds: Callable[[int, int], int]) -> None:
    with installation(tmp_path) as scratch:
        whole, took = _undisturbed(scratch)
    count = rounds(2, 200)
    resumed = 0
    for seed in range(count):
        home = tmp_path / f"run{seed}"
        home.mkdir()
        with installation(home) as scratch:
            resumed += _trial(scratch, random.Random(seed), took, whole)
    print(f"seeds 0..{count - 1}: {resumed} imports were cut after their first acknowledgement")


def _undisturbed(scratch: Scratch) -> tuple[int, float]:
    """How many facts a whole import enters, and how long it takes."""
    scratch.run("init")
    start = time.monotonic()
    done = scratch.run("import", str(MESSY), "--year", "2025")
    assert done.returncode == 0, done.stderr
    return _facts(scratch), time.monotonic() - start


def _trial(scratch: Scratch, rng: random.Random, took: float, whole: int) -> bool:
    assert scratch.run("init").returncode == 0
    child = scratch.start("import", str(MESSY), "--year", "2025")
    time.sleep(rng.uniform(0.2, 1.0) * took)
    child.send_signal(signal.SIGKILL)
    _, told = child.communicate(timeout=60)
    acknowledged = max((int(n) for n in ACKNOWLEDGED.findall(told)), default=0)
    kept = _facts(scratch)
    assert kept >= acknowledged, f"{acknowledged} were acknowledged, {kept} are there"
    done = scratch.run("import", str(MESSY), "--year", "2025")
    assert done.returncode == 0, done.stderr
    assert _facts(scratch) == whole
    batches = scratch.run("batches").stdout
    if 0 < kept < whole:
        assert "第 2 批" not in batches, "an import that was cut is taken up again, not begun anew"
    return 0 < kept < whole


def _facts(scratch: Scratch) -> int:
    """The number of facts, after a verification that finds the chains whole."""
    done = scratch.run("verify")
    assert done.returncode == 0, done.stdout + done.stderr
    assert scratch.run("anchor", "--out", "anchor.json").returncode == 0
    return int(json.loads((scratch.home / "anchor.json").read_text("utf-8"))["facts"])
