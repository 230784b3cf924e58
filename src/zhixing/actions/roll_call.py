"""What stands beside a name on the list of a meeting (签到表 L4, L3)."""

from __future__ import annotations

import datetime as dt

from zhixing.core.people.register import Org, Person, Register


def group_words(register: Register, person: Person, org: Org, day: dt.date) -> str:
    """What stands beside a name: the group within the branch, or the branch where the list spans several."""
    roll = person.on_roll(day)
    if roll is None:
        return ""
    if roll.org != org.id and roll.group != org.id:
        return register.name_of(roll.org)
    return register.name_of(roll.group)
