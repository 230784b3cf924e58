"""The whole dossier of a year: every member, every branch, the organ. A pure fold over facts and rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.facts.record import Fact, effective
from zhixing.core.figures.member import MemberYear, frame, member_year
from zhixing.core.figures.unit import UnitYear, unit_year
from zhixing.core.figures.yearfacts import sort_facts
from zhixing.core.names import stroke_key
from zhixing.core.people.register import Register, fold_register
from zhixing.core.people.structure import Finding, check_structure
from zhixing.core.rules.book import Rulebooks


@dataclass(frozen=True, slots=True)
class OrganYear:
    """The dossier. Branches in organisational order, members by branch and then by surname strokes."""

    year: int
    as_of: dt.date
    rulebook: str
    members: tuple[MemberYear, ...]
    branches: tuple[UnitYear, ...]
    organ: UnitYear | None
    structure: tuple[Finding, ...]
    facts: int

    def member(self, uid: UUID) -> MemberYear | None:
        """One member's year."""
        return next((member for member in self.members if member.id == uid), None)


def organ_year(
    facts: Iterable[Fact],
    private: Mapping[UUID, Mapping[str, str]],
    rules: Rulebooks,
    *,
    year: int,
    today: dt.date,
) -> OrganYear:
    """Folds all facts into the year's dossier. The order of the facts does not matter."""
    counted = effective(facts)
    register = fold_register(counted, private)
    return dossier(counted, register, rules, year=year, today=today)


def dossier(
    facts: list[Fact], register: Register, rules: Rulebooks, *, year: int, today: dt.date
) -> OrganYear:
    """The dossier over a register already folded."""
    drawers = sort_facts(facts)
    seen = frame(year, today, rules, register, drawers, facts)
    found = [member_year(person, seen) for person in register.people.values()]
    orders = {org.id: org.order for org in register.orgs.values()}
    members = sorted(
        (member for member in found if member is not None),
        key=lambda m: (orders.get(m.branch_id, 0), stroke_key(m.name), m.group, m.id),
    )
    units = []
    for branch in register.branches():
        if not branch.open_on(dt.date(year, 1, 1)):
            continue
        own = [member for member in members if member.branch_id == branch.id]
        units.append(unit_year(branch, own, seen, whole=False))
    root = register.root
    organ = unit_year(root, members, seen, whole=True) if root else None
    findings = check_structure(register, rules, seen.as_of) if root else ()
    return OrganYear(
        year, seen.as_of, rules.digest, tuple(members), tuple(units), organ, tuple(findings), len(facts)
    )
