"""`zhixing batches solve | bound | check`: the planner of training batches on files, without any ledger."""

from __future__ import annotations

import argparse
import signal
import sys
from collections import Counter
from dataclasses import fields
from pathlib import Path
from types import FrameType

from zhixing.core.timetable.checking import Cost, Verdict, judge
from zhixing.interop.batches import read_instance, read_plan, write_plan
from zhixing.ops.outfile import writable
from zhixing.solvers.answers import Progress

PARTS = {
    "unmet": "未排上",
    "run": "开班",
    "time": "占用半天",
    "rest": "占用休息",
    "travel": "路途",
    "late": "领导靠后",
    "split": "同站集中",
    "strain": "在岗吃紧",
    "bunch": "扎堆",
}


class _Listener:
    """Prints how it goes, and takes Ctrl-C and SIGTERM as a wish to stop with the best so far."""

    def __init__(self) -> None:
        self.stop = False
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, self._asked)

    def _asked(self, number: int, frame: FrameType | None) -> None:
        self.stop = True

    def __call__(self, told: Progress) -> bool:
        cost = "—" if told.incumbent is None else f"{told.incumbent:,}"
        bound = "—" if told.bound is None else f"{told.bound:,}"
        end = "\r" if sys.stderr.isatty() else "\n"
        print(f"{told.seconds:6.1f} 秒  代价 {cost}  下界 {bound}", end=end, file=sys.stderr, flush=True)
        return not self.stop


def solve(words: argparse.Namespace) -> int:
    """Reads an instance, plans, writes the plan and says what it costs."""
    from zhixing.solvers.batches import solve as plan_batches

    out, instance = writable(words.out), read_instance(Path(words.instance))
    solved = plan_batches(
        instance,
        seed=words.seed,
        seconds=_positive(words.seconds),
        deterministic=words.deterministic,
        on_progress=_Listener(),
    )
    out.write_text(write_plan(solved.plan), encoding="utf-8")
    _tell(solved.verdict, len(solved.plan.runs))
    if solved.bound is not None:
        gap = "" if solved.gap is None else f"，至多高出 {solved.gap:.1%}"
        print(f"下界 {solved.bound:,}{gap}")
    print(
        f"用时 {solved.seconds:.1f} 秒{'（应要求提前结束）' if solved.stopped else ''}；方案已写到 {words.out}"
    )
    return 1 if solved.verdict.broken else 0


def bound(words: argparse.Namespace) -> int:
    """Proves how little any plan may cost."""
    from zhixing.solvers.bound import lower_bound

    found = lower_bound(read_instance(Path(words.instance)), seconds=_positive(words.seconds))
    print(f"下界 {found.value:,}：没有哪份方案代价比它小")
    print(f"{found.components} 组课程中 {found.proven} 组算到了底；用时 {found.seconds:.1f} 秒")
    return 0


def check(words: argparse.Namespace) -> int:
    """Judges a plan; ends with 1 where a hard rule is broken."""
    instance = read_instance(Path(words.instance))
    plan = read_plan(Path(words.plan), instance)
    verdict = judge(instance, plan)
    _tell(verdict, len(plan.runs))
    return 1 if verdict.broken else 0


def _positive(seconds: float) -> float:
    if not 0 < seconds <= 86_400:
        raise ValueError(f"--seconds 要大于 0、不超过 86400 秒，不能写 {seconds:g}")
    return seconds


def _tell(verdict: Verdict, runs: int) -> None:
    parts = "，".join(
        f"{PARTS[each.name]} {getattr(verdict.cost, each.name):,}"
        for each in fields(Cost)
        if getattr(verdict.cost, each.name)
    )
    print(f"共 {runs} 期，代价 {verdict.cost.total:,}{f'（{parts}）' if parts else ''}")
    if not verdict.broken:
        print("没有违反硬规则")
        return
    counts = Counter(one.rule for one in verdict.broken)
    print(f"违反硬规则 {len(verdict.broken)} 处：")
    for rule, count in counts.most_common():
        first = next(one for one in verdict.broken if one.rule is rule)
        print(f"  {rule.value} {count} 处，例如编号 {'、'.join(map(str, first.numbers))}")
