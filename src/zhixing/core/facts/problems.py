"""What is told of a prominent problem (突出问题) beside its words and state, and complaints of the public by kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from zhixing.core.facts.body import Body


@dataclass(frozen=True, slots=True)
class ProblemPlace(Body):
    """Where problem `about` occurs: ids of organisations and of stations, codes of post categories, joined by commas.

    Told anew, the one entered last holds.
    """

    orgs: str
    posts: str
    stations: str


@dataclass(frozen=True, slots=True)
class ProblemEvidence(Body):
    """What shows that problem `about` has been dealt with: words, and the thing on record that they rest on.

    `rests` is a kind of fact (a session, a visit, a total of complaints, a test) and `thing` its id, of a test its
    title; both empty where it rests on the words alone.
    """

    words: str
    rests: str
    thing: str
    KEY: ClassVar[tuple[str, ...]] = ("words", "rests", "thing")


@dataclass(frozen=True, slots=True)
class ProblemMerged(Body):
    """Problem `about` is the same as problem `into` (归并), which goes on; undone by a reversal."""

    into: str


@dataclass(frozen=True, slots=True)
class ComplaintTotal(Body):
    """Complaints of the public (群众诉求) in the month that begins on the fact's day: how many of a kind.

    `channel` is where they came in (12345), `unit` who answers for it as the table names it. Nobody is named.
    """

    category: str
    channel: str
    unit: str
    count: int
    KEY: ClassVar[tuple[str, ...]] = ("category", "channel", "unit")


ANEW = (ProblemPlace, ComplaintTotal)
"""Descriptions that may be given anew; the one entered last holds."""
