"""Two versions of a question side by side, and questions that ask the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from zhixing.core.questions.question import Question
from zhixing.core.questions.words import fold_stem, parts


@dataclass(frozen=True, slots=True)
class Difference:
    """A part that is not the same: its name, what it said before and says now (empty: was not there)."""

    what: str
    before: str
    after: str


def differences(before: Question, after: Question) -> tuple[Difference, ...]:
    """What changed from one version to another, in the order of a question's parts."""
    was, now = ({one.what: one.words for one in parts(each)} for each in (before, after))
    names = dict.fromkeys((*was, *now))
    return tuple(
        Difference(name, was.get(name, ""), now.get(name, ""))
        for name in sorted(names, key=_place)
        if was.get(name, "") != now.get(name, "")
    )


def doubles(questions: Iterable[Question]) -> tuple[tuple[Question, ...], ...]:
    """Groups of questions whose stems are the same but for punctuation, spaces and case, each two or more."""
    by_stem: dict[str, list[Question]] = defaultdict(list)
    for one in questions:
        by_stem[fold_stem(one.stem)].append(one)
    return tuple(tuple(group) for group in by_stem.values() if len(group) > 1)


ORDER = ("题型", "题干", "选项", "答案", "参考答案", "解析", "依据", "类别", "知识点", "锚题", "备注")


def _place(name: str) -> tuple[int, str]:
    return ORDER.index(name.partition(" ")[0]), name
