"""No file, function or view grows past what one person reads at once; no room is named for nothing."""

from __future__ import annotations

import statistics

from tests.contracts.source import PACKAGE, ROOT, functions, python_files, short

FILE_LINES, FUNCTION_LINES, VIEW_LINES, SCRIPT_LINES = 400, 60, 40, 150
NAMELESS = {"utils", "util", "helpers", "helper", "services", "service", "common", "manager", "misc"}


def test_no_file_is_longer_than_400_lines() -> None:
    sizes = {short(path): len(path.read_text("utf-8").splitlines()) for path in python_files()}
    print("median file:", statistics.median(sizes.values()), "lines of", len(sizes), "files")
    assert {name: lines for name, lines in sizes.items() if lines > FILE_LINES} == {}


def test_no_function_is_longer_than_60_lines() -> None:
    found = [(short(path), name, lines) for path in python_files() for name, lines in functions(path)]
    print("median function:", statistics.median(lines for *_, lines in found), "lines of", len(found))
    assert [each for each in found if each[2] > FUNCTION_LINES] == []


def test_no_view_is_longer_than_40_lines() -> None:
    views = [path for path in python_files(PACKAGE / "web") if path.stem == "views" or "views" in path.parts]
    found = [(short(path), name, lines) for path in views for name, lines in functions(path)]
    assert [each for each in found if each[2] > VIEW_LINES] == []


def test_our_own_scripts_are_short_modules() -> None:
    scripts = [path for path in PACKAGE.rglob("*.js") if "vendor" not in short(path)]
    lengths = {short(path): len(path.read_text("utf-8").splitlines()) for path in scripts}
    assert {name: lines for name, lines in lengths.items() if lines > SCRIPT_LINES} == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = {part.removesuffix(".py") for path in python_files() for part in path.relative_to(ROOT).parts}
    assert names & NAMELESS == set()
