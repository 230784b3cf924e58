"""Text that is safe in a cell: it never becomes a formula, a link or a second line.

A spreadsheet takes text that begins with one of a few characters for a formula, in East Asian settings the
full-width ones too; a formula can start a program (DDE). Words come from workbooks of many clerks, so every
text passes here.
"""

from __future__ import annotations

import datetime as dt
import re

Cell = str | int | dt.date | None
"""What a cell may hold. Whole numbers in hundredths become decimals only when they are written."""

DANGEROUS = "=+-@|%\t\r\n＝＋－＠｜％﹢﹣﹦﹫−"
"""First characters that make, or in some program might make, a formula of a text."""

_DANGEROUS = frozenset(DANGEROUS)
_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")
_UNSEEN_FRONT = re.compile('^[\\s"\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]*')


def plain(text: str) -> str:
    """The text on one line, without control characters and halves of characters."""
    return _UNWRITABLE.sub(" ", text)


def is_dangerous(text: str) -> bool:
    """Whether a spreadsheet might take the text for a formula; white space before it does not hide one."""
    return text[:1] in _DANGEROUS or _UNSEEN_FRONT.sub("", text)[:1] in _DANGEROUS


def in_csv(text: str) -> str:
    """Plain text, with an apostrophe before it where it might be taken for a formula."""
    kept = plain(text)
    return f"'{kept}" if is_dangerous(kept) else kept
