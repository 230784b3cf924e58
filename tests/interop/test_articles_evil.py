"""Every evil or broken document is refused or cleaned in time and memory, in words that name it and the remedy."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping

import pytest
from tests.interop import evil_articles as evil

from zhixing.core.library.incoming import Reading, Unread
from zhixing.interop.articles import reader, wire
from zhixing.interop.articles.reader import PDF_SECONDS, SECONDS, DocumentReader

MEMORY_MB = 256
GOOD = "好.docx"
# A light parent reads them: the peak of a child counts what its parent held when it was started.
DRIVER = """
import json, resource, sys
from pathlib import Path
from zhixing.core.library.incoming import Reading
from zhixing.interop.articles.reader import DocumentReader
told, spent = {}, {}
def used():
    return sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
for path in sorted(Path(sys.argv[1]).iterdir()):
    before = used()
    with DocumentReader() as reader:
        found = reader.read(path.name, path.read_bytes())
    spent[path.name] = used() - before
    told[path.name] = None if isinstance(found, Reading) else found.reason
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(json.dumps({"told": told, "spent": spent, "peak_mb": peak}))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, dict[str, str]]:
    """What became of every evil file and a good one, each read by a child of its own: reason or None, seconds."""
    folder = tmp_path_factory.mktemp("evil")
    for name, build in (evil.REFUSED | evil.BORNE).items():
        (folder / name).write_bytes(build())
    (folder / GOOD).write_bytes(evil.docx(evil.para("正文。")))
    done = subprocess.run([sys.executable, "-c", DRIVER, str(folder)], capture_output=True, check=True)
    answer: Mapping[str, dict[str, str]] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("name", evil.REFUSED)
def test_refused_in_words(name: str, told: Mapping[str, dict[str, str]]) -> None:
    reason = told["told"][name]
    assert isinstance(reason, str)
    assert reason.startswith(f"“{name}”")
    assert "请" in reason
    assert not re.search(r"[,:()]|Error|/", reason.removeprefix(f"“{name}”"))


@pytest.mark.parametrize("name", [*evil.REFUSED, *evil.BORNE])
def test_in_time(name: str, told: Mapping[str, dict[str, float]]) -> None:
    most = PDF_SECONDS if name.endswith(".pdf") else SECONDS
    assert told["spent"][name] <= most + 0.5  # What Python itself takes to begin.


def test_within_memory(told: Mapping[str, float]) -> None:
    assert told["peak_mb"] <= MEMORY_MB


def test_the_good_one_is_read(told: Mapping[str, dict[str, str | None]]) -> None:
    assert told["told"][GOOD] is None


def test_a_child_without_room_or_time_gives_a_reason() -> None:
    good = evil.docx(evil.para("正文。") * 3000)
    with DocumentReader(memory_mb=4) as small:
        assert "4 MB 内存" in reason(small.read(GOOD, good))
    with DocumentReader(seconds=0.05) as short:
        assert "超过 0.05 秒" in reason(short.read(GOOD, good))


def test_a_child_that_never_starts_gives_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "CHILD", "zhixing.interop.nothing")
    with DocumentReader() as none:
        assert "读取程序起不来" in reason(none.read(GOOD, b"x"))


def reason(found: Reading | Unread) -> str:
    """Why it was not read."""
    assert isinstance(found, Unread)
    return found.reason


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[]",
        b'["unread","a"]',
        b'["unread","a",7]',
        b'["reading",["a","b","c",-1],["","","","",""],[[],[]],[],[[],[]],[]]',
        b'["reading",["a","b","c",0],["","","",""],[[],[]],[],[[],[]],[]]',
        b'["reading",["a","b","c",0],["","","","",""],[[],[]],[["other","",1,""]],[[],[]],[]]',
        b'["reading",["a","b","c",0],["","","","",""],[[],[]],[],[[],[]],[["image/svg+xml","",""]]]',
        b'["reading",["a","b","c",0],["","","","",""],[[],[]],[],[[],[]],[["image/png","!",""]]]',
        b"[" * 100_000,
    ],
)
def test_a_garbled_answer_is_never_believed(line: bytes) -> None:
    with pytest.raises(wire.Garbled):
        wire.unpack(line)
