"""Writing accounts and grants; called by actions only."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.db.models import F
from django.utils.crypto import constant_time_compare

from zhixing.store.people.models import AccessMark, Account, Grant, Invite, NoticeRead


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


def set_account(
    username: str, password: str | None, *, label: str, person: UUID | None, now: dt.datetime
) -> int:
    """Creates an account, or gives an existing one this password, label and person. Its id.

    `None` as password: nobody can sign in with one until it is set.
    """
    user, made = User.objects.get_or_create(username=username)
    shown: dict[str, object] = {"label": label, "person": person}
    if password is None:
        if made:
            user.set_unusable_password()
            user.save()
    elif not user.check_password(password):
        user.set_password(password)
        user.save()
        shown["password_at"] = now
    account, _ = Account.objects.update_or_create(user=user, defaults=shown)
    mark_access()
    return account.pk


def set_password(account: int, password: str, *, now: dt.datetime) -> None:
    """The owner's own password; sessions that began before are over."""
    row = Account.objects.select_related("user").get(pk=account)
    row.user.set_password(password)
    row.user.save(update_fields=["password"])
    row.password_at, row.epoch = now, row.epoch + 1
    row.save(update_fields=["password_at", "epoch"])
    mark_access()


def note_password(user: int, *, now: dt.datetime) -> None:
    """The library has set a new password."""
    Account.objects.filter(user_id=user).update(password_at=now)
    mark_access()


def end_sessions(account: int) -> int:
    """Counts the epoch up: whoever is signed in with this account is out at the next step. The new epoch."""
    Account.objects.filter(pk=account).update(epoch=F("epoch") + 1)
    mark_access()
    return int(Account.objects.values_list("epoch", flat=True).get(pk=account))


def set_active(account: int, active: bool) -> None:
    """Lets an account in, or shuts it out and ends its sessions."""
    User.objects.filter(account__pk=account).update(is_active=active)
    end_sessions(account)


def remove_second_factor(account: int) -> int:
    """Takes the one-time-code generator and the recovery codes off an account. How many rows."""
    count, _ = Authenticator.objects.filter(user__account__pk=account).delete()
    end_sessions(account)
    return int(count)


def set_invite(account: int, digest: str, *, now: dt.datetime, until: dt.datetime, by: str) -> None:
    """A new one-time code; an older one is void, and so is a password that was set."""
    made = {"digest": digest, "made": now, "until": until, "used": None, "by": by}
    Invite.objects.update_or_create(account_id=account, defaults=made)


def use_invite(account: int, digest: str, *, now: dt.datetime) -> bool:
    """Whether this is the account's code, unused and in time; used up at once."""
    rows = Invite.objects.filter(account_id=account, used__isnull=True, until__gt=now)
    kept = rows.values_list("digest", flat=True).first() or ""
    if not constant_time_compare(kept, digest):
        return False
    return rows.filter(digest=kept).update(used=now) == 1


def read_notice(account: int, version: str, digest: str, *, now: dt.datetime) -> bool:
    """The owner has read this version of the notice. Whether for the first time."""
    _, first = NoticeRead.objects.get_or_create(
        account_id=account, version=version, defaults={"digest": digest, "at": now}
    )
    mark_access()
    return first


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


def forget_label(person: UUID) -> list[int]:
    """Puts the user name where the accounts of a person showed the name: the name has been erased. Their ids."""
    found = list(Account.objects.select_related("user").filter(person=person))
    for row in found:
        Account.objects.filter(pk=row.pk).update(label=row.user.get_username())
    mark_access()
    return [row.pk for row in found]


def mark_access() -> None:
    """Something about who may what has changed."""
    AccessMark.objects.update_or_create(id=1, defaults={"value": secrets.randbits(62)})
