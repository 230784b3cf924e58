"""The core gives the same answer to the same values: it reads no clock, chance, environment or file."""

from __future__ import annotations

import ast
import sys

import pytest
from tests.contracts.source import PACKAGE, python_files, short, tree

# Parts of the standard library by which a function would learn something it was not given.
FORBIDDEN_MODULES = {
    *("os", "sys", "time", "random", "secrets", "pathlib", "io", "tempfile", "shutil", "glob", "platform"),
    *("subprocess", "socket", "ssl", "http", "urllib", "threading", "multiprocessing", "asyncio", "signal"),
    *("sqlite3", "logging", "locale", "getpass", "ctypes", "contextvars", "atexit", "warnings", "pickle"),
}
FORBIDDEN_NAMES = {"open", "input", "print", "eval", "exec", "compile", "__import__", "globals"}
# The clock and chance hide behind harmless modules too.
FORBIDDEN_CALLS = {"now", "today", "utcnow", "uuid1", "uuid4", "getnode", "environ", "getenv", "urandom"}
# A table packaged with the code (strokes of surnames, for one) is part of the code.
PACKAGED = "importlib.resources"


def impurities(module: ast.Module) -> list[str]:
    """What in this module is not a function of its arguments."""
    found = []
    for node in ast.walk(module):
        if isinstance(node, ast.Import | ast.ImportFrom):
            found += [f"{node.lineno}: imports {name}" for name in imported(node) if is_foreign(name)]
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name) and called.id in FORBIDDEN_NAMES:
                found.append(f"{node.lineno}: calls {called.id}")
            if isinstance(called, ast.Attribute) and called.attr in FORBIDDEN_CALLS:
                found.append(f"{node.lineno}: calls .{called.attr}")
        if isinstance(node, ast.Global | ast.Nonlocal):
            found.append(f"{node.lineno}: keeps state in {', '.join(node.names)}")
    return found


def imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    """The full names that an import statement brings in."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [f"{node.module}.{alias.name}" for alias in node.names] if node.level == 0 else []


def is_foreign(name: str) -> bool:
    """Whether a module is neither the core's own nor a harmless part of the standard library."""
    top = name.split(".")[0]
    if name.startswith((PACKAGED, "zhixing.core")):
        return False
    return top in FORBIDDEN_MODULES or top == "importlib" or top not in sys.stdlib_module_names


@pytest.mark.parametrize(
    "line",
    [
        "import os",
        "from os import environ",
        "import random",
        "import time",
        "from secrets import token_hex",
        "import datetime as dt\nx = dt.datetime.now()",
        "from datetime import date\nx = date.today()",
        "import uuid\nx = uuid.uuid4()",
        "x = open('rules.toml')",
        "from pathlib import Path",
        "import django",
        "from duckdb import connect",
        "from importlib import metadata\nimport importlib.metadata",
        "def f():\n    global x\n    x = 1",
    ],
)
def test_a_planted_impurity_is_found(line: str) -> None:
    assert impurities(ast.parse(line))


@pytest.mark.parametrize(
    "line",
    [
        "import datetime as dt\ndef f(now: dt.datetime) -> int:\n    return now.year",
        "import hashlib, json, uuid\nx = uuid.UUID(int=1)",
        "from importlib import resources\nx = resources.files(__name__)",
        "from zhixing.core import facts",
    ],
)
def test_what_is_pure_passes(line: str) -> None:
    assert impurities(ast.parse(line)) == []


def test_the_core_is_pure() -> None:
    found = {short(path): impurities(tree(path)) for path in python_files(PACKAGE / "core")}
    assert {name: faults for name, faults in found.items() if faults} == {}
