"""How names sound: 王磊 and 汪雷 alike. Only offers candidates; nothing is ever taken because it sounds right."""

from __future__ import annotations

import os
from functools import lru_cache


@lru_cache(maxsize=20_000)
def sound(name: str) -> str:
    """The syllables of a name without tones, -ng and -n, zh and z not told apart, for clerks mix them up."""
    syllables = _syllables(name)
    return " ".join(_plain(one) for one in syllables)


def _syllables(name: str) -> list[str]:
    """Loaded when first asked for, and without the dictionary of phrases: that weighs 43 MB and knows no names."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")
    from pypinyin import Style, lazy_pinyin

    return list(lazy_pinyin(name, style=Style.NORMAL))


def _plain(syllable: str) -> str:
    for double, single in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        if syllable.startswith(double):
            syllable = single + syllable[2:]
    return syllable[:-1] if syllable.endswith("ng") else syllable


@lru_cache(maxsize=20_000)
def spelt(name: str) -> tuple[str, str]:
    """A name as one types it to find it: `zhangxiaojun` and its initials `zxj`; letters that are no Han stay."""
    syllables = _syllables(name.replace("·", ""))
    return "".join(syllables).lower(), "".join(one[0] for one in syllables if one).lower()


def sounds_like(name: str, q: str) -> bool:
    """Whether `q` (small letters or Han) finds a name: a part of it, the beginning of its letters or initials."""
    if q in name.lower():
        return True
    return q.isascii() and any(letters.startswith(q) for letters in spelt(name))
