"""The administrators' acts (三员): roles given and ended, accounts opened and closed, locks and factors undone."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhixing.actions.actors import tree
from zhixing.core.people.grants import GrantError, Holder, Wanted, check_end, check_grant
from zhixing.core.people.usernames import is_username
from zhixing.store.ledger import api as ledger
from zhixing.store.people import api, queries
from zhixing.store.people.queries import ROLE_WORDS, SECURITY, SYSTEM, AccountRow, Actor


class Refused(ValueError):
    """It cannot be done; the sentence says why and what to do."""


def give_role(actor: Actor, account: int, wanted: Wanted, *, now: dt.datetime, today: dt.date) -> int:
    """Gives a role. Raises Refused, GrantError. The grant's number."""
    _check_wears(actor, SECURITY)
    holder = _account(account)
    given = queries.grants(on=None).get(account, [])
    roles = frozenset(one.role for one in given if one.until is None or one.until > today)
    check_grant(
        wanted,
        giver=actor.account,
        holder=Holder(account, holder.person is not None, roles),
        orgs=tree().orgs.keys(),
        today=today,
    )
    start = max(wanted.start, today)
    where = tree().place_of(wanted.org) or "全部"
    with transaction.atomic():
        row = api.Given(
            wanted.role, wanted.org, start, wanted.until, actor.signature, wanted.reason.strip(), now
        )
        number = api.give(account, row)
        until = f"，至 {wanted.until}" if wanted.until else ""
        told = f"{ROLE_WORDS[wanted.role]}，{where}，{start} 起{until}"
        ledger.audit(ledger.Stamp(actor.signature, now), "授权", holder.username, told, holder.person)
    return number


def end_role(actor: Actor, grant: int, *, now: dt.datetime, today: dt.date) -> None:
    """Ends a grant today. Raises Refused, GrantError."""
    _check_wears(actor, SECURITY)
    found = queries.grant(grant)
    if found is None or (found.until is not None and found.until <= today):
        raise Refused("这项授权已经收回，或没有这项授权；请刷新页面再看")
    check_end(giver=actor.account, holder=found.account)
    if _last_of_its_kind(found, today):
        raise Refused("这是最后一名安全管理员；请先授权另一名，再收回")
    holder = _account(found.account)
    with transaction.atomic():
        api.end_grants(found.account, until=today, only=grant)
        told = f"{found.words}，{tree().place_of(found.org) or '全部'}"
        ledger.audit(ledger.Stamp(actor.signature, now), "收回", holder.username, told, holder.person)


def _last_of_its_kind(found: queries.GrantRow, today: dt.date) -> bool:
    """Nobody could give a role any more without a security administrator."""
    if found.role != SECURITY:
        return False
    others = {
        account
        for account, given in queries.grants(on=today).items()
        for one in given
        if one.role == SECURITY and one.id != found.id
    }
    return not others


def reset_second_factor(actor: Actor, account: int, *, now: dt.datetime) -> None:
    """Takes a lost generator off; the owner sets a new one at the next sign-in. Raises Refused."""
    holder = _other(actor, account, SECURITY)
    with transaction.atomic():
        if not api.remove_second_factor(account):
            raise Refused("这个账户没有设动态口令，不用重置")
        _note(actor, "重置动态口令", holder, now)


def end_sessions(actor: Actor, account: int, *, now: dt.datetime) -> None:
    """Signs an account out everywhere. Raises Refused."""
    holder = _other(actor, account, SECURITY)
    with transaction.atomic():
        api.end_sessions(account)
        _note(actor, "结束会话", holder, now)


def note_unlock(actor: Actor, account: int, *, now: dt.datetime) -> str:
    """The lock after failed sign-ins is lifted. The user name whose count the caller clears. Raises Refused."""
    holder = _other(actor, account, SECURITY)
    with transaction.atomic():
        _note(actor, "解锁", holder, now)
    return holder.username


def open_account(actor: Actor, username: str, label: str, *, now: dt.datetime) -> int:
    """An account that is no person's (an office, an administrator); it gets a one-time code. Raises Refused."""
    _check_wears(actor, SYSTEM)
    username, label = username.strip(), label.strip()
    if not is_username(username):
        raise Refused("用户名用 2 到 30 个小写字母、数字和 . _ -，以字母开头")
    if username in queries.usernames():
        raise Refused(f"用户名 {username} 已经有了；请换一个")
    if not 1 <= len(label) <= 30:
        raise Refused("称呼写 1 到 30 个字，例如：组织科")
    with transaction.atomic():
        account = api.set_account(username, None, label=label, person=None, now=now)
        ledger.audit(ledger.Stamp(actor.signature, now), "设置账户", username, "非个人账户")
    return account


def set_active(actor: Actor, account: int, active: bool, *, now: dt.datetime) -> None:
    """Closes an account, or opens it again. Raises Refused."""
    holder = _other(actor, account, SYSTEM)
    if holder.active is active:
        return
    with transaction.atomic():
        api.set_active(account, active)
        _note(actor, "启用账户" if active else "停用账户", holder, now)


def _other(actor: Actor, account: int, role: str) -> AccountRow:
    """Somebody else's account: nobody keeps himself."""
    _check_wears(actor, role)
    if account == actor.account:
        raise Refused("不能对自己的账户这样做；请由另一名管理员办理")
    return _account(account)


def _check_wears(actor: Actor, role: str) -> None:
    if not actor.wears(role):
        raise Refused(f"这要由{ROLE_WORDS[role]}来做")


def _account(account: int) -> AccountRow:
    found = queries.account_by_id(account)
    if found is None:
        raise Refused("没有这个账户；请刷新页面再看")
    return found


def _note(actor: Actor, verb: str, holder: AccountRow, now: dt.datetime) -> None:
    ledger.audit(ledger.Stamp(actor.signature, now), verb, holder.username, "", holder.person)


REFUSALS = (Refused, GrantError)
"""What a page shows as a sentence."""
