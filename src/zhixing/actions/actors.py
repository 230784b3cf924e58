"""Who acts: the account behind a sign-in and the hats worn today, from dated grants and from Party posts in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.people.duties import ROLE_OF_POST
from zhixing.core.people.register import Register, fold_register
from zhixing.store.ledger import glances, marks
from zhixing.store.people import queries
from zhixing.store.people.queries import KEEPERS, MEMBER, SUPERIOR, Actor, Hat

KEPT = 2000
"""Actors kept in memory."""

_actors: dict[int, tuple[_Mark, Actor | None]] = {}
_trees: dict[str, Register] = {}


@dataclass(frozen=True, slots=True)
class _Mark:
    """What an actor depends on: accounts and grants, organisation, posts, and the day."""

    access: int
    organisation: str
    posts: str
    day: dt.date


def actor_of(user_id: int, *, today: dt.date) -> Actor | None:
    """The actor behind a signed-in user; None without an account. Kept until anything it rests on changes."""
    mark = _Mark(queries.access_mark(), *marks.access_marks(), today)
    kept = _actors.get(user_id)
    if kept is not None and kept[0] == mark:
        return kept[1]
    actor = _read(user_id, mark.organisation, today)
    if len(_actors) >= KEPT:
        _actors.clear()
    _actors[user_id] = (mark, actor)
    return actor


def _read(user_id: int, organisation: str, today: dt.date) -> Actor | None:
    found = queries.account_with_standing(user_id)
    if found is None or not found[0].active:
        return None
    account, standing = found
    tree = tree_at(organisation)
    hats = list(dict.fromkeys(_hats(account, tree, today)))
    return Actor(account.id, account.username, account.label, account.person, tuple(hats), standing)


def _hats(account: queries.AccountRow, tree: Register, today: dt.date) -> Iterator[Hat]:
    """An administrator's account wears that hat alone, whatever else was given by mistake."""
    given = queries.grants_of(account.id, on=today)
    keeping = [grant for grant in given if grant.role in KEEPERS]
    if keeping:
        yield Hat(keeping[0].role, None, frozenset())
        return
    if account.person is not None:
        yield Hat(MEMBER, None, frozenset())
        yield from _by_post(account.person, tree, today)
    for grant in given:
        org = grant.org or (tree.root.id if tree.root else None)
        yield Hat(grant.role, org, _reach(tree, org))


def _by_post(person: UUID, tree: Register, today: dt.date) -> Iterator[Hat]:
    """The hats of the Party posts that a person holds today."""
    register = fold_register(glances.posts_of(person), {})
    found = register.people.get(person)
    for post in found.posts_on(today) if found and found.on_roll(today) else ():
        role = ROLE_OF_POST.get(post.post)
        if role is not None and post.org in tree.orgs:
            yield Hat(role, post.org, _reach(tree, post.org))


def _reach(tree: Register, org: UUID | None) -> frozenset[UUID]:
    return frozenset(tree.below(org)) if org is not None and org in tree.orgs else frozenset()


def tree() -> Register:
    """Organisations and stations (no people), read once for each state of them."""
    return tree_at(marks.access_marks()[0])


def tree_at(mark: str) -> Register:
    """The tree as of a mark of `marks.access_marks`."""
    if mark not in _trees:
        folded = fold_register(glances.organisation(), {})
        _trees.clear()
        _trees[mark] = folded
    return _trees[mark]


def whole_tree(actor: Actor, *roles: str) -> bool:
    """Whether hats of these roles cover the organisation at the top, and so everything."""
    return covers(actor, tree(), *roles)


def covers(actor: Actor, tree: Register, *roles: str) -> bool:
    """As `whole_tree`, for a tree read already."""
    root = tree.root
    return actor.wears(SUPERIOR) if root is None else actor.over(root.id, *roles)
