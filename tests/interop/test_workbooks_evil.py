"""Every evil or broken file is refused in time and memory, in words, and the others are read all the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.interop import evil
from tests.interop.books import ROSTER_KIND, TABLES, xlsx

from zhixing.core.intake.rows import Sheet
from zhixing.interop.workbooks import reader, wire
from zhixing.interop.workbooks.folder import read_bytes, read_file, read_folder
from zhixing.interop.workbooks.reader import Reader

MEMORY_MB, SECONDS = 256, 2.0
GOOD = {"好一.xlsx": TABLES[8], "最后的好.xlsx": TABLES[9]}
# A light parent reads the folder: the peak of a child counts what its parent held when it was started. What is
# counted is processor time, of the parent and of children past and present: the machine may be busy.
DRIVER = """
import json, os, resource, sys
from pathlib import Path
from zhixing.interop.workbooks.folder import read_folder
def used():
    spent = os.times()
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parts = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(parts[1]) == os.getpid():
            ticks += int(parts[11]) + int(parts[12])
    return sum(spent[:4]) + ticks / os.sysconf("SC_CLK_TCK")
marks = []
folder = read_folder(Path(sys.argv[1]), year=2025, progress=lambda name: marks.append((name, used())))
ends = [at for _, at in marks[1:]] + [used()]
print(json.dumps({
    "seconds": {name: end - at for (name, at), end in zip(marks, ends)},
    "peak_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    "refused": {r.file: r.reason for r in folder.refusals},
    "ignored": {i.file: i.reason for i in folder.ignored},
    "read": {s.file: [s.kind, len(s.records)] for s in folder.sheets},
}))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """What became of a folder of every evil file and two good ones, read in a process of its own."""
    folder = tmp_path_factory.mktemp("evil")
    for name, build in (evil.REFUSED | evil.BORNE).items():
        (folder / name).write_bytes(build())
    for name, table in GOOD.items():
        (folder / name).write_bytes(xlsx({"表": [table.headers, *table.rows]}))
    (folder / "文件夹.xlsx").mkdir()
    (folder / "链接.xlsx").symlink_to(folder / "好一.xlsx")
    os.mkfifo(folder / "管道.xlsx")
    (folder / "子文件夹").mkdir()
    for name in ("~$好一.xlsx", ".DS_Store", "说明.docx", "核算参考.json", "其他.ods"):
        (folder / name).write_bytes(b"x")
    done = subprocess.run([sys.executable, "-c", DRIVER, str(folder)], capture_output=True, check=True)
    answer: dict[str, dict[str, object]] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("name", [*evil.REFUSED, "文件夹.xlsx", "链接.xlsx", "管道.xlsx"])
def test_refused_in_time_and_in_words(name: str, told: dict[str, dict[str, float]]) -> None:
    reason = told["refused"][name]
    assert isinstance(reason, str)
    assert reason.startswith(f"“{name}”")
    assert "请" in reason
    assert "Error" not in reason
    assert "/" not in reason
    assert told["seconds"][name] <= SECONDS


def test_peak_memory_stays_within_the_limit(told: dict[str, float]) -> None:
    assert told["peak_mb"] <= MEMORY_MB


@pytest.mark.parametrize("name", evil.BORNE)
def test_a_formatted_void_is_trimmed_or_refused_in_time(name: str, told: dict[str, dict[str, float]]) -> None:
    assert name in told["read"] or name in told["refused"]
    assert told["seconds"][name] <= SECONDS


def test_the_others_are_read_all_the_same(told: dict[str, dict[str, object]]) -> None:
    assert {n: told["read"][n] for n in GOOD} == {n: [t.kind, 2] for n, t in GOOD.items()}


def test_other_files_are_left_alone_and_named(told: dict[str, dict[str, object]]) -> None:
    assert set(told["ignored"]) == {
        "~$好一.xlsx",
        ".DS_Store",
        "说明.docx",
        "核算参考.json",
        "其他.ods",
        "子文件夹",
    }


def test_a_child_that_hangs_is_stopped_and_replaced() -> None:
    good = xlsx({"表": [ROSTER_KIND.headers, *ROSTER_KIND.rows]})
    with Reader(seconds=0.4) as slow:
        (first,) = slow.read("慢.xlsx", evil.REFUSED["一格很长.xlsx"](), 2025)
        (second,) = slow.read("好.xlsx", good, 2025)
    assert "超过 0.4 秒" in getattr(first, "reason")  # noqa: B009
    assert isinstance(second, Sheet)


def test_a_child_without_room_gives_a_refusal() -> None:
    folder = read_bytes("好.xlsx", xlsx({"表": [ROSTER_KIND.headers]}), year=2025, memory_mb=4)
    assert [r.file for r in folder.refusals] == ["好.xlsx"]
    assert "4 MB 内存" in folder.refusals[0].reason


def test_a_child_that_never_starts_gives_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "CHILD", "zhixing.interop.nothing")
    folder = read_bytes("好.xlsx", b"x", year=2025)
    assert "读取程序起不来" in folder.refusals[0].reason


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"[1]",
        b"not json",
        b'{"type":"Refusal"}',
        b'[{"type":"Refusal","file":"a"}]',
        b'[{"type":"Other","file":"a","reason":"b"}]',
        b'[{"type":"Refusal","file":"a","reason":7}]',
        b'[{"type":"Sheet","file":"a","sheet":"b","kind":"c","organ":"","year":null,"rows":1,'
        b'"records":[["Popen",1,"x"]],"troubles":[],"notes":[]}]',
        b'[{"type":"Sheet","file":"a","sheet":"b","kind":"c","organ":"","year":null,"rows":1,'
        b'"records":[["NonMemberRow",1,"x"]],"troubles":[],"notes":[]}]',
        b'[{"type":"Sheet","file":"a","sheet":"b","kind":"c","organ":"","year":null,"rows":true,'
        b'"records":[],"troubles":[],"notes":[]}]',
        b'[{"type":"Sheet","file":"a","sheet":"b","kind":"c","organ":"","year":null,"rows":1,'
        b'"records":[["GateRow",1,"x","y","z","2025-02-30",6]],"troubles":[],"notes":[]}]',
        b"[" * 100_000,
    ],
)
def test_a_garbled_answer_is_never_believed(line: bytes) -> None:
    with pytest.raises(wire.Garbled):
        wire.unpack(line)


def test_missing_folder_is_the_callers_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_folder(tmp_path / "没有", year=2025)


def test_one_file_is_left_alone_or_refused_like_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "说明.txt").write_text("x")
    assert read_file(tmp_path / "说明.txt", year=2025).ignored[0].file == "说明.txt"
    assert read_file(tmp_path / "没有.xlsx", year=2025).refusals[0].file == "没有.xlsx"


def test_the_digest_tells_content_and_names(tmp_path: Path) -> None:
    one, two = (xlsx({"表": [t.headers, *t.rows]}) for t in TABLES[8:10])
    (tmp_path / "甲.xlsx").write_bytes(one)
    first = read_folder(tmp_path, year=2025)
    (tmp_path / "说明.txt").write_text("x")
    assert read_folder(tmp_path, year=2025).digest == first.digest
    assert read_bytes("甲.xlsx", one, year=2025).digest == first.digest
    (tmp_path / "甲.xlsx").write_bytes(two)
    assert read_folder(tmp_path, year=2025).digest != first.digest
