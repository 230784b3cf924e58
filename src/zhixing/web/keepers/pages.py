"""What the security and system administrators' pages show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.urls import reverse

from zhixing.actions.actors import tree
from zhixing.actions.roles import Held, Standing
from zhixing.core.people.grants import KEEPING, OF_AN_ORG, OVER_ALL
from zhixing.core.people.register import GROUP, Org, Register
from zhixing.store.people.queries import ROLE_WORDS, AccountRow, InviteRow
from zhixing.web.shared.lists import Choice

PERSONAL = "（个人）"
ORDER = ("branch", "secretary", "discipline", "publicity", "superior", "system", "security", "audit")


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account in the list."""

    url: str
    username: str
    label: str
    active: bool
    locked: bool
    factor: bool
    last: dt.datetime | None
    held: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class AccountList:
    """Accounts shown of all there are; `told` says by what they were chosen."""

    rows: tuple[AccountLine, ...]
    total: int
    q: str
    told: str
    roles: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class GrantForm:
    """The form as it was typed, with what is wrong."""

    roles: tuple[Choice, ...]
    orgs: tuple[Choice, ...]
    start: str
    until: str
    reason: str
    error: str


@dataclass(frozen=True, slots=True)
class AccountFile:
    """One account: what it holds, and what can be done."""

    number: int
    line: AccountLine
    form: GrantForm
    own: bool
    error: str


@dataclass(frozen=True, slots=True)
class Plain:
    """An account as the system administrator sees it: no names of persons."""

    number: int
    username: str
    label: str
    active: bool
    invite: str
    last: dt.datetime | None
    own: bool
    personal: bool


def account_list(found: Collection[Standing], locked: Collection[str], *, q: str, role: str) -> AccountList:
    """The accounts of which user name or (no person's) label contain `q`, and that hold `role`."""
    rows = [_line(one, locked) for one in found]
    if q:
        rows = [row for row in rows if q.lower() in row.username.lower() or q in row.label]
    if role:
        rows = [row for row in rows if any(held.role == role for held in row.held)]
    told = "、".join(words for words in (f"“{q}”" if q else "", ROLE_WORDS.get(role, "")) if words)
    return AccountList(tuple(rows), len(found), q, told, _roles(role, ("member", *ORDER)))


def account_file(
    found: Standing,
    locked: Collection[str],
    *,
    own: bool,
    typed: Mapping[str, str],
    error: str,
    today: dt.date,
) -> AccountFile:
    """One account with the form for a role, as typed so far."""
    orgs = _places(tree())
    chosen = typed.get("org", "")
    form = GrantForm(
        _roles(typed.get("role", ""), ORDER),
        tuple(Choice(str(org.id), where, str(org.id) == chosen) for org, where in orgs),
        typed.get("start", today.isoformat()),
        typed.get("until", ""),
        typed.get("reason", ""),
        error if typed else "",
    )
    line = _line(found, locked)
    return AccountFile(found.account.id, line, form, own, "" if typed else error)


def plain_accounts(
    rows: Collection[AccountRow], invites: Mapping[int, InviteRow], *, own: int
) -> tuple[Plain, ...]:
    """Every account; persons by their user names alone."""
    return tuple(
        Plain(
            row.id,
            row.username,
            _label(row),
            row.active,
            _invited(invites.get(row.id)),
            row.last_login,
            row.id == own,
            row.person is not None,
        )
        for row in rows
    )


def needs_org(role: str) -> bool:
    """Whether the role belongs to one organisation."""
    return role in OF_AN_ORG


def _label(row: AccountRow) -> str:
    """What an account is called; a person's name is not the administrators' to know."""
    return PERSONAL if row.person else row.label


def _places(known: Register) -> list[tuple[Org, str]]:
    """Every organisation, a group behind its branch and with its name."""

    def key(org: Org) -> tuple[object, ...]:
        above = known.orgs.get(org.parent) if org.kind == GROUP and org.parent else None
        return (above.order, above.name, 1, org.order, org.name) if above else (org.order, org.name, 0, 0, "")

    orgs = sorted(known.orgs.values(), key=key)
    return [(org, known.place_of(org.id)) for org in orgs]


def _invited(invite: InviteRow | None) -> str:
    if invite is None or invite.used is not None:
        return ""
    return f"开户单或重设有效至 {invite.until:%m-%d}"


def _roles(chosen: str, order: Collection[str]) -> tuple[Choice, ...]:
    ending = {**dict.fromkeys(KEEPING, "（三员，单独账户）"), **dict.fromkeys(OVER_ALL, "（全部）")}
    return tuple(Choice(role, ROLE_WORDS[role] + ending.get(role, ""), role == chosen) for role in order)


def _line(one: Standing, locked: Collection[str]) -> AccountLine:
    row = one.account
    return AccountLine(
        reverse("keepers:account", args=[row.id]),
        row.username,
        _label(row),
        row.active,
        row.username in locked,
        one.second_factor,
        row.last_login,
        one.held,
    )
