"""A blueprint (组卷方案): how many questions of which form and subject, worth how much, in how many minutes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from zhixing.core.questions.question import FORM_WORDS, Form, Question

MOST_ITEMS = 200
"""Questions of one paper."""
MOST_MINUTES = 240
MOST_MARKS = 100_000
"""Full marks of one paper, in hundredths of a point."""


class BlueprintError(ValueError):
    """A blueprint nobody can draw from; the sentence says what to change."""


@dataclass(frozen=True, slots=True)
class Part:
    """`count` questions of a form, each worth `marks` hundredths of a point; empty words leave a choice open."""

    form: Form
    count: int
    marks: int
    category: str = ""
    topic: str = ""
    document: str = ""

    def takes(self, question: Question) -> bool:
        """Whether a question belongs here."""
        return (
            question.form is self.form
            and self.category in ("", question.category)
            and (not self.topic or self.topic in question.topics)
            and (not self.document or any(one.document == self.document for one in question.cites))
        )

    @property
    def words(self) -> str:
        """`单选 10 道（党章党规，每道 2 分）`."""
        about = [one for one in (self.category, self.topic, self.document) if one]
        return f"{FORM_WORDS[self.form]} {self.count} 道（{'、'.join([*about, f'每道 {points(self.marks)} 分'])}）"


@dataclass(frozen=True, slots=True)
class Blueprint:
    """A paper to be drawn. `minutes`: 0 without a limit. `anchors`: how many anchor items (锚题) at the least.

    `checked_only`: only questions that somebody has compared with their article. `half`: a multiple choice answered
    with some of the right options and no wrong one has half its marks (漏选得一半). `open_book`: 开卷.
    """

    parts: tuple[Part, ...]
    minutes: int = 0
    anchors: int = 0
    shuffle_items: bool = True
    shuffle_options: bool = True
    checked_only: bool = False
    half: bool = False
    open_book: bool = True

    @property
    def count(self) -> int:
        """Questions of the paper."""
        return sum(part.count for part in self.parts)

    @property
    def full(self) -> int:
        """Full marks in hundredths of a point."""
        return sum(part.count * part.marks for part in self.parts)


def check(blueprint: Blueprint) -> None:
    """Raises BlueprintError, with a sentence for whoever filled it in."""
    if not blueprint.parts:
        raise BlueprintError("请至少写一行：什么题型、几道、每道几分")
    for nth, part in enumerate(blueprint.parts, 1):
        if part.count < 1 or part.marks < 1:
            raise BlueprintError(f"第 {nth} 行：题数和每道的分数都应大于 0")
    if blueprint.count > MOST_ITEMS:
        raise BlueprintError(f"一份试卷最多 {MOST_ITEMS} 道题，这里合计 {blueprint.count} 道")
    if blueprint.full > MOST_MARKS:
        raise BlueprintError(
            f"满分最多 {points(MOST_MARKS)} 分，这里合计 {points(blueprint.full)} 分；请减少题数或者每道的分数"
        )
    if not 0 <= blueprint.minutes <= MOST_MINUTES:
        raise BlueprintError(f"时限应在 0 到 {MOST_MINUTES} 分钟之间，0 表示不限时")
    if not 0 <= blueprint.anchors <= blueprint.count:
        raise BlueprintError(f"锚题最多和题数一样多（{blueprint.count} 道），写的是 {blueprint.anchors} 道")


def points(hundredths: int) -> str:
    """Marks as people write them: `2`, `2.5`, `0.25`."""
    sign, whole = ("-" if hundredths < 0 else ""), abs(hundredths)
    return f"{sign}{whole // 100}" + (f".{whole % 100:02d}".rstrip("0") if whole % 100 else "")


def usable(blueprint: Blueprint, bank: Collection[Question]) -> tuple[Question, ...]:
    """The questions of a bank that the blueprint allows at all, each once in its latest version."""
    latest: dict[object, Question] = {}
    for one in bank:
        held = latest.get(one.id)
        if held is None or held.version < one.version:
            latest[one.id] = one
    return tuple(one for one in latest.values() if one.reviewed or not blueprint.checked_only)
