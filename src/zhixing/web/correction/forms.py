"""The correction form: words as typed, kept when something is refused, and read into a change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from zhixing.actions.corrections import Change
from zhixing.core.corrections.replacement import ONLY_REPLACED, Shape, replaced, shapes_filled
from zhixing.core.facts.record import Fact

CHANGE, DROP = "change", "drop"


@dataclass(frozen=True, slots=True)
class Row:
    """A field of the form: its shape, what stands on the books, what is typed now."""

    shape: Shape
    held: str
    value: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ProposalForm:
    """The form as it is shown; `droppable`: the fact may be taken back without another in its place."""

    uid: UUID
    rows: tuple[Row, ...]
    how: str
    reason: str
    droppable: bool


def blank_form(fact: Fact) -> ProposalForm:
    """The form of a fact before anything is typed."""
    return _form(fact, {}, uuid4())


def typed_form(fact: Fact, typed: Mapping[str, str]) -> ProposalForm:
    """The form with what was typed."""
    return _form(fact, typed, uid_of(typed.get("uid", "")) or uuid4())


def _form(fact: Fact, typed: Mapping[str, str], uid: UUID) -> ProposalForm:
    rows = tuple(
        Row(
            one.shape,
            one.value,
            typed.get(one.shape.name, one.value),
            _choices(one.shape, one.value),
        )
        for one in shapes_filled(fact)
    )
    droppable = fact.kind not in ONLY_REPLACED
    how = typed.get("how", CHANGE if rows else DROP)
    return ProposalForm(uid, rows, how, typed.get("reason", ""), droppable)


def _choices(shape: Shape, held: str) -> tuple[tuple[str, str], ...]:
    """The choices, and what stands on the books where that is none of them."""
    known = {code for code, _ in shape.choices}
    return shape.choices if held in known or not held else ((held, held), *shape.choices)


def read_change(fact: Fact, form: ProposalForm, typed: Mapping[str, str], objection: UUID | None) -> Change:
    """What is proposed. Raises FactError naming the field."""
    drafts = () if form.how == DROP else (replaced(fact, typed),)
    return Change(drafts, form.reason, form.uid, objection)


def uid_of(text: str) -> UUID | None:
    """An id from a form or an address; None for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
