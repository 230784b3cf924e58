"""Rule codes of spaced review (间隔复习)."""

from __future__ import annotations

from zhixing.core.rules.code import Code, whole

MEMORY = "间隔复习"

REVIEWING: tuple[Code, ...] = (
    Code(
        "memory.budget",
        MEMORY,
        "每天复习的份量",
        (
            whole("seconds", "每天最多（秒）"),
            whole("most_new", "每天最多的新题"),
            whole("single_seconds", "单选（秒）"),
            whole("multiple_seconds", "多选（秒）"),
            whole("true_false_seconds", "判断（秒）"),
            whole("fill_in_seconds", "填空（秒）"),
            whole("short_seconds", "简答（秒）"),
            whole("retention_percent", "期望记得的比例（%）"),
            whole("ahead_days", "离线备足天数"),
            whole("recent_days", "错题本回看天数"),
        ),
    ),
)
