"""What the overview shows: what needs you now, then the year side by side, nobody ranked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from zhixing.core.figures.figure import hours
from zhixing.core.figures.organ import OrganYear
from zhixing.core.figures.unit import UnitYear
from zhixing.core.rules.book import Rulebooks
from zhixing.web.overview.todo import open_todo, todo
from zhixing.web.overview.waiting import OpenRow
from zhixing.web.shared.beats import Life, life, recorded_forms
from zhixing.web.shared.charts import Bar, bar
from zhixing.web.shared.downloads import Offer
from zhixing.web.shared.duties import Waiting
from zhixing.web.shared.units import FindingRow, Sections, finding_row, sections, short_name


@dataclass(frozen=True, slots=True)
class BranchRow:
    """A branch in the table of gaps."""

    name: str
    url: str
    bar: Bar | None
    met: int
    whole: int
    short: int
    owed: str
    outside: int
    remote: int


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """The organ, one year."""

    year: int
    as_of: dt.date
    rulebook: str
    name: str
    members: int
    stations: int
    facts: int
    running: bool
    waiting: tuple[Waiting, ...]
    todo: tuple[Waiting, ...]
    branches: tuple[BranchRow, ...]
    sections: Sections
    life: Life
    findings: tuple[FindingRow, ...]
    exports: tuple[Offer, ...]


def overview_page(
    whole: OrganYear,
    rules: Rulebooks,
    open_rows: Sequence[OpenRow],
    exports: tuple[Offer, ...],
    now: tuple[Waiting, ...] = (),
) -> OverviewPage | None:
    """The page; None while there is no organisation on the ledger.

    `now` is what waits today, on the page of the running year. Of a year that is over its own list tells what
    was left.
    """
    organ = whole.organ
    if organ is None:
        return None
    rhythms = [unit.rhythms for unit in whole.branches]
    rhythm = life(rhythms, recorded_forms(rhythms))
    findings = tuple(finding_row(one, whole.year, whole.as_of) for one in whole.structure)
    shared = sections(organ, whole.year, whole.as_of)
    over = whole.as_of == dt.date(whole.year, 12, 31)
    left = todo(whole, organ, rules, open_rows, rhythm, findings) if over else open_todo(open_rows)
    return OverviewPage(
        year=whole.year,
        as_of=whole.as_of,
        rulebook=whole.rulebook[:12],
        name=organ.name,
        members=organ.members,
        stations=len({member.station_id for member in whole.members if member.station_id}),
        facts=whole.facts,
        running=not over,
        waiting=now,
        todo=tuple(left),
        branches=tuple(_branch(unit, whole) for unit in whole.branches),
        sections=shared,
        life=rhythm,
        findings=findings,
        exports=exports,
    )


def _branch(unit: UnitYear, whole: OrganYear) -> BranchRow:
    ratio = unit.coverage.ratio
    mine = [member for member in whole.members if member.branch_id == unit.id]
    owed = sum(member.gap.value or 0 for member in mine if member.in_denominator)
    return BranchRow(
        name=short_name(unit.name),
        url=reverse("officer:branch", args=[whole.year, unit.id]),
        bar=bar(ratio.part, ratio.whole),
        met=ratio.part,
        whole=ratio.whole,
        short=ratio.whole - ratio.part,
        owed=hours(owed),
        outside=len(unit.coverage.outside),
        remote=sum(member.remote for member in mine),
    )
