"""The screens in the words of those who read audit lines: a route's name is for machines."""

from __future__ import annotations

from collections.abc import Mapping

ELSEWHERE = "登录和口令"
"""What has no name of its own: the pages of signing in."""
SCREENS: Mapping[str, str] = {
    "account": "账户",
    "api": "接口",
    "batches": "批次",
    "calendar": "工作日历",
    "compliance": "减负体检",
    "correction": "更正与异议",
    "courses": "课件",
    "dates": "学习日期",
    "forms": "表样与打印",
    "health": "健康检查",
    "intake": "导入",
    "keepers": "管理",
    "keeping": "保存期限与删除",
    "library": "文库",
    "member": "党员档案",
    "memory": "复习",
    "notes": "笔记",
    "notices": "通知",
    "officer": "年度档案",
    "offline": "离线网页",
    "openings": "党员账户",
    "overview": "总览",
    "packs": "学习包",
    "people": "人员和组织",
    "problems": "问题清单",
    "papers": "测验",
    "plan": "学习计划",
    "questions": "题库",
    "recording": "登记",
    "rosters": "班次",
    "rulebooks": "规则",
    "today": "今日学习",
    "todo": "待办",
    "voices": "意见建议",
}
"""By the first part of a route's name."""
KEEPERS: Mapping[str, str] = {"audit": "操作记录", "system": "系统", "active": "系统", "invite": "系统"}
"""The administrators' pages are three screens: what does not begin so is the security administrator's."""


def screen_word(view: str) -> str:
    """The screen of a route (its name, `member:held`) in words."""
    screen, _, name = view.partition(":")
    if screen == "keepers":
        return KEEPERS.get(name.partition("_")[0], "账户与角色")
    return SCREENS.get(screen, ELSEWHERE)
