"""One data row of a recognised sheet: fields read one by one, what can't be read put down as trouble."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

from zhixing.core.intake.rows import MakeupNote, Origin, Trouble
from zhixing.core.names import split_names
from zhixing.interop.workbooks import amounts, days, makeups
from zhixing.interop.workbooks.cells import (
    ERRORS,
    Cell,
    Unreadable,
    blank,
    folded,
    key_of,
    text_of,
    without_numbers_of_people,
)

T = TypeVar("T")

NOBODY = frozenset({"无", "没有", "/", "\\", "-", "—", "——", "0", "暂无", "无人"})
_LEDGER_WORDS = (
    ("集中学习培训", "A"),
    ("集中学习", "A"),
    ("干部集中培训", "B"),
    ("干部培训", "B"),
    ("网络自学", "C"),
    ("个人自学", "D"),
)
LIMIT = 20_000


class Line:
    """A row's cells by field. A required cell that is bad sets `broken`: the row gives no record.

    `origin` is the clerk's row; `year` serves dates without one, `month` a month's table; `hours`: fields whose header says hours.
    """

    def __init__(
        self,
        origin: Origin,
        cells: dict[str, Cell],
        headers: dict[str, str],
        *,
        year: int | None,
        month: int | None = None,
        hours: frozenset[str] = frozenset(),
        unsolved: frozenset[str] = frozenset(),
    ) -> None:
        self.origin = origin
        self.year = year
        self.month = month
        self.troubles: list[Trouble] = []
        self.broken = False
        self.blotted = False
        self._cells = cells
        self._headers = headers
        self._hours = hours
        self._unsolved = unsolved

    def told(self, field: str) -> bool:
        """Whether the field has a column."""
        return field in self._headers

    def has(self, field: str) -> bool:
        """Whether the field has a column and a cell with something in it."""
        return not blank(self._cells.get(field, ""))

    def trouble(self, field: str, reason: str, value: str | None = None, *, fatal: bool = False) -> None:
        """Put down a cell that could not be read; `fatal` when the row is lost by it."""
        shown = value if value is not None else text_of(self._cells.get(field, ""))
        shown, _ = without_numbers_of_people(shown[:200])
        header = self._headers.get(field, field)
        tail = ";改好这一行再导入即可,其他行不受影响" if fatal else ""
        self.troubles.append(Trouble(self.origin, header, shown, reason + tail))
        self.broken = self.broken or fatal

    def read(self, field: str, reader: Callable[[Cell], T], default: T, *, need: bool = False) -> T:
        """Read a field; a blank cell gives the default, and trouble where it is needed."""
        cell = self._cells.get(field, "")
        if blank(cell):
            if field in self._unsolved:
                self.trouble(field, "公式没有算好的结果;请用 WPS 或 Excel 打开,保存后再导入", fatal=need)
            elif need:
                self.trouble(field, "这一格是空的,请补上", fatal=True)
            return default
        if isinstance(cell, str) and cell.strip() in ERRORS:
            self.trouble(field, "单元格里是公式错误值,请改成正确的内容", fatal=need)
            return default
        try:
            return reader(cell)
        except Unreadable as unread:
            self.trouble(field, str(unread), fatal=need)
        except (ValueError, ArithmeticError):
            # A number of thousands of digits, say: no reader expects it, none must fall over it.
            self.trouble(field, "这一格认不出,请改成正常的内容", fatal=need)
        return default

    def text(self, field: str, *, need: bool = False) -> str:
        """Free text, line breaks kept as blanks, identity and mobile numbers blotted out."""
        return self.read(field, lambda c: self._clean(" ".join(text_of(c).split("\n"))), "", need=need)

    def word(self, field: str, *, need: bool = False) -> str:
        """A name or a term: a line break inside it was only put there to fit the cell."""
        return self.read(field, lambda c: self._clean("".join(text_of(c).splitlines())), "", need=need)

    def _clean(self, text: str) -> str:
        if len(text) > LIMIT:
            raise Unreadable("这一格的文字太长,请缩短")
        cleaned, blotted = without_numbers_of_people(text.replace("\r", ""))
        self.blotted = self.blotted or blotted
        return cleaned

    def day(self, field: str) -> dt.date:
        """A required date."""
        return self.read(field, lambda c: days.read_day(c, self.year), dt.date.min, need=True)

    def day_or_none(self, field: str, *, month_means_end: bool = False) -> dt.date | None:
        """An optional date; `2025年3月` stands for its first day, or its last where a deadline is meant."""

        def reader(cell: Cell) -> dt.date | None:
            if folded(cell) in NOBODY or folded(cell) in {"长期", "持续", "长期坚持"}:
                return None
            return days.read_day(cell, self.year, bare_month="last" if month_means_end else "first")

        return self.read(field, reader, None)

    def minutes(self, field: str, default: int | None, *, need: bool = False) -> int | None:
        """Minutes; a bare number is in hours where the header says so."""
        hours = field in self._hours
        return self.read(field, lambda c: amounts.read_minutes(c, hours=hours), default, need=need)

    def count_or_none(self, field: str) -> int | None:
        """An optional whole number of people."""
        return self.read(field, amounts.read_count, None)

    def flag_or_none(self, field: str) -> bool | None:
        """An optional yes or no."""
        return self.read(field, amounts.read_flag, None)

    def names(self, field: str, *, need: bool = False) -> tuple[str, ...]:
        """The names in a cell as the clerk wrote them, doubles and order kept."""

        def reader(cell: Cell) -> tuple[str, ...]:
            text = self._clean(text_of(cell))
            return () if folded(text) in NOBODY else tuple(split_names(text))

        nobody: tuple[str, ...] = ()
        found = self.read(field, reader, nobody, need=need)
        if need and not found and not self.broken:
            self.trouble(field, "这一格没有名字,请补上", fatal=True)
        return found

    def makeups(self, field: str) -> tuple[MakeupNote, ...]:
        """The make-ups; each piece that can't be read is trouble of its own."""
        text = self.read(field, text_of, "")
        notes, unread = makeups.read_makeups(text[:LIMIT])
        for piece, reason in unread:
            self.trouble(field, reason, piece)
        return tuple(notes)

    def ledgers(self, field: str, *, need: bool = False) -> str:
        """Hour ledgers as `A`, `A+B`: letters in order, empty where the sheet says that none is meant."""
        return self.read(field, read_ledgers, "", need=need)

    def header_begins(self, field: str, word: str) -> bool:
        """Whether the field's header begins with a word (实到/应到 tells the order of its two numbers)."""
        return key_of(self._headers.get(field, "")).startswith(word)


def read_ledgers(cell: Cell) -> str:
    """`A+B` from A+B, AB, A、B, A账和B账, 集中学习培训. Raises Unreadable."""
    text = folded(cell).upper()
    if text in NOBODY or text in {"不计", "不计入", "不计学时", "否"}:
        return ""
    for word, letter in _LEDGER_WORDS:
        text = text.replace(word, letter)
    for filler in "类账本的和及与双计入+、,/&;()":
        text = text.replace(filler, "")
    if not text or set(text) - set("ABCD"):
        raise Unreadable("认不出计入哪本学时账;请写 A、B、C、D 或 A+B")
    return "+".join(sorted(set(text)))
