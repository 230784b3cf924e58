"""The clerk's folder: a bureau written into workbooks in the habits that a seed chooses."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path
from random import Random

import xlsxwriter
from tests.bureau.headers import HEADERS, STRANGERS, TITLES
from tests.bureau.model import Bureau
from tests.bureau.spelling import Hand
from tests.bureau.tables import FILLED, Cell, Row

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True)
class Layout:
    """How one kind's sheets look in this clerk's folder."""

    fields: tuple[str, ...]
    heads: tuple[str, ...]
    title: bool
    unit: bool
    foot: bool
    numbered: bool
    gaps: float


def write_bureau(bureau: Bureau, folder: Path) -> Hand:
    """Writes all workbooks into an empty folder. The habits follow from the bureau's seed alone."""
    rng = Random(f"clerk {bureau.seed}")
    hand = draw_hand(rng, bureau)
    plain = rng.random() < 0.4
    for number, (kind, fill) in enumerate(FILLED.items(), 1):
        rows = fill(bureau, hand)
        layout = draw_layout(rng, kind, hand)
        suffix = "xlsx" if plain or rng.random() < 0.5 else "csv"
        parts = _parts(rng, rows)
        if suffix == "xlsx" and len(parts) > 1 and rng.random() < 0.5:
            sheets = {name or "全局": _sheet(rng, bureau, kind, layout, part) for name, part in parts.items()}
            (folder / f"表{number}.xlsx").write_bytes(_xlsx(rng, sheets, layout))
            continue
        for n, part in enumerate(parts.values()):
            cells = _sheet(rng, bureau, kind, layout, part)
            path = folder / f"表{number}-{n}.{suffix}"
            path.write_bytes(_xlsx(rng, {"Sheet1": cells}, layout) if suffix == "xlsx" else _csv(rng, cells))
    return hand


def draw_hand(rng: Random, bureau: Bureau) -> Hand:
    """The clerk's handwriting."""
    tidy = rng.random() < 0.2
    joint = rng.choice(("、", "、", "、", ",", ",", ";", "\n", "、\n"))
    return Hand(
        rng=rng,
        bureau=bureau,
        real_dates=1.0 if tidy else rng.choice((0.0, 0.3, 0.6)),
        bare_dates=not tidy and rng.random() < 0.4,
        wide_spaces=0.0 if tidy else 0.3,
        joint=joint,
        twice=0.0 if tidy else 0.05,
        needless=0.0 if tidy else 0.02,
        short_branches=not tidy and rng.random() < 0.4,
        short_kinds=rng.random() < 0.2,
        makeup_style=rng.randrange(8),
        makeup_joint=rng.choice((";", ";", "\n", ";\n", "、")),
    )


def draw_layout(rng: Random, kind: str, hand: Hand) -> Layout:
    """Which columns in which order under which words, and what stands around them."""
    left_out = {"turnout", rng.choice(("hours", "hours", "days"))}
    fields = [field for field in HEADERS[kind] if field not in left_out]
    if kind == "学习活动台账" and rng.random() < 0.5:
        fields = ["turnout" if f == "expected" else f for f in fields if f != "present"]
    if rng.random() < 0.5:
        rng.shuffle(fields)
    heads: list[str] = []
    for field in fields:
        words = [word for word in HEADERS[kind][field].split(" ") if word not in heads]
        heads.append(rng.choice(words) if rng.random() < 0.6 else words[0])
    for stranger in rng.sample(STRANGERS, rng.choice((0, 0, 1, 2))):
        at = rng.randrange(len(fields) + 1)
        fields.insert(at, "")
        heads.insert(at, stranger)
    title = hand.bare_dates or rng.random() < 0.8
    return Layout(
        tuple(fields),
        tuple(heads),
        title,
        rng.random() < 0.5,
        rng.random() < 0.5,
        rng.random() < 0.5,
        rng.choice((0.0, 0.0, 0.05)),
    )


def _parts(rng: Random, rows: list[Row]) -> dict[str, list[Row]]:
    """All rows together, or those of each branch for themselves."""
    if rng.random() < 0.6 or not rows:
        return {"": rows}
    parts: dict[str, list[Row]] = {}
    for row in rows:
        parts.setdefault(row.branch, []).append(row)
    return parts


def _sheet(rng: Random, bureau: Bureau, kind: str, layout: Layout, rows: list[Row]) -> list[list[Cell]]:
    heads = ["序号", *layout.heads] if layout.numbered else list(layout.heads)
    cells: list[list[Cell]] = []
    if layout.title:
        cells.append([f"{bureau.organ}{bureau.year}年{rng.choice(TITLES[kind].split())}"])
    if layout.unit:
        cells.append([f"填报单位:{bureau.organ}机关党委", *([""] * (len(heads) - 2)), "单位:人、学时"])
    if layout.title and rng.random() < 0.2:
        cells.append([])
    cells.append(list(heads))
    for n, row in enumerate(rows, 1):
        if rng.random() < layout.gaps:
            cells.append([""] * len(heads))
        body: list[Cell] = [row.fields.get(field, "") if field else _stray(rng) for field in layout.fields]
        cells.append([n, *body] if layout.numbered else body)
    if layout.foot:
        cells.append([rng.choice(("合计", "总计", "合 计", "合计:")), len(rows), *([""] * (len(heads) - 2))])
        cells.append(["填表人:          审核人:          填表日期:"])
    return cells


def _stray(rng: Random) -> str:
    return rng.choice(("", "", "已核", "张三"))


def _xlsx(rng: Random, sheets: dict[str, list[list[Cell]]], layout: Layout) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    date = book.add_format({"num_format": rng.choice(("yyyy-mm-dd", "yyyy/m/d", 'yyyy"年"m"月"d"日"'))})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        top = rng.choice((0, 0, 1))
        for i, row in enumerate(rows, top):
            for j, value in enumerate(row):
                if isinstance(value, dt.date):
                    sheet.write_datetime(i, j, dt.datetime(value.year, value.month, value.day), date)
                elif value != "":
                    sheet.write(i, j, value)
        if layout.title:
            sheet.merge_range(top, 0, top, max(1, max(map(len, rows)) - 1), rows[0][0])
    book.close()
    return out.getvalue()


def _csv(rng: Random, rows: list[list[Cell]]) -> bytes:
    out = io.StringIO(newline="")
    width = max(map(len, rows))
    writer = csv.writer(out, quoting=rng.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)))
    for row in rows:
        writer.writerow([_text(value) for value in row] + [""] * (width - len(row)))
    return out.getvalue().encode(rng.choice(ENCODINGS))


def _text(value: Cell) -> str:
    return f"{value.year}/{value.month}/{value.day}" if isinstance(value, dt.date) else str(value)
