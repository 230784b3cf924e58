"""The register of prominent problems: what somebody may see of it, and what is entered in it.

Read by whoever reads the books of an organisation that answers for a problem or in which it occurs (and by the
publicity officer); changed by those who keep these books. Of the whole organ's problems the superior keeps the books.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from zhixing.actions.dossier import READERS
from zhixing.actions.recording import BOOKKEEPERS
from zhixing.actions.roll import roll
from zhixing.core.facts.kinds import Kind
from zhixing.core.people.register import Register
from zhixing.core.problems.register import Problem, fold_problems, register_of
from zhixing.store.ledger import things
from zhixing.store.people.queries import PUBLICITY, Actor

KINDS = (
    Kind.PROBLEM_SET,
    Kind.PROBLEM_STATE,
    Kind.PROBLEM_PLACE,
    Kind.PROBLEM_EVIDENCE,
    Kind.PROBLEM_MERGED,
)
"""What the register is folded from."""
PROBLEM_READERS = (*READERS, PUBLICITY)
"""Hats that read the register of what they cover."""
NOBODY = UUID(int=0)


def all_problems() -> Mapping[UUID, Problem]:
    """Every problem on the ledger by its id, merged doubles included. One query."""
    root = roll().register.root
    return fold_problems(things.of_kinds(*KINDS), root=root.id if root else NOBODY)


def open_problems(year: int, *, today: dt.date) -> tuple[Problem, ...]:
    """What a year's plan has to answer: not closed and no double; carried over first, then by weight, day, number.

    Of a year that has not come yet the problems carried over are those not closed by `today`.
    """
    del today  # No fact lies in the future: what stands on the ledger is how things stand today.
    return tuple(one for one in register_of(all_problems().values(), year) if not one.closed)


def places_of(problem: Problem, register: Register) -> frozenset[UUID]:
    """The organisations a problem is about: its owner, where it occurs, those whose stations it occurs at."""
    stations = [register.stations.get(one) for one in problem.stations]
    return problem.places | {one.org for one in stations if one is not None}


def may_see(actor: Actor, problem: Problem) -> bool:
    """Whether it is about anything of which the actor reads the books."""
    return bool(places_of(problem, roll().register) & actor.reach(*PROBLEM_READERS))


def may_change(actor: Actor, problem: Problem) -> bool:
    """Whether it is about anything of which the actor keeps the books."""
    return bool(places_of(problem, roll().register) & actor.reach(*BOOKKEEPERS))


def seen(actor: Actor, year: int) -> tuple[Problem, ...]:
    """The register of a year as far as an actor may see it."""
    return tuple(one for one in register_of(all_problems().values(), year) if may_see(actor, one))
