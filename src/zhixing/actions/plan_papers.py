"""Papers of a year's plan: the official document, the plan table, a lesson on one page; each taken with an audit line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.utils.timezone import localtime

from zhixing.actions.export import Document
from zhixing.actions.plan import PlanView
from zhixing.actions.plan_people import audience
from zhixing.actions.printing import Ending, own_fonts, taken
from zhixing.actions.start import rulebooks
from zhixing.core.cells import TIER_WORDS, Tier
from zhixing.core.figures.figure import hours
from zhixing.core.plan.audience import Audience
from zhixing.core.plan.matrix import matrix
from zhixing.core.plan.plan import STATE_WORDS, WAY_WORDS, AnnualPlan, Lesson, State, Way
from zhixing.core.plan.rules import PUBLIC
from zhixing.core.plan.saying import (
    holder_words,
    hours_words,
    month_words,
    months_of,
    scope_words,
    span_words,
    time_words,
)
from zhixing.interop.documents.plan_papers import PlanPaper, PlanProblem, PlanTier, paper_docx, paper_pdf
from zhixing.interop.documents.plan_papers_lesson import LessonSheet, StepLine, lesson_docx, lesson_pdf
from zhixing.interop.documents.plan_table import PlanRow, PlanTable, plan_docx, plan_pdf
from zhixing.store.people.queries import Actor
from zhixing.store.plans.queries import PreparationRow


@dataclass(frozen=True, slots=True)
class Called:
    """What a paper calls things: organisations, problems as number and text, rooms, speakers."""

    orgs: Mapping[UUID, str]
    problems: Mapping[UUID, tuple[str, str]]
    venues: Mapping[UUID, str] = field(default_factory=dict)
    speakers: Mapping[UUID, str] = field(default_factory=dict)
    done: Mapping[UUID, str] = field(default_factory=dict)
    """How far lessons have been carried out, in words."""


def table_document(
    actor: Actor,
    held: PlanView,
    lessons: Sequence[Lesson],
    called: Called,
    ending: Ending,
    *,
    now: dt.datetime,
    today: dt.date,
    told: str = "",
) -> Document:
    """年度学习计划表 (L2) of these lessons, numbered as in the plan; `told` says what was filtered. Raises PdfError."""
    organ = called.orgs.get(held.plan.org, "")
    part = f"只列出 {len(lessons)} 课，共 {len(held.plan.lessons)} 课" if told else ""
    words = "    ".join(one for one in (_version(held), part) if one)
    table = PlanTable(held.year, organ, plan_rows(held.plan, lessons, called), words)
    content = (
        plan_docx(table, day=today) if ending == "docx" else plan_pdf(table, day=today, fonts=own_fonts())
    )
    name = f"{table.title}-第{held.number}版" + ("-部分" if told else "")
    return taken(actor, name, ending, content, now, f"{len(lessons)} 课")


def official_document(
    actor: Actor, held: PlanView, called: Called, ending: Ending, *, now: dt.datetime, today: dt.date
) -> Document:
    """The plan as an official document (GB/T 9704). Raises PdfError."""
    paper = plan_paper(held, called, audience(held.year, today=today), today=today)
    content = (
        paper_docx(paper, day=today) if ending == "docx" else paper_pdf(paper, day=today, fonts=own_fonts())
    )
    name = f"{held.year}年度学习计划-第{held.number}版"
    return taken(actor, name, ending, content, now, f"{len(held.plan.lessons)} 课，{STATE_WORDS[held.state]}")


def lesson_document(
    actor: Actor,
    held: PlanView,
    lesson: Lesson,
    called: Called,
    ending: Ending,
    *,
    done: Iterable[PreparationRow] = (),
    now: dt.datetime,
    today: dt.date,
) -> Document:
    """教案 of a lesson on one page. Raises PdfError."""
    sheet = lesson_sheet(held.plan, lesson, called, done)
    content = (
        lesson_docx(sheet, day=today) if ending == "docx" else lesson_pdf(sheet, day=today, fonts=own_fonts())
    )
    name = f"教案-{held.year}年第{_number(held.plan, lesson)}课"
    return taken(actor, name, ending, content, now, "1 课", tail=lesson.title)


def plan_rows(plan: AnnualPlan, lessons: Iterable[Lesson], called: Called) -> tuple[PlanRow, ...]:
    """The rows of the plan table."""
    numbers = {one.id: n for n, one in enumerate(plan.lessons, 1)}
    return tuple(_row(numbers.get(one.id, 0), one, called) for one in lessons)


def _row(number: int, one: Lesson, called: Called) -> PlanRow:
    answers = [called.problems[uid][0] for uid in one.problems if uid in called.problems]
    notes = ["对应" + "、".join(word for word in answers if word) if any(answers) else "", one.note]
    batched = "（分批）" if one.way is Way.COURSE else ""
    return PlanRow(
        number=number,
        month=month_words(one).removesuffix("分批"),
        title=one.title,
        form="、".join(one.forms),
        scope=scope_words(one.cells) + batched,
        hours=hours_words(one),
        state=called.done.get(one.id, ""),
        content="；".join(one.plan.materials) or one.category,
        speaker=_speaker(one, called),
        owner=holder_words(called.orgs.get(one.org, "")),
        place=_joined(called.venues, one.venues),
        note="；".join(word for word in notes if word),
    )


def plan_paper(held: PlanView, called: Called, people: Audience, *, today: dt.date) -> PlanPaper:
    """The official document of a version. A version that is not approved is called a draft and has no date."""
    plan = held.plan
    answered: dict[UUID, list[str]] = {}
    for one in plan.lessons:
        for uid in one.problems:
            ours = one.org == plan.org or one.way is Way.COURSE
            answered.setdefault(uid, []).append(one.title if ours else f"支部{'、'.join(one.forms)}")
    problems = [
        PlanProblem(code, text, "；".join(dict.fromkeys(answered[uid])))
        for uid, (code, text) in called.problems.items()
        if uid in answered
    ]
    courses = [one for one in plan.lessons if one.way is Way.COURSE]
    settled = held.state in (State.APPROVED, *PUBLIC)
    return PlanPaper(
        year=plan.year,
        organ=called.orgs.get(plan.org, ""),
        problems=tuple(problems),
        duties=tuple(dict.fromkeys(one.duty for one in plan.lessons if one.duty)),
        tiers=tuple(_tiers(plan, people)),
        rows=_issued(plan, called),
        courses=tuple(f"{one.title}，{scope_words(one.cells)}，{time_words(one)}。" for one in courses),
        delivered=len(people.exempt),
        draft="" if settled else {State.DRAFT: "草案"}.get(held.state, "征求意见稿"),
        date=today if settled else None,
    )


def _issued(plan: AnnualPlan, called: Called) -> tuple[PlanRow, ...]:
    """The rows of the document: what branches hold in the same forms and for the same people stands in one row."""
    own: list[Lesson] = []
    together: dict[tuple[object, ...], list[Lesson]] = {}
    for one in plan.lessons:
        if one.org == plan.org or one.way is Way.COURSE:
            own.append(one)
        else:
            key = (
                one.way,
                one.forms,
                one.minutes,
                one.ledgers,
                one.sittings if one.way is Way.RHYTHM else one.id,
            )
            together.setdefault(key, []).append(one)
    rows = list(plan_rows(plan, own, called))
    for mine in together.values():
        row = _row(0, mine[0], called)
        if len(mine) > 1:
            months = tuple(sorted({month for one in mine for month in months_of(one)}))
            cells = [cell for one in mine for cell in one.cells]
            scope = scope_words(cells) if all(one.cells for one in mine) else scope_words(())
            title = f"{len(mine)}个党支部：{'、'.join(mine[0].forms)}"
            row = replace(row, month=span_words(months), title=title, scope=scope, owner="各党支部", note="")
        rows.append(row)
    return tuple(replace(row, number=n) for n, row in enumerate(rows, 1))


def _tiers(plan: AnnualPlan, people: Audience) -> Iterable[PlanTier]:
    views = matrix(plan, people, rulebooks())
    for tier in Tier:
        held = [one for one in views if one.cell.tier is tier and one.people]
        if held:
            least, most = min(one.planned for one in held), max(one.planned for one in held)
            planned = hours(least) if least == most else f"{hours(least)}—{hours(most)}"
            count = sum(one.people for one in held)
            yield PlanTier(TIER_WORDS[tier], str(count), hours(held[0].budget), planned)


def lesson_sheet(
    plan: AnnualPlan, lesson: Lesson, called: Called, done: Iterable[PreparationRow] = ()
) -> LessonSheet:
    """The one page of a lesson."""
    ready = {one.step: one for one in done if one.lesson == lesson.id}
    teaching = lesson.plan
    answers = [" ".join(called.problems[uid]).strip() for uid in lesson.problems if uid in called.problems]
    return LessonSheet(
        under=f"{called.orgs.get(plan.org, '')}    {plan.year}年度    第 {_number(plan, lesson)} 课",
        title=lesson.title,
        when=time_words(lesson) if len(lesson.days) < 5 else month_words(lesson),
        hours=hours_words(lesson),
        category=lesson.category,
        form="、".join(lesson.forms),
        scope=scope_words(lesson.cells),
        way=WAY_WORDS[lesson.way],
        speaker=_speaker(lesson, called),
        owner=called.orgs.get(lesson.org, ""),
        answers="；".join([*answers, *([lesson.duty] if lesson.duty else [])]),
        goal=teaching.goal,
        materials=teaching.materials,
        questions=teaching.questions,
        tests=teaching.tests,
        action=teaching.action,
        steps=tuple(
            StepLine(
                f"{one.days_before}天" if one.days_before else "当天",
                one.who,
                one.text,
                f"{localtime(ready[one.key].done_at):%m-%d}" if one.key in ready else "",
            )
            for one in sorted(teaching.checklist, key=lambda step: -step.days_before)
        ),
    )


def _number(plan: AnnualPlan, lesson: Lesson) -> int:
    return next((n for n, one in enumerate(plan.lessons, 1) if one.id == lesson.id), 0)


def _speaker(lesson: Lesson, called: Called) -> str:
    return lesson.plan.speaker or _joined(called.speakers, lesson.speakers)


def _joined(words: Mapping[UUID, str], wanted: Iterable[UUID]) -> str:
    return "、".join(words[one] for one in wanted if one in words)


def _version(held: PlanView) -> str:
    return f"第 {held.number} 版，{STATE_WORDS[held.state]}"
