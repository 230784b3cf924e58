"""What one can do about a fact on a member's page: object to it, or have it corrected; and what is under way."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse

from zhixing.actions.dossier import MemberFile
from zhixing.actions.record import nth_uid
from zhixing.core.corrections.cases import CONFIRMED, fold_cases
from zhixing.core.corrections.replacement import read
from zhixing.core.corrections.rules import NOT_OBJECTED, NOT_REVERSED
from zhixing.core.facts.record import Fact

_NONE = UUID(int=0)


class Acting:
    """Links and marks by fact, from what the file holds already: no query."""

    def __init__(self, file: MemberFile, *, own: bool, acts: bool) -> None:
        self.acts = acts
        self.person = file.person.id
        self.closed = NOT_OBJECTED if own else NOT_REVERSED
        name = "member:object" if own else "correction:propose"
        self.before, self.after = reverse(name, args=[_NONE]).split(str(_NONE))
        cases = fold_cases(file.facts.values())
        self.marks = {one.target: "异议办理中" for one in cases.objections.values() if one.end is None}
        for proposal in cases.proposals.values():
            if proposal.end is None and proposal.target is not None:
                self.marks.setdefault(proposal.target, "更正待确认")
            elif proposal.end is not None and proposal.end.outcome == CONFIRMED:
                for nth, _ in enumerate(read(proposal.drafts), 1):
                    self.marks[nth_uid(proposal.uid, nth)] = "补记" if proposal.late else "更正后"

    def of(self, facts: Sequence[Fact]) -> tuple[str, str]:
        """The address to act at for a line of these facts, and its mark; the fact about the person goes first."""
        ranked = sorted(facts, key=lambda fact: fact.subject != self.person)
        mark = next((self.marks[fact.uid] for fact in ranked if fact.uid in self.marks), "")
        first = next((fact for fact in ranked if fact.subject == self.person), None)
        if first is None or not self.acts or first.kind in self.closed:
            return "", mark
        return f"{self.before}{first.uid}{self.after}", mark
