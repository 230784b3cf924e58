"""The documents tell the truth: generated pages are fresh, links lead somewhere, commands and names exist."""

from __future__ import annotations

import argparse
import re
import shlex
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
from tests.contracts.source import PACKAGE, ROOT, short
from tools import generate_docs

from zhixing.ops.main import parser

DOCS = ROOT / "docs"
GENERATED = DOCS / "generated"
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
SPAN = re.compile(r"`([^`\n]+)`")
BLOCK = re.compile(r"```[a-z]*\n(.*?)```", re.DOTALL)
VARIABLE = re.compile(r"ZHIXING_[A-Z_]+")
CALLS = ("zhixing ", "python3 zx.py ", "py zx.py ")
OF_ZX = {"test", "drill", "python"}
"""Words that `zx.py` itself understands."""


def documents(folder: Path = ROOT) -> list[Path]:
    """README, CHANGELOG and everything under docs."""
    return [*folder.glob("*.md"), *sorted((folder / "docs").rglob("*.md"))]


def dead_links(folder: Path = ROOT) -> list[str]:
    """Links and images of the documents that lead to nothing here."""
    found = []
    for path in documents(folder):
        for target in LINK.findall(path.read_text("utf-8")):
            file = unquote(target.partition("#")[0])
            if file and "://" not in file and not (path.parent / file).exists():
                found.append(f"{path.relative_to(folder)} → {target}")
    return found


def calls(text: str) -> list[str]:
    """The command lines that a text tells people to type, without what is left open by `…`."""
    lines = [*SPAN.findall(BLOCK.sub("", text)), *"\n".join(BLOCK.findall(text)).splitlines()]
    bare = (re.sub(r"^(?:[A-Z_]+=\S+\s+)+", "", line.split(" #")[0].strip()) for line in lines)
    return [line for line in bare if line.startswith(CALLS) and "…" not in line]


def wrong_call(line: str) -> str:
    """Why a command line would be refused; empty when it is understood."""
    words = shlex.split(next(line.removeprefix(call) for call in CALLS if line.startswith(call)))
    top = parser()
    verbs = next(a.choices for a in top._actions if isinstance(a, argparse._SubParsersAction))
    if words[0] in OF_ZX or (len(words) == 1 and words[0] in verbs):
        return ""
    try:
        top.parse_args(words)
    except SystemExit:
        return line
    return ""


@cache
def source_words() -> frozenset[str]:
    """Every word of the package's code."""
    texts = (path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    return frozenset(word for text in texts for word in re.findall(r"[A-Za-z_][A-Za-z0-9_]*", text))


def test_every_generated_page_is_fresh() -> None:
    assert generate_docs.stale(GENERATED) == [], "python tools/generate_docs.py"


def test_every_generated_page_says_so_first() -> None:
    firsts = {path.name: path.read_text("utf-8").splitlines()[0] for path in GENERATED.glob("*.md")}
    assert [name for name, first in firsts.items() if "由程序生成" not in first] == []


@pytest.mark.parametrize("fault", ["edited", "missing", "nobody's"])
def test_a_planted_stale_page_is_found(tmp_path: Path, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # What the pages say is compared above; here they are as committed, for making them takes long.
    said = {name: (GENERATED / name).read_text("utf-8") for name in generate_docs.PAGES}
    monkeypatch.setattr(generate_docs, "page", said.__getitem__)
    for name, text in said.items():
        (tmp_path / name).write_text(text, "utf-8")
    assert generate_docs.stale(tmp_path) == []
    planted = tmp_path / ("命令.md" if fault != "nobody's" else "旧页.md")
    if fault == "missing":
        planted.unlink()
    else:
        planted.write_text(generate_docs.page("命令.md") + "多了一句。\n", "utf-8")
    assert generate_docs.stale(tmp_path) == [planted.name]


def test_a_kind_or_setting_without_words_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(generate_docs.KINDS, "talk")
    with pytest.raises(KeyError, match="talk"):
        generate_docs.page("事实种类.md")
    monkeypatch.delitem(generate_docs.SETTINGS, "ZHIXING_HOME")
    with pytest.raises(ValueError, match="ZHIXING_HOME"):
        generate_docs.page("环境变量.md")


def test_every_link_and_image_leads_somewhere() -> None:
    assert dead_links() == []


def test_a_planted_dead_link_is_found(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "README.md").write_text(
        "![图](docs/no.png) [好](docs/a.md#b) [外](https://x.example)", "utf-8"
    )
    (tmp_path / "docs" / "a.md").write_text("[回](../README.md) [丢](b.md)", "utf-8")
    assert dead_links(tmp_path) == ["README.md → docs/no.png", "docs/a.md → b.md"]


def test_every_command_in_the_documents_is_understood(capsys: pytest.CaptureFixture[str]) -> None:
    typed = [(short(path), line) for path in documents() for line in calls(path.read_text("utf-8"))]
    assert len(typed) > 20
    assert [each for each in typed if wrong_call(each[1])] == []
    assert wrong_call("zhixing dossier --year 2025 --format odt --out a")
    assert wrong_call("zhixing rebuild")
    assert "没有“rebuild”这个命令" in capsys.readouterr().err


def test_every_setting_in_the_documents_exists() -> None:
    known = {*generate_docs.variables(), "ZHIXING_DRILL"}
    named = {name for path in documents() for name in VARIABLE.findall(path.read_text("utf-8"))}
    assert named - known == set()


def test_the_glossary_names_what_the_code_names() -> None:
    lines = (DOCS / "术语表.md").read_text("utf-8").splitlines()
    rows = [line.split("|")[1:-1] for line in lines if line.startswith("| ") and "---" not in line]
    names = [(row[0].strip(), name) for row in rows for name in SPAN.findall(row[1])]
    assert len(names) > 50
    assert [each for each in names if each[1] not in source_words()] == []
    terms = [row[0].strip() for row in rows if row[0].strip() != "术语"]
    assert len(terms) == len(set(terms))
