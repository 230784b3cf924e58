"""Who was left out, who came by video or on another day: rarely needed, folded away, keyed by number or chosen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict

from zhixing.actions.choosing import Roll
from zhixing.core.facts.meeting_words import BY_HAND, REASONS
from zhixing.core.recording.base import Refused
from zhixing.interop.documents.sign_in import NumbersError, numbers
from zhixing.web.recording import reading
from zhixing.web.recording.drawing import Option, named

MOST_LEFT, MOST_DATES = 20, 9
VOTE_ONLY = "vote"
"""Left out of the voting base alone: expected, and without a vote."""


@dataclass(frozen=True, slots=True)
class LeftRow:
    """Somebody to be left out: whom, why, of what."""

    nth: int
    people: tuple[Option, ...]
    reasons: tuple[Option, ...]
    vote_only: bool


@dataclass(frozen=True, slots=True)
class DateRow:
    """A further day: its date, and the numbers of those who came then."""

    nth: int
    day: str
    numbers: str


@dataclass(frozen=True, slots=True)
class ExceptionsDrawn:
    """The fold; open where something stands in it."""

    left: tuple[LeftRow, ...]
    dates: tuple[DateRow, ...]
    video: str
    reason: str
    open: bool
    short: bool


@dataclass(frozen=True, slots=True)
class Exceptions:
    """What was sent."""

    left_out: dict[UUID, str]
    no_vote: dict[UUID, str]
    dates: tuple[dt.date, ...]
    attended: dict[UUID, dt.date]
    video: frozenset[UUID]
    reason: str


def read_exceptions(said: QueryDict, whole: Roll) -> Exceptions:
    """What was sent. Raises Refused with the field."""
    left: dict[UUID, str] = {}
    no_vote: dict[UUID, str] = {}
    for nth in range(1, MOST_LEFT + 1):
        person = reading.uuid_or_none(said.get(f"left-{nth}", ""))
        if person is not None:
            kept = no_vote if said.get(f"left-{nth}-of", "") == VOTE_ONLY else left
            kept[person] = said.get(f"left-{nth}-reason", "")
    dates, attended = [], dict[UUID, dt.date]()
    for nth in range(2, MOST_DATES + 2):
        day = reading.day_or_none(said, f"date-{nth}", "日期")
        came = _numbered(said, f"n-date-{nth}", whole)
        if came and day is None:
            raise Refused("dates", "填了哪些人这一天到会，请把日期也填上")
        if day is not None:
            dates.append(day)
            attended |= dict.fromkeys(came, day)
    video = frozenset(_numbered(said, "n-video", whole))
    return Exceptions(left, no_vote, tuple(dates), attended, video, said.get("quorum-reason", ""))


def _numbered(said: QueryDict, name: str, whole: Roll) -> list[UUID]:
    try:
        return [whole.people[n - 1].id for n in numbers(said.get(name, ""), len(whole.people))]
    except NumbersError as refusal:
        raise Refused("numbers", str(refusal)) from None


def draw_exceptions(said: QueryDict, whole: Roll, wrong: str) -> ExceptionsDrawn:
    """The fold as it was filled in."""
    last = max((n for n in range(1, MOST_LEFT) if said.get(f"left-{n}", "")), default=0)
    left = tuple(_left(said, nth, whole) for nth in range(1, last + 2))
    later = max((n for n in range(2, MOST_DATES + 1) if said.get(f"date-{n}", "")), default=1)
    dates = tuple(
        DateRow(nth, said.get(f"date-{nth}", ""), said.get(f"n-date-{nth}", ""))
        for nth in range(2, later + 2)
    )
    video, reason, short = said.get("n-video", ""), said.get("quorum-reason", ""), wrong == "quorum-reason"
    filled = any(one.day or one.numbers for one in dates) or bool(video or reason) or short
    chosen = any(said.get(f"left-{nth}", "") for nth in range(1, MOST_LEFT + 1))
    opened = filled or chosen or wrong in ("left_out", "no_vote", "dates")
    return ExceptionsDrawn(left, dates, video, reason, opened, short or bool(reason))


def _left(said: QueryDict, nth: int, whole: Roll) -> LeftRow:
    chosen, reason = said.get(f"left-{nth}", ""), said.get(f"left-{nth}-reason", "")
    return LeftRow(
        nth,
        named(whole.people, chosen),
        tuple(Option(code, REASONS[code], code == reason) for code in BY_HAND),
        said.get(f"left-{nth}-of", "") == VOTE_ONLY,
    )


def left_of_roll(said: QueryDict) -> Iterator[UUID]:
    """Those who are not expected by what was chosen: their row on the roll says nothing."""
    for nth in range(1, MOST_LEFT + 1):
        person = reading.uuid_or_none(said.get(f"left-{nth}", ""))
        if person is not None and said.get(f"left-{nth}-of", "") != VOTE_ONLY:
            yield person
