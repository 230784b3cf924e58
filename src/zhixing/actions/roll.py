"""Everybody at a glance: the register with transfers, folded once for each state of it.

What an actor may see and change of it is asked here, in one place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from zhixing.actions.dossier import READERS
from zhixing.core.people.changes import home
from zhixing.core.people.register import Person, Register, fold_register
from zhixing.core.people.transfer import Transfer, fold_transfers
from zhixing.store.ledger import marks, queries
from zhixing.store.people.queries import BRANCH, SECRETARY, SUPERIOR, Actor

BOOKS = (BRANCH, SECRETARY, SUPERIOR)
"""Hats that keep the books of the organisations they cover."""

_rolls: dict[str, Roll] = {}
_folding = Lock()


@dataclass(frozen=True, slots=True)
class Roll:
    """The register and all transfers."""

    register: Register
    transfers: Mapping[UUID, Transfer]

    @property
    def in_transit(self) -> Mapping[UUID, Transfer]:
        """The running transfer of each person who has one."""
        return {one.person: one for one in self.transfers.values() if one.running}


def roll() -> Roll:
    """The roll as it stands; read anew when anything about people or organisation has changed."""
    mark = marks.people_mark()
    with _folding:
        if mark not in _rolls:
            facts, private = queries.people_facts(), queries.words()
            read = Roll(fold_register(facts, private), fold_transfers(facts, private))
            _rolls.clear()
            _rolls[mark] = read
        return _rolls[mark]


def visible(actor: Actor, whole: Roll) -> list[Person]:
    """Everybody of the organisations an actor reads, those on their way to them included."""
    reach = actor.reach(*READERS)
    coming = {one.person for one in whole.in_transit.values() if one.target in reach}
    return [
        person for person in whole.register.people.values() if home(person) in reach or person.id in coming
    ]


def one_visible(actor: Actor, person: UUID, whole: Roll) -> Person | None:
    """One person, if the actor may see him."""
    reach = actor.reach(*READERS)
    found = whole.register.people.get(person)
    if found is None:
        return None
    going = whole.in_transit.get(person)
    return found if home(found) in reach or (going is not None and going.target in reach) else None


def keeps_books_of(actor: Actor, person: Person) -> bool:
    """Whether the actor may enter changes of somebody: of his branch, or above it."""
    return actor.over(home(person), *BOOKS)


def transfers_of(actor: Actor, whole: Roll) -> list[Transfer]:
    """The transfers from and to the organisations an actor reads, running ones first, the latest first."""
    reach = actor.reach(*READERS)
    mine = [one for one in whole.transfers.values() if one.source in reach or one.target in reach]
    return sorted(mine, key=lambda one: (not one.running, -one.moved.toordinal(), one.id))
