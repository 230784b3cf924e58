"""The working-day calendar of this installation, and importing a year's notice on holidays."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID

from zhixing.actions.actors import tree
from zhixing.actions.record import Entered, enter
from zhixing.core.calendar.festivals import usually_off
from zhixing.core.calendar.notice import Notice, as_body, merged
from zhixing.core.calendar.workdays import Workdays
from zhixing.core.facts.record import Draft, Fact, FactError, Source, effective
from zhixing.core.facts.redress import CalendarYear
from zhixing.interop.calendars import national_years
from zhixing.store.ledger import queries, redress
from zhixing.store.ledger.steady import once
from zhixing.store.people.queries import SUPERIOR, SYSTEM, Actor

IMPORTERS = (SYSTEM, SUPERIOR)
LONGEST_NOTICE = 80
FEWEST_OFF, MOST_OFF = 8, 40
"""A year's weekdays off: a notice far outside was cut off, or is not one."""


@once
def workdays() -> Workdays:
    """The calendar as it stands: what came with the program, over it what was imported. One query."""
    return Workdays(merged(national_years(), (body for _, body in imported())))


def planning_days(year: int) -> Workdays:
    """The calendar to plan a year by: while its notice isn't out, the festivals and what usually joins them are off."""
    known = workdays()
    return known if known.knows(year) else replace(known, likely=usually_off(year))


def imported() -> list[tuple[Fact, CalendarYear]]:
    """The notices imported, the latest of each year, in order of entry."""
    found = {
        fact.body.year: (fact, fact.body)
        for fact in effective(redress.calendar_facts())
        if isinstance(fact.body, CalendarYear)
    }
    return list(found.values())


def check_notice(notice: Notice, words: str) -> None:
    """Raises FactError for what is not the notice of one year."""
    if notice.bad:
        raise FactError(f"有 {len(notice.bad)} 行认不出，请改好再导入")
    if notice.year is None:
        raise FactError("没有读到日期；每行写一天，如 2027-01-01 休")
    weekdays = sum(day.weekday() < 5 for day in notice.days.off)
    if not FEWEST_OFF <= weekdays <= MOST_OFF:
        raise FactError(f"{notice.year} 年周一至周五放假 {weekdays} 天，不像一年的通知；请核对是不是贴全了")
    if not words.strip():
        raise FactError("请写明依据的通知，如“国办发明电〔2026〕7号”")
    if len(words) > LONGEST_NOTICE:
        raise FactError(f"通知的名称最多 {LONGEST_NOTICE} 个字")


def import_notice(notice: Notice, words: str, *, by: Actor, now: dt.datetime, today: dt.date) -> Entered:
    """Enters the year's days; given anew, the later holds. Raises FactError."""
    if not by.wears(*IMPORTERS):
        raise FactError("放假安排由系统管理员或机关党委导入")
    check_notice(notice, words)
    root = tree().root
    if root is None or notice.year is None:
        raise FactError("账上还没有党组织；请先导入花名册")
    body = as_body(notice.year, notice.days, words.strip())
    draft = Draft(body, root.id, Source(), about=year_id(notice.year))
    return enter([draft], by=by, verb="导入放假安排", target=f"{notice.year} 年", now=now, today=today)


def year_id(year: int) -> UUID:
    """The id that facts about a year's holidays share."""
    return queries.identify()("calendar", str(year))


def holidays_note(year: int) -> str:
    """What to know where a year's notice on holidays isn't known; empty where it is."""
    if workdays().knows(year):
        return ""
    return f"{year} 年放假安排还没有导入：只避开法定节日和往年连休的日子，调休不知道。通知公布后请导入，再核对一遍日期。"
