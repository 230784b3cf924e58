"""签到表 (L4): printed, signed by hand, and keyed back by number: only the exceptions.

A sheet carries a short code made from the list in its order, so that whoever keys it back is told when the
list has changed since it was printed: numbers would then name other people. Signing in is on paper only;
nothing here knows where or when somebody signed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from zhixing.interop.documents.official import Grid, Side
from zhixing.interop.documents.sheet import Sheet, across, named, sheet_pdf
from zhixing.interop.documents.word import fill

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are misread."""
_MISREAD = str.maketrans("ILO", "110")
_PART = re.compile(r"(\d+)(?:\s*[-—–~至到－～]\s*(\d+))?")
_HELD = "请本人签名。本表按已登记的名单补印，登记有误的请更正那一条记录。"
_NOTE = (
    "请本人签名。值班、请假、视频参加的在备注栏写明。录入时只登记未到的：输入编号和序号即可；"
    "编号与名单对应，名单有变动时按姓名登记。"
)
_SIGN = "记录人：              支部书记签字：              （支部章）      年   月   日"


class NumbersError(ValueError):
    """Numbers that cannot be read; the text is a sentence."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A row: number on the sheet, name, group or unit, a remark known beforehand."""

    number: int
    name: str
    group: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class SignInSheet:
    """A sheet; `when` is words, `place` may be empty and is then filled in by hand.

    `held`: printed after the session was recorded; there is nothing to key back, and `code` is the session's.
    """

    title: str
    under: str
    code: str
    activity: str
    when: str
    place: str
    expected: int
    signers: tuple[Signer, ...]
    held: bool = False

    @property
    def note(self) -> str:
        """The line below the table."""
        return _HELD if self.held else _NOTE


@dataclass(frozen=True, slots=True)
class Pair:
    """Two signers side by side, as the Word form has them."""

    left: Signer
    right: Signer


def list_code(people: Sequence[UUID]) -> str:
    """Six letters and digits that stand for exactly these people in exactly this order."""
    digest = hashlib.sha256(b"".join(person.bytes for person in people)).digest()
    number = int.from_bytes(digest[:4], "big")
    return "".join(_LETTERS[(number >> 5 * place) & 31] for place in range(6))


def same_code(typed: str, code: str) -> bool:
    """Whether what was typed is the code; case, spaces and look-alike letters do not matter."""
    return re.sub(r"[\s\-]", "", typed).upper().translate(_MISREAD) == code


def numbers(typed: str, count: int) -> tuple[int, ...]:
    """The numbers in `3、7，12-14`, each once, in order. Raises `NumbersError` for what is not on the list."""
    found: set[int] = set()
    for part in re.split(r"[\s、，,;；。.]+", typed.strip()):
        if not part:
            continue
        read = _PART.fullmatch(part)
        if read is None:
            raise NumbersError(f"“{part}”不是序号。请写数字，用顿号隔开，例如 3、7、12-14。")
        first, last = int(read[1]), int(read[2] or read[1])
        if not 1 <= first <= last <= count:
            raise NumbersError(f"“{part}”不在名单里：这张签到表的序号是 1 到 {count}。")
        found.update(range(first, last + 1))
    return tuple(sorted(found))


def sign_in_docx(sheet: SignInSheet, *, day: dt.date) -> bytes:
    """The sheet in Word."""
    return fill(
        "sign_in", {"s": sheet, "pairs": _pairs(sheet), "note": sheet.note}, title=sheet.title, day=day
    )


def sign_in_pdf(sheet: SignInSheet, *, day: dt.date, fonts: Path | None = None) -> bytes:
    """The sheet as PDF/A."""
    rows = tuple((*_cells(pair.left), *_cells(pair.right)) for pair in _pairs(sheet))
    heads = ("序号", "姓名", "党小组", "本人签名", "备注")
    sides: tuple[Side, ...] = ("c", "c", "c", "l", "l")
    form = Sheet(
        title=sheet.title,
        under=sheet.under,
        code=sheet.code,
        widths=(22, 56, 22, 56),
        fields=(
            across("活动名称", sheet.activity),
            named(("时间", sheet.when), ("地点", sheet.place)),
            named(("应到", f"{sheet.expected} 人"), ("实到", "      人")),
        ),
        table=Grid(heads * 2, rows, (10, 19, 19, 20, 10) * 2, sides * 2),
        size=10,
        pad=2.3,
        foot=sheet.note,
        sign=_SIGN,
    )
    return sheet_pdf(form, day=day, fonts=fonts)


def _cells(signer: Signer) -> tuple[str, ...]:
    return (str(signer.number or ""), signer.name, signer.group, "", signer.remark)


def _pairs(sheet: SignInSheet) -> list[Pair]:
    """Two a row, so that a page of a long list holds one run of numbers; the last may stand alone."""
    some = [*sheet.signers, Signer(0, "", "")]
    return [Pair(some[at], some[at + 1]) for at in range(0, len(sheet.signers), 2)]
