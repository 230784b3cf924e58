"""Rules, books and the shelf of books: values that the folds ask which rule was in force on a day.

Whole numbers only: hours, days, months and counts as their names say; `*_hundredths` in hundredths of a
credit hour (学时), `tenths_km` in tenths of a kilometre. Every period is closed at both ends:
`in_force_until` is the LAST day of force.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

Value = int | tuple[int, ...] | tuple[str, ...]

EVERYWHERE = ""
"""The locality of a rule that binds whatever table the organ adopts (全国口径或本系统默认口径)."""


class RulebookError(ValueError):
    """A rulebook that cannot be read, or cannot answer; says file and line where there is one."""

    def __init__(self, reason: str, *, file: str = "", line: int = 0) -> None:
        """`reason`: one Chinese sentence; `line` counts from 1, 0 when the error stands in no file."""
        self.reason, self.file, self.line = reason, file, line
        place = f"{file} 第 {line} 行:" if file and line else f"{file}:" if file else ""
        super().__init__(place + reason)


class Strength(StrEnum):
    """硬 (应当、不得、须) blocks or demands a reason; 软 (一般) only reminds."""

    HARD = "hard"
    SOFT = "soft"

    @property
    def in_words(self) -> str:
        """The word officers read."""
        return "硬性" if self is Strength.HARD else "提示"


@dataclass(frozen=True, slots=True)
class Rule:
    """One edition of one rule (规则): what an article asks, of whom, with which numbers, and since when."""

    code: str
    book: str
    article: str
    text: str
    strength: Strength
    binds: str
    params: Mapping[str, Value]
    checked_by: str
    checked_on: dt.date | None
    pending: bool
    locality: str
    in_force_from: dt.date
    in_force_until: dt.date | None
    basis: str
    issued: dt.date | None
    evidence: str

    def __hash__(self) -> int:
        """Equal rules share these, so they suffice; the parameters cannot be hashed."""
        return hash((self.code, self.book, self.locality, self.in_force_from))

    @property
    def cite(self) -> str:
        """The source as an officer cites it: 《中国共产党党员教育管理工作条例》第二十条."""
        return f"《{self.basis}》{self.article}"

    def holds_on(self, day: dt.date) -> bool:
        """Whether this edition is in force on `day`, first and last day included."""
        return self.in_force_from <= day and (self.in_force_until is None or day <= self.in_force_until)

    def whole(self, name: str) -> int:
        """A whole number among the parameters, in the unit its name says."""
        value = self._param(name)
        if not isinstance(value, int):
            raise RulebookError(f"规则 {self.code}(规则册 {self.book})的参数 {name} 不是整数")
        return value

    def words(self, name: str) -> tuple[str, ...]:
        """A list of words among the parameters."""
        value = self._param(name)
        if not isinstance(value, tuple):
            raise RulebookError(f"规则 {self.code}(规则册 {self.book})的参数 {name} 不是文字清单")
        kept = tuple(each for each in value if isinstance(each, str))
        if len(kept) != len(value):
            raise RulebookError(f"规则 {self.code}(规则册 {self.book})的参数 {name} 不是文字清单")
        return kept

    def wholes(self, name: str) -> tuple[int, ...]:
        """A list of whole numbers among the parameters."""
        value = self._param(name)
        kept = tuple(each for each in value if isinstance(each, int)) if isinstance(value, tuple) else None
        if kept is None or not isinstance(value, tuple) or len(kept) != len(value):
            raise RulebookError(f"规则 {self.code}(规则册 {self.book})的参数 {name} 不是整数清单")
        return kept

    def _param(self, name: str) -> Value:
        if name not in self.params:
            raise RulebookError(f"规则 {self.code}(规则册 {self.book})没有参数 {name}")
        return self.params[name]


@dataclass(frozen=True, slots=True)
class Book:
    """One rulebook (规则册): the rules taken from one document. `source` is the file it was read from."""

    id: str
    title: str
    basis: str
    issued: dt.date | None
    in_force_from: dt.date
    in_force_until: dt.date | None
    note: str
    rules: tuple[Rule, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Adoption:
    """From `since` on the organ keeps hours by the table of `locality` (采用口径), by the decision named."""

    locality: str
    since: dt.date
    decision: str


def freeze(params: Mapping[str, Value]) -> Mapping[str, Value]:
    """A read-only copy, so that nobody changes a rule that others hold."""
    return MappingProxyType(dict(params))


@dataclass(frozen=True, slots=True)
class Rulebooks:
    """All books together. `digest` names this content: a snapshot keeps it as its rulebook version."""

    books: tuple[Book, ...]
    adoptions: tuple[Adoption, ...] = ()
    digest: str = field(init=False)
    _by_code: Mapping[str, tuple[Rule, ...]] = field(init=False, repr=False, compare=False, hash=False)
    _answers: dict[tuple[str, dt.date, str | None], Rule | None] = field(
        init=False, repr=False, compare=False, hash=False
    )

    def __post_init__(self) -> None:
        """Digest and index once; both follow from the books alone."""
        object.__setattr__(self, "digest", _digest(self.books, self.adoptions))
        object.__setattr__(self, "_by_code", _index(self.books))
        # A fold asks the same few questions tens of thousands of times.
        object.__setattr__(self, "_answers", {})

    def editions(self, code: str) -> tuple[Rule, ...]:
        """Every edition of a rule in any book, by first day, then locality."""
        return self._by_code.get(code, ())

    def on(self, code: str, day: dt.date, locality: str | None = None) -> Rule | None:
        """The edition in force on `day`, or None.

        The edition of `locality` (when None: the one adopted on that day) goes before the one for everywhere.
        """
        asked = (code, day, locality)
        if asked not in self._answers:
            wanted = self.adopted_locality(day) if locality is None else locality
            held = {rule.locality: rule for rule in self.editions(code) if rule.holds_on(day)}
            self._answers[asked] = held.get(wanted, held.get(EVERYWHERE))
        return self._answers[asked]

    def need(self, code: str, day: dt.date, locality: str | None = None) -> Rule:
        """Like `on`, but a missing rule is a `RulebookError`."""
        rule = self.on(code, day, locality)
        if rule is None:
            raise RulebookError(f"{day.isoformat()} 没有生效的规则 {code},请在规则手册中补上该日适用的一版")
        return rule

    def book(self, id: str) -> Book | None:
        """The book with this id, or None."""
        return next((book for book in self.books if book.id == id), None)

    def adopted_locality(self, day: dt.date) -> str:
        """The locality whose conversion table the organ follows on `day`; "" is the default table."""
        return next((each.locality for each in reversed(self.adoptions) if each.since <= day), EVERYWHERE)


def _index(books: tuple[Book, ...]) -> Mapping[str, tuple[Rule, ...]]:
    """Rules by code, each in the order of first day and locality."""
    found: dict[str, list[Rule]] = {}
    for rule in sorted(
        (rule for book in books for rule in book.rules), key=lambda rule: (rule.in_force_from, rule.locality)
    ):
        found.setdefault(rule.code, []).append(rule)
    return MappingProxyType({code: tuple(rules) for code, rules in found.items()})


def _digest(books: tuple[Book, ...], adoptions: tuple[Adoption, ...]) -> str:
    """SHA-256 of the content; file names, comments and the order of files and rules do not enter."""
    shelf = [
        {
            **{name: getattr(book, name) for name in book.__slots__ if name not in {"source", "rules"}},
            "rules": [_plain(rule) for rule in sorted(book.rules, key=_place)],
        }
        for book in sorted(books, key=lambda book: book.id)
    ]
    adopted = [[each.locality, each.since, each.decision] for each in adoptions]
    text = json.dumps([shelf, adopted], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(rule: Rule) -> dict[str, object]:
    """A rule as plain values in a fixed order."""
    return {name: dict(rule.params) if name == "params" else getattr(rule, name) for name in rule.__slots__}


def _place(rule: Rule) -> tuple[str, str, dt.date]:
    return rule.code, rule.locality, rule.in_force_from
