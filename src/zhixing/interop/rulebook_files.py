"""Rulebook files (规则手册文件) from a folder: the only place that reads them from disk."""

from __future__ import annotations

from pathlib import Path

from zhixing.core.rules.book import RulebookError, Rulebooks
from zhixing.core.rules.parse import parse_books


def load_rulebooks(folder: Path) -> Rulebooks:
    """All `*.toml` in `folder` (UTF-8). Raises `RulebookError`, also for an empty folder."""
    return parse_books(rulebook_texts(folder))


def rulebook_texts(folder: Path) -> dict[str, str]:
    """The files of a folder by name, as written: what a frozen year keeps of its rules."""
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise RulebookError("这里没有规则手册文件(*.toml)", file=folder.name)
    return {file.name: _text(file) for file in files}


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise RulebookError("不是 UTF-8 编码的文件", file=file.name, line=line) from error
    except OSError as error:
        raise RulebookError("文件打不开", file=file.name) from error
