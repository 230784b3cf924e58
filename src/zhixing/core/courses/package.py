"""A course package (SCORM 1.2 or 2004) as a value: its title and its parts (SCO)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Edition(StrEnum):
    """Which standard a package speaks."""

    V12 = "1.2"
    V2004 = "2004"


EDITION_WORDS: dict[Edition, str] = {Edition.V12: "SCORM 1.2", Edition.V2004: "SCORM 2004"}


@dataclass(frozen=True, slots=True)
class Sco:
    """A part of a course that reports on itself: its code in the manifest, title, the page it starts with.

    `query` follows the page's address (`?a=b`), as the manifest's `parameters` say.
    """

    code: str
    title: str
    page: str
    query: str = ""


@dataclass(frozen=True, slots=True)
class Package:
    """What a manifest says. `scos` in the order of the organisation that the package names as its own."""

    title: str
    edition: Edition
    scos: tuple[Sco, ...]

    def sco(self, code: str) -> Sco | None:
        """The part of this code."""
        return next((one for one in self.scos if one.code == code), None)
