"""Both sample bureaus are read whole: every row, in the order an import takes them, nothing in trouble."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest

from zhixing.core.intake.rows import Folder, MakeupNote, RosterRow, SessionRow, TalkRow
from zhixing.interop.workbooks.folder import read_file, read_folder

ROOT = Path(__file__).parents[2]
YUNCHUAN, MESSY = ROOT / "sample" / "云川县", ROOT / "tests" / "data" / "杂乱样例"

ROWS = {
    "站点与班制": (40, 40),
    "党员花名册": (282, 280),
    "群众和入党积极分子": (29, 29),
    "突出问题清单": (12, 12),
    "学习活动台账": (249, 246),
    "学时登记表": (67, 67),
    "自学登记": (487, 483),
    "测验成绩": (107, 104),
    "下基层记录": (70, 70),
    "谈心谈话记录": (697, 746),
    "困难诉求台账": (25, 25),
    "评优资格限制": (4, 4),
}


@pytest.fixture(scope="module")
def yunchuan() -> Folder:
    return read_folder(YUNCHUAN, year=2025)


@pytest.fixture(scope="module")
def messy() -> Folder:
    return read_folder(MESSY, year=None)


@pytest.mark.parametrize("place", [0, 1])
def test_every_row_of_every_kind_is_read(place: int, yunchuan: Folder, messy: Folder) -> None:
    folder = (yunchuan, messy)[place]
    organ = ("云川县交通运输局", "石岭县交通运输局")[place]
    assert [(s.kind, s.rows) for s in folder.sheets] == [(k, n[place]) for k, n in ROWS.items()]
    for sheet in folder.sheets:
        assert len(sheet.records) == sheet.rows
        assert not sheet.troubles
        assert (sheet.organ, sheet.year) == (organ, 2025)
    assert not folder.refusals
    assert [i.file for i in folder.ignored] == ["核算参考.json"]


def test_the_only_note_is_on_what_was_said_in_talks(messy: Folder) -> None:
    notes = {s.kind: s.notes for s in messy.sheets if s.notes}
    assert notes == {"谈心谈话记录": ("“谈话内容要点”列按规定不收集,未导入",)}


def test_nothing_said_in_a_talk_is_in_any_record(messy: Folder) -> None:
    assert "内部掌握" not in repr(messy)


def test_cells_arrive_as_the_clerk_meant_them(messy: Folder) -> None:
    records = {s.kind: s.records for s in messy.sheets}
    session = records["学习活动台账"][0]
    assert isinstance(session, SessionRow)
    assert (session.code, session.day, session.start, session.minutes) == (
        "H001",
        dt.date(2025, 1, 15),
        "09:00",
        50,
    )
    assert (session.expected, session.present, len(session.present_names)) == (35, 28, 28)
    assert session.makeups[0] == MakeupNote("程勇东", None, 1, 18, "送学")
    assert "沈\u3000娜" in session.present_names
    roster = records["党员花名册"][0]
    assert isinstance(roster, RosterRow)
    assert (roster.name, roster.post, roster.duty, roster.member_kind) == (
        "高\u3000文",
        "党支部书记",
        "局长",
        "正式党员",
    )
    talk = records["谈心谈话记录"][1]
    assert isinstance(talk, TalkRow)
    assert (talk.origin.row, talk.day, talk.has_need) == (5, dt.date(2025, 9, 1), True)


def test_reading_again_gives_the_same(yunchuan: Folder) -> None:
    seen: list[str] = []
    began = time.perf_counter()
    again = read_folder(YUNCHUAN, year=2025, progress=seen.append)
    took = time.perf_counter() - began
    assert again == yunchuan
    assert seen == sorted(p.name for p in YUNCHUAN.glob("*.xlsx"))
    assert took < 2.4, f"a folder of 12 workbooks took {took:.2f} s (1.2 s when nothing else runs)"


def test_one_file_alone_reads_as_in_its_folder(yunchuan: Folder) -> None:
    alone = read_file(YUNCHUAN / "党员花名册.xlsx", year=2025)
    assert alone.sheets == tuple(s for s in yunchuan.sheets if s.kind == "党员花名册")
