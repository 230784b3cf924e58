"""What counts are called on the preview, and sentences of the intake for a screen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_COMMAND = re.compile(
    r"[:：]zhixing import --withdraw 批次 --file .+? --row \S+?\(批次见 zhixing batches\)"
    r"|\(zhixing import --withdraw 批次 --file .+? --row 行;批次见 zhixing batches\)"
)
"""How a row is withdrawn on the command line; on a screen it is done at the end of the import's report."""


def on_screen(sentence: str) -> str:
    """A sentence without the command that only the command line knows."""
    return _COMMAND.sub("（在那一批的报告最下面撤回）", sentence)


@dataclass(frozen=True, slots=True)
class Beyond:
    """How many rows of a file are another branch's and were left alone."""

    file: str
    rows: int


def beyond(places: Iterable[tuple[str, int]]) -> tuple[Beyond, ...]:
    """Other branches' rows, one line a file, of the file and row of each."""
    files: dict[str, int] = {}
    for file, _ in dict.fromkeys(places):
        files[file] = files.get(file, 0) + 1
    return tuple(Beyond(file, rows) for file, rows in files.items())


FACTS = {
    "org_set": "党组织",
    "station_set": "站点",
    "person_described": "人员",
    "membership": "组织关系",
    "post_held": "党内职务",
    "exemption": "不作硬性要求",
    "assignment": "工作地点",
    "dual_life": "双重组织生活",
    "span_closed": "到期或变动",
    "non_member": "群众和发展对象",
    "session_held": "学习活动",
    "attendance": "到场情况",
    "makeup": "补学",
    "training": "培训学时",
    "self_study": "自学成果",
    "self_study_checked": "自学抽查",
    "test_taken": "测验",
    "practice_visit": "下基层",
    "practice_joined": "参加下基层",
    "talk": "谈心谈话",
    "need_raised": "困难诉求",
    "need_state": "诉求办理",
    "problem_set": "突出问题",
    "problem_state": "问题整改",
    "gate": "评优资格限制",
    "plan_item": "学习计划",
    "plan_item_done": "计划完成",
    "pledge": "承诺",
    "pledge_state": "践诺",
}
"""Fact kinds that a workbook can bring."""
