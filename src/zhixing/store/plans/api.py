"""Writing the annual plan: versions, opinions, preparation; called by actions only, inside their transaction."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from zhixing.store.plans.models import Opinion, PlanVersion, Preparation


class Overtaken(Exception):
    """Somebody else has made this version meanwhile."""


@dataclass(frozen=True, slots=True)
class Hand:
    """Who writes: the account, and the signature that is kept."""

    account: int
    signature: str


def add_version(
    year: int, number: int, *, state: str, body: str, reason: str, by: Hand, now: dt.datetime
) -> None:
    """Makes version `number` of a year's plan. Raises Overtaken where there is one already."""
    try:
        with transaction.atomic():
            PlanVersion.objects.create(
                year=year,
                number=number,
                state=state,
                body=body,
                reason=reason,
                by=by.signature,
                account=by.account,
                made_at=now,
            )
    except IntegrityError as taken:
        raise Overtaken from taken


def add_opinion(
    uid: UUID, year: int, number: int, *, org: UUID | None, words: str, by: Hand, now: dt.datetime
) -> bool:
    """Keeps an opinion on a version; False where it is kept already (sent twice)."""
    version = PlanVersion.objects.get(year=year, number=number)
    fields = {
        "version": version,
        "org": org,
        "words": words,
        "by": by.signature,
        "account": by.account,
        "said_at": now,
    }
    return Opinion.objects.get_or_create(id=uid, defaults=fields)[1]


def answer_opinion(uid: UUID, answer: str, *, by: Hand, now: dt.datetime) -> bool:
    """Answers an opinion that has no answer yet."""
    rows = Opinion.objects.filter(id=uid, answer="")
    return bool(rows.update(answer=answer, answered_by=by.signature, answered_at=now))


def tick(year: int, lesson: UUID, step: str, day: str, *, by: Hand, now: dt.datetime) -> bool:
    """Notes a step as ready; False where it is noted."""
    fields = {"year": year, "by": by.signature, "done_at": now}
    return Preparation.objects.get_or_create(lesson=lesson, step=step, day=day, defaults=fields)[1]


def untick(lesson: UUID, step: str, day: str) -> bool:
    """Takes the note back."""
    return bool(Preparation.objects.filter(lesson=lesson, step=step, day=day).delete()[0])
