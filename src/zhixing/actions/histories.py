"""The history of one person, for whoever may see him."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.people.history import Statement, history
from zhixing.core.people.register import Register
from zhixing.store.ledger import glances


@dataclass(frozen=True, slots=True)
class Past:
    """The statements by their beginning, and the imports that brought some of them."""

    statements: tuple[Statement, ...]
    batches: Mapping[UUID, glances.BatchName]


def past_of(person: UUID, register: Register) -> Past:
    """Every dated statement about somebody, reversed ones included. Whether he may be seen is the caller's to ask."""
    facts = glances.statements_of(person)
    return Past(history(facts, glances.words_of(facts), register), glances.batch_names())
