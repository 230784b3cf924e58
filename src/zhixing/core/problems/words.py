"""The words of the register: sources and the ways clerks write them, states and which step may follow which."""

from __future__ import annotations

from collections.abc import Iterable

SOURCES = (
    "群众反映",
    "督查通报",
    "组织生活会查摆",
    "民主测评",
    "谈话归纳",
    "巡察反馈",
    "测验",
    "上级必学",
)
"""Where a problem may have come from, as forms offer it."""
MUST_STUDY = "上级必学"
"""No shortcoming of our own: what a superior asks to be studied."""

_MEANT = {
    "查摆": "组织生活会查摆",
    "自查": "组织生活会查摆",
    "自查自纠": "组织生活会查摆",
    "对照检查": "组织生活会查摆",
    "组织生活会": "组织生活会查摆",
    "查摆问题": "组织生活会查摆",
    "测评": "民主测评",
    "民主评议": "民主测评",
    "督查": "督查通报",
    "督导": "督查通报",
    "督查反馈": "督查通报",
    "检查通报": "督查通报",
    "群众": "群众反映",
    "群众诉求": "群众反映",
    "群众投诉": "群众反映",
    "信访": "群众反映",
    "12345": "群众反映",
    "12345热线": "群众反映",
    "谈话": "谈话归纳",
    "谈心谈话": "谈话归纳",
    "谈心谈话归纳": "谈话归纳",
    "巡察": "巡察反馈",
    "巡视": "巡察反馈",
    "巡视巡察": "巡察反馈",
    "巡察整改": "巡察反馈",
    "测试": "测验",
    "考试": "测验",
    "知识测验": "测验",
    "测验薄弱项": "测验",
    "上级要求": "上级必学",
    "上级部署": "上级必学",
    "必学": "上级必学",
    "规定学习": "上级必学",
}

STATES = ("未开始", "整改中", "待销号", "已销号")
OPEN, CLOSED = STATES[0], STATES[-1]
NEXT = {"未开始": ("整改中",), "整改中": ("待销号",), "待销号": ("已销号",)}
"""Which step may follow which: one after another, so that 销号 is asked for before it is done."""


def source_of(written: str) -> str:
    """The source that a written word means (查摆 → 组织生活会查摆); the word itself where it is none of them."""
    word = "".join(written.split())
    return word if word in SOURCES else _MEANT.get(word, word)


def furthest(states: Iterable[str]) -> str:
    """The furthest state told, whatever the order in which they were entered; 未开始 where none is."""
    return max((one for one in states if one in STATES), key=STATES.index, default=OPEN)


def step_refused(now: str, wanted: str, *, evidence: bool) -> str:
    """Why this step may not follow, in a sentence; empty where it may. 销号 wants evidence of effect."""
    if wanted == now:
        return f"已经是“{now}”"
    if wanted not in NEXT.get(now, ()):
        after = "、".join(f"“{one}”" for one in NEXT.get(now, ()))
        return f"现在是“{now}”，下一步只能是{after}" if after else f"“{now}”之后没有下一步；销错了请点“更正”"
    if wanted == CLOSED and not evidence:
        return "销号要有成效：请先写明成效，或选一场活动、一次测验、一次下基层、一项诉求合计作依据"
    return ""
