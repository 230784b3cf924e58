"""Results of replanning and wishes as stored text."""

from __future__ import annotations

import pytest

from zhixing.core.timetable.changes import Event, Flood, RunCancelled
from zhixing.core.timetable.changes_told import Cause, Move, Replanned, RunChange, RunDeed, Unserved, Why
from zhixing.core.timetable.instance import Plan, Run, Seat
from zhixing.core.timetable.wishes import CompleteBy, Later, NoRuns, OneRun, Repair, Unknown, Wish
from zhixing.interop.batches_changes import read_kept, read_several, write_kept
from zhixing.interop.batches_reading import BatchesError

RUN = Run(0, 4, 1, 2)
DONE = Replanned(
    plan=Plan((RUN,), (Seat(3, 1, 0),)),
    moves=(Move(3, 1, 2, 0, Cause.COVER), Move(4, 1, 2, None, Cause.AWAY)),
    runs=(RunChange(RunDeed.OPENED, None, 0, None, RUN, Cause.MAKEUP),),
    unserved=(Unserved(4, 1, Why.FULL),),
    held=(),
    kept=(None,),
    displaced=2,
    stranded=2,
    changes=2,
    others=0,
    seconds=0.5,
)


def test_what_is_written_is_read_again() -> None:
    assert read_kept(write_kept(DONE), Replanned) == DONE
    wish = CompleteBy(1, (2, 3), 40)
    assert read_kept(write_kept(wish), CompleteBy) == wish
    assert read_kept(write_kept(Unknown(3.0)), Unknown) == Unknown(3.0)
    repair = Repair((Later(wish, 2),), 40, True)
    assert Repair in {type(repair)}
    events: tuple[Event, ...] = (Flood((1,), (), 3, 4), RunCancelled(2))
    assert read_several(write_kept(events), Event) == events
    wishes: tuple[Wish, ...] = (NoRuns(0, 5, (2,)), OneRun(1, 2))
    assert read_several(write_kept(wishes), Wish) == wishes


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "{}",
        '{"kind":"Evil"}',
        '{"kind":"Run","course":1}',
        '"x"',
        "[1]",
        '{"kind":"Unserved","member":1}',
    ],
)
def test_what_cannot_be_read_is_said(text: str) -> None:
    with pytest.raises(BatchesError, match="重新计算"):
        read_kept(text, Replanned)
    with pytest.raises(BatchesError, match="重新计算"):
        read_several(text, Wish)
