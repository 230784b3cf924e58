"""`zhixing doctor`: is everything as it should be, and what to do where it is not."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from django.conf import settings

from zhixing.actions.examine import BAD, Finding, database_findings, note_examination, rulebook_finding
from zhixing.actions.sample import published_finding
from zhixing.ops import clock
from zhixing.ops.accounts import DEMO_PASSWORD, DEMO_USERS
from zhixing.ops.machine import home_finding, key_findings, machine_findings, setting_findings

MARKS = {"通过": "  通过", "要注意": "要注意", "不行": "  不行"}


def run(words: argparse.Namespace) -> int:
    """Prints every finding. Exit 1 when one of them is bad."""
    found = findings()
    reached = not any(one.level == BAD and one.subject in {"数据库", "版本"} for one in found)
    if reached:
        found.append(published_finding(DEMO_PASSWORD, DEMO_USERS))
        note_examination(found, by=clock.login(), now=clock.now())
    if words.json:
        print(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
    else:
        for one in found:
            print(
                f"{MARKS[one.level]}  {one.subject}：{one.found}"
                + (f"。→ {one.remedy}" if one.remedy else "")
            )
    bad = sum(one.level == BAD for one in found)
    if bad:
        print(f"有 {bad} 项不行，请照箭头后面的话办。", file=sys.stderr)
    return 1 if bad else 0


def findings() -> list[Finding]:
    """Everything looked at, from the machine to the ledger."""
    return [
        *machine_findings(clock.today()),
        home_finding(settings.HOME),
        *key_findings(settings.HOME),
        *setting_findings(),
        rulebook_finding(),
        *database_findings(now=clock.now()),
    ]
