"""What happens about signing in, each with its audit line: in, out, failed, password, second factor, notice.

Only the words of what happened are noted: never what was typed, and a user name only if there is such an account.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

from django.db import transaction

from zhixing.interop.notice_files import Notice, load_notices
from zhixing.store.ledger import api as ledger
from zhixing.store.ledger import sealing
from zhixing.store.people import api, queries
from zhixing.store.people.queries import Actor

SIGNED_IN, FAILED, SIGNED_OUT = "登录", "登录失败", "退出"
UNKNOWN = "未知的用户名"
NOBODY = "未登录"


@cache
def notices() -> tuple[Notice, ...]:
    """All versions of the privacy notice."""
    return load_notices()


def notice() -> Notice:
    """The version in force."""
    return notices()[-1]


def note_sign_in(user: int, *, how: str, now: dt.datetime) -> None:
    """Somebody has signed in. Inside the transaction of the signing in."""
    account = queries.account_of(user)
    with transaction.atomic():
        ledger.audit(ledger.Stamp(account.signature if account else NOBODY, now), SIGNED_IN, how)


def note_failure(username: str, *, what: str, now: dt.datetime) -> None:
    """A password, a code or another organ's word was not right. `what`: which."""
    account = queries.account_named(username)
    target = account.username if account else UNKNOWN
    with transaction.atomic():
        ledger.audit(ledger.Stamp(NOBODY, now), FAILED, target, what)


def note_sign_out(user: int, *, now: dt.datetime) -> None:
    """Somebody has signed out."""
    account = queries.account_of(user)
    if account is not None:
        with transaction.atomic():
            ledger.audit(ledger.Stamp(account.signature, now), SIGNED_OUT, "本人退出")


def epoch_of(user: int) -> int | None:
    """What a new session of this user is stamped with; None without an account."""
    account = queries.account_of(user)
    return account.epoch if account else None


def password_changed(user: int, *, now: dt.datetime) -> None:
    """The owner has changed his password: noted, and dated for those profiles that let passwords expire."""
    account = queries.account_of(user)
    if account is None:
        return
    with transaction.atomic():
        api.note_password(user, now=now)
        ledger.audit(ledger.Stamp(account.signature, now), "修改口令", account.username)


def second_factor_changed(actor: Actor, *, what: str, now: dt.datetime) -> int:
    """A second factor was set, taken off, or its recovery codes drawn anew; other sessions end. The new epoch."""
    with transaction.atomic():
        ledger.audit(ledger.Stamp(actor.signature, now), "动态口令", actor.username, what)
        return api.end_sessions(actor.account)


def acknowledge(actor: Actor, *, now: dt.datetime) -> bool:
    """The owner has read the notice in force. Whether for the first time."""
    current = notice()
    with transaction.atomic():
        first = api.read_notice(actor.account, current.version, current.digest, now=now)
        if first:
            ledger.audit(ledger.Stamp(actor.signature, now), "阅知隐私告知", current.version)
    return first


def sealed(text: str, purpose: str) -> str:
    """A secret as it is stored: encrypted with the installation's key."""
    return sealing.seal(text, purpose)


def unsealed(stored: str, purpose: str) -> str:
    """A stored secret. Raises SealError when key or purpose do not fit."""
    return sealing.unseal(stored, purpose)
