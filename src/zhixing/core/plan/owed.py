"""What each cell is owed by the rulebook (plan.owed), and the hours each tier may be planned for (plan.budget)."""

from __future__ import annotations

import datetime as dt

from zhixing.core.cells import CELLS, TIER_WORDS, Cell, Post, Tier
from zhixing.core.plan.cells import post_named, tier_named
from zhixing.core.plan.plan import Budget, Requirement
from zhixing.core.plan.seasons import EVERY_POST
from zhixing.core.rules.book import RulebookError, Rulebooks

ONCE = "轮训"
"""Instead of hours: one attendance of a lesson that names it."""
AT_WORK = "在职"
AT_WORK_TIERS = (Tier.LEADERSHIP, Tier.MIDDLE, Tier.COMMITTEE, Tier.FRONT, Tier.NEW)
_TARGETS = {
    "党员学时": "target.member_hours",
    "书记和班子成员学时": "target.committee_hours",
    "发展对象学时": "development.training",
}


def requirements(rules: Rulebooks, day: dt.date) -> tuple[Requirement, ...]:
    """What is owed on a day, keyed by its title. Raises RulebookError."""
    rule = rules.need("plan.owed", day)
    return tuple(_requirement(row) for row in rule.words("rows"))


def _requirement(row: str) -> Requirement:
    parts = [part.strip() for part in row.split("；")]
    try:
        title, category, amount, tiers, posts, priority, basis = parts
        hundredths = 0 if amount == ONCE else round(float(amount) * 100)
        cells = _cells(_tiers(tiers), _posts(posts))
        return Requirement(title, title, int(priority), cells, basis, category, hundredths)
    except ValueError as broken:
        raise RulebookError(f"必学内容“{row}”应写成“内容；类别；学时；层次；岗位；轻重；依据”") from broken


def _tiers(words: str) -> frozenset[Tier]:
    found: set[Tier] = set()
    for word in words.split("、"):
        found |= set(AT_WORK_TIERS) if word == AT_WORK else {tier_named(word)}
    return frozenset(found)


def _posts(words: str) -> frozenset[Post]:
    return frozenset(Post) if words == EVERY_POST else frozenset(post_named(one) for one in words.split("、"))


def _cells(tiers: frozenset[Tier], posts: frozenset[Post]) -> tuple[Cell, ...]:
    return tuple(cell for cell in CELLS if cell.tier in tiers and cell.post in posts)


def budgets(rules: Rulebooks, day: dt.date) -> tuple[Budget, ...]:
    """The hours of each tier on a day, in the order of tiers. Raises RulebookError."""
    found = {}
    for row in rules.need("plan.budget", day).words("rows"):
        tier, _, target = row.partition("＝")
        if target not in _TARGETS:
            raise RulebookError(f"学时预算“{row}”应写成“层次＝学时目标”，学时目标为 {'、'.join(_TARGETS)}")
        found[tier_named(tier)] = rules.need(_TARGETS[target], day).whole("hours") * 100
    missing = [TIER_WORDS[tier] for tier in Tier if tier not in found]
    if missing:
        raise RulebookError(f"学时预算缺 {'、'.join(missing)}")
    return tuple(Budget(tier, found[tier]) for tier in Tier)
