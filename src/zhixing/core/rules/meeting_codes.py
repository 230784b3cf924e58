"""Rule codes of votes and of the list of those expected (会议表决)."""

from __future__ import annotations

from zhixing.core.rules.code import Code, whole, words

_LIFE = "组织生活"
_MAJORITY = (
    whole("numerator", "分子"),
    whole("denominator", "分母"),
    whole("strict", "算够的条件"),
    whole("of_present", "按哪个人数算"),
)

MEETINGS: tuple[Code, ...] = (
    Code("majority.ordinary", _LIFE, "党员大会表决通过", _MAJORITY),
    Code("majority.committee", _LIFE, "支委会表决通过", _MAJORITY),
    Code("majority.election", _LIFE, "选举当选", _MAJORITY),
    Code("majority.admission", _LIFE, "接收预备党员、转正的表决", _MAJORITY),
    Code("voting.base", _LIFE, "应到会有表决权的人", (words("probationary", "没有表决权的党员类别"),)),
    Code("self_entry.window", _LIFE, "现场报到码", (whole("minutes", "几分钟换一次"),)),
)
