"""What the branch page shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.figures.organ import OrganYear
from zhixing.core.figures.unit import Outside
from zhixing.core.people.register import ORG_WORDS
from zhixing.web.shared.beats import Life, life, recorded_forms
from zhixing.web.shared.downloads import Offer
from zhixing.web.shared.duties import Waiting
from zhixing.web.shared.units import (
    FindingRow,
    PersonRow,
    Sections,
    finding_row,
    people_rows,
    person_row,
    person_url,
    sections,
)


@dataclass(frozen=True, slots=True)
class OutsideRow:
    """Somebody outside the denominator, and the reason."""

    name: str
    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class BranchPage:
    """One branch, one year."""

    year: int
    as_of: dt.date
    rulebook: str
    name: str
    kind: str
    members: int
    running: bool
    waiting: tuple[Waiting, ...]
    sections: Sections
    outside: tuple[OutsideRow, ...]
    short: tuple[PersonRow, ...]
    leaders: tuple[PersonRow, ...]
    people: tuple[PersonRow, ...]
    life: Life
    findings: tuple[FindingRow, ...]
    exports: tuple[Offer, ...]


def branch_page(
    whole: OrganYear, wanted: UUID, exports: tuple[Offer, ...], now: tuple[Waiting, ...] = ()
) -> BranchPage | None:
    """The page of a branch that the viewer may see; None for any other."""
    unit = next((one for one in whole.branches if one.id == wanted), None)
    if unit is None:
        return None
    year = whole.year
    mine = [member for member in whole.members if member.branch_id == wanted]
    known = {member.id: member for member in mine}
    return BranchPage(
        year=year,
        as_of=whole.as_of,
        rulebook=whole.rulebook[:12],
        name=unit.name,
        kind=ORG_WORDS.get(unit.kind, ""),
        members=unit.members,
        running=whole.as_of < dt.date(year, 12, 31),
        waiting=now,
        sections=sections(unit, year, whole.as_of),
        outside=tuple(_outside(one, year) for one in unit.coverage.outside),
        short=people_rows(unit.coverage.short, known, year),
        leaders=people_rows(unit.leaders, known, year),
        people=tuple(person_row(member, year) for member in mine),
        life=life([unit.rhythms], recorded_forms([one.rhythms for one in whole.branches])),
        findings=tuple(finding_row(one, year, whole.as_of) for one in whole.structure if one.org == wanted),
        exports=exports,
    )


def _outside(one: Outside, year: int) -> OutsideRow:
    return OutsideRow(one.name, person_url(year, one.member), one.reason)
