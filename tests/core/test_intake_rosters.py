"""Workbooks of rosters, leave, cover, rooms, speakers and busy seasons: what they bring, what they leave open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from tests import sample_year
from tests.core.made import BRANCH, OTHER, TODAY, member, row
from tests.interop.books import Value, sheet_of, xlsx

from zhixing.core.facts.record import Draft
from zhixing.core.facts.rostering import (
    CoverSet,
    DutyException,
    LeaveSpan,
    MonthRoster,
    PeakSet,
    ShiftRoster,
    SpeakerSet,
    Unavailable,
    VenueSet,
)
from zhixing.core.intake.desk import Known
from zhixing.core.intake.folder import Intake, take_folder
from zhixing.core.intake.rows import (
    CoverRow,
    Folder,
    LeaveRow,
    MonthRow,
    Origin,
    PeakRow,
    RosterRow,
    Row,
    Sheet,
    ShiftRow,
    SpeakerRow,
    StationRow,
    VenueRow,
)
from zhixing.core.people.register import Register
from zhixing.core.rosters.patterns import patterns_on

D = dt.date
YEAR = 2026
PATTERNS = patterns_on(sample_year.rulebooks(), D(YEAR, 1, 1))
ORDER: dict[type[Row], str] = {
    StationRow: "站点与班制",
    RosterRow: "党员花名册",
    CoverRow: "站点最低在岗",
    ShiftRow: "班次表",
    MonthRow: "月班次表",
    LeaveRow: "请假与换班",
    VenueRow: "场地",
    SpeakerRow: "师资",
    PeakRow: "业务高峰",
}
SAID: dict[type[Row], dict[str, Any]] = {
    ShiftRow: {"pattern": "上七休七", "anchor": D(YEAR, 1, 5), "since": None, "last": None},
    MonthRow: {"year": YEAR, "month": 3, "marks": "白休" + "-" * 29},
    LeaveRow: {"first": D(YEAR, 3, 2), "last": D(YEAR, 3, 4), "what": "leave", "part": ""},
    CoverRow: {"minimum": 2, "weekdays": "12345", "half": "", "first": None, "last": None},
    VenueRow: {"seats": 40, "station": "", "branch": "", "open": True, "closed": ()},
    SpeakerRow: {"unit": "", "topics": "1", "outside": None, "open": True, "closed": ()},
    PeakRow: {"title": "汛期", "first": D(YEAR, 6, 1), "last": D(YEAR, 8, 31), "places": ()},
}


def told(kind: type[Any], **said: object) -> Row:
    made: Row = kind(Origin("表.xlsx", "表", 3), **{**SAID[kind], **said})
    return made


def take(*extra: Row, known: Iterable[Draft] = ()) -> Intake:
    """Two branches with a station each and somebody in both, then these rows."""
    mine: list[Row] = [
        row(StationRow, station="东河养护站", branch=OTHER),
        member("王磊"),
        member("李四", branch=OTHER),
        member("同名"),
        member("同名", branch=OTHER),
        *extra,
    ]
    sheets = [
        Sheet(
            f"{label}.xlsx",
            "表",
            label,
            "",
            2025 if kind in (StationRow, RosterRow) else YEAR,
            len(of),
            of,
            (),
            (),
        )
        for kind, label in ORDER.items()
        if (of := tuple(one for one in mine if isinstance(one, kind)))
    ]
    held = {one.key: one for one in known}
    return take_folder(
        Folder(tuple(sheets), (), (), ""),
        Register({}, {}, {}),
        Known({key: (one.content,) for key, one in held.items()}, held),
        identify=sample_year.identify,
        today=TODAY,
        year=YEAR,
        patterns=PATTERNS,
    )


def bodies(intake: Intake, kind: type[Any]) -> list[Any]:
    return [draft.body for draft in intake.drafts if isinstance(draft.body, kind)]


def test_a_person_a_row() -> None:
    made = take(
        told(ShiftRow, name="王磊", branch=BRANCH, pattern="上7休7"),
        told(
            ShiftRow,
            name="李四",
            branch=OTHER,
            pattern="常白班",
            anchor=None,
            since=D(2026, 3, 1),
            last=D(2026, 3, 31),
        ),
        told(ShiftRow, name="同名", branch="", pattern="上七休七"),
        told(ShiftRow, name="同名", branch=BRANCH, pattern="三天一轮"),
        told(ShiftRow, name="同名", branch=OTHER, anchor=None),
    )
    assert bodies(made, ShiftRoster) == [
        ShiftRoster("上七休七", D(2026, 1, 1), None, D(2026, 1, 5)),
        ShiftRoster("常白班", D(2026, 3, 1), D(2026, 4, 1), None),
        ShiftRoster("上七休七", D(2026, 1, 1), None, None),
    ]
    assert {(one.field, one.value) for one in made.unresolved} == {("姓名", "同名"), ("班制", "三天一轮")}
    assert any("没有写轮班起点" in words for words in made.warnings)
    assert all(draft.day is None for draft in made.drafts if isinstance(draft.body, ShiftRoster))


def test_months_leave_and_changes() -> None:
    made = take(
        told(MonthRow, name="王磊", branch=BRANCH),
        told(MonthRow, name="李四", branch=OTHER, marks="-" * 31),
        told(LeaveRow, name="王磊", branch=BRANCH),
        told(
            LeaveRow,
            name="王磊",
            branch=BRANCH,
            what="on",
            first=D(2026, 4, 1),
            last=D(2026, 4, 2),
            part="am",
        ),
        told(LeaveRow, name="王磊", branch=BRANCH, what="off", first=D(2026, 5, 4), last=D(2026, 5, 4)),
        told(LeaveRow, name="李四", branch=OTHER, what="leave", part="night"),
        told(LeaveRow, name="李四", branch=OTHER, what="on", last=D(2026, 9, 1)),
    )
    assert bodies(made, MonthRoster) == [MonthRoster("2026-03", "白休" + "-" * 29)]
    assert bodies(made, LeaveSpan) == [LeaveSpan(D(2026, 3, 2), D(2026, 3, 5), "")]
    assert bodies(made, DutyException) == [
        DutyException(D(2026, 4, 1), "am", "on"),
        DutyException(D(2026, 4, 2), "am", "on"),
        DutyException(D(2026, 5, 4), "am", "off"),
        DutyException(D(2026, 5, 4), "pm", "off"),
    ]
    assert sorted(one.field for one in made.unresolved) == ["时段", "止"]


def test_cover_rooms_speakers_and_seasons() -> None:
    made = take(
        told(CoverRow, station="东河养护站", branch=OTHER),
        told(CoverRow, station="没有的站", branch=""),
        told(CoverRow, station="东河养护站", branch="", first=D(2026, 6, 2), last=D(2026, 6, 1)),
        told(VenueRow, name="三楼", station="东河养护站", closed=(D(2026, 3, 2), D(2026, 3, 3))),
        told(VenueRow, name="四楼", station="没有的站"),
        told(SpeakerRow, name="王磊", unit=BRANCH),
        told(SpeakerRow, name="周教授", unit="县委党校", closed=(D(2026, 7, 1), D(2026, 7, 31))),
        told(SpeakerRow, name="无名", unit="", outside=False),
        told(PeakRow, places=("东河养护站",)),
        told(PeakRow, title="春运"),
        told(PeakRow, title="别处", places=("没有的站",)),
    )
    assert [one.minimum for one in bodies(made, CoverSet)] == [2]
    station = next(draft.about for draft in made.drafts if isinstance(draft.body, CoverSet))
    assert station is not None
    assert bodies(made, VenueSet) == [VenueSet("三楼", 40, station.hex, True)]
    assert bodies(made, Unavailable) == [
        Unavailable(D(2026, 3, 2), D(2026, 3, 4), ""),
        Unavailable(D(2026, 7, 1), D(2026, 8, 1), ""),
    ]
    speakers = [draft for draft in made.drafts if isinstance(draft.body, SpeakerSet)]
    assert [(one.body.outside, one.private) for one in speakers if isinstance(one.body, SpeakerSet)] == [
        (False, None),
        (True, {"name": "周教授（县委党校）"}),
    ]
    assert [(one.title, one.until, one.places) for one in bodies(made, PeakSet)] == [
        ("汛期", D(2026, 9, 1), station.hex),
        ("春运", D(2026, 9, 1), ""),
    ]
    assert {one.field for one in made.unresolved} == {"站点", "止", "所在站点", "主讲人", "涉及单位和站点"}


def test_told_again_nothing_is_new_and_told_anew_the_later_holds() -> None:
    rows = (
        told(ShiftRow, name="王磊", branch=BRANCH),
        told(MonthRow, name="王磊", branch=BRANCH),
        told(LeaveRow, name="王磊", branch=BRANCH),
        told(VenueRow, name="三楼"),
        told(SpeakerRow, name="周教授", unit="县委党校"),
        told(PeakRow),
    )
    first = take(*rows)
    again = take(*rows, known=first.drafts)
    planned = (ShiftRoster, MonthRoster, LeaveSpan, VenueSet, SpeakerSet, PeakSet)
    assert not [one for one in again.drafts if isinstance(one.body, planned)]
    later = take(told(ShiftRow, name="王磊", branch=BRANCH, anchor=D(2026, 1, 12)), known=first.drafts)
    assert bodies(later, ShiftRoster) == [ShiftRoster("上七休七", D(2026, 1, 1), None, D(2026, 1, 12))]
    assert not later.unresolved


def month_sheet(title: str, *lines: Sequence[Value]) -> Sheet:
    header: list[Value] = ["姓名", "所在党支部", *range(1, 32)]
    sheet = sheet_of(xlsx({"表": [[title], header, *lines]}))
    assert isinstance(sheet, Sheet)
    return sheet


def test_a_month_as_clerks_draw_it() -> None:
    weekdays = ["", "", *("日一二三四五六" * 5)[:31]]
    line = ["王磊", BRANCH, "白班", "休", "年休假", "√", "值班", "", "早", *[""] * 24]
    sheet = month_sheet("云川县交通运输局2026年3月份班次表", weekdays, line)
    assert (sheet.kind, sheet.troubles, len(sheet.records)) == ("月班次表", (), 1)
    record = sheet.records[0]
    assert isinstance(record, MonthRow)
    assert (record.year, record.month, record.marks[:8], len(record.marks)) == (2026, 3, "白休假白全-早-", 31)


def test_evil_cells_of_a_month_are_told_and_the_rest_is_read() -> None:
    line: list[Value] = ["王磊", BRANCH, "A", "休", "=1+1", "\u200b", -5, *[""] * 25, "白"]
    sheet = month_sheet("云川县交通运输局2026年2月班次表", line)
    record = sheet.records[0]
    assert isinstance(record, MonthRow)
    assert len(record.marks) == 28
    assert record.marks[1] == "休"
    assert len(sheet.troubles) == 1
    assert "认不出的班次" in sheet.troubles[0].reason
    nowhere = month_sheet("班次表", ["王磊", BRANCH, *"白" * 31])
    assert nowhere.records == ()
    assert "哪年哪月" in nowhere.troubles[0].reason


def test_a_row_of_column_numbers_is_no_month() -> None:
    rows: list[list[Value]] = [
        ["姓名", "性别", "所在党支部", "入党日期", "班制"],
        [1, 2, 3, 4, 5],
        ["王磊", "男", BRANCH, "2020.1.1", "常白班"],
    ]
    sheet = sheet_of(xlsx({"表": rows}))
    assert sheet.kind == "党员花名册"


def fact_days(made: Intake) -> set[dt.date | None]:
    return {draft.day for draft in made.drafts}


def test_what_lies_ahead_is_taken_though_no_fact_has_a_day_ahead() -> None:
    made = take(told(LeaveRow, name="王磊", branch=BRANCH, first=D(2026, 12, 1), last=D(2026, 12, 31)))
    assert fact_days(made) == {None}
