"""补学情况: pieces such as `江辉泽 1月21日视频补学;王磊(第2党小组) 5月3日送学`."""

from __future__ import annotations

import calendar
import re
import unicodedata

from zhixing.core.intake.rows import MakeupNote
from zhixing.interop.workbooks.cells import words

_DATE = re.compile(
    r"(?:(\d{4})\s*[年./-]\s*)?(\d{1,2})\s*(?:月\s*(\d{1,2})\s*[日号]?|[./-]\s*(\d{1,2})(?!\d))"
)
_WAYS = words("""
    观看视频补学 看视频补学 视频补学 线上补学 网上补学 集中补学 个别补学 现场补学 自学补学 送学上门 上门送学
    电话送学 送学到站 送学到岗 视频补课 集中补课 已补学 已补课 补学 补课 送学 视频
""")
_AROUND = " \t\u3000:\uff1a,\uff0c.。-—"
_BEHIND = "于在已由"  # 范雪于1月21日; never stripped in front, where 于 is a surname.
_AHEAD = "由为给对"  # 1月21日为范雪送学; 向 and 于 stay, being surnames.
_EMPTY = frozenset({"", "无", "没有", "/", "-", "—", "——", "\\", "暂无", "无补学", "0"})
_OPEN, _CLOSE = "(\uff08〔[【", ")\uff09〕]】"
_BRACKETED = re.compile(r"[(\uff08〔\[【][^(\uff08〔\[【)\uff09〕\]】]*[)\uff09〕\]】]")

REMEDY = "请写成 姓名 1月21日视频补学,几个人用分号隔开"


def pieces(text: str) -> list[list[str]]:
    """Groups (parted by ; or a line break) of pieces (parted by 、 or ,), brackets kept whole."""
    groups: list[list[str]] = [[""]]
    depth = 0
    for char in text:
        depth = max(0, depth + (char in _OPEN) - (char in _CLOSE))
        if char in ";\uff1b\n\r" and not depth:
            groups.append([""])
        elif char in "、,\uff0c" and not depth:
            groups[-1].append("")
        else:
            groups[-1][-1] += char
    return [[p.strip() for p in group if p.strip()] for group in groups]


def read_makeups(text: str) -> tuple[list[MakeupNote], list[tuple[str, str]]]:
    """The make-ups in a cell, and the pieces that could not be read, each with its reason.

    `江辉泽、范雪 1月21日视频补学` gives both the same day: a name without a date waits for the next date
    of its group. Nothing unread is dropped.
    """
    notes: list[MakeupNote] = []
    unread: list[tuple[str, str]] = []
    if text.strip() in _EMPTY:
        return notes, unread
    for group in pieces(text):
        waiting: list[str] = []
        for piece in group:
            if not re.search(r"\d", _without_brackets(piece)) and not _DATE.search(piece):
                waiting.append(piece)
                continue
            read = _read_piece(piece)
            if isinstance(read, str):
                unread.append((piece, read))
                continue
            notes += [MakeupNote(name, read.year, read.month, read.day, read.way) for name in waiting]
            waiting = []
            notes.append(read)
        unread += [(piece, f"没有写补学日期;{REMEDY}") for piece in waiting]
    return notes, unread


def _without_brackets(text: str) -> str:
    return _BRACKETED.sub("", text)


def _read_piece(piece: str) -> MakeupNote | str:
    """The make-up in one piece, or the reason why it could not be read."""
    found = _date_outside_qualifier(piece)
    if found is None:
        return f"认不出补学日期;{REMEDY}"
    match = found
    before, after = (
        _without_particle(piece[: match.start()]).strip(_AROUND + "(\uff08"),
        piece[match.end() :].strip(_AROUND + ")\uff09"),
    )
    name, way = _name_and_way(before, after)
    if not name or re.search(r"\d", _without_brackets(name)):
        return f"认不出是谁补学;{REMEDY}"
    if re.search(r"\d", way):
        return f"一处写了不止一个日期;{REMEDY}"
    year, month, day = match[1], int(match[2]), int(match[3] or match[4])
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(int(year) if year else 2024, month)[1]:
        return f"没有{month}月{day}日,请核对日期"
    return MakeupNote(name, int(year) if year else None, month, day, way or "补学")


def _date_outside_qualifier(piece: str) -> re.Match[str] | None:
    """The first date; digits of a qualifier such as (第2党小组) are no date, (1月21日视频补学) is one."""
    folded = "".join(_fold(c) for c in piece)
    return _DATE.search(folded)


def _without_particle(before: str) -> str:
    """范雪于 before a date that follows without a space is 范雪; 刘于 has no letter to spare."""
    stem = before[:-1] if before.endswith(tuple(_BEHIND)) else before
    return stem if len(stem.strip(_AROUND)) >= 2 else before


def _fold(char: str) -> str:
    """Half width digits and stops, one character for one, so that positions stay those of the piece."""
    narrow = unicodedata.normalize("NFKC", char)
    return narrow if len(narrow) == 1 else char


def _name_and_way(before: str, after: str) -> tuple[str, str]:
    """Parts the name from the way, whichever of them stands before the date."""
    if before:
        for way in _WAYS:
            if before.endswith(way) and len(before) - len(way) >= 2:
                return before[: -len(way)].strip(_AROUND), after or way
        return before, after
    for way in _WAYS:
        if way in after:
            return after.replace(way, "", 1).strip(_AROUND).lstrip(_AHEAD), way
    return after, ""
