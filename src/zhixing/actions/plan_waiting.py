"""What a year's plan waits for, among what needs somebody now: opinions, their answers, approval, publication."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from zhixing.actions.plan import hand, opinions
from zhixing.actions.roll import roll
from zhixing.core.figures.due import Due, Sort
from zhixing.core.plan.plan import State
from zhixing.store.people.queries import BRANCH, SECRETARY, SUPERIOR, Actor
from zhixing.store.plans import queries

BASIS = "草案、征求意见、审定、发布，送审和审定不是同一人"


def waiting(actor: Actor, today: dt.date) -> Iterator[Due]:
    """Of this year's plan and the next one's. `deadline`'s year tells the screen which; nothing of it is overdue."""
    if not actor.wears(BRANCH, SECRETARY, SUPERIOR):
        return
    for year in (today.year, today.year + 1):
        rows = queries.versions(year)
        state = State(rows[-1].state) if rows else State.PUBLISHED
        if state is State.OPINIONS:
            yield from _discussed(actor, year)
        elif state is State.APPROVED and hand(actor, year).plans:
            yield _due(year, f"{year} 年学习计划已审定，等发布")


def _discussed(actor: Actor, year: int) -> Iterator[Due]:
    """Branches are asked once each; whoever keeps the plan answers; a second person approves when all is answered."""
    who, said = hand(actor, year), opinions(year)
    open_now = sum(not one.answer for one in said)
    if who.plans and open_now:
        yield _due(year, f"{year} 年学习计划有 {open_now} 条意见没有答复", form="opinion")
    if who.approves and not who.was_sender and not open_now:
        yield _due(year, f"{year} 年学习计划送来审定，意见都已答复，等您审定")
    heard = {one.org for one in said}
    for org in roll().register.branches():
        if org.id in who.branches and org.id not in heard and not (who.plans or who.approves):
            words = f"{year} 年学习计划正在征求意见，{org.name}还没有提；没有意见的也请写一句"
            yield Due(
                *(Sort.PLAN, org.id, org.name, words, False, dt.date(year, 12, 31)),
                basis=BASIS,
                form="opinion",
            )


def _due(year: int, words: str, form: str = "") -> Due:
    return Due(Sort.PLAN, None, "", words, False, dt.date(year, 12, 31), basis=BASIS, form=form)
