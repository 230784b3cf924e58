"""What a run in each possible place would be worth, were every member's seat worth so much: all places at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zhixing.solvers.tables import NEVER, SCALE, Bools, CourseTable, Index, Ints, Longs, Tables


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds a course: `price[K, n]` of the seat of that rank (split, strain, `NEVER`), `left[K, S]` who
    may still leave, `tight[K, S]` price of the last of them, `blocked[K, n]` who sits elsewhere (None: nobody)."""

    price: Ints
    left: Ints
    tight: Ints
    blocked: Bools | None


def setting(
    tables: Tables, course: CourseTable, away: Ints | None = None, busy: Bools | None = None
) -> Setting:
    """The setting of a course when `away[S, T]` are away already and `busy[M, T]` sit elsewhere."""
    may = tables.may_leave if away is None else tables.may_leave - away
    weights, starts = tables.instance.weights, course.starts
    left = may[:, starts]
    for ahead in range(1, course.length):
        left = np.minimum(left, may[:, starts + ahead])
    count = np.zeros_like(left)
    for ahead in range(course.length):
        count += may[:, starts + ahead] == left
    tight = count * (weights.strain * SCALE)
    mine, last = left[course.station].T, tight[course.station].T
    split = np.where(course.rank >= course.share, weights.split * SCALE, 0).astype(np.int32)
    price = np.where(course.rank < mine, split[None, :], NEVER)
    price = price + np.where(course.rank == mine - 1, last, 0)
    blocked = None
    if busy is not None and len(course.members):
        taken = busy[course.members]
        held: Bools = taken[:, starts]
        for ahead in range(1, course.length):
            held = np.logical_or(held, taken[:, starts + ahead])
        if held.any():
            blocked = np.ascontiguousarray(held.T)
    return Setting(np.ascontiguousarray(price.astype(np.int32)), left.T, tight.T, blocked)


def _nets(course: CourseTable, around: Setting, worth: Ints, rows: Index | slice) -> Ints:
    """[rows, n] net gains by station and rank; what isn't positive is 0."""
    gain = worth[None, :] - course.cost[rows]
    if around.blocked is not None:
        gain[around.blocked[course.at[rows]]] = 0
    np.maximum(gain, 0, out=gain)
    high = int(worth.max()) + 1 if len(worth) else 1
    shift = max(1, high).bit_length()
    wide = (int(course.order[-1]) + 1) << shift >= 1 << 31 if len(worth) else False
    offset = np.multiply(course.order, 1 << shift, dtype=np.int64 if wide else np.int32)
    key = offset[None, :] - gain
    key.sort(axis=1)
    net: Ints = (offset[None, :] - key - around.price[course.at[rows]]).astype(np.int32)
    np.maximum(net, 0, out=net)
    return net


def gains(course: CourseTable, around: Setting, worth: Ints, rows: Index | None = None) -> Longs:
    """[J] (or [rows]) the best total gain of a run there, its own price not taken off."""
    chosen: Index | slice = slice(None) if rows is None else rows
    net = _nets(course, around, worth, chosen)
    room = course.room[chosen]
    total: Longs = net.sum(axis=1, dtype=np.int64)
    for size in np.unique(room):
        spare = net.shape[1] - int(size)
        if spare > 0:
            full = np.nonzero(room == size)[0]
            full = full[np.count_nonzero(net[full], axis=1) > size]
            total[full] = np.partition(net[full], spare, axis=1)[:, spare:].sum(axis=1, dtype=np.int64)
    return total


def takers(course: CourseTable, around: Setting, worth: Ints, row: int) -> Index:
    """Who sits in the best run there: positions in the course's table."""
    gain = worth - course.cost[row]
    at = course.at[row]
    if around.blocked is not None:
        gain = np.where(around.blocked[at], 0, gain)
    order = np.lexsort((-gain, course.order))
    net = gain[order] - around.price[at]
    good = np.nonzero((net > 0) & (gain[order] > 0))[0]
    room = int(course.room[row])
    if len(good) > room:
        good = good[np.argsort(-net[good], kind="stable")[:room]]
    taken: Index = np.sort(order[good])
    return taken
