"""Reading accounts."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from zhixing.store.people.models import Account


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the name on screen, the role, the organisation it holds for, the person it is."""

    label: str
    role: str
    org: UUID | None
    person: UUID | None


def actor_of(user_id: int) -> Actor | None:
    """The actor behind a signed-in user; None for a user without an account."""
    row = Account.objects.filter(user_id=user_id).first()
    return Actor(row.label, row.role, row.org, row.person) if row else None
