"""Who is called to a meeting: the list behind a sign-in sheet (L4), in one order, with a code that stands for it.

Numbers only mean something together with the list they were printed from: whoever keys numbers back has the
code on the sheet compared before a number is believed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.people.register import Org, Person, Register
from zhixing.core.recording.called import members_on
from zhixing.interop.documents.sign_in import list_code


@dataclass(frozen=True, slots=True)
class Called:
    """The people called, in the order of their numbers, and how many of them must come."""

    people: tuple[Person, ...]
    expected: int

    @property
    def code(self) -> str:
        """The code of the list."""
        return list_code([person.id for person in self.people])


def called(register: Register, org: UUID, day: dt.date) -> Called:
    """The members of an organisation on a day, those in 双重组织生活 there included, by strokes of the surname.

    Who is exempt (条例第二十三条) stands on the list and may come, but is not among those who must.
    """
    found = members_on(register, org, day)
    return Called(found, sum(person.exempt_on(day) is None for person in found))


def group_words(register: Register, person: Person, org: Org, day: dt.date) -> str:
    """What stands beside a name: the group within the branch, or the branch where the list spans several."""
    roll = person.on_roll(day)
    if roll is None:
        return ""
    if roll.org != org.id and roll.group != org.id:
        return register.name_of(roll.org)
    return register.name_of(roll.group)
