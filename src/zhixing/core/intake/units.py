"""How clerks spell branches and groups: every form under which one of them may be meant."""

from __future__ import annotations

import re

_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0"}
_SUFFIXES = (
    ("临时党支部", ("党支部", "支部", "临时支部")),
    ("联合党支部", ("党支部", "支部", "联合支部")),
    ("临时支部", ("党支部", "支部", "临时党支部")),
    ("联合支部", ("党支部", "支部", "联合党支部")),
    ("党支部", ("支部",)),
    ("支部", ("党支部",)),
)


def branch_forms(branch: str) -> frozenset[str]:
    """A branch by its full name, and by shorter endings or none (公路养护中心党支部, 公路养护中心)."""
    name = plain_unit(branch)
    for suffix, others in _SUFFIXES:
        stem = name.removesuffix(suffix)
        if stem and stem != name:
            return frozenset({name, stem, *(stem + other for other in others)})
    return frozenset({name} - {""})


def group_forms(group: str) -> frozenset[str]:
    """第2党小组, 第2小组, 2组 …"""
    name = plain_unit(group)
    number = re.fullmatch(r"第?(\d+)(?:党小组|小组|组)", name)
    if not number:
        return frozenset({name} - {""})
    n = number[1]
    return frozenset(f"{ordinal}{n}{unit}" for ordinal in ("第", "") for unit in ("党小组", "小组", "组"))


def plain_unit(text: str) -> str:
    """Without spaces and commas, Chinese numerals of groups as digits (up to twelve, as many as groups come)."""
    bare = re.sub(r"[\s\u3000、,,/.·—-]+", "", text)
    bare = re.sub(r"十([一二])?(?=党小组|小组|组)", lambda m: f"1{_DIGITS.get(m[1] or '〇')}", bare)
    return re.sub(r"[〇零一二三四五六七八九](?=党小组|小组|组)", lambda m: _DIGITS[m[0]], bare)
