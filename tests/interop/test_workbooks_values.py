"""Cells as clerks fill them, one by one."""

from __future__ import annotations

import datetime as dt

import pytest

from zhixing.core.intake.rows import MakeupNote
from zhixing.interop.workbooks import amounts, days
from zhixing.interop.workbooks.cells import Cell, Unreadable, key_of, text_of, without_numbers_of_people
from zhixing.interop.workbooks.line import read_ledgers
from zhixing.interop.workbooks.makeups import read_makeups

MARCH = dt.date(2025, 3, 5)
WIDE = {ord(c): ord(c) + 0xFEE0 for c in "0123456789()/.:;,"}


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "2025.3.5",
            "2025年3月5日",
            "2025/3/5",
            "2025-03-05",
            "2025-3-5",
            "2025.03.05",
            "20250305",
            "45721",
            "3月5日",
        ),
        *(
            "2025年 3月 5日",
            "2025.3.5".translate(WIDE),
            "2025年3月5日(周三)",
            "2025年3月5日星期三",
            "2025-03-05 00:00:00",
        ),
        *(
            "2025年3月5日上午",
            "2025年3月5号",
            "二〇二五年三月五日",
            "3.5",
            "3-5",
            "2025-03-05T09:30",
            "03/05",
            "2025—3—5",
        ),
        *(
            MARCH,
            dt.datetime(2025, 3, 5),
            dt.datetime(2025, 3, 5, 14, 30),
            45721,
            45721.0,
            45721.6,
            20250305,
            20250305.0,
        ),
    ],
)
def test_days(cell: Cell) -> None:
    assert days.read_day(cell, 2025) == MARCH


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("2025-02-30", "2月没有30日"),
        ("2025.13.1", "没有13月"),
        ("2025年3月", "缺哪一日"),
        ("25.3.5", "年份只写了两位"),
        ("3052-01-01", "年份 3052 不对"),
        ("上旬", "认不出"),
        ("2025.3.5-2025.3.9", "后面的"),
        ("2025.3.5、2025.3.6", "后面的"),
        (3.1, "小数"),
        (7, "不是日期"),
        (True, "认不出"),
        (dt.time(9, 0), "认不出"),
    ],
)
def test_days_that_are_none(cell: Cell, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        days.read_day(cell, 2025)


def test_a_day_without_a_year_needs_one_from_elsewhere() -> None:
    with pytest.raises(Unreadable, match="没有写年份"):
        days.read_day("3月5日", None)


def test_a_month_stands_for_its_first_or_last_day_where_that_is_meant() -> None:
    assert days.read_day("2025年2月", None, bare_month="first") == dt.date(2025, 2, 1)
    assert days.read_day("2024.2", None, bare_month="last") == dt.date(2024, 2, 29)


def test_a_time_beside_the_day() -> None:
    assert days.read_moment("2025年3月5日 下午2点半", None) == (MARCH, "14:30")
    assert days.read_moment(dt.datetime(2025, 3, 5, 9, 5), None) == (MARCH, "09:05")


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("14:30", "14:30", ""),
        ("14:30".translate(WIDE), "14:30", ""),
        ("9:05", "09:05", ""),
        ("14:30:00", "14:30", ""),
        ("14:30-16:00", "14:30", "16:00"),
        ("下午2:30至4:00", "14:30", "16:00"),
        ("上午9点到11点半", "09:00", "11:30"),
        ("14时30分", "14:30", ""),
        (dt.time(14, 30), "14:30", ""),
        (14.5 / 24, "14:30", ""),
    ],
)
def test_clocks(cell: Cell, start: str, end: str) -> None:
    assert days.read_clocks(cell) == (start, end)


@pytest.mark.parametrize("cell", ["25:00", "下班后", "9:75", 14.0, "8:00 9:00 10:00"])
def test_clocks_that_are_none(cell: Cell) -> None:
    with pytest.raises(Unreadable, match="时"):
        days.read_clocks(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "2025.9.21-2025.9.25",
        "2025年9月21日至25日",
        "9月21日—9月25日",
        "2025-09-21至2025-09-25",
        "2025.9.21-25",
        "9.21~9.25",
    ],
)
def test_spans(cell: str) -> None:
    assert days.read_span(cell, 2025) == (dt.date(2025, 9, 21), dt.date(2025, 9, 25))


def test_a_span_of_one_day_and_one_that_runs_backwards() -> None:
    assert days.read_span("2025.9.21", None) == days.read_span(dt.date(2025, 9, 21), None)
    with pytest.raises(Unreadable, match="早于"):
        days.read_span("2025.9.21-2025.9.2", None)


@pytest.mark.parametrize(
    "cell", ["3月", "3", 3.0, "三月", "2025年3月", "2025.3", "3月份", "3月上旬", "3月5日", MARCH, "3月第2周"]
)
def test_months(cell: Cell) -> None:
    assert days.read_month(cell) == 3


@pytest.mark.parametrize("cell", ["全年", "每月", "1-3月", "13月", "一季度", "3月、4月"])
def test_months_that_are_none(cell: str) -> None:
    with pytest.raises(Unreadable, match="几月"):
        days.read_month(cell)


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [
        *((90, 90), (90.0, 90), ("90", 90), ("90分钟", 90), ("90分", 90), ("90分钟".translate(WIDE), 90)),
        *(
            ("1.5小时", 90),
            ("1小时30分", 90),
            ("1小时30分钟", 90),
            ("一个半小时", 90),
            ("1个半小时", 90),
            ("1小时半", 90),
        ),
        *(
            ("半小时", 30),
            ("2学时", 120),
            ("两小时", 120),
            ("半天", 240),
            ("1天", 480),
            ("1:30", 90),
            (dt.time(1, 30), 90),
        ),
        (dt.timedelta(minutes=75), 75),
    ],
)
def test_minutes(cell: Cell, minutes: int) -> None:
    assert amounts.read_minutes(cell) == minutes


@pytest.mark.parametrize(("cell", "minutes"), [(1.5, 90), ("2", 120), ("90分钟", 90), (0.75, 45)])
def test_minutes_under_a_header_in_hours(cell: Cell, minutes: int) -> None:
    assert amounts.read_minutes(cell, hours=True) == minutes


@pytest.mark.parametrize(
    "cell", [0, -5, "很久", "1.23", 1e12, True, "小时", "nan", float("nan"), float("inf")]
)
def test_minutes_that_are_none(cell: Cell) -> None:
    with pytest.raises(Unreadable):
        amounts.read_minutes(cell)


@pytest.mark.parametrize(
    ("cell", "score"), [(85, 8500), ("85", 8500), (85.5, 8550), ("85.5分", 8550), (0.0, 0), (66.67, 6667)]
)
def test_scores(cell: Cell, score: int) -> None:
    assert amounts.read_hundredths(cell, high=100) == score


@pytest.mark.parametrize("cell", ["优秀", 101, -1, 85.555, "缺考", dt.date(2025, 1, 1)])
def test_scores_that_are_none(cell: Cell) -> None:
    with pytest.raises(Unreadable):
        amounts.read_hundredths(cell, high=100)


@pytest.mark.parametrize(
    ("cell", "flag"),
    [
        ("是", True),
        ("√", True),
        ("有", True),
        (1.0, True),
        (True, True),
        ("无", False),
        ("否", False),
        ("×", False),
        ("已办结", True),
        ("办理中", False),
    ],
)
def test_flags(cell: Cell, flag: bool) -> None:
    assert amounts.read_flag(cell) is flag


@pytest.mark.parametrize(
    ("cell", "months"),
    [
        (12.0, 12),
        ("18个月", 18),
        ("1年", 12),
        ("1年半", 18),
        ("一年半", 18),
        ("半年", 6),
        ("1.5年", 18),
        ("6月", 6),
        ("两年", 24),
    ],
)
def test_lengths_in_months(cell: Cell, months: int) -> None:
    assert amounts.read_span_of_months(cell) == months


@pytest.mark.parametrize(
    ("cell", "ledgers"),
    [
        ("A", "A"),
        ("A+B", "A+B"),
        ("BA", "A+B"),
        ("A、B", "A+B"),
        ("a", "A"),
        ("A类", "A"),
        ("A账和B账", "A+B"),
        ("集中学习培训", "A"),
        ("无", ""),
        ("不计入", ""),
        ("\uff21\uff0b\uff22", "A+B"),
    ],
)
def test_ledgers(cell: Cell, ledgers: str) -> None:
    assert read_ledgers(cell) == ledgers


@pytest.mark.parametrize("cell", ["E", "学习", "A+X"])
def test_ledgers_that_are_none(cell: Cell) -> None:
    with pytest.raises(Unreadable, match="学时账"):
        read_ledgers(cell)


def note(name: str, month: int, day: int, way: str, year: int | None = None) -> MakeupNote:
    return MakeupNote(name, year, month, day, way)


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("", []),
        ("无", []),
        ("江辉泽 1月21日视频补学", [note("江辉泽", 1, 21, "视频补学")]),
        ("薛\u3000娜 2月24日视频补学", [note("薛\u3000娜", 2, 24, "视频补学")]),
        ("王磊(第2党小组) 5月3日送学", [note("王磊(第2党小组)", 5, 3, "送学")]),
        ("王磊\uff08第2党小组\uff095月3日送学上门", [note("王磊\uff08第2党小组\uff09", 5, 3, "送学上门")]),
        ("甲乙 2025年1月21日视频", [note("甲乙", 1, 21, "视频", 2025)]),
        ("甲乙 1.21补学", [note("甲乙", 1, 21, "补学")]),
        ("甲乙1-21", [note("甲乙", 1, 21, "补学")]),
        ("甲乙 2025-01-21 送学", [note("甲乙", 1, 21, "送学", 2025)]),
        ("甲乙 \uff11月\uff12\uff11日送学", [note("甲乙", 1, 21, "送学")]),
        ("甲乙(1月21日视频补学)", [note("甲乙", 1, 21, "视频补学")]),
        ("甲乙于1月21日视频补学。", [note("甲乙", 1, 21, "视频补学")]),
        ("甲乙:1月21日视频补学", [note("甲乙", 1, 21, "视频补学")]),
        ("1月21日甲乙视频补学", [note("甲乙", 1, 21, "视频补学")]),
        ("甲乙视频补学1月21日", [note("甲乙", 1, 21, "视频补学")]),
        ("甲乙、丙丁 1月21日送学", [note("甲乙", 1, 21, "送学"), note("丙丁", 1, 21, "送学")]),
        ("甲乙 1月21日送学、丙丁 2月3日送学", [note("甲乙", 1, 21, "送学"), note("丙丁", 2, 3, "送学")]),
        ("甲乙 1月21日送学\uff1b丙丁 2月3日送学", [note("甲乙", 1, 21, "送学"), note("丙丁", 2, 3, "送学")]),
        ("甲乙 1月21日送学\n丙丁 2月3日送学;", [note("甲乙", 1, 21, "送学"), note("丙丁", 2, 3, "送学")]),
        ("阿依努尔·买买提艾力 1月21日送学", [note("阿依努尔·买买提艾力", 1, 21, "送学")]),
        ("刘𬭎(离退休党支部、第1党小组) 2月29日送学", [note("刘𬭎(离退休党支部、第1党小组)", 2, 29, "送学")]),
    ],
)
def test_makeups(text: str, notes: list[MakeupNote]) -> None:
    assert read_makeups(text) == (notes, [])


@pytest.mark.parametrize(
    ("text", "piece", "said"),
    [
        ("甲乙已补学", "甲乙已补学", "没有写补学日期"),
        ("甲乙 2月30日送学", "甲乙 2月30日送学", "没有2月30日"),
        ("甲乙 13月3日送学", "甲乙 13月3日送学", "没有13月3日"),
        ("1月21日送学", "1月21日送学", "认不出是谁"),
        ("甲乙 1月21日送学 1月22日视频补学", "甲乙 1月21日送学 1月22日视频补学", "不止一个日期"),
        ("甲乙 21日送学", "甲乙 21日送学", "认不出补学日期"),
    ],
)
def test_makeups_that_cannot_be_read_are_reported(text: str, piece: str, said: str) -> None:
    notes, ((found, reason),) = read_makeups(text + ";丙丁 3月3日送学")
    assert notes == [note("丙丁", 3, 3, "送学")]
    assert found == piece
    assert said in reason


def test_numbers_of_people_are_blotted_out() -> None:
    text, blotted = without_numbers_of_people("证件11010519491231002X,电话13812345678")
    assert (text, blotted) == ("证件〔证件号码略〕,电话〔电话号码略〕", True)
    assert without_numbers_of_people("2025年7月转入,编号123456789012") == (
        "2025年7月转入,编号123456789012",
        False,
    )


def test_headers_are_told_whatever_their_width_and_breaks() -> None:
    assert key_of("因公\uff08值班\uff09\n名单 ") == key_of("因公(值班)名单") == "因公值班名单"


def test_text_shows_no_unseen_marks() -> None:
    assert text_of("\ufeff 刘\u200b英\u202e ") == "刘英"
    assert (text_of(1.0), text_of(2.5), text_of(True), text_of(MARCH)) == ("1", "2.5", "是", "2025-03-05")
