"""Seeing a year: the dossier for whoever may see it, folded once for each state of the ledger."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from dataclasses import replace
from threading import Lock

from zhixing.actions.start import rulebooks
from zhixing.core.figures.organ import OrganYear, organ_year
from zhixing.store.ledger import queries
from zhixing.store.people.queries import Actor

KEPT = 4
"""Folded years kept in memory; one is some ten megabytes for three hundred members."""

_kept: OrderedDict[tuple[int, int, dt.date, str], OrganYear] = OrderedDict()
_folding = Lock()


def whole_year(year: int, *, today: dt.date) -> OrganYear:
    """The dossier of a year, for those who may see the whole tree and for the command line."""
    as_of = min(today, dt.date(year, 12, 31))
    with _folding:
        key = (queries.watermark(), year, as_of, rulebooks().digest)
        if key not in _kept:
            _kept[key] = organ_year(queries.facts(), queries.words(), rulebooks(), year=year, today=today)
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
        _kept.move_to_end(key)
        return _kept[key]


def year_for(actor: Actor, year: int, *, today: dt.date) -> OrganYear:
    """The part of a year that an actor may see: himself, his branch, or everything."""
    whole = whole_year(year, today=today)
    if actor.role == "superior":
        return whole
    if actor.role == "branch":
        return replace(
            whole,
            members=tuple(member for member in whole.members if member.branch_id == actor.org),
            branches=tuple(unit for unit in whole.branches if unit.id == actor.org),
            structure=tuple(finding for finding in whole.structure if finding.org == actor.org),
            organ=None,
        )
    own = tuple(member for member in whole.members if actor.person and member.id == actor.person)
    return replace(whole, members=own, branches=(), structure=(), organ=None)
