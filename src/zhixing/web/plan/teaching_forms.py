"""The form of a 教案: goal, materials, speaker, questions, test items, the action asked for, the checklist."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from django import forms
from django.forms import BoundField

from zhixing.core.plan.plan import LessonPlan, Step

MOST_STEPS, FREE = 12, 2
"""Steps of a checklist, and empty rows below the last one."""
LONGEST, MANY = 1200, 12
_ROW = re.compile(r"step-(\d+)-key")


@dataclass(frozen=True, slots=True)
class StepRow:
    """A row of the checklist in the form, as typed."""

    number: int
    key: str
    text: str
    before: str
    who: str
    error: str = ""


class TeachingForm(forms.Form):
    """A 教案. Lists are typed one below the other. `plan` gives it as filled in."""

    goal = forms.CharField(
        label="学习目标", widget=forms.Textarea(attrs={"rows": 2}), max_length=300, required=False
    )
    speaker = forms.CharField(label="主讲人", max_length=40, required=False)
    materials = forms.CharField(
        label="学习材料",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        required=False,
        help_text="一行一份",
    )
    questions = forms.CharField(
        label="讨论题",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        required=False,
        help_text="一行一题",
    )
    tests = forms.CharField(
        label="测验题",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        required=False,
        help_text="一行一题，可以不写",
    )
    action = forms.CharField(
        label="会后行动",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=300,
        required=False,
        help_text="学完要做的一件实事",
    )
    reason = forms.CharField(label="调整理由", max_length=300, required=False)
    based_on = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, base: LessonPlan, based_on: int, reason: bool) -> None:  # noqa: ANN401 - as Django
        initial = {
            "goal": base.goal,
            "speaker": base.speaker,
            "materials": "\n".join(base.materials),
            "questions": "\n".join(base.questions),
            "tests": "\n".join(base.tests),
            "action": base.action,
            "based_on": based_on,
        }
        super().__init__(data, label_suffix="", initial=initial)
        self.base = base
        self.fields["reason"].required = reason
        if not reason:
            del self.fields["reason"]
        self.steps = tuple(_typed(data) if data is not None else _known(base.checklist))

    def clean(self) -> dict[str, Any]:
        """The checklist: a step without words is left out, its days are a whole number."""
        said = super().clean() or {}
        wrong = [one for one in self.steps if one.error]
        if wrong:
            self.add_error(None, f"备课清单第 {wrong[0].number + 1} 行：{wrong[0].error}")
        for name in ("materials", "questions", "tests"):
            if len(_lines(said.get(name, ""))) > MANY:
                self.add_error(name, f"最多 {MANY} 行，一页印得下；多的请并成一行")
        return said

    def plan(self) -> LessonPlan:
        """The 教案 as filled in."""
        said = self.cleaned_data
        return LessonPlan(
            goal=said["goal"],
            speaker=said["speaker"],
            materials=_lines(said["materials"]),
            questions=_lines(said["questions"]),
            tests=_lines(said["tests"]),
            action=said["action"],
            checklist=tuple(self._steps()),
        )

    def _steps(self) -> Iterator[Step]:
        """Each step under its own key; a new one gets the next number that is free."""
        used = {one.key for one in self.base.checklist} | {one.key for one in self.steps}
        free = (key for key in (f"own-{n}" for n in count(1)) if key not in used)
        for one in self.steps:
            if one.text:
                yield Step(one.key or next(free), one.text, int(one.before or 0), one.who)

    @property
    def asked(self) -> list[BoundField]:
        """All but the reason."""
        return [self[name] for name in ("goal", "speaker", "materials", "questions", "tests", "action")]


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _known(steps: Iterable[Step]) -> Iterator[StepRow]:
    number = -1
    for number, one in enumerate(steps):
        yield StepRow(number, one.key, one.text, str(one.days_before), one.who)
    for n in range(number + 1, min(number + 1 + FREE, MOST_STEPS)):
        yield StepRow(n, "", "", "", "")


def _typed(data: Any) -> Iterator[StepRow]:  # noqa: ANN401 - as Django
    numbers = sorted({int(read[1]) for name in data if (read := _ROW.fullmatch(name))})[:MOST_STEPS]
    for n in numbers:
        key, text, before, who = (
            data.get(f"step-{n}-{part}", "").strip()[:80] for part in ("key", "text", "before", "who")
        )
        error = ""
        if text and before and not (before.isascii() and before.isdigit() and int(before) <= 365):
            error = f"“提前几天”要填 0 到 365 的整数，写的是“{before}”"
        yield StepRow(n, key, text, before, who, error)
