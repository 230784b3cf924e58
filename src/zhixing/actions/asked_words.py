"""What members ask of a batch, for a page: the one place where the words of an ask are shown to another.

They are sealed, since they may tell an illness. Each page that shows them leaves a line for each whose words stand
there; once an ask is answered or settled nobody but its author needs them any more.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID

from zhixing.actions.reading import note_openings
from zhixing.store.people.queries import Actor
from zhixing.store.plans import batches as queries
from zhixing.store.plans.batches import OPEN_ASKS, Asked, AskRow

WHAT = "调换、候补的说明"


def asks_shown(actor: Actor, batch: UUID, *, own: bool, now: dt.datetime) -> list[AskRow]:
    """The asks of a batch, open ones first; where `own`, only those that the actor made or is asked in.

    Reading words of others is noted, each under the name of whoever wrote them.
    """
    if own and actor.person is None:
        return []
    found = queries.asks_of(actor.person, batch) if own and actor.person else queries.asks(batch)
    needed = (Asked.OTHER,) if own else OPEN_ASKS
    rows = [
        one if one.person == actor.person or one.state in needed else replace(one, words="") for one in found
    ]
    others = {one.person for one in rows if one.words and one.person != actor.person}
    note_openings(actor, subjects=others, what=WHAT, now=now)
    return rows
