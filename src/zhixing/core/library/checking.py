"""Hints for whoever reviews a text: what to look at, never a judgement; and marks of secrecy, which are refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CLASSIFIED = re.compile(
    r"(?:绝密|机密|秘密)\s*[★☆*＊]"
    r"|密\s*级\s*[:\uff1a为]\s*(?:绝密|机密|秘密)"
    r"|^\s*[〔\[【\uff08(]?\s*(?:绝\s*密|机\s*密|秘\s*密)\s*[〕\]】\uff09)]?\s*(?:\d+\s*[年月]|长期)?\s*$",
    re.MULTILINE,
)
"""密级标志: before the star, after 密级, or alone on its line (国家秘密定密管理规定). Not the plain words in a sentence."""
_TITLES = "总书记|国家主席|总理|委员长|副总理|副主席|常委|部长|省长|省委书记|市长|市委书记|县长|县委书记|局长"
_LEADER = re.compile(
    rf"[\u4e00-\u9fff]{{2,4}}?(?:同志)?(?:{_TITLES})|(?:{_TITLES})[\u4e00-\u9fff]{{2,3}}(?:同志|指出|强调)"
)
_QUOTED = re.compile(r"“([^”]{15,})”")
_DOCUMENT = re.compile(
    r"《[^》]{4,40}》(?:[\uff08(][^\uff09)]*[\uff09)])?(?:第[〇零一二三四五六七八九十百\d]+条)?"
)
_HISTORICAL = re.compile(
    r"党的十[一二三四五六七八九]大(?!以来)|十[一二三四五六七八九]大精神|保持共产党员先进性教育"
)
_SLIPS: tuple[tuple[str, str], ...] = (
    ("(?<!发)挥机关", "“发挥”漏了“发”字？"),
    ("截止到", "“截至”某日，“截止”在句末"),
    ("做为", "一般作“作为”"),
    ("必需要", "一般作“必须要”"),
    ("既使", "一般作“即使”"),
    ("按装", "一般作“安装”"),
    ("布署", "一般作“部署”"),
    ("座谈会议", "“座谈会”"),
    ("党代表大会", "全称“党员代表大会”或“党的代表大会”"),
    ("(?<!目)的的(?!确)", "重字？"),
    ("工夫", "“工夫”指时间精力，“功夫”指本领"),
)
"""Patterns of words that are often slips, with a question for a person; a few that catch the eye, no dictionary."""


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to look at: which sort, the words as they stand, what to look for."""

    sort: str
    words: str
    why: str


def classified(text: str) -> str:
    """The mark of secrecy in a text; empty where there is none."""
    found = _CLASSIFIED.search(text)
    return " ".join(found[0].split()) if found else ""


def hints(title: str, text: str) -> tuple[Hint, ...]:
    """Everything worth a look, each thing once, in the order in which it is found."""
    return tuple(dict.fromkeys(_hints(f"{title}\n{text}")))


def _hints(text: str) -> Iterator[Hint]:
    for found in _LEADER.finditer(text):
        yield Hint("领导人", found[0], "姓名、职务、排序与权威发布一致")
    for found in _QUOTED.finditer(text):
        yield Hint("引文", found[1], "逐字核对原文，写明出处")
    for found in _DOCUMENT.finditer(text):
        yield Hint("文件", found[0], "名称、条款号、是否现行")
    for found in _HISTORICAL.finditer(text):
        yield Hint("历史表述", found[0], "现行表述另有其文时，写一条提示")
    for pattern, why in _SLIPS:
        for found in re.finditer(pattern, text):
            yield Hint("用字", found[0], why)
