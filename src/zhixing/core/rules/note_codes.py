"""Rule codes of notes and their spot checks (自学笔记抽查)."""

from __future__ import annotations

from zhixing.core.rules.code import Code, whole

NOTE = "自学笔记"

NOTES: tuple[Code, ...] = (
    Code(
        "notes.spot_check",
        NOTE,
        "抽查的份量",
        (whole("percent", "抽查比例（%）"), whole("fewest", "至少几篇")),
    ),
    Code(
        "notes.alike",
        NOTE,
        "提示相同的段落",
        (whole("fewest", "至少几处"), whole("most_common", "几篇以上都有的不提示")),
    ),
)
