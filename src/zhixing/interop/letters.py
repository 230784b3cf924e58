"""The letters of a name, for a user name: 王磊 is wanglei. The dictionary is read at the first question only."""

from __future__ import annotations

from importlib import import_module


def letters(name: str) -> str:
    """Small letters and nothing else; empty for a name of which no sound is known."""
    # Some ten megabytes that a server process needs only when accounts are being opened.
    pinyin = import_module("pypinyin")
    syllables: list[str] = pinyin.lazy_pinyin(name, style=pinyin.Style.NORMAL, errors="ignore")
    return "".join(syllables).lower().replace("ü", "v")
