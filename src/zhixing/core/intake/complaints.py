"""Rows of complaints of the public by month and kind (群众诉求汇总) become drafts. Totals only: nobody is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from zhixing.core.facts.problems import ComplaintTotal
from zhixing.core.facts.record import Draft
from zhixing.core.intake.desk import Desk, source_of
from zhixing.core.intake.orgs import Orgs
from zhixing.core.intake.rows import ComplaintRow


def take_complaints(
    desk: Desk, orgs: Orgs, rows: Iterable[ComplaintRow], organ: str, year: int
) -> Iterable[ComplaintRow]:
    """群众诉求汇总: a month and kind (and channel and unit) once; told again in another table the later one holds."""
    told: set[tuple[object, ...]] = set()
    for row in rows:
        desk.begin_row()
        source, root = source_of(row.origin), orgs.root(row.origin, organ)
        day = dt.date(row.year or year, row.month, 1)
        what = (day, row.category, row.channel, row.unit)
        if what in told:
            desk.leave_open(
                source,
                "整行",
                f"{row.month}月 {row.category}",
                "同一个月、同一类（渠道和责任单位也相同）写了两行；请合成一行再导入",
            )
        else:
            told.add(what)
            body = ComplaintTotal(row.category, row.channel, row.unit, row.count)
            desk.add(Draft(body, root, source, day=day), value=row.category)
        yield row
