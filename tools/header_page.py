"""The page 表头对照.md: the kinds of workbook and every header that is understood."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from zhixing.interop.workbooks import kinds as workbooks
from zhixing.interop.workbooks.columns import PRIVATE, UNTAKEN

Table = Callable[[Sequence[str], Iterable[Sequence[str]]], str]


def header_page(table: Table) -> str:
    """The page; `table` writes Markdown."""
    text = (
        f"# 表头对照\n\n认得 {len(workbooks.KINDS)} 种台账，按表头认，不看文件名；列的次序不限，表头里的空格、换行、括号、全角半角不论。"
        "“必有”的列缺了，这张表整张不读，报告里写明缺哪一列；别的列可以没有。同一个表头在几列都说得通时，写在前面的叫法优先。\n"
    )
    for number, one in enumerate(workbooks.KINDS, 1):
        text += f"\n## {number}. {one.label}\n\n"
        titles = {column.field: column.words[0] for column in one.columns}
        notes = ["、".join(titles[f] for f in group) + "：至少有一列" for group in one.either]
        notes += [said for _, said in one.unsaid]
        told = [(field, pattern.replace("|", "、")) for field, pattern in one.hints if "(" not in pattern]
        notes += [
            f"没见过的叫法里含{words}的，按“{titles[field]}”读入，报告里请您核对" for field, words in told
        ]
        text += "".join(f"- {note}\n" for note in notes) + ("\n" if notes else "")
        taken = [column for column in one.columns if not column.field.startswith("_")]
        left = [column.words[0] for column in one.columns if column.field.startswith("_")]
        rows = [
            (f"**{c.words[0]}**", "必有" if c.need else "", "、".join(dict.fromkeys(c.words[1:])))
            for c in taken
        ]
        text += table(("列", "", "也认得"), rows)
        if left:
            text += f"\n认得但不导入的列：{'、'.join(left)}。\n"
    text += f"\n## 见到就放过、不导入的列\n\n{'、'.join(sorted(UNTAKEN))}\n"
    text += f"\n## 按规定不收集的列\n\n一格都不读，报告里说明：{'、'.join(sorted(PRIVATE))}\n"
    return text
