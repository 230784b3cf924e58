"""教案, a lesson on one page: what it answers, how it is taught, what must be ready; in Word and as PDF/A."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from zhixing.interop.documents.official import Side
from zhixing.interop.documents.sheet import Frame, Leaf, Part, Ruled, Words, across, booklet_pdf, named
from zhixing.interop.documents.word import fill

TITLE = "教  案"
_WIDTHS = (26.0, 52.0, 26.0, 52.0)
_STEPS = (14.0, 24.0, 92.0, 26.0)
_SIDES: tuple[Side, ...] = ("c", "c", "l", "c")
_HEADS = ("提前", "谁来办", "备课清单", "备好打勾")
_SIGN = "主讲人签字：                    责任人签字：                    年   月   日"


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of the checklist; `done` the day it was ready, or empty for the pen."""

    before: str
    who: str
    text: str
    done: str


@dataclass(frozen=True, slots=True)
class LessonSheet:
    """A lesson as the form shows it; an empty field is left to the pen."""

    under: str
    title: str
    when: str
    hours: str
    category: str
    form: str
    scope: str
    way: str
    speaker: str
    owner: str
    answers: str
    goal: str
    materials: tuple[str, ...]
    questions: tuple[str, ...]
    tests: tuple[str, ...]
    action: str
    steps: tuple[StepLine, ...]


def lesson_docx(sheet: LessonSheet, *, day: dt.date) -> bytes:
    """The lesson plan in Word."""
    lists = {"materials": sheet.materials, "questions": sheet.questions, "tests": sheet.tests}
    plain = {name: getattr(sheet, name) for name in LessonSheet.__dataclass_fields__}
    shown = plain | {name: _numbered(lines) for name, lines in lists.items()} | {"steps": _steps(sheet)}
    values: dict[str, object] = {"title": TITLE, "s": shown}
    return fill("lesson_plan", values, title=f"教案：{sheet.title}", day=day)


def lesson_pdf(sheet: LessonSheet, *, day: dt.date, fonts: Path | None = None) -> bytes:
    """The lesson plan as PDF/A. Raises `PdfError` where no font draws a character."""
    rows = [
        across("课    题", sheet.title),
        named(("时    间", sheet.when), ("学    时", sheet.hours)),
        named(("内容类别", sheet.category), ("形    式", sheet.form)),
        named(("参加范围", sheet.scope), ("组织方式", sheet.way)),
        named(("主 讲 人", sheet.speaker), ("责任单位", sheet.owner)),
        across("对应问题", sheet.answers),
        across("学习目标", sheet.goal, tall=14),
        across("学习材料", _numbered(sheet.materials), tall=14),
        across("讨论题", _numbered(sheet.questions), tall=14),
        across("测验题", _numbered(sheet.tests), tall=14),
        across("会后行动", sheet.action, tall=12),
    ]
    steps = tuple((one.before, one.who, one.text, one.done) for one in _steps(sheet))
    parts: tuple[Part, ...] = (
        Frame(_WIDTHS, tuple(rows)),
        Ruled(_HEADS, steps, _STEPS, _SIDES, bound=True),
        Words("sign", _SIGN),
    )
    leaf = Leaf(TITLE, sheet.under, parts)
    return booklet_pdf(f"教案：{sheet.title}", [leaf], day=day, fonts=fonts)


def _numbered(lines: Sequence[str]) -> tuple[str, ...]:
    """One or none stands as it is; several get their numbers."""
    if len(lines) < 2:
        return tuple(lines) or ("",)
    return tuple(f"{n}．{line}" for n, line in enumerate(lines, 1))


def _steps(sheet: LessonSheet) -> tuple[StepLine, ...]:
    """The steps; three empty lines where none are written yet."""
    return sheet.steps or (StepLine("", "", "", ""),) * 3
