"""Sheets as they come: several in a book, columns missing or strange, cells that can't be read."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.interop.books import BY_KIND, TABLES, Value, bare, reason_of, separated, sheet_of, xlsx
from tests.interop.old_xls import old_xls

from zhixing.core.intake import rows
from zhixing.interop.workbooks.cells import Grid
from zhixing.interop.workbooks.child import read_workbook
from zhixing.interop.workbooks.sheet import read_sheet
from zhixing.interop.workbooks.wire import pack, unpack

STUDY = BY_KIND["自学登记"]
HEAD = ("姓名", "所在党支部", "日期", "成果", "抽查结果")


def study(*lines: Sequence[Value], title: str = "云川县交通运输局2025年自学成果登记") -> rows.Sheet:
    return sheet_of(xlsx({"表": [[title], HEAD, *lines]}))


def test_a_needed_cell_that_is_bad_costs_its_row_only() -> None:
    sheet = study(
        ["刘英", "甲", "2025-02-30", "心得", "优"],
        ["", "甲", "2025.3.1", "心得", "优"],
        ["王磊", "甲", "3月1日", "心得", "优"],
    )
    assert (sheet.rows, len(sheet.records)) == (3, 1)
    first, second = sheet.troubles
    assert (first.origin.row, first.field, first.value) == (3, "日期", "2025-02-30")
    assert "2月没有30日" in first.reason
    assert (second.origin.row, second.field) == (4, "姓名")
    assert "空的" in second.reason


def test_an_optional_cell_that_is_bad_leaves_the_row() -> None:
    table = BY_KIND["突出问题清单"]
    sheet = sheet_of(
        xlsx({"表": [table.headers, ["P9", "来源", "问题", "类", "很重", "支部", "年底", "整改中"]]})
    )
    (record,) = sheet.records
    assert isinstance(record, rows.ProblemRow)
    assert (record.weight, record.due) == (1, None)
    assert [(t.field, t.value) for t in sheet.troubles] == [("程度(1-5)", "很重"), ("整改时限", "年底")]


def test_a_piece_of_makeups_in_trouble_leaves_the_rest() -> None:
    table = BY_KIND["学习活动台账"]
    row = [*table.rows[0]]
    row[table.headers.index("补学情况")] = "甲乙 1月21日送学;丙丁已补"
    sheet = sheet_of(xlsx({"表": [table.headers, row]}))
    (record,) = sheet.records
    assert isinstance(record, rows.SessionRow)
    assert [m.name for m in record.makeups] == ["甲乙"]
    assert [(t.field, t.value) for t in sheet.troubles] == [("补学情况", "丙丁已补")]


def test_missing_columns_are_named() -> None:
    reason = reason_of(xlsx({"表": [["姓名", "成果", "抽查结果"], ["甲", "乙", "优"]]}))
    assert "《自学登记》" in reason
    assert "缺少列:日期" in reason
    assert "第1行" in reason


def test_unknown_headers_are_told_with_the_kinds_that_are_known() -> None:
    reason = reason_of(xlsx({"表": [["云川县2025年固定资产"], ["品名", "规格", "数量"], ["扳手", "大", 3]]}))
    assert "品名、规格、数量" in reason
    assert all(table.kind in reason for table in TABLES)


def test_every_sheet_is_looked_at_and_told() -> None:
    data = xlsx(
        {
            "填表说明": [["1.请如实填写"], ["2.日期写成 2025.3.5"]],
            "自学": [HEAD, *STUDY.rows],
            "Sheet3": [],
            "测验": [BY_KIND["测验成绩"].headers, *BY_KIND["测验成绩"].rows],
            "资产": [["品名", "规格", "数量"], ["扳手", "大", 3]],
            "缺": [["姓名", "成果", "抽查结果"], ["甲", "乙", "优"]],
        }
    )
    notes, first, second, strange, lacking = read_workbook(data, "甲.xlsx", 2025)
    assert isinstance(notes, rows.Ignored)
    assert "填表说明" in notes.reason
    assert isinstance(first, rows.Sheet)
    assert isinstance(second, rows.Sheet)
    assert (first.sheet, first.kind, second.sheet, second.kind) == ("自学", "自学登记", "测验", "测验成绩")
    assert isinstance(strange, rows.Ignored)
    assert isinstance(lacking, rows.Refusal)


def test_a_hidden_sheet_is_named_and_not_read() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name in ("现用", "旧稿"):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ["甲", "乙", "2025.3.1", "心得", "优"])
    sheet.hide()
    book.close()
    shown, hidden = read_workbook(out.getvalue(), "甲.xlsx", 2025)
    assert isinstance(shown, rows.Sheet)
    assert isinstance(hidden, rows.Ignored)
    assert "隐藏" in hidden.reason


def test_private_columns_are_told_and_not_read() -> None:
    private = ["身份证号", "联系电话", "家庭住址", "籍贯", "手机号码(必填)"]
    data = xlsx(
        {"表": [["姓名", "所在党支部", "入党日期", *private], ["甲乙", "一支部", "2020.1.1", *["机密"] * 5]]}
    )
    sheet = sheet_of(data)
    assert sheet.notes == tuple(f"“{p}”列按规定不收集,未导入" for p in private)
    assert "机密" not in repr(sheet)


def test_what_was_said_in_a_talk_is_not_even_in_troubles() -> None:
    table = BY_KIND["谈心谈话记录"]
    sheet = sheet_of(
        xlsx({"表": [[*table.headers, "谈话内容要点"], ["没有日期", "甲", "", "", "", "也许", "机密"]]})
    )
    assert sheet.records == ()
    assert len(sheet.troubles) == 3
    assert "机密" not in repr(sheet)


def test_numbers_of_people_left_in_remarks_are_blotted_and_told() -> None:
    table = BY_KIND["党员花名册"]
    row = [*table.rows[0][:-1], "电话13812345678"]
    sheet = sheet_of(xlsx({"表": [table.headers, row]}))
    assert "13812345678" not in repr(sheet)
    assert sheet.notes == ("文字里的证件号码、手机号码已略去,未导入",)


def test_strange_columns_get_a_note_and_known_untaken_ones_none() -> None:
    data = xlsx(
        {"表": [[*HEAD, "主持人", "鞋码", ""], ["甲", "乙", "2025.3.1", "心得", "优", "丙", 42, "丁"]]}
    )
    assert sheet_of(data).notes == (
        "“鞋码”列不认识,未导入;如果是系统要的列,请对照模板改列名",
        "第8列没有表头,未导入",
    )


def test_what_is_assumed_for_a_missing_column_is_noted() -> None:
    sheet = sheet_of(xlsx({"表": [["姓名", "日期", "自学成果"], ["甲乙", "2025.3.1", "心得"]]}))
    assert bare(sheet.records) == [("甲乙", "", dt.date(2025, 3, 1), "心得", "未抽查")]
    assert sheet.notes == ("没有“抽查结果”列,一律按未抽查计",)


def test_totals_and_signatures_are_no_rows_but_a_member_is() -> None:
    sheet = study(
        ["刘英", "甲", "2025.3.1", "心得", "优"],
        ["小计", 1],
        HEAD,
        ["记录人:张三", "", "审核人:李四"],
        ["合计:1人次"],
        ["云川县交通运输局2025年自学成果登记"],
        ["注:本表一式两份"],
        ["计小红", "甲", "2025.3.1", "心得", "优"],
    )
    assert sheet.rows == 2
    assert [getattr(r, "name") for r in sheet.records] == ["刘英", "计小红"]  # noqa: B009
    assert sheet.troubles == ()


@pytest.mark.parametrize(
    ("title", "organ", "year"),
    [
        ("云川县交通运输局2024年自学成果登记", "云川县交通运输局", 2024),
        ("云川县交通运输局 2024 年度自学登记表", "云川县交通运输局", 2024),
        ("云川县交通运输局二〇二四年自学登记表", "云川县交通运输局", 2024),
        ("填报单位:云川县交通运输局机关党委", "云川县交通运输局", None),
        ("自学登记表", "", None),
    ],
)
def test_bureau_and_year_from_the_title(title: str, organ: str, year: int | None) -> None:
    sheet = study(["甲乙", "一支部", "3月5日", "心得", "优"], title=title)
    assert (sheet.organ, sheet.year) == (organ, year)
    assert getattr(sheet.records[0], "day") == dt.date(year or 2025, 3, 5)  # noqa: B009


def test_training_in_hours_with_both_days_in_one_cell() -> None:
    head = ["姓名", "支部", "起止时间", "培训班次", "主办单位", "学时类别", "学时", "证明人/材料"]
    sheet = sheet_of(
        xlsx({"表": [head, ["甲乙", "一支部", "2025.12.30-2026.1.2", "党校", "县委", "A、B", 24, "证书"]]})
    )
    (record,) = sheet.records
    assert isinstance(record, rows.TrainingRow)
    assert (record.start, record.end) == (dt.date(2025, 12, 30), dt.date(2026, 1, 2))
    assert (record.days, record.hours, record.ledgers) == (None, 2400, "A+B")


def test_study_online_is_read_with_its_hours_beside_its_days() -> None:
    head = ["姓名", "所在党支部", "开始日期", "结束日期", "培训名称", "学时账", "天数", "学时"]
    lines: list[list[Value]] = [
        ["甲乙", "一支部", "2025.3.1", "2025.3.3", "网课", ledger, 3, 5] for ledger in ("C", "A+B")
    ]
    read = sheet_of(xlsx({"表": [head, *lines]})).records
    assert [getattr(record, "hours") for record in read] == [500, None]  # noqa: B009


def test_a_column_told_twice_is_told_as_such() -> None:
    head = ["姓名", "姓名", "日期", "成果", "抽查结果"]
    sheet = sheet_of(xlsx({"表": [head, ["甲乙", "丙丁", "2025.3.1", "心得", "优"]]}))
    assert sheet.notes == ("“姓名”列重复(第1列已按这一栏读入),第2列未导入;请只留一列",)


def test_an_unknown_table_is_refused_with_one_remedy() -> None:
    reason = reason_of(xlsx({"表": [["品名", "数量", "单价"], ["铁锹", 3, 20]]}))
    assert reason.endswith("请对照模板改好表头再导入")
    assert reason.count("请") - reason.count("请假与换班") == 1
    assert reason_of(xlsx({"表": [["铁锹", 3]]})).endswith("没有台账表头,已跳过。请确认选对了文件")


def test_training_troubles() -> None:
    table = BY_KIND["学时登记表"]
    good = list(table.rows[0])
    bad: list[list[Value]] = [[*good] for _ in range(4)]
    bad[0][table.headers.index("结束日期")] = "2025.5.1"
    bad[1][table.headers.index("天数")] = 0.5
    bad[2][table.headers.index("类别")] = "学习"
    bad[3][table.headers.index("结束日期")] = ""
    sheet = sheet_of(xlsx({"表": [table.headers, *bad]}))
    assert [(t.origin.row, t.field) for t in sheet.troubles] == [
        (2, "结束日期"),
        (3, "天数"),
        (3, "天数"),
        (4, "类别"),
    ]
    (record,) = sheet.records
    assert isinstance(record, rows.TrainingRow)
    assert record.end == dt.date(2025, 6, 5)


def test_a_session_told_by_day_and_times() -> None:
    head = ["日期", "时间", "主题", "实到名单", "学时账"]
    lines: list[list[Value]] = [
        ["2025.3.5", "14:30-16:00", "学习", "甲乙", "A"],
        ["2025.3.5", "16:00-14:30", "学习", "甲乙", "A"],
        ["2025.3.5", "14:30", "学习", "甲乙", "A"],
    ]
    sheet = sheet_of(xlsx({"表": [head, *lines]}))
    (record,) = sheet.records
    assert isinstance(record, rows.SessionRow)
    assert (record.start, record.minutes) == ("14:30", 90)
    assert [t.origin.row for t in sheet.troubles] == [3, 4]


def test_a_formula_without_a_result_is_told() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "表 & 一"
    sheet.append(["姓名", "所在党支部", "日期", "测验", "得分", "满分"])
    sheet.append(["甲乙", "一支部", "2025.3.1", "条例", "=40+45", 100])
    sheet.append(["丙丁", "一支部", "2025.3.1", "条例", 60, "=100"])
    out = io.BytesIO()
    book.save(out)
    read = sheet_of(out.getvalue())
    assert [(t.origin.row, t.field) for t in read.troubles] == [(2, "得分"), (3, "满分")]
    assert all("公式" in t.reason for t in read.troubles)
    assert [getattr(r, "name") for r in read.records] == ["丙丁"]  # noqa: B009


def test_a_formula_with_a_result_counts_and_an_error_is_told() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("表")
    sheet.write_row(0, 0, ["姓名", "日期", "测验", "得分"])
    for row, value in ((1, 85), (2, "#N/A")):
        sheet.write_row(row, 0, ["甲乙", "2025.3.1", "条例"])
        sheet.write_formula(row, 3, "=1", None, value)
    book.close()
    read = sheet_of(out.getvalue())
    assert [getattr(r, "score") for r in read.records] == [8500]  # noqa: B009
    assert [(t.origin.row, t.field) for t in read.troubles] == [(3, "得分")]


def test_the_old_format_is_read() -> None:
    sheet = sheet_of(old_xls(), "旧.xls", None)
    assert (sheet.kind, sheet.year) == ("自学登记", 2025)
    assert bare(sheet.records) == [
        ("刘\u3000英", "机关第一党支部", dt.date(2025, 3, 5), "心得体会", "优"),
        ("李𠅤", "机关第一党支部", dt.date(2025, 3, 6), "心得体会", "优"),
    ]


def test_text_with_quoted_line_breaks_keeps_the_rows_of_the_spreadsheet() -> None:
    data = separated([["姓\n名", "日期", "成果", "抽查\n结果"], [], ["甲乙", "2025.3.1", "心得\n体会", "优"]])
    (record,) = sheet_of(b"sep=,\r\n" + data, "甲.csv").records
    assert (record.origin.row, getattr(record, "output")) == (4, "心得体会")  # noqa: B009
    (record,) = sheet_of(data, "甲.csv").records
    assert record.origin.row == 3


def test_a_text_that_programs_protect_is_unwrapped() -> None:
    data = '姓名,日期,成果,抽查结果\n="甲乙",="2025.3.1",心得,优\n'.encode("gb18030")
    assert bare(sheet_of(data, "甲.csv").records) == [("甲乙", "", dt.date(2025, 3, 1), "心得", "优")]


CELLS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "",
            "合计",
            "9" * 9000,
            "1月1日",
            "2025.3.5",
            "((((",
            "A+B",
            "甲、乙;丙",
            "是",
            "应到1 实到1",
            "14:30-9:00",
        ]
    ),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(TABLES), st.data())
def test_no_cell_is_lost_or_breaks_the_reading(table: object, data: st.DataObject) -> None:
    known = next(t for t in TABLES if t == table)
    width = len(known.headers)
    body = data.draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=3))
    grid = Grid("表", 1, [list(known.headers), *body])
    sheet = read_sheet(grid, "甲.xlsx", 2025)
    assert isinstance(sheet, rows.Sheet)
    lost = {t.origin.row for t in sheet.troubles if "改好这一行" in t.reason}
    assert sheet.rows == len(sheet.records) + len(lost)
    assert unpack(pack([sheet])) == [sheet]


@pytest.mark.parametrize("head", ["诉求人", "来电人姓名", "联系电话", "手机号", "诉求内容", "工单号"])
def test_complaints_are_totals_and_columns_about_people_are_not_read(head: str) -> None:
    rows: list[list[str | int]] = [
        ["月份", "诉求类别", "件数", head],
        ["2025年3月", "坑槽", 4, "张三13800000000"],
    ]
    sheet = sheet_of(xlsx({"群众诉求汇总": rows}))
    assert sheet.kind == "群众诉求汇总"
    assert "张三" not in repr(sheet)
    assert f"“{head}”列按规定不收集,未导入" in sheet.notes


def test_a_list_of_single_complaints_is_refused() -> None:
    rows = [
        ["工单号", "受理时间", "来电人", "诉求类别", "工单内容"],
        ["1", "2025-03-01", "张三", "坑槽", "路不平"],
    ]
    assert "张三" not in reason_of(xlsx({"工单": rows}))
