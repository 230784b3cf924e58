"""Writes `sample/云川县补充`: organisation, annual plan, pledges and complaints of the sample bureau.

Drawn from the sample's own sessions and roster with a fixed seed, so that the demo shows terms running out, a
plan partly carried out and pledges kept and open. Run it again only to change the sample.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from zhixing.core.intake.rows import RosterRow, SessionRow
from zhixing.interop.workbooks.folder import read_folder

ROOT = Path(__file__).resolve().parents[1]
SOURCE, TARGET = ROOT / "sample" / "云川县", ROOT / "sample" / "云川县补充"
ORGAN, YEAR = "云川县交通运输局", 2025
ELECTED = ("2024-03-15", "2023-06-20", "2023-02-10", "2022-11-18", "2024-09-05", "2023-03-28", "2024-05-17")
THEMES = (
    "党的创新理论",
    "党章党规",
    "先进典型事迹",
    "安全生产与服务群众",
    "交通法规与执法规范",
    "警示案例剖析",
)
COMPLAINTS = (
    ("路面坑槽和积水", "公路养护中心党支部", 9),
    ("班线正点和服务态度", "客运服务中心党支部", 6),
    ("超限检测排队", "超限检测站党支部", 4),
    ("渡口候船", "港航海事所党支部", 2),
    ("施工扬尘和便道", "农村公路项目部临时党支部", 4),
    ("窗口办事", "道路运输事务中心党支部", 2),
)
"""Kind, who answers for it, about how many a month."""
PLEDGES = (
    "带头值守春运一线",
    "帮带一名新驾驶员",
    "每月巡线一次并记录",
    "整理一份执法案例",
    "结对一户沿线困难群众",
)


def main() -> None:
    """Writes the four workbooks."""
    rng = random.Random(YEAR)  # noqa: S311  invented data
    folder = read_folder(SOURCE, year=YEAR)
    rows = [row for sheet in folder.sheets for row in sheet.records]
    roster = [row for row in rows if isinstance(row, RosterRow)]
    sessions = [row for row in rows if isinstance(row, SessionRow)]
    branches = list(dict.fromkeys(row.branch for row in roster))
    TARGET.mkdir(parents=True, exist_ok=True)
    _write("组织架构", ("组织名称", "类型", "上级组织", "成立日期", "换届日期"), _orgs(branches))
    header = ("计划编号", "月份", "学习主题", "形式", "责任支部", "计划时长(分钟)", "完成情况")
    _write("年度学习计划表", header, _plan(branches, sessions, rng))
    header = ("编号", "姓名", "所在党支部", "日期", "承诺事项", "完成时限", "状态")
    _write("承诺践诺台账", header, _pledges(roster, rng))
    _write("群众诉求汇总", ("月份", "诉求类别", "件数", "渠道", "责任单位"), _complaints(branches))


def _orgs(branches: Sequence[str]) -> list[tuple[object, ...]]:
    committee = f"{ORGAN}机关党委"
    found: list[tuple[object, ...]] = [(committee, "机关党委", "", "2008-06-12", "2023-12-08")]
    for place, branch in enumerate(branches):
        kind = "临时党支部" if "临时" in branch else "党支部"
        found.append((branch, kind, committee, "2012-07-01", ELECTED[place % len(ELECTED)]))
    return found


def _plan(
    branches: Sequence[str], sessions: Sequence[SessionRow], rng: random.Random
) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    held = {(row.organiser, row.day.month, row.form) for row in sessions}
    for branch in branches:
        wanted = [(month, "主题党日") for month in range(1, 13)]
        wanted += [(month, "党员大会") for month in (3, 6, 9, 12)] + [(rng.randrange(2, 12), "专题讲座")]
        for month, form in sorted(wanted):
            done = "已完成" if (branch, month, form) in held else ""
            title = f"{form}:{rng.choice(THEMES)}"
            found.append((f"J{len(found) + 1:03d}", f"{month}月", title, form, branch, 60, done))
    return found


def _complaints(branches: Sequence[str]) -> list[tuple[object, ...]]:
    """Totals of a hotline by month and kind; potholes grow with the rain from June on."""
    rng = random.Random(f"{YEAR} complaints")  # noqa: S311  invented data
    found: list[tuple[object, ...]] = []
    for month in range(1, 13):
        for kind, unit, about in COMPLAINTS:
            often = about * (2 if kind.startswith("路面") and 6 <= month <= 10 else 1)
            count = max(0, often + rng.randint(-2, 2))
            found.append((f"{YEAR}年{month}月", kind, count, "12345热线", unit if unit in branches else ""))
    return found


def _pledges(roster: Sequence[RosterRow], rng: random.Random) -> list[tuple[object, ...]]:
    counts: dict[str, int] = {}
    for row in roster:
        counts[row.name] = counts.get(row.name, 0) + 1
    able = [row for row in roster if counts[row.name] == 1 and "硬性" not in row.remark]
    found: list[tuple[object, ...]] = []
    for row in rng.sample(able, 48):
        day = dt.date(YEAR, rng.randrange(1, 4), rng.randrange(1, 28))
        state = rng.choice(("已践诺", "已践诺", "践诺中"))
        words = (row.name, row.branch, day.isoformat(), rng.choice(PLEDGES), f"{YEAR}-12-20", state)
        found.append((f"C{len(found) + 1:02d}", *words))
    return found


def _write(name: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    book = xlsxwriter.Workbook(str(TARGET / f"{name}.xlsx"))
    book.set_properties({"created": dt.datetime(YEAR, 12, 31)})  # noqa: DTZ001  a fixed stamp, same bytes
    sheet = book.add_worksheet(name)
    title = book.add_format({"bold": True, "align": "center"})
    sheet.merge_range(0, 0, 0, len(header) - 1, f"{ORGAN}{YEAR}年{name}", title)
    for place, row in enumerate([header, *rows], start=1):
        sheet.write_row(place, 0, row)
    sheet.set_column(0, len(header) - 1, 18)
    book.close()


if __name__ == "__main__":
    main()
