"""Which problems may be one: by the likeness of their words, offered to a person, never merged by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from zhixing.core.problems.register import Problem

_IDLE = re.compile(r"[\s，。；：、！？（）“”《》,.;:!?()\"'\-—·]+|存在|问题|现象|情况|工作|方面")
"""What tells no problem from another."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A problem that may be the same one; `percent` of the words alike."""

    problem: Problem
    percent: int


def alike(one: Problem, others: Iterable[Problem], *, percent: int) -> tuple[Alike, ...]:
    """Problems whose words are alike by `percent` at least, the likest first; merged ones are left out."""
    words, found = _words(one.text), []
    for other in others:
        if other.id == one.id or other.into is not None or not words:
            continue
        share = _share(words, _words(other.text), percent)
        if share >= percent:
            found.append(Alike(other, share))
    return tuple(sorted(found, key=lambda each: (-each.percent, each.problem.year, each.problem.code)))


def _words(text: str) -> str:
    return _IDLE.sub("", text) or "".join(text.split())


def _share(one: str, other: str, percent: int) -> int:
    """The ratio in whole percent, the same whichever comes first; 0 where a quick look rules it out."""
    first, second = sorted((one, other))
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if matcher.real_quick_ratio() * 100 < percent or matcher.quick_ratio() * 100 < percent:
        return 0
    return int(matcher.ratio() * 100)
