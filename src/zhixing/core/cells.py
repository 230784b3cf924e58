"""Tiers and post categories (层次、岗位类别): the matrix by which education is planned (条例第十条至第十五条 分层分类)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tier(StrEnum):
    """层次. The value is what is stored; `TIER_WORDS` what officers read. One person stands in one tier."""

    LEADERSHIP = "leadership"
    MIDDLE = "middle"
    COMMITTEE = "committee"
    FRONT = "front"
    NEW = "new"
    ACTIVIST = "activist"
    VETERAN = "veteran"


class Post(StrEnum):
    """岗位类别. The value is what is stored; `POST_WORDS` what officers read."""

    OFFICE = "office"
    ENFORCEMENT = "enforcement"
    MAINTENANCE = "maintenance"
    OVERLOAD = "overload"
    PASSENGER = "passenger"
    MARITIME = "maritime"
    WORKS = "works"
    TRANSPORT = "transport"


TIER_WORDS: dict[Tier, str] = {
    Tier.LEADERSHIP: "班子",
    Tier.MIDDLE: "中层",
    Tier.COMMITTEE: "支委",
    Tier.FRONT: "一线",
    Tier.NEW: "新党员",
    Tier.ACTIVIST: "积极分子",
    Tier.VETERAN: "老党员",
}
POST_WORDS: dict[Post, str] = {
    Post.OFFICE: "机关",
    Post.ENFORCEMENT: "执法",
    Post.MAINTENANCE: "养护",
    Post.OVERLOAD: "治超",
    Post.PASSENGER: "客运",
    Post.MARITIME: "海事",
    Post.WORKS: "工程",
    Post.TRANSPORT: "运管",
}


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """一格: a tier on a post."""

    tier: Tier
    post: Post

    @property
    def words(self) -> str:
        """As an officer says it: 一线·养护."""
        return f"{TIER_WORDS[self.tier]}·{POST_WORDS[self.post]}"


CELLS: tuple[Cell, ...] = tuple(Cell(tier, post) for tier in Tier for post in Post)
"""All cells, tier by tier."""
