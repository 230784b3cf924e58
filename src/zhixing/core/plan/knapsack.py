"""The multiple-choice knapsack with several budgets, solved exactly: of each group one option or none.

Depth first, bounded by Lagrange multipliers in whole numbers, so that no rounding can cut off the best. Of equally
worthy choices the one with the smaller price is taken, and of those the one found first in the order given.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

NONE = -1
_UNIT = 1 << 20
_ROUNDS = 60


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: what it is worth, how much of each budget it takes, and a price that decides between equals."""

    value: int
    use: tuple[int, ...]
    price: int = 0


@dataclass(frozen=True, slots=True)
class Best:
    """The best choice: the option of each group (NONE: none of it), its value, and how many partial choices were seen."""

    picks: tuple[int, ...]
    value: int
    seen: int


@dataclass(frozen=True, slots=True)
class _Multipliers:
    """Prices of the budgets in units of 1/_UNIT, and the best that the groups from each depth on are worth under them."""

    prices: tuple[int, ...]
    rest: tuple[int, ...]


class TooTight(ValueError):
    """What must be taken does not fit."""


def solve(
    groups: Sequence[Sequence[Option]],
    room: Sequence[int],
    *,
    without: Collection[int] = (),
    must: Collection[int] = (),
) -> Best:
    """The best choice within `room`. Groups of `without` stay out, of `must` one option is taken. Raises TooTight."""
    rows = _telling_rows(groups, room)
    slim = [
        [Option(one.value, tuple(one.use[r] for r in rows), one.price) for one in group] for group in groups
    ]
    left = [room[r] for r in rows]
    scale = 1 + sum(max((one.price for one in group), default=0) for group in groups)
    worth = [[one.value * scale - one.price for one in group] for group in slim]
    order = sorted(range(len(groups)), key=lambda g: (-max(worth[g], default=0), g))
    search = _Search(slim, worth, order, frozenset(without), frozenset(must))
    found = search.run(left)
    if found is None:
        raise TooTight
    picks = [NONE] * len(groups)
    for g, pick in zip(order, found, strict=True):
        picks[g] = pick
    value = sum(groups[g][pick].value for g, pick in enumerate(picks) if pick != NONE)
    return Best(tuple(picks), value, search.seen)


def _telling_rows(groups: Sequence[Sequence[Option]], room: Sequence[int]) -> list[int]:
    """Budgets that can bind, without those that a tighter one of the same use stands for."""
    columns: dict[tuple[int, ...], int] = {}
    for r, held in enumerate(room):
        column = tuple(one.use[r] for group in groups for one in group)
        worst = sum(max((one.use[r] for one in group), default=0) for group in groups)
        if worst <= held:
            continue
        known = columns.get(column)
        if known is None or held < room[known]:
            columns[column] = r
    return sorted(columns.values())


class _Search:
    """One depth-first search."""

    def __init__(
        self,
        groups: list[list[Option]],
        worth: list[list[int]],
        order: list[int],
        without: frozenset[int],
        must: frozenset[int],
    ) -> None:
        self.choices: list[list[tuple[int, int, tuple[int, ...]]]] = []
        for g in order:
            offers = [] if g in without else [(worth[g][o], o, one.use) for o, one in enumerate(groups[g])]
            offers.sort(key=lambda one: (-one[0], one[1]))
            if g not in must:
                offers = [one for one in offers if one[0] > 0]
            self.choices.append(offers)
        self.must = [g in must for g in order]
        self.seen = 0
        self.best: list[int] | None = None
        self.top = 0
        self.bounds: list[_Multipliers] = []

    def run(self, room: list[int]) -> list[int] | None:
        self.bounds = self._multipliers(room)
        self.top = -(1 << 200) if any(self.must) else -1
        self._down(0, room, 0, [])
        return self.best

    def _down(self, depth: int, room: list[int], worth: int, picks: list[int]) -> None:
        self.seen += 1
        if depth == len(self.choices):
            if worth > self.top:
                self.top, self.best = worth, list(picks)
            return
        if self._bound(depth, room) + worth <= self.top:
            return
        for value, option, use in self.choices[depth]:
            if all(u <= r for u, r in zip(use, room, strict=True)):
                rest = [r - u for u, r in zip(use, room, strict=True)]
                self._down(depth + 1, rest, worth + value, [*picks, option])
        if not self.must[depth]:
            self._down(depth + 1, room, worth, [*picks, NONE])

    def _bound(self, depth: int, room: list[int]) -> int:
        """No choice of the groups from here on is worth more."""
        found = None
        for one in self.bounds:
            priced = sum(price * r for price, r in zip(one.prices, room, strict=True))
            bound = (one.rest[depth] + priced) // _UNIT
            found = bound if found is None else min(found, bound)
        return found if found is not None else 0

    def _multipliers(self, room: list[int]) -> list[_Multipliers]:
        """Prices found by a few rounds of subgradient steps; the last, the best and none at all are kept."""
        top = max((one[0] for offers in self.choices for one in offers), default=1)
        prices = [0.0] * len(room)
        kept = [self._under([0] * len(room))]
        best: tuple[float, list[int]] | None = None
        step = max(1.0, float(top)) / max(1, max(room, default=1))
        for nth in range(_ROUNDS if room else 0):
            whole = [int(price * _UNIT) for price in prices]
            taken = [0] * len(room)
            worth = sum(price * r for price, r in zip(prices, room, strict=True))
            for offers in self.choices:
                gain, use = max(
                    ((v - sum(p * u for p, u in zip(prices, use, strict=True)), use) for v, _, use in offers),
                    default=(0.0, ()),
                )
                if gain > 0:
                    worth += gain
                    taken = [t + u for t, u in zip(taken, use, strict=True)]
            if best is None or worth < best[0]:
                best = (worth, whole)
            slope = [r - t for r, t in zip(room, taken, strict=True)]
            length = sum(s * s for s in slope) ** 0.5 or 1.0
            factor = step * max(room) / length / (1 + nth / 4) / 2
            prices = [max(0.0, price - factor * s) for price, s in zip(prices, slope, strict=True)]
        if best is not None:
            kept += [self._under(best[1]), self._under([int(price * _UNIT) for price in prices])]
        return kept

    def _under(self, prices: list[int]) -> _Multipliers:
        rest = [0]
        for offers, must in zip(reversed(self.choices), reversed(self.must), strict=True):
            gains = [
                value * _UNIT - sum(p * u for p, u in zip(prices, use, strict=True))
                for value, _, use in offers
            ]
            gain = max(gains, default=0)
            rest.append(rest[-1] + (gain if must else max(0, gain)))
        return _Multipliers(tuple(prices), tuple(reversed(rest)))
