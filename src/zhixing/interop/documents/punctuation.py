"""Punctuation as Chinese print has it: full-width beside Han characters, as GB/T 15834 asks.

Sentences are composed with plain punctuation; on paper `还差 2.5 学时;已达到` reads `还差 2.5 学时；已达到`. Numbers
and times (`15:00`) keep theirs; a share stands in the brackets of the words around it
(`29/30（96.7%）`). Doing it twice changes nothing more.
"""

from __future__ import annotations

import re

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_BESIDE = f"{_HAN}、。，；：？！（）《》“”—①-⑳"
_FULL = str.maketrans(",;:?!", "，；：？！")
_MARK = re.compile(f"(?<=[{_BESIDE}])[,;:?!]+|[,;:?!]+(?=[{_BESIDE}])")
_PAIR = re.compile(r"(.?)\(([^()]*)\)", re.DOTALL)
_TOUCHES = re.compile(f"[{_HAN}》%]")


def printed(text: str) -> str:
    """The text with full-width punctuation where it stands among Han characters."""
    before = None
    while before != text:  # brackets stand in brackets, marks beside brackets
        before, text = text, _MARK.sub(_marks, _PAIR.sub(_bracket, text))
    return text


def _marks(found: re.Match[str]) -> str:
    return found.group().translate(_FULL)


def _bracket(found: re.Match[str]) -> str:
    before, inside = found.groups()
    if _TOUCHES.search(before + inside):
        return f"{before}（{inside}）"
    return found.group()
