"""The model of a bureau's year: what happened, before any clerk wrote it down.

Nothing here knows the system under test; `truth.py` computes the expected figures from these values alone.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

WHOLE = "全局"
"""The organiser of a session of the whole organ."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member on the roster. Months are numbers of the year, None where nothing changed."""

    no: int
    name: str
    branch: str
    group: str
    kind: str
    duty: str
    station: str
    joined_party: dt.date
    post: str = ""
    post_from: int | None = None
    arrives: int | None = None
    leaves: int | None = None
    exempt: bool = False

    def on_roll(self, month: int) -> bool:
        """Whether the month counts: that of 转入 does, that of 转出 does not."""
        return (self.arrives is None or self.arrives <= month) and (
            self.leaves is None or month < self.leaves
        )

    def in_post(self, month: int) -> bool:
        """Whether a branch post is held in the month."""
        return bool(self.post) and (self.post_from is None or self.post_from <= month)


@dataclass(frozen=True, slots=True)
class Outsider:
    """A non-member: applicant, activist, or one of the masses."""

    name: str
    stage: str
    branch: str
    mentor: Member


@dataclass(slots=True)
class Session:
    """A session and who stood where; `makeups` are (member, day, way)."""

    code: str
    day: dt.date
    start: str
    minutes: int
    form: str
    title: str
    category: str
    organiser: str
    ledgers: str
    problem: str = ""
    void: bool = False
    lists: dict[str, list[Member]] = field(
        default_factory=lambda: {"present": [], "duty": [], "leave": [], "absent": []}
    )
    makeups: list[tuple[Member, dt.date, str]] = field(default_factory=list)
    visitors: list[Outsider] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Training:
    """A training of one member from `start` to `end`; `echo` where the row repeats a session."""

    member: Member
    start: dt.date
    end: dt.date
    title: str
    organiser: str
    ledgers: str
    proof: str
    void: bool = False
    echo: bool = False

    @property
    def days(self) -> int:
        """Days, first and last included."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class Output:
    """An output of self-study and the result of its check."""

    member: Member
    day: dt.date
    form: str
    result: str


@dataclass(frozen=True, slots=True)
class Test:
    """A test taken."""

    __test__ = False
    member: Member
    day: dt.date
    title: str
    score: int
    delayed: bool


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit to the grass roots."""

    day: dt.date
    place: str
    members: tuple[Member, ...]
    minutes: int
    problem: str
    settled: bool


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk of `speaker` with `member`."""

    day: dt.date
    speaker: Member
    member: Member
    way: str
    need: bool


@dataclass(frozen=True, slots=True)
class Gate:
    """A limit on eligibility that lasts `months` from `start`."""

    member: Member
    category: str
    start: dt.date
    months: int


@dataclass(frozen=True, slots=True)
class Need:
    """A need voiced."""

    code: str
    member: Member
    day: dt.date
    text: str
    state: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A prominent problem."""

    code: str
    text: str
    source: str
    category: str
    weight: int
    branch: str
    due: dt.date
    state: str


@dataclass(frozen=True, slots=True)
class Station:
    """A place of work."""

    name: str
    branch: str
    kind: str
    kilometres: float
    minimum: int
    shift: str


@dataclass(slots=True)
class Bureau:
    """Everything of one year."""

    seed: int
    organ: str
    year: int
    branches: list[str]
    members: list[Member]
    stations: list[Station]
    outsiders: list[Outsider] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    trainings: list[Training] = field(default_factory=list)
    outputs: list[Output] = field(default_factory=list)
    tests: list[Test] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)
    gates: list[Gate] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def today(self) -> dt.date:
        """The day on which the year is told."""
        return dt.date(self.year + 1, 1, 6)
