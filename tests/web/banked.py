"""Some questions in the bank, for screens that ask them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID

from tests.core.memory.made import questions

from zhixing.core.questions.question import Question
from zhixing.store.questions import api

CATEGORIES = ("党章党规党纪教育", "政治理论教育", "形势政策教育")


def bank(count: int, *, now: dt.datetime) -> tuple[Question, ...]:
    """Writes questions of every form; the first one is checked. As they stand in the bank."""
    hand = api.Hand("题库样例", None, now)
    made = []
    for nth, one in enumerate(questions(count, seed=77)):
        whole = replace(
            one, category=CATEGORIES[nth % 3], topics=("学时",) if nth < 4 else (), why="条文就是这样写的。"
        )
        if whole.form.value == "short":
            whole = replace(whole, model="要点一；要点二")
        written = api.write_new(whole, uid=UUID(int=nth + 1), hand=hand)
        made.append(replace(whole, id=written.item, code=written.code))
    api.check(made[0].id, 1, on=now.date(), words="", hand=hand)
    return tuple(made)
