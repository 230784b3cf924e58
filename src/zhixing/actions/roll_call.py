"""Who is called to a meeting: the list behind a sign-in sheet (L4), in one order, and its numbers read back.

Numbers only mean something together with the list they were printed from: the code on the sheet stands for
that list, and is compared before a number is believed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.people.register import Org, Person, Register, fold_register
from zhixing.core.strokes import stroke_key
from zhixing.interop.documents.sign_in import NumbersError, list_code, numbers, same_code
from zhixing.store.ledger import glances, queries


@dataclass(frozen=True, slots=True)
class Called:
    """The people called, in the order of their numbers, and how many of them must come."""

    people: tuple[Person, ...]
    expected: int

    @property
    def code(self) -> str:
        """The code of the list."""
        return list_code([person.id for person in self.people])


def people_register() -> Register:
    """Everybody, with the plain words of the roster."""
    facts = queries.people_facts()
    return fold_register(facts, glances.words_of(facts))


def called(register: Register, org: UUID, day: dt.date) -> Called:
    """The members of an organisation on a day, those in 双重组织生活 there included, by strokes of the surname.

    Who is exempt (条例第二十三条) stands on the list and may come, but is not among those who must.
    """
    reach = register.below(org)
    found = [person for person in register.people.values() if _belongs(person, reach, day)]
    found.sort(key=lambda person: (stroke_key(person.name), person.id))
    must = [person for person in found if person.exempt_on(day) is None]
    return Called(tuple(found), len(must))


def _belongs(person: Person, reach: set[UUID], day: dt.date) -> bool:
    roll = person.on_roll(day)
    if roll is None:
        return False
    return bool({roll.org, roll.group} & reach) or any(d.org in reach and d.covers(day) for d in person.dual)


def group_words(register: Register, person: Person, org: Org, day: dt.date) -> str:
    """What stands beside a name: the group within the branch, or the branch where the list spans several."""
    roll = person.on_roll(day)
    if roll is None:
        return ""
    if roll.org != org.id and roll.group != org.id:
        return register.name_of(roll.org)
    return register.name_of(roll.group)


def keyed_back(org: UUID, day: dt.date, *, code: str, typed: str) -> tuple[UUID, ...]:
    """The people behind numbers keyed back from a printed sheet: those who did not come, or came otherwise.

    `org` and `day` are those of the sheet. Raises `NumbersError` with a sentence when the code is of another
    list, or a number is not on it. Whether the asker may is the caller's to check.
    """
    list_now = called(people_register(), org, day)
    if not same_code(code, list_now.code):
        raise NumbersError(
            f"签到表编号“{code}”同现在的名单对不上：名单在打印以后有变动，或编号、日期、组织不是这张表的。"
            "请核对编号；名单有变动的，按姓名登记。"
        )
    return tuple(list_now.people[n - 1].id for n in numbers(typed, len(list_now.people)))
