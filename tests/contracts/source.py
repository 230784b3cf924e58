"""The project's own files, as the guards of this folder read them."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "zhixing"
LEFT_OUT = {".git", ".venv", ".zhixing", "__pycache__", "build", "zhixing.egg-info", ".hypothesis"}
LEFT_OUT |= {".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache"}


@cache
def project_files() -> tuple[Path, ...]:
    """Every file that is, or would be, committed; without git (an unpacked archive) every file there is."""
    git = shutil.which("git")
    if git is not None and (ROOT / ".git").exists():
        command = [git, "-c", "safe.directory=*", "ls-files", "-z", "-co", "--exclude-standard"]
        names = os.fsdecode(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)
        return tuple(ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file())
    walked = (path for path in ROOT.rglob("*") if not LEFT_OUT & set(path.relative_to(ROOT).parts))
    return tuple(path for path in walked if path.is_file())


def python_files(below: Path = ROOT) -> list[Path]:
    """Python that people write: migrations are written by a program."""
    return [
        path
        for path in project_files()
        if path.suffix == ".py" and path.is_relative_to(below) and "migrations" not in path.parts
    ]


@cache
def tree(path: Path) -> ast.Module:
    """The file, parsed."""
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name and length in lines of each function, decorators not counted."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def short(path: Path) -> str:
    """A path as a person would say it."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
