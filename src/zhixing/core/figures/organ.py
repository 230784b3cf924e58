"""The whole dossier of a year: every member, every branch, the organ. A pure fold over facts and rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.facts.record import Fact, effective
from zhixing.core.figures.due import Due
from zhixing.core.figures.dues import Now, dues
from zhixing.core.figures.member import MemberYear, frame, member_year
from zhixing.core.figures.open import OpenThing, open_things, recorded_forms
from zhixing.core.figures.unit import UnitYear, unit_year
from zhixing.core.figures.yearfacts import sort_facts
from zhixing.core.names import stroke_key
from zhixing.core.people.register import Register, fold_register
from zhixing.core.people.structure import Finding, check_structure
from zhixing.core.rules.book import Rulebooks


@dataclass(frozen=True, slots=True)
class OrganYear:
    """The dossier. Branches in organisational order, members by branch and then by surname strokes.

    `forms`: every form that any session of any year served, and `since` the day of the first; `open`: what waits
    to be settled, of any year. `dues`: what is due today, of the running year alone.
    """

    year: int
    as_of: dt.date
    rulebook: str
    members: tuple[MemberYear, ...]
    branches: tuple[UnitYear, ...]
    organ: UnitYear | None
    structure: tuple[Finding, ...]
    facts: int
    forms: frozenset[str] = frozenset()
    since: dt.date | None = None
    open: tuple[OpenThing, ...] = ()
    dues: tuple[Due, ...] = ()

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
    forms, since = recorded_forms(drawers)
    running = year == today.year and root is not None
    left = open_things(drawers, register)
    now = Now(year, members, units, findings, forms, since, left, register, rules, today)
    return OrganYear(
        year,
        seen.as_of,
        rules.digest,
        tuple(members),
        tuple(units),
        organ,
        tuple(findings),
        len(facts),
        forms,
        since,
        left,
        dues(now) if running else (),
    )
