"""Tests that have ended and wait to be collected, for whoever keeps them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from zhixing.actions import papers
from zhixing.actions.recording import BOOKKEEPERS
from zhixing.core.figures.due import Due, Sort
from zhixing.store.papers import queries
from zhixing.store.people.queries import Actor

BASIS = "收了卷，存下没交的作答才算数，简答题才好评"


def waiting(actor: Actor, today: dt.date) -> Iterator[Due]:
    """Those whose last day has gone and that nobody has closed. One query."""
    if not actor.wears(*BOOKKEEPERS):
        return
    midnight = timezone.make_aware(dt.datetime.combine(today, dt.time()))
    for row in queries.running(midnight):
        if row.owner is None and papers.runs(row, actor):
            last = timezone.localdate(row.closes_at)
            words = f"《{row.title}》已截止，还没有收卷"
            yield Due(Sort.PAPER, row.org, "", words, True, last, basis=BASIS, thing=row.id)
