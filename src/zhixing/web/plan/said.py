"""What a page says after something was done, by the word in its address; what refuses with a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from zhixing.actions.record import YearFrozen
from zhixing.core.facts.record import FactError
from zhixing.core.plan.rules import PlanError

REFUSALS = (PlanError, FactError, YearFrozen)
"""What says in a sentence why something is not done: the plan's own rules, and those of the ledger it enters."""
SAID: Mapping[str, str] = {
    "drafted": "草案已生成，一项没填；下面逐项说明为什么这样排。",
    "send": "已送各支部征求意见。",
    "approve": "计划已审定，可以发布。",
    "publish": "计划已发布，全体党员看得到；逐课记入年度台账，完成情况从活动登记里自动对上。",
    "restored": "已按那一版恢复，存成新的一版；中间各版都在。",
    "removed": "这一课已取消，存成新的一版；在“版本”里可以恢复。",
    "saved": "已存成新的一版，原来的在“版本”里。",
    "moved": "时间已改，存成新的一版。",
    "copied": "已照着加了一课，请改好主题和时间。",
    "ticked": "备课情况已登记。",
    "said": "意见已送到机关党委。",
    "answered": "已答复，提意见的支部看得到。",
}
