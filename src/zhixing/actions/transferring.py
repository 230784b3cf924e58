"""转接组织关系 step by step: the former branch begins, the receiving branch receives (条例第二十五条)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from zhixing.actions.changing import NotYours, Sheet, change
from zhixing.actions.record import Entered
from zhixing.actions.roll import BOOKS, keeps_books_of, roll
from zhixing.core.facts.moves import TransferOpened, TransferState
from zhixing.core.facts.record import Draft, FactError, Source
from zhixing.core.people.changes import move
from zhixing.core.people.transfer import (
    STEP_WORDS,
    Step,
    Transfer,
    check_open,
    check_step,
    running_of,
)
from zhixing.store.people.queries import Actor


def open_transfer(
    sheet: Sheet, person: UUID, *, target: UUID | None, elsewhere: str, day: dt.date, letter: bool
) -> Entered:
    """转出; `letter`: the introduction was given the same day, so it is in transit at once."""

    def build() -> Sequence[Draft]:
        whole = roll()
        one = whole.register.people.get(person)
        if one is None or not keeps_books_of(sheet.by, one):
            raise NotYours
        goal = whole.register.orgs.get(target) if target else None
        if target is not None and (goal is None or not goal.is_branch or not goal.open_on(day)):
            raise FactError("转往的党支部不在账上或已撤销；请重新选择")
        running = running_of(whole.transfers.values(), person)
        check_open(one, running, target=target, elsewhere=elsewhere, day=day)
        source = one.roll[-1].org
        body = TransferOpened(source.hex, target.hex if target else "")
        words = {"elsewhere": elsewhere.strip()} if elsewhere.strip() else None
        drafts = [Draft(body, source, Source(), person, sheet.uid, day, words)]
        if letter:
            state = TransferState(Step.IN_TRANSIT.value)
            drafts.append(Draft(state, source, Source(), person, sheet.uid, day))
        return drafts

    return change(sheet, build, verb="转出组织关系", target="转接", subject=person)


def take_step(sheet: Sheet, person: UUID, to: Step, *, day: dt.date, group: UUID | None = None) -> Entered:
    """The next step of somebody's running transfer; with the receipt the membership moves."""

    def build() -> Sequence[Draft]:
        whole = roll()
        one, running = whole.register.people.get(person), running_of(whole.transfers.values(), person)
        if one is None or running is None or not may_step(sheet.by, running, to):
            raise NotYours
        check_step(running, to, day=day, person=one)
        chain = running.source or running.target
        assert chain is not None
        drafts = [Draft(TransferState(to.value), chain, Source(), person, running.id, day)]
        if to is Step.RECEIVED:
            if group is not None and whole.register.orgs[group].parent != running.target:
                raise FactError("党小组不在接收的支部；请重新选择")
            drafts += move(one, target=running.target, group=group, day=day, today=sheet.today)
        return drafts

    return change(sheet, build, verb="转接组织关系", target="转接", subject=person, detail=STEP_WORDS[to])


def may_step(actor: Actor, transfer: Transfer, to: Step) -> bool:
    """The former branch sends and withdraws, the receiving one receives or returns; outside nobody does it for us."""
    if to in (Step.RECEIVED, Step.RETURNED):
        return actor.over(transfer.target or transfer.source, *BOOKS)
    return actor.over(transfer.source, *BOOKS)
