"""Who may be given which role: the truth table of 三员分立, drawn from every combination."""

from __future__ import annotations

import datetime as dt
from itertools import product
from uuid import UUID

import pytest

from zhixing.core.people.grants import (
    GRANTABLE,
    KEEPING,
    OF_AN_ORG,
    GrantError,
    Holder,
    Wanted,
    can_end,
    can_grant,
    check_end,
    check_grant,
)
from zhixing.core.people.usernames import is_username, next_username

TODAY, ORG, OTHER = dt.date(2026, 3, 2), UUID(int=1), UUID(int=2)
HELD = (frozenset[str](), *(frozenset({role}) for role in sorted(GRANTABLE)))


def wanted(role: str, org: UUID | None = None, until: dt.date | None = None, reason: str = "分工") -> Wanted:
    """A grant from today."""
    return Wanted(role, org, TODAY, until, reason)


@pytest.mark.parametrize(
    ("role", "held", "person", "own"),
    list(product(sorted(GRANTABLE), HELD, (True, False), (True, False))),
)
def test_the_whole_table(role: str, held: frozenset[str], person: bool, own: bool) -> None:
    holder = Holder(7, person, held)
    separate = not held & KEEPING and not (role in KEEPING and (person or held))
    expected = separate and not own
    org = ORG if role in OF_AN_ORG else None
    found = can_grant(wanted(role, org), giver=7 if own else 8, holder=holder, orgs={ORG}, today=TODAY)
    assert found is expected


@pytest.mark.parametrize(
    ("one", "word"),
    [
        (wanted("king"), "没有这种角色"),
        (wanted("branch"), "党组织"),
        (wanted("branch", OTHER), "党组织"),
        (wanted("superior", ORG), "留空"),
        (wanted("superior", until=TODAY), "截止"),
        (wanted("superior", until=TODAY - dt.timedelta(days=1)), "截止"),
        (wanted("superior", reason="  "), "理由"),
        (wanted("superior", reason="长" * 201), "200"),
    ],
)
def test_what_is_wrong_is_said(one: Wanted, word: str) -> None:
    with pytest.raises(GrantError, match=word):
        check_grant(one, giver=8, holder=Holder(7, False, frozenset()), orgs={ORG}, today=TODAY)


def test_nobody_ends_his_own() -> None:
    assert can_end(giver=1, holder=2)
    assert not can_end(giver=1, holder=1)
    check_end(giver=1, holder=2)
    with pytest.raises(GrantError):
        check_end(giver=1, holder=1)


def test_user_names_follow_the_name() -> None:
    taken: set[str] = set()
    for expected in ("wanglei", "wanglei2", "wanglei3"):
        name = next_username("wanglei", taken)
        taken.add(name)
        assert name == expected
        assert is_username(name)
    assert next_username("", taken) == "user"
    assert next_username("e", taken) == "usere"
    assert len(next_username("a" * 60, taken)) <= 30


@pytest.mark.parametrize("text", ["", "a", "1a", "Ab", "王磊", "a b", "a" * 31, "a/b"])
def test_what_is_no_user_name(text: str) -> None:
    assert not is_username(text)
