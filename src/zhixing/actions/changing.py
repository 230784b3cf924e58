"""Entering a change that rests on how things stand: read, checked and written under one lock.

A form sent twice is entered once; two officers who change the same thing at once cannot both be right.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction

from zhixing.actions.record import Entered, YearFrozen, enter, nth_uid
from zhixing.core.facts.kinds import Membership
from zhixing.core.facts.record import Draft
from zhixing.store.ledger import api, queries
from zhixing.store.people.queries import Actor
from zhixing.store.reviews.queries import closed_years


class NotYours(LookupError):
    """What is not there, or not the actor's to change: told apart to nobody."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form filled in: the uid it was given, who sends it, and when."""

    uid: UUID
    by: Actor
    now: dt.datetime
    today: dt.date


def change(
    sheet: Sheet,
    build: Callable[[], Sequence[Draft]],
    *,
    verb: str,
    target: str,
    subject: UUID | Callable[[], UUID | None] | None = None,
    detail: str = "",
) -> Entered:
    """Enters what `build` gives, asked under the lock. Raises FactError, YearFrozen, NotYours.

    `subject` is whom it concerns, or who tells that once it is built.
    """
    with transaction.atomic():
        api.lock()
        if queries.fact(nth_uid(sheet.uid, 0)) is not None:
            return Entered((), 1)
        drafts = [replace(draft, uid=nth_uid(sheet.uid, n)) for n, draft in enumerate(build())]
        _check_open(drafts)
        return enter(
            drafts,
            by=sheet.by,
            verb=verb,
            target=target,
            now=sheet.now,
            today=sheet.today,
            detail=detail,
            subject=subject() if callable(subject) else subject,
        )


def _check_open(drafts: Sequence[Draft]) -> None:
    """Days inside a frozen year change its figures: they need a second person."""
    shut = closed_years()
    if not shut:
        return
    for draft in drafts:
        start, until = getattr(draft.body, "start", None), getattr(draft.body, "until", None)
        late = sorted({day.year for day in (start, until) if day is not None} & shut)
        if late:
            raise YearFrozen(f"{late[0]} 年已经定格，不能再改那一年的情况；请选定格以后的日期")
        if isinstance(draft.body, Membership) and start is None:
            raise YearFrozen("已有年度定格，请写明自哪一天起在册")
