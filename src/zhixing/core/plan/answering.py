"""Problems as the plan sees them: of which category, how heavy, in which cells and branches they occur."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from zhixing.core.cells import Cell, Post
from zhixing.core.people.register import Register
from zhixing.core.plan.audience import Audience

MUST_STUDY = "上级必学"


class Problem(Protocol):
    """What a plan asks of a problem; `core.problems.register.Problem` is one."""

    @property
    def id(self) -> UUID: ...
    @property
    def number(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def weight(self) -> int: ...
    @property
    def owner(self) -> UUID: ...
    @property
    def due(self) -> dt.date | None: ...
    @property
    def orgs(self) -> tuple[UUID, ...]: ...
    @property
    def posts(self) -> tuple[str, ...]: ...
    @property
    def stations(self) -> tuple[UUID, ...]: ...
    @property
    def carried(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A problem to be answered: the cells and branches it occurs in. `must`: 上级必学."""

    id: UUID
    number: str
    source: str
    text: str
    category: str
    weight: int
    due: dt.date | None
    carried: bool
    cells: frozenset[Cell]
    branches: frozenset[UUID]

    @property
    def must(self) -> bool:
        """Whether a superior asks that it be studied."""
        return self.source == MUST_STUDY

    @property
    def order(self) -> tuple[object, ...]:
        """Carried over first, then by weight, due day and number; the same whatever order they came in."""
        return (not self.carried, -self.weight, self.due or dt.date.max, self.number, self.id)

    def concerns(self, branch: UUID) -> bool:
        """Whether it occurs in a branch."""
        return branch in self.branches


def asked_of(
    problems: Iterable[Problem], audience: Audience, register: Register, *, usual: str
) -> tuple[Asked, ...]:
    """The problems in their order. `usual`: the category of those that name none of the seven."""
    where = {
        uid: (cell, audience.branches.get(uid))
        for uid, cell in audience.cells.items()
        if uid not in audience.exempt
    }
    found = [_asked(one, where, audience.stations, register, usual) for one in problems]
    return tuple(sorted(found, key=lambda one: one.order))


def _asked(
    one: Problem,
    where: Mapping[UUID, tuple[Cell, UUID | None]],
    stations: Mapping[UUID, UUID],
    register: Register,
    usual: str,
) -> Asked:
    """Where it occurs: at the stations and posts it names, in the organisations it names, else in its owner's.

    What a superior asks to be studied concerns everybody, unless it names a place.
    """
    posts = frozenset(Post(word) for word in one.posts if word in set(Post))
    everywhere = bool(posts or one.stations) or one.source == MUST_STUDY
    orgs = one.orgs or (() if everywhere else (one.owner,))
    reach = frozenset(uid for org in orgs for uid in register.below(org))
    own = frozenset(one.stations)
    people = [
        (cell, branch)
        for uid, (cell, branch) in where.items()
        if (not posts or cell.post in posts)
        and (not (reach or own) or branch in reach or stations.get(uid) in own)
    ]
    return Asked(
        one.id,
        one.number,
        one.source,
        one.text,
        one.category or usual,
        one.weight,
        one.due,
        one.carried,
        frozenset(cell for cell, _ in people),
        frozenset(branch for _, branch in people if branch is not None),
    )
