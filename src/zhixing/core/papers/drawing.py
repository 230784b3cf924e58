"""Drawing a paper from a bank by an explicit seed: every part filled, or every reason why it cannot be.

Parts may overlap (a topic beside a whole category), so questions are placed by augmenting paths: what can be
filled at all is filled. Order comes from a digest of the seed, never from a random source; the same seed, blueprint
and bank give the same paper on every machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.papers.blueprint import Blueprint, check, usable
from zhixing.core.papers.paper import Item, Paper
from zhixing.core.questions.question import Question


@dataclass(frozen=True, slots=True)
class Shortage:
    """Why there is no paper: what the bank lacks, a sentence each."""

    reasons: tuple[str, ...]


def draw(
    blueprint: Blueprint, bank: Collection[Question], *, seed: int, linked: Collection[UUID] = ()
) -> Paper | Shortage:
    """The paper, or what the bank lacks. Raises BlueprintError.

    `linked`: questions of an earlier paper; anchors are taken from among them first, so that both can be compared.
    """
    check(blueprint)
    allowed = usable(blueprint, bank)
    order = sorted(allowed, key=lambda one: digest(seed, one.id.hex))
    anchors = sorted((one for one in order if one.anchor), key=lambda one: one.id not in linked)
    seats = _Seats(blueprint, order)
    held = 0
    for one in anchors:
        if held < blueprint.anchors and seats.place(one):
            held += 1
    missing = []
    if held < blueprint.anchors:
        fit = sum(any(part.takes(one) for part in blueprint.parts) for one in anchors)
        missing.append(
            f"锚题要 {blueprint.anchors} 道，题库里合这份方案的只有 {fit} 道，放得下 {held} 道；请减少锚题，或者在题库里再标几道"
        )
    for one in (*(one for one in order if not one.anchor), *anchors):
        if not seats.full and not seats.placed(one):
            seats.place(one)
    missing += _lacking(blueprint, seats, allowed)
    if missing:
        return Shortage(tuple(missing))
    return Paper(blueprint, _items(blueprint, seats, seed), seed)


class _Seats:
    """Which question fills which part; a question placed once stays in the paper, though it may change parts."""

    def __init__(self, blueprint: Blueprint, questions: Sequence[Question]) -> None:
        self.parts = blueprint.parts
        self.fits = {one.id: [n for n, part in enumerate(self.parts) if part.takes(one)] for one in questions}
        self.inside: list[dict[UUID, Question]] = [{} for _ in self.parts]
        self.of: dict[UUID, int] = {}

    @property
    def full(self) -> bool:
        return len(self.of) == sum(part.count for part in self.parts)

    def placed(self, question: Question) -> bool:
        return question.id in self.of

    def place(self, question: Question) -> bool:
        """Finds room by moving others on, breadth first over parts; False where no part has any."""
        first: tuple[Question, int | None] = (question, None)
        came = dict.fromkeys(self.fits[question.id], first)
        queue = list(came)
        for part in queue:
            if len(self.inside[part]) < self.parts[part].count:
                self._shift(part, came)
                return True
            for other in self.inside[part].values():
                for further in self.fits[other.id]:
                    if further not in came:
                        came[further] = (other, part)
                        queue.append(further)
        return False

    def _shift(self, part: int, came: dict[int, tuple[Question, int | None]]) -> None:
        to: int | None = part
        while to is not None:
            moved, origin = came[to]
            if origin is not None:
                del self.inside[origin][moved.id]
            self.inside[to][moved.id] = moved
            self.of[moved.id] = to
            to = origin


def _lacking(blueprint: Blueprint, seats: _Seats, allowed: Collection[Question]) -> list[str]:
    found = []
    for nth, part in enumerate(blueprint.parts):
        inside = len(seats.inside[nth])
        if inside < part.count:
            fit = sum(part.takes(one) for one in allowed)
            shared = f"，其中 {fit - inside} 道已用在别的行里" if fit > inside else ""
            only = "核对过的" if blueprint.checked_only else ""
            found.append(
                f"第 {nth + 1} 行 {part.words}：题库里合条件{only}的有 {fit} 道{shared}，还缺 {part.count - inside} 道"
            )
    return found


def _items(blueprint: Blueprint, seats: _Seats, seed: int) -> tuple[Item, ...]:
    """In the order of parts; within a part by the seed, or by the number in the bank where nothing is shuffled."""
    found: list[Item] = []
    for nth, part in enumerate(blueprint.parts):
        mine: Iterable[Question] = seats.inside[nth].values()
        if blueprint.shuffle_items:
            mine = sorted(mine, key=lambda one: digest(seed, "place", one.id.hex))
        else:
            mine = sorted(mine, key=lambda one: (one.code, one.id))
        found += [Item(one, part.marks, nth) for one in mine]
    return tuple(found)


def digest(seed: int, *words: str) -> bytes:
    """What things are ordered by: the same for the same seed, without any pattern between seeds."""
    return hashlib.sha256("|".join([str(seed), *words]).encode()).digest()
