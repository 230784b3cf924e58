"""Accounts without default passwords: a one-time code on a slip (开户单), with which the owner sets his own.

Codes hold seven days, are kept as digests, and are shown once, on the printed slip.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from zhixing.actions.actors import tree, whole_tree
from zhixing.actions.keeping import Refused
from zhixing.core.people.duties import ROLE_OF_POST
from zhixing.core.people.register import Person, fold_register
from zhixing.core.people.usernames import next_username
from zhixing.core.strokes import stroke_key
from zhixing.interop.letters import letters
from zhixing.store.ledger import api as ledger
from zhixing.store.ledger import queries as facts
from zhixing.store.people import api, queries
from zhixing.store.people.queries import BRANCH, KEEPERS, SECRETARY, SUPERIOR, SYSTEM, AccountRow, Actor

OPENERS = (BRANCH, SECRETARY, SUPERIOR)
HOLDS = dt.timedelta(days=7)
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without I, L, O, 0 and 1, which look alike on paper. Twelve of them: 59 bits."""
GROUPS, EACH = 3, 4
AT_ONCE = 400
NOBODY = 0
"""No account has this number: an unknown name is asked for as long as a known one."""


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody on the roll, and the account if there is one. `username`: the one there is, or the one to be.

    `elsewhere`: his slip is not the asker's to print: he holds a post or a role with more rights than a member, and
    the asker is not of the organ, or he is the asker himself.
    """

    person: UUID
    name: str
    branch: UUID
    branch_name: str
    group: str
    username: str
    account: AccountRow | None
    invite: queries.InviteRow | None
    today: dt.date
    elsewhere: bool = False

    @property
    def state(self) -> str:
        """`none`, `invited` (a code is out), `open` (in use), `reset` (in use, a new code is allowed), `closed`."""
        if self.account is None:
            return "none"
        if not self.account.active:
            return "closed"
        waiting = self.invite is not None and self.invite.used is None
        if self.account.password_at is None and self.account.last_login is None:
            return "invited" if waiting else "open"
        # Whoever has a password keeps it to himself until the system administrator allows a new code.
        late = self.invite is None or timezone.localdate(self.invite.until) < self.today
        return "reset" if waiting and not late else "open"

    @property
    def openable(self) -> bool:
        """Whether the asker may print a code."""
        return not self.elsewhere and self.state in ("none", "invited", "reset")


@dataclass(frozen=True, slots=True)
class Slip:
    """What is printed for one account. `code` is nowhere else."""

    name: str
    place: str
    username: str
    code: str
    until: dt.datetime


def places(actor: Actor, *, today: dt.date) -> tuple[Place, ...]:
    """Everybody on the roll of the branches that the actor opens accounts for, by branch and surname strokes."""
    if not actor.wears(*OPENERS):
        return ()
    register = fold_register(facts.people_facts(), facts.words())
    reach = None if whole_tree(actor, *OPENERS) else actor.reach(*OPENERS)
    held = {one.person: one for one in queries.accounts() if one.person is not None}
    invites, taken, grants = queries.invites(), set(queries.usernames()), queries.grants(on=today)
    order = {org.id: place for place, org in enumerate(register.branches())}
    people = [
        (person, roll)
        for person in register.people.values()
        if (roll := person.on_roll(today)) is not None and (reach is None or roll.org in reach)
    ]
    found = []
    for person, roll in sorted(people, key=lambda one: (order.get(one[1].org, -1), stroke_key(one[0].name))):
        account = held.get(person.id)
        username = account.username if account else _reserve(person, taken)
        invite = invites.get(account.id) if account else None
        branch, group = register.name_of(roll.org), register.name_of(roll.group)
        hats = any(post.post in ROLE_OF_POST for post in person.posts_on(today))
        hats = hats or (account is not None and account.id in grants)
        elsewhere = person.id == actor.person or (hats and not actor.over(roll.org, SUPERIOR))
        held_by = (username, account, invite, today, elsewhere)
        found.append(Place(person.id, person.name, roll.org, branch, group, *held_by))
    return tuple(found)


def _reserve(person: Person, taken: set[str]) -> str:
    name = next_username(letters(person.name), taken)
    taken.add(name)
    return name


def open_for(actor: Actor, people: Collection[UUID], *, now: dt.datetime, today: dt.date) -> tuple[Slip, ...]:
    """Accounts and codes for those chosen who have none, or whose code is still out. One audit line each.

    Whoever has set his password already is left out, unless the system administrator has allowed a new code: his
    account is not for others to open. Nor may an officer open the account of somebody with rights beyond his own.
    """
    asked = frozenset(people)
    wanted = [one for one in places(actor, today=today) if one.person in asked]
    chosen = [one for one in wanted if one.openable]
    if any(one.elsewhere for one in wanted):
        raise Refused(
            "所选的人里有担任职务、或另有角色的（或是您自己），他们的开户单由机关党委另一位干部打印"
        )
    if not chosen:
        raise Refused("所选的人都已自己设过口令，没有要开的账户；忘了口令的先请系统管理员允许重设")
    if len(chosen) > AT_ONCE:
        raise Refused(f"一次最多开 {AT_ONCE} 个账户；请分批")
    slips = []
    with transaction.atomic():
        for one in chosen:
            account = (
                one.account.id
                if one.account
                else api.set_account(one.username, None, label=one.name, person=one.person, now=now)
            )
            code = _hand_out(actor, account, now)
            ledger.audit(
                ledger.Stamp(actor.signature, now), "开户", one.username, "开户单，七天内有效", one.person
            )
            slips.append(Slip(one.name, one.branch_name + one.group, one.username, code, now + HOLDS))
    return tuple(slips)


def invite_again(actor: Actor, account: int, *, now: dt.datetime) -> Slip:
    """A new code for an office's or an administrator's account that sees no members' data. Raises Refused.

    The old password stays until the code is used. Whoever prints a code could use it: those of people are not an
    administrator's to print, those of accounts with a part in the organisation only where the code alone does not
    open them, as a second factor is set.
    """
    found = _to_invite(actor, account)
    if found.person is not None:
        raise Refused("党员本人账户的开户单由支部或机关党委打印；您只能允许重设")
    inside = any(one.role not in KEEPERS for one in queries.grants().get(account, ()))
    if inside and found.user not in queries.with_second_factor():
        raise Refused(
            "这个账户有党务角色，又没有动态口令，拿到开户单就能看到资料，系统管理员不能打印；"
            "请在服务器上运行 zhixing account，加 --invite，由使用人在场自设口令"
        )
    with transaction.atomic():
        code = _hand_out(actor, account, now)
        ledger.audit(
            ledger.Stamp(actor.signature, now), "开户", found.username, "开户单，七天内有效", found.person
        )
    return Slip(found.label, "", found.username, code, now + HOLDS)


def allow_reset(actor: Actor, account: int, *, now: dt.datetime) -> None:
    """A new code may be printed for somebody who has lost his password, by an officer who sees his file anyhow:
    two hands. Holds as long as a code. Raises Refused.
    """
    found = _to_invite(actor, account)
    with transaction.atomic():
        api.set_invite(found.id, "", now=now, until=now + HOLDS, by=actor.signature)
        ledger.audit(
            ledger.Stamp(actor.signature, now), "允许重设口令", found.username, "七天内有效", found.person
        )


def _to_invite(actor: Actor, account: int) -> AccountRow:
    if not actor.wears(SYSTEM) or account == actor.account:
        raise Refused("开户单由系统管理员给别人的账户开")
    found = queries.account_by_id(account)
    if found is None or not found.active:
        raise Refused("没有这个账户，或账户已停用")
    return found


def hand_out(account: int, *, by: str, now: dt.datetime) -> str:
    """A code for an account, at the command line. Inside the caller's transaction."""
    return _make(account, by, now)


def activate(username: str, code: str, password: str, *, now: dt.datetime) -> int | None:
    """The owner sets his password with the code: the user's id, or None for a wrong, used or old code.

    Raises Refused for a password that will not do.
    """
    # The password first: what it lacks must not tell which names there are.
    _check_password(password, username.strip())
    found = queries.account_named(username.strip())
    account = found.id if found is not None and found.active else NOBODY
    with transaction.atomic():
        if not api.use_invite(account, _digest(account, code), now=now) or found is None:
            return None
        api.set_password(found.id, password, now=now)
        ledger.audit(ledger.Stamp(found.signature, now), "启用账户", found.username, "凭开户单自设口令")
    return found.user


def _check_password(password: str, username: str) -> None:
    try:
        validate_password(password, User(username=username))
    except ValidationError as weak:
        raise Refused("；".join(weak.messages)) from weak


def _hand_out(actor: Actor, account: int, now: dt.datetime) -> str:
    return _make(account, actor.signature, now)


def _make(account: int, by: str, now: dt.datetime) -> str:
    plain = "".join(secrets.choice(LETTERS) for _ in range(GROUPS * EACH))
    api.set_invite(account, _digest(account, plain), now=now, until=now + HOLDS, by=by)
    return "-".join(plain[at : at + EACH] for at in range(0, len(plain), EACH))


def _digest(account: int, code: str) -> str:
    """What is kept of a code: bound to the account and to this installation's key."""
    plain = "".join(one for one in code.upper() if one in LETTERS)
    return salted_hmac("zhixing.invite", f"{account}:{plain}", algorithm="sha256").hexdigest()


def by_branch(found: Sequence[Place]) -> tuple[tuple[UUID, str], ...]:
    """The branches among them, in order."""
    return tuple(dict.fromkeys((one.branch, one.branch_name) for one in found))


def organ() -> str:
    """The organ's name for slips."""
    root = tree().root
    return root.name.removesuffix("机关党委") if root else ""
