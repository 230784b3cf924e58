"""Who moves and why: what a replanning or a make-up batch would change, before anybody accepts it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from zhixing.actions.batches_events import STATION
from zhixing.actions.batches_reading import Names, Sight, Situation
from zhixing.core.timetable.changes_told import Cause
from zhixing.core.timetable.instance import Run
from zhixing.core.timetable.naming import Naming
from zhixing.interop.batch_orders import order_of
from zhixing.interop.batch_texts import Moved, Replanning
from zhixing.web.batches.result import span_words


@dataclass(frozen=True, slots=True)
class MoveLine:
    """Somebody's seat: what, from when to when, why."""

    who: str
    need: str
    was: str
    now: str
    why: str


@dataclass(frozen=True, slots=True)
class Change:
    """What changes. `hidden`: moves and losses of people of whom the viewer isn't told."""

    runs: tuple[str, ...]
    moves: tuple[MoveLine, ...]
    lost: tuple[str, ...]
    hidden: int
    held: tuple[str, ...]
    moved: int
    others: int
    displaced: int
    added: int
    by_why: tuple[tuple[str, int], ...]


def change_page(found: Situation, called: Names, eyes: Sight, naming: Naming) -> Change | None:
    """The change that an answer is; None for a plan of the whole year."""
    change = found.answer.change
    if change is None:
        return None
    before, plan = change.before, found.answer.plan
    runs, added = _run_lines(found, change, naming)
    people = found.keys.people
    told = [one for one in change.moves if eyes.sees(people[one.member])]
    lost = [one for one in change.lost if eyes.sees(people[one.member])]
    moved = tuple(_move(found, one, called, naming) for one in told)
    return Change(
        runs,
        moved,
        tuple(
            f"{called.person(people[one.member])}：{naming.requirement(one.requirement)}（{one.why}）"
            for one in lost
        ),
        len(change.moves) + len(change.lost) - len(told) - len(lost),
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


def _run_lines(found: Situation, change: Replanning, naming: Naming) -> tuple[tuple[str, ...], int]:
    """Every run that changed, in words; how many a make-up batch adds."""
    before, plan, courses = change.before, found.answer.plan, found.instance.courses

    def when(run: Run) -> str:
        return span_words(found, run.start, courses[run.course].length)

    lines = []
    for one in change.runs:
        old = before.runs[one.before] if one.before is not None else None
        new = plan.runs[one.after] if one.after is not None else None
        run = old or new
        if run is None:
            continue
        words = [f"{naming.course(run.course)}（{when(run)}）{one.deed}"]
        if new and (old is None or old.start != new.start):
            words += [f"改到{when(new)}"] if old else []
        if new and (old is None or old.instructor != new.instructor):
            words.append(f"由{naming.instructor(new.instructor)}主讲")
        if new and (old is None or old.venue != new.venue):
            words.append(f"在{naming.venue(new.venue)}")
        lines.append(f"{'，'.join(words)}（{one.cause}）")
    added = plan.runs[len(before.runs) :] if not change.runs and not change.moves else ()
    lines += [
        f"{naming.course(run.course)}：增开{when(run)}，{naming.instructor(run.instructor)}主讲，在{naming.venue(run.venue)}"
        for run in added
    ]
    return tuple(lines), len(added)


def _move(found: Situation, one: Moved, called: Names, naming: Naming) -> MoveLine:
    change, plan = found.answer.change, found.answer.plan
    assert change is not None
    old = change.before.runs[one.before]
    was = span_words(found, old.start, found.instance.courses[old.course].length)
    now = "暂无可改的期"
    if one.after is not None:
        new = plan.runs[one.after]
        now = span_words(found, new.start, found.instance.courses[new.course].length)
    happened = order_of(found.row.wish).happened
    why = one.cause
    if why == Cause.AWAY.value and happened is not None and happened.what == STATION:
        why = "站点届时抽不出人"
    return MoveLine(
        called.person(found.keys.people[one.member]), naming.requirement(one.requirement), was, now, why
    )
