"""How a line of each kind becomes a record.

The record of a broken line is thrown away, so its placeholders are harmless.
"""

from __future__ import annotations

import datetime as dt
import re

from zhixing.core.intake import rows
from zhixing.interop.workbooks import amounts, days
from zhixing.interop.workbooks.cells import Cell, Unreadable, folded, text_of, words
from zhixing.interop.workbooks.line import NOBODY, Line

_RESULTS = {
    word: result
    for result, said in (
        ("优", "优 优秀"),
        ("通过", "通过 已通过 审核通过 合格 良好"),
        ("退回", "退回 已退回 退回修改 不合格 不通过 未通过"),
        ("未抽查", "未抽查 未检查 未核查 未审核 待抽查 待审核 未抽 无 - / —"),
    )
    for word in words(said)
}
_NOTHING = NOBODY | {"未反映问题", "无问题", "未反映"}


def fill_org(line: Line) -> rows.Row:
    """组织架构."""
    return rows.OrgRow(
        line.origin,
        name=line.word("name", need=True),
        parent=line.word("parent"),
        kind=line.word("kind"),
        founded=line.day_or_none("founded"),
        elected=line.day_or_none("elected"),
    )


def fill_station(line: Line) -> rows.Row:
    """站点与班制."""
    return rows.StationRow(
        line.origin,
        station=line.word("station", need=True),
        branch=line.word("branch"),
        kind=line.word("kind"),
        distance=line.read("distance", lambda c: amounts.read_tenths(c, high=2000), 0),
        longitude=line.word("longitude"),
        latitude=line.word("latitude"),
        minimum=line.read("minimum", amounts.read_count, 0),
        shift=line.word("shift"),
    )


def _birth(cell: Cell) -> str:
    if isinstance(cell, dt.date):
        return f"{cell.year}.{cell.month}"
    return "".join(text_of(cell).splitlines())


def fill_roster(line: Line) -> rows.Row:
    """党员花名册."""
    return rows.RosterRow(
        line.origin,
        name=line.word("name", need=True),
        gender=line.word("gender"),
        ethnicity=line.word("ethnicity"),
        birth=line.read("birth", _birth, ""),
        education=line.word("education"),
        joined_on=line.day_or_none("joined_on"),
        branch=line.word("branch"),
        group=line.word("group"),
        post=line.word("post"),
        duty=line.word("duty"),
        member_kind=line.word("member_kind"),
        staff_kind=line.word("staff_kind"),
        station=line.word("station"),
        shift=line.word("shift"),
        second_unit=line.word("second_unit"),
        remark=line.text("remark"),
    )


def fill_non_member(line: Line) -> rows.Row:
    """群众和入党积极分子."""
    return rows.NonMemberRow(
        line.origin,
        name=line.word("name", need=True),
        stage=line.word("stage"),
        branch=line.word("branch"),
        mentor=line.word("mentor"),
    )


def _session_time(line: Line) -> tuple[dt.date, str, int]:
    """Day, start (HH:MM) and minutes, whichever of the columns 日期, 开始, 结束, 时长 tell them."""
    moment: tuple[dt.date, str] = (dt.date.min, "")
    day, start = line.read("day", lambda c: days.read_moment(c, line.year), moment, need=True)
    end = ""
    if line.has("start"):
        start, end = line.read("start", days.read_clocks, (start, ""))
    end = line.read("end", days.read_clock, end)
    if line.has("minutes") or not (start and end):
        return day, start, line.minutes("minutes", None, need=True) or 0
    length = _of_day(end) - _of_day(start)
    if length <= 0:
        line.trouble(
            "end" if line.has("end") else "start", "结束时间不晚于开始时间,算不出时长,请核对", fatal=True
        )
    return day, start, length


def _of_day(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def _turnout(line: Line) -> tuple[int | None, int | None]:
    if not line.has("turnout"):
        return line.count_or_none("expected"), line.count_or_none("present")
    swapped = line.header_begins("turnout", "实到")
    both: tuple[int | None, int | None] = (None, None)
    return line.read("turnout", lambda c: amounts.read_turnout(c, present_first=swapped), both)


def fill_session(line: Line) -> rows.Row:
    """学习活动台账."""
    day, start, minutes = _session_time(line)
    expected, present = _turnout(line)
    return rows.SessionRow(
        line.origin,
        code=line.word("code"),
        day=day,
        start=start,
        minutes=minutes,
        form=line.word("form"),
        title=line.word("title", need=True),
        category=line.word("category"),
        organiser=line.word("organiser"),
        ledgers=line.ledgers("ledgers"),
        problem=line.word("problem"),
        expected=expected,
        present=present,
        present_names=line.names("present_names"),
        duty_names=line.names("duty_names"),
        leave_names=line.names("leave_names"),
        absent_names=line.names("absent_names"),
        makeups=line.makeups("makeups"),
        remark=line.text("remark"),
    )


def _whole_days(cell: Cell) -> int:
    try:
        return amounts.read_count(cell, low=1, high=366)
    except Unreadable:
        raise Unreadable("天数要填整数;不足一天的请改填学时") from None


def fill_training(line: Line) -> rows.Row:
    """学时登记表."""
    if line.has("span") and not line.has("start"):
        span = (dt.date.min, dt.date.min)
        start, last = line.read("span", lambda c: days.read_span(c, line.year), span, need=True)
        end: dt.date | None = last
    else:
        start = line.day("start")
        end = line.day_or_none("end")
    length = line.read("days", _whole_days, None)
    ledgers = line.ledgers("ledgers", need=True)
    hours = None
    if length is None or "C" in ledgers:
        # Days tell the hours of a training; study online has hours of its own, whatever its days.
        hours = line.read("hours", lambda c: amounts.read_hundredths(c, high=3000), None)
    if length is None and hours is None:
        line.trouble("days", "天数和学时都没有读到,请补上一样", fatal=True)
    if end is None:
        # Without an end the training is taken to run on consecutive days (the core parts it at New Year).
        end = start + dt.timedelta(days=(length or 1) - 1) if not line.broken else start
    if end < start:
        line.trouble("end" if line.has("end") else "span", "结束日期早于开始日期,请核对", fatal=True)
    return rows.TrainingRow(
        line.origin,
        name=line.word("name", need=True),
        branch=line.word("branch"),
        start=start,
        end=end,
        title=line.word("title", need=True),
        organiser=line.word("organiser"),
        ledgers=ledgers,
        days=None if length is None else 100 * length,
        hours=hours,
        proof=line.text("proof"),
        remark=line.text("remark"),
    )


def _result(cell: Cell) -> str:
    return _RESULTS.get(folded(cell), text_of(cell))


def fill_self_study(line: Line) -> rows.Row:
    """自学登记. An empty result means that nobody has checked the output yet."""
    return rows.SelfStudyRow(
        line.origin,
        name=line.word("name", need=True),
        branch=line.word("branch"),
        day=line.day("day"),
        output=line.word("output", need=True),
        result=line.read("result", _result, "未抽查"),
    )


def fill_test(line: Line) -> rows.Row:
    """测验成绩."""
    score = line.read("score", lambda c: amounts.read_hundredths(c, high=1000), 0, need=True)
    full = line.read("full", lambda c: amounts.read_hundredths(c, high=1000), 10_000)
    if score > full:
        line.trouble("score", f"得分超过满分 {full / 100:g},请核对", fatal=True)
    return rows.TestRow(
        line.origin,
        name=line.word("name", need=True),
        branch=line.word("branch"),
        day=line.day("day"),
        title=line.word("title"),
        score=score,
        full=full,
        delayed=bool(line.flag_or_none("delayed")),
    )


def fill_practice(line: Line) -> rows.Row:
    """下基层记录. Where no problem was raised there is nothing to settle."""
    problem = line.text("problem")
    problem = "" if problem in _NOTHING else problem
    settled = line.flag_or_none("settled") if problem else None
    return rows.PracticeRow(
        line.origin,
        day=line.day("day"),
        place=line.word("place"),
        names=line.names("names", need=True),
        minutes=line.minutes("minutes", 0) or 0,
        problem=problem,
        settled=settled,
    )


def fill_talk(line: Line) -> rows.Row:
    """谈心谈话记录, without what was said."""
    return rows.TalkRow(
        line.origin,
        day=line.day("day"),
        speaker=line.word("speaker", need=True),
        name=line.word("name", need=True),
        branch=line.word("branch"),
        way=line.word("way"),
        has_need=bool(line.flag_or_none("has_need")),
    )


def fill_need(line: Line) -> rows.Row:
    """困难诉求台账."""
    return rows.NeedRow(
        line.origin,
        code=line.word("code"),
        name=line.word("name", need=True),
        branch=line.word("branch"),
        day=line.day("day"),
        text=line.text("text", need=True),
        state=line.word("state"),
    )


def fill_problem(line: Line) -> rows.Row:
    """突出问题清单. Without a weight the problem counts as the lightest."""
    return rows.ProblemRow(
        line.origin,
        code=line.word("code"),
        source=line.word("source"),
        text=line.text("text", need=True),
        category=line.word("category"),
        weight=line.read("weight", lambda c: amounts.read_count(c, low=1, high=5), 1),
        branch=line.word("branch"),
        due=line.day_or_none("due", month_means_end=True),
        state=line.word("state"),
        orgs=line.names("orgs"),
        posts=line.names("posts"),
        stations=line.names("stations"),
        evidence=line.text("evidence"),
    )


def _month_of_year(cell: Cell) -> tuple[int | None, int]:
    if isinstance(cell, dt.date):
        return cell.year, cell.month
    year = re.match(r"(\d{4})[年./\-]", folded(cell))
    return int(year[1]) if year else None, days.read_month(cell)


def fill_complaint(line: Line) -> rows.Row:
    """群众诉求汇总: totals only."""
    unread: tuple[int | None, int] = (None, 1)
    year, month = line.read("month", _month_of_year, unread, need=True)
    return rows.ComplaintRow(
        line.origin,
        year=year,
        month=month,
        category=line.word("category", need=True),
        count=line.read("count", amounts.read_count, 0, need=True),
        channel=line.word("channel"),
        unit=line.word("unit"),
    )


def fill_gate(line: Line) -> rows.Row:
    """评优资格限制."""
    return rows.GateRow(
        line.origin,
        name=line.word("name", need=True),
        branch=line.word("branch"),
        category=line.word("category"),
        start=line.day("start"),
        months=line.read("months", amounts.read_span_of_months, 0, need=True),
    )


def fill_plan(line: Line) -> rows.Row:
    """年度学习计划."""
    return rows.PlanRow(
        line.origin,
        code=line.word("code"),
        month=line.read("month", days.read_month, 0, need=True),
        title=line.word("title", need=True),
        form=line.word("form"),
        branch=line.word("branch"),
        minutes=line.minutes("minutes", None),
        done=line.flag_or_none("done"),
    )


def fill_pledge(line: Line) -> rows.Row:
    """承诺践诺."""
    return rows.PledgeRow(
        line.origin,
        code=line.word("code"),
        name=line.word("name", need=True),
        branch=line.word("branch"),
        day=line.day("day"),
        text=line.text("text", need=True),
        due=line.day_or_none("due", month_means_end=True),
        state=line.word("state"),
    )
