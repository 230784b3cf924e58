"""Why those on leave or absent did not come: one small choice beside each, shown by the state ticked, never required."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict

from zhixing.core.facts.meeting_words import AWAY
from zhixing.core.recording.study import STATES
from zhixing.web.recording.drawing import Option

MOST_ASKED = 150
"""On a longer roll only those who stand as away when it is drawn are asked: a form has room for 1,000 fields."""


@dataclass(frozen=True, slots=True)
class Because:
    """The choice of reasons that belongs to a state."""

    name: str
    state: str
    word: str
    options: tuple[Option, ...]


def read_reasons(said: QueryDict, marks: Mapping[UUID, str]) -> dict[UUID, str]:
    """What was chosen for those who stand as away; a choice that belongs to another state says nothing."""
    chosen = {person: said.get(_name(state, person), "") for person, state in marks.items() if state in AWAY}
    return {person: code for person, code in chosen.items() if code}


def draw_reasons(said: QueryDict, person: UUID, shown: str, granted: str, count: int) -> tuple[Because, ...]:
    """The choices for somebody who stands as `shown` on a roll of `count`; leave that was `granted` has its reason."""
    if count > MOST_ASKED and shown not in AWAY:
        return ()
    return tuple(
        Because(
            name := _name(state, person),
            state,
            STATES[state],
            tuple(
                Option(code, word, code == said.get(name, granted if state == "leave" else ""))
                for code, word in words.items()
            ),
        )
        for state, words in AWAY.items()
    )


def _name(state: str, person: UUID) -> str:
    return f"why-{state}-{person}"
