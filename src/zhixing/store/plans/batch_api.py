"""Writing batches. Only actions call this, inside a transaction of theirs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from zhixing.store.ledger import sealing
from zhixing.store.plans.batches import HELD, UNDER_WAY, Asked, State, ask_record
from zhixing.store.plans.models import Batch, BatchRun, Seat, SeatAsked

MOST_WORDS = 200
"""Letters that somebody may write to what he asks."""


@dataclass(frozen=True, slots=True)
class NewBatch:
    """What somebody asks the planner for."""

    id: UUID
    year: int
    plan: int
    kind: str
    seconds: int
    seed: int
    wish: str
    reason: str
    parent: UUID | None


@dataclass(frozen=True, slots=True)
class NewRun:
    """A run to be kept."""

    number: int
    code: UUID
    lesson: UUID
    day: dt.date
    half: str
    half_days: int
    venue: UUID | None
    speaker: UUID | None
    locked: bool = False


@dataclass(frozen=True, slots=True)
class NewSeat:
    """A seat to be kept; `run`: the run's number, None where nobody is seated."""

    person: UUID
    requirement: str
    run: int | None
    way: str
    why: str = ""


def add(new: NewBatch, *, by: str, account: int, now: dt.datetime) -> bool:
    """A batch that waits for the background; False when its id has come before (a double click)."""
    _, made = Batch.objects.get_or_create(
        id=new.id,
        defaults={
            "year": new.year,
            "plan": new.plan,
            "kind": new.kind,
            "state": State.WAITING,
            "seconds": new.seconds,
            "seed": new.seed,
            "wish": new.wish,
            "reason": new.reason,
            "parent": new.parent,
            "by": by,
            "account": account,
            "made_at": now,
            "changed_at": now,
        },
    )
    return made


def move(
    wanted: UUID, *, before: Collection[str], to: str, now: dt.datetime, problem: str | None = None
) -> bool:
    """Takes a batch from one of these states to another; tells whether it stood in one of them."""
    more = {} if problem is None else {"problem": problem[:500]}
    rows = Batch.objects.filter(id=wanted, state__in=before)
    return rows.update(state=to, changed_at=now, **more) == 1


def set_problem_texts(wanted: UUID, *, instance: str, keys: str) -> None:
    """The problem as it was put to the planner."""
    Batch.objects.filter(id=wanted).update(instance=instance, keys=keys)


def set_progress(wanted: UUID, progress: str) -> None:
    """The last word of the running task."""
    Batch.objects.filter(id=wanted, state=State.SOLVING).update(progress=progress)


def set_result(wanted: UUID, result: str, *, wish: str | None = None) -> None:
    """The answer; `wish` with what came of it."""
    more = {} if wish is None else {"wish": wish}
    Batch.objects.filter(id=wanted).update(result=result, **more)


def ask_stop(wanted: UUID) -> bool:
    """Somebody wants it stopped; tells whether it was under way."""
    return Batch.objects.filter(id=wanted, state__in=UNDER_WAY).update(stop_wanted=True) == 1


def begin_again(wanted: UUID, *, now: dt.datetime) -> bool:
    """A batch that came to nothing waits once more."""
    rows = Batch.objects.filter(id=wanted, state__in=(State.FAILED, State.STOPPED, State.SOLVED))
    return rows.update(state=State.WAITING, stop_wanted=False, problem="", progress="", changed_at=now) == 1


def accept(wanted: UUID, *, before: Collection[str], by: str, now: dt.datetime) -> bool:
    """Takes a batch into force; the one before it is replaced. Tells whether it stood ready."""
    row = Batch.objects.filter(id=wanted, state__in=before).values_list("year", flat=True).first()
    if row is None:
        return False
    Batch.objects.filter(year=row, state=State.ACCEPTED).update(state=State.REPLACED, changed_at=now)
    rows = Batch.objects.filter(id=wanted, state__in=before)
    return rows.update(state=State.ACCEPTED, accepted_by=by, accepted_at=now, changed_at=now) == 1


def restore(wanted: UUID, *, now: dt.datetime) -> None:
    """A replaced batch is in force again."""
    Batch.objects.filter(id=wanted, state=State.REPLACED).update(state=State.ACCEPTED, changed_at=now)


def replaced_at(year: int, at: dt.datetime) -> UUID | None:
    """The batch that gave way at that moment."""
    rows = Batch.objects.filter(year=year, state=State.REPLACED, changed_at=at)
    return rows.values_list("id", flat=True).first()


def unaccept(wanted: UUID, *, now: dt.datetime) -> bool:
    """Takes a batch out of force that nobody has been told of; its runs and seats go."""
    rows = Batch.objects.filter(id=wanted, state=State.ACCEPTED, published_at__isnull=True)
    if rows.update(state=State.SOLVED, accepted_by="", accepted_at=None, changed_at=now) != 1:
        return False
    SeatAsked.objects.filter(batch_id=wanted).delete()
    Seat.objects.filter(batch_id=wanted).delete()
    BatchRun.objects.filter(batch_id=wanted).delete()
    return True


def keep(wanted: UUID, runs: Sequence[NewRun], seats: Sequence[NewSeat]) -> None:
    """The runs and seats of a batch in force; what stood there before goes."""
    Seat.objects.filter(batch_id=wanted).delete()
    BatchRun.objects.filter(batch_id=wanted).delete()
    BatchRun.objects.bulk_create(
        [
            BatchRun(
                batch_id=wanted,
                number=one.number,
                code=one.code,
                lesson=one.lesson,
                day=one.day,
                half=one.half,
                half_days=one.half_days,
                venue=one.venue,
                speaker=one.speaker,
                locked=one.locked,
            )
            for one in runs
        ]
    )
    numbers: Mapping[int, int] = dict(BatchRun.objects.filter(batch_id=wanted).values_list("number", "pk"))
    Seat.objects.bulk_create(
        [
            Seat(
                batch_id=wanted,
                run_id=None if one.run is None else numbers[one.run],
                person=one.person,
                requirement=one.requirement,
                way=one.way,
                why=one.why,
            )
            for one in seats
        ]
    )


def lock(wanted: UUID, number: int, *, locked: bool) -> bool:
    """Locks a run, or lets it go; tells whether it was otherwise before."""
    rows = BatchRun.objects.filter(batch_id=wanted, number=number, locked=not locked)
    return rows.update(locked=locked) == 1


def reseat(wanted: UUID, moved: Mapping[tuple[UUID, str], int]) -> None:
    """Puts people into other runs of a batch in force, by run number."""
    numbers = dict(BatchRun.objects.filter(batch_id=wanted).values_list("number", "pk"))
    for (person, requirement), number in moved.items():
        rows = Seat.objects.filter(batch_id=wanted, person=person, requirement=requirement)
        rows.update(run_id=numbers[number], way="seat", why="")


def add_ask(
    wanted: UUID,
    *,
    batch: UUID,
    person: UUID,
    requirement: str,
    run: UUID,
    other: UUID | None,
    words: str,
    now: dt.datetime,
) -> bool:
    """Somebody asks for another run; False when the form has come before."""
    _, made = SeatAsked.objects.get_or_create(
        id=wanted,
        defaults={
            "batch_id": batch,
            "person": person,
            "requirement": requirement,
            "wanted": run,
            "other": other,
            "state": Asked.OTHER if other else Asked.WAITING,
            "words": sealing.seal(words[:MOST_WORDS], ask_record(wanted)) if words else "",
            "asked_at": now,
        },
    )
    return made


def step_ask(wanted: UUID, *, before: Collection[str], to: str, by: str, now: dt.datetime) -> bool:
    """The next step of what somebody asked; tells whether it stood where it was thought to stand."""
    rows = SeatAsked.objects.filter(id=wanted, state__in=before)
    if to == Asked.AGREED:
        return rows.update(state=to, agreed_at=now) == 1
    return rows.update(state=to, settled_by=by, settled_at=now) == 1


def carry_asks(old: UUID, new: UUID) -> int:
    """What still waits goes over to the batch that follows; its runs keep their codes."""
    open_ones = (Asked.WAITING, Asked.OTHER, Asked.AGREED)
    return SeatAsked.objects.filter(batch_id=old, state__in=open_ones).update(batch_id=new)


def held(wanted: UUID) -> bool:
    """Whether runs and seats of it are kept."""
    return Batch.objects.filter(id=wanted, state__in=HELD).exists()
