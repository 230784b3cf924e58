"""Whom a meeting calls: by its form the whole branch, its committee, or one group; who is left out, and why.

应到 and 应到会有表决权 are two lists: a probationary member is expected and has no vote; a member who need not come
(条例第二十三条) isn't expected and still has one, until the branch says otherwise (domain rule voting.base).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from zhixing.core.facts.forms import forms_in
from zhixing.core.people.changes import home
from zhixing.core.people.register import GROUP, Org, Person, Register
from zhixing.core.strokes import stroke_key

COMMITTEE_POSTS = frozenset(
    {
        "secretary",
        "deputy_secretary",
        "organization_officer",
        "publicity_officer",
        "discipline_officer",
        "youth_officer",
        "committee_member",
    }
)
"""Posts whose holders make up a branch's committee (支部委员会)."""


class Scope(StrEnum):
    """Whom a form calls; the value is what the ledger keeps."""

    BRANCH = "branch"
    COMMITTEE = "committee"
    GROUP = "group"


_ONLY: Mapping[str, Scope] = {"支委会": Scope.COMMITTEE, "党小组会": Scope.GROUP}


@dataclass(frozen=True, slots=True)
class Called:
    """Whom a meeting calls, in the order of the printed sheet; `left` those of them who aren't expected, by reason.

    `unit` is the branch, or the group; `others` how many of the branch the form doesn't call.
    """

    scope: Scope
    unit: Org
    people: tuple[Person, ...]
    left: Mapping[UUID, str] = field(default_factory=dict)
    others: int = 0

    @property
    def expected(self) -> tuple[Person, ...]:
        """Those who must come."""
        return tuple(one for one in self.people if one.id not in self.left)


def scope_of(forms: Iterable[str]) -> Scope:
    """The widest that the forms call: one meeting that is 支委会 and 党课 at once calls everybody."""
    wanted = {_ONLY.get(one, Scope.BRANCH) for text in forms for one in forms_in(text)}
    return wanted.pop() if len(wanted) == 1 else Scope.BRANCH


def members_on(register: Register, org: UUID, day: dt.date) -> tuple[Person, ...]:
    """The members of an organisation on a day, 双重组织生活 included, by strokes of the surname."""
    reach = register.below(org)
    found = [person for person in register.people.values() if _belongs(person, reach, day)]
    return tuple(sorted(found, key=_by_strokes))


def committee_on(register: Register, org: UUID, day: dt.date) -> tuple[Person, ...]:
    """The members of a branch's committee on a day, by strokes; empty where no posts are on record."""
    found = [
        person
        for person in register.people.values()
        if any(post.org == org and post.post in COMMITTEE_POSTS for post in person.posts_on(day))
    ]
    return tuple(sorted(found, key=_by_strokes))


def called(
    register: Register, org: Org, forms: Iterable[str], day: dt.date, *, group: UUID | None = None
) -> Called:
    """Whom a meeting of `org` calls. Without posts on record, or without a group named, it is everybody."""
    scope, everybody = scope_of(forms), members_on(register, org.id, day)
    unit, people = org, everybody
    if scope is Scope.COMMITTEE:
        people = committee_on(register, org.id, day)
    elif scope is Scope.GROUP:
        found = register.orgs.get(group) if group is not None else None
        unit = found if found and found.kind == GROUP and found.id in register.below(org.id) else org
        people = members_on(register, unit.id, day) if unit is not org else ()
    if not people:
        scope, unit, people = Scope.BRANCH, org, everybody
    here = {one.id for one in people}
    left = {one.id: "exempt" for one in people if one.exempt_on(day) is not None}
    others = sum(one.id not in here for one in everybody)
    return Called(scope, unit, people, left, others)


def off_roll(register: Register, org: UUID, day: dt.date) -> tuple[Person, ...]:
    """Those listed here in the year of a day and on no roll on that day: they are told with the list, not called."""
    reach = register.below(org)
    found = [
        person
        for person in register.people.values()
        if home(person) in reach and person.on_roll(day) is None and person.roll_in(day.year) is not None
    ]
    return tuple(sorted(found, key=_by_strokes))


def voters(
    whole: Called, register: Register, day: dt.date, probationary: Iterable[str], stated: Mapping[UUID, str]
) -> tuple[tuple[Person, ...], dict[UUID, str]]:
    """Who may vote (应到会有表决权), and who of those called may not, each with the reason.

    `stated`: reasons that the branch gives by hand. A committee votes by its seats, whoever sits there.
    """
    without = set(probationary)
    reach = register.below(whole.unit.id)
    may, not_may = [], dict[UUID, str]()
    for person in whole.people:
        held = person.on_roll(day)
        if person.id in stated:
            not_may[person.id] = stated[person.id]
        elif whole.scope is Scope.COMMITTEE:
            may.append(person)
        elif held is not None and held.standing in without:
            not_may[person.id] = "probationary"
        elif held is None or not {held.org, held.group} & reach:
            not_may[person.id] = "dual"
        else:
            may.append(person)
    return tuple(may), not_may


def _belongs(person: Person, reach: set[UUID], day: dt.date) -> bool:
    roll = person.on_roll(day)
    if roll is None:
        return False
    return bool({roll.org, roll.group} & reach) or any(d.org in reach and d.covers(day) for d in person.dual)


def _by_strokes(person: Person) -> tuple[object, ...]:
    return (stroke_key(person.name), person.id)
