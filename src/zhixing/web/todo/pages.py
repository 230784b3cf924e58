"""The full list of what is due, filtered by branch and by sort."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhixing.core.figures.due import WORDS, Due, Sort
from zhixing.interop.documents.cells import Cell
from zhixing.web.shared.downloads import Offer, list_offers
from zhixing.web.shared.duties import DueRow, Waiting, due_row, waiting
from zhixing.web.shared.lists import Filter, kept, select
from zhixing.web.shared.units import short_name

HEADINGS = ("事项", "类别", "党支部", "期限", "到期情况", "依据")
MANY = 60
"""From so many on the list begins with one row a sort; each opens to its own."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one sort."""

    title: str
    rows: tuple[DueRow, ...]


@dataclass(frozen=True, slots=True)
class TodoPage:
    """The list as the address asks for it."""

    today: dt.date
    filters: tuple[Filter, ...]
    told: tuple[str, ...]
    total: int
    shown: int
    late: int
    groups: tuple[Group, ...]
    exports: tuple[Offer, ...]
    summary: tuple[Waiting, ...] = ()


def todo_page(dues: Sequence[Due], asked: Mapping[str, str], today: dt.date, *, keeps: bool) -> TodoPage:
    """What is late stands first, then what comes next."""
    filters = _filters(dues, asked)
    shown = [one for one in dues if _kept(one, asked)]
    groups = [
        ("已过期", [one for one in shown if one.late]),
        ("就要到期", [one for one in shown if not one.late]),
    ]
    summary = waiting(dues, today) if len(dues) > MANY and len(shown) == len(dues) else ()
    return TodoPage(
        today=today,
        filters=filters,
        told=tuple(f"{one.label}：{one.chosen}" for one in filters if one.chosen),
        total=len(dues),
        shown=len(shown),
        late=sum(one.late for one in shown),
        groups=tuple(
            Group(title, tuple(due_row(one, today, keeps=keeps) for one in rows))
            for title, rows in groups
            if rows and not summary
        ),
        exports=list_offers("todo:export", kept(filters, asked, "")),
        summary=summary,
    )


def shown_cells(
    dues: Sequence[Due], asked: Mapping[str, str], today: dt.date
) -> tuple[list[tuple[Cell, ...]], str]:
    """What the filters leave, under `HEADINGS`, in the order of the page; and the filters in words."""
    shown = [one for one in dues if _kept(one, asked)]
    told = "，".join(f"{one.label}：{one.chosen}" for one in _filters(dues, asked) if one.chosen)
    rows: list[tuple[Cell, ...]] = [
        (one.sentence, WORDS[one.sort], row.branch, one.deadline, row.when, one.article)
        for one in sorted(shown, key=lambda one: not one.late)
        for row in [due_row(one, today, keeps=False)]
    ]
    return rows, told


def _filters(dues: Sequence[Due], asked: Mapping[str, str]) -> tuple[Filter, ...]:
    branches = dict.fromkeys(one.org_name for one in dues if one.org_name)
    sorts = [sort for sort in Sort if any(one.sort is sort for one in dues)]
    return tuple(
        one
        for one in (
            select("branch", "党支部", [(name, short_name(name)) for name in branches], asked),
            select("sort", "事项", [(sort.value, WORDS[sort]) for sort in sorts], asked),
            select("when", "期限", [("late", "已过期"), ("ahead", "还没到")], asked),
        )
        if len(one.choices) > 1
    )


def _kept(one: Due, asked: Mapping[str, str]) -> bool:
    branch, sort, when = (asked.get(name, "") for name in ("branch", "sort", "when"))
    return (
        (not branch or one.org_name == branch)
        and (not sort or one.sort == sort)
        and (not when or one.late is (when == "late"))
    )
