"""A batch as the store keeps it: problem, keys and answer as JSON text. Numbers and ids only, no names.

What was written here is read here, so it is read without looking twice; files from outside go through
`interop.batches`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from zhixing.core.timetable.building import Keys, Outside
from zhixing.core.timetable.instance import (
    Course,
    Instance,
    Instructor,
    Member,
    Plan,
    Requirement,
    Run,
    Seat,
    Station,
    Venue,
    Weights,
)


@dataclass(frozen=True, slots=True)
class Moved:
    """A seat that changed: member, requirement, old run, new run (None: lost), and why in words."""

    member: int
    requirement: int
    before: int
    after: int | None
    cause: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A run that changed: what became of it, its old and its new number, and why in words."""

    deed: str
    before: int | None
    after: int | None
    cause: str


@dataclass(frozen=True, slots=True)
class Lost:
    """Somebody displaced for whom no seat was found, and why in words."""

    member: int
    requirement: int
    why: str


@dataclass(frozen=True, slots=True)
class Replanning:
    """What a change did: the plan before it, seats and runs that changed, who lost a seat, runs held as they were."""

    before: Plan
    moves: tuple[Moved, ...] = ()
    runs: tuple[Changed, ...] = ()
    lost: tuple[Lost, ...] = ()
    held: tuple[int, ...] = ()
    displaced: int = 0
    others: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """A plan as it was found: `codes` of its runs, which stay theirs; the proven bound; seconds it took."""

    plan: Plan
    codes: tuple[UUID, ...]
    bound: int | None = None
    seconds: float = 0.0
    change: Replanning | None = None


def instance_text(instance: Instance) -> str:
    """The problem."""
    return _dumped(asdict(instance))


def instance_of(text: str) -> Instance:
    """The problem as written."""
    told: dict[str, Any] = json.loads(text)
    return Instance(
        told["name"],
        told["half_days"],
        tuple(told["tiers"]),
        tuple(Station(**_tuples(one)) for one in told["stations"]),
        tuple(Member(**_tuples(one)) for one in told["members"]),
        tuple(Requirement(**one) for one in told["requirements"]),
        tuple(Venue(**one) for one in told["venues"]),
        tuple(Instructor(**one) for one in told["instructors"]),
        tuple(Course(**_tuples(one)) for one in told["courses"]),
        told["month_cap"],
        Weights(**told["weights"]),
    )


def keys_text(keys: Keys, outside: Sequence[Outside] = ()) -> str:
    """What the numbers stand for, and who stands outside the problem."""
    told = {name: getattr(keys, name) for name in Keys.__slots__}
    return _dumped({**told, "outside": [[one.person, one.requirement, one.why] for one in outside]})


def keys_of(text: str) -> tuple[Keys, tuple[Outside, ...]]:
    """As written."""
    told: dict[str, Any] = json.loads(text)
    keys = Keys(
        told["year"],
        dt.date.fromisoformat(told["first"]),
        _ids(told["stations"]),
        _ids(told["people"]),
        tuple(told["requirements"]),
        _ids(told["venues"]),
        _ids(told["speakers"]),
        _ids(told["lessons"]),
    )
    return keys, tuple(Outside(UUID(person), key, why) for person, key, why in told["outside"])


def answer_text(answer: Answer) -> str:
    """The answer."""
    told: dict[str, Any] = {
        **_plan(answer.plan),
        "codes": list(answer.codes),
        "bound": answer.bound,
        "seconds": answer.seconds,
    }
    change = answer.change
    if change is not None:
        told["change"] = {**asdict(change), "before": _plan(change.before)}
    return _dumped(told)


def answer_of(text: str) -> Answer:
    """As written."""
    told: dict[str, Any] = json.loads(text)
    change = told.get("change")
    return Answer(
        _plan_of(told),
        _ids(told["codes"]),
        told["bound"],
        told["seconds"],
        _change_of(change) if change else None,
    )


def _change_of(told: dict[str, Any]) -> Replanning:
    return Replanning(
        _plan_of(told["before"]),
        tuple(Moved(**one) for one in told["moves"]),
        tuple(Changed(**one) for one in told["runs"]),
        tuple(Lost(**one) for one in told["lost"]),
        tuple(told["held"]),
        told["displaced"],
        told["others"],
    )


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "runs": [[one.course, one.start, one.venue, one.instructor] for one in plan.runs],
        "seats": [[one.member, one.requirement, one.run] for one in plan.seats],
    }


def _plan_of(told: dict[str, Any]) -> Plan:
    return Plan(tuple(Run(*one) for one in told["runs"]), tuple(Seat(*one) for one in told["seats"]))


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def _tuples(one: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in one.items()}


def _ids(those: Sequence[str]) -> tuple[UUID, ...]:
    return tuple(UUID(one) for one in those)
