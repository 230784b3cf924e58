"""A folder of workbooks against what the ledger holds: which facts are new, what is open, what to tell.

Nothing is written here. Previewing an import is computing this; importing is computing this and entering the
drafts in order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from zhixing.core.facts.record import Draft, Identify, Source
from zhixing.core.intake import care, complaints, others, people, rosters, study
from zhixing.core.intake.desk import Desk, Known, RemarkRead, Tally, Unresolved, source_of
from zhixing.core.intake.missing import Missing, missing, warnings
from zhixing.core.intake.orgs import Orgs
from zhixing.core.intake.rows import Folder, Origin, Sheet
from zhixing.core.intake.rulings import CREATED, NONE, Listed, Rulings, created_people, listed
from zhixing.core.people.register import Register
from zhixing.core.rosters.patterns import Patterns

_WHO_THERE_IS = {"组织架构", "站点与班制", "党员花名册"}


@dataclass(frozen=True, slots=True)
class SheetReport:
    """What one sheet brought: rows, rows taken (brought something new), rows known already, open rows."""

    file: str
    sheet: str
    kind: str
    rows: int
    taken: int
    repeated: int
    open: int


@dataclass(frozen=True, slots=True)
class SheetIntake:
    """One sheet's report and the drafts it brought, in the order to enter them."""

    report: SheetReport
    drafts: tuple[Draft, ...]


@dataclass(frozen=True, slots=True)
class Intake:
    """The whole folder. `restated`: what it states that is known already, here or on the ledger;
    `missing`: what its tables told when they were imported before, and do not tell now; `listed`: everybody
    whom a name may mean once it has been read.
    """

    sheets: tuple[SheetIntake, ...]
    unresolved: tuple[Unresolved, ...]
    remarks: tuple[RemarkRead, ...]
    warnings: tuple[str, ...]
    restated: tuple[Draft, ...] = ()
    missing: tuple[Missing, ...] = ()
    listed: tuple[Listed, ...] = ()

    @property
    def drafts(self) -> list[Draft]:
        """All drafts in order."""
        return [draft for sheet in self.sheets for draft in sheet.drafts]


def take_folder(
    folder: Folder,
    register: Register,
    known: Known,
    *,
    identify: Identify,
    today: dt.date,
    year: int,
    progress: Callable[[str], None] = lambda sentence: None,
    rulings: Rulings = NONE,
    reach: Collection[UUID] | None = None,
    closed: Collection[int] = (),
    patterns: Patterns | None = None,
) -> Intake:
    """Every row of every sheet, resolved or left open. `progress` is told each sheet as it begins.

    `rulings`: what a person has decided about open places; `reach`: the branches that may be added to;
    `closed`: frozen years; `patterns`: the patterns of duty that the rulebook knows, None to take any word.
    """
    desk = Desk(
        register,
        known,
        identify=identify,
        today=today,
        year=year,
        rulings=rulings,
        reach=reach,
        closed=closed,
    )
    orgs = Orgs(desk)
    read = []
    made = _made(rulings, folder)
    for sheet in _with_made(folder.sheets, made):
        progress(f"{sheet.file}({sheet.kind},{sheet.rows} 行)")
        read.append(_take_sheet(desk, orgs, sheet, patterns))
    late = desk.settle()
    done = [one.finished(late.get(n, [])) for n, one in enumerate(read)]
    gone = tuple(
        missing(desk, known.drafts, (one.sheet for one in read if one.taken and one.sheet.file != CREATED))
    )
    for sentence in warnings(gone):
        desk.warn(sentence)
    for refusal in folder.refusals:
        desk.warn(refusal.reason)
    for ignored in folder.ignored:
        desk.warn(f"{ignored.file}:{ignored.reason}")
    return Intake(
        tuple(done),
        tuple(desk.unresolved),
        tuple(desk.remarks),
        tuple(desk.warnings),
        tuple(desk.restated),
        gone,
        listed(desk.directory),
    )


def _made(rulings: Rulings, folder: Folder) -> list[Sheet]:
    """The people to be made, as sheets of their own; they are told apart by their file's name."""
    members, others = created_people(rulings)
    organ = next((sheet.organ for sheet in folder.sheets if sheet.organ), "")
    found = (("党员花名册", tuple(members)), ("群众和入党积极分子", tuple(others)))
    return [Sheet(CREATED, "", kind, organ, None, len(rows), rows, (), ()) for kind, rows in found if rows]


def _with_made(sheets: Iterable[Sheet], made: list[Sheet]) -> Iterable[Sheet]:
    """Behind the workbooks that say who there is, before all that name people."""
    first = list(sheets)
    place = next((n for n, sheet in enumerate(first) if sheet.kind not in _WHO_THERE_IS), len(first))
    return [*first[:place], *made, *first[place:]]


@dataclass(frozen=True, slots=True)
class _Read:
    """A sheet that has been read while others are still to come; not `taken` when it is left open whole."""

    sheet: Sheet
    tally: Tally
    open: int
    drafts: list[Draft]
    taken: bool = True

    def finished(self, late: list[Draft]) -> SheetIntake:
        """With what turned out at the folder's end."""
        sheet, tally = self.sheet, self.tally
        report = SheetReport(
            sheet.file, sheet.sheet, sheet.kind, sheet.rows, tally.taken, tally.repeated, self.open
        )
        return SheetIntake(report, (*self.drafts, *late))


def _take_sheet(desk: Desk, orgs: Orgs, sheet: Sheet, patterns: Patterns | None) -> _Read:
    desk.begin_sheet()
    before, still = len(desk.drafts), len(desk.unresolved)
    tally = Tally()
    refused = _why_not(desk, orgs, sheet)
    if refused is not None:
        desk.leave_open(Source(None, sheet.file, sheet.sheet, 1), "标题", *refused)
        return _Read(sheet, tally, sheet.rows, [], taken=False)
    for trouble in sheet.troubles:
        desk.leave_open(source_of(trouble.origin), trouble.field, trouble.value, trouble.reason)
    for note in sheet.notes:
        desk.warn(f"{sheet.file}({sheet.sheet}):{note}")
    for _ in _rows(desk, orgs, sheet, patterns):
        desk.end_row(tally)
    open_rows = len({item.row for item in desk.unresolved[still:]})
    return _Read(sheet, tally, open_rows, desk.drafts[before:])


def _why_not(desk: Desk, orgs: Orgs, sheet: Sheet) -> tuple[str, str] | None:
    """What of its title leaves a whole sheet open, and why: another organ's, or a roster of a year to come."""
    year = sheet.year or desk.year
    if sheet.kind in ("党员花名册", "群众和入党积极分子") and year > desk.today.year:
        return (
            f"{year} 年",
            f"{year} 年还没有到(今天 {desk.today}),这一年的名册到时再导入;请核对标题里的年份或 --year",
        )
    other = orgs.other_than(sheet.organ)
    if other:
        return sheet.organ, f"这是{sheet.organ}的台账,本库是{other}的;请另设 ZHIXING_HOME 或数据库"
    if sheet.organ:
        orgs.adopt(Origin(sheet.file, sheet.sheet, 1), sheet.organ)
    return None


def _rows(desk: Desk, orgs: Orgs, sheet: Sheet, patterns: Patterns | None) -> Iterable[object]:
    rows: Any = sheet.records
    year, organ = sheet.year or desk.year, sheet.organ
    takers: dict[str, Callable[[], Iterable[object]]] = {
        "组织架构": lambda: people.take_orgs(desk, orgs, rows, organ),
        "站点与班制": lambda: people.take_stations(desk, orgs, rows, organ),
        "党员花名册": lambda: people.take_roster(desk, orgs, rows, organ, year, whole=sheet.file != CREATED),
        "群众和入党积极分子": lambda: others.take_non_members(desk, orgs, rows, organ, year),
        "突出问题清单": lambda: care.take_problems(desk, orgs, rows, organ, year),
        "年度学习计划": lambda: care.take_plan(desk, orgs, rows, organ, year),
        "学习活动台账": lambda: study.take_sessions(desk, orgs, rows, organ),
        "学时登记表": lambda: study.take_training(desk, rows),
        "自学登记": lambda: study.take_self_study(desk, rows),
        "测验成绩": lambda: study.take_tests(desk, rows),
        "下基层记录": lambda: care.take_practice(desk, orgs, rows, organ),
        "谈心谈话记录": lambda: care.take_talks(desk, rows),
        "困难诉求台账": lambda: care.take_needs(desk, rows),
        "评优资格限制": lambda: care.take_gates(desk, rows),
        "承诺践诺": lambda: care.take_pledges(desk, rows),
        "群众诉求汇总": lambda: complaints.take_complaints(desk, orgs, rows, organ, year),
        "站点最低在岗": lambda: rosters.take_covers(desk, orgs, rows, organ, year),
        "班次表": lambda: rosters.take_shifts(desk, rows, patterns, year),
        "月班次表": lambda: rosters.take_months(desk, rows),
        "请假与换班": lambda: rosters.take_leave(desk, rows),
        "场地": lambda: rosters.take_venues(desk, orgs, rows, organ),
        "师资": lambda: rosters.take_speakers(desk, orgs, rows, organ),
        "业务高峰": lambda: rosters.take_peaks(desk, orgs, rows, organ),
    }
    return takers[sheet.kind]()
