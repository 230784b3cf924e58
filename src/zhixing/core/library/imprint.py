"""题录 found in a text that comes in: title, day, source, author, editor, offered to the editor of the library.

Offered, never decided: what stands twice with different words, or only looks like one of these, is a doubt in words
and the field stays empty. Lines that say nothing else move out of the text into the fields.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HEAD_LINES = 12
FOOT_LINES = 5
LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Imprint:
    """What was found, "" where nothing certain was. `published`: `2013-04-23 16:10`, or a day.

    `lines`: the paragraphs (from 0) that say nothing else, title included. `doubts`: what a person has to decide.
    """

    title: str = ""
    published: str = ""
    source: str = ""
    author: str = ""
    editor: str = ""
    lines: tuple[int, ...] = ()
    doubts: tuple[str, ...] = ()


FIELD_WORDS = {
    "title": "标题",
    "published": "发布时间",
    "source": "来源",
    "author": "作者",
    "editor": "责任编辑",
}
_LABELS = {
    "来源": "source",
    "稿源": "source",
    "信息来源": "source",
    "文章来源": "source",
    "作者": "author",
    "责任编辑": "editor",
    "责编": "editor",
    "编辑": "editor",
    "发布时间": "published",
    "发布日期": "published",
    "发表时间": "published",
    "日期": "published",
    "时间": "published",
}
_LABEL = re.compile("(" + "|".join(sorted(_LABELS, key=len, reverse=True)) + ")[ \u3000]*[：:][ \u3000]*")
_MOMENT = re.compile(
    r"(?P<y>(?:19|20)[0-9]{2})[-/.年](?P<m>[0-9]{1,2})[-/.月](?P<d>[0-9]{1,2})日?"
    r"(?:[ \u3000T]*(?P<h>[0-9]{1,2})[:：](?P<i>[0-9]{2})(?:[:：][0-9]{2})?)?"
)
_BRACKETS = "（）()【】[]〔〕|｜ \u3000"
_SENTENCE = re.compile("[。！？；]")
_LONGEST_VALUE = 40


def read_imprint(paragraphs: Sequence[str], *, titles: Iterable[str] = ()) -> Imprint:
    """What the first and last paragraphs say of the text. `titles`: what the file itself calls its title."""
    found: dict[str, list[str]] = {}
    lines = []
    for number in _places(len(paragraphs)):
        fields = _fields(paragraphs[number])
        lines += [number] if fields else []
        for field, value in fields:
            values = found.setdefault(field, [])
            if value not in values:
                values.append(value)
    sure = {field: values[0] for field, values in found.items() if len(values) == 1}
    doubts = [
        f"{FIELD_WORDS[field]}有几种写法：{'；'.join(values)}。请填写正确的一种"
        for field, values in found.items()
        if len(values) > 1
    ]
    torn = {number for number in lines if any(field not in sure for field, _ in _fields(paragraphs[number]))}
    title, at, unsure = _title(
        paragraphs, lines, tuple(dict.fromkeys(one.strip() for one in titles if one.strip()))
    )
    kept = {*lines, *at} - torn
    return Imprint(title=title, lines=tuple(sorted(kept)), doubts=(*unsure, *doubts), **sure)


def _places(count: int) -> list[int]:
    return sorted({*range(min(HEAD_LINES, count)), *range(max(0, count - FOOT_LINES), count)})


def moment_of(text: str) -> str:
    """`2013-04-23 16:10`, or the day alone where no time stands; "" where the whole text is no moment that exists."""
    match = _MOMENT.fullmatch(text.strip(_BRACKETS))
    if match is None:
        return ""
    try:
        day = dt.date(int(match["y"]), int(match["m"]), int(match["d"]))
        if match["h"] is None:
            return day.isoformat()
        return f"{day.isoformat()} {dt.time(int(match['h']), int(match['i'])).strftime('%H:%M')}"
    except ValueError:
        return ""


def _fields(paragraph: str) -> list[tuple[str, str]]:
    """The fields of a line that says nothing else; none of any other line."""
    text = paragraph.strip(_BRACKETS)
    if not text or len(text) > 4 * _LONGEST_VALUE or _SENTENCE.search(text):
        return []
    marks = list(_LABEL.finditer(text))
    before = text[: marks[0].start()].strip(_BRACKETS) if marks else text
    fields = []
    if before:
        moment = moment_of(before)
        if not moment:
            return []
        fields.append(("published", moment))
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    for mark, end in zip(marks, ends, strict=False):
        value = text[mark.end() : end].strip(_BRACKETS)
        field = _LABELS[mark[1]]
        more = _trailing_moment(value) if field != "published" else None
        if more is not None:
            value, moment = more
            fields.append(("published", moment))
        if field == "published":
            value = moment_of(value)
        if not value or len(value) > _LONGEST_VALUE:
            return []
        fields.append((field, value))
    return fields


def _trailing_moment(value: str) -> tuple[str, str] | None:
    """A value with a moment after it (来源：共产党员网 2013-04-23 16:10)."""
    for match in _MOMENT.finditer(value):
        moment = moment_of(value[match.start() :])
        if moment and match.start():
            return value[: match.start()].strip(_BRACKETS), moment
    return None


def _title(
    paragraphs: Sequence[str], lines: Sequence[int], titles: tuple[str, ...]
) -> tuple[str, tuple[int, ...], tuple[str, ...]]:
    """The title, where it stands in the text, and doubts about it."""
    first = next((n for n in range(min(HEAD_LINES, len(paragraphs))) if n not in lines), None)
    if first is None:
        return (titles[0], (), ()) if len(titles) == 1 else ("", (), _undecided(titles))
    head = paragraphs[first].strip(_BRACKETS)
    short = len(head) <= LONGEST_TITLE and not _SENTENCE.search(head)
    if len(titles) == 1 and (titles[0] == head or not short):
        return titles[0], (first,) if titles[0] == head else (), ()
    if short and any(head == one for one in titles):
        others = tuple(one for one in titles if head not in one)
        return ("", (), _undecided((head, *others))) if others else (head, (first,), ())
    if len(titles) == 1 and short and titles[0].startswith(head):
        return head, (first,), ()  # 网页的 title 后面常接网站名。
    if titles:
        return "", (), _undecided((*titles, *((head,) if short else ())))
    # Nothing calls it a title: a short first line is one where an imprint or a whole paragraph follows soon.
    soon = range(first + 1, min(first + 4, len(paragraphs)))
    if short and (any(n in lines for n in soon) or any(_SENTENCE.search(paragraphs[n]) for n in soon[:1])):
        return head, (first,), ()
    return "", (), ()


def _undecided(titles: Sequence[str]) -> tuple[str, ...]:
    if len(titles) < 2:
        return ()
    return (f"标题有几种写法：{'；'.join(titles)}。请填写正确的一种",)
