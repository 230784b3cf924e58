"""Instances and plans as files: what is written is read again, and what is wrong is said with file, key and remedy."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zhixing.core.timetable.instance import Plan, Run, Seat
from zhixing.interop.batches import BatchesError, read_instance, read_plan, write_instance, write_plan

DATA = Path(__file__).resolve().parents[1] / "data" / "batches"
TINY = DATA / "tiny-0.json"


@pytest.mark.parametrize("name", ["tiny-0", "bureau-0", "bureau-3"])
def test_what_is_written_is_read_again(name: str, tmp_path: Path) -> None:
    instance = read_instance(DATA / f"{name}.json")
    copy = tmp_path / "copy.json"
    copy.write_text(write_instance(instance), "utf-8")
    assert read_instance(copy) == instance
    assert json.loads(copy.read_text("utf-8")) == json.loads((DATA / f"{name}.json").read_text("utf-8"))


def test_a_plan_is_read_again(tmp_path: Path) -> None:
    instance = read_instance(TINY)
    plan = Plan((Run(0, 30, 0, 0), Run(1, 41, 1, 3)), (Seat(4, 1, 1), Seat(5, 2, 0)))
    file = tmp_path / "plan.json"
    file.write_text(write_plan(plan), "utf-8")
    assert read_plan(file, instance) == plan
    assert json.loads(write_plan(plan))["seats"] == [[4, 1, 1], [5, 2, 0]]


def _broken(change: Callable[[dict[str, Any]], Any]) -> str:
    told = json.loads(TINY.read_text("utf-8"))
    change(told)
    return json.dumps(told)


@pytest.mark.parametrize(
    ("change", "key", "remedy"),
    [
        (lambda d: d.update(format="training-batches/9"), "format", "training-batches/1"),
        (lambda d: d.pop("weights"), "缺少 weights", "补上"),
        (lambda d: d["weights"].pop("rest"), "缺少 weights.rest", "补上"),
        (lambda d: d["weights"].update(rest=-4), "weights.rest", "不小于 0"),
        (lambda d: d["courses"][2].update(length=3), "courses[2].length", "1、2 或 4"),
        (lambda d: d["courses"][1].update(venues=[0, 9]), "courses[1].venues[1]", "小于 3"),
        (lambda d: d["courses"][1].update(venues=[0, 0]), "courses[1].venues", "两次"),
        (lambda d: d["courses"][1].update(to_half_day=9000), "courses[1].to_half_day", "不超过 200"),
        (lambda d: d["members"][7].update(id=70), "members[7].id", "应为 7"),
        (lambda d: d["members"][7].update(free="10x"), "members[7].free", "200 个 0 或 1"),
        (lambda d: d["members"][7].update(station="A"), "members[7].station", "整数"),
        (lambda d: d["members"][7].update(needs=[True]), "members[7].needs[0]", "整数"),
        (lambda d: d["stations"][0].update(may_leave=[1]), "stations[0].may_leave", "200 个数"),
        (lambda d: d.update(venues={}), "venues", "方括号"),
        (lambda d: d.update(half_days=0), "half_days", "不小于 1"),
        (lambda d: d["stations"].insert(0, 3), "stations[0]", "花括号"),
        (lambda d: d.update(name=5), "name", "文字"),
    ],
)
def test_what_is_wrong_is_said_where(
    change: Callable[[dict[str, Any]], Any], key: str, remedy: str, tmp_path: Path
) -> None:
    file = tmp_path / "题目.json"
    file.write_text(_broken(change), "utf-8")
    with pytest.raises(BatchesError) as said:
        read_instance(file)
    assert "题目.json" in str(said.value)
    assert key in str(said.value)
    assert remedy in str(said.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"format": ', "不是完整的 JSON（第 1 行）"),
        (b"\xff\xfe\x00", "不是 UTF-8"),
        (b"[1, 2]", "花括号"),
        (b"[" * 100_000, "不是完整的 JSON"),
    ],
)
def test_a_file_that_is_no_json_is_said(content: bytes, words: str, tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(content)
    with pytest.raises(BatchesError, match="x.json") as said:
        read_instance(file)
    assert words in str(said.value)
    with pytest.raises(BatchesError, match="读不了"):
        read_instance(tmp_path / "没有.json")


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        ({"runs": [], "seats": [[0, 0]]}, "三个整数"),
        ({"runs": [], "seats": [[999, 0, 0]]}, "没有编号 999 的成员"),
        ({"runs": [{"course": 99, "start": 0, "venue": 0, "instructor": 0}], "seats": []}, "runs[0].course"),
        ({"runs": []}, "缺少 seats"),
    ],
)
def test_a_plan_that_fits_no_instance_is_said(plan: dict[str, Any], words: str, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(plan), "utf-8")
    with pytest.raises(BatchesError) as said:
        read_plan(file, read_instance(TINY))
    assert words in str(said.value)
