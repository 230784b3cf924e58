"""The page 个人信息处理清单.md: what facts and tables hold about people, field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from zhixing.core.facts.kinds import BODIES
from zhixing.core.facts.personal import PROCESSING

Table = Callable[[Sequence[str], Iterable[Sequence[str]]], str]
Code = Callable[[Iterable[str]], str]


def personal_page(table: Table, code: Code) -> str:
    """The page; `table` and `code` write Markdown."""
    from zhixing.store.processing import register  # needs the settings

    lines = register()
    head = ("字段", "内容", "谁的", "目的", "依据", "期限", "谁看得到", "来源")
    parts = []
    for group in dict.fromkeys(one.group for one in lines):
        rows = [
            (
                f"`{one.place}.{one.field}`" if one.field.isascii() else f"`{one.place}` {one.field}",
                one.words,
                one.whose,
                one.purpose,
                one.basis,
                one.term,
                one.seen,
                one.source,
            )
            for one in lines
            if one.group == group
        ]
        parts.append(f"## {group}\n\n{table(head, rows)}")
    kept = []
    for kind, one in PROCESSING.items():
        if one.apart:
            how = "加密" if BODIES[kind].SEALED else "明文，可按规定单独删除"
            kept.append((one.title, f"`{kind.value}`", code(sorted(one.apart)), how))
    return (
        "# 个人信息处理清单\n\n每种事实、每张库表里与人有关的字段，取自程序里的声明（`core/facts/personal.py`、各表的 `PERSONAL`、"
        "`store/processing.py`），少写一处测试不通过。同一份清单在网页“减负体检”里，可导出 Word 和 PDF。"
        "身份证号、电话、住址、家庭、健康、宗教、财产没有字段，工作簿里有也不读（见[表头对照](表头对照.md)）。\n\n"
        + "\n".join(parts)
        + "\n## 链外另存的文字\n\n党员姓名和下面这些文字不进哈希链，另存在 `ledger_private`；删去它们不会使链断裂。\n\n"
        + table(("事实", "代码", "文字", "怎样存"), kept)
    )
