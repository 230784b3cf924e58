"""How each condition of a wish's model is held: for good, behind a named assumption, or at a price per step.

The model asks its policy wherever a condition would forbid something: `gate` whether it may be overstepped (False, True, or
a literal that then holds), `slack` by how much a number may be exceeded, `waive` whether a wish is given up for a member.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field, replace
from typing import Protocol

from ortools.sat.python import cp_model

from zhixing.core.timetable.instance import Instance
from zhixing.core.timetable.wishes import (
    AskTeacher,
    AtMostRuns,
    AwayAtMost,
    CompleteBy,
    Drop,
    Except,
    Item,
    Later,
    LeaveOut,
    MoreAway,
    MoreChairs,
    MoreRuns,
    MoreSeats,
    MoreThan,
    OpenVenue,
    Prices,
    Relieve,
    Step,
    Widen,
    Wish,
)

Gate = bool | cp_model.IntVar
Amount = cp_model.LinearExpr | int


class Policy(Protocol):
    """What the model asks."""

    def gate(self, item: Item, step: Step) -> Gate:
        """Whether the step past the item may be taken."""
        ...

    def slack(self, item: Item, step: Step, most: int, need: int) -> Amount | None:
        """By how many units of the step, up to `most`, the item may be exceeded; None: it doesn't hold.

        `need`: more than so many could never be used.
        """
        ...

    def waive(self, wish: Wish, member: int | None) -> Gate:
        """Whether the wish may be given up, for one member or for all."""
        ...


@dataclass(frozen=True, slots=True)
class Strict:
    """The items of `held` hold, all others don't."""

    held: Container[Item]

    def gate(self, item: Item, step: Step) -> Gate:
        """Only what isn't held may be overstepped."""
        return False if isinstance(step, Later) else item not in self.held

    def slack(self, item: Item, step: Step, most: int, need: int) -> Amount | None:
        """Nothing, or all."""
        return 0 if item in self.held else None

    def waive(self, wish: Wish, member: int | None) -> Gate:
        """A wish that isn't held is given up."""
        return wish not in self.held


@dataclass(frozen=True, slots=True)
class Assumed:
    """Each item holds unless its literal in `lifted` is true."""

    model: cp_model.CpModel
    lifted: dict[Item, cp_model.IntVar] = field(default_factory=dict)

    def _literal(self, item: Item) -> cp_model.IntVar:
        if item not in self.lifted:
            self.lifted[item] = self.model.new_bool_var("")
        return self.lifted[item]

    def gate(self, item: Item, step: Step) -> Gate:
        """The item's literal; a later deadline is no matter here, the wish is lifted as a whole."""
        return False if isinstance(step, Later) else self._literal(item)

    def slack(self, item: Item, step: Step, most: int, need: int) -> Amount | None:
        """Nothing unless lifted."""
        return need * self._literal(item)

    def waive(self, wish: Wish, member: int | None) -> Gate:
        """The wish's literal."""
        return self._literal(wish)


@dataclass(frozen=True, slots=True)
class Priced:
    """Each item of `open` (None: any) may be loosened in steps at a price, but for those of `barred`."""

    model: cp_model.CpModel
    given: Instance
    prices: Prices
    open: frozenset[Item] | None = None
    barred: frozenset[Item] = frozenset()
    persons: bool = True
    """Whether members may be relieved of duty, or left out, one by one."""
    taken: dict[tuple[Item, Step], cp_model.IntVar] = field(default_factory=dict)
    """By item and step of one unit: the literal, or how many units."""

    def gate(self, item: Item, step: Step) -> Gate:
        """The literal of the step; a week more holds the week before it."""
        if self._shut(item) or (isinstance(step, Relieve | LeaveOut) and not self.persons):
            return False
        if (item, step) not in self.taken:
            literal = self.taken[item, step] = self.model.new_bool_var("")
            less = _one_less(step)
            if less is not None:
                nearer = self.gate(item, less)
                if not isinstance(nearer, bool):
                    self.model.add_implication(literal, nearer)
        return self.taken[item, step]

    def slack(self, item: Item, step: Step, most: int, need: int) -> Amount | None:
        """Up to `most` units."""
        if self._shut(item):
            return 0
        if (item, step) not in self.taken:
            self.taken[item, step] = self.model.new_int_var(0, most, "")
        return self.taken[item, step]

    def waive(self, wish: Wish, member: int | None) -> Gate:
        """A member left out, or the whole wish dropped."""
        if isinstance(wish, CompleteBy) and member is not None:
            return self.gate(wish, LeaveOut(wish, (member,)))
        return self.gate(wish, Drop(wish))

    def _shut(self, item: Item) -> bool:
        return item in self.barred or (self.open is not None and item not in self.open)

    def price(self) -> cp_model.LinearExprT:
        """What all steps weigh."""
        return sum(unit_price(self.given, self.prices, step) * var for (_, step), var in self.taken.items())


def _one_less(step: Step) -> Step | None:
    """The step that a step of weeks builds upon."""
    match step:
        case Widen() if step.before > 1:
            return replace(step, before=step.before - 1)
        case Widen() if step.after > 1:
            return replace(step, after=step.after - 1)
        case Later() if step.weeks > 1:
            return replace(step, weeks=step.weeks - 1)
    return None


def unit_price(given: Instance, prices: Prices, step: Step) -> int:
    """The price of one unit of a step (of one week, for those counted in weeks)."""
    match step:
        case MoreAway():
            return prices.away
        case Relieve():
            return prices.relieve
        case AskTeacher():
            return prices.teacher
        case OpenVenue():
            return prices.venue
        case MoreChairs():
            return prices.chair
        case MoreSeats():
            return prices.seat
        case Widen():
            return prices.week
        case MoreRuns():
            return prices.run
        case Later():
            return prices.later
        case LeaveOut():
            return prices.left_out * given.requirements[step.wish.requirement].priority
        case Except():
            return prices.exception
        case MoreThan(wish=AtMostRuns()):
            return prices.run
        case MoreThan(wish=AwayAtMost()):
            return prices.more
        case _:
            return prices.dropped
