"""A figure that explains itself: value, sentence, articles, and the lines whose amounts add up to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from zhixing.core.facts.record import Fact
from zhixing.core.rules.book import Rule


class Unit(StrEnum):
    """What the value of a figure counts. Hours and points are integers in hundredths."""

    HOURS = "学时"
    TIMES = "次"
    ITEMS = "项"
    EVENTS = "场"
    POINTS = "分"
    DAYS = "天"
    YES_NO = "是否"


@dataclass(frozen=True, slots=True)
class Cite:
    """The rule a figure rests on; `pending` where nobody has checked it against its document yet."""

    code: str
    words: str
    soft: bool
    pending: bool
    book: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One part of a figure: what happened when, in which state, how much it adds, and the facts behind it.

    `host` is who held it (举办单位), where the ledger says so.
    """

    day: dt.date | None
    title: str
    detail: str
    amount: int
    facts: tuple[UUID, ...]
    sources: tuple[str, ...]
    host: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure. `value` is None where there is nothing to compare with (no target, no rule in force)."""

    key: str
    label: str
    value: int | None
    unit: Unit
    sentence: str
    cites: tuple[Cite, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def explained(self) -> int:
        """The sum of the lines' amounts."""
        return sum(line.amount for line in self.lines)


@dataclass(frozen=True, slots=True)
class Ratio:
    """An exact share; nothing is ever shown without its denominator."""

    part: int
    whole: int

    @property
    def permille(self) -> int | None:
        """Per thousand, halves up; None for an empty denominator."""
        return (2000 * self.part + self.whole) // (2 * self.whole) if self.whole else None

    @property
    def words(self) -> str:
        """`29/30(96.7%)`, or a dash."""
        share = self.permille
        return "—" if share is None else f"{self.part}/{self.whole}({share // 10}.{share % 10}%)"


def cite(rule: Rule | None) -> tuple[Cite, ...]:
    """The citation of a rule, none for none."""
    if rule is None:
        return ()
    return (Cite(rule.code, rule.cite, rule.strength == "soft", rule.pending, rule.book),)


def cites(rules: Iterable[Rule | None]) -> tuple[Cite, ...]:
    """The citations of several rules, each once."""
    return tuple(dict.fromkeys(one for rule in rules for one in cite(rule)))


def sources(*facts: Fact) -> tuple[str, ...]:
    """Where the facts were entered, each place once."""
    return tuple(dict.fromkeys(fact.source.words for fact in facts))


def hours(hundredths: int | None) -> str:
    """Hundredths of an hour as people write them: 3150 → `31.5`."""
    if hundredths is None:
        return "—"
    whole, rest = divmod(abs(hundredths), 100)
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{whole}" + (f".{rest:02d}".rstrip("0") if rest else "")
