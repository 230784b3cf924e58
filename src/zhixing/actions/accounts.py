"""Giving somebody an account: the person and the branch are looked up in the register, never typed as ids."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from zhixing.actions.invites import hand_out
from zhixing.actions.sign_in import notice
from zhixing.core.names import parse_ref
from zhixing.core.people.register import Person, Register, fold_register
from zhixing.store.ledger import api as ledger
from zhixing.store.ledger import queries
from zhixing.store.people import api as people
from zhixing.store.people import queries as accounts
from zhixing.store.people.queries import BRANCH, KEEPERS, MEMBER, ROLE_WORDS, SUPERIOR

BEGINNING = dt.date(1921, 7, 1)
"""Roles given at the command line hold from the beginning of the records."""


class NoAccount(ValueError):
    """The account cannot be given; the sentence says why and what to do."""


def ensure_account(
    username: str,
    password: str | None,
    *,
    role: str,
    label: str = "",
    branch: str | None = None,
    member: str | None = None,
    by: str,
    now: dt.datetime,
    today: dt.date,
) -> None:
    """Creates an account, or gives an existing one this password, role and person.

    `branch` is a branch's name (none for a role over the whole tree); `member` a name, told apart as lists do
    it: 王磊(第2党小组). Without a password nobody can sign in until the owner has set his own with a code.
    """
    register = fold_register(queries.people_facts(), queries.words())
    org = _branch(register, branch) if branch else None
    person = _person(register, member, org, today) if member else None
    _check(role, org, person)
    if password is not None:
        _check_password(password)
    shown = label or (person.name if person else username)
    with transaction.atomic():
        known = person.id if person else None
        account = people.set_account(username, password, label=shown, person=known, now=now)
        people.end_grants(account, until=today)
        if role != MEMBER:
            people.give(account, people.Given(role, org, BEGINNING, None, by, "命令行", now))
        ledger.audit(ledger.Stamp(by, now), "设置账户", username, ROLE_WORDS[role], known)


def _check(role: str, org: UUID | None, person: Person | None) -> None:
    if role not in ROLE_WORDS:
        raise NoAccount(f"没有“{role}”这种角色；可用：{'、'.join(ROLE_WORDS)}")
    if role == BRANCH and org is None:
        raise NoAccount("支部党务干部的账户要写明党支部名称")
    if role == MEMBER and person is None:
        raise NoAccount("党员本人的账户要写明姓名，先导入花名册")
    if role in KEEPERS and (person is not None or org is not None):
        raise NoAccount(f"{ROLE_WORDS[role]}的账户不能同时是党员或支部的账户（三员分立）")
    if role == SUPERIOR and org is not None:
        raise NoAccount("机关党委的账户管全局，不写党支部")


def invite(username: str, *, by: str, now: dt.datetime) -> str:
    """A one-time code with which the owner sets his password. Raises NoAccount."""
    found = accounts.account_named(username)
    if found is None:
        raise NoAccount(f"没有账户 {username}")
    with transaction.atomic():
        code = hand_out(found.id, by=by, now=now)
        ledger.audit(ledger.Stamp(by, now), "开户", username, "命令行，七天内有效", found.person)
    return code


def count_as_informed(usernames: Iterable[str], *, now: dt.datetime) -> None:
    """Invented people of the demo and of tests need not be told about their data: the notice counts as read."""
    current = notice()
    for username in usernames:
        found = accounts.account_named(username)
        if found is not None:
            people.read_notice(found.id, current.version, current.digest, now=now)


_WEAK = {
    "password_too_short": "至少 12 个字符",
    "password_too_common": "太常见",
    "password_too_similar": "与用户名太像",
}


def _check_password(password: str) -> None:
    try:
        validate_password(password)
    except ValidationError as weak:
        reasons = [_WEAK.get(one.code or "", one.messages[0]) for one in weak.error_list]
        raise NoAccount("口令不合用：" + ";".join(reasons)) from weak


def _branch(register: Register, name: str) -> UUID:
    found = next((org for org in register.branches() if org.name == name.strip()), None)
    if found is None:
        known = "、".join(org.name for org in register.branches()) or "还没有导入花名册"
        raise NoAccount(f"没有叫“{name}”的党支部；现有：{known}")
    return found.id


def _person(register: Register, text: str, org: UUID | None, today: dt.date) -> Person:
    ref = parse_ref(text)
    found = [person for person in register.people.values() if person.name == ref.name and person.roll]
    if org is not None and len(found) > 1:
        found = [person for person in found if person.roll[-1].org == org]
    if ref.qualifier:
        found = [person for person in found if _is_at(person, ref.qualifier, register)]
    if not found:
        raise NoAccount(f"花名册里没有“{text}”；请先导入含此人的花名册")
    if len(found) > 1:
        places = "、".join(_place(person, register) for person in found)
        raise NoAccount(f"有 {len(found)} 名党员叫“{ref.name}”（{places}）；请在括号里写明支部或党小组")
    return found[0]


def _is_at(person: Person, qualifier: str, register: Register) -> bool:
    last = person.roll[-1]
    names = [name for name in (register.name_of(last.org), register.name_of(last.group)) if name]
    return any(name in qualifier or qualifier in name for name in names)


def _place(person: Person, register: Register) -> str:
    last = person.roll[-1]
    return register.name_of(last.org) + register.name_of(last.group)
