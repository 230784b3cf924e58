"""Dates and times as clerks write them: 2025.3.5, 2025年3月5日, 45721, 20250305, 3月5日, 14:30, 下午2点半."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Literal

from zhixing.interop.workbooks.cells import Cell, Unreadable, folded

_YMD = re.compile(r"(\d{4})[年./\-—、](\d{1,2})[月./\-—、](\d{1,2})[日号]?")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
_MD = re.compile(r"(\d{1,2})(?:月(\d{1,2})[日号]?|[./\-](\d{1,2})(?![\d./\-]))")
_YM = re.compile(r"(\d{4})[年./\-](\d{1,2})月?$")
_SHORT_YEAR = re.compile(r"\d{2}[年./\-]\d{1,2}[月./\-]\d{1,2}")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?$")
_CLOCK = re.compile(
    r"(上午|早上|早晨|下午|晚上|晚|中午)?(\d{1,2})[:时点](半|\d{1,2})?(?::\d{1,2}(?:\.\d+)?)?分?"
)
_WEEKDAY = re.compile(r"[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?|T(?=\d)")
_CHINESE = re.compile(r"[〇零一二三四五六七八九十]+(?=[年月日号])")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0}
_EPOCH = dt.date(1899, 12, 30)

FORMS = "请写成 2025.3.5、2025-03-05 或 2025年3月5日"


def _arabic(match: re.Match[str]) -> str:
    text = match.group()
    if "十" not in text:
        return "".join(str(_DIGITS[c]) for c in text)
    tens, _, ones = text.partition("十")
    return str(_DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0))


def date_of(year: int, month: int, day: int) -> dt.date:
    """A date between 1900 and 2100. Raises Unreadable where the calendar has no such day."""
    if not 1900 <= year <= 2100:
        raise Unreadable(f"年份 {year} 不对,请核对")
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise Unreadable(
            f"{year}年{month}月没有{day}日,请核对日期" if 1 <= month <= 12 else f"没有{month}月,请核对日期"
        ) from None


def _from_number(number: float) -> dt.date:
    if number != int(number) and number < 10_000:
        raise Unreadable(f"表格软件把日期存成了小数,看不出是哪一天;{FORMS}")
    whole = int(number)
    if 10_000 <= whole <= 80_000:
        return _EPOCH + dt.timedelta(days=whole)
    if 19_000_101 <= whole <= 21_001_231:
        return date_of(whole // 10_000, whole // 100 % 100, whole % 100)
    raise Unreadable(f"这个数字不是日期;{FORMS}")


def split_day(text: str, year: int | None) -> tuple[dt.date, str]:
    """A date at the start of folded text, and what follows it. `year` serves where none is written.

    Raises Unreadable.
    """
    text = _CHINESE.sub(_arabic, text)
    if match := _YMD.match(text) or _PACKED.match(text):
        return date_of(*map(int, match.groups())), text[match.end() :]
    if _SHORT_YEAR.match(text):
        raise Unreadable(f"年份只写了两位;{FORMS}")
    if match := _MD.match(text):
        if year is None:
            raise Unreadable(f"没有写年份,标题里也没有;{FORMS}")
        return date_of(year, int(match[1]), int(match[2] or match[3])), text[match.end() :]
    raise Unreadable(f"认不出这个日期;{FORMS}")


def read_day(cell: Cell, year: int | None, *, bare_month: Literal["first", "last", None] = None) -> dt.date:
    """The date in a cell; a time of day or a weekday beside it is passed over.

    `bare_month` says which day stands for `2025年3月`; without it a month alone is refused.
    Raises Unreadable.
    """
    return read_moment(cell, year, bare_month=bare_month)[0]


def read_moment(
    cell: Cell, year: int | None, *, bare_month: Literal["first", "last", None] = None
) -> tuple[dt.date, str]:
    """The date in a cell and the time of day (`14:30`) beside it, if any. Raises Unreadable."""
    if isinstance(cell, dt.datetime):
        return date_of(cell.year, cell.month, cell.day), cell.strftime(
            "%H:%M"
        ) if cell.time() != dt.time() else ""
    if isinstance(cell, dt.date):
        return date_of(cell.year, cell.month, cell.day), ""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_number(cell), ""
    text = folded(cell)
    if _SERIAL.match(text):
        return _from_number(float(text)), ""
    if match := _YM.match(_CHINESE.sub(_arabic, text)):
        first = date_of(int(match[1]), int(match[2]), 1)
        if bare_month is None:
            raise Unreadable(f"只写了年月,缺哪一日;{FORMS}")
        last = calendar.monthrange(first.year, first.month)[1]
        return (first if bare_month == "first" else first.replace(day=last)), ""
    day, rest = split_day(text, year)
    rest = _WEEKDAY.sub("", rest).strip("()")
    return day, _clock_beside(rest)


def _clock_beside(rest: str) -> str:
    if not rest or rest in {"上午", "下午", "晚上", "晚", "全天"}:
        return ""
    try:
        return read_clock(rest)
    except Unreadable:
        raise Unreadable(f"日期后面的“{rest[:20]}”认不出;这一格请只写一个日期,例如 2025.3.5") from None


def read_clock(cell: Cell) -> str:
    """A time of day as HH:MM; of a range (14:30-16:00) the start. Raises Unreadable."""
    return read_clocks(cell)[0]


def read_clocks(cell: Cell) -> tuple[str, str]:
    """Start and end of day times, HH:MM each, the end empty where none is written. Raises Unreadable."""
    if isinstance(cell, dt.datetime | dt.time):
        return cell.strftime("%H:%M"), ""
    if isinstance(cell, float) and 0 <= cell < 1:
        minutes = round(cell * 1440)
        return f"{minutes // 60:02d}:{minutes % 60:02d}", ""
    text = folded(cell)
    found = list(_CLOCK.finditer(text))
    left = re.sub(r"[\-—~至到]|左右|开始", "", _CLOCK.sub("", text))
    if not found or len(found) > 2 or left:
        raise Unreadable("认不出这个时间;请写成 14:30")
    start = _hhmm(found[0], "")
    end = _hhmm(found[1], found[0][1] or "") if len(found) == 2 else ""
    return start, end


def _hhmm(match: re.Match[str], earlier: str) -> str:
    hour, minute = int(match[2]), 30 if match[3] == "半" else int(match[3] or 0)
    if (match[1] or earlier) in {"下午", "晚上", "晚"} and hour < 12:
        hour += 12
    if hour > 23 or minute > 59:
        raise Unreadable("没有这样的时刻;请写成 14:30")
    return f"{hour:02d}:{minute:02d}"


def read_span(cell: Cell, year: int | None) -> tuple[dt.date, dt.date]:
    """First and last day of `2025.9.21-2025.9.25`, `9月21日至25日` or a single date. Raises Unreadable."""
    if not isinstance(cell, str):
        day = read_day(cell, year)
        return day, day
    first, rest = split_day(folded(cell), year)
    rest = rest.lstrip("-—~至到")
    if not rest:
        return first, first
    if re.fullmatch(r"\d{1,2}[日号]?", rest):
        last = date_of(first.year, first.month, int(rest.rstrip("日号")))
    else:
        last = read_day(rest, first.year)
    if last < first:
        raise Unreadable("结束日期早于开始日期,请核对")
    return first, last


def read_month(cell: Cell) -> int:
    """A month 1-12 from 3月, 3, 三月, 2025年3月, 3月上旬 or a date. Raises Unreadable."""
    if isinstance(cell, dt.date):
        return cell.month
    text = _CHINESE.sub(_arabic, folded(cell))
    match = re.match(
        r"(?:\d{4}[年./\-])?(\d{1,2})(?:月份?)?(?:[上中下]旬|初|底|末|中|第\d周|\d{1,2}[日号]|$)", text
    )
    if not match or not 1 <= int(match[1]) <= 12 or match.end() != len(text):
        raise Unreadable("认不出是几月;请一行写一个月,例如 3月")
    return int(match[1])
