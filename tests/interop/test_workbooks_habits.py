"""However a clerk writes the same rows down, the same records come out."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.interop.books import BY_KIND, TABLES, Table, Value, bare, separated, sheet_of, xlsx

from zhixing.interop.workbooks.cells import key_of
from zhixing.interop.workbooks.columns import PRIVATE, match
from zhixing.interop.workbooks.kinds import KINDS, LABELS
from zhixing.interop.workbooks.sheet import best_kind

KIND = {kind.label: kind for kind in KINDS}
DATES = (
    "{0.year}.{0.month}.{0.day}",
    "{0.year}年{0.month}月{0.day}日",
    "{0.year}/{0.month}/{0.day}",
    "{0:%Y-%m-%d}",
    "{0:%Y%m%d}",
    "{0.year} 年 {0.month} 月 {0.day} 日",
    "{0.year}.{0:%m.%d}",
)
FULL_WIDTH = {ord(c): ord(c) + 0xFEE0 for c in "0123456789()/."}


def plain(table: Table) -> list[tuple[object, ...]]:
    return bare(sheet_of(xlsx({"表": [table.headers, *table.rows]})).records)


def words_of(table: Table) -> list[tuple[str, ...]]:
    """For each header the words that may stand in its place."""
    kind = KIND[table.kind]
    found = match(kind, list(table.headers))
    assert found is not None
    by_place = {place: field for field, place in found.places.items()}
    by_field = {c.field: c.words for c in kind.columns}
    return [by_field.get(by_place.get(i, ""), (header,)) for i, header in enumerate(table.headers)]


@pytest.mark.parametrize("table", TABLES, ids=LABELS)
def test_canonical_tables_are_read_whole(table: Table) -> None:
    sheet = sheet_of(xlsx({"表": [table.headers, *table.rows]}))
    assert (sheet.kind, sheet.rows, len(sheet.records), sheet.troubles, sheet.notes) == (
        table.kind,
        2,
        2,
        (),
        (),
    )


@pytest.mark.parametrize("table", TABLES, ids=LABELS)
def test_every_synonym_stands_for_its_column(table: Table) -> None:
    canonical = match(KIND[table.kind], list(table.headers))
    assert canonical is not None
    for place, words in enumerate(words_of(table)):
        for word in words:
            headers = [*table.headers]
            headers[place] = word
            found = best_kind(headers)
            assert found is not None, (word, headers)
            assert (found.kind.label, found.places) == (table.kind, canonical.places), (word, headers)


def test_no_word_is_both_taken_and_private() -> None:
    for kind in KINDS:
        for column in kind.columns:
            assert not {key_of(w) for w in column.words} & PRIVATE, (kind.label, column.field)


def told(table: Table, write: str, rng: random.Random) -> tuple[bytes, str]:
    """The table in some clerk's way, as bytes and a file name."""
    order = rng.sample(range(len(table.headers)), len(table.headers))
    headers = spoken(table, order, rng)
    rows: list[Sequence[Value]] = []
    if rng.random() < 0.7:
        rows.append(["云川县交通运输局2025年" + table.kind])
    if rng.random() < 0.5:
        rows.append(["填报单位:云川县交通运输局机关党委", *[""] * (len(headers) - 2), "单位:人、学时"])
    if rng.random() < 0.3:
        rows.append([])
    serial = ["序号"] if rng.random() < 0.5 else []
    rows.append(serial + [mangled_header(h, rng) for h in headers])
    real_dates = rng.random() < 0.3
    for n, row in enumerate(table.rows, 1):
        rows += [[]] * rng.choice((0, 0, 1, 3))
        if rng.random() < 0.2:
            rows.append(serial + headers)
        rows.append([n] * len(serial) + [row[i] if real_dates else mangled(row[i], rng) for i in order])
    foot: list[list[Value]] = [
        ["合计", len(table.rows)],
        ["填表人:          审核人:          填表日期:"],
        ["小 计"],
    ]
    rows += rng.sample(foot, rng.choice((0, 1, 3)))
    if write == "xlsx":
        return xlsx({"表": rows}), "甲.xlsx"
    text = [[f"{v.year}-{v.month}-{v.day}" if isinstance(v, dt.date) else v for v in row] for row in rows]
    return separated(text, encoding=write, delimiter=rng.choice(",\t;")), "乙.csv"


def spoken(table: Table, order: list[int], rng: random.Random) -> list[str]:
    """Headers in this order, some in other words; not those that change the unit of the numbers below."""
    headers = [table.headers[i] for i in order]
    for at, i in enumerate(order):
        if rng.random() < 0.25:
            word = rng.choice(words_of(table)[i])
            if not any(unit in word for unit in ("小时", "学时", "课时")):
                headers[at] = word
    found, plainly = best_kind(headers), best_kind([table.headers[i] for i in order])
    assert plainly is not None
    same = found is not None and (found.kind, found.places) == (plainly.kind, plainly.places)
    # Two loose words at once can leave a header open to two readings; then the clerk's own words stand.
    return headers if same else [table.headers[i] for i in order]


def mangled_header(header: str, rng: random.Random) -> str:
    ways = (
        header,
        header.translate(FULL_WIDTH),
        f" {header} ",
        header[:1] + "\n" + header[1:],
        header + ":",
        "*" + header,
    )
    return rng.choice(ways)


def mangled(value: Value, rng: random.Random) -> Value:
    if isinstance(value, dt.date):
        text = rng.choice(DATES).format(value)
        return text.translate(FULL_WIDTH) if rng.random() < 0.2 else text
    if isinstance(value, int) and rng.random() < 0.3:
        return str(value)
    if isinstance(value, str) and value and rng.random() < 0.2:
        return f" {value}\u3000"
    return value


@settings(max_examples=300, deadline=None, print_blob=True)
@given(
    st.sampled_from(TABLES),
    st.sampled_from(["xlsx", "utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    st.integers(0, 2**32),
)
def test_the_same_rows_give_the_same_records(table: Table, write: str, seed: int) -> None:
    data, name = told(table, write, random.Random(seed))
    sheet = sheet_of(data, name)
    assert (sheet.kind, sheet.troubles, sheet.rows) == (table.kind, (), len(table.rows))
    assert bare(sheet.records) == plain(table)


@pytest.mark.parametrize(
    "text", ["应到23 实到21", "应到23人,实到21人", "应到:23;实到:21", "23/21", "实到21 应到23"]
)
def test_turnout_in_one_cell(text: str) -> None:
    table = BY_KIND["学习活动台账"]
    at = table.headers.index("应到")
    headers = [*table.headers[:at], "应到实到", *table.headers[at + 2 :]]
    row = [*table.rows[0][:at], text, *table.rows[0][at + 2 :]]
    (record,) = sheet_of(xlsx({"表": [headers, row]})).records
    assert (getattr(record, "expected"), getattr(record, "present")) == (23, 21)  # noqa: B009


def test_merged_cells_speak_for_the_rows_they_cover() -> None:
    import io

    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("表")
    sheet.merge_range(0, 0, 0, 4, "云川县交通运输局2025年自学成果登记")
    sheet.write_row(1, 0, ["所在党支部", "姓名", "日期", "成果", "抽查结果"])
    sheet.merge_range(2, 0, 4, 0, "机关第一党支部")
    sheet.merge_range(2, 1, 3, 1, "刘颖荣")
    for i, name in enumerate(["", "", "段涛"]):
        sheet.write_row(i + 2, 2, [f"2025.3.{i + 1}", "心得体会", "通过"])
        if name:
            sheet.write(i + 2, 1, name)
    sheet.write_row(5, 1, ["无支部", "2025.3.9", "心得体会", "优"])
    book.close()
    records = sheet_of(out.getvalue()).records
    assert [(getattr(r, "name"), getattr(r, "branch"), r.origin.row) for r in records] == [  # noqa: B009
        ("刘颖荣", "机关第一党支部", 3),
        ("刘颖荣", "机关第一党支部", 4),
        ("段涛", "机关第一党支部", 5),
        ("无支部", "", 6),
    ]


def test_a_heading_over_two_rows() -> None:
    rows: list[list[Value]] = [
        ["云川县交通运输局2025年学习活动台账"],
        ["活动编号", "日期", "时长(小时)", "主题", "人员情况", "", "", "", "学时账"],
        ["", "", "", "", "参加人员", "值班", "请假", "无故缺席", ""],
        ["H1", "3月5日", 1.5, "学习党章", "高文、李成", "白磊", "无", "", "A"],
    ]
    (record,) = sheet_of(xlsx({"表": rows}), year=None).records
    assert (getattr(record, "minutes"), getattr(record, "day")) == (90, dt.date(2025, 3, 5))  # noqa: B009
    assert getattr(record, "present_names") == ("高文", "李成")  # noqa: B009
    assert (getattr(record, "duty_names"), getattr(record, "leave_names")) == (("白磊",), ())  # noqa: B009
