"""`zhixing batches solve | bound | check`: files in, files out, no ledger near."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

TINY = Path(__file__).resolve().parents[1] / "data" / "batches" / "tiny-0.json"


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "zhixing.ops", "batches", *words]


def _run(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
    # A database that can't be reached and a home that must stay empty: nothing of the kind is wanted.
    environment = {
        **os.environ,
        "ZHIXING_HOME": str(home / "home"),
        "ZHIXING_DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    }
    return subprocess.run(_command(*words), capture_output=True, text=True, env=environment, timeout=60)


def test_a_plan_is_made_and_checked_without_a_ledger(tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    done = _run("solve", str(TINY), "--seconds", "0.2", "--deterministic", "--out", str(plan), home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "没有违反硬规则" in done.stdout
    assert "下界" in done.stdout
    assert "方案已写到" in done.stdout
    checked = _run("check", str(TINY), str(plan), home=tmp_path)
    assert checked.returncode == 0
    assert "没有违反硬规则" in checked.stdout
    told = json.loads(plan.read_text("utf-8"))
    told["seats"].append([*told["seats"][0]])
    plan.write_text(json.dumps(told), "utf-8")
    again = _run("check", str(TINY), str(plan), home=tmp_path)
    assert again.returncode == 1
    assert "同一要求排了两次 1 处" in again.stdout
    assert not (tmp_path / "home").exists()


def test_errors_are_sentences(tmp_path: Path) -> None:
    file = tmp_path / "题目.json"
    file.write_text("{}", "utf-8")
    out = str(tmp_path / "plan.json")
    for words, said in (
        (("solve", str(file), "--out", out), "缺少 format"),
        (("solve", str(TINY), "--out", str(tmp_path)), "是文件夹"),
        (("solve", str(TINY), "--seconds", "0", "--out", out), "--seconds 要大于 0"),
        (("bound", str(tmp_path / "没有.json")), "没有这个文件"),
    ):
        done = _run(*words, home=tmp_path)
        assert done.returncode == 1
        assert said in done.stderr
        assert "Traceback" not in done.stderr
    assert _run("solve", str(TINY), home=tmp_path).returncode == 2


def _children(process: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        found += [int(one) for one in task.read_text("utf-8").split()]
    return found


def _until(done: object, seconds: float = 20.0) -> bool:
    assert callable(done)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if done():
            return True
        time.sleep(0.1)
    return False


@pytest.mark.skipif(
    not Path("/proc/self/task").is_dir(), reason="looks for children where Linux tells of them"
)
def test_the_child_dies_with_a_killed_parent_and_an_interrupt_keeps_the_plan(tmp_path: Path) -> None:
    out = tmp_path / "plan.json"
    command = _command("solve", str(TINY), "--seconds", "60", "--out", str(out))
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    killed = subprocess.Popen(command, **quiet)  # type: ignore[call-overload]
    assert _until(lambda: _children(killed.pid))
    child = _children(killed.pid)[0]
    killed.kill()
    killed.communicate()
    assert _until(lambda: not Path(f"/proc/{child}").exists())
    stopped = subprocess.Popen(command, **quiet)  # type: ignore[call-overload]
    assert _until(lambda: _children(stopped.pid))
    stopped.send_signal(signal.SIGINT)
    told, _ = stopped.communicate(timeout=20)
    assert stopped.returncode == 0
    assert "应要求提前结束" in told.decode("utf-8")
    assert json.loads(out.read_text("utf-8"))["seats"]
