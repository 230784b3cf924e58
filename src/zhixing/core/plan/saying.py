"""How a lesson's audience, time and length are said: on pages, in the plan table and in the official document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from zhixing.core.cells import CELLS, POST_WORDS, TIER_WORDS, Cell, Post, Tier
from zhixing.core.figures.figure import hours
from zhixing.core.plan.plan import Lesson, Way

EVERYBODY = "全体党员"
MONTHS = 12


def scope_words(cells: Iterable[Cell]) -> str:
    """`全体党员`, `中层、支委`, `一线（养护、治超）`, `各层次（海事）`; tiers with the same posts stand together."""
    held: dict[Tier, frozenset[Post]] = {}
    wanted = set(cells)
    if not wanted or len(wanted) == len(CELLS):
        return EVERYBODY
    for tier in Tier:
        posts = frozenset(one.post for one in wanted if one.tier is tier)
        if posts:
            held[tier] = posts
    together: dict[frozenset[Post], list[Tier]] = {}
    for tier, posts in held.items():
        together.setdefault(posts, []).append(tier)
    return "；".join(_group(tiers, posts) for posts, tiers in together.items())


def _group(tiers: Sequence[Tier], posts: frozenset[Post]) -> str:
    words = "各层次" if len(tiers) == len(Tier) else "、".join(TIER_WORDS[one] for one in tiers)
    if len(posts) == len(Post):
        return words
    return f"{words}（{'、'.join(POST_WORDS[one] for one in Post if one in posts)}）"


def months_of(lesson: Lesson) -> tuple[int, ...]:
    """The months, 1 to 12, in which it is held or may lie; none where it has no time yet."""
    if lesson.way is Way.COURSE and lesson.window is not None:
        first, last = lesson.window
        return tuple(range(first.month, (last.month if last.year == first.year else MONTHS) + 1))
    return tuple(sorted({day.month for day in lesson.days}))


def month_words(lesson: Lesson) -> str:
    """For the time column of the plan table: `3月`, `1月至12月每月`, `6月至9月分批`, `待定`."""
    months = months_of(lesson)
    if lesson.way is Way.COURSE and len(months) > 1:
        return f"{months[0]}月至{months[-1]}月分批"
    return span_words(months)


def span_words(months: Sequence[int]) -> str:
    """Months in their order: `3月`, `3、6、9月`, `1月至12月每月`; `待定` for none."""
    if not months:
        return "待定"
    if len(months) == 1:
        return f"{months[0]}月"
    if tuple(months) == tuple(range(months[0], months[-1] + 1)) and len(months) > 2:
        return f"{months[0]}月至{months[-1]}月每月"
    return "、".join(str(one) for one in months) + "月"


def time_words(lesson: Lesson) -> str:
    """`3月5日`; `每月5日`; `6月15日至9月10日间分批`; several days one after the other; `时间待定`."""
    if lesson.way is Way.COURSE and lesson.window is not None:
        first, last = lesson.window
        return f"{day_words(first)}至{day_words(last)}间分批"
    days = sorted(lesson.days)
    if not days:
        return "时间待定"
    if len(days) == MONTHS and len({one.day for one in days}) == 1:
        return f"每月{days[0].day}日"
    return "、".join(day_words(one) for one in days)


def day_words(day: dt.date) -> str:
    """3月5日."""
    return f"{day.month}月{day.day}日"


def hours_words(lesson: Lesson) -> str:
    """`2`, `2×12` where it is held several times, `不计` for what counts in no account."""
    if not lesson.hundredths:
        return "不计"
    each, times = hours(lesson.hundredths), max(1, lesson.sittings)
    return each if times == 1 else f"{each}×{times}"


LEDGER_WORDS = {"A": "集中学习", "B": "干部集中培训", "A+B": "集中学习和干部集中培训两账", "C": "网络自学"}


def ledger_words(ledgers: str) -> str:
    """Which account of hours one attendance counts in."""
    return LEDGER_WORDS.get(ledgers, "不计学时")


ORGAN = "机关党委"


def holder_words(name: str) -> str:
    """An organisation in a narrow column: 机关党委 of whatever organ, a branch without its ending."""
    return ORGAN if name.endswith(ORGAN) else name.removesuffix("党支部")
