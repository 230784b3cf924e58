"""The page of one problem."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.urls import reverse

from zhixing.actions.problem_answers import Held, Lesson
from zhixing.actions.problem_file import ProblemFile, Told, problem_file
from zhixing.actions.problem_rests import Rest, rests
from zhixing.actions.roll import roll
from zhixing.core.problems.words import CLOSED, NEXT
from zhixing.store.people.queries import SUPERIOR, Actor
from zhixing.web.problems.listing import ProblemRow, row_of, where


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson planned against the problem; `url` may be empty."""

    lesson: Lesson
    url: str


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A session held for it."""

    held: Held
    url: str


@dataclass(frozen=True, slots=True)
class AlikeRow:
    """A problem that may be the same; `url` asks before anything is merged."""

    row: ProblemRow
    percent: int
    url: str


@dataclass(frozen=True, slots=True)
class EffectRow:
    """Evidence of effect: its day and words, what it rests on; `correct` where a slip is put right."""

    day: dt.date | None
    words: str
    rests: str
    correct: str


@dataclass(frozen=True, slots=True)
class ToldRow:
    """A line of the history."""

    told: Told
    correct: str


@dataclass(frozen=True, slots=True)
class OnePage:
    """A problem. `steps` may follow now; `closing`: the next one is 销号 and wants evidence first."""

    title: str
    row: ProblemRow
    facts: tuple[tuple[str, str], ...]
    kept: ProblemRow | None
    doubles: tuple[ProblemRow, ...]
    steps: tuple[str, ...]
    closing: bool
    effects: tuple[EffectRow, ...]
    rests: tuple[tuple[str, tuple[Rest, ...]], ...]
    lessons: tuple[LessonRow, ...]
    sessions: tuple[HeldRow, ...]
    alike: tuple[AlikeRow, ...]
    history: tuple[ToldRow, ...]
    may_change: bool
    uid: UUID
    record: str


RESTS = {
    "session_held": "学习活动",
    "test_taken": "测验",
    "practice_visit": "下基层",
    "complaint_total": "群众诉求",
}


def one_page(actor: Actor, problem: UUID, *, today: dt.date) -> OnePage | None:
    """The page of a problem; None where there is none to be seen."""
    file = problem_file(actor, problem, today=today)
    if file is None:
        return None
    one, register = file.problem, roll().register
    live = file.may_change and file.kept is None
    steps = NEXT.get(one.state, ()) if live else ()
    closing = CLOSED in steps and not one.evidence
    return OnePage(
        title=f"{one.number} {one.text}".strip(),
        row=row_of(one, register, today),
        facts=_facts(file),
        kept=row_of(file.kept, register, today) if file.kept else None,
        doubles=tuple(row_of(each, register, today) for each in file.doubles),
        steps=() if closing else steps,
        closing=closing,
        effects=tuple(
            EffectRow(
                each.day,
                each.words,
                RESTS.get(each.rests, ""),
                reverse("correction:propose", args=[each.fact]) if file.may_correct else "",
            )
            for each in one.evidence
        ),
        rests=_rests(file, today) if live and not one.closed else (),
        lessons=tuple(LessonRow(each, _address(each, actor)) for each in file.lessons),
        sessions=tuple(
            HeldRow(each, reverse("recording:session_file", args=[each.id])) for each in file.sessions
        ),
        alike=tuple(
            AlikeRow(
                row_of(each.problem, register, today),
                each.percent,
                reverse("problems:merge", args=[one.id, each.problem.id]),
            )
            for each in file.alike
        )
        if live
        else (),
        history=tuple(
            ToldRow(
                each,
                reverse("correction:propose", args=[each.fact])
                if file.may_correct and each.correctable
                else "",
            )
            for each in file.history
        ),
        may_change=live,
        uid=uuid4(),
        record=f"{reverse('recording:session')}?problem={one.number}&org={one.owner}",
    )


def _facts(file: ProblemFile) -> tuple[tuple[str, str], ...]:
    one, register = file.problem, roll().register
    due = f"{one.due:%Y-%m-%d}" if one.due else "未定"
    return (
        ("来源", one.source or "未写"),
        ("教育内容类别", one.category or "未标"),
        ("程度", f"{one.weight}（1 轻—5 重）"),
        ("责任党组织", register.name_of(one.owner)),
        ("发生在", "、".join(where(one, register)) or "未写，按责任党组织计"),
        ("整改时限", due),
        ("年度", f"{one.year} 年"),
    )


def _rests(file: ProblemFile, today: dt.date) -> tuple[tuple[str, tuple[Rest, ...]], ...]:
    """What evidence may rest on, by group."""
    found: dict[str, list[Rest]] = {}
    for each in rests(file, today=today):
        found.setdefault(each.group, []).append(each)
    return tuple((group, tuple(each)) for group, each in found.items())


def _address(lesson: Lesson, actor: Actor) -> str:
    """Where a lesson is read; a plan that is not out yet is read by those who make it."""
    readable = lesson.out or actor.wears(SUPERIOR)
    return reverse("plan:lesson", args=[lesson.year, lesson.id]) if readable else ""
