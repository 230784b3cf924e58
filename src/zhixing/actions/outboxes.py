"""Receipts after their term, and what of them is one's own."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from zhixing.core.facts.holding import Arranged
from zhixing.store import processing
from zhixing.store.outbox import api, queries

VERB_WORDS = {
    "meeting": "会议",
    "note": "笔记",
    "review": "复习",
    "leave": "请假",
    "visit": "下基层",
    "slip": "纠错",
    "pack": "学习包回传",
}


ACTED = {"outbox.Receipt": "received"}
"""The table whose term is acted on here without anybody's asking, with the column at which the term is read."""


def tidy(*, now: dt.datetime) -> int:
    """Deletes the receipts past their term, and outboxes that have none left. How many receipts."""
    ((table, column),) = ACTED.items()
    term = processing.term_of(table, column)
    assert term is not None, f"{table}.{column} has no term to act on"
    day = term.last_before(timezone.localdate(now))
    before = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    with transaction.atomic():
        return api.forget(before)


def held(account: int) -> Iterator[Arranged]:
    """How many things came from one's own phones, by what they were: a line each."""
    count = Counter(one.verb for one in queries.receipts_of(account))
    for verb, number in count.items():
        words = f"{VERB_WORDS.get(verb, verb)} {number} 条的回执（编号、摘要、时刻）"
        yield Arranged("断网登记的回执", None, words, None)
