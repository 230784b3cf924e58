"""A document that was read for the library, before anybody has decided about it."""

from __future__ import annotations

from dataclasses import dataclass

from zhixing.core.library.cleaning import Removed
from zhixing.core.library.imprint import Imprint


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a document, made anew without anything it carried besides: media type, bytes, words for it."""

    type: str
    content: bytes
    words: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a document holds: its cleaned text as safe HTML, what it says of itself, what was taken out and lost.

    `kind` names the format in words. `pages`: of a PDF, else 0. `dropped`: what could not be taken over, in sentences.
    A picture stands in the text as 〔图1〕.
    """

    name: str
    kind: str
    html: str
    imprint: Imprint
    removed: tuple[Removed, ...]
    doubts: tuple[str, ...]
    dropped: tuple[str, ...]
    pictures: tuple[Picture, ...] = ()
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Unread:
    """A document that was not read; the sentence names it and says what to do."""

    name: str
    reason: str
