"""The page of ASVS 5.0: which requirements a test holds, and which do not apply or are held otherwise, and why."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "tools" / "asvs.toml"
TAG = re.compile(r"V\d+\.\d+\.\d+")
CHAPTERS = {
    1: "编码与净化",
    2: "校验与业务逻辑",
    3: "网页前端",
    4: "接口",
    5: "文件处理",
    6: "身份验证",
    7: "会话管理",
    8: "授权",
}


@dataclass(frozen=True, slots=True)
class Held:
    """A test that holds a requirement."""

    file: str
    test: str


def tags(folder: Path = ROOT / "tests") -> dict[str, list[Held]]:
    """The requirements by their number, each with the tests tagged with it."""
    found: dict[str, list[Held]] = defaultdict(list)
    for path in sorted(folder.rglob("test_*.py")):
        text = path.read_text("utf-8")
        if "mark.asvs" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                for number in _numbers(node):
                    found[number].append(Held(path.relative_to(ROOT).as_posix(), node.name))
    return dict(found)


def _numbers(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    marks = [one for one in node.decorator_list if isinstance(one, ast.Call)]
    return [
        str(word.value)
        for mark in marks
        if ast.unparse(mark.func) == "pytest.mark.asvs"
        for word in mark.args
        if isinstance(word, ast.Constant)
    ]


def table() -> dict[str, str]:
    """The hand-kept reasons by number."""
    told: dict[str, str] = tomllib.loads(TABLE.read_text("utf-8"))["without_test"]
    return told


def faults() -> list[str]:
    """Numbers that are none, and those that stand both among the tests and among the reasons."""
    held, reasons = tags(), table()
    wrong = [f"{one} is no number" for one in {*held, *reasons} if not TAG.fullmatch(one)]
    return wrong + [f"{one} has a test and a reason" for one in held if one in reasons]


def page() -> str:
    """The page."""
    held, reasons = tags(), table()
    lines = [
        f"按 OWASP ASVS 5.0 第 1 至 8 章。有测试的 {len(held)} 条，说明不适用或以别的方式满足的 {len(reasons)} 条。",
        "",
        '测试以 `@pytest.mark.asvs("V6.2.1")` 标注；单跑：`pytest -m asvs`。编号依 5.0 的目录，尚未与英文原文逐条核对（待核对）。',
    ]
    for number, name in CHAPTERS.items():
        lines += ["", f"## V{number} {name}", "", "| 条 | 由什么保证 |", "| --- | --- |"]
        numbers = [one for one in {*held, *reasons} if one.startswith(f"V{number}.")]
        for one in sorted(numbers, key=lambda word: [int(part) for part in word[1:].split(".")]):
            lines.append(f"| {one} | {_how(held.get(one, []), reasons.get(one, ''))} |")
    return "\n".join(lines) + "\n"


def _how(tests: list[Held], reason: str) -> str:
    if not tests:
        return reason
    return "；".join(f"`{one.file}` {one.test}" for one in tests)
