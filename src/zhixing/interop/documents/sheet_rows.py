"""Rows of the workbook that are neither members nor branches: hours one by one, problems, articles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zhixing.core.figures.figure import Cite, Figure, Line, Unit
from zhixing.core.figures.member import MemberYear
from zhixing.core.figures.organ import OrganYear
from zhixing.core.figures.unit import ProblemLine
from zhixing.interop.documents.columns import Column, Show, yes


@dataclass(frozen=True, slots=True)
class HourRow:
    """One line of one member's ledger, with the running sum of that ledger. Hundredths; outputs in items."""

    member: MemberYear
    ledger: str
    line: Line
    amount: int | None
    items: int | None
    sum: int | None


@dataclass(frozen=True, slots=True)
class Article:
    """An article, and the figures that rest on it."""

    cite: Cite
    used: str


HOURS: tuple[Column[HourRow], ...] = (
    Column("姓名", 12, Show.TEXT, lambda r: r.member.name),
    Column("所在党支部", 24, Show.TEXT, lambda r: r.member.branch),
    Column("党小组", 11, Show.TEXT, lambda r: r.member.group),
    Column("账", 12, Show.CENTRED, lambda r: r.ledger),
    Column("日期", 12, Show.DAY, lambda r: r.line.day),
    Column("项目", 36, Show.TEXT, lambda r: r.line.title),
    Column("形式与状态", 34, Show.TEXT, lambda r: r.line.detail),
    Column("学时", 8, Show.HOURS, lambda r: r.amount),
    Column("成果(项)", 8, Show.COUNT, lambda r: r.items),
    Column("累计学时", 8, Show.HOURS, lambda r: r.sum),
    Column("来源", 30, Show.TEXT, lambda r: ";".join(r.line.sources)),
    Column("事实编号", 38, Show.TEXT, lambda r: " ".join(str(uid) for uid in r.line.facts), printed=False),
)

OUTSIDE: tuple[Column[MemberYear], ...] = (
    Column("姓名", 12, Show.TEXT, lambda m: m.name),
    Column("所在党支部", 26, Show.TEXT, lambda m: m.branch),
    Column("党小组", 12, Show.TEXT, lambda m: m.group),
    Column("未计入分母的原因", 24, Show.TEXT, lambda m: m.outside),
    Column("口径", 50, Show.TEXT, lambda m: m.target.sentence),
    Column("A集中学习", 10, Show.HOURS, lambda m: m.collective.value),
    Column("最近谈话", 12, Show.DAY, lambda m: m.last_talk),
)

PROBLEMS: tuple[Column[ProblemLine], ...] = (
    Column("编号", 9, Show.CENTRED, lambda p: p.code),
    Column("来源", 14, Show.TEXT, lambda p: p.source),
    Column("突出问题", 48, Show.TEXT, lambda p: p.text),
    Column("教育内容类别", 22, Show.TEXT, lambda p: p.category),
    Column("责任党组织", 24, Show.TEXT, lambda p: p.owner),
    Column("整改时限", 12, Show.DAY, lambda p: p.due),
    Column("状态", 10, Show.CENTRED, lambda p: p.state),
    Column("逾期", 6, Show.CENTRED, lambda p: yes(p.overdue)),
    Column("对应学习场次", 8, Show.COUNT, lambda p: p.sessions),
)

ARTICLES: tuple[Column[Article], ...] = (
    Column("规则代码", 26, Show.TEXT, lambda a: a.cite.code),
    Column("依据", 64, Show.TEXT, lambda a: a.cite.words),
    Column("效力", 8, Show.CENTRED, lambda a: "提示" if a.cite.soft else "硬性"),
    Column("核对", 10, Show.CENTRED, lambda a: "待核对" if a.cite.pending else "已核对"),
    Column("规则手册", 24, Show.TEXT, lambda a: a.cite.book),
    Column("用于", 40, Show.TEXT, lambda a: a.used),
)


def ledgers(member: MemberYear) -> tuple[tuple[str, Figure], ...]:
    """The four ledgers with their letters; they never offset one another."""
    return (
        ("A 集中学习", member.collective),
        ("B 干部集中", member.cadre),
        ("C 网络自学", member.online),
        ("D 个人自学", member.self_study),
    )


def hour_rows(members: Iterable[MemberYear]) -> Iterator[HourRow]:
    """Every line of every ledger, by member, ledger and day."""
    for member in members:
        for name, figure in ledgers(member):
            running = 0
            for line in sorted(figure.lines, key=_by_day):
                if figure.unit is Unit.HOURS:
                    running += line.amount
                    yield HourRow(member, name, line, line.amount, None, running)
                else:
                    yield HourRow(member, name, line, None, line.amount, None)


def problems(year: OrganYear) -> tuple[ProblemLine, ...]:
    """The organ's problems, or the branches' where no organ stands above them."""
    if year.organ is not None:
        return year.organ.problems
    return tuple(line for branch in year.branches for line in branch.problems)


def articles(year: OrganYear) -> list[Article]:
    """Every article any figure rests on, by rule code, with the figures it serves."""
    used: dict[Cite, dict[str, None]] = {}
    for label, cites in _citations(year):
        for cite in cites:
            used.setdefault(cite, {})[label] = None
    ordered = sorted(used, key=lambda cite: (cite.code, cite.words))
    return [Article(cite, "、".join(used[cite])) for cite in ordered]


def _citations(year: OrganYear) -> Iterator[tuple[str, tuple[Cite, ...]]]:
    for member in year.members:
        for figure in member.figures:
            yield figure.label, figure.cites
    for unit in (*year.branches, *([year.organ] if year.organ else [])):
        yield "学时达标", unit.coverage.cites
        yield "偏远党员联系", unit.contact_cites
        for rhythm in unit.rhythms:
            yield rhythm.form, rhythm.cites


def _by_day(line: Line) -> tuple[dt.date, str]:
    return line.day or dt.date.min, line.title
