"""One thing stated twice, by hand and in a workbook, under different numbers or with different blanks.

A clerk who keys in a session gives it no number; the table that comes later has one. What tells the thing
(`signature`) is the same, so the later statement is read as the earlier one: under its id, and with its words
where one of the two has left a blank. What truly differs stays different and is shown as a contradiction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from zhixing.core.facts.forms import forms_in
from zhixing.core.facts.kinds import (
    Body,
    NeedRaised,
    NeedState,
    PlanItem,
    PlanItemDone,
    Pledge,
    PledgeState,
    ProblemSet,
    ProblemState,
    SelfStudyChecked,
    SessionHeld,
)
from zhixing.core.facts.meetings import DecisionState
from zhixing.core.facts.record import Draft

STATES = (NeedState, ProblemState, PledgeState, PlanItemDone, SelfStudyChecked, DecisionState)
"""States of a thing. A table tells no day of them: one entered by hand keeps the day it came about."""

Signature = tuple[object, ...]

_BLANKS: dict[type[Body], tuple[str, ...]] = {
    SessionHeld: ("code", "start", "category", "problem", "expected", "present"),
    NeedRaised: ("code",),
    ProblemSet: ("code", "source", "category", "due"),
    PlanItem: ("code", "minutes"),
    Pledge: ("code", "due"),
}
"""Fields that may be left blank, or that only a table numbers."""
_NUMBER = "code"


def signature(draft: Draft) -> Signature | None:
    """What tells a thing whatever its number; None for kinds whose natural key does so already."""
    body, text = draft.body, (draft.private or {}).get("text", "")
    if isinstance(body, SessionHeld):
        return (draft.kind, draft.day, body.title, body.organiser)
    if isinstance(body, NeedRaised | Pledge):
        return (draft.kind, draft.subject, draft.day, text)
    if isinstance(body, ProblemSet):
        return (draft.kind, draft.day, body.text)
    if isinstance(body, PlanItem):
        return (draft.kind, body.year, body.month, body.title, body.organiser)
    return None


def by_signature(held: Iterable[Draft]) -> Mapping[Signature, Sequence[Draft]]:
    """Drafts by what tells them."""
    found: dict[Signature, list[Draft]] = defaultdict(list)
    for draft in held:
        told = signature(draft)
        if told is not None:
            found[told].append(draft)
    return found


def as_held(draft: Draft, held: Mapping[Signature, Sequence[Draft]]) -> Draft:
    """The draft as the ledger words it, where the ledger holds the same thing; else the draft itself."""
    told = signature(draft)
    twins = held.get(told, ()) if told is not None else ()
    twin = _twin(draft, twins)
    if twin is None or (twin.about == draft.about and twin.content == draft.content):
        return draft
    body = _worded_like(twin.body, draft.body)
    return replace(draft, about=twin.about, body=body, chain=twin.chain)


def _twin(draft: Draft, twins: Sequence[Draft]) -> Draft | None:
    """The one that is meant: of the same hour, else the only one where either has left the hour out."""
    same = [one for one in twins if one.about == draft.about]
    if same:
        return same[-1]
    start = getattr(draft.body, "start", "")
    agreeing = [one for one in twins if getattr(one.body, "start", "") == start]
    if agreeing:
        return agreeing[-1]
    loose = [one for one in twins if not start or not getattr(one.body, "start", "")]
    return loose[0] if len(loose) == 1 else None


def _worded_like(before: Body, after: Body) -> Body:
    """`after` with the blanks of either filled from `before`; `before` itself where nothing else differs."""
    kept: dict[str, Any] = {}
    for name in _BLANKS[type(before)]:
        old, new = getattr(before, name), getattr(after, name)
        if name == _NUMBER or not old or not new:
            kept[name] = old
    if isinstance(before, SessionHeld | PlanItem) and isinstance(after, SessionHeld | PlanItem):
        if set(forms_in(before.form)) == set(forms_in(after.form)):
            kept["form"] = before.form
    return replace(after, **kept)  # type: ignore[type-var]
