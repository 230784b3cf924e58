"""`zhixing rulebook`: the shelf, one book in words, the difference of two."""

from __future__ import annotations

import argparse
from pathlib import Path

from zhixing.actions.start import rulebooks
from zhixing.core.rules.book import Book
from zhixing.interop.documents.punctuation import printed


def run(words: argparse.Namespace) -> int:
    """Lists the books, or writes one, or the difference of two, as a document."""
    shelf = rulebooks()
    if not words.book:
        for book in shelf.books:
            until = book.in_force_until or "至今"
            pending = sum(rule.pending for rule in book.rules)
            note = f"，{pending} 条待核对" if pending else ""
            print(
                f"{book.id}  《{printed(book.title)}》 {book.in_force_from} 起，{until}；{len(book.rules)} 条{note}"
            )
        return 0
    book = _book(words.book)
    if not words.out:
        for rule in book.rules:
            # Where the article's number is still to be checked, the citation says so itself.
            mark = "（待核对）" if rule.pending and "待核对" not in rule.cite else ""
            print(printed(f"{rule.cite}{mark}：{rule.text}"))
        return 0
    from zhixing.interop.documents.rulebook_docx import rulebook_difference_docx, rulebook_docx

    content = rulebook_difference_docx(book, _book(words.against)) if words.against else rulebook_docx(book)
    Path(words.out).write_bytes(content)
    print(f"已写到 {words.out}")
    return 0


def _book(wanted: str) -> Book:
    book = rulebooks().book(wanted)
    if book is None:
        known = "、".join(one.id for one in rulebooks().books)
        raise ValueError(f"没有编号为 {wanted} 的规则册；现有：{known}")
    return book
