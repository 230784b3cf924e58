"""Whom a name that fits nobody, or more than one, may have meant: offered for a person to choose, never taken.

Namesakes first; else names that differ by one letter, by the order of letters, or that sound alike.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from uuid import UUID

from zhixing.core.intake.rulings import Listed
from zhixing.core.names import parse_ref
from zhixing.core.strokes import stroke_key

MOST = 8
"""How many are offered; more would be a search."""

Sound = Callable[[str], str]
"""How a name sounds, without tones; two names that sound alike give the same text."""


def candidates(
    value: str,
    listed: Sequence[Listed],
    *,
    sound: Sound,
    within: Collection[UUID] | None = None,
) -> tuple[Listed, ...]:
    """Whom `value` (a name as written, brackets included) may mean; `within` limits to these branches."""
    name = parse_ref(value).name
    reach = [one for one in listed if within is None or one.branch in within]
    same = [one for one in reach if one.name == name]
    if same:
        return tuple(sorted(same, key=_order))[:MOST]
    alike = [one for one in reach if _one_letter_apart(name, one.name)]
    if len(name) > 1:
        told = sound(name)
        alike += [one for one in reach if one not in alike and sound(one.name) == told]
    return tuple(sorted(alike, key=_order))[:MOST]


def _order(one: Listed) -> tuple[object, ...]:
    return (stroke_key(one.name), one.branch_name, one.group)


def _one_letter_apart(name: str, other: str) -> bool:
    """One letter replaced, left out, added, or two changed about; of two letters one must be the surname."""
    if len(name) < 2 or abs(len(name) - len(other)) > 1:
        return False
    if len(name) == len(other):
        differing = [n for n, (a, b) in enumerate(zip(name, other, strict=True)) if a != b]
        if len(name) == 2:
            return differing == [1] or name == other[::-1]
        turned = sorted(name) == sorted(other) and len(differing) == 2
        return len(differing) == 1 or turned
    short, long = sorted((name, other), key=len)
    return len(short) > 1 and any(long[:n] + long[n + 1 :] == short for n in range(len(long)))
