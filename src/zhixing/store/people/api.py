"""Writing accounts and grants; called by actions only."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import User

from zhixing.store.people.models import AccessMark, Account, Grant


@dataclass(frozen=True, slots=True)
class Given:
    """A grant to be written: role, part of the tree (None: all of it), days, who gives it and why."""

    role: str
    org: UUID | None
    start: dt.date
    until: dt.date | None
    by: str
    reason: str
    at: dt.datetime


def set_account(username: str, password: str | None, *, label: str, person: UUID | None) -> int:
    """Creates an account, or gives an existing one this password, label and person. Its id.

    `None` as password: nobody can sign in with one until it is set.
    """
    user, made = User.objects.get_or_create(username=username)
    if password is None:
        if made:
            user.set_unusable_password()
            user.save()
    elif not user.check_password(password):
        user.set_password(password)
        user.save()
    account, _ = Account.objects.update_or_create(user=user, defaults={"label": label, "person": person})
    mark_access()
    return account.pk


def give(account: int, given: Given) -> int:
    """Writes a grant. Its id."""
    row = Grant.objects.create(
        account_id=account,
        role=given.role,
        org=given.org,
        start=given.start,
        until=given.until,
        by=given.by,
        reason=given.reason,
        at=given.at,
    )
    mark_access()
    return row.pk


def end_grants(account: int, *, until: dt.date, only: int | None = None) -> int:
    """Ends grants that are still open on `until`: all of an account's, or only one. How many."""
    rows = Grant.objects.filter(account_id=account).exclude(until__lte=until)
    if only is not None:
        rows = rows.filter(pk=only)
    count = rows.update(until=until)
    mark_access()
    return count


def mark_access() -> None:
    """Something about who may what has changed."""
    AccessMark.objects.update_or_create(id=1, defaults={"value": secrets.randbits(62)})
