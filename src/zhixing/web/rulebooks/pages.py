"""What the rulebook pages show."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.urls import reverse

from zhixing.core.rules.book import Book, Rulebooks
from zhixing.core.rules.words import BookWords, Difference, describe_book, difference


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """A book on the shelf."""

    id: str
    url: str
    title: str
    basis: str
    period: str
    rules: int
    pending: int
    in_force: bool


@dataclass(frozen=True, slots=True)
class Adopted:
    """Which conversion table the organ follows from when on."""

    locality: str
    since: dt.date
    decision: str


@dataclass(frozen=True, slots=True)
class ShelfPage:
    """All books."""

    rows: tuple[ShelfRow, ...]
    pending: int
    digest: str
    adopted: tuple[Adopted, ...]


@dataclass(frozen=True, slots=True)
class BookPage:
    """One book in words."""

    words: BookWords
    docx: str
    issued: dt.date | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: the same on both sides, or on this side only."""

    words: str
    own: bool


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One rule before and after, told apart word by word."""

    rule: Difference
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class DifferencePage:
    """Two books side by side."""

    old: BookWords
    new: BookWords
    rows: tuple[DifferenceRow, ...]
    docx: str
    back: str


def shelf_page(rules: Rulebooks, today: dt.date) -> ShelfPage:
    """The shelf, books in force today first, each by its title."""
    rows = [_row(book, today) for book in rules.books]
    rows.sort(key=lambda row: (not row.in_force, row.id))
    adopted = tuple(Adopted(one.locality, one.since, one.decision) for one in rules.adoptions)
    return ShelfPage(tuple(rows), sum(row.pending for row in rows), rules.digest[:12], adopted)


def book_page(book: Book) -> BookPage:
    """One book."""
    return BookPage(describe_book(book), reverse("rulebooks:book_docx", args=[book.id]), book.issued)


def difference_page(old: Book, new: Book) -> DifferencePage:
    """What `new` changes against `old`."""
    return DifferencePage(
        describe_book(old),
        describe_book(new),
        tuple(_apart(row) for row in difference(old, new)),
        reverse("rulebooks:difference_docx", args=[old.id, new.id]),
        reverse("rulebooks:difference", args=[new.id, old.id]),
    )


def _apart(row: Difference) -> DifferenceRow:
    old, new = row.old_words, row.new_words
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        whole = kind != "equal" and bool(old and new)
        if old[a:b]:
            left.append(Piece(old[a:b], whole))
        if new[c:d]:
            right.append(Piece(new[c:d], whole))
    return DifferenceRow(row, tuple(left), tuple(right))


def _row(book: Book, today: dt.date) -> ShelfRow:
    words = describe_book(book)
    last = book.in_force_until
    return ShelfRow(
        id=book.id,
        url=reverse("rulebooks:book", args=[book.id]),
        title=words.title,
        basis=words.basis,
        period=words.period,
        rules=len(book.rules),
        pending=words.pending,
        in_force=book.in_force_from <= today and (last is None or today <= last),
    )
