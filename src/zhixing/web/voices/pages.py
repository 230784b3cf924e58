"""What the pages of complaints and suggestions show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from zhixing.store.voices.queries import OPEN, VoiceRow


@dataclass(frozen=True, slots=True)
class SayPage:
    """The open form: its number, what was typed, what was wrong."""

    form: UUID
    words: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One voice; `typed` when its answer could not be taken."""

    voice: VoiceRow
    open: bool
    late: bool
    typed: str


@dataclass(frozen=True, slots=True)
class DeskPage:
    """All voices."""

    cards: tuple[Card, ...]
    waiting: int
    late: int
    problem: str


def desk_page(voices: Sequence[VoiceRow], today: dt.date, *, typed: tuple[int, str, str]) -> DeskPage:
    """The desk; `typed`: key, words and problem of an answer sent back."""
    key, words, problem = typed
    cards = tuple(
        Card(
            one,
            one.state == OPEN,
            one.state == OPEN and one.due < today,
            words if one.key == key else "",
        )
        for one in voices
    )
    return DeskPage(cards, sum(card.open for card in cards), sum(card.late for card in cards), problem)
