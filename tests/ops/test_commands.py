"""The command as a clerk types it: exit codes, report, files, anchors."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from tests.ops.scratch import PROJECT, Scratch, installation

SAMPLE = PROJECT / "sample" / "云川县"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scratch]:
    """An installation with the sample bureau imported."""
    with installation(tmp_path_factory.mktemp("site")) as scratch:
        done = scratch.run("import", str(SAMPLE), "--year", "2025", "--report", "report.json")
        assert done.returncode == 0, done.stderr
        yield scratch


def test_the_report_has_the_shape_that_was_agreed(site: Scratch) -> None:
    report = json.loads((site.home / "report.json").read_text("utf-8"))
    assert {"files", "unresolved", "remarks", "warnings"} <= set(report)
    roster = next(one for one in report["files"] if one["name"] == "党员花名册.xlsx")
    assert (roster["kind"], roster["rows"], roster["taken"], roster["repeated"]) == (
        "党员花名册",
        282,
        282,
        0,
    )
    assert report["unresolved"] == []
    assert {"member", "text", "meaning"} <= set(report["remarks"][0])
    assert any("核算参考.json" in warning for warning in report["warnings"])


def test_a_year_is_written_in_four_formats(site: Scratch) -> None:
    for form in ("json", "csv", "xlsx", "docx"):
        part = ("--branch", "离退休党支部") if form == "docx" else ()
        done = site.run("dossier", "--year", "2025", "--format", form, "--out", f"year.{form}", *part)
        assert done.returncode == 0, done.stderr
    told = json.loads((site.home / "year.json").read_text("utf-8"))
    reference = json.loads((SAMPLE / "核算参考.json").read_text("utf-8"))
    assert len(told["members"]) == len(reference["members"])
    assert (site.home / "year.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert "党员" in openpyxl.load_workbook(site.home / "year.xlsx").sheetnames
    assert (site.home / "year.docx").read_bytes().startswith(b"PK")


def test_an_anchor_is_written_and_agrees(site: Scratch) -> None:
    assert site.run("anchor", "--out", "anchor.json").returncode == 0
    done = site.run("verify", "--anchor", "anchor.json")
    assert (done.returncode, "与锚文件一致" in done.stdout) == (0, True)
    anchor = json.loads((site.home / "anchor.json").read_text("utf-8"))
    anchor["chains"][0]["hash"] = "0" * 64
    (site.home / "false.json").write_text(json.dumps(anchor), "utf-8")
    done = site.run("verify", "--anchor", "false.json")
    assert (done.returncode, "整段改写" in done.stdout) == (1, True)


def test_a_folder_with_an_unreadable_workbook_goes_in_and_exits_2(site: Scratch, tmp_path: Path) -> None:
    folder = tmp_path / "台账"
    folder.mkdir()
    shutil.copy(SAMPLE / "党员花名册.xlsx", folder)
    (folder / "坏表.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    done = site.run("import", str(folder), "--year", "2025", "--preview", "--report", "again.json")
    assert done.returncode == 2, done.stderr
    report = json.loads((site.home / "again.json").read_text("utf-8"))
    assert [one["repeated"] for one in report["files"]] == [282]
    assert [one["name"] for one in report["refused"]] == ["坏表.xlsx"]
    assert any("坏表.xlsx" in warning for warning in report["warnings"])


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("import", "没有这个文件夹", "--year", "2025"), "不是文件夹"),
        (("import", "."), "请写明文件夹和年度"),
        (("import", "--withdraw", "77"), "没有编号为 77 的批次"),
        (("dossier", "--year", "2025", "--branch", "没有", "--out", "x.json"), "没有叫“没有”的支部"),
        (("rulebook", "没有"), "没有编号为 没有 的规则册"),
        (("verify", "--anchor", "report.json"), "不是锚文件"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    site: Scratch, words: tuple[str, ...], sentence: str
) -> None:
    done = site.run(*words)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_withdrawing_needs_nothing_but_the_batch(tmp_path: Path) -> None:
    with installation(tmp_path) as scratch:
        assert scratch.run("import", str(SAMPLE), "--year", "2025").returncode == 0
        assert scratch.run("import", "--withdraw", "1").returncode == 0
        done = scratch.run("dossier", "--year", "2025", "--out", "empty.json")
        assert done.returncode == 0, done.stderr
        assert json.loads((tmp_path / "empty.json").read_text("utf-8"))["members"] == []
        assert "已撤回" in scratch.run("batches").stdout
        assert scratch.run("verify").returncode == 0


def test_a_broken_rulebook_stops_the_start_with_file_and_line(tmp_path: Path) -> None:
    books = tmp_path / "rulebooks"
    shutil.copytree(PROJECT / "rulebooks", books)
    file = books / "education-2019.toml"
    lines = file.read_text("utf-8").splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith("code = "))
    lines[place] = 'code = "target.no_such_rule"'
    file.write_text("\n".join(lines), "utf-8")
    with installation(tmp_path) as scratch:
        scratch.environment["ZHIXING_RULEBOOKS"] = str(books)
        done = scratch.run("init")
        assert done.returncode == 1
        assert f"education-2019.toml 第 {place + 1} 行" in done.stderr


def test_a_rulebook_and_the_difference_of_two_are_written(site: Scratch) -> None:
    shelf = site.run("rulebook").stdout
    assert "hours-2009" in shelf
    assert site.run("rulebook", "hours-2019", "--out", "book.docx").returncode == 0
    done = site.run("rulebook", "hours-2019", "--against", "hours-2024", "--out", "difference.docx")
    assert done.returncode == 0, done.stderr
