"""法定节拍: the lessons that every branch holds by article, each form on days of its own, themes by the month.

A branch's theme day is the same day of every month, or the working day nearest to it outside of a busy time;
what is prepared for it comes some working days before, what is held with it on the same day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from zhixing.core.cells import CELLS, Cell, Tier
from zhixing.core.plan.answering import Asked
from zhixing.core.plan.plan import Lesson, Theme, Way
from zhixing.core.plan.seasons import Season, Sort, YearTime
from zhixing.core.plan.templates import Form, Templates
from zhixing.core.rules.book import RulebookError, Rulebooks

EVERY_MONTH, NO_LEDGER = "每月", "不计"
THEME_DAY, COMMITTEE, GROUP = "主题党日", "支委会", "党小组会"
MEMBERS: tuple[Cell, ...] = tuple(cell for cell in CELLS if cell.tier is not Tier.ACTIVIST)
COMMITTEE_CELLS: tuple[Cell, ...] = tuple(cell for cell in CELLS if cell.tier is Tier.COMMITTEE)
_MONTHS = tuple(range(1, 13))
_ONE = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Beat:
    """A form of the rhythm: minutes, ledgers ("" = no credit), months, working days before the theme day."""

    form: str
    minutes: int
    ledgers: str
    months: tuple[int, ...]
    before: int


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch that holds them: whether it has a committee and groups, when it began."""

    id: UUID
    name: str
    committee: bool
    groups: bool


def beats(rules: Rulebooks, day: dt.date) -> tuple[tuple[Beat, ...], tuple[int, ...]]:
    """The forms and the days of the month from which branches take theirs in turn. Raises RulebookError."""
    rule = rules.need("plan.rhythm", day)
    return tuple(_beat(row) for row in rule.words("rows")), rule.wholes("days")


def _beat(row: str) -> Beat:
    parts = [part.strip() for part in row.split("；")]
    try:
        form, minutes, ledgers, months, before = parts
        held = _MONTHS if months == EVERY_MONTH else tuple(int(one) for one in months.split("、"))
        return Beat(form, int(minutes), "" if ledgers == NO_LEDGER else ledgers, held, int(before))
    except ValueError as broken:
        raise RulebookError(
            f"法定节拍“{row}”应写成“形式；分钟；学时账；月份；早于主题党日的工作日”"
        ) from broken


def rhythm(
    branches: Sequence[Branch],
    asked: Iterable[Asked],
    time: YearTime,
    held: tuple[tuple[Beat, ...], tuple[int, ...]],
    words: Templates,
) -> tuple[Lesson, ...]:
    """One lesson a form and branch, with its days."""
    forms, fixed = held
    problems = sorted(asked, key=lambda one: one.order)
    found = []
    for n, branch in enumerate(branches):
        number = f"{n + 1:02d}"
        busy = time.of_org(branch.id)
        days = theme_days(time, busy, fixed[n % len(fixed)])
        taken = set(days.values())
        for beat in forms:
            if _missing(beat, branch):
                continue
            mine = {
                month: _day(beat, month, days, taken, time, busy) for month in beat.months if month in days
            }
            taken |= set(mine.values())
            if mine:
                found.append(_lesson(branch, number, beat, mine, problems, time, words))
    return tuple(found)


def theme_days(time: YearTime, seasons: Sequence[Season], fixed: int) -> Mapping[int, dt.date]:
    """The theme day of each month that still has a day: the fixed one, else the nearest outside of a busy time."""
    found = {}
    for month in _MONTHS:
        days = _month(time, month)
        if not days:
            continue
        free = [day for day in days if not any(one.covers(day) for one in seasons)] or days
        found[month] = min(free, key=lambda day: (day.day < fixed, abs(day.day - fixed)))
    return found


def _month(time: YearTime, month: int) -> list[dt.date]:
    first = dt.date(time.year, month, 1)
    last = dt.date(time.year + month // 12, month % 12 + 1, 1) - _ONE
    return list(time.days(max(first, time.first), last))


def _missing(beat: Beat, branch: Branch) -> bool:
    return (beat.form == COMMITTEE and not branch.committee) or (beat.form == GROUP and not branch.groups)


def _day(
    beat: Beat,
    month: int,
    days: Mapping[int, dt.date],
    taken: set[dt.date],
    time: YearTime,
    seasons: Sequence[Season],
) -> dt.date:
    """So many working days before the theme day, else the nearest free one, outside of busy times; on it where 0."""
    theme = days[month]
    if not beat.before:
        return theme
    whole = _month(time, month)
    at = whole.index(theme)
    wanted = whole[max(0, at - beat.before)] if at else whole[min(len(whole) - 1, 1)]
    free = [day for day in whole if day not in taken] or whole
    calm = [day for day in free if not any(one.covers(day) for one in seasons)] or free
    return min(calm, key=lambda day: (abs(day - wanted), day > theme, day))


def _lesson(
    branch: Branch,
    number: str,
    beat: Beat,
    days: Mapping[int, dt.date],
    problems: Sequence[Asked],
    time: YearTime,
    words: Templates,
) -> Lesson:
    form = words.forms[beat.form]
    ordered = sorted(days)
    mine = [one for one in problems if one.concerns(branch.id)]
    themes = tuple(_theme(form, month, mine, words) for month in ordered) if not form.category else ()
    busy = [one for one in time.of_org(branch.id) if one.sort is not Sort.HOLIDAY]
    inside = [day for day in days.values() if any(one.covers(day) for one in busy)]
    return Lesson(
        id=uuid5(branch.id, f"{time.year} {beat.form}"),
        code=f"{form.short}{number}",
        title=f"{branch.name}{beat.form.replace('、', '和')}",
        category=form.category,
        forms=tuple("党课" if part == "书记讲党课" else part for part in beat.form.split("、")),
        way=Way.RHYTHM,
        ledgers=beat.ledgers,
        minutes=beat.minutes,
        org=branch.id,
        cells=COMMITTEE_CELLS if beat.form == COMMITTEE else MEMBERS,
        days=tuple(days[month] for month in ordered),
        themes=themes if beat.form == THEME_DAY else (),
        duty=form.duty,
        note=f"有 {len(inside)} 次在繁忙时段，就地、从简" if inside else "",
        plan=form.plan,
    )


def _theme(form: Form, month: int, mine: Sequence[Asked], words: Templates) -> Theme:
    """The month's theme; the branch's problems of its category are answered by it."""
    if form.name != THEME_DAY:
        return Theme(form.name)
    title, category = words.months[month - 1]
    answered = [one for one in mine if one.category == category]
    told = f"：{answered[month % len(answered)].text}" if answered else ""
    return Theme(f"{title}{told}", category, tuple(one.id for one in answered))
