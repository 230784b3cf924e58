"""What the overview shows: what needs you now, then the year side by side, nobody ranked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from zhixing.core.figures.figure import hours
from zhixing.core.figures.member import MemberYear
from zhixing.core.figures.organ import OrganYear
from zhixing.core.figures.unit import UnitYear
from zhixing.core.rules.book import Rulebooks
from zhixing.web.overview.waiting import OpenRow
from zhixing.web.shared.beats import Life, life, recorded_forms
from zhixing.web.shared.charts import Bar, bar
from zhixing.web.shared.downloads import Offer
from zhixing.web.shared.units import FindingRow, Sections, finding_row, sections, short_name

EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that needs you: how many, of what, a few examples, the article, where it is settled or seen."""

    count: int
    unit: str
    late: bool
    title: str
    examples: str
    article: str
    url: str
    go: str


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
    todo: tuple[Todo, ...]
    branches: tuple[BranchRow, ...]
    sections: Sections
    life: Life
    findings: tuple[FindingRow, ...]
    exports: tuple[Offer, ...]


def overview_page(
    whole: OrganYear, rules: Rulebooks, open_rows: Sequence[OpenRow], exports: tuple[Offer, ...]
) -> OverviewPage | None:
    """The page; None while there is no organisation on the ledger."""
    organ = whole.organ
    if organ is None:
        return None
    rhythms = [unit.rhythms for unit in whole.branches]
    rhythm = life(rhythms, recorded_forms(rhythms))
    findings = tuple(finding_row(one, whole.year, whole.as_of) for one in whole.structure)
    shared = sections(organ, whole.year, whole.as_of)
    return OverviewPage(
        year=whole.year,
        as_of=whole.as_of,
        rulebook=whole.rulebook[:12],
        name=organ.name,
        members=organ.members,
        stations=len({member.station_id for member in whole.members if member.station_id}),
        facts=whole.facts,
        todo=tuple(_todo(whole, organ, rules, open_rows, shared, rhythm, findings)),
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


def _todo(
    whole: OrganYear,
    organ: UnitYear,
    rules: Rulebooks,
    open_rows: Sequence[OpenRow],
    shared: Sections,
    rhythm: Life,
    findings: Sequence[FindingRow],
) -> Iterable[Todo]:
    year = whole.year
    if open_rows:
        places = _few((f"{row.place}“{row.value}”" for row in open_rows), "处")
        url = reverse("officer:import_report", args=[open_rows[-1].batch])
        yield Todo(
            len(open_rows),
            "处",
            True,
            "导入的行没认下来",
            places,
            "不猜、不丢,改好再导入",
            f"{url}#open",
            "去认",
        )
    late = [line for line in organ.problems if line.overdue]
    if late:
        words = _few((f"{line.code} {line.text}" for line in late), "个")
        yield Todo(len(late), "个", True, "突出问题超期未销号", words, "到期未办结", "#problems", "看问题")
    if rhythm.missing:
        names = _few(_missing(whole), "处")
        article = _articles(cite.words for row in rhythm.rows if row.missing for cite in row.cites)
        yield Todo(rhythm.missing, "次", True, "法定组织生活未见记录", names, article, "#life", "看年轮")
    due = [one for one in organ.contacts if one.due]
    if due:
        words = _few(
            (f"{one.name}({'无记录' if one.days is None else f'{one.days} 天'})" for one in due), "人"
        )
        article = _articles(one.words for one in organ.contact_cites)
        yield Todo(
            len(due),
            "人",
            True,
            f"偏远站点党员{_interval(rules, whole.as_of)}没有联系",
            words,
            article,
            "#contacts",
            "看名单",
        )
    short = organ.coverage.short
    if short:
        owed = sum(m.gap.value or 0 for m in _members(whole, short))
        words = f"合计还差 {hours(owed)} 学时"
        article = _articles(one.words for one in organ.coverage.cites[:1])
        url = reverse("officer:members", args=[year]) + "?gap=open"
        yield Todo(len(short), "人", False, "集中学习学时未满", words, article, url, "看名单")
    if findings:
        words = _few((f"{row.name}:{row.sentence}" for row in findings), "条")
        article = _articles(row.cite for row in findings)
        late_one = any(row.late for row in findings)
        yield Todo(len(findings), "条", late_one, "组织设置要看一看", words, article, "#findings", "看设置")
    waiting = [rule for book in rules.books for rule in book.rules if rule.pending]
    if waiting:
        words = _few(dict.fromkeys(f"《{rule.basis}》{rule.article}" for rule in waiting), "处")
        url = reverse("rulebooks:list")
        yield Todo(len(waiting), "条", False, "规则待核对原文", words, "核对前只作参考", url, "去核对")


def _interval(rules: Rulebooks, day: dt.date) -> str:
    """超过 90 天, as the rule of the day has it."""
    rule = rules.on("contact.remote", day)
    return f"超过 {rule.whole('days')} 天" if rule else "很久"


def _members(whole: OrganYear, wanted: Iterable[object]) -> list[MemberYear]:
    uids = set(wanted)
    return [member for member in whole.members if member.id in uids]


def _missing(whole: OrganYear) -> Iterable[str]:
    known = recorded_forms([unit.rhythms for unit in whole.branches])
    for unit in whole.branches:
        for one in unit.rhythms:
            gone = [period.label for period in one.periods if period.missing] if one.form in known else []
            if gone:
                yield f"{short_name(unit.name)}{'、'.join(gone)}{one.form}"


def _few(words: Iterable[str], unit: str) -> str:
    """A few examples, and how many more."""
    found = list(words)
    rest = len(found) - EXAMPLES
    return ";".join(found[:EXAMPLES]) + (f"等 {len(found)} {unit}" if rest > 0 else "")


def _articles(words: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(words))
