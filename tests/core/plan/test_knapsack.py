"""The knapsack is exact: as good as trying everything, whatever is forced in or out."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixing.core.plan.knapsack import NONE, Option, TooTight, solve


@st.composite
def tasks(draw: st.DrawFn) -> tuple[list[list[Option]], list[int]]:
    """Up to five groups of up to three options under up to three budgets."""
    rows = draw(st.integers(0, 3))
    use = st.tuples(*[st.sampled_from((0, 0, 4, 8, 16)) for _ in range(rows)])
    option = st.builds(Option, st.integers(0, 60), use, st.integers(0, 9))
    groups = draw(st.lists(st.lists(option, min_size=1, max_size=3), max_size=5))
    return groups, draw(st.lists(st.integers(0, 30), min_size=rows, max_size=rows))


def fits(groups: list[list[Option]], room: list[int], picks: tuple[int, ...]) -> bool:
    """Whether a choice stays within every budget."""
    taken = [groups[g][p] for g, p in enumerate(picks) if p != NONE]
    return all(sum(one.use[r] for one in taken) <= held for r, held in enumerate(room))


def worth(groups: list[list[Option]], picks: tuple[int, ...]) -> int:
    """What a choice is worth."""
    return sum(groups[g][p].value for g, p in enumerate(picks) if p != NONE)


def everything(groups: list[list[Option]], room: list[int]) -> list[tuple[int, ...]]:
    """All choices that fit."""
    whole = product(*(range(NONE, len(group)) for group in groups))
    return [picks for picks in whole if fits(groups, room, picks)]


@given(tasks())
def test_nothing_is_better(task: tuple[list[list[Option]], list[int]]) -> None:
    groups, room = task
    best = solve(groups, room)
    assert fits(groups, room, best.picks)
    assert (
        best.value == worth(groups, best.picks) == max(worth(groups, one) for one in everything(groups, room))
    )


@given(tasks(), st.data())
def test_what_is_forced_is_kept(task: tuple[list[list[Option]], list[int]], data: st.DataObject) -> None:
    groups, room = task
    marks = data.draw(
        st.lists(st.sampled_from(("", "in", "out")), min_size=len(groups), max_size=len(groups))
    )
    must = {g for g, mark in enumerate(marks) if mark == "in"}
    out = {g for g, mark in enumerate(marks) if mark == "out"}
    allowed = [
        picks
        for picks in everything(groups, room)
        if all(picks[g] != NONE for g in must) and all(picks[g] == NONE for g in out)
    ]
    if not allowed:
        with pytest.raises(TooTight):
            solve(groups, room, must=must, without=out)
        return
    best = solve(groups, room, must=must, without=out)
    assert best.picks in allowed
    assert best.value == max(worth(groups, one) for one in allowed)


@given(tasks())
def test_more_room_is_never_worse(task: tuple[list[list[Option]], list[int]]) -> None:
    groups, room = task
    assert solve(groups, [held + 4 for held in room]).value >= solve(groups, room).value


def test_of_equals_the_cheaper_is_taken() -> None:
    groups = [[Option(10, (4,), 9), Option(10, (4,), 2)]]
    assert solve(groups, [8]).picks == (1,)


def test_another_solver_finds_nothing_better() -> None:
    """Forty groups under twenty budgets, against CP-SAT."""
    cp_model = pytest.importorskip("ortools.sat.python.cp_model")
    groups = [
        [
            Option(
                (g % 5 + 1) * effect * (10 + g), tuple(h if (g * 7 + r * 3) % 5 < 2 else 0 for r in range(20))
            )
            for h, effect in ((8, 60), (16, 85), (32, 100))
        ]
        for g in range(40)
    ]
    room = [16 + 8 * (r % 3) for r in range(20)]
    model = cp_model.CpModel()
    taken = [[model.new_bool_var("") for _ in group] for group in groups]
    for one in taken:
        model.add_at_most_one(one)
    for r, held in enumerate(room):
        model.add(
            sum(
                o.use[r] * x
                for g, x_of in zip(groups, taken, strict=True)
                for o, x in zip(g, x_of, strict=True)
            )
            <= held
        )
    model.maximize(
        sum(o.value * x for g, x_of in zip(groups, taken, strict=True) for o, x in zip(g, x_of, strict=True))
    )
    solver = cp_model.CpSolver()
    assert solver.solve(model) == cp_model.OPTIMAL
    assert solve(groups, room).value == round(solver.objective_value)
