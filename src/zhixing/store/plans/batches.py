"""Reading batches; rows are frozen values, never models."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, QuerySet

from zhixing.store.ledger import sealing
from zhixing.store.plans.models import Batch, BatchRun, Seat, SeatAsked


class State(StrEnum):
    """How far a batch has come: 排队 → 求解 → 排好（停止、没有排成）→ 采用 → 被替换."""

    WAITING = "waiting"
    SOLVING = "solving"
    SOLVED = "solved"
    STOPPED = "stopped"
    FAILED = "failed"
    ACCEPTED = "accepted"
    REPLACED = "replaced"
    DROPPED = "dropped"


class Kind(StrEnum):
    """What is asked for: a plan of the year, a change after an event, a make-up batch, an answer to a wish."""

    YEAR = "year"
    REPLAN = "replan"
    MAKEUP = "makeup"
    WISH = "wish"


class Asked(StrEnum):
    """How far a wish for another run has come."""

    WAITING = "waiting"
    """候补: waits for a place and for the officer."""
    OTHER = "other"
    """Waits for the other member's word."""
    AGREED = "agreed"
    """Both agree; waits for the officer."""
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    """One of the runs began before it was settled."""


STATE_WORDS: dict[str, str] = {
    State.WAITING: "等着排",
    State.SOLVING: "正在排",
    State.SOLVED: "已排好",
    State.STOPPED: "已停止，留下当时最好的",
    State.FAILED: "没有排成",
    State.ACCEPTED: "已采用",
    State.REPLACED: "已被后来的方案替换",
    State.DROPPED: "已放弃",
}
KIND_WORDS: dict[str, str] = {
    Kind.YEAR: "全年批次",
    Kind.REPLAN: "变动后改排",
    Kind.MAKEUP: "补课批次",
    Kind.WISH: "办不办得到",
}
UNDER_WAY = (State.WAITING, State.SOLVING)
DONE = (State.SOLVED, State.STOPPED)
HELD = (State.ACCEPTED, State.REPLACED)
ASKED_WORDS: dict[str, str] = {
    Asked.WAITING: "候补，等机关党委安排",
    Asked.OTHER: "等对方同意",
    Asked.AGREED: "双方同意，等机关党委批准",
    Asked.DONE: "已办成",
    Asked.REFUSED: "没有批准",
    Asked.WITHDRAWN: "已撤回",
    Asked.LAPSED: "已过期关闭",
}
OPEN_ASKS = (Asked.WAITING, Asked.OTHER, Asked.AGREED)


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch without its big texts."""

    id: UUID
    year: int
    plan: int
    parent: UUID | None
    kind: str
    state: str
    wish: str
    progress: str
    stop_wanted: bool
    seed: int
    seconds: int
    reason: str
    problem: str
    by: str
    account: int
    made_at: dt.datetime
    changed_at: dt.datetime
    accepted_by: str
    accepted_at: dt.datetime | None
    published_at: dt.datetime | None

    @property
    def state_words(self) -> str:
        """Its state as an officer says it."""
        if self.kind == Kind.WISH and self.state == State.SOLVED:
            return "已答复"
        return STATE_WORDS.get(self.state, self.state)

    @property
    def kind_words(self) -> str:
        """What was asked for."""
        return KIND_WORDS.get(self.kind, self.kind)

    @property
    def working(self) -> bool:
        """Whether the background owes it something."""
        return self.state in UNDER_WAY


@dataclass(frozen=True, slots=True)
class Texts:
    """The big texts of a batch, as JSON."""

    instance: str
    keys: str
    result: str


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run of an accepted batch. `seats`: how many people sit in it."""

    id: int
    number: int
    code: UUID
    lesson: UUID
    day: dt.date
    half: str
    half_days: int
    venue: UUID | None
    speaker: UUID | None
    locked: bool
    cancelled: bool
    seats: int = 0


@dataclass(frozen=True, slots=True)
class SeatRow:
    """Who sits where for which requirement; `run` is the run's number, None where nobody could be seated."""

    person: UUID
    requirement: str
    run: int | None
    way: str
    why: str


@dataclass(frozen=True, slots=True)
class AskRow:
    """Somebody asks for another run (`wanted`: its code). `words` are opened: showing them to another is noted."""

    id: UUID
    batch: UUID
    person: UUID
    requirement: str
    wanted: UUID | None
    other: UUID | None
    state: str
    words: str
    asked_at: dt.datetime
    agreed_at: dt.datetime | None
    settled_by: str
    settled_at: dt.datetime | None

    @property
    def state_words(self) -> str:
        """How far it has come."""
        return ASKED_WORDS.get(self.state, self.state)


_BIG = ("instance", "keys", "result")


def batch(wanted: UUID) -> BatchRow | None:
    """One batch."""
    return _first(Batch.objects.filter(id=wanted))


def texts(wanted: UUID) -> Texts | None:
    """The big texts of a batch."""
    found = Batch.objects.filter(id=wanted).values_list(*_BIG).first()
    return Texts(*found) if found else None


def batches(year: int) -> list[BatchRow]:
    """The batches of a year, the latest first."""
    rows = Batch.objects.filter(year=year).defer(*_BIG).order_by("-made_at", "id")
    return [_row(one) for one in rows]


def in_force(year: int) -> BatchRow | None:
    """The batch of a year that is accepted now."""
    return _first(Batch.objects.filter(year=year, state=State.ACCEPTED).order_by("-accepted_at"))


def under_way() -> list[BatchRow]:
    """The batches that the background owes something, the oldest first."""
    rows = Batch.objects.filter(state__in=UNDER_WAY).defer(*_BIG).order_by("made_at", "id")
    return [_row(one) for one in rows]


def stop_wanted(wanted: UUID) -> bool:
    """Whether somebody pressed 停止, or the batch is no longer being solved."""
    found = Batch.objects.filter(id=wanted).values_list("stop_wanted", "state").first()
    return found is None or found[0] or found[1] != State.SOLVING


def runs(wanted: UUID) -> list[RunRow]:
    """The runs of an accepted batch in order of time."""
    rows = BatchRun.objects.filter(batch_id=wanted).annotate(count=Count("seats__person", distinct=True))
    return [
        RunRow(
            one.pk,
            one.number,
            one.code,
            one.lesson,
            one.day,
            one.half,
            one.half_days,
            one.venue,
            one.speaker,
            one.locked,
            one.cancelled,
            one.count,
        )
        for one in rows.order_by("day", "half", "number")
    ]


def seats(wanted: UUID, people: Collection[UUID] | None = None) -> list[SeatRow]:
    """The seats of an accepted batch; those of some people only, where given."""
    rows = Seat.objects.filter(batch_id=wanted).order_by("person", "requirement")
    if people is not None:
        rows = rows.filter(person__in=people)
    return [SeatRow(*one) for one in rows.values_list("person", "requirement", "run__number", "way", "why")]


def asks(wanted: UUID) -> list[AskRow]:
    """What was asked of a batch, open ones first, the oldest first."""
    rows = [ask_row(one) for one in SeatAsked.objects.filter(batch_id=wanted).order_by("asked_at", "id")]
    return sorted(rows, key=lambda one: one.state not in OPEN_ASKS)


def asks_of(person: UUID, wanted: UUID) -> list[AskRow]:
    """What concerns one member: asked by him, or of him."""
    return [one for one in asks(wanted) if person in (one.person, one.other)]


def ask(wanted: UUID) -> AskRow | None:
    """One of them."""
    found = SeatAsked.objects.filter(id=wanted).first()
    return ask_row(found) if found else None


def open_asks_by_year() -> dict[int, int]:
    """How many wait for an officer, in batches in force."""
    waiting = SeatAsked.objects.filter(state__in=(Asked.WAITING, Asked.AGREED), batch__state=State.ACCEPTED)
    rows = waiting.values("batch__year").annotate(count=Count("id")).order_by("batch__year")
    return {one["batch__year"]: one["count"] for one in rows}


def ready(since: int) -> list[BatchRow]:
    """Answers from this year on that nobody has accepted or dropped, the latest first; questions are not among them."""
    rows = Batch.objects.filter(year__gte=since, state__in=DONE).exclude(kind=Kind.WISH)
    return [_row(one) for one in rows.defer(*_BIG).order_by("-made_at", "id")]


def ask_record(wanted: UUID) -> str:
    """What the words of an ask are bound to when they are sealed."""
    return f"ask:{wanted.hex}"


def _first(rows: QuerySet[Batch]) -> BatchRow | None:
    found = rows.defer(*_BIG).first()
    return _row(found) if found else None


def _row(one: Batch) -> BatchRow:
    return BatchRow(
        one.id,
        one.year,
        one.plan,
        one.parent,
        one.kind,
        one.state,
        one.wish,
        one.progress,
        one.stop_wanted,
        one.seed,
        one.seconds,
        one.reason,
        one.problem,
        one.by,
        one.account,
        one.made_at,
        one.changed_at,
        one.accepted_by,
        one.accepted_at,
        one.published_at,
    )


def ask_row(one: SeatAsked) -> AskRow:
    """A row with its words opened. Raises SealError."""
    return AskRow(
        one.id,
        one.batch_id,
        one.person,
        one.requirement,
        one.wanted,
        one.other,
        one.state,
        sealing.unseal(one.words, ask_record(one.id)) if one.words else "",
        one.asked_at,
        one.agreed_at,
        one.settled_by,
        one.settled_at,
    )
