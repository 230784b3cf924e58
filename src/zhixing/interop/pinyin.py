"""How names sound: 王磊 and 汪雷 alike. Only offers candidates; nothing is ever taken because it sounds right."""

from __future__ import annotations

from functools import lru_cache

from pypinyin import Style, lazy_pinyin


@lru_cache(maxsize=20_000)
def sound(name: str) -> str:
    """The syllables of a name without tones, -ng and -n, zh and z not told apart, for clerks mix them up."""
    syllables = lazy_pinyin(name, style=Style.NORMAL)
    return " ".join(_plain(one) for one in syllables)


def _plain(syllable: str) -> str:
    for double, single in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        if syllable.startswith(double):
            syllable = single + syllable[2:]
    return syllable[:-1] if syllable.endswith("ng") else syllable


def spelt(name: str) -> tuple[str, str]:
    """A name as one types it to find it: `zhangxiaojun` and its initials `zxj`; letters that are no Han stay."""
    syllables = lazy_pinyin(name.replace("·", ""), style=Style.NORMAL)
    return "".join(syllables).lower(), "".join(one[0] for one in syllables if one).lower()
