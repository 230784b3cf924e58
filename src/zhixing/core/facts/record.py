"""A fact, before and after it enters the ledger, and its one canonical spelling.

Canonical text is what is hashed and compared: JSON with sorted keys, no spaces, days as ISO text. Reading it
back gives an equal body (`decode(encode(b)) == b`).
"""

from __future__ import annotations

import datetime as dt
import json
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from uuid import UUID

from zhixing.core.facts.kinds import BODIES, KINDS, Body, Kind

Identify = Callable[..., UUID]
"""Turns words into an id that cannot be turned back without the installation's key."""


class FactError(ValueError):
    """A fact that cannot be accepted, with a reason a clerk can read."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was entered: import batch, file, sheet and row; empty for entry by hand."""

    batch: UUID | None = None
    file: str = ""
    sheet: str = ""
    row: int = 0

    @property
    def words(self) -> str:
        """`学习活动台账.xlsx 第 214 行`, or `手工登记`."""
        return f"{self.file} 第 {self.row} 行" if self.file else "手工登记"


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact that somebody wants to enter: no times, no place in a chain yet.

    `uid` is given where the client made one (a phone, a form); an import leaves it to follow from the content.
    `again`: it was in force before, something else has been since, and it is stated anew.
    """

    body: Body
    chain: UUID
    source: Source
    subject: UUID | None = None
    about: UUID | None = None
    day: dt.date | None = None
    private: Mapping[str, str] | None = None
    uid: UUID | None = None
    again: bool = False

    @property
    def kind(self) -> Kind:
        """The kind that belongs to the body."""
        return KINDS[type(self.body)]

    @property
    def key(self) -> str:
        """What the fact is about: one effective fact a key."""
        return natural_key(self.body, self.subject, self.about, self.day)

    @property
    def content(self) -> str:
        """Everything it states, so that two facts with one key can be compared."""
        private = json.dumps(dict(self.private), ensure_ascii=False, sort_keys=True) if self.private else ""
        return f"{self.day}|{encode(self.body)}|{private}"


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact in the ledger. Times: claimed by the device, corrected for its clock, received by the server."""

    seq: int
    uid: UUID
    chain: UUID
    position: int
    body: Body
    subject: UUID | None
    about: UUID | None
    day: dt.date | None
    claimed_at: dt.datetime
    corrected_at: dt.datetime
    received_at: dt.datetime
    by: str
    source: Source
    reverses: UUID | None = None
    reason: str = ""
    second: str = ""
    private_digest: str = ""

    @property
    def kind(self) -> Kind:
        """The kind that belongs to the body."""
        return KINDS[type(self.body)]

    @property
    def key(self) -> str:
        """The natural key; see `Draft.key`."""
        return natural_key(self.body, self.subject, self.about, self.day)


DAY_IN_KEY = {
    Kind.TRAINING,
    Kind.SELF_STUDY,
    Kind.TEST_TAKEN,
    Kind.PRACTICE_VISIT,
    Kind.TALK,
    Kind.GATE,
    Kind.COMPLAINT_TOTAL,
}
"""Kinds that are told apart by their day."""


def natural_key(body: Body, subject: UUID | None, about: UUID | None, day: dt.date | None) -> str:
    """The identity of what is stated: kind, subject, about, the kind's key fields and, where it tells, the day."""
    kind = KINDS[type(body)]
    parts = [kind.value, subject.hex if subject else "", about.hex if about else ""]
    if kind in DAY_IN_KEY:
        parts.append(str(day))
    parts.extend(str(getattr(body, name)) for name in body.KEY)
    return "|".join(parts)


def encode(body: Body) -> str:
    """Canonical text of a body."""
    values = {name: _plain(getattr(body, name)) for name in _ALLOWED[KINDS[type(body)]]}
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def decode(kind: Kind, text: str) -> Body:
    """The body of `kind` written as `text`. Raises FactError for a shape this version does not know."""
    shape = BODIES[kind]
    try:
        values = json.loads(text)
        for name in _DAYS[kind]:
            if values.get(name) is not None:
                values[name] = dt.date.fromisoformat(values[name])
        return shape(**values)
    except (AttributeError, TypeError, ValueError) as broken:
        raise FactError(f"事实内容({kind})不是本版本认识的样子:{broken}") from broken


def check_types(body: Body) -> None:
    """Raises FactError when a field holds another type than its declaration says."""
    for name, allowed in _ALLOWED[KINDS[type(body)]].items():
        value = getattr(body, name)
        if type(value) not in allowed:
            raise FactError(f"{KINDS[type(body)]} 的 {name} 不能是 {value!r}")


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value


def _allowed(body: type[Body]) -> dict[str, tuple[type, ...]]:
    hints = typing.get_type_hints(body)
    allowed = {}
    for field in fields(body):  # type: ignore[arg-type]
        hint = hints[field.name]
        allowed[field.name] = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    return allowed


_ALLOWED = {kind: _allowed(body) for kind, body in BODIES.items()}
_DAYS = {kind: tuple(n for n, types in shape.items() if dt.date in types) for kind, shape in _ALLOWED.items()}


def effective(facts: Iterable[Fact]) -> list[Fact]:
    """The facts that count: neither reversed nor a reversal. The order of the input is kept."""
    facts = list(facts)
    gone = {fact.reverses for fact in facts if fact.reverses is not None}
    return [fact for fact in facts if fact.uid not in gone and fact.reverses is None]
