"""What a rule code is: its name in the books, its words, the parameters it must have."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a parameter may be. Whole numbers are never negative; lists are never empty."""

    WHOLE = "整数"
    WORDS = "文字清单"
    WHOLES = "整数清单"


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter: its name in the file, its kind, and the words officers read."""

    name: str
    kind: Kind
    title: str


@dataclass(frozen=True, slots=True)
class Code:
    """A rule code: `title` in words, `area` its section, `aligned` lists that must be of equal length."""

    code: str
    area: str
    title: str
    params: tuple[Param, ...] = ()
    aligned: tuple[str, ...] = ()

    def param(self, name: str) -> Param | None:
        """The parameter of this name, or None."""
        return next((each for each in self.params if each.name == name), None)


def whole(name: str, title: str) -> Param:
    """A whole number."""
    return Param(name, Kind.WHOLE, title)


def words(name: str, title: str) -> Param:
    """A list of words."""
    return Param(name, Kind.WORDS, title)


def wholes(name: str, title: str) -> Param:
    """A list of whole numbers."""
    return Param(name, Kind.WHOLES, title)
