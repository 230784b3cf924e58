"""How a line of the workbooks about rosters and resources becomes a record; see `fills`."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from zhixing.core.intake import rows
from zhixing.core.rosters.patterns import UNSAID
from zhixing.interop.workbooks import amounts, days
from zhixing.interop.workbooks.cells import Cell, Unreadable, folded, words
from zhixing.interop.workbooks.line import NOBODY, Line

_MARKS = {
    word: mark
    for mark, said in (
        ("白", "白 白班 日 日班 长白 长白班 班 上班 上 √ ✓ 勤 出勤 在岗"),
        ("早", "早 早班 上午班"),
        ("中", "中 中班 下午班"),
        ("夜", "夜 夜班 晚 晚班 大夜 小夜"),
        ("全", "全 全天班 昼夜 24 24小时 全班 值 值班"),
        ("休", "休 轮休 休息 公休 调休 补休 下 下夜 下夜班 ○ O"),
        (
            "假",
            "假 请假 年休 年休假 年假 休假 事假 病假 产假 婚假 丧假 探亲假 护理假 外派 外 出差 公出 借调 培训",
        ),
    )
    for word in words(said)
}
"""What clerks write into a day; why somebody is away is not kept."""
_WHAT = {
    word: what
    for what, said in (
        (
            "leave",
            "请假 休假 外派 年休 年休假 年假 事假 病假 产假 婚假 丧假 探亲假 护理假 出差 公出 借调 不在岗 假 外出",
        ),
        ("on", "换班上班 换班值班 值班 加班 备勤 顶班 替班 代班 上班 补班"),
        ("off", "换班休息 换休 调休 补休 轮休 休息 被替班"),
    )
    for word in words(said)
}
_PARTS = {
    word: part
    for part, said in (
        ("", "全天 整天 一天 全日 上下午 上午下午"),
        ("am", "上午 早上 早 am"),
        ("pm", "下午 中午后 pm"),
        ("night", "夜 夜班 晚上 夜里 晚"),
    )
    for word in words(said)
}
_ALL_WEEK = "12345"
_WEEKDAYS = {c: str(n) for n, c in enumerate("一二三四五六日", 1)} | {"天": "7"}
_WEEKDAY_ROW = re.compile(r"^(?:周|星期)?[一二三四五六日天]$")
_SPLIT = re.compile(r"[、;；,，\n]+")
_NO = frozenset(
    {"停用", "不在用", "已停用", "否", "不用", "关闭", "不再聘请", "已解聘", "解聘", "停聘", "不在聘"}
)
_IN_USE = frozenset({"在用", "是", "启用", "正常", "可用", "在聘", "√"})
_OUTSIDE = {
    **dict.fromkeys(("是", "外请", "外聘", "外单位", "外", "√"), True),
    **dict.fromkeys(("否", "本局", "内", "内部", "本单位", "本局党员", "内聘", "×"), False),
}
CATEGORIES = 7
"""教育内容 (条例第三章) has seven categories; a sheet may name them by number or by words."""
_TOPICS = (
    ("理论",),
    ("政治教育", "政治训练"),
    ("党章", "党规", "党纪", "廉政", "纪律"),
    ("宗旨",),
    ("革命传统", "传统"),
    ("形势", "政策"),
    ("知识", "技能", "业务", "安全", "法规"),
)


def fill_shift(line: Line) -> rows.Row:
    """班次表."""
    return rows.ShiftRow(
        line.origin,
        name=line.word("name", need=True),
        branch=line.word("branch"),
        pattern=line.word("pattern", need=True),
        anchor=line.day_or_none("anchor"),
        since=line.day_or_none("since"),
        last=line.day_or_none("last", month_means_end=True),
    )


def fill_month(line: Line) -> rows.Row:
    """月班次表. A row of weekdays below the header is passed over; a strange mark is told and left open."""
    cells = {n: line.word(f"d{n}") for n in range(1, 32)}
    said = {n: folded(cell) for n, cell in cells.items() if cell}
    if not line.has("name") and said and all(_WEEKDAY_ROW.match(word) for word in said.values()):
        line.broken = True
    year, month = line.read("month", lambda c: _month(c, line.year), (line.year, line.month))
    if (year is None or month is None) and not line.broken:
        line.trouble("name", "看不出是哪年哪月；请在标题写明，如“2026年3月班次表”", fatal=True)
    year, month = year or 2000, month or 1
    length = calendar.monthrange(year, month)[1]
    strange = {word for word in said.values() if word not in _MARKS}
    strange |= {f"{n}日" for n in said if n > length}
    if strange and not line.broken:
        line.trouble(
            "name",
            f"这一行有认不出的班次：{'、'.join(sorted(strange)[:5])}；请写 白、早、中、夜、全、休、假，其余各天已读",
        )
    marks = "".join(_MARKS.get(said.get(n, ""), UNSAID) for n in range(1, length + 1))
    return rows.MonthRow(
        line.origin, line.word("name", need=not line.broken), line.word("branch"), year, month, marks
    )


def _month(cell: Cell, year: int | None) -> tuple[int | None, int | None]:
    found = re.match(r"(\d{4})[年./-]", folded(cell))
    if isinstance(cell, dt.date):
        return cell.year, cell.month
    return int(found[1]) if found else year, days.read_month(cell)


def _what(cell: Cell) -> str:
    text = folded(cell)
    if text in _WHAT:
        return _WHAT[text]
    if "假" in text:
        return "leave"
    if text == "换班":
        raise Unreadable("只写“换班”看不出这天是上班还是休息；请写“换班上班”或“换班休息”")
    raise Unreadable("认不出类别；请写 请假、外派、加班、备勤、换班上班 或 换班休息")


def _part(cell: Cell) -> str:
    text = folded(cell).lower()
    if text in _PARTS:
        return _PARTS[text]
    raise Unreadable("认不出时段；请写 全天、上午、下午 或 夜班")


def fill_leave(line: Line) -> rows.Row:
    """请假与换班. Without a column for the kind every row is leave."""
    first = line.read("first", lambda c: days.read_span(c, line.year), (dt.date.min, dt.date.min), need=True)
    last = line.day_or_none("last") or first[1]
    if last < first[0]:
        line.trouble("last", "止早于起，请核对", fatal=True)
    elif (last - first[0]).days > 366:
        line.trouble("last", "超过一年，请核对年份", fatal=True)
    what = line.read("what", _what, "", need=True) if line.told("what") else "leave"
    part = line.read("part", _part, "?")
    if part == "?" and line.has("part"):
        line.broken = True  # a part that cannot be read would make a whole day of it
    return rows.LeaveRow(
        line.origin,
        name=line.word("name", need=True),
        branch=line.word("branch"),
        first=first[0],
        last=last,
        what=what,
        part="" if part == "?" else part,
    )


def read_weekdays(cell: Cell) -> str:
    """`周一至周五`, `一、三、五`, `每天`, 1-5 → digits from Monday. Raises Unreadable."""
    text = re.sub(r"周|星期|礼拜|每", "", folded(cell))
    if text in {"", "天", "日", "工作日", "全部", "都"} and folded(cell) not in {
        "周日",
        "星期日",
        "星期天",
        "周天",
    }:
        return _ALL_WEEK
    text = "".join(_WEEKDAYS.get(c, c) for c in text)
    if found := re.fullmatch(r"([1-7])[-—~至到]([1-7])", text):
        first, last = int(found[1]), int(found[2])
        if first <= last:
            return "".join(str(n) for n in range(first, last + 1))
    digits = re.sub(r"[、,，;/和]", "", text)
    if digits and set(digits) <= set("1234567"):
        return "".join(sorted(set(digits)))
    raise Unreadable("认不出星期；请写 周一至周五，或 一、三、五")


def fill_cover(line: Line) -> rows.Row:
    """站点最低在岗."""
    part = line.read("half", _part, "")
    if part == "night":
        line.trouble("half", "夜班不安排学习，不用登记；请写 全天、上午 或 下午", fatal=True)
    return rows.CoverRow(
        line.origin,
        station=line.word("station", need=True),
        branch=line.word("branch"),
        minimum=line.read("minimum", amounts.read_count, 0, need=True),
        weekdays=line.read("weekdays", read_weekdays, _ALL_WEEK),
        half=part,
        first=line.day_or_none("first"),
        last=line.day_or_none("last", month_means_end=True),
    )


def _open(cell: Cell) -> bool:
    text = folded(cell)
    if text in _NO:
        return False
    if text in _IN_USE:
        return True
    raise Unreadable("认不出；请写 在用 或 停用")


def _spans(line: Line) -> tuple[dt.date, ...]:
    """First and last day of each time in a cell."""

    def reader(cell: Cell) -> tuple[dt.date, ...]:
        if isinstance(cell, dt.date):
            return days.read_span(cell, line.year)
        text = folded(cell)
        pieces = () if text in NOBODY else (piece for piece in _SPLIT.split(text) if piece)
        return tuple(day for piece in pieces for day in days.read_span(piece, line.year))

    none: tuple[dt.date, ...] = ()
    return line.read("closed", reader, none)


def fill_venue(line: Line) -> rows.Row:
    """场地."""
    return rows.VenueRow(
        line.origin,
        name=line.word("name", need=True),
        seats=line.read("seats", lambda c: amounts.read_count(c, low=1), 1, need=True),
        station=line.word("station"),
        branch=line.word("branch"),
        open=line.read("open", _open, True),
        closed=_spans(line),
    )


def read_topics(cell: Cell) -> str:
    """Numbers of the categories, 1 to 7: from numbers or from their words. Raises Unreadable."""
    found: set[int] = set()
    for piece in _SPLIT.split(folded(cell).replace("/", "、")):
        if not piece or piece in {"不限", "全部", "都可"}:
            continue
        if piece.isdigit() and 1 <= int(piece) <= CATEGORIES:
            found.add(int(piece))
            continue
        named = {n for n, said in enumerate(_TOPICS, 1) if any(word in piece for word in said)}
        if not named:
            raise Unreadable(
                f"“{piece[:20]}”对不上七类教育内容；请写类别名称，如 党章党规党纪教育，或 1 到 7"
            )
        found |= named
    return " ".join(str(n) for n in sorted(found))


def _outside(cell: Cell) -> bool:
    text = folded(cell)
    if text in _OUTSIDE:
        return _OUTSIDE[text]
    raise Unreadable("认不出；请写 外请 或 本局")


def fill_speaker(line: Line) -> rows.Row:
    """师资."""
    return rows.SpeakerRow(
        line.origin,
        name=line.word("name", need=True),
        unit=line.word("unit"),
        topics=line.read("topics", read_topics, ""),
        outside=line.read("outside", _outside, None),
        open=line.read("open", _open, True),
        closed=_spans(line),
    )


def fill_peak(line: Line) -> rows.Row:
    """业务高峰."""
    first, last = line.day("first"), line.day("last")
    if last < first:
        line.trouble("last", "止早于起，请核对", fatal=True)
    text = line.text("places")
    named = () if folded(text) in NOBODY | {"", "全局", "全部", "各站"} else tuple(_SPLIT.split(text))
    return rows.PeakRow(
        line.origin,
        title=line.word("title", need=True),
        first=first,
        last=last,
        places=tuple(word.strip() for word in named if word.strip()),
    )
