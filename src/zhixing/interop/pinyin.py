"""How names sound: 王磊 and 汪雷 alike. Only offers candidates; nothing is ever taken because it sounds right."""

from __future__ import annotations

import os
from collections.abc import Mapping
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


_SURNAMES: Mapping[str, tuple[str, ...]] = {
    "尉迟": ("yu chi", "wei chi"),
    "万俟": ("mo qi",),
    "澹台": ("tan tai",),
    "单于": ("chan yu",),
    "曾": ("zeng",),
    "覃": ("qin", "tan"),
    "单": ("shan",),
    "解": ("xie",),
    "仇": ("qiu",),
    "查": ("zha",),
    "区": ("ou",),
    "朴": ("piao",),
    "盖": ("ge", "gai"),
    "缪": ("miao",),
    "翟": ("zhai",),
    "乐": ("yue", "le"),
    "召": ("shao",),
    "员": ("yun",),
    "洗": ("xian",),
    "种": ("chong",),
    "折": ("she",),
    "黑": ("he",),
    "秘": ("bi",),
    "繁": ("po",),
    "隗": ("wei", "kui"),
    "郇": ("xun", "huan"),
    "阚": ("kan",),
}
"""How surnames sound that the same character reads otherwise elsewhere; of several each is heard."""


@lru_cache(maxsize=20_000)
def spelt(name: str) -> tuple[str, ...]:
    """A name as one types it to find it: `zhangxiaojun` and its initials `zxj`; letters that are no Han stay.

    Surnames with a reading of their own are spelt by that, and by the common one for who does not know it.
    """
    plain = name.replace("·", "")
    common = _syllables(plain)
    surname = next((one for one in (plain[:2], plain[:1]) if one in _SURNAMES), "")
    rest = common[len(surname) :]
    ways = [common, *([*reading.split(), *rest] for reading in _SURNAMES.get(surname, ()))]
    letters = [text for way in ways for text in ("".join(way), "".join(one[0] for one in way if one))]
    return tuple(dict.fromkeys(text.lower() for text in letters))


def sounds_like(name: str, q: str) -> bool:
    """Whether `q` (small letters or Han) finds a name: a part of it, the beginning of its letters or initials."""
    if q in name.lower():
        return True
    return q.isascii() and any(letters.startswith(q) for letters in spelt(name))
