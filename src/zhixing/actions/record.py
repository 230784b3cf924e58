"""Recording by hand: drafts made from a form enter the ledger in one transaction, with their audit line.

Sent twice (a double click, a lost answer) a form is entered once: its drafts carry uids that the form made.
What contradicts the ledger is refused with a sentence; what the ledger says already is known and not doubled.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from django.db import transaction

from zhixing.core.facts.accept import check_draft
from zhixing.core.facts.record import Draft, FactError
from zhixing.core.intake.desk import SUPERSEDING
from zhixing.store.ledger import api
from zhixing.store.ledger.standing import standing
from zhixing.store.people.queries import Actor
from zhixing.store.reviews.queries import closed_years


class YearFrozen(FactError):
    """The year has been frozen: what comes late needs a second person."""


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of it: the uids of the new facts in order, and how many drafts said nothing new."""

    facts: tuple[UUID, ...]
    known: int


def nth_uid(form: UUID, nth: int) -> UUID:
    """The uid of the nth draft of a form that was given one uid."""
    return uuid5(form, str(nth))


def enter(
    drafts: Sequence[Draft],
    *,
    by: Actor,
    verb: str,
    target: str,
    now: dt.datetime,
    today: dt.date,
    detail: str = "",
    subject: UUID | None = None,
    claimed: dt.datetime | None = None,
    corrected: dt.datetime | None = None,
) -> Entered:
    """Enters the drafts and one audit line, or refuses them all. Raises FactError, YearFrozen.

    Whether `by` may do this is the caller's to check. `subject` is whom the audit line concerns, if one person.
    `claimed` and `corrected` where it was made on a device with a clock of its own (`api.Stamp`).
    """
    for draft in drafts:
        check_draft(draft, today=today)
    _check_open(drafts)
    stamp = api.Stamp(by.signature, now, claimed=claimed, corrected=corrected)
    with transaction.atomic():
        pen = api.Pen()
        new = fresh(drafts, standing(drafts))
        added = pen.append(new, stamp, line=api.Line(verb, target, detail, subject))
    return Entered(tuple(row.uid for row in added), len(drafts) - len(added))


def _check_open(drafts: Sequence[Draft]) -> None:
    """A closed period stays closed (integrity rule 6)."""
    shut = closed_years() & {draft.day.year for draft in drafts if draft.day is not None}
    if shut:
        years = "、".join(str(year) for year in sorted(shut))
        raise YearFrozen(f"{years} 年已经定格；这一年迟到的事实要由第二人确认后才能入账")


def fresh(drafts: Sequence[Draft], held: Mapping[str, Sequence[Draft]]) -> list[Draft]:
    """The drafts that say something new. Raises FactError for one that contradicts what stands."""
    found = []
    for draft in drafts:
        contents = [one.content for one in held.get(draft.key, ())]
        if isinstance(draft.body, SUPERSEDING):
            if draft.content in contents[-1:]:
                continue
            found.append(replace(draft, again=draft.content in contents))
        elif draft.content not in contents:
            if contents:
                raise FactError(_contradiction(held[draft.key][-1]))
            found.append(draft)
    return found


def _contradiction(before: Draft) -> str:
    """What stands in the way, and the remedy."""
    return (
        f"账上已有同一件事，内容不同（登记于 {before.source.words}）；如果原来的错了，请在那一条上点“更正”，"
        "由第二人确认后改为新的"
    )
