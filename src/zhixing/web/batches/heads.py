"""What stands over every page of a batch, and the list of a year's batches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from zhixing.actions import plan
from zhixing.actions.batches import SECONDS, may_plan
from zhixing.actions.batches_inputs import first_day, next_workday
from zhixing.actions.batches_reading import Progress, Situation, progress
from zhixing.actions.dossier import outline
from zhixing.actions.workdays import holidays_note
from zhixing.core.plan.plan import STATE_WORDS, Way
from zhixing.store.people.queries import Actor
from zhixing.store.plans import batches as queries
from zhixing.store.plans.batches import DONE, HELD, BatchRow, State

TONES = {State.ACCEPTED: "ok", State.FAILED: "red", State.WAITING: "wait", State.SOLVING: "wait"}


@dataclass(frozen=True, slots=True)
class Head:
    """A batch: what it is, how far it is, what may be done with it."""

    id: UUID
    url: str
    year: int
    back: str
    kind: str
    state: str
    tone: str
    by: str
    at: dt.datetime
    reason: str
    seconds: int
    problem: str
    working: bool
    progress: Progress
    may_stop: bool
    may_again: bool
    may_accept: bool
    may_withdraw: bool
    may_drop: bool
    published: bool
    accepted_by: str
    accepted_at: dt.datetime | None
    done: int = 0
    waiting: bool = False
    holidays: str = ""
    """That the year's holidays are not known yet."""
    in_force: bool = False
    """In force, and the viewer is who tells everybody."""

    @property
    def changed(self) -> bool:
        """Whether it changes another batch."""
        return self.kind != queries.KIND_WORDS[queries.Kind.YEAR]


@dataclass(frozen=True, slots=True)
class YearPage:
    """A year's batches. `current`: the one in force; `others`: the rest, the latest first."""

    year: int
    years: tuple[tuple[int, str, bool], ...]
    planner: bool
    plan_words: str
    courses: int
    current: Head | None
    others: tuple[Head, ...]
    working: Head | None
    seconds: tuple[int, ...]
    first: dt.date
    holidays: str
    start_note: str
    starts: tuple[tuple[str, str], ...]
    asks: int
    unserved: int


def head_of(row: BatchRow, actor: Actor, *, now: dt.datetime) -> Head:
    """The head of a batch as an actor sees it."""
    plans = may_plan(actor)
    told = progress(row, now=now)
    return Head(
        id=row.id,
        url=reverse("batches:batch", args=[row.id]),
        year=row.year,
        back=reverse("batches:year", args=[row.year]),
        kind=row.kind_words,
        state=row.state_words,
        tone=TONES.get(State(row.state), ""),
        by=row.by,
        at=row.made_at,
        reason=row.reason,
        seconds=row.seconds,
        problem=row.problem,
        working=row.working,
        progress=told,
        may_stop=plans and row.working and not row.stop_wanted,
        may_again=plans and (row.state in (State.FAILED, State.STOPPED) or told.hung),
        may_accept=plans and row.state in DONE and row.kind != queries.Kind.WISH,
        may_withdraw=plans and row.state == State.ACCEPTED and row.published_at is None,
        may_drop=plans and row.state in (*DONE, State.FAILED),
        published=row.published_at is not None,
        accepted_by=row.accepted_by,
        accepted_at=row.accepted_at,
        waiting=row.state == State.WAITING,
        holidays=holidays_note(row.year),
        in_force=plans and row.state == State.ACCEPTED,
        done=min(100, int(100 * told.seconds / max(1, row.seconds))),
    )


def already_past(found: Situation, today: dt.date) -> int:
    """How many runs of a new plan of the year begin before today, but for those that were in force already."""
    if found.row.kind != queries.Kind.YEAR or found.row.state not in DONE or found.row.year != today.year:
        return 0
    force = queries.in_force(found.row.year)
    known = {one.code for one in queries.runs(force.id)} if force else set()
    runs = zip(found.answer.codes, found.answer.plan.runs, strict=True)
    return sum(code not in known and found.time(run.start)[0] <= today for code, run in runs)


def visible(actor: Actor, row: BatchRow | None) -> BatchRow | None:
    """The batch if an actor may see it: who plans sees all, others what is or was in force."""
    if row is None or may_plan(actor):
        return row
    return row if row.state in HELD else None


def year_page(
    actor: Actor, year: int, *, now: dt.datetime, today: dt.date, start: dt.date | None = None
) -> YearPage:
    """The batches of a year. `start`: from which day runs may lie, where one was chosen already."""
    rows = [one for one in queries.batches(year) if visible(actor, one) and one.state != State.DROPPED]
    heads = [head_of(one, actor, now=now) for one in rows]
    current = next((h for h, r in zip(heads, rows, strict=True) if r.state == State.ACCEPTED), None)
    held = plan.current(year)
    lessons = held.plan.lessons if held else ()
    unserved = 0
    if current is not None:
        unserved = sum(one.run is None and one.way == "seat" for one in queries.seats(current.id))
    first = start if start and start.year == year else first_day(year, today=today)
    note, starts = _starts(year, first, today)
    return YearPage(
        year=year,
        years=_years(year, today),
        planner=may_plan(actor),
        plan_words=f"学习计划第 {held.number} 版（{STATE_WORDS[held.state]}）" if held else "",
        courses=sum(one.way is Way.COURSE for one in lessons),
        current=current,
        others=tuple(one for one in heads if one is not current),
        working=next((one for one in heads if one.working), None),
        seconds=SECONDS,
        first=first,
        holidays=holidays_note(year),
        start_note=note,
        starts=starts,
        asks=queries.open_asks_by_year().get(year, 0),
        unserved=unserved,
    )


def _starts(year: int, first: dt.date, today: dt.date) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What to know of the first day in a year that is under way, and other days to choose (words, value)."""
    if year != today.year:
        return "", ()
    ahead = next_workday(today)
    if first <= today:
        note = f"起排日在今天以前：有的期会排在已经过去的日子。只排往后的，请从 {_day(ahead)}起排。"
        return note, ((f"从下一个工作日 {_day(ahead)}起", ahead.isoformat()),) if ahead.year == year else ()
    note = f"{year} 年已经过了一段，从 {_day(first)}起排；以前的期连人带时间都不动。"
    return note, ()


def _day(day: dt.date) -> str:
    return f"{day.month}月{day.day}日"


def known_year(year: int, today: dt.date) -> bool:
    """Whether there is anything to say of a year: on the ledger, this one or the next, or with a plan."""
    return year in outline().years or 0 <= year - today.year <= 1 or plan.current(year) is not None


def latest(today: dt.date) -> int:
    """The latest year with a batch in force or a plan; this year where there is none."""
    for year in (today.year + 1, today.year, today.year - 1):
        if queries.in_force(year) is not None or plan.current(year) is not None:
            return year
    return today.year


def _years(year: int, today: dt.date) -> tuple[tuple[int, str, bool], ...]:
    wanted: Sequence[int] = sorted({today.year - 1, today.year, today.year + 1, year})
    return tuple((one, reverse("batches:year", args=[one]), one == year) for one in wanted)
