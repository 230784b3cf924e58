"""Telling everybody his own dates: first when they are published, afterwards only those whom a change touches.

What somebody was told last is kept with his dates as they stood, so that a publication sends the difference and a
calendar counts its revisions on. Subscribers see the same dates in their calendar without a message.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction

from zhixing.actions.actors import whole_tree
from zhixing.actions.own_dates import everybody
from zhixing.core.plan.dates import Change, OwnDate, Turn, carried, changes
from zhixing.core.plan.dates_wire import read_dates, written
from zhixing.store.ledger import api as ledger
from zhixing.store.ledger.lastly import last_with
from zhixing.store.people.queries import SUPERIOR, Actor
from zhixing.store.plans import telling, telling_api
from zhixing.store.plans.telling_api import Word

NEW, CHANGED = "new", "changed"
VERB = "发布学习日期"


class NotPublished(ValueError):
    """Nothing was told; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class ToTell:
    """What one person would be told: his dates as they stand now and what changed since the last word."""

    person: UUID
    dates: tuple[OwnDate, ...]
    changes: tuple[Change, ...]
    first: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a publication would tell. `untouched`: people whose dates stay as they were told."""

    year: int
    people: tuple[ToTell, ...]
    untouched: int
    batch: UUID | None

    @property
    def turns(self) -> Mapping[Turn, int]:
        """How many dates are new, moved, cancelled for those who were told before."""
        return Counter(change.turn for one in self.people if not one.first for change in one.changes)

    @property
    def first(self) -> int:
        """How many hear for the first time this year."""
        return sum(one.first for one in self.people)


def outlook(year: int, *, today: dt.date, only: Collection[UUID] | None = None) -> Outlook:
    """Whom a publication would touch, by the plan and the batch as they stand. Nobody else hears anything.

    `only`: looks at these people alone.
    """
    now, before = everybody(year, today=today), telling.last_told(year)
    found, untouched = [], 0
    for person in sorted({*now, *before}):
        if only is not None and person not in only:
            continue
        old = read_dates(before[person].body) if person in before else ()
        new = now.get(person, ())
        differing = tuple(one for one in changes(old, new) if not _over(one, year, today))
        if differing:
            found.append(ToTell(person, carried(old, new), differing, person not in before))
        else:
            untouched += 1
    return Outlook(year, tuple(found), untouched, telling.standing_batch(year))


def _over(change: Change, year: int, today: dt.date) -> bool:
    """What lies in the past on both sides is news to nobody; a year that is gone is told as a whole."""
    ends = [one.end.date() for one in (change.before, change.after) if one]
    return year == today.year and all(day < today for day in ends)


def may_publish(actor: Actor) -> bool:
    """Only the party-affairs officer of the whole organ sends dates out."""
    return whole_tree(actor, SUPERIOR)


def publish(year: int, *, by: Actor, now: dt.datetime, today: dt.date) -> Outlook:
    """Tells everybody whom it touches; done twice, the second time nobody is told anything. Raises NotPublished."""
    if not may_publish(by):
        raise NotPublished("学习日期由机关党委党务干部发布")
    with transaction.atomic():
        # The lock of the audit line comes first: two officers at once publish one after the other.
        ledger.audit(ledger.Stamp(by.signature, now), VERB, f"{year} 年")
        found = outlook(year, today=today)
        if not found.people and not found.untouched:
            raise NotPublished("还没有可发布的日期：先发布学习计划，分批的课还要先采用一个批次方案")
        _tell(found, now)
        if found.batch is not None:
            telling_api.mark_published(found.batch, now=now)
    return found


def publish_to(people: Collection[UUID], year: int, *, now: dt.datetime, today: dt.date) -> Outlook:
    """Tells these people alone what changed for them; inside the transaction of the deed that changed it.

    Who may do it, and the audit line, are that deed's.
    """
    found = outlook(year, today=today, only=people)
    _tell(found, now)
    return found


def _tell(found: Outlook, now: dt.datetime) -> None:
    words = [
        Word(uuid4(), one.person, NEW if one.first else CHANGED, written(one.dates, one.changes))
        for one in found.people
    ]
    telling_api.tell(words, year=found.year, batch=found.batch, now=now)


def last_publication(year: int) -> tuple[dt.datetime, str] | None:
    """When dates of a year went out last, and by whom; None before the first time."""
    return last_with(VERB, f"{year} 年")
