"""Who may be given which role: pairs of `check_` (a sentence why not) and `can_` (yes or no).

三员分立 (GB/T 22239): system, security and audit administrators are separate from one another and from every
other part, and nobody gives a role to himself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

KEEPING = frozenset({"system", "security", "audit"})
OVER_ALL = frozenset({"superior"})
OF_AN_ORG = frozenset({"branch", "secretary", "discipline", "publicity"})
GRANTABLE = KEEPING | OVER_ALL | OF_AN_ORG
LONGEST_REASON = 200


class GrantError(ValueError):
    """The role cannot be given or taken; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A role to be given: for which organisation (None: no particular one), from when until when, and why."""

    role: str
    org: UUID | None
    start: dt.date
    until: dt.date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Holder:
    """The account that is to have it: its number, whether it belongs to a person, its roles in force or to come."""

    account: int
    person: bool
    roles: frozenset[str]


def check_grant(
    wanted: Wanted, *, giver: int, holder: Holder, orgs: Collection[UUID], today: dt.date
) -> None:
    """Raises GrantError unless the account `giver` may give this to `holder`. `orgs`: those there are."""
    if giver == holder.account:
        raise GrantError("不能给自己授权；请由另一名安全管理员办理")
    if wanted.role not in GRANTABLE:
        raise GrantError("没有这种角色；请在列出的角色里选")
    check_separate(wanted.role, holder)
    if wanted.role in OF_AN_ORG and wanted.org not in orgs:
        raise GrantError("请选这个角色管的党组织")
    if wanted.role not in OF_AN_ORG and wanted.org is not None:
        raise GrantError("这个角色不属于某一个党组织；党组织一栏请留空")
    if wanted.until is not None and wanted.until <= max(wanted.start, today):
        raise GrantError("截止日期要晚于开始日期，也要晚于今天")
    if not wanted.reason.strip():
        raise GrantError("请写明授权理由，例如：2026 年 3 月支委会分工")
    if len(wanted.reason) > LONGEST_REASON:
        raise GrantError(f"理由最多 {LONGEST_REASON} 个字")


def can_grant(wanted: Wanted, *, giver: int, holder: Holder, orgs: Collection[UUID], today: dt.date) -> bool:
    """Whether the grant is in order."""
    try:
        check_grant(wanted, giver=giver, holder=holder, orgs=orgs, today=today)
    except GrantError:
        return False
    return True


def check_separate(role: str, holder: Holder) -> None:
    """Raises GrantError where one account would be an administrator and something else (三员分立)."""
    if holder.roles & KEEPING:
        raise GrantError("这是三员之一的账户，不能再有别的角色（三员分立）；请另开账户")
    if role in KEEPING and (holder.person or holder.roles):
        raise GrantError("管理员角色只能给没有其他角色、不属于党员本人的账户（三员分立）；请另开账户")


def check_end(*, giver: int, holder: int) -> None:
    """Raises GrantError where somebody would take a role from himself: that, too, is for another to do."""
    if giver == holder:
        raise GrantError("不能收回自己的角色；请由另一名安全管理员办理")


def can_end(*, giver: int, holder: int) -> bool:
    """Whether `giver` may end a grant of `holder`."""
    return giver != holder
