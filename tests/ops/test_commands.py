"""The command as a clerk types it: exit codes, report, files, anchors."""

from __future__ import annotations

import ast
import importlib
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from tests.ops.scratch import PROJECT, Scratch, installation

from zhixing.ops.main import parser
from zhixing.ops.year import dossier
from zhixing.store.ledger import models

SAMPLE = PROJECT / "sample" / "云川县"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scratch]:
    """An installation with the sample bureau imported."""
    with installation(tmp_path_factory.mktemp("site")) as scratch:
        done = scratch.run("import", str(SAMPLE), "--year", "2025", "--report", "report.json")
        assert done.returncode == 0, done.stderr
        (scratch.home / "words.txt").write_text("不是 JSON", "utf-8")
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


def test_a_year_is_written_in_five_formats(site: Scratch) -> None:
    for form in ("json", "csv", "xlsx", "docx", "pdf"):
        part = ("--branch", "离退休党支部") if form in ("docx", "pdf") else ()
        done = site.run("dossier", "--year", "2025", "--format", form, "--out", f"year.{form}", *part)
        assert done.returncode == 0, done.stderr
    told = json.loads((site.home / "year.json").read_text("utf-8"))
    reference = json.loads((SAMPLE / "核算参考.json").read_text("utf-8"))
    assert len(told["members"]) == len(reference["members"])
    assert (site.home / "year.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert "党员" in openpyxl.load_workbook(site.home / "year.xlsx").sheetnames
    assert (site.home / "year.docx").read_bytes().startswith(b"PK")
    assert (site.home / "year.pdf").read_bytes().startswith(b"%PDF")
    for form in ("学时登记表", "指标卡"):
        wanted = ("--format", "pdf", "--form", form, "--out", "form.pdf", "--branch", "离退休党支部")
        assert site.run("dossier", "--year", "2025", *wanted).returncode == 0
        assert (site.home / "form.pdf").read_bytes().startswith(b"%PDF")


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
        (("verify", "--anchor", "words.txt"), "不是锚文件"),
        (("verify", "--anchor", "没有.json"), "没有锚文件"),
        (("import", ".", "--year", "2025", "--report", "没有/报告.json"), "这个文件夹不存在"),
        (("dossier", "--year", "2025", "--out", "没有/年.json"), "这个文件夹不存在"),
        (("dossier", "--year", "2025", "--member", "没有", "--out", "x.json"), "花名册里没有“没有”"),
        (("import", "--withdraw", "1", "--row", "3"), "同时写明 --file 和 --row"),
        (("import", "--withdraw", "1", "--file", "党员花名册.xlsx", "--row", "9999"), "没有还算数的事实"),
        (("import", "--withdraw", "1", "--second", ""), "第二人"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    site: Scratch, words: tuple[str, ...], sentence: str
) -> None:
    done = site.run(*words)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("year", ["0", "20250", "1920", "二〇二五"])
@pytest.mark.parametrize(
    "verb", [("import", "."), ("dossier", "--out", "x.json"), ("freeze",)], ids=lambda v: v[0]
)
def test_a_year_that_cannot_be_is_refused(site: Scratch, verb: tuple[str, ...], year: str) -> None:
    done = site.run(*verb, "--year", year)
    assert done.returncode == 2
    assert "要在 1921 到 2100 之间" in done.stderr


def test_a_broken_anchor_is_told_in_chinese(site: Scratch) -> None:
    whole = {"kind": "zhixing-anchor/1", "chains": [{"chain": "x", "length": "3", "hash": ""}]}
    for name, text in (
        ("half.json", '{"kind": "zhix'),
        ("list.json", "[]"),
        ("torn.json", json.dumps(whole)),
    ):
        (site.home / name).write_text(text, "utf-8")
        done = site.run("verify", "--anchor", name)
        assert (done.returncode, "锚文件" in done.stderr) == (1, True), done.stderr
        assert not re.search("Expecting|UUID|badly", done.stderr), done.stderr


def test_a_new_database_is_told_so(tmp_path: Path) -> None:
    with installation(tmp_path) as scratch:
        for words in (("verify",), ("init", "--restore-guards")):
            done = scratch.run(*words)
            assert (done.returncode, "请先运行 zhixing init" in done.stderr) == (1, True), done.stderr


def test_one_of_two_namesakes_is_asked_for_in_brackets(site: Scratch) -> None:
    assert site.run("dossier", "--year", "2025", "--out", "all.json").returncode == 0
    people = json.loads((site.home / "all.json").read_text("utf-8"))["members"]
    counts = Counter(one["name"] for one in people)
    name = next(name for name, count in counts.items() if count > 1)
    both = [one for one in people if one["name"] == name]
    done = site.run("dossier", "--year", "2025", "--member", name, "--out", "one.json")
    assert done.returncode == 1
    assert all(one["branch"] + one["group"] in done.stderr for one in both)
    for wanted in both:
        where = f"{name}({wanted['branch']}{wanted['group']})"
        done = site.run("dossier", "--year", "2025", "--member", where, "--out", "one.json")
        assert done.returncode == 0, done.stderr
        (found,) = json.loads((site.home / "one.json").read_text("utf-8"))["members"]
        assert found["id"] == wanted["id"]


def test_an_edited_installation_row_differs_from_the_anchor(site: Scratch) -> None:
    assert site.run("anchor", "--out", "kept.json").returncode == 0
    kept = json.loads((site.home / "kept.json").read_text("utf-8"))
    assert len(kept["installation"]) == 64
    kept["installation"] = "0" * 64
    (site.home / "other.json").write_text(json.dumps(kept), "utf-8")
    done = site.run("verify", "--anchor", "other.json")
    assert (done.returncode, "安装登记" in done.stdout) == (1, True)


def test_withdrawing_needs_nothing_but_the_batch(tmp_path: Path) -> None:
    with installation(tmp_path) as scratch:
        assert scratch.run("import", str(SAMPLE), "--year", "2025").returncode == 0
        assert scratch.run("import", "--withdraw", "1").returncode == 0
        done = scratch.run("dossier", "--year", "2025", "--out", "empty.json")
        assert done.returncode == 0, done.stderr
        assert json.loads((tmp_path / "empty.json").read_text("utf-8"))["members"] == []
        assert "已撤回（缺第二人）" in scratch.run("batches").stdout
        again = scratch.run("import", "--withdraw", "1")
        assert (again.returncode, "已经撤回过" in again.stderr) == (1, True)
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


@pytest.mark.django_db(transaction=True)
def test_a_dossier_written_here_leaves_an_audit_line(tmp_path: Path) -> None:
    words = parser().parse_args(["dossier", "--year", "2025", "--out", str(tmp_path / "2025.json")])
    assert dossier(words) == 0
    (line,) = models.AuditLine.objects.all()
    assert (line.verb, line.target) == ("导出", "2025年记实表.json")
    assert line.detail == f"0 人，{(tmp_path / '2025.json').stat().st_size} 字节"


def test_the_demo_stays_in_its_own_ledger(tmp_path: Path) -> None:
    """Its password is published: never in production, never in a ledger or among accounts that it did not make."""
    with installation(tmp_path) as scratch:
        scratch.environment["ZHIXING_PROFILE"] = "production"
        scratch.environment["ZHIXING_HOSTS"] = "zhixing.example"
        done = scratch.run("demo", "--no-serve")
        assert (done.returncode, "正式使用" in done.stderr) == (1, True), done.stderr
        del scratch.environment["ZHIXING_PROFILE"], scratch.environment["ZHIXING_HOSTS"]
        words = ("account", "anquan", "--role", "security")
        assert scratch.run(*words, stdin="a word of my own 19\n").returncode == 0
        done = scratch.run("demo", "--no-serve")
        assert (done.returncode, "不是演示装入的" in done.stderr) == (1, True), done.stderr
        told = {one["subject"]: one for one in json.loads(scratch.run("doctor", "--json").stdout)}
        assert told["演示口令"]["level"] == "通过"
        assert scratch.run(*words, stdin="zhixing-demo-2025\n").returncode == 0
        done = scratch.run("doctor", "--json")
        told = {one["subject"]: one for one in json.loads(done.stdout)}
        assert (done.returncode, told["演示口令"]["level"]) == (1, "不行")
        assert "anquan" in told["演示口令"]["found"]


def test_the_demo_begins_and_goes_on(tmp_path: Path) -> None:
    with installation(tmp_path) as scratch:
        for _ in range(2):
            done = scratch.run("demo", "--no-serve")
            assert done.returncode == 0, done.stderr
        assert scratch.run("freeze", "--year", "2025").returncode == 0
        done = scratch.run("freeze", "--year", "2025", "--check")
        assert (done.returncode, "重算一致" in done.stdout) == (0, True), done.stderr
        scratch.environment["ZHIXING_PROFILE"] = "production"
        scratch.environment["ZHIXING_HOSTS"] = "zhixing.example"
        told = scratch.run("doctor").stdout
        assert "dangwei、" in told
        assert "用的是公开的演示口令" in told


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nosuch",), "没有“nosuch”这个命令"),
        (("account",), "还要写明：username、--role"),
        (
            ("dossier", "--year", "2025", "--out", "x", "--format", "doc"),
            "--format 不能写“doc”，可用：json、csv",
        ),
        (("serve", "--port", "x"), "--port 要写整数"),
        (("freeze", "--year"), "--year 后面要写内容"),
        (("doctor", "--nosuch"), "不认得：--nosuch"),
        (("dossier", "--year", "99", "--out", "x"), "--year：年度“99”不对"),
    ],
)
def test_a_slip_on_the_command_line_is_told_in_chinese(
    words: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(words)
    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert sentence in told
    assert told.startswith("用法：zhixing")
    assert not re.search(r"usage|error|argument|choose", told), told


def test_every_word_of_a_command_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    (verbs,) = (action.choices for action in parser()._actions if action.dest == "command")
    assert verbs
    for verb in verbs:
        with pytest.raises(SystemExit):
            parser().parse_args([verb, "--help"])
        assert not re.search(r"show this|options|positional|选项:", capsys.readouterr().out), verb
        assert all(action.help for action in verbs[verb]._actions), verb  # type: ignore[index]


def test_commands_speak_with_the_punctuation_of_their_language() -> None:
    """Beside Chinese characters marks are full-width (GB/T 15834)."""
    narrow = re.compile(
        r"[\u4e00-\u9fff”》）}][,;:!?][\u4e00-\u9fff“《（{]|[\u4e00-\u9fff”][(:;]|\([\u4e00-\u9fff]"
    )
    for file in sorted((PROJECT / "src/zhixing/ops").glob("*.py")):
        if file.name in {"clock.py", "command_line.py"}:
            continue  # words of the ledger, unchanged; and the library's English
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                english = re.search(r"[A-Za-z]{3,} [a-z]+ [a-z]+", node.value)
                assert english or not narrow.search(node.value), (file.name, node.value)


def test_every_verb_has_its_function() -> None:
    """Verbs are looked up when they are called: none may have lost its function."""
    found = re.findall(r'_lazy\("(\w+)", "(\w+)"\)', (PROJECT / "src/zhixing/ops/main.py").read_text("utf-8"))
    assert len(found) > 15
    for module, function in found:
        assert callable(getattr(importlib.import_module(f"zhixing.ops.{module}"), function)), (
            module,
            function,
        )
