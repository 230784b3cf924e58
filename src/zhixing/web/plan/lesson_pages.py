"""One lesson: what it is, its 教案 and checklist, what it answers, where its time clashes and what could be done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localtime

from zhixing.core.plan import rules
from zhixing.core.plan.plan import Lesson, LessonPlan, Step, Way
from zhixing.core.plan.saying import day_words, ledger_words
from zhixing.store.plans.queries import PreparationRow
from zhixing.web.plan.lessons import LessonLine, lines
from zhixing.web.plan.names import Asked, Names
from zhixing.web.plan.sight import Sight
from zhixing.web.shared.downloads import Offer

SOON = 3
"""Sessions ahead of which the checklist is shown."""


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step before one session: until when, who, whether it is ready. `late`: its day is past and it is not."""

    key: str
    text: str
    who: str
    due: dt.date | None
    before: int
    done: str
    late: bool


@dataclass(frozen=True, slots=True)
class Session:
    """The checklist before one of its days; `day` empty where it has none yet."""

    day: str
    words: str
    steps: tuple[StepLine, ...]

    @property
    def ready(self) -> int:
        """How many steps are done."""
        return sum(bool(one.done) for one in self.steps)


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day of the lesson and what it is about."""

    day: dt.date
    theme: str
    answers: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class LessonPage:
    """The page of one lesson."""

    year: int
    line: LessonLine
    teaching: LessonPlan
    pairs: tuple[tuple[str, str], ...]
    days: tuple[DayLine, ...]
    sessions: tuple[Session, ...]
    later: int
    edits: bool
    prepares: bool
    reason: bool
    based_on: int
    exports: tuple[Offer, ...]


def lesson_page(
    seen: Sight, lesson: Lesson, names: Names, done: Sequence[PreparationRow], *, today: dt.date
) -> LessonPage:
    """The page as this reader sees it. `done`: the steps of the year that are ready."""
    (line,) = lines(seen.plan, (lesson,), names)
    ahead = [day for day in lesson.days if day >= today] or list(lesson.days[-1:])
    prepares = rules.can_prepare(lesson, who=seen.hand)
    return LessonPage(
        year=seen.year,
        line=line,
        teaching=lesson.plan,
        pairs=tuple(pair for pair in _pairs(line) if pair[1]),
        days=tuple(_days(lesson, names)),
        sessions=tuple(_sessions(lesson, ahead[:SOON], done, today)) if seen.works else (),
        later=max(0, len(ahead) - SOON),
        edits=seen.may_edit(lesson),
        prepares=prepares,
        reason=seen.public,
        based_on=seen.held.number,
        exports=paper_offers(seen.year, lesson.id),
    )


def paper_offers(year: int, lesson: UUID) -> tuple[Offer, ...]:
    """The 教案 as files."""
    return tuple(
        Offer(f"教案一页（{words}）", reverse("plan:lesson_paper", args=[year, lesson, ending]))
        for ending, words in (("pdf", "PDF"), ("docx", "Word"))
    )


def _pairs(line: LessonLine) -> Iterable[tuple[str, str]]:
    one = line.lesson
    yield "时间", line.when if len(one.days) < 5 or one.way is Way.COURSE else line.month
    yield "学时", f"{line.hours}（每次 {one.minutes} 分钟，{ledger_words(one.ledgers)}）"
    yield "参加范围", line.scope
    yield "组织方式", line.way + (f"，每期{_length(one.half_days)}" if one.way is Way.COURSE else "")
    yield "形式", line.forms
    yield "内容类别", one.category
    yield "责任单位", line.org
    yield "主讲人", line.speaker
    yield "场地", line.place
    runs = [
        f"每期最多 {one.capacity} 人" if one.capacity else "",
        f"最多 {one.max_runs} 期" if one.max_runs else "",
    ]
    yield "期数", "，".join(part for part in runs if part)
    yield "上级要求", one.duty
    yield "经费来源", one.fund
    yield "备注", one.note


def _length(half_days: int) -> str:
    return {1: "半天", 2: "一天", 4: "两天"}.get(half_days, f"{half_days} 个半天")


def _days(lesson: Lesson, names: Names) -> Iterable[DayLine]:
    if not lesson.themes:
        return
    for day, theme in zip(lesson.days, lesson.themes, strict=False):
        answers = tuple(names.problems[one] for one in theme.answers if one in names.problems)
        yield DayLine(day, theme.title, answers)


def _sessions(
    lesson: Lesson, days: Sequence[dt.date], done: Sequence[PreparationRow], today: dt.date
) -> Iterable[Session]:
    ready = {(one.step, one.day): one for one in done if one.lesson == lesson.id}
    if not lesson.plan.checklist:
        return
    if not days:
        first = lesson.window[0] if lesson.window else None
        yield _session(lesson.plan.checklist, "", first, ready, today)
    for day in days:
        yield _session(lesson.plan.checklist, day.isoformat(), day, ready, today)


def _session(
    steps: Iterable[Step],
    key: str,
    day: dt.date | None,
    ready: Mapping[tuple[str, str], PreparationRow],
    today: dt.date,
) -> Session:
    words = f"{day_words(day)}这一次" if key and day else f"{day_words(day)}起开班" if day else "时间待定"
    found = []
    for one in sorted(steps, key=lambda each: -each.days_before):
        due = day - dt.timedelta(days=one.days_before) if day else None
        tick = ready.get((one.key, key)) or ready.get((one.key, ""))
        done = f"{tick.by} {localtime(tick.done_at):%m-%d}" if tick else ""
        late = due is not None and due < today and not tick and (day is None or day >= today)
        found.append(StepLine(one.key, one.text, one.who, due, one.days_before, done, late))
    return Session(key, words, tuple(found))
