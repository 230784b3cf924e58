"""Who holds which role for which organisation: for the security administrator's list. Names of posts, no data."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from zhixing.actions.accounts import BEGINNING
from zhixing.actions.actors import tree
from zhixing.core.people.duties import ROLE_OF_POST
from zhixing.core.people.register import Register, fold_register
from zhixing.store.ledger import queries as facts
from zhixing.store.people import queries
from zhixing.store.people.queries import MEMBER, ROLE_WORDS, AccountRow


@dataclass(frozen=True, slots=True)
class Held:
    """A role held: since and until when, by a grant (its number) or by a Party post (no number)."""

    role: str
    words: str
    where: str
    since: dt.date | None
    until: dt.date | None
    grant: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """An account as the security administrator sees it."""

    account: AccountRow
    held: tuple[Held, ...]
    second_factor: bool


def standings(*, today: dt.date, only: int | None = None) -> tuple[Standing, ...]:
    """All accounts by user name, or one, each with what it holds today or from a later day on."""
    rows = queries.accounts() if only is None else [row for row in [queries.account_by_id(only)] if row]
    grants, factors = queries.grants(), queries.with_second_factor()
    posts, orgs = _posts(today), tree()
    found = []
    for row in rows:
        held = [
            _granted(one, orgs) for one in grants.get(row.id, ()) if one.until is None or one.until > today
        ]
        if row.person is not None:
            held = [Held(MEMBER, ROLE_WORDS[MEMBER], "", None, None, None), *posts.get(row.person, ()), *held]
        found.append(Standing(row, tuple(held), row.user in factors))
    return tuple(found)


def _granted(one: queries.GrantRow, orgs: Register) -> Held:
    where = orgs.place_of(one.org) if one.org else ("" if one.role in queries.KEEPERS else "全部")
    start = one.start if one.start > BEGINNING else None
    return Held(one.role, one.words, where, start, one.until, one.id, one.reason)


def _posts(today: dt.date) -> dict[object, list[Held]]:
    """The roles that Party posts in force bring, by person: one fold, no words."""
    register = fold_register(facts.people_facts(), {})
    found: dict[object, list[Held]] = defaultdict(list)
    for person in register.people.values():
        if person.on_roll(today) is None:
            continue
        for post in person.posts_on(today):
            role = ROLE_OF_POST.get(post.post)
            if role is not None:
                where = register.name_of(post.org)
                found[person.id].append(Held(role, ROLE_WORDS[role], where, post.start, post.until, None))
    return found
