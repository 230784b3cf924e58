"""Why those on leave or absent did not come: a code from a short list, never required, in no figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from zhixing.core.facts.kinds import Attendance
from zhixing.core.facts.meeting_words import AWAY
from zhixing.core.facts.meetings import AwayReason
from zhixing.core.facts.record import Fact
from zhixing.core.people.register import Register
from zhixing.core.recording.base import Refused, one_of
from zhixing.core.recording.study import STATES


def check_reasons(reasons: Mapping[UUID, str], roll: Mapping[UUID, str], register: Register) -> None:
    """A reason is one of those that the state of its person on the roll may have. Raises Refused."""
    for person, code in reasons.items():
        known, state = register.people.get(person), roll.get(person, "")
        name = known.name if known else "名单里有人"
        if state not in AWAY:
            raise Refused("roll", f"{name}不是请假或缺席，不用写没到会的原因")
        one_of(code, AWAY[state], "roll", f"{name}{STATES[state]}的原因")


def reasons_in(facts: Iterable[Fact]) -> dict[UUID, str]:
    """Person → reason in words, from what is told about a session; without those whom its roll says otherwise of."""
    states: dict[UUID, str] = {}
    codes: dict[UUID, str] = {}
    for fact in facts:
        if fact.subject is not None and isinstance(fact.body, Attendance):
            states[fact.subject] = fact.body.state
        elif fact.subject is not None and isinstance(fact.body, AwayReason):
            codes[fact.subject] = fact.body.reason
    return {
        person: words[code]
        for person, code in codes.items()
        if code in (words := AWAY.get(states.get(person, ""), {}))
    }
