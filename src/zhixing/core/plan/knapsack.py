"""The multiple-choice knapsack with several budgets, solved exactly: of each group one option or none.

Dynamic programming over what is left of the budgets, group by group, without what Lagrange multipliers (in whole
numbers, so that no rounding can cut off the best) show to be no better than a choice found quickly. Of equally worthy
choices the one with the smaller price is taken, and of those the one found first in the order given.
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
    """The best choice: the option of each group (NONE: none of it), its value, and how many states were seen.

    `prices`: what the budgets are worth; they quicken a search among the same groups with others forced in or out.
    """

    picks: tuple[int, ...]
    value: int
    seen: int
    prices: tuple[tuple[int, ...], ...] = ()


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
    prices: tuple[tuple[int, ...], ...] = (),
) -> Best:
    """The best choice within `room`. Groups of `without` stay out, of `must` one option is taken. Raises TooTight."""
    rows = _telling_rows(groups, room)
    slim = [
        [Option(one.value, tuple(one.use[r] for r in rows), one.price) for one in group] for group in groups
    ]
    left = [room[r] for r in rows]
    scale = 1 + sum(max((one.price for one in group), default=0) for group in groups)
    worth = [[one.value * scale - one.price for one in group] for group in slim]
    order = sorted(range(len(groups)), key=lambda g: _place(slim[g], worth[g], g))
    search = _Search(slim, worth, order, frozenset(without), frozenset(must))
    found = search.run(left, prices)
    if found is None:
        raise TooTight
    picks = [NONE] * len(groups)
    for g, pick in zip(order, found, strict=True):
        picks[g] = pick
    value = sum(groups[g][pick].value for g, pick in enumerate(picks) if pick != NONE)
    return Best(tuple(picks), value, search.seen, search.prices)


def _place(group: Sequence[Option], worth: Sequence[int], number: int) -> tuple[object, ...]:
    """Groups that touch most budgets first, those of the same budgets together: what is done with is forgotten."""
    rows = sorted({r for one in group for r, u in enumerate(one.use) if u})
    return (-len(rows), rows, -max(worth, default=0), number)


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


_Offer = tuple[int, int, tuple[int, ...]]
"""What an option is worth, its number, its use."""
_Trail = tuple[int, "_Trail"] | None
"""The options taken, the last one first."""


class _Search:
    """Group by group, the best way into each state of the budgets that later groups can still feel."""

    def __init__(
        self,
        groups: list[list[Option]],
        worth: list[list[int]],
        order: list[int],
        without: frozenset[int],
        must: frozenset[int],
    ) -> None:
        self.choices: list[list[_Offer]] = []
        for g in order:
            offers = [] if g in without else [(worth[g][o], o, one.use) for o, one in enumerate(groups[g])]
            offers.sort(key=lambda one: (-one[0], one[1]))
            if g not in must:
                offers = [*(one for one in offers if one[0] > 0), (0, NONE, ())]
            self.choices.append(offers)
        self.seen = 0
        self.prices: tuple[tuple[int, ...], ...] = ()

    def run(self, room: list[int], prices: tuple[tuple[int, ...], ...]) -> list[int] | None:
        """The options in the order of groups; None where nothing fits."""
        needs = self._needs(len(room))
        self.prices = prices or self._prices(room)
        bounds = [self._under(list(one)) for one in self.prices]
        floors = [found for one in self.prices if (found := self._greedy(room, one)) is not None]
        floor = max(floors, default=None)
        states: dict[tuple[int, ...], tuple[int, _Trail]] = {_clipped(room, needs[0]): (0, None)}
        for depth, offers in enumerate(self.choices):
            after: dict[tuple[int, ...], tuple[int, _Trail]] = {}
            for held, (worth, trail) in states.items():
                for value, option, use in offers:
                    left = _less(held, use)
                    if left is None:
                        continue
                    key, total = _clipped(left, needs[depth + 1]), worth + value
                    known = after.get(key)
                    if known is not None and known[0] >= total:
                        continue
                    if floor is not None and total + _bound(bounds, depth + 1, key) < floor:
                        continue
                    after[key] = (total, (option, trail))
            self.seen += len(after)
            states = after
        ends = list(states.values())
        if not ends:
            return None
        picks, trail = [], max(ends, key=lambda one: one[0])[1]
        while trail is not None:
            option, trail = trail
            picks.append(option)
        return picks[::-1]

    def _needs(self, rows: int) -> list[tuple[int, ...]]:
        """By depth, the most that the groups from there on can take of each budget: more is as good as that."""
        needs = [(0,) * rows]
        for offers in reversed(self.choices):
            most = [max((use[r] for _, _, use in offers if use), default=0) for r in range(rows)]
            needs.append(tuple(n + m for n, m in zip(needs[-1], most, strict=True)))
        return needs[::-1]

    def _greedy(self, room: list[int], prices: Sequence[int]) -> int | None:
        """What a choice is worth that takes of each group what is worth most at these prices; None: it gets stuck."""
        left: Sequence[int] = tuple(room)
        total = 0
        for offers in self.choices:
            ranked = sorted(offers, key=lambda one: _net(one, prices), reverse=True)
            for value, _, use in ranked:
                rest = _less(left, use)
                if rest is not None:
                    left, total = rest, total + value
                    break
            else:
                return None
        return total

    def _prices(self, room: list[int]) -> tuple[tuple[int, ...], ...]:
        """None at all, and those found by a few rounds of subgradient steps: the best and the last."""
        top = max((one[0] for offers in self.choices for one in offers), default=1)
        prices = [0.0] * len(room)
        found = [(0,) * len(room)]
        best: tuple[float, tuple[int, ...]] | None = None
        step = max(1.0, float(top)) / 2
        for nth in range(_ROUNDS if room else 0):
            whole = tuple(int(price * _UNIT) for price in prices)
            worth, taken = self._relaxed(prices, room)
            if best is None or worth < best[0]:
                best = (worth, whole)
            slope = [r - t for r, t in zip(room, taken, strict=True)]
            length = sum(s * s for s in slope) ** 0.5 or 1.0
            factor = step / length / (1 + nth / 4)
            prices = [max(0.0, price - factor * s) for price, s in zip(prices, slope, strict=True)]
        if best is not None:
            found += [best[1], tuple(int(price * _UNIT) for price in prices)]
        return tuple(dict.fromkeys(found))

    def _relaxed(self, prices: list[float], room: list[int]) -> tuple[float, list[int]]:
        """The worth of the best choice when budgets are bought at these prices, and what it takes."""
        worth, taken = sum(price * r for price, r in zip(prices, room, strict=True)), [0] * len(room)
        for offers in self.choices:
            gain, use = max(
                ((v - sum(p * u for p, u in zip(prices, use, strict=False)), use) for v, _, use in offers),
                default=(0.0, ()),
            )
            worth += gain
            taken = [t + u for t, u in zip(taken, use, strict=True)] if use else taken
        return worth, taken

    def _under(self, prices: list[int]) -> _Multipliers:
        rest = [0]
        for offers in reversed(self.choices):
            gains = [_net(one, prices) for one in offers]
            rest.append(rest[-1] + max(gains, default=0))
        return _Multipliers(tuple(prices), tuple(reversed(rest)))


def _net(offer: _Offer, prices: Sequence[int]) -> int:
    """What an option is worth beyond the price of what it takes, in units of 1/_UNIT."""
    value, _, use = offer
    return value * _UNIT - sum(p * u for p, u in zip(prices, use, strict=False))


def _bound(bounds: Sequence[_Multipliers], depth: int, room: Sequence[int]) -> int:
    """No choice of the groups from a depth on is worth more."""
    return min(
        (one.rest[depth] + sum(price * r for price, r in zip(one.prices, room, strict=True))) // _UNIT
        for one in bounds
    )


def _less(room: Sequence[int], use: tuple[int, ...]) -> Sequence[int] | None:
    """The room that is left; None where it does not suffice."""
    if not use:
        return room
    left = tuple(r - u for r, u in zip(room, use, strict=True))
    return left if min(left, default=0) >= 0 else None


def _clipped(room: Sequence[int], most: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(min(r, m) for r, m in zip(room, most, strict=True))
