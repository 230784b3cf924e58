"""What every form is read against, and how a form is refused: with the field and a sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from zhixing.core.facts.record import Draft, FactError, Identify, Source
from zhixing.core.facts.twins import STATES, as_held, by_signature
from zhixing.core.people.register import GROUP, Org, Register

HAND = Source()
LONGEST = 200
"""Characters in a title or a line of text."""
WHOLE_ORGAN = "全局"
"""The organiser of what the whole organ holds, as ledgers write it."""


class Refused(FactError):
    """A form that cannot be taken: `field` is the form's field, the message says what to do."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Desk:
    """What a form is read against: who and what there is, this installation's ids, the server's day."""

    register: Register
    identify: Identify
    today: dt.date

    def org(self, org: UUID | None) -> Org:
        """The organisation that keeps the record; the one at the top where none is named."""
        found = self.register.root if org is None else self.register.orgs.get(org)
        if found is None or found.kind == GROUP:
            raise Refused("org", "没有这个党组织；请重新选择主办组织")
        return found

    def organiser(self, org: UUID | None) -> str:
        """The organiser as figures know it: 全局, or the branch's name."""
        found = self.org(org)
        return WHOLE_ORGAN if self.register.root is found else found.name

    def branch_of(self, person: UUID, day: dt.date) -> UUID:
        """The branch whose record it is: where somebody is on the roll that day, else was listed last."""
        found = self.register.people.get(person)
        if found is None:
            raise Refused("person", "名册里没有这个人；请从名单里选，新来的先在“人员”里登记")
        roll = found.on_roll(day) or (found.roll[-1] if found.roll else None)
        if roll is not None:
            return roll.org
        return found.candidacy.org if found.candidacy else person

    def past(self, day: dt.date, field: str = "day") -> dt.date:
        """A day that has come."""
        if day > self.today:
            raise Refused(field, f"{day} 还没有到（今天 {self.today}），还没有发生的事不能登记")
        return day


def text(value: str, field: str, what: str, *, needed: bool = True) -> str:
    """A line of text without superfluous blanks."""
    kept = " ".join(value.split())
    if needed and not kept:
        raise Refused(field, f"请填写{what}")
    if len(kept) > LONGEST:
        raise Refused(field, f"{what}最多 {LONGEST} 字，现有 {len(kept)} 字")
    return kept


def one_of(value: str, allowed: Iterable[str], field: str, what: str) -> str:
    """One of the offered words."""
    if value not in allowed:
        raise Refused(field, f"请选择{what}")
    return value


def whole(value: int, low: int, high: int, field: str, what: str) -> int:
    """A whole number within bounds, both included."""
    if not low <= value <= high:
        raise Refused(field, f"{what}应在 {low} 到 {high} 之间，写的是 {value}")
    return value


def ledgers(chosen: str, allowed: tuple[str, ...], field: str = "ledgers") -> str:
    """Which hour ledgers (学时账) it counts for, like `A+B`; empty where none."""
    parts = sorted({part for part in chosen.split("+") if part})
    if any(part not in allowed for part in parts):
        raise Refused(field, f"请选择学时账：{'、'.join(allowed)}")
    return "+".join(parts)


@dataclass(frozen=True, slots=True)
class Recorded:
    """The drafts of a form; `main` states the thing itself, the others stand on it."""

    main: Draft
    others: tuple[Draft, ...] = ()

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """All drafts in the order of entry."""
        return (self.main, *self.others)


def worded(recorded: Recorded, near: Iterable[Draft]) -> Recorded:
    """What a form says, as the ledger words it where it holds the same thing under a number: `near` is in force."""
    main = as_held(recorded.main, by_signature(near))
    others = tuple(
        replace(one, about=main.about, chain=_chain(one, recorded.main, main))
        if one.about == recorded.main.about
        else one
        for one in recorded.others
    )
    return Recorded(main, others)


def _chain(one: Draft, asked: Draft, held: Draft) -> UUID:
    """What stood in the thing's own chain goes where the thing is."""
    return held.chain if one.chain == asked.chain else one.chain


def known_states(drafts: Iterable[Draft], held: Mapping[str, Sequence[Draft]]) -> tuple[Draft, ...]:
    """A state that has been reached already is known, whatever day it is told on."""
    return tuple(
        held[one.key][-1] if isinstance(one.body, STATES) and held.get(one.key) else one for one in drafts
    )
