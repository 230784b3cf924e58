"""Measures the planner of batches on public and drawn instances; writes `batches.md`.

`python benchmarks/batches.py [--seconds 30] [--bureaus 6] [--counties 1]`. Every plan is judged twice: by the core
and by the second checker of the tests, which was written apart. One process an instance, so that memory is its own.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.solvers.second_checker import verdict

from benchmarks.batches_drawn import BUREAU, COUNTY, drawn
from zhixing.core.timetable.checking import judge
from zhixing.core.timetable.instance import Instance
from zhixing.interop.batches import read_instance, write_instance, write_plan
from zhixing.solvers.answers import Progress
from zhixing.solvers.batches import solve
from zhixing.solvers.greedy import careful, even

HERE = Path(__file__).resolve().parent
PUBLIC = HERE.parent / "tests" / "data" / "batches"


@dataclass(frozen=True, slots=True)
class Measured:
    """One instance: `even`, `careful` by hand's methods; `at` cost and bound after a third of the time."""

    name: str
    members: int
    needs: int
    even: int
    careful: int
    cost: int
    bound: int
    third: tuple[int, int]
    unmet: int
    broken: int
    seconds: float
    cpu: float
    peak: int
    load: float

    @property
    def below(self) -> float:
        """Share below the careful planner."""
        return 1.0 - self.cost / self.careful

    @property
    def gap(self) -> float:
        """How far above the bound at most."""
        return (self.cost - self.bound) / self.bound if self.bound else float("inf")


def instance_of(name: str) -> Instance:
    """By name: a public one, or drawn."""
    size, _, seed = name.partition("-drawn-")
    if seed:
        return drawn({"bureau": BUREAU, "county": COUNTY}[size], int(seed))
    return read_instance(PUBLIC / f"{name}.json")


class Tree(threading.Thread):
    """Samples the memory of this process and all below it, twice a second (Linux)."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak, self.done = 0, threading.Event()

    def run(self) -> None:
        """Samples until done."""
        while not self.done.wait(0.5):
            self.peak = max(self.peak, sum(_resident(one) for one in _below(os.getpid())))


def _below(root: int) -> list[int]:
    found = [root]
    for task in Path(f"/proc/{root}/task").glob("*/children"):
        for child in task.read_text("utf-8").split():
            found += _below(int(child))
    return found


def _resident(process: int) -> int:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text("utf-8").split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") >> 20


def measure(name: str, seconds: float) -> Measured:
    """One instance in this process."""
    instance = instance_of(name)
    by_hand = [judge(instance, make(instance)).cost.total for make in (even, careful)]
    thirds: list[tuple[int, int]] = []

    def listen(told: Progress) -> bool:
        if told.seconds <= seconds / 3 and told.incumbent is not None:
            thirds[:] = [(told.incumbent, told.bound or 0)]
        return True

    tree, began = Tree(), _cpu()
    tree.start()
    solved = solve(instance, seed=0, seconds=seconds, on_progress=listen)
    tree.done.set()
    cost, broken = verdict(json.loads(write_instance(instance)), json.loads(write_plan(solved.plan)))
    assert cost == solved.cost
    return Measured(
        name=name,
        members=len(instance.members),
        needs=sum(len(one.needs) for one in instance.members),
        even=by_hand[0],
        careful=by_hand[1],
        cost=cost,
        bound=solved.bound or 0,
        third=thirds[0] if thirds else (0, 0),
        unmet=solved.verdict.cost.unmet,
        broken=broken + len(solved.verdict.broken),
        seconds=solved.seconds,
        cpu=_cpu() - began,
        peak=tree.peak,
        load=os.getloadavg()[0],
    )


def _cpu() -> float:
    time.sleep(0.01)
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _apart(name: str, seconds: float) -> Measured:
    command = [sys.executable, __file__, "--one", name, "--seconds", str(seconds)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    told["third"] = tuple(told["third"])
    return Measured(**told)


def row(one: Measured) -> str:
    """A row of the table."""
    third = f"{one.third[0]:,} / {one.third[1]:,}"
    cells = [
        *(one.name, f"{one.members:,}", f"{one.needs:,}", f"{one.even:,}", f"{one.careful:,}", third),
        *(f"{one.cost:,}", f"{one.below:.1%}", f"{one.bound:,}", f"{one.gap:.1%}", f"{one.unmet:,}"),
        *(str(one.broken), f"{one.seconds:.1f}", f"{one.cpu:.1f}", str(one.peak), f"{one.load:.1f}"),
    ]
    return "| " + " | ".join(cells) + " |"


HEAD = (
    "| 题目 | 人数 | 应学 | 均匀排 | 手工细排 | ⅓ 时的代价/下界 | 代价 | 低于细排 | 下界 | 差距至多 | 其中未排上 "
    "| 违反硬规则 | 秒 | CPU 秒 | 峰值 MB | 机器负载 |\n| " + " | ".join(["---"] + ["---:"] * 15) + " |"
)


def page(bureaus: list[Measured], counties: list[Measured], seconds: float, long: float) -> str:
    """The whole page."""
    held = [one for one in bureaus if "drawn" in one.name]
    lines = [
        "# 批次的基准",
        "",
        f"`python benchmarks/batches.py` 写成，{dt.datetime.now(dt.UTC):%Y-%m-%d}，{platform.machine()}、"
        f"{os.cpu_count()} 核、Python {platform.python_version()}。种子 0；题目 `bureau-drawn-N`、`county-drawn-N` "
        "由 `batches_drawn.py` 按 N 生成，开发时看过 0 至 4 号和 100 号。机器上有没有别的工作，看“机器负载”；"
        "墙上时间之外另列 CPU 秒（搜索和证明两个进程合计）。",
        "",
        "“手工细排”逐门课、每期挑能来的人最多的时间；“均匀排”按期数均分时段。两者都不违反硬规则。"
        "“差距至多”是（代价 − 下界）/ 下界。代价和硬规则另由 `tests/solvers/second_checker.py` 复算，两者一致才列出。"
        "峰值是整个进程树的常驻内存。",
        "",
        f"## 一个局（{seconds:g} 秒）",
        "",
        HEAD,
        *map(row, bureaus),
        "",
    ]
    if held:
        lines += [
            f"未见过的题目中位数：比手工细排低 {statistics.median(one.below for one in held):.1%}，"
            f"差距至多 {statistics.median(one.gap for one in held):.1%}。",
            "`bureau-0` 另有已知的参照：手工细排 27,023，大邻域搜索原型 20,340（85 秒），线性松弛下界 17,984。",
            "",
        ]
    if counties:
        lines += [f"## 全县（{long:g} 秒）", "", HEAD, *map(row, counties), ""]
    return "\n".join(lines)


def main() -> None:
    """Measures and writes the page."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--seconds", type=float, default=30)
    words.add_argument("--county-seconds", type=float, default=120)
    words.add_argument("--bureaus", type=int, default=6)
    words.add_argument("--counties", type=int, default=1)
    words.add_argument("--one")
    asked = words.parse_args()
    if asked.one:
        print(json.dumps(asdict(measure(asked.one, asked.seconds))))
        return
    names = ["bureau-0", "bureau-3", *(f"bureau-drawn-{seed}" for seed in range(100, 100 + asked.bureaus))]
    bureaus, counties = [], []
    for name in names:
        bureaus.append(_apart(name, asked.seconds))
        print(row(bureaus[-1]), flush=True)
    for seed in range(100, 100 + asked.counties):
        _write(bureaus, counties, asked)
        counties.append(_apart(f"county-drawn-{seed}", asked.county_seconds))
        print(row(counties[-1]), flush=True)
    _write(bureaus, counties, asked)


def _write(bureaus: list[Measured], counties: list[Measured], asked: argparse.Namespace) -> None:
    text = page(bureaus, counties, asked.seconds, asked.county_seconds)
    (HERE / "batches.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
