"""Numbers as clerks write them: minutes, counts, hundredths, months, yes and no, 应到23 实到21."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation

from zhixing.interop.workbooks.cells import Cell, Unreadable, folded, words

_NUMBER = re.compile(r"[+\-]?\d+(?:\.\d+)?")
_HOURS = re.compile(
    r"(?P<hours>\d+(?:\.\d+)?)?(?P<half>个?半)?个?(?:小时|钟头|学时|课时|时|h|H)(?P<rest>半)?(?:(?P<minutes>\d+)(?:分钟?)?)?"
)
_MINUTES = re.compile(r"(?P<minutes>\d+(?:\.\d+)?)(?:分钟?|min|mins|′|')?")
_DAYS = re.compile(r"(?P<days>\d+(?:\.\d+)?|半)个?(?:天|工作日)")
_COUNTS = (
    re.compile(
        r"(?:应到|应参加|应出席)[^\d]{0,6}(?P<expected>\d+)[^\d]*(?:实到|实参加|实际|出席|到会)[^\d]{0,6}(?P<present>\d+)\D{0,3}"
    ),
    re.compile(
        r"(?:实到|实参加|实际|出席|到会)[^\d]{0,6}(?P<present>\d+)[^\d]*(?:应到|应参加|应出席)[^\d]{0,6}(?P<expected>\d+)\D{0,3}"
    ),
)
_PAIR = re.compile(r"(\d+)[人名]?[/,、;|\\](\d+)[人名]?")
_CHINESE = {
    "一": "1",
    "两": "2",
    "二": "2",
    "三": "3",
    "四": "4",
    "五": "5",
    "六": "6",
    "七": "7",
    "八": "8",
    "九": "9",
}

YES = frozenset(words("是 有 √ ✓ ✔ ☑ 对 y yes true 1 已 已办结 办结 已完成 完成 已解决 已办 已处理 需要 √是"))
NO = frozenset(
    words("""
        否 无 × ✗ ✘ ☒ x n no false 0 没有 未 未办结 办理中 未完成 进行中 未解决 正在办理 未办 不是 不需要
        没 - — / □
    """)
)


def decimal_of(cell: Cell, units: str) -> Decimal:
    """The exact number in a cell, one of `units` (a regex) allowed behind it. Raises Unreadable."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        text = repr(cell)
    else:
        text = re.sub(rf"(?:{units})$", "", folded(cell).replace(",", "") if units else folded(cell))
        if not _NUMBER.fullmatch(text):
            raise Unreadable("这里要填数字,请只写一个数")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise Unreadable("这里要填数字,请只写一个数") from None
    if not number.is_finite() or abs(number) > 10_000_000:
        raise Unreadable("数字太大,请核对")
    return number


def read_count(cell: Cell, *, low: int = 0, high: int = 100_000) -> int:
    """A whole number between low and high: 23, 23.0, 23人. Raises Unreadable."""
    number = decimal_of(cell, "人次|人|名|个|天|次|项|分|级|月")
    if number != int(number) or not low <= number <= high:
        raise Unreadable(f"这里要填 {low} 到 {high} 之间的整数,请核对")
    return int(number)


def read_hundredths(cell: Cell, *, high: int) -> int:
    """A number from 0 to `high` as integer hundredths: 85 → 8500, 85.5分 → 8550. Raises Unreadable."""
    hundredths = decimal_of(cell, "分|学时|小时|课时") * 100
    if hundredths != int(hundredths) or not 0 <= hundredths <= high * 100:
        raise Unreadable(f"这里要填 0 到 {high} 之间、最多两位小数的数,请核对")
    return int(hundredths)


def read_tenths(cell: Cell, *, high: int) -> int:
    """A number from 0 to `high` as integer tenths, rounded half up: 40.15公里 → 402. Raises Unreadable."""
    number = decimal_of(cell, "公里|千米|km|KM|Km")
    if not 0 <= number <= high:
        raise Unreadable(f"这里要填 0 到 {high} 之间的数,请核对")
    return int(number * 10 + Decimal("0.5"))


def read_minutes(cell: Cell, *, hours: bool = False) -> int:
    """Minutes from 90, 90分钟, 1.5小时, 1小时30分, 一个半小时, 半天 (4 hours), 1天 (8 hours) or a 1:30 cell.

    `hours`: a number without a unit means hours, because the header says so. Raises Unreadable.
    """
    minutes = _minutes_of(cell, hours)
    if minutes != int(minutes) or not 0 < minutes <= 30_000:
        raise Unreadable("时长要是整数分钟且大于 0;请写成 90 或 1.5小时")
    return int(minutes)


def _minutes_of(cell: Cell, hours: bool) -> Decimal:
    if isinstance(cell, dt.time):
        return Decimal(cell.hour * 60 + cell.minute)
    if isinstance(cell, dt.timedelta):
        return Decimal(int(cell.total_seconds() // 60))
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return decimal_of(cell, "") * (60 if hours else 1)
    text = re.sub(r"[一二两三四五六七八九](?=[个小天时半])", lambda m: _CHINESE[m.group()], folded(cell))
    if match := re.fullmatch(r"(\d{1,2}):(\d{2})(?::00)?", text):
        return Decimal(int(match[1]) * 60 + int(match[2]))
    if _NUMBER.fullmatch(text):
        return Decimal(text) * (60 if hours else 1)
    if match := _HOURS.fullmatch(text):
        if match["hours"] or match["half"]:
            half = 30 if match["half"] or match["rest"] else 0
            return Decimal(match["hours"] or 0) * 60 + half + int(match["minutes"] or 0)
    elif match := _MINUTES.fullmatch(text):
        return Decimal(match["minutes"])
    elif match := _DAYS.fullmatch(text):
        return (Decimal("0.5") if match["days"] == "半" else Decimal(match["days"])) * 480
    raise Unreadable("认不出这个时长;请写成 90(分钟)或 1.5小时")


def read_turnout(cell: Cell, *, present_first: bool = False) -> tuple[int, int]:
    """(应到, 实到) from `应到23 实到21`, `应到23人,实到21人` or `23/21`. Raises Unreadable."""
    text = folded(cell)
    for pattern in _COUNTS:
        if match := pattern.fullmatch(text):
            return int(match["expected"]), int(match["present"])
    if match := _PAIR.fullmatch(text):
        first, second = int(match[1]), int(match[2])
        return (second, first) if present_first else (first, second)
    raise Unreadable("认不出应到和实到;请写成 应到23 实到21")


def read_flag(cell: Cell) -> bool:
    """Yes or no from 是/否/√/有/无/已办结/办理中. Raises Unreadable."""
    if isinstance(cell, bool):
        return cell
    text = folded(cell).casefold()
    if text in YES:
        return True
    if text in NO:
        return False
    raise Unreadable("这里请填 是 或 否")


def read_span_of_months(cell: Cell) -> int:
    """A length in months: 12, 12个月, 1年, 1年半, 半年. Raises Unreadable."""
    text = "".join(_CHINESE.get(c, c) for c in folded(cell)) if isinstance(cell, str) else cell
    if isinstance(text, str):
        if text == "半年":
            return 6
        if match := re.fullmatch(r"(\d+(?:\.5)?)年(半)?(?:(\d+)个?月)?", text):
            return int(Decimal(match[1]) * 12) + (6 if match[2] else 0) + int(match[3] or 0)
        text = re.sub(r"个?月$", "", text)
    return read_count(text, low=1, high=120)
