"""转接组织关系 (条例第二十五条): 转出 → 在途 → 接收, 退回 or 撤销.

Until it is received the former organisation stays responsible: the membership moves with the receipt and not
before. Every `check_` raises FactError with a reason; each `can_` answers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from zhixing.core.facts.moves import TransferOpened, TransferState
from zhixing.core.facts.record import Fact, FactError, effective
from zhixing.core.people.register import Person, Register
from zhixing.core.rules.book import Rulebooks


class Step(StrEnum):
    """How far a transfer has come. `opened` is begun by the former branch, its letter not yet given."""

    OPENED = "opened"
    IN_TRANSIT = "in_transit"
    RECEIVED = "received"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


STEP_WORDS: Mapping[Step, str] = {
    Step.OPENED: "转出（介绍信未开）",
    Step.IN_TRANSIT: "在途",
    Step.RECEIVED: "已接收",
    Step.RETURNED: "已退回",
    Step.WITHDRAWN: "已撤销",
}
NEXT: Mapping[Step, tuple[Step, ...]] = {
    Step.OPENED: (Step.IN_TRANSIT, Step.WITHDRAWN),
    Step.IN_TRANSIT: (Step.RECEIVED, Step.RETURNED, Step.WITHDRAWN),
    Step.RECEIVED: (),
    Step.RETURNED: (),
    Step.WITHDRAWN: (),
}


@dataclass(frozen=True, slots=True)
class Transfer:
    """One transfer. `source` None: from outside; `target` None: to outside, then `elsewhere` names it.

    `moved` is the day of its last step; `letter` the day since when it has been in transit.
    """

    id: UUID
    person: UUID
    source: UUID | None
    target: UUID | None
    elsewhere: str
    opened: dt.date
    step: Step
    letter: dt.date | None
    moved: dt.date
    facts: tuple[UUID, ...]

    @property
    def running(self) -> bool:
        """Whether it has not come to an end."""
        return bool(NEXT[self.step])


def fold_transfers(facts: Iterable[Fact], private: Mapping[UUID, Mapping[str, str]]) -> dict[UUID, Transfer]:
    """All transfers by id, in order of their opening; the order in which facts are handed over does not matter."""
    ordered = sorted(effective(facts), key=lambda fact: fact.seq)
    steps: dict[UUID, list[Fact]] = {}
    for fact in ordered:
        if isinstance(fact.body, TransferState) and fact.about:
            steps.setdefault(fact.about, []).append(fact)
    found = {}
    for fact in ordered:
        if isinstance(fact.body, TransferOpened) and fact.about and fact.subject and fact.day:
            words = private.get(fact.uid, {}).get("elsewhere", "")
            found[fact.about] = _transfer(fact, fact.body, steps.get(fact.about, []), words)
    return found


def _transfer(fact: Fact, body: TransferOpened, steps: list[Fact], elsewhere: str) -> Transfer:
    assert fact.about is not None
    assert fact.subject is not None
    assert fact.day is not None
    days = {Step(one.body.state): one.day for one in steps if isinstance(one.body, TransferState) and one.day}
    step = max(days, key=list(Step).index, default=Step.OPENED)
    return Transfer(
        id=fact.about,
        person=fact.subject,
        source=UUID(body.source) if body.source else None,
        target=UUID(body.target) if body.target else None,
        elsewhere=elsewhere,
        opened=fact.day,
        step=step,
        letter=days.get(Step.IN_TRANSIT),
        moved=days.get(step, fact.day),
        facts=(fact.uid, *(one.uid for one in steps)),
    )


def running_of(transfers: Iterable[Transfer], person: UUID) -> Transfer | None:
    """The transfer of somebody that has not ended."""
    return next((one for one in transfers if one.person == person and one.running), None)


def due_on(transfer: Transfer, rules: Rulebooks) -> dt.date | None:
    """The last day of the letter; None where there is no letter or no rule."""
    if transfer.letter is None or not transfer.running:
        return None
    rule = rules.on("standing.transfer_letter", transfer.letter)
    return transfer.letter + dt.timedelta(days=rule.whole("days")) if rule else None


def is_overdue(transfer: Transfer, rules: Rulebooks, today: dt.date) -> bool:
    """Whether the letter has run out and nobody has received."""
    due = due_on(transfer, rules)
    return due is not None and due < today


def check_open(
    person: Person, running: Transfer | None, *, target: UUID | None, elsewhere: str, day: dt.date
) -> None:
    """Whether a transfer out may be begun on `day`. Raises FactError."""
    roll = person.on_roll(day)
    if running is not None:
        raise FactError(
            f"{person.name}已有一次转接没有办结（{STEP_WORDS[running.step]}）；先接收、退回或撤销"
        )
    if roll is None or roll.until is not None:
        raise FactError(f"{person.name}在 {day} 不在册，不能从这里转出；请核对日期")
    if target is None and not elsewhere.strip():
        raise FactError("请写明转往哪个党支部，或本单位以外的哪个党组织")
    if target is not None and elsewhere.strip():
        raise FactError("转往本局支部和转往外单位只能填一处")
    if target == roll.org:
        raise FactError("转往的就是现在的支部；如要换党小组，请用“换党小组”")


def can_open(
    person: Person, running: Transfer | None, *, target: UUID | None, elsewhere: str, day: dt.date
) -> bool:
    """Whether `check_open` would let it pass."""
    try:
        check_open(person, running, target=target, elsewhere=elsewhere, day=day)
    except FactError:
        return False
    return True


def check_step(transfer: Transfer, to: Step, *, day: dt.date, person: Person | None = None) -> None:
    """Whether the transfer may come to step `to` on `day`; `person` is looked at for a receipt. Raises FactError."""
    if to not in NEXT[transfer.step]:
        raise FactError(_illegal(transfer.step, to))
    if day < transfer.moved:
        raise FactError(f"日期 {day} 早于上一步（{transfer.moved}）；请核对")
    if to is Step.RECEIVED and transfer.source is not None and person is not None:
        roll = person.on_roll(day)
        if roll is None or roll.org != transfer.source or roll.until is not None:
            raise FactError("组织关系在账上已有别的变动，不能照这次转接接收；请撤销后重新办理")
        if roll.start is not None and day <= roll.start:
            raise FactError(f"接收日期要晚于转入原支部的日期（{roll.start}）")


def can_step(transfer: Transfer, to: Step, *, day: dt.date, person: Person | None = None) -> bool:
    """Whether `check_step` would let it pass."""
    try:
        check_step(transfer, to, day=day, person=person)
    except FactError:
        return False
    return True


def responsible(transfer: Transfer) -> UUID | None:
    """Who is responsible: the former organisation until it is received, the new one from then on."""
    return transfer.target if transfer.step is Step.RECEIVED else transfer.source


def in_words(transfer: Transfer, register: Register) -> str:
    """`机关第一党支部 → 公路养护中心党支部`."""
    outside = transfer.elsewhere or "本单位以外"
    start = register.name_of(transfer.source) if transfer.source else outside
    end = register.name_of(transfer.target) if transfer.target else outside
    return f"{start} → {end}"


def _illegal(step: Step, to: Step) -> str:
    if not NEXT[step]:
        return f"这次转接{STEP_WORDS[step]}，已经办结；如要再转，请重新办理转出"
    if step is Step.OPENED:
        return "介绍信还没有开出，不能接收或退回；请原支部先办“介绍信已开出”"
    return f"这次转接已经{STEP_WORDS[step]}，不能再改为{STEP_WORDS[to]}"
