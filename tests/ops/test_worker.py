"""The background as a user has it: a worker that ends, that is killed, that is alone; the tick; the watch."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.ops.scratch import PROJECT, Scratch

from zhixing.ops.watching import WAKE, Watch

SAMPLE = PROJECT / "sample" / "云川县"
SEND = """
import sys, uuid, pathlib, django
django.setup()
from django.utils import timezone
from zhixing.actions.upload import Incoming, accept, receive
from zhixing.store.people.queries import Actor, Hat
actor = Actor(1, "liuying", "刘英", None, (Hat("superior", None, frozenset()),))
books = [path for path in pathlib.Path(sys.argv[1]).iterdir() if path.suffix == ".xlsx"]
sent = [Incoming(path.name, path.stat().st_size, lambda path=path: [path.read_bytes()]) for path in books]
upload = receive(sent, upload=uuid.uuid4(), actor=actor, year=0, folder="云川县", now=timezone.now())
print(upload)
"""
ACCEPT = """
import sys, uuid, django
django.setup()
from django.utils import timezone
from zhixing.actions.upload import accept
from zhixing.store.people.queries import Actor
assert accept(uuid.UUID(sys.argv[1]), actor=Actor(1, "liuying", "刘英", None, ()), now=timezone.now())
"""
TELL = """
import sys, uuid, json, django
django.setup()
from zhixing.store.intake import queries
from zhixing.store.ledger import queries as ledger
row = queries.upload(uuid.UUID(sys.argv[1]))
told = {"state": row.state, "year": row.year, "batch": row.batch, "facts": ledger.fact_count()}
told["batches"] = len(ledger.batches())
told["breaks"] = [str(one) for one in ledger.breaks()]
print(json.dumps(told))
"""


def test_a_worker_that_is_killed_loses_nothing_and_doubles_nothing(scratch: Scratch) -> None:
    upload = scratch.ask(SEND, str(SAMPLE))
    assert scratch.run("worker", "--batch").returncode == 0
    seen = json.loads(scratch.ask(TELL, upload))
    assert (seen["state"], seen["year"], seen["facts"]) == ("waiting", 2025, 0)
    scratch.ask(ACCEPT, upload)
    kills = 0
    for pause in (1.0, 1.6, 2.4):
        worker = scratch.start("worker", "--batch")
        time.sleep(pause)
        if worker.poll() is None:
            worker.send_signal(signal.SIGKILL)
            kills += 1
        worker.communicate(timeout=60)
    assert scratch.run("worker", "--batch").returncode == 0
    done = json.loads(scratch.ask(TELL, upload))
    assert (done["state"], done["batches"], done["breaks"]) == ("done", 1, [])
    assert kills
    whole = scratch.run("import", str(SAMPLE), "--year", "2025", "--preview")
    assert "新 0" in whole.stdout
    assert not [line for line in whole.stdout.splitlines() if "，新" in line and "新 0" not in line]


def test_one_works_and_ends_when_asked(scratch: Scratch) -> None:
    first = scratch.start("worker")
    lock = Path(scratch.environment["ZHIXING_HOME"]) / "worker.lock"
    for _ in range(100):
        if lock.exists():
            break
        time.sleep(0.1)
    time.sleep(0.5)
    second = scratch.run("worker", "--batch")
    assert "已有一个后台进程" in second.stderr
    first.send_signal(signal.SIGTERM)
    first.communicate(timeout=10)
    assert first.returncode == 0


def test_the_tick_runs_what_is_due(scratch: Scratch) -> None:
    assert scratch.run("tick").returncode == 0
    marks = Path(scratch.environment["ZHIXING_HOME"]) / "tick"
    names = {mark.name for mark in marks.iterdir()}
    assert {"resume", "tidy-uploads", "tidy-tasks"} <= names
    before = (marks / "tidy-uploads").stat().st_mtime_ns
    assert scratch.run("tick").returncode == 0
    assert (marks / "tidy-uploads").stat().st_mtime_ns == before
    upload = scratch.ask(SEND, str(SAMPLE))
    (Path(scratch.environment["ZHIXING_HOME"]) / WAKE).unlink()
    told = scratch.run("tick", "--all")
    assert "叫醒" in told.stdout
    assert (Path(scratch.environment["ZHIXING_HOME"]) / WAKE).exists()
    assert json.loads(scratch.ask(TELL, upload))["state"] == "queued"


def test_the_watch_starts_a_worker_once_and_whenever_it_is_woken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began: list[tuple[str, ...]] = []
    kept: list[subprocess.Popen[bytes]] = []

    def start(words: tuple[str, ...]) -> subprocess.Popen[bytes]:
        began.append(words)
        kept.append(subprocess.Popen([sys.executable, "-c", "pass"]))
        return kept[-1]

    monkeypatch.setattr("zhixing.ops.watching._start", start)
    watch = Watch(tmp_path, look=0.02, tick=0.5)
    watch.start()
    _until(lambda: began.count(watch.worker) == 1)
    (tmp_path / WAKE).touch()
    _until(lambda: began.count(watch.worker) == 2)
    _until(lambda: ("tick",) in began)
    watch.stop()
    time.sleep(0.2)
    os.utime(tmp_path / WAKE)
    count = len(began)
    time.sleep(0.2)
    assert len(began) == count
    for one in kept:
        one.wait()


def _until(told: object) -> None:
    for _ in range(200):
        if told():  # type: ignore[operator]
            return
        time.sleep(0.05)
    raise AssertionError("it never came")
