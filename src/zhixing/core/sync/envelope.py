"""What a phone's outbox (待发箱) holds, and what it is told about it.

Each envelope carries one thing under an id made on the phone. It may arrive any number of times and in any order:
the same id and content is known, the same id with other content is a conflict. The server's clock decides; what
the phone's said is kept beside it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Verb(StrEnum):
    """What an envelope brings. The closed list; none of it is time, a log-in or a page seen."""

    MEETING = "meeting"
    """A session on record: roll-call, minutes, decisions."""
    NOTE = "note"
    """学习笔记, 心得体会 or a lecture given, for somebody to check."""
    REVIEW = "review"
    """Answers to review cards."""
    LEAVE = "leave"
    """Leave asked for a coming session, or the answer to it."""
    VISIT = "visit"
    """下基层."""
    SLIP = "slip"
    """A slip found in an article (纠错)."""
    PACK = "pack"
    """What came back of a pack: answers and a note (补学)."""


class Outcome(StrEnum):
    """What became of an envelope. TAKEN and KNOWN end its life in the outbox; the others stay, with their reason."""

    TAKEN = "taken"
    KNOWN = "known"
    CONFLICT = "conflict"
    REFUSED = "refused"


DONE = (Outcome.TAKEN, Outcome.KNOWN)


@dataclass(frozen=True, slots=True)
class Envelope:
    """One thing from an outbox. `body` is canonical JSON text; `made_at` what the device's clock said then."""

    uid: UUID
    verb: Verb
    body: str
    device: UUID
    seq: int
    made_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the server says about an envelope; `told` is a sentence with the remedy where it was not taken.

    `anchor`: the head of the chain it went into, so that phones hold anchors outside the database.
    """

    uid: UUID
    outcome: Outcome
    told: str = ""
    anchor: str = ""
