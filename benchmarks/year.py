"""Measures import, dossier, verification and the peers; writes `figures.md`."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.tenfold import multiply

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent / "sample" / "云川县"
ROUNDS = 3
TENFOLD_ROUNDS = 1

PEERS = {
    "openpyxl": (
        "import sys, pathlib, openpyxl\n"
        "for file in pathlib.Path(sys.argv[1]).glob('*.xlsx'):\n"
        "    for sheet in openpyxl.load_workbook(file, read_only=True):\n"
        "        for row in sheet.iter_rows(values_only=True): pass\n"
    ),
    "json": (
        "import json, sys, pathlib\n"
        "json.dumps(json.loads(pathlib.Path(sys.argv[1]).read_bytes()), ensure_ascii=False, indent=1)\n"
    ),
    "rows": (
        "import sqlite3, sys\n"
        "for row in sqlite3.connect(sys.argv[1]).execute('select * from ledger_fact order by seq'): pass\n"
    ),
}


@dataclass(frozen=True)
class Took:
    """Wall seconds, processor seconds of the process and its children, peak memory in MB."""

    wall: float
    cpu: float
    peak: float


def measure(command: list[str], home: Path) -> Took:
    """Runs a command once and measures it. The peak is that of the largest process."""
    environment = {
        **os.environ,
        "ZHIXING_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "zhixing.config.settings",
    }
    environment.pop("ZHIXING_DATABASE_URL", None)
    start = time.perf_counter()
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {child.returncode}")
    return Took(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def zhixing(*words: str) -> list[str]:
    """A command line of the project."""
    return [sys.executable, "-m", "zhixing.ops.main", *words]


def peer(name: str, *words: str) -> list[str]:
    """A command line of a peer."""
    return [sys.executable, "-c", PEERS[name], *words]


def rounds(label: str, folder: Path, work: Path, times: int) -> list[tuple[str, Took]]:
    """All measurements for one folder, the median of so many turns."""
    found: dict[str, list[Took]] = {}
    for turn in range(times):
        home = work / f"{label}{turn}"
        out = home / "year.json"
        found.setdefault("启动", []).append(measure(zhixing("init"), home))
        again = measure(zhixing("init"), home)
        found["启动"][-1] = again
        steps = {
            "导入": zhixing("import", str(folder), "--year", "2025"),
            "再导入一遍": zhixing("import", str(folder), "--year", "2025"),
            "记实(json)": zhixing("dossier", "--year", "2025", "--out", str(out)),
            "记实(xlsx)": zhixing(
                "dossier", "--year", "2025", "--format", "xlsx", "--out", str(home / "y.xlsx")
            ),
            "验证": zhixing("verify"),
            "参照:openpyxl 读同样的工作簿": peer("openpyxl", str(folder)),
            "参照:json 读写同样的字": peer("json", str(out)),
            "参照:读出同样的行": peer("rows", str(home / "zhixing.sqlite3")),
        }
        for name, command in steps.items():
            found.setdefault(name, []).append(measure(command, home))
        shutil.rmtree(home)
    return [(name, _median(took)) for name, took in found.items()]


def _median(took: list[Took]) -> Took:
    return Took(
        statistics.median(one.wall for one in took),
        statistics.median(one.cpu for one in took),
        max(one.peak for one in took),
    )


PAIRS = {
    "导入": "参照:openpyxl 读同样的工作簿",
    "记实(json)": "参照:json 读写同样的字",
    "验证": "参照:读出同样的行",
}


def table(label: str, found: list[tuple[str, Took]]) -> str:
    """One table of the page."""
    took = dict(found)
    start = took["启动"].wall
    lines = [
        f"\n## {label}\n",
        "| 项 | 秒 | 启动后(秒) | 处理器(秒) | 内存峰值(MB) | 比参照 |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, one in found:
        ratio = f"{one.wall / took[PAIRS[name]].wall:.1f}" if name in PAIRS else ""
        after = f"{one.wall - start:.2f}" if not name.startswith(("参照", "启动")) else ""
        lines.append(f"| {name} | {one.wall:.2f} | {after} | {one.cpu:.2f} | {one.peak:.0f} | {ratio} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measures and writes."""
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        multiply(SAMPLE, work / "tenfold", 10)
        pages = table("样例", rounds("one", SAMPLE, work, ROUNDS)) + table(
            "十倍", rounds("ten", work / "tenfold", work, TENFOLD_ROUNDS)
        )
    machine = f"{platform.machine()},{os.cpu_count()} 核,Python {platform.python_version()}"
    head = f"# 最近一次测量\n\n{dt.date.today().isoformat()},{machine},SQLite(synchronous=FULL)。样例三次取中位数,十倍测一次。\n"  # noqa: DTZ011
    (HERE / "figures.md").write_text(head + pages, "utf-8")
    print(json.dumps({"written": "benchmarks/figures.md"}))
    print(head + pages)


if __name__ == "__main__":
    main()
