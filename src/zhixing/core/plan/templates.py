"""教案底稿 and sizes of lessons from `data/lessons.toml`: the words with which a draft begins."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from zhixing.core.cells import TIER_WORDS, Tier
from zhixing.core.plan.plan import LessonPlan, Step

_TIERS = {word: tier for tier, word in TIER_WORDS.items()}
LAST_DAYS = 3
"""A meeting's checklist begins so many days before."""
PROBLEM, POST = "{问题}", "{岗位}"


@dataclass(frozen=True, slots=True)
class Size:
    """How big a lesson is. `minutes` of one attendance; `effect`: how far it goes against a problem, percent."""

    name: str
    minutes: int
    half_days: int
    effect: int

    @property
    def hundredths(self) -> int:
        """Credit of one attendance in hundredths of an hour."""
        return self.minutes // 30 * 50


@dataclass(frozen=True, slots=True)
class Scope:
    """Which tiers take part."""

    name: str
    tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A lesson to begin with: title, category and its 教案."""

    title: str
    category: str
    plan: LessonPlan


@dataclass(frozen=True, slots=True)
class Duty:
    """A lesson that must be held: for whom, how big, which requirements it meets (by title), what it follows from.

    `late`: it comes after others, late in the year.
    """

    draft: Draft
    tiers: tuple[Tier, ...]
    size: Size
    ledgers: str
    forms: tuple[str, ...]
    meets: tuple[str, ...]
    duty: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A statutory form: `short` begins its lessons' codes; category "" changes with the month."""

    name: str
    short: str
    category: str
    duty: str
    plan: LessonPlan


@dataclass(frozen=True, slots=True)
class Templates:
    """Everything in the file. `months`: title and category of the theme day of each month."""

    sizes: tuple[Size, ...]
    scopes: tuple[Scope, ...]
    topics: Mapping[str, Draft]
    duties: tuple[Duty, ...]
    sources: Mapping[str, tuple[str, str]]
    forms: Mapping[str, Form]
    months: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]


@cache
def templates() -> Templates:
    """The file that comes with the program, read on the first question."""
    return read_templates((files("zhixing.core") / "data" / "lessons.toml").read_text("utf-8"))


def read_templates(text: str) -> Templates:
    """Templates written as TOML."""
    tree = tomllib.loads(text)
    steps = tuple(Step(one["key"], one["text"], one["days_before"], one["who"]) for one in tree["step"])
    sizes = tuple(Size(one["name"], one["minutes"], one["half_days"], one["effect"]) for one in tree["size"])
    by_name = {one.name: one for one in sizes}
    return Templates(
        sizes=sizes,
        scopes=tuple(Scope(one["name"], _tiers(one["tiers"])) for one in tree["scope"]),
        topics={one["category"]: _draft(one, steps) for one in tree["topic"]},
        duties=tuple(_duty(one, by_name, steps) for one in tree["duty"]),
        sources={one["name"]: (one["material"], one["question"]) for one in tree["source"]},
        forms={one["name"]: _form(one, steps) for one in tree["form"]},
        months=tuple((one["title"], one["category"]) for one in tree["month"]),
        steps=steps,
    )


def filled(plan: LessonPlan, problems: Sequence[str], posts: Sequence[str]) -> LessonPlan:
    """The 教案 with the problems answered and the posts concerned put in."""
    said, where = "；".join(problems) or "本单位实际", "、".join(posts) or "各"

    def put(text: str) -> str:
        return text.replace(PROBLEM, said).replace(POST, where)

    return LessonPlan(
        goal=put(plan.goal),
        materials=tuple(put(one) for one in plan.materials),
        speaker=plan.speaker,
        questions=tuple(put(one) for one in plan.questions),
        tests=tuple(put(one) for one in plan.tests),
        action=put(plan.action),
        checklist=plan.checklist,
    )


def _tiers(words: Sequence[str]) -> tuple[Tier, ...]:
    return tuple(_TIERS[word] for word in words)


def _draft(tree: Mapping[str, Any], steps: tuple[Step, ...]) -> Draft:
    return Draft(tree["title"], tree["category"], _plan(tree, steps))


def _duty(tree: Mapping[str, Any], sizes: Mapping[str, Size], steps: tuple[Step, ...]) -> Duty:
    return Duty(
        _draft(tree, steps),
        _tiers(tree["tiers"]),
        sizes[tree["size"]],
        tree["ledgers"],
        tuple(tree["forms"]),
        tuple(tree["meets"]),
        tree["duty"],
        tree.get("late", False),
    )


def _form(tree: Mapping[str, Any], steps: tuple[Step, ...]) -> Form:
    named = tree.get("steps")
    short = tuple(one for one in steps if (one.key in named if named else one.days_before <= LAST_DAYS))
    return Form(tree["name"], tree["short"], tree["category"], tree["duty"], _plan(tree, short))


def _plan(tree: Mapping[str, Any], steps: tuple[Step, ...]) -> LessonPlan:
    return LessonPlan(
        goal=tree["goal"],
        materials=tuple(tree["materials"]),
        speaker=tree["speaker"],
        questions=tuple(tree["questions"]),
        tests=tuple(tree["tests"]),
        action=tree["action"],
        checklist=steps,
    )
