"""Choosing people for a form: who is called to a meeting, and who is meant by a name or by its letters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from zhixing.actions.roll import roll
from zhixing.core.names import clean_name, stroke_key
from zhixing.core.people.changes import home
from zhixing.core.people.register import Person, Register
from zhixing.core.recording.called import Scope, called
from zhixing.interop.documents.sign_in import list_code
from zhixing.interop.pinyin import sounds_like
from zhixing.store.people.queries import Actor

MOST = 40
"""Names offered at once; more would be a list to read."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody as a form names him or her. `exempt`: 不作硬性要求, welcome and not expected.
    `gone`: on no roll that day.
    """

    id: UUID
    name: str
    branch: UUID
    branch_name: str
    group: str
    about: str
    exempt: bool
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Roll:
    """Who is called to a meeting, in the order of the printed sheet; `code` is the sheet's."""

    people: tuple[Listed, ...]
    code: str
    scope: str = Scope.BRANCH.value
    unit: UUID | None = None

    @property
    def key(self) -> str:
        """Which list it is: whom it calls, of which organisation."""
        return f"{self.scope}-{self.unit}"

    @property
    def expected(self) -> tuple[Listed, ...]:
        """Those who are expected."""
        return tuple(one for one in self.people if not one.exempt)

    @property
    def exempt(self) -> tuple[Listed, ...]:
        """Those who may come and need not."""
        return tuple(one for one in self.people if one.exempt)


def called_to(org: UUID, day: dt.date, forms: Iterable[str] = (), group: UUID | None = None) -> Roll:
    """Whom a meeting of an organisation calls on a day by its forms, by strokes of the surname.

    Everybody (双重组织生活 included), unless it is a meeting of its committee or of one group alone.
    """
    register = roll().register
    unit = register.orgs.get(org)
    if unit is None:
        return Roll((), list_code(()))
    found = called(register, unit, forms, day, group=group)
    code = list_code([person.id for person in found.people])
    people = tuple(listed(person, day, register) for person in found.people)
    return Roll(people, code, found.scope.value, found.unit.id)


def members_of(orgs: Iterable[UUID], day: dt.date) -> tuple[Listed, ...]:
    """Those on the rolls of these branches on a day, or listed there last; candidates behind the members."""
    register, wanted = roll().register, set(orgs)
    people = [person for person in register.people.values() if home(person) in wanted]
    rows = [listed(person, day, register) for person in people]
    order = {uid: unit.order for uid, unit in register.orgs.items()}
    return tuple(
        sorted(
            rows,
            key=lambda one: (one.gone, order.get(one.branch, 0), stroke_key(one.name), one.group, one.id),
        )
    )


def found_by(typed: str, day: dt.date, *, orgs: Iterable[UUID] | None = None) -> tuple[Listed, ...]:
    """Whom a part of a name, its pinyin or its initials may mean; in these branches, or anywhere."""
    register, q = roll().register, clean_name(typed).lower()
    if not q:
        return ()
    wanted = None if orgs is None else set(orgs)
    hits = [
        listed(person, day, register)
        for person in register.people.values()
        if (wanted is None or home(person) in wanted) and sounds_like(person.name, q)
    ]
    return tuple(sorted(hits, key=lambda one: (one.name != typed, stroke_key(one.name), one.branch_name)))[
        :MOST
    ]


def listed(person: Person, day: dt.date, register: Register) -> Listed:
    """Somebody as a list names him or her on a day."""
    held = person.on_roll(day) or (person.roll[-1] if person.roll else None)
    place = person.place_on(day)
    words = [span.title for span in person.posts_on(day)] + ([place.duty] if place and place.duty else [])
    if held is None:
        unit = person.candidacy.org if person.candidacy else person.id
        group = person.candidacy.stage if person.candidacy else ""
    else:
        unit, group = held.org, register.name_of(held.group)
    gone = bool(person.roll) and person.on_roll(day) is None and person.candidacy is None
    exempt = person.exempt_on(day) is not None
    return Listed(person.id, person.name, unit, register.name_of(unit), group, "、".join(words), exempt, gone)


def branches_kept(actor: Actor, *roles: str) -> tuple[tuple[UUID, str], ...]:
    """The branches whose books an actor keeps, in organisational order."""
    register = roll().register
    return tuple((org.id, org.name) for org in register.branches() if actor.over(org.id, *roles))
