"""The named cast: one account a role, a second branch's officer and member, and somebody without a part.

`branch`, `secretary`, `discipline`, `publicity` hold the first branch, `branch_other` the second; `member`
belongs to the first, `member_other` to the second. `leader` is the secretary of the whole committee.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.contrib.auth.models import User

from zhixing.actions.accounts import count_as_informed, ensure_account
from zhixing.actions.actors import actor_of
from zhixing.core.figures.member import MemberYear
from zhixing.core.figures.organ import OrganYear
from zhixing.store.people.queries import Actor

PASSWORD = "zhixing-test-2025"  # noqa: S105 - of invented people
LABELS = {
    "superior": "刘英",
    "leader": "陈立",
    "branch": "周健",
    "branch_other": "吴桐",
    "secretary": "郑红",
    "discipline": "冯岩",
    "publicity": "褚青",
    "system": "系统甲",
    "security": "安全乙",
    "audit": "审计丙",
}
KEEPERS = ("system", "security", "audit")
CAST = (*LABELS, "member", "member_other")


def hire(year: OrganYear, *, now: dt.datetime, today: dt.date) -> None:
    """Gives everybody of the cast an account; `stranger` can sign in and has no part."""
    first, second = year.branches[0], year.branches[1]
    mine, theirs = (_plain_member(year, unit.id) for unit in (first, second))
    branches = dict.fromkeys(("branch", "secretary", "discipline", "publicity"), first.name)
    branches["branch_other"] = second.name
    for name, label in LABELS.items():
        role = {"branch_other": "branch", "leader": "secretary"}.get(name, name)
        _account(name, role, label, branches.get(name), None, now, today)
    for name, one in (("member", mine), ("member_other", theirs)):
        _account(name, "member", "", None, f"{one.name}({one.branch}{one.group})", now, today)
    User.objects.get_or_create(username="stranger")
    count_as_informed(CAST, now=now)


def _plain_member(year: OrganYear, branch: UUID) -> MemberYear:
    """A member without a post (a post brings a hat), with a gap if there is such a one."""
    mine = [one for one in year.members if one.branch_id == branch and one.on_roll_at_end]
    return min(mine, key=lambda one: (bool(one.post), not one.gap.value))


def _account(
    name: str,
    role: str,
    label: str,
    branch: str | None,
    member: str | None,
    now: dt.datetime,
    today: dt.date,
) -> None:
    ensure_account(
        name, PASSWORD, role=role, label=label, branch=branch, member=member, by="测试", now=now, today=today
    )


def actor(name: str, *, today: dt.date) -> Actor:
    """The actor of this name."""
    found = actor_of(User.objects.get(username=name).pk, today=today)
    assert found is not None
    return found
