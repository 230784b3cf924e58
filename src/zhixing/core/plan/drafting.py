"""A whole draft with nothing typed: rhythm, duties, and the best choice of topics for the problems; with its reasons.

The same ledger and rulebooks give the same draft, whatever order things came in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from zhixing.core.cells import POST_WORDS, Cell, Post
from zhixing.core.plan.answering import Asked
from zhixing.core.plan.audience import Audience
from zhixing.core.plan.body import Body
from zhixing.core.plan.choosing import Choice, Chosen, Task, Topic, choose, topics
from zhixing.core.plan.explained import LeftOut
from zhixing.core.plan.explaining import explain, smallest
from zhixing.core.plan.matrix import reaches
from zhixing.core.plan.owed import AT_WORK_TIERS, budgets, requirements
from zhixing.core.plan.plan import AnnualPlan, Lesson, LessonPlan, Requirement, Way
from zhixing.core.plan.rhythm import Branch, beats, rhythm
from zhixing.core.plan.seasons import YearTime
from zhixing.core.plan.templates import Duty, Templates, filled
from zhixing.core.plan.windows import Windows
from zhixing.core.rules.book import Rulebooks

LECTURE = 1
"""Half-days of what is called a lecture; longer ones are 集中轮训."""
LONGEST_TITLE = 18
"""Characters of a problem in a lesson's title."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a draft is made from. `day`: whose rules hold."""

    year: int
    org: UUID
    day: dt.date
    audience: Audience
    asked: tuple[Asked, ...]
    branches: tuple[Branch, ...]
    time: YearTime
    rules: Rulebooks
    words: Templates


def draft(given: Given) -> Body:
    """The plan and why it is as it is. Raises RulebookError where a rule is missing."""
    owed, amounts = requirements(given.rules, given.day), budgets(given.rules, given.day)
    budget = {one.tier: one.hundredths for one in amounts}
    beat = rhythm(given.branches, given.asked, given.time, beats(given.rules, given.day), given.words)
    windows = Windows.of(given.rules, given.day, given.time)
    duties = tuple(
        lesson for n, one in enumerate(given.words.duties, 1) if (lesson := _duty(one, f"K{n:02d}", given))
    )
    cells = tuple(sorted(given.audience.held))
    taken = {cell: _rhythm_of(cell, beat, given) for cell in cells}
    due = {cell: sum(one.hundredths for one in duties if cell in one.cells) for cell in cells}
    room = {cell: budget[cell.tier] - taken[cell] - due[cell] for cell in cells}
    people = {cell: given.audience.expected(cell) for cell in cells}
    fewest = given.rules.need("plan.windows", given.day).whole("fewest")
    found = topics(given.asked, given.audience, given.words, year=given.year, org=given.org, fewest=fewest)
    chosen = choose(Task(found, cells, room, people))
    titles = {one.id: _title(one, given.words) for one in found}
    courses = _courses(chosen, titles, len(given.words.duties), given)
    late = frozenset(one.draft.title for one in given.words.duties if one.late)
    placed = windows.place((*duties, *courses), given.audience, first=len(duties), late=late)
    asked_of_all = tuple(_asked_for(one, given.asked) for one in courses)
    plan = AnnualPlan(given.year, given.org, (*placed, *beat), (*owed, *asked_of_all), amounts)
    reasons = explain(chosen, titles, duties, budget, taken, due)
    return Body(plan, replace(reasons, left_out=(*reasons.left_out, *_few(given, found))))


def _few(given: Given, found: Sequence[Topic]) -> tuple[LeftOut, ...]:
    """Problems that no topic answers: too few people would be reached."""
    answered = {one.id for topic in found for one in topic.problems}
    return tuple(
        LeftOut(one.text, (one.id,), 0, (), _few_words(one, given.audience))
        for one in given.asked
        if one.id not in answered
    )


def _few_words(one: Asked, audience: Audience) -> str:
    at_work = sum(audience.expected(cell) for cell in one.cells if cell.tier in AT_WORK_TIERS)
    return f"涉及的在职党员只有 {at_work} 人，不单独开课；由所在支部在主题党日里学"


def _rhythm_of(cell: Cell, beat: Sequence[Lesson], given: Given) -> int:
    """What the rhythm takes of somebody in a cell, in the branch where it takes most; hundredths of an hour."""
    audience = given.audience
    homes = {audience.branches[uid] for uid in audience.people(cell) if uid in audience.branches}
    return max(
        (sum(one.yearly for one in beat if reaches(one, cell, {home}, given.org)) for home in homes),
        default=0,
    )


def _duty(one: Duty, code: str, given: Given) -> Lesson | None:
    """The lesson of a duty; None where nobody stands in its tiers."""
    cells = tuple(sorted(cell for cell in given.audience.held if cell.tier in one.tiers))
    if not cells:
        return None
    return Lesson(
        id=uuid5(given.org, f"{given.year} duty {one.draft.title}"),
        code=code,
        title=one.draft.title,
        category=one.draft.category,
        forms=one.forms,
        way=Way.COURSE,
        ledgers=one.ledgers,
        minutes=one.size.minutes,
        org=given.org,
        half_days=one.size.half_days,
        cells=cells,
        duty=one.duty,
        meets=one.meets,
        plan=one.draft.plan,
    )


def _title(topic: Topic, words: Templates) -> str:
    base = words.topics.get(topic.category)
    first, others = topic.problems[0].text, len(topic.problems) - 1
    short = first if len(first) <= LONGEST_TITLE else f"{first[: LONGEST_TITLE - 1]}…"
    more = f"等 {others + 1} 个问题" if others else ""
    return f"{base.title if base else '专题学习'}（{short}{more}）"


def _courses(chosen: Chosen, titles: Mapping[UUID, str], before: int, given: Given) -> tuple[Lesson, ...]:
    found: list[Lesson] = []
    for n, topic in enumerate(chosen.task.topics):
        choice = smallest(topic.choices) if n in chosen.over else chosen.choice(n)
        if choice is not None:
            code = f"K{before + len(found) + 1:02d}"
            found.append(_course(topic, choice, titles[topic.id], code, given))
    return tuple(found)


def _course(topic: Topic, choice: Choice, title: str, code: str, given: Given) -> Lesson:
    lecture = choice.size.half_days == LECTURE
    duty = "；".join(f"上级必学：{one.text}" for one in topic.problems if one.must)
    return Lesson(
        id=topic.id,
        code=code,
        title=title,
        category=topic.category,
        forms=("专题讲座",) if lecture else ("集中轮训",),
        way=Way.COURSE,
        ledgers="A",
        minutes=choice.size.minutes,
        org=given.org,
        half_days=choice.size.half_days,
        cells=choice.cells,
        answers=tuple(one.id for one in topic.problems),
        duty=duty,
        meets=(title,),
        plan=_teaching(topic, choice, given.words),
    )


def _teaching(topic: Topic, choice: Choice, words: Templates) -> LessonPlan:
    base = words.topics.get(topic.category)
    plan = base.plan if base else LessonPlan(checklist=words.steps)
    held = {cell.post for cell in choice.cells}
    posts = [] if len(held) == len(Post) else [POST_WORDS[post] for post in Post if post in held]
    told = filled(plan, [one.text for one in topic.problems], posts)
    sources = [
        words.sources[name]
        for name in dict.fromkeys(one.source for one in topic.problems)
        if name in words.sources
    ]
    return replace(
        told,
        materials=(*told.materials, *(material for material, _ in sources)),
        questions=(*told.questions, *(question for _, question in sources)),
    )


def _asked_for(course: Lesson, asked: Sequence[Asked]) -> Requirement:
    """What a course for problems asks of its cells: to attend it once."""
    mine = [one for one in asked if one.id in course.answers]
    heaviest = max((one.weight for one in mine), default=1)
    priority = 3 if heaviest >= 4 or any(one.must for one in mine) else 2 if heaviest >= 2 else 1
    basis = "、".join(one.number or one.text for one in mine)
    return Requirement(course.title, course.title, priority, course.cells, basis)
