"""Reading accounts and grants. `Actor` is who acts, on every floor above."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q

from zhixing.store.people.models import AccessMark, Account, Grant

MEMBER, BRANCH, SECRETARY = "member", "branch", "secretary"
DISCIPLINE, PUBLICITY, SUPERIOR = "discipline", "publicity", "superior"
SYSTEM, SECURITY, AUDIT = "system", "security", "audit"
KEEPERS = frozenset({SYSTEM, SECURITY, AUDIT})
"""The three administrators (三员): separate from one another and from every member's data."""
ROLE_WORDS = {MEMBER: "党员本人", **{role.value: str(role.label) for role in Grant.Role}}


@dataclass(frozen=True, slots=True)
class Hat:
    """A role held for an organisation; `reach` holds the organisation and everything below it."""

    role: str
    org: UUID | None
    reach: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the account, the name on screen, the person it is, and the hats worn today."""

    account: int
    username: str
    label: str
    person: UUID | None
    hats: tuple[Hat, ...]

    @property
    def signature(self) -> str:
        """How the ledger and the audit lines name him: namesakes are told apart by their user names."""
        return f"{self.label}（{self.username}）" if self.label != self.username else self.label

    def wears(self, *roles: str) -> bool:
        """Whether any of these hats is worn, for whatever organisation."""
        return any(hat.role in roles for hat in self.hats)

    def reach(self, *roles: str) -> frozenset[UUID]:
        """All organisations that hats of these roles cover."""
        return frozenset().union(*(hat.reach for hat in self.hats if hat.role in roles))

    def over(self, org: UUID | None, *roles: str) -> bool:
        """Whether a hat of these roles covers the organisation."""
        return org is not None and any(hat.role in roles and org in hat.reach for hat in self.hats)


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as it is stored."""

    id: int
    user: int
    username: str
    label: str
    person: UUID | None
    active: bool


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A grant as it is stored."""

    id: int
    account: int
    role: str
    words: str
    org: UUID | None
    start: dt.date
    until: dt.date | None
    by: str
    reason: str


def account_of(user_id: int) -> AccountRow | None:
    """The account of a signed-in user; None for a user without one."""
    row = Account.objects.select_related("user").filter(user_id=user_id).first()
    return _account(row) if row else None


def grants_of(account: int, *, on: dt.date | None = None) -> list[GrantRow]:
    """The grants of an account, all or those in force on a day, in order of their start."""
    rows = Grant.objects.filter(account_id=account)
    if on is not None:
        rows = rows.filter(Q(until__isnull=True) | Q(until__gt=on), start__lte=on)
    return [_grant(row) for row in rows.order_by("start", "id")]


def access_mark() -> int:
    """Changes with every change of accounts and grants. One lean query: it is asked at every request."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT value FROM {AccessMark._meta.db_table} WHERE id = 1")  # noqa: S608
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _account(row: Account) -> AccountRow:
    user = row.user
    return AccountRow(row.pk, user.pk, user.get_username(), row.label, row.person, bool(user.is_active))


def _grant(row: Grant) -> GrantRow:
    words = str(Grant.Role(row.role).label)
    return GrantRow(
        row.pk, row.account_id, row.role, words, row.org, row.start, row.until, row.by, row.reason
    )
