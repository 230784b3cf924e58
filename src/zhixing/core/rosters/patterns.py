"""Patterns of duty (班制) as the rulebook lists them: a cycle of days, each with its duty in the halves and the night."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from zhixing.core.rosters.grid import AM, NIGHT, PM
from zhixing.core.rules.book import RulebookError, Rulebooks

UNSAID = "-"
"""A day of a month's table that says nothing."""
_NUMBERS = "零一二三四五六七八九"
_NOISE = re.compile(r"[\s·.。、,，/()（）]|制$|工作制$|轮班制$|倒班制$")
_DIGITS = re.compile(r"\d{1,2}")
_REPEAT = re.compile(r"^(?P<word>.+?)(?:×(?P<times>\d+))?$")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern: its name, its cycle of day marks (empty for office hours and for no duty at all)."""

    name: str
    cycle: tuple[str, ...] = ()
    office: bool = False

    @property
    def rotates(self) -> bool:
        """Whether it needs a first day of its cycle."""
        return bool(self.cycle)

    def mark(self, day: dt.date, anchor: dt.date) -> str:
        """The mark of a day, the cycle begun on `anchor`, forwards and backwards."""
        return self.cycle[(day - anchor).days % len(self.cycle)]


@dataclass(frozen=True)
class Patterns:
    """All patterns in force, and what a day's mark means."""

    patterns: Mapping[str, Pattern]
    also: Mapping[str, str]
    parts: Mapping[str, frozenset[str]]
    away: frozenset[str]
    after_night_pm: bool

    @cached_property
    def marks(self) -> tuple[str, ...]:
        """Every mark that a day may bear."""
        return (*self.parts, *sorted(self.away))

    @cached_property
    def _by_key(self) -> Mapping[str, str]:
        named = {_key(name): name for name in self.patterns}
        return {**{_key(word): name for word, name in self.also.items()}, **named}

    def find(self, words: str) -> Pattern | None:
        """The pattern that these words mean, or None; nothing is guessed."""
        name = self._by_key.get(_key(words)) if words else None
        return self.patterns[name] if name else None

    def named(self, name: str) -> Pattern | None:
        """The pattern of this name."""
        return self.patterns.get(name)


def patterns_on(books: Rulebooks, day: dt.date) -> Patterns:
    """The patterns of the rulebook in force on `day`. Raises RulebookError for a cycle with an unknown mark."""
    duties, rule = books.need("roster.duties", day), books.need("roster.patterns", day)
    names = {
        part: set(duties.words(key)) for part, key in ((AM, "morning"), (PM, "afternoon"), (NIGHT, "night"))
    }
    marks = dict.fromkeys(w for key in ("morning", "afternoon", "night", "off") for w in duties.words(key))
    parts = {mark: frozenset(part for part, held in names.items() if mark in held) for mark in marks}
    found: dict[str, Pattern] = {}
    for name, cycle in zip(rule.words("names"), rule.words("cycles"), strict=True):
        found[name] = Pattern(name, read_cycle(cycle))
        unknown = set(found[name].cycle) - set(parts)
        if unknown:
            raise RulebookError(f"班制“{name}”的周期里有不认识的班次：{'、'.join(sorted(unknown))}")
    found |= {name: Pattern(name, office=True) for name in rule.words("office")}
    found |= {name: Pattern(name) for name in rule.words("none")}
    also = dict(word.split("＝", 1) for word in rule.words("also") if "＝" in word)
    also = {word: name for word, name in also.items() if name in found}
    later = books.need("roster.after_night", day).whole("afternoon_too")
    return Patterns(found, also, parts, frozenset(duties.words("away")), bool(later))


def read_cycle(text: str) -> tuple[str, ...]:
    """`白×2 休×2` → 白 白 休 休."""
    days: list[str] = []
    for piece in text.split():
        found = _REPEAT.match(piece)
        assert found is not None  # a piece is never empty
        days += [found["word"]] * int(found["times"] or 1)
    return tuple(days)


@lru_cache(maxsize=1024)
def _key(words: str) -> str:
    """Words less blanks, endings and the difference of figures: 上2休2制 → 上二休二."""
    text = unicodedata.normalize("NFKC", words)
    text = _NOISE.sub("", text).replace("两", "二")
    return _DIGITS.sub(lambda found: _chinese(int(found[0])), text)


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    ten = "" if not tens else ("" if tens == 1 else _NUMBERS[tens]) + "十"
    return ten + (_NUMBERS[ones] if ones or not tens else "")
