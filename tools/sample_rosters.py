"""Writes `sample/云川县2026`: rosters, leave, cover, rooms, speakers and busy seasons of the sample bureau for 2026.

Drawn from the sample's own roster with a fixed seed, so that batches can be planned in the demo. Run it again only
to change the sample.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

from zhixing.core.intake.rows import RosterRow, StationRow
from zhixing.interop.workbooks.folder import read_folder

ROOT = Path(__file__).resolve().parents[1]
SOURCE, TARGET = ROOT / "sample" / "云川县", ROOT / "sample" / "云川县2026"
ORGAN, YEAR = "云川县交通运输局", 2026
CREWS = {"上二休二": (2, 2), "上七休七": (2, 7), "四班三运转": (4, 2)}
"""By pattern: how many crews relieve each other, and by how many days they are apart."""
MONTHLY = "东河2号渡口海事点"
"""The station whose January is kept as a month's table, to show that form."""
VENUES = (
    ("局机关三楼会议室", 120, "局机关", "机关第一党支部", "在用", "2026.2.9-2026.2.14"),
    ("局机关二楼教室", 60, "局机关", "机关第一党支部", "在用", ""),
    ("县委党校报告厅", 200, "局机关", "机关第一党支部", "在用", "2026.7.1-2026.8.31"),
    ("东湾养护站教室", 40, "东湾9号养护站", "公路养护中心党支部", "在用", ""),
    ("上峡客运站会议室", 45, "上峡4号客运站", "客运服务中心党支部", "在用", "2026.2.2-2026.3.13"),
    ("东河渡口培训室", 30, "东河2号渡口海事点", "港航海事所党支部", "在用", "2026.6.1-2026.6.30"),
)
OUTSIDERS = (
    ("钟望舒", "县委党校", "党的基本理论、革命传统", "2026.7.6-2026.8.28"),
    ("蒲砚秋", "县委党校", "党的宗旨、形势政策", ""),
    ("谷明岚", "县纪委监委", "党章党规党纪", "2026.3.2-2026.3.13"),
    ("寇北辰", "县应急管理局", "知识技能", "2026.6.15-2026.7.31"),
)
OWN = (
    ("机关第一党支部", "党支部书记", "党的基本理论、政治教育"),
    ("机关第一党支部", "纪检委员", "党章党规党纪"),
    ("公路养护中心党支部", "党支部书记", "知识技能、党的宗旨"),
    ("交通综合执法大队党支部", "党支部书记", "知识技能、党章党规党纪"),
    ("机关第一党支部", "宣传委员", "形势政策、革命传统"),
)
PEAKS = (
    (
        "春运",
        dt.date(2026, 2, 2),
        dt.date(2026, 3, 13),
        "客运服务中心党支部、港航海事所党支部、道路运输事务中心党支部",
    ),
    ("汛期", dt.date(2026, 6, 1), dt.date(2026, 8, 31), "公路养护中心党支部、港航海事所党支部"),
    ("秋冬养护", dt.date(2026, 9, 15), dt.date(2026, 11, 15), "公路养护中心党支部"),
    ("治超专项行动", dt.date(2026, 4, 1), dt.date(2026, 4, 30), "超限检测站党支部、交通综合执法大队党支部"),
    ("年度决算", dt.date(2026, 12, 21), dt.date(2026, 12, 31), "机关第一党支部"),
)


def main() -> None:
    """Writes the seven workbooks."""
    rng = random.Random(YEAR)  # noqa: S311  invented data
    rows = [row for sheet in read_folder(SOURCE, year=YEAR - 1).sheets for row in sheet.records]
    roster = [row for row in rows if isinstance(row, RosterRow)]
    stations = [row for row in rows if isinstance(row, StationRow)]
    TARGET.mkdir(parents=True, exist_ok=True)
    called = _called(roster)
    crews = _crews(roster)
    header: tuple[str, ...] = ("姓名", "所在党支部", "班制", "轮班起点", "执行日期", "站点")
    _write("班次表", header, [_shift(row, called, crews) for row in roster])
    days = tuple(str(n) for n in range(1, 32))
    _write(
        "2026年1月月班次表",
        ("姓名", "所在党支部", *days),
        _month(roster, called, crews),
        title="2026年1月班次表",
    )
    _write(
        "请假与换班", ("姓名", "所在党支部", "起", "止", "类别", "时段"), _leave(roster, called, crews, rng)
    )
    header = ("站点", "所属支部", "最低在岗人数", "星期", "时段", "起", "止")
    _write("站点最低在岗", header, list(_covers(stations)))
    _write("场地", ("场地", "座位", "所在站点", "所属支部", "是否在用", "停用日期"), VENUES)
    header = ("主讲人", "单位", "可讲类别", "是否外请", "不能安排的日期")
    _write("师资", header, list(_speakers(roster, called)))
    _write("业务高峰", ("业务高峰", "起", "止", "涉及单位和站点"), PEAKS)


def _called(roster: Sequence[RosterRow]) -> dict[int, str]:
    """How each row's person is named: with the group where a branch has two of one name."""
    twice = Counter((row.name, row.branch) for row in roster)
    return {
        id(row): f"{row.name}({row.group})" if twice[row.name, row.branch] > 1 else row.name for row in roster
    }


def _crews(roster: Sequence[RosterRow]) -> dict[int, int]:
    """Which crew of its station each row belongs to: in turn, so that crews are even."""
    place: dict[tuple[str, str], int] = defaultdict(int)
    found = {}
    for row in roster:
        found[id(row)] = place[row.branch, row.station]
        place[row.branch, row.station] += 1
    return found


def _anchor(row: RosterRow, crews: dict[int, int]) -> dt.date | None:
    if row.shift not in CREWS:
        return None
    many, apart = CREWS[row.shift]
    return dt.date(YEAR, 1, 5) + dt.timedelta(days=crews[id(row)] % many * apart)


def _shift(row: RosterRow, called: dict[int, str], crews: dict[int, int]) -> tuple[object, ...]:
    return (called[id(row)], row.branch, row.shift, _anchor(row, crews), dt.date(YEAR, 1, 1), row.station)


def _month(
    roster: Sequence[RosterRow], called: dict[int, str], crews: dict[int, int]
) -> list[tuple[object, ...]]:
    lines: list[tuple[object, ...]] = []
    for row in (row for row in roster if row.station == MONTHLY):
        anchor = _anchor(row, crews)
        assert anchor is not None
        january = [dt.date(YEAR, 1, n) for n in range(1, 32)]
        marks = ["白" if (day - anchor).days % 14 < 7 else "休" for day in january]
        lines.append((called[id(row)], row.branch, *marks))
    return lines


def _leave(
    roster: Sequence[RosterRow], called: dict[int, str], crews: dict[int, int], rng: random.Random
) -> list[tuple[object, ...]]:
    """Leave of two in five of those at work, a few sent elsewhere, a few changes of shifts."""
    lines: list[tuple[object, ...]] = []
    for row in (row for row in roster if row.shift != "无班"):
        if rng.random() < 0.4:
            first = dt.date(YEAR, 1, 5) + dt.timedelta(days=7 * rng.randrange(1, 49))
            length = rng.choice((3, 5, 5, 10))
            lines.append(
                (called[id(row)], row.branch, first, first + dt.timedelta(days=length - 1), "请假", "全天")
            )
        if rng.random() < 0.03:
            first = dt.date(YEAR, rng.randrange(3, 10), 1)
            lines.append((called[id(row)], row.branch, first, first + dt.timedelta(days=60), "外派", "全天"))
        if row.shift in CREWS and rng.random() < 0.08:
            day = dt.date(YEAR, 1, 5) + dt.timedelta(days=rng.randrange(7, 330))
            what = rng.choice(("换班上班", "换班休息", "备勤"))
            lines.append((called[id(row)], row.branch, day, day, what, rng.choice(("全天", "上午", "下午"))))
    return lines


def _covers(stations: Sequence[StationRow]) -> Iterable[tuple[object, ...]]:
    """Counters are busiest on Monday and Friday mornings; ferries and road stations in the flood season."""
    for row in stations:
        if row.kind == "服务窗口":
            yield row.station, row.branch, row.minimum + 2, "一、五", "上午", dt.date(YEAR, 1, 1), ""
        if row.kind == "渡口海事点":
            season = (dt.date(YEAR, 6, 1), dt.date(YEAR, 8, 31))
            yield row.station, row.branch, row.minimum + 1, "周一至周五", "全天", *season


def _speakers(roster: Sequence[RosterRow], called: dict[int, str]) -> Iterable[tuple[object, ...]]:
    for branch, post, topics in OWN:
        row = next(row for row in roster if row.branch == branch and row.post == post)
        yield called[id(row)], branch, topics, "否", ""
    for name, unit, topics, closed in OUTSIDERS:
        yield name, unit, topics, "是", closed


def _write(name: str, header: Sequence[str], rows: Sequence[tuple[object, ...]], *, title: str = "") -> None:
    """One workbook with a title row, as the bureau writes them."""
    book = xlsxwriter.Workbook(TARGET / f"{name}.xlsx", {"default_date_format": "yyyy/m/d"})
    book.set_properties({"created": dt.datetime(YEAR, 1, 1)})  # noqa: DTZ001  a fixed day, so that the file is the same
    sheet = book.add_worksheet(name[:31])
    bold = book.add_format({"bold": True})
    sheet.write(0, 0, f"{ORGAN}{title or f'{YEAR}年{name}'}", bold)
    sheet.write_row(1, 0, header, bold)
    for place, row in enumerate(rows, start=2):
        sheet.write_row(place, 0, ["" if cell is None else cell for cell in row])
    book.close()


if __name__ == "__main__":
    main()
