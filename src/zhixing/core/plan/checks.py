"""What a plan is asked before it is approved: what stands in the way (hard), and what must be seen (soft).

Hard is what articles and the organ's own rule demand: every lesson answers a problem or a duty, what a superior asks
for is there, every branch has its statutory rhythm, nobody is left without any lesson. The rest people weigh.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from zhixing.core.cells import TIER_WORDS, Cell, Tier
from zhixing.core.facts.forms import forms_in
from zhixing.core.figures.figure import hours
from zhixing.core.plan.answering import Asked
from zhixing.core.plan.audience import Audience
from zhixing.core.plan.clash import clash
from zhixing.core.plan.matrix import CellView
from zhixing.core.plan.plan import AnnualPlan, Lesson, Way
from zhixing.core.plan.rhythm import COMMITTEE, GROUP, Beat, Branch
from zhixing.core.plan.seasons import YearTime

HEAVIEST = 3
"""Priority of what is owed by article."""


class Sort(StrEnum):
    """What sort of finding it is, in the order of lists."""

    UNANSWERED = "unanswered"
    MUST = "must"
    PROBLEM = "problem"
    OWED = "owed"
    HOURS = "hours"
    TEACHING = "teaching"
    CLASH = "clash"
    PEOPLE = "people"
    CALENDAR = "calendar"


SORT_WORDS: dict[Sort, str] = {
    Sort.UNANSWERED: "没有对应问题或上级要求的课",
    Sort.MUST: "上级必学和法定节拍没有排全",
    Sort.PROBLEM: "还没有课的问题",
    Sort.OWED: "必学内容有缺的格子",
    Sort.HOURS: "学时超出或不足的层次",
    Sort.TEACHING: "教案或时间不完整的课",
    Sort.CLASH: "时间冲突",
    Sort.PEOPLE: "层次或岗位认不准的人",
    Sort.CALENDAR: "日历和繁忙时段",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing: a sentence, what it concerns, what to do. `hard` blocks approval; anything else must be seen."""

    sort: Sort
    hard: bool
    words: str
    remedy: str = ""
    lesson: UUID | None = None
    problem: UUID | None = None
    cell: Cell | None = None
    tier: Tier | None = None
    people: int = 0


@dataclass(frozen=True, slots=True)
class Bench:
    """What a plan is held against. `seasons_known`: busy seasons of the year have been entered."""

    audience: Audience
    asked: tuple[Asked, ...]
    branches: tuple[Branch, ...]
    beats: tuple[Beat, ...]
    time: YearTime
    cells: tuple[CellView, ...]
    seasons_known: bool


def check(plan: AnnualPlan, bench: Bench) -> tuple[Finding, ...]:
    """Every finding, hard ones first, then in the order of sorts."""
    found = [
        *_unanswered(plan),
        *_must(plan, bench),
        *_rhythm(plan, bench),
        *_problems(plan, bench),
        *_owed(bench),
        *_hours(bench),
        *_teaching(plan),
        *(
            Finding(
                Sort.CLASH,
                False,
                one.words,
                "可换：" + "；".join(each.words for each in one.alternatives),
                lesson.id,
            )
            for lesson in plan.lessons
            for one in clash(plan, lesson, bench.time)
        ),
        *_people(bench),
        *_calendar(plan, bench),
    ]
    order = list(Sort)
    return tuple(sorted(found, key=lambda one: (not one.hard, order.index(one.sort))))


def _unanswered(plan: AnnualPlan) -> Iterator[Finding]:
    for lesson in plan.lessons:
        if not lesson.answered:
            words = f"{lesson.code}《{lesson.title}》没有对应的问题，也没有上级要求"
            yield Finding(
                Sort.UNANSWERED,
                True,
                words,
                "挂上它要解决的问题或写明上级要求；都没有的，取消这一课",
                lesson.id,
            )


def _must(plan: AnnualPlan, bench: Bench) -> Iterator[Finding]:
    answered = {uid for lesson in plan.lessons for uid in lesson.problems}
    for one in bench.asked:
        if one.must and one.id not in answered:
            words = f"上级必学 {one.number}“{one.text}”没有安排"
            yield Finding(Sort.MUST, True, words, "排一门课，或写进主题党日", problem=one.id)


def _rhythm(plan: AnnualPlan, bench: Bench) -> Iterator[Finding]:
    """Each branch's statutory forms, as often as their months that are still to come."""
    held: dict[tuple[UUID, str], set[int]] = {}
    for lesson in plan.lessons:
        for form in {each for word in lesson.forms for each in forms_in(word)}:
            held.setdefault((lesson.org, form), set()).update(day.month for day in lesson.days)
    first = bench.time.first.month if bench.time.first.year == plan.year else 1
    for branch in bench.branches:
        wanted: dict[str, set[int]] = {}
        for beat in bench.beats:
            if (beat.form == COMMITTEE and not branch.committee) or (
                beat.form == GROUP and not branch.groups
            ):
                continue
            for form in forms_in("党课" if beat.form == "书记讲党课" else beat.form):
                wanted.setdefault(form, set()).update(month for month in beat.months if month >= first)
        for form, months in wanted.items():
            count = len(held.get((branch.id, form), set()))
            if count < len(months):
                words = f"{branch.name}的{form}只排了 {count} 个月，应有 {len(months)} 个月"
                yield Finding(Sort.MUST, True, words, "补上缺的月份")


def _problems(plan: AnnualPlan, bench: Bench) -> Iterator[Finding]:
    answered = {uid for lesson in plan.lessons for uid in lesson.problems}
    for one in bench.asked:
        if not one.must and one.id not in answered:
            words = f"问题 {one.number}“{one.text}”还没有课"
            yield Finding(
                Sort.PROBLEM, False, words, "排一门课，或在清单上写明为什么不用课解决", problem=one.id
            )


def _owed(bench: Bench) -> Iterator[Finding]:
    for view in bench.cells:
        if view.bare:
            words = f"{view.cell.words} {view.people} 人，没有一门课"
            yield Finding(Sort.OWED, True, words, "给这一格排课", cell=view.cell, people=view.people)
        elif view.gap:
            told = "、".join(f"{one.requirement.title}（{one.words}）" for one in view.missing)
            heavy = any(
                one.requirement.priority >= HEAVIEST and not one.requirement.hundredths
                for one in view.missing
            )
            words = f"{view.cell.words} {view.people} 人，缺 {told}"
            remedy = "按规定必须轮训的，排上或改必学内容" if heavy else "补一课，或在主题党日里安排"
            yield Finding(Sort.OWED, False, words, remedy, cell=view.cell, people=view.people)


def _hours(bench: Bench) -> Iterator[Finding]:
    by_tier: dict[Tier, list[CellView]] = {}
    for view in bench.cells:
        if view.people:
            by_tier.setdefault(view.cell.tier, []).append(view)
    for tier, views in by_tier.items():
        budget = views[0].budget
        over = [one for one in views if one.planned > budget]
        under = [one for one in views if one.planned < budget]
        if over:
            worst = max(over, key=lambda one: (one.planned, one.cell))
            words = f"{TIER_WORDS[tier]}有 {len(over)} 格超出学时目标 {hours(budget)}，最多的{worst.cell.words} {hours(worst.planned)}"
            yield Finding(Sort.HOURS, False, words, "减一课或换小一号的课", cell=worst.cell, tier=tier)
        if under:
            least = min(under, key=lambda one: (one.planned, one.cell))
            words = f"{TIER_WORDS[tier]}有 {len(under)} 格不足目标 {hours(budget)}，最少的{least.cell.words} {hours(least.planned)}"
            remedy = (
                "老党员不作硬性要求，可送学" if tier is Tier.VETERAN else "可加支部自学安排，或由上级培训补足"
            )
            yield Finding(Sort.HOURS, False, words, remedy, cell=least.cell, tier=tier)


def _teaching(plan: AnnualPlan) -> Iterator[Finding]:
    for lesson in plan.lessons:
        missing = _missing(lesson)
        if missing:
            words = f"{lesson.code}《{lesson.title}》缺{'、'.join(missing)}"
            yield Finding(Sort.TEACHING, False, words, "开课前补齐", lesson.id)


def _missing(lesson: Lesson) -> Sequence[str]:
    plan = lesson.plan
    parts: Mapping[str, object] = {
        "目标": plan.goal,
        "材料": plan.materials,
        "主讲": plan.speaker,
        "讨论题": plan.questions,
        "行动": plan.action,
        "时间": lesson.window if lesson.way is Way.COURSE else lesson.days,
    }
    return [word for word, held in parts.items() if not held]


def _people(bench: Bench) -> Iterator[Finding]:
    if bench.audience.unclear:
        count = len(bench.audience.unclear)
        words = f"{count} 人的层次或岗位按词表认不出，暂按最接近的一格安排"
        yield Finding(Sort.PEOPLE, False, words, "在“人员”里补登职务、站点，或在规则手册里补词", people=count)


def _calendar(plan: AnnualPlan, bench: Bench) -> Iterator[Finding]:
    if not bench.seasons_known:
        words = f"{plan.year} 年的春运、汛期等繁忙时段还没有录入"
        yield Finding(Sort.CALENDAR, False, words, "在规则手册“繁忙时段”里加一条")
    if not bench.time.workdays.knows(plan.year):
        words = f"{plan.year} 年放假安排还没有导入，只避开法定节日和往年连休的日子，日期为暂定"
        yield Finding(Sort.CALENDAR, False, words, "导入国务院办公厅的放假通知")
