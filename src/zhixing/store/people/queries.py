"""Reading accounts and grants. `Actor` is who acts, on every floor above."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from zhixing.store.people.models import AccessMark, Account, Grant, Invite, NoticeRead

MEMBER, BRANCH, SECRETARY = "member", "branch", "secretary"
DISCIPLINE, PUBLICITY, SUPERIOR = "discipline", "publicity", "superior"
SYSTEM, SECURITY, AUDIT = "system", "security", "audit"
KEEPERS = frozenset({SYSTEM, SECURITY, AUDIT})
"""The three administrators (三员): separate from one another and from every member's data."""
ROLE_WORDS = {MEMBER: "党员本人", **{role.value: str(role.label) for role in Grant.Role}}


def signature(label: str, username: str) -> str:
    """「姓名（用户名）」, or the user name where there is no other."""
    return f"{label}（{username}）" if label != username else label


def username_of(signed: str) -> str:
    """The user name in a signature: who reads audit lines is told no names."""
    return signed[:-1].rpartition("（")[2] if signed.endswith("）") else signed


@dataclass(frozen=True, slots=True)
class Hat:
    """A role held for an organisation; `reach` holds the organisation and everything below it."""

    role: str
    org: UUID | None
    reach: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Standing:
    """What an account has and has not done about signing in: sessions begun before `epoch` counted up are over;
    since when the password holds; the version of the privacy notice read last; whether a second factor is set.
    """

    epoch: int = 0
    password_at: dt.datetime | None = None
    notice: str = ""
    second_factor: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the account, the name on screen, the person it is, and the hats worn today."""

    account: int
    username: str
    label: str
    person: UUID | None
    hats: tuple[Hat, ...]
    standing: Standing = Standing()

    @property
    def signature(self) -> str:
        """How the ledger and the audit lines name him: namesakes are told apart by their user names."""
        return signature(self.label, self.username)

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
    epoch: int = 0
    password_at: dt.datetime | None = None
    last_login: dt.datetime | None = None

    @property
    def signature(self) -> str:
        """How the ledger and the audit lines name its owner."""
        return signature(self.label, self.username)


@dataclass(frozen=True, slots=True)
class InviteRow:
    """A one-time code: when it was made, until when it holds, when it was used."""

    account: int
    made: dt.datetime
    until: dt.datetime
    used: dt.datetime | None


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


def user_named(username: str) -> int | None:
    """The user of this user name; None when there is no account of it."""
    return Account.objects.filter(user__username=username).values_list("user_id", flat=True).first()


def user_of(account: int) -> int | None:
    """The user behind an account's number; None when there is no such account."""
    return Account.objects.filter(pk=account).values_list("user_id", flat=True).first()


def grants_of(account: int, *, on: dt.date | None = None) -> list[GrantRow]:
    """The grants of an account, all or those in force on a day, in order of their start."""
    rows = Grant.objects.filter(account_id=account)
    if on is not None:
        rows = rows.filter(Q(until__isnull=True) | Q(until__gt=on), start__lte=on)
    return [_grant(row) for row in rows.order_by("start", "id")]


def account_with_standing(user_id: int) -> tuple[AccountRow, Standing] | None:
    """The account of a signed-in user and what it has done about signing in, in one query."""
    second = Authenticator.objects.filter(user_id=OuterRef("user_id"), type=Authenticator.Type.TOTP)
    read = NoticeRead.objects.filter(account_id=OuterRef("pk")).order_by("-at", "-pk").values("version")
    rows = Account.objects.select_related("user").annotate(second=Exists(second), notice=Subquery(read[:1]))
    row = rows.filter(user_id=user_id).first()
    if row is None:
        return None
    return _account(row), Standing(row.epoch, row.password_at, row.notice or "", row.second)


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A version of the privacy notice that was read, and when."""

    version: str
    at: dt.datetime


def notices_read(account: int) -> list[NoticeRow]:
    """The versions of the privacy notice that an account has read, the first one first."""
    rows = NoticeRead.objects.filter(account_id=account).order_by("at", "pk")
    return [NoticeRow(row.version, row.at) for row in rows]


def account_by_id(account: int) -> AccountRow | None:
    """One account."""
    row = Account.objects.select_related("user").filter(pk=account).first()
    return _account(row) if row else None


def account_named(username: str) -> AccountRow | None:
    """The account of this user name."""
    row = Account.objects.select_related("user").filter(user__username=username).first()
    return _account(row) if row else None


def accounts() -> list[AccountRow]:
    """All accounts by user name."""
    return [_account(row) for row in Account.objects.select_related("user").order_by("user__username")]


def grants(*, on: dt.date | None = None) -> dict[int, list[GrantRow]]:
    """The grants of all accounts by account, all or those in force on a day."""
    rows = Grant.objects.all()
    if on is not None:
        rows = rows.filter(Q(until__isnull=True) | Q(until__gt=on), start__lte=on)
    found: dict[int, list[GrantRow]] = defaultdict(list)
    for row in rows.order_by("start", "id"):
        found[row.account_id].append(_grant(row))
    return found


def grant(number: int) -> GrantRow | None:
    """One grant."""
    row = Grant.objects.filter(pk=number).first()
    return _grant(row) if row else None


def with_second_factor() -> frozenset[int]:
    """The users who have set a second factor."""
    rows = Authenticator.objects.filter(type=Authenticator.Type.TOTP)
    return frozenset(rows.values_list("user_id", flat=True))


def invites() -> dict[int, InviteRow]:
    """The one-time codes handed out, by account."""
    return {row.account_id: InviteRow(row.account_id, row.made, row.until, row.used) for row in _invites()}


def usernames() -> frozenset[str]:
    """All user names."""
    return frozenset(User.objects.values_list("username", flat=True))


def same_person(actor: Actor, account: int) -> bool:
    """Whether an account is of the same human as the actor, under another user name."""
    return actor.person is not None and Account.objects.filter(pk=account, person=actor.person).exists()


def opened_by(password: str, *, also: Collection[str]) -> tuple[str, ...]:
    """The user names, of those with any role given and of `also`, that this password opens. Slow by design."""
    asked = Q(account__grants__isnull=False) | Q(username__in=also)
    rows = User.objects.filter(asked, is_active=True).distinct().order_by("username")
    return tuple(
        name for name, kept in rows.values_list("username", "password") if check_password(password, kept)
    )


def _invites() -> QuerySet[Invite]:
    return Invite.objects.all()


def access_mark() -> int:
    """Changes with every change of accounts and grants. One lean query: it is asked at every request."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT value FROM {AccessMark._meta.db_table} WHERE id = 1")  # noqa: S608
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _account(row: Account) -> AccountRow:
    user = row.user
    return AccountRow(
        row.pk,
        user.pk,
        user.get_username(),
        row.label,
        row.person,
        bool(user.is_active),
        row.epoch,
        row.password_at,
        user.last_login,
    )


def _grant(row: Grant) -> GrantRow:
    words = str(Grant.Role(row.role).label)
    return GrantRow(
        row.pk, row.account_id, row.role, words, row.org, row.start, row.until, row.by, row.reason
    )
