"""The child's own steps, taken in this process: what each evil file is refused for, and the limits it sets."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.interop import evil
from tests.interop.books import ROSTER_KIND, Value, reason_of, sheet_of, xlsx

from zhixing.core.intake.rows import Refusal, Sheet
from zhixing.interop.limited import inside
from zhixing.interop.limited.package import Refused
from zhixing.interop.workbooks import child, folder, gate
from zhixing.interop.workbooks.columns import kind
from zhixing.interop.workbooks.fills import fill_org
from zhixing.interop.workbooks.reader import Reader
from zhixing.interop.workbooks.wire import unpack

SAMPLE = Path(__file__).resolve().parents[2] / "sample" / "云川县"

REASONS = {
    "不是工作簿.xlsx": "不是 Excel 工作簿",
    "文本改名.xlsx": "后缀改为 .csv",
    "网页改名.xls": "网页或 XML",
    "空文件.xlsx": "0 字节",
    "没传完.xlsx": "没有传完",
    "只有开头.xlsx": "没有传完",
    "加密.xlsx": "打开密码",
    "宏.xlsm": "宏",
    "旧格式宏.xls": "宏",
    "坏的旧格式.xls": "读不出来",
    "文档.xls": "Word",
    "压缩炸弹.xlsx": "压缩比异常",
    "谎报大小.xlsx": "大小与登记不符",
    "部件太多.xlsx": "部件太多",
    "很高.xlsx": "第 1048576 行",
    "很宽.xlsx": "16384 列",
    "一万六千列.xlsx": "16384 列",
    "实体炸弹.xlsx": "XML 声明",
    "换编码的声明.xlsx": "XML 声明",
    "空工作簿.xlsx": "没有任何内容",
    "工作表太多.xlsx": "400 个工作表",
    "合并太多.xlsx": "合并单元格太多",
    "套公式.xlsx": "读不出来",
    "超过上限.xlsx": "超过 20 MB",
    "空字节.csv": "二进制",
    "一行十兆.csv": "超过 8 MB",
    "一格七兆.csv": "超长",
    "七百万空行.csv": "超过 200000 行",
    "一万多行.csv": "超过 10000 行",
    "引号不配对.csv": "引号",
    "不明编码.csv": "编码",
    "程序.csv": "二进制",
}


@pytest.mark.parametrize("name", REASONS)
def test_refused_for_the_right_reason(name: str) -> None:
    assert REASONS[name] in reason_of(evil.REFUSED[name](), name)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"xl/worksheets/sheet2.xml": b" " * 40_000_000}, "超过 32 MB"),
        ({f"xl/media/{i}.png": bytes(30_000_000) for i in range(3)}, "压缩比异常"),
        ({"xl/workbook.bin": b"x"}, "xlsb"),
    ],
)
def test_packages_refused_by_their_directory(parts: dict[str, bytes], said: str) -> None:
    with pytest.raises(Refused, match=said):
        gate.check_package(evil.package([evil.worksheet("")], parts))


def test_packages_that_unpack_to_too_much_in_all() -> None:
    noise = {f"xl/media/{i}.png": (b"%d" % i * 7 + bytes(range(256))) * 80_000 for i in range(4)}
    data = evil.package([evil.worksheet("")], noise, level=0)
    with pytest.raises(Refused, match="超过 64 MB"):
        gate.check_package(data)


def test_packages_of_no_workbook_or_of_one_twice() -> None:
    plain = evil.package([evil.worksheet("")])
    with pytest.raises(Refused, match="压缩包"):
        gate.check_package(plain.replace(b"xl/workbook.xml", b"xl/workbonk.xml"))
    with pytest.raises(Refused, match="重复"):
        gate.check_package(evil.package([evil.worksheet("")] * 2).replace(b"sheet2.xml", b"sheet1.xml"))


@pytest.mark.parametrize(
    ("at", "value", "said"),
    [(8, 1, "加密的压缩包"), (10, 12, "压缩方式"), (42, 77, "损坏"), (20, 0, "损坏|不符")],
)
def test_entries_that_are_odd(at: int, value: int, said: str) -> None:
    data = bytearray(evil.package([evil.worksheet(evil.good_rows())]))
    data[data.find(b"PK\x01\x02") + at] = value
    with pytest.raises(Refused, match=said):
        unpack_all(bytes(data))


def test_a_large_old_workbook_is_refused() -> None:
    with pytest.raises(Refused, match="旧格式"):
        gate.check_ole(evil.OLE + "Workbook".encode("utf-16-le") + bytes(9_000_000))


def test_a_part_with_its_data_broken_is_refused() -> None:
    data = bytearray(evil.package([evil.worksheet(evil.good_rows())]))
    part = next(p for p in gate.check_package(bytes(data)) if p.name.endswith("sheet1.xml"))
    data[part.start : part.start + 20] = b"\xff" * 20
    assert "损坏" in reason_of(bytes(data))


def unpack_all(data: bytes) -> None:
    for part in gate.check_package(data):
        gate.unpacked(data, part)


def request(name: str, data: bytes) -> bytes:
    return json.dumps({"name": name, "year": 2025, "size": len(data), "seconds": 2}).encode() + b"\n" + data


def test_the_child_answers_each_request_with_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inside, "limit_cpu", lambda seconds: None)
    good = xlsx({"表": [ROSTER_KIND.headers, *ROSTER_KIND.rows]})
    answers = io.BytesIO()
    inside.serve(io.BytesIO(request("坏.xlsx", b"x") + request("好.xlsx", good)), answers, child.answer)
    ready, first, second = answers.getvalue().splitlines(keepends=True)
    assert ready == inside.READY
    assert isinstance(unpack(first)[0], Refusal)
    assert isinstance(unpack(second)[0], Sheet)


def test_the_child_stops_when_memory_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(data: bytes, name: str, year: int | None) -> None:
        raise MemoryError

    monkeypatch.setattr(inside, "limit_cpu", lambda seconds: None)
    monkeypatch.setattr(child, "read_workbook", no_room)
    answers = io.BytesIO()
    inside.serve(io.BytesIO(request("大.xlsx", b"x") * 2), answers, child.answer)
    assert answers.getvalue() == inside.READY


def test_the_limits_the_child_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    limits: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", lambda what, bounds: limits.update({what: bounds}))
    monkeypatch.setattr(child, "serve", lambda requests, answers, work: None)
    monkeypatch.setattr("sys.argv", ["child", "256"])
    child.main()
    inside.limit_cpu(2.0)
    assert limits[resource.RLIMIT_AS][0] == 256 * 1024 * 1024
    assert limits[resource.RLIMIT_CORE][0] == limits[resource.RLIMIT_FSIZE][0] == 0
    used = resource.getrusage(resource.RUSAGE_SELF)
    assert 2 < limits[resource.RLIMIT_CPU][0] - used.ru_utime - used.ru_stime < 5


def test_what_a_folder_leaves_alone(tmp_path: Path) -> None:
    for name in ("~$甲.xlsx", ".隐藏", "Thumbs.db", "说明.docx", "旧.ods"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "去年").mkdir()
    (tmp_path / "甲.xlsx").mkdir()
    (tmp_path / "乙.xlsx").symlink_to(tmp_path / "说明.docx")
    (tmp_path / "丙.xlsx").write_bytes(b"PK\x03\x04" + bytes(21_000_000))
    found = folder.read_folder(tmp_path, year=2025)
    assert {i.file: i.reason[:8] for i in found.ignored} == {
        "~$甲.xlsx": "是打开工作簿时产",
        ".隐藏": "是系统文件,未读",
        "Thumbs.db": "是系统文件,未读",
        "说明.docx": "不是台账工作簿(",
        "旧.ods": "是读不了的表格格",
        "去年": "是文件夹,没有进",
    }
    assert [r.file for r in found.refusals] == ["丙.xlsx", "乙.xlsx", "甲.xlsx"]


def test_names_from_other_systems_are_shown_in_one_spelling() -> None:
    assert folder.shown_name("e\u0301.xlsx") == "\u00e9.xlsx"
    assert folder.shown_name("坏\udcff.xlsx") == "坏?.xlsx"


def test_tables_of_columns_are_checked() -> None:
    with pytest.raises(ValueError, match="is no column"):
        kind("某表", fill_org, "name**: 名称")


def test_empty_rows_above_and_columns_before_keep_the_numbers() -> None:
    rows: list[list[Value]] = [[], [], ["", "", *ROSTER_KIND.headers], ["", "", *ROSTER_KIND.rows[0]]]
    (record,) = sheet_of(xlsx({"表": rows})).records
    assert record.origin.row == 4


def test_work_is_measured_not_waiting() -> None:
    """Four busy neighbours on this machine do not make a sound workbook late."""
    spin = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(4)]
    try:
        with Reader(seconds=0.6) as reader:
            data = (SAMPLE / "学习活动台账.xlsx").read_bytes()
            outcomes = reader.read("学习活动台账.xlsx", data, 2025)
    finally:
        for neighbour in spin:
            neighbour.kill()
            neighbour.wait()
    assert [type(outcome).__name__ for outcome in outcomes] == ["Sheet"]


def test_what_works_too_long_is_stopped_by_its_own_watch() -> None:
    with Reader(seconds=0.01) as reader:
        data = (SAMPLE / "学习活动台账.xlsx").read_bytes()
        (refusal,) = reader.read("学习活动台账.xlsx", data, 2025)
    assert isinstance(refusal, Refusal)
    assert "读取超过 0.01 秒" in refusal.reason
