"""What needs somebody now, the most pressing first: how many, a few examples, the article, where to go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from django.urls import reverse

from zhixing.core.figures.figure import hours
from zhixing.core.figures.organ import OrganYear
from zhixing.core.figures.unit import UnitYear
from zhixing.core.rules.book import Rulebooks
from zhixing.web.overview.waiting import OpenRow
from zhixing.web.shared.beats import Life, recorded_forms
from zhixing.web.shared.duties import Waiting
from zhixing.web.shared.units import FindingRow, short_name

EXAMPLES = 3


def todo(
    whole: OrganYear,
    organ: UnitYear,
    rules: Rulebooks,
    open_rows: Sequence[OpenRow],
    rhythm: Life,
    findings: Sequence[FindingRow],
) -> Iterator[Waiting]:
    """Everything that waits; nothing where nothing waits."""
    yield from open_todo(open_rows)
    yield from _overdue(organ)
    if rhythm.missing:
        names = _few(_missing(whole), "处")
        article = _articles(cite.words for row in rhythm.rows if row.missing for cite in row.cites)
        yield Waiting(rhythm.missing, "次", True, "法定组织生活未见记录", names, article, "#life", "看年轮")
    yield from _contacts(organ, rules, whole.as_of)
    yield from _short(whole, organ)
    if findings:
        words = _few((f"{row.name}:{row.sentence}" for row in findings), "条")
        article, late = _articles(row.cite for row in findings), any(row.late for row in findings)
        yield Waiting(len(findings), "条", late, "组织设置要看一看", words, article, "#findings", "看设置")


def open_todo(rows: Sequence[OpenRow]) -> Iterator[Waiting]:
    """The rows that imports left open."""
    if rows:
        places = _few((f"{row.place}“{row.value}”" for row in rows), "处")
        batches = {row.batch for row in rows}
        url = reverse("intake:list")
        if len(batches) == 1:
            url = reverse("intake:report", args=[batches.pop()]) + "#open"
        yield Waiting(
            len(rows), "处", True, "导入的行没认下来", places, "不猜、不丢，改好再导入", url, "去认"
        )


def _overdue(organ: UnitYear) -> Iterator[Waiting]:
    late = [line for line in organ.problems if line.overdue]
    if late:
        words = _few((f"{line.code} {line.text}" for line in late), "个")
        yield Waiting(len(late), "个", True, "突出问题超期未销号", words, "到期未办结", "#problems", "看问题")


def _contacts(organ: UnitYear, rules: Rulebooks, day: dt.date) -> Iterator[Waiting]:
    due = [one for one in organ.contacts if one.due]
    if due:
        rule = rules.on("contact.remote", day)
        long = f"超过 {rule.whole('days')} 天" if rule else "很久"
        names = [f"{one.name}({'无记录' if one.days is None else f'{one.days} 天'})" for one in due]
        article = _articles(one.words for one in organ.contact_cites)
        title = f"偏远站点党员{long}没有联系"
        yield Waiting(len(due), "人", True, title, _few(names, "人"), article, "#contacts", "看名单")


def _short(whole: OrganYear, organ: UnitYear) -> Iterator[Waiting]:
    short = set(organ.coverage.short)
    if short:
        owed = sum(member.gap.value or 0 for member in whole.members if member.id in short)
        article = _articles(one.words for one in organ.coverage.cites[:1])
        url = reverse("officer:members", args=[whole.year]) + "?gap=open"
        words = f"合计还差 {hours(owed)} 学时"
        yield Waiting(len(short), "人", False, "集中学习学时未满", words, article, url, "看名单")


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
