"""The annual plan as JSON, so that every version can be kept whole: `decode_plan(encode_plan(p)) == p`."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from zhixing.core.cells import Cell, Post, Tier
from zhixing.core.plan.plan import AnnualPlan, Budget, Lesson, LessonPlan, Requirement, Step, Theme, Way

VERSION = 1
"""Of the shape written here; a reader refuses what it does not know."""


class WireError(ValueError):
    """A text that is no plan of a version known here."""


def encode_plan(plan: AnnualPlan) -> str:
    """Canonical JSON: sorted keys, ISO days, ids as hex."""
    return json.dumps(as_tree(plan), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def decode_plan(text: str) -> AnnualPlan:
    """The plan written as `text`. Raises WireError."""
    try:
        return from_tree(json.loads(text))
    except (AttributeError, KeyError, TypeError, ValueError) as broken:
        raise WireError(f"这份计划不是本版本认识的样子：{broken}") from broken


def as_tree(plan: AnnualPlan) -> dict[str, Any]:
    """The plan as plain values."""
    return {
        "version": VERSION,
        "year": plan.year,
        "org": plan.org.hex,
        "lessons": [_lesson(one) for one in plan.lessons],
        "requirements": [_requirement(one) for one in plan.requirements],
        "budgets": [[one.tier.value, one.hundredths] for one in plan.budgets],
    }


def from_tree(tree: Mapping[str, Any]) -> AnnualPlan:
    """The plan that plain values describe. Raises KeyError, TypeError and ValueError for any other shape."""
    if tree["version"] != VERSION:
        raise ValueError(f"版本 {tree['version']}")
    return AnnualPlan(
        year=tree["year"],
        org=UUID(tree["org"]),
        lessons=tuple(_read_lesson(one) for one in tree["lessons"]),
        requirements=tuple(_read_requirement(one) for one in tree["requirements"]),
        budgets=tuple(Budget(Tier(tier), amount) for tier, amount in tree["budgets"]),
    )


def _lesson(one: Lesson) -> dict[str, Any]:
    return {
        "id": one.id.hex,
        "code": one.code,
        "title": one.title,
        "category": one.category,
        "forms": list(one.forms),
        "way": one.way.value,
        "ledgers": one.ledgers,
        "minutes": one.minutes,
        "org": one.org.hex,
        "half_days": one.half_days,
        "cells": _cells(one.cells),
        "days": [day.isoformat() for day in one.days],
        "themes": [[each.title, each.category, _ids(each.answers)] for each in one.themes],
        "window": [day.isoformat() for day in one.window] if one.window else None,
        "answers": _ids(one.answers),
        "duty": one.duty,
        "meets": list(one.meets),
        "venues": _ids(one.venues),
        "speakers": _ids(one.speakers),
        "capacity": one.capacity,
        "max_runs": one.max_runs,
        "fund": one.fund,
        "note": one.note,
        "plan": _teaching(one.plan),
    }


def _read_lesson(tree: Mapping[str, Any]) -> Lesson:
    window = tuple(dt.date.fromisoformat(day) for day in tree["window"] or ())
    return Lesson(
        id=UUID(tree["id"]),
        code=tree["code"],
        title=tree["title"],
        category=tree["category"],
        forms=tuple(tree["forms"]),
        way=Way(tree["way"]),
        ledgers=tree["ledgers"],
        minutes=tree["minutes"],
        org=UUID(tree["org"]),
        half_days=tree["half_days"],
        cells=_read_cells(tree["cells"]),
        days=tuple(dt.date.fromisoformat(day) for day in tree["days"]),
        themes=tuple(Theme(title, kind, _read_ids(answers)) for title, kind, answers in tree["themes"]),
        window=(window[0], window[1]) if window else None,
        answers=_read_ids(tree["answers"]),
        duty=tree["duty"],
        meets=tuple(tree["meets"]),
        venues=_read_ids(tree["venues"]),
        speakers=_read_ids(tree["speakers"]),
        capacity=tree["capacity"],
        max_runs=tree["max_runs"],
        fund=tree["fund"],
        note=tree["note"],
        plan=_read_teaching(tree["plan"]),
    )


def _teaching(plan: LessonPlan) -> dict[str, Any]:
    return {
        "goal": plan.goal,
        "materials": list(plan.materials),
        "speaker": plan.speaker,
        "questions": list(plan.questions),
        "tests": list(plan.tests),
        "action": plan.action,
        "checklist": [[one.key, one.text, one.days_before, one.who] for one in plan.checklist],
    }


def _read_teaching(tree: Mapping[str, Any]) -> LessonPlan:
    return LessonPlan(
        goal=tree["goal"],
        materials=tuple(tree["materials"]),
        speaker=tree["speaker"],
        questions=tuple(tree["questions"]),
        tests=tuple(tree["tests"]),
        action=tree["action"],
        checklist=tuple(Step(*step) for step in tree["checklist"]),
    )


def _requirement(one: Requirement) -> dict[str, Any]:
    return {
        "key": one.key,
        "title": one.title,
        "priority": one.priority,
        "cells": _cells(one.cells),
        "basis": one.basis,
        "category": one.category,
        "hundredths": one.hundredths,
    }


def _read_requirement(tree: Mapping[str, Any]) -> Requirement:
    return Requirement(
        key=tree["key"],
        title=tree["title"],
        priority=tree["priority"],
        cells=_read_cells(tree["cells"]),
        basis=tree["basis"],
        category=tree["category"],
        hundredths=tree["hundredths"],
    )


def _cells(cells: Iterable[Cell]) -> list[str]:
    return [f"{one.tier.value}/{one.post.value}" for one in cells]


def _read_cells(words: Iterable[str]) -> tuple[Cell, ...]:
    pairs = [word.split("/") for word in words]
    return tuple(Cell(Tier(tier), Post(post)) for tier, post in pairs)


def _ids(ids: Iterable[UUID]) -> list[str]:
    return [one.hex for one in ids]


def _read_ids(ids: Iterable[str]) -> tuple[UUID, ...]:
    return tuple(UUID(one) for one in ids)
