"""Rulebook texts to values: every book checked by itself, then all against each other.

A text holds either one book (`[book]` and `[[rule]]` tables) or the organ's choices of conversion table
(`[[adopt]]` tables). Whatever is doubtful is refused with file, line and a sentence; nothing is guessed.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from zhixing.core.rules.book import Adoption, Book, Rule, RulebookError, Rulebooks, Strength, freeze
from zhixing.core.rules.codes import CODES
from zhixing.core.rules.locate import Mark, marks
from zhixing.core.rules.reading import Table, read_params

_BOOK_KEYS = frozenset(
    {"id", "title", "basis", "issued", "in_force_from", "in_force_until", "note", "locality"}
)
_RULE_KEYS = frozenset(
    {"code", "article", "text", "strength", "binds", "params", "checked_by", "checked_on", "pending"}
    | {"evidence", "in_force_from", "in_force_until"}
)
_ADOPT_KEYS = frozenset({"locality", "since", "decision"})
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A rule and the table it came from, so that a clash between books can be shown at its line."""

    rule: Rule
    table: Table


def parse_books(texts: Mapping[str, str]) -> Rulebooks:
    """Read all rulebook texts, by file name. Raises `RulebookError` naming file and line."""
    books: list[Book] = []
    placed: list[_Placed] = []
    adopted: list[Table] = []
    for file in sorted(texts):
        values, places = _load(file, texts[file])
        if "adopt" in values:
            adopted += _tables(file, places, values, "adopt")
            Table(file, places, "", 0, values).known(frozenset({"adopt"}))
            continue
        rules, book = _book(file, places, values)
        _refuse_second(book, books, Table(file, places, "book", 0, {}))
        books.append(book)
        placed += rules
    _refuse_overlaps(placed)
    localities = {each.rule.locality for each in placed}
    return Rulebooks(tuple(sorted(books, key=lambda book: book.id)), _adoptions(adopted, localities))


def _load(file: str, text: str) -> tuple[dict[str, object], tuple[Mark, ...]]:
    """The parsed text and its places; a syntax error is told in our words, with the line."""
    try:
        return tomllib.loads(text), marks(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        line = int(found.group(1)) if found else max(1, len(text.splitlines()))
        what = _AT_LINE.sub("", str(error)).replace("(at end of document)", "").strip()
        raise RulebookError(f"不合 TOML 写法({what})", file=file, line=line) from error


def _tables(file: str, places: tuple[Mark, ...], values: Mapping[str, object], name: str) -> list[Table]:
    """The `[[name]]` tables of a text."""
    whole = Table(file, places, "", 0, values)
    given = values.get(name, [])
    if not isinstance(given, list):
        whole.refuse(f"{name} 应当写成 [[{name}]]", name)
    return [Table(file, places, name, nth, each) for nth, each in enumerate(given)]


def _book(file: str, places: tuple[Mark, ...], values: Mapping[str, object]) -> tuple[list[_Placed], Book]:
    whole = Table(file, places, "", 0, values)
    whole.known(frozenset({"book", "rule"}))
    header = values.get("book")
    if not isinstance(header, dict):
        whole.refuse("缺少规则册抬头 [book]")
    head = Table(file, places, "book", 0, header)
    head.known(_BOOK_KEYS)
    since = head.day("in_force_from")
    if since is None:
        head.refuse("缺少 in_force_from(生效日)")
    until = head.day("in_force_until")
    _refuse_backwards(head, since, until)
    bare = Book(
        id=head.word("id"),
        title=head.word("title"),
        basis=head.word("basis"),
        issued=head.day("issued"),
        in_force_from=since,
        in_force_until=until,
        note=head.word("note", default=""),
        rules=(),
        source=file,
    )
    locality = head.word("locality", default="")
    tables = _tables(file, places, values, "rule")
    if not tables:
        head.refuse("规则册里没有一条规则 [[rule]]")
    placed = [_Placed(_rule(table, bare, locality), table) for table in tables]
    return placed, replace(bare, rules=tuple(each.rule for each in placed))


def _rule(table: Table, book: Book, locality: str) -> Rule:
    table.known(_RULE_KEYS)
    code = CODES.get(table.word("code"))
    if code is None:
        table.refuse(f"不认识的规则代码 {table.word('code')}", "code")
    since, until = _period(table, book)
    pending = table.flag("pending")
    checked_by, checked_on = _check(table, pending)
    return Rule(
        code=code.code,
        book=book.id,
        article=table.word("article"),
        text=table.word("text"),
        strength=_strength(table),
        binds=table.word("binds"),
        params=freeze(read_params(table, code)),
        checked_by=checked_by,
        checked_on=checked_on,
        pending=pending,
        locality=locality,
        in_force_from=since,
        in_force_until=until,
        basis=book.basis,
        issued=book.issued,
        evidence=table.word("evidence"),
    )


def _strength(table: Table) -> Strength:
    given = table.word("strength")
    if given not in set(Strength):
        table.refuse("strength 只能写 hard(应当、不得)或 soft(一般)", "strength")
    return Strength(given)


def _period(table: Table, book: Book) -> tuple[dt.date, dt.date | None]:
    """The rule's own first and last day, else the book's; never outside the book's."""
    since = table.day("in_force_from") or book.in_force_from
    until = table.day("in_force_until") or book.in_force_until
    if since < book.in_force_from:
        table.refuse(f"生效日 {since} 早于规则册的生效日 {book.in_force_from}", "in_force_from")
    if book.in_force_until is not None and until is not None and until > book.in_force_until:
        table.refuse(f"失效日 {until} 晚于规则册的失效日 {book.in_force_until}", "in_force_until")
    _refuse_backwards(table, since, until)
    return since, until


def _refuse_backwards(table: Table, since: dt.date, until: dt.date | None) -> None:
    if until is not None and until < since:
        table.refuse(f"最后生效日 {until} 早于生效日 {since}", "in_force_until")


def _check(table: Table, pending: bool) -> tuple[str, dt.date | None]:
    """Who compared the rule with its source and when; a rule is either checked or pending, never both."""
    by, on = table.word("checked_by", default=""), table.day("checked_on")
    if pending and (by or on):
        table.refuse("已写核对人或核对日的规则不应再标 pending(待核对)", "pending")
    if not pending and not (by and on):
        table.refuse("没有核对人 checked_by 和核对日 checked_on 的规则须标 pending = true(待核对)")
    return by, on


def _refuse_second(book: Book, books: list[Book], table: Table) -> None:
    for other in books:
        if other.id == book.id:
            table.refuse(f"规则册编号 {book.id} 已用于 {other.source}", "id")


def _refuse_overlaps(placed: list[_Placed]) -> None:
    """Two editions of one rule must not hold on one day in one place: nobody could say which binds."""
    latest: dict[tuple[str, str], _Placed] = {}
    for here in sorted(placed, key=lambda each: each.rule.in_force_from):
        key = (here.rule.code, here.rule.locality)
        before = latest.get(key)
        last = before.rule.in_force_until if before is not None else None
        if before is not None and (last is None or last >= here.rule.in_force_from):
            here.table.refuse(
                f"规则 {here.rule.code} 自 {here.rule.in_force_from} 起与 {before.table.file} 中的一版"
                f"(自 {before.rule.in_force_from} 起)同时生效,请先写明前一版的最后生效日",
                "in_force_from" if "in_force_from" in here.table.values else "code",
            )
        latest[key] = here


def _adoptions(tables: list[Table], localities: set[str]) -> tuple[Adoption, ...]:
    """The organ's choices by date. A locality without a table, or two choices from one day, are refused."""
    found: dict[dt.date, Adoption] = {}
    for table in tables:
        table.known(_ADOPT_KEYS)
        since = table.day("since")
        if since is None:
            table.refuse("缺少 since(采用日)")
        locality = table.values.get("locality", "")
        if not isinstance(locality, str) or (locality and locality not in localities):
            table.refuse(f"没有口径名为 {locality} 的规则册", "locality")
        if since in found:
            table.refuse(f"{since} 已经采用过一种口径", "since")
        found[since] = Adoption(locality, since, table.word("decision"))
    return tuple(found[since] for since in sorted(found))
