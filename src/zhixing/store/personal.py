"""What a table holds about a person, why it may, and until when (个人信息清单).

Every concrete model of the store declares `PERSONAL: ClassVar[tuple[PersonalField, ...]]`, empty where it
holds nothing about anybody. A test reads it, and the documents draw the register of personal data from it,
so that a new column about a person cannot arrive without its purpose, its legal basis and its term.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A term that a run acts on: so many years since something (`since` says what, in words)."""

    years: int
    since: str

    def last_before(self, today: dt.date) -> dt.date:
        """What began before this day is past its term today."""
        try:
            return today.replace(year=today.year - self.years)
        except ValueError:  # 29 February
            return today.replace(year=today.year - self.years, day=28)


@dataclass(frozen=True, slots=True)
class PersonalField:
    """One column about a person: 字段, 用途, 依据, 保存期限. `acts`: the term as the retention run reads it."""

    name: str
    purpose: str
    basis: str
    term: str
    acts: Term | None = None
