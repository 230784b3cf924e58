"""What one version of a plan changed against another, lesson by lesson, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from zhixing.core.cells import TIER_WORDS
from zhixing.core.figures.figure import hours
from zhixing.core.plan.plan import WAY_WORDS, AnnualPlan, Lesson
from zhixing.core.plan.saying import day_words, ledger_words, scope_words, time_words


class Change(StrEnum):
    """What happened."""

    ADDED = "新增"
    REMOVED = "取消"
    CHANGED = "调整"


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: `what` it concerns (a lesson's title, 必学内容, 学时预算), and its sentences."""

    change: Change
    what: str
    words: tuple[str, ...]
    lesson: UUID | None = None


def differences(old: AnnualPlan, new: AnnualPlan) -> tuple[Difference, ...]:
    """Every change, in the order of the new plan, what was taken out behind it."""
    before, after = {one.id: one for one in old.lessons}, {one.id: one for one in new.lessons}
    found = []
    for lesson in new.lessons:
        held = before.get(lesson.id)
        if held is None:
            found.append(Difference(Change.ADDED, lesson.title, (_in_short(lesson),), lesson.id))
        elif held != lesson:
            found.append(Difference(Change.CHANGED, lesson.title, tuple(_changes(held, lesson)), lesson.id))
    for lesson in old.lessons:
        if lesson.id not in after:
            found.append(Difference(Change.REMOVED, lesson.title, (_in_short(lesson),), lesson.id))
    return (*found, *_frame(old, new))


def _in_short(lesson: Lesson) -> str:
    parts = (WAY_WORDS[lesson.way], time_words(lesson), scope_words(lesson.cells))
    return f"{'，'.join(parts)}，{hours(lesson.hundredths)} 学时"


def _changes(old: Lesson, new: Lesson) -> Iterator[str]:
    for title, before, after in (
        ("名称", old.title, new.title),
        ("类别", old.category, new.category),
        ("形式", "、".join(old.forms), "、".join(new.forms)),
        ("组织方式", WAY_WORDS[old.way], WAY_WORDS[new.way]),
        ("学时账", ledger_words(old.ledgers), ledger_words(new.ledgers)),
        ("时长", f"{old.minutes} 分钟", f"{new.minutes} 分钟"),
        ("长度", f"{old.half_days} 个半天", f"{new.half_days} 个半天"),
        ("参加范围", scope_words(old.cells), scope_words(new.cells)),
        ("上级要求", old.duty, new.duty),
        ("经费", old.fund, new.fund),
        ("备注", old.note, new.note),
    ):
        if before != after:
            yield f"{title}：{before or '（无）'} → {after or '（无）'}"
    yield from _times(old, new)
    if old.org != new.org:
        yield "组织者改了"
    if old.problems != new.problems:
        yield f"对应的问题：{len(old.problems)} 个 → {len(new.problems)} 个"
    if [one.title for one in old.themes] != [one.title for one in new.themes]:
        yield "各次主题改了"
    if old.meets != new.meets:
        yield f"抵的必学内容：{_list(old.meets)} → {_list(new.meets)}"
    if (old.venues, old.speakers) != (new.venues, new.speakers):
        yield "可用的场地、师资改了"
    if (old.capacity, old.max_runs) != (new.capacity, new.max_runs):
        yield f"每期人数、期数上限：{old.capacity}、{old.max_runs} → {new.capacity}、{new.max_runs}"
    if old.plan != new.plan:
        yield "教案改了"


def _times(old: Lesson, new: Lesson) -> Iterator[str]:
    if old.window != new.window:
        yield f"时间：{_window(old.window)} → {_window(new.window)}"
    gone = [day for day in old.days if day not in new.days]
    come = [day for day in new.days if day not in old.days]
    if gone or come:
        yield f"日期：{_days(gone)} → {_days(come)}"


def _window(window: tuple[dt.date, dt.date] | None) -> str:
    return f"{day_words(window[0])}至{day_words(window[1])}" if window else "待定"


def _days(days: Sequence[dt.date]) -> str:
    return "、".join(day_words(day) for day in days) or "（无）"


def _list(words: Sequence[str]) -> str:
    return "、".join(words) or "（无）"


def _frame(old: AnnualPlan, new: AnnualPlan) -> Iterator[Difference]:
    """Requirements and budgets."""
    before, after = {one.key: one for one in old.requirements}, {one.key: one for one in new.requirements}
    told = [f"新增：{one.title}" for key, one in after.items() if key not in before]
    told += [f"取消：{one.title}" for key, one in before.items() if key not in after]
    told += [f"调整：{one.title}" for key, one in after.items() if key in before and before[key] != one]
    if told:
        yield Difference(Change.CHANGED, "必学内容", tuple(told))
    was = {one.tier: one.hundredths for one in old.budgets}
    now = {one.tier: one.hundredths for one in new.budgets}
    moved = [
        f"{TIER_WORDS[tier]}：{hours(was.get(tier, 0))} → {hours(now.get(tier, 0))} 学时"
        for tier in {**was, **now}
        if was.get(tier) != now.get(tier)
    ]
    if moved:
        yield Difference(Change.CHANGED, "学时预算", tuple(moved))
