"""The forms (形式) that one session serves: one entry, several statutory forms, hours once.

A body keeps the words as they were written or chosen, joined by 、. `forms_of` reads them apart, whoever joined
them (党课+主题党日, 党课/集中学习, 主题党日和党课), and calls each form by the name that rules and figures use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

JOIN = "、"

STATUTORY = ("党员大会", "支委会", "党小组会", "党课", "主题党日", "组织生活会", "民主评议党员")
"""The forms of 支部工作条例 (rule session.forms), as ledgers spell them."""

OTHERS = ("集中学习", "集中轮训", "警示教育", "专题讲座", "视频补学", "送学", "志愿服务")
"""What else a session may be called; any other word stands for itself."""

_CALLED = {
    "支部党员大会": "党员大会",
    "支部大会": "党员大会",
    "党支部党员大会": "党员大会",
    "支部委员会会议": "支委会",
    "支部委员会": "支委会",
    "支委会议": "支委会",
    "支委会会议": "支委会",
    "小组会": "党小组会",
    "党小组会议": "党小组会",
    "上党课": "党课",
    "讲党课": "党课",
    "专题党课": "党课",
    "党日": "主题党日",
    "主题党日活动": "主题党日",
    "支部主题党日": "主题党日",
    "专题组织生活会": "组织生活会",
    "民主评议": "民主评议党员",
    "集体学习": "集中学习",
    "支部集中学习": "集中学习",
    "集中学习会": "集中学习",
}
_KNOWN = frozenset((*STATUTORY, *OTHERS, *_CALLED))
_APART = re.compile(r"[、+＋/／,，;；&]")
_AND = re.compile("[和兼与及暨]")


@lru_cache(maxsize=4096)
def forms_in(text: str) -> tuple[str, ...]:
    """Each form named in a text once, in the order written; empty for an empty text.

    和, 兼 and the like stand inside other words, too: they part only what is a form on both sides.
    """
    found: dict[str, None] = {}
    for part in _APART.split(text):
        word = re.sub(r"\s+", "", part)
        pieces = [piece for piece in _AND.split(word) if piece]
        if len(pieces) < 2 or not all(piece in _KNOWN for piece in pieces):
            pieces = [word]
        found.update(dict.fromkeys(_CALLED.get(piece, piece) for piece in pieces if piece))
    return tuple(found)


def joined(forms: Iterable[str]) -> str:
    """Forms as a body keeps them: known ones in the order of the rule, others behind, each once."""
    order = (*STATUTORY, *OTHERS)
    chosen = list(dict.fromkeys(one for text in forms for one in forms_in(text)))
    return JOIN.join(
        sorted(chosen, key=lambda one: (one not in order, order.index(one) if one in order else 0))
    )
