"""Who moves and why: what a replanning or a make-up batch would change, before anybody accepts it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from zhixing.actions.batches_events import STATION
from zhixing.actions.batches_reading import Names, Situation
from zhixing.core.timetable.changes_told import Cause
from zhixing.core.timetable.naming import Naming
from zhixing.interop.batch_orders import order_of
from zhixing.interop.batch_texts import Moved
from zhixing.web.batches.result import span_words


@dataclass(frozen=True, slots=True)
class MoveLine:
    """Somebody's seat: what, from when to when, why. `who` is empty for those who may not be told."""

    who: str
    need: str
    was: str
    now: str
    why: str


@dataclass(frozen=True, slots=True)
class Change:
    """What changes. `quiet`: people whose run stays on its day though its speaker or room changes."""

    runs: tuple[str, ...]
    moves: tuple[MoveLine, ...]
    lost: tuple[str, ...]
    held: tuple[str, ...]
    moved: int
    others: int
    displaced: int
    added: int
    by_why: tuple[tuple[str, int], ...]


def change_page(found: Situation, called: Names, naming: Naming) -> Change | None:
    """The change that an answer is; None for a plan of the whole year."""
    change = found.answer.change
    if change is None:
        return None
    before, plan = change.before, found.answer.plan
    runs = []
    for one in change.runs:
        old = before.runs[one.before] if one.before is not None else None
        new = plan.runs[one.after] if one.after is not None else None
        shown = old or new
        if shown is None:
            continue
        length = found.instance.courses[shown.course].length
        words = f"{naming.course(shown.course)}（{span_words(found, shown.start, length)}）{one.deed}"
        if old and new:
            words += f"，改到{span_words(found, new.start, length)}" if old.start != new.start else ""
            words += (
                f"，改由{naming.instructor(new.instructor)}主讲" if old.instructor != new.instructor else ""
            )
            words += f"，改在{naming.venue(new.venue)}" if old.venue != new.venue else ""
        elif new:
            words += f"，{naming.instructor(new.instructor)}主讲，在{naming.venue(new.venue)}"
        runs.append(f"{words}（{one.cause}）")
    added = plan.runs[len(before.runs) :] if not change.runs and not change.moves else ()
    runs += [
        f"{naming.course(run.course)}：增开{span_words(found, run.start, found.instance.courses[run.course].length)}"
        f"，{naming.instructor(run.instructor)}主讲，在{naming.venue(run.venue)}"
        for run in added
    ]
    moved = tuple(_move(found, one, naming) for one in change.moves)
    return Change(
        tuple(runs),
        moved,
        tuple(
            f"{naming.member(one.member) if naming.member else '一名成员'}：{naming.requirement(one.requirement)}（{one.why}）"
            for one in change.lost
        ),
        tuple(
            f"{naming.course(before.runs[n].course)}（{naming.half_day(before.runs[n].start)}）"
            for n in change.held
        ),
        len({one.member for one in change.moves}),
        change.others,
        change.displaced,
        len(plan.seats) - len(before.seats) if added else 0,
        tuple(Counter(one.why for one in moved).most_common()),
    )


def _move(found: Situation, one: Moved, naming: Naming) -> MoveLine:
    change, plan = found.answer.change, found.answer.plan
    assert change is not None
    old = change.before.runs[one.before]
    was = span_words(found, old.start, found.instance.courses[old.course].length)
    now = "暂无可改的期"
    if one.after is not None:
        new = plan.runs[one.after]
        now = span_words(found, new.start, found.instance.courses[new.course].length)
    who = naming.member(one.member) if naming.member else ""
    happened = order_of(found.row.wish).happened
    why = one.cause
    if why == Cause.AWAY.value and happened is not None and happened.what == STATION:
        why = "站点届时抽不出人"
    return MoveLine(who or "一名成员", naming.requirement(one.requirement), was, now, why)
