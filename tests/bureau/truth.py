"""The right figures, computed from the model by semantics.md in as few lines as it takes."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from fractions import Fraction
from typing import Any

from tests.bureau.model import Bureau, Member

Days = dict[tuple[str, dt.date], Fraction]


def target(member: Member) -> Fraction | None:
    """56/12 for a month in post, 32/12 for any other on the roll; to the nearest half, a quarter up."""
    if member.exempt:
        return None
    hours = Fraction(0)
    for month in range(1, 13):
        if member.on_roll(month):
            hours += Fraction(56 if member.in_post(month) else 32, 12)
    return Fraction(math.floor(hours * 2 + Fraction(1, 2)), 2)


def earned(bureau: Bureau) -> dict[int, Days]:
    """Hours by member, ledger and day, before the cap. Rows that repeat a session are none of the model's."""
    found: dict[int, Days] = defaultdict(lambda: defaultdict(Fraction))
    for session in bureau.sessions:
        if session.void:
            continue
        hours = Fraction(session.minutes // 30, 2)
        came = [(member, session.day) for member in session.lists["present"]]
        for member, day in came + [(member, day) for member, day, _ in session.makeups]:
            for ledger in session.ledgers.split("+"):
                found[member.no][ledger, day] += hours
    for training in bureau.trainings:
        if training.void or training.echo:
            continue
        for n in range(training.days):
            for ledger in training.ledgers.split("+"):
                found[training.member.no][ledger, training.start + dt.timedelta(n)] += 8
    return found


def of_year(days: Days, ledger: str, year: int) -> Fraction:
    """What counts in one ledger: at most 8 a day in A and in B."""
    parts = (amount for (which, day), amount in days.items() if which == ledger and day.year == year)
    return sum((min(part, Fraction(8)) if ledger in "AB" else part for part in parts), Fraction(0))


def stood(bureau: Bureau) -> dict[int, dict[str, int]]:
    """In how many sessions each member not exempt stood in each list, and the make-ups made in the year."""
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for session in bureau.sessions:
        if session.void:
            continue
        for state, members in session.lists.items():
            for member in members:
                found[member.no][state] += not member.exempt
        for member, day, _ in session.makeups:
            found[member.no]["makeup"] += not member.exempt and day.year == bureau.year
    return found


def past_year_end(start: dt.date, months: int, year: int) -> bool:
    """Whether an 影响期 from `start` runs past 31 December; days after the 28th are not drawn."""
    years, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return start <= dt.date(year, 12, 31) < dt.date(years, month + 1, start.day)


def truth(bureau: Bureau) -> dict[str, Any]:
    """The reference for one bureau, in the keys of 核算参考.json."""
    hours, lists = earned(bureau), stood(bureau)
    rows = []
    for member in bureau.members:
        goal, days, mine = target(member), hours[member.no], lists[member.no]
        collective = of_year(days, "A", bureau.year)
        rows.append(
            {
                "name": member.name,
                "branch": member.branch,
                "group": member.group,
                "kind": member.kind,
                "exempt": member.exempt,
                "target_hours": None if goal is None else float(goal),
                "collective_hours": float(collective),
                "cadre_hours": float(of_year(days, "B", bureau.year)),
                "online_hours": float(of_year(days, "C", bureau.year)),
                "gap_hours": None if goal is None else float(max(Fraction(0), goal - collective)),
                "selfstudy_passed": sum(
                    o.result in ("通过", "优") for o in bureau.outputs if o.member is member
                ),
                "expected": sum(mine[state] for state in ("present", "duty", "leave", "absent")),
                "present": mine["present"],
                "approved_absence": mine["duty"] + mine["leave"],
                "makeup": mine["makeup"],
                "practice": sum(member in visit.members for visit in bureau.visits),
                "talks": sum(talk.member is member for talk in bureau.talks),
                "gate_at_year_end": any(
                    past_year_end(g.start, g.months, bureau.year) for g in bureau.gates if g.member is member
                ),
            }
        )
    return {
        "year": bureau.year,
        "members": rows,
        "branches": [_branch(bureau, branch, rows) for branch in bureau.branches],
        "problems_closed": sum(problem.state == "已销号" for problem in bureau.problems),
        "problems": len(bureau.problems),
    }


def _branch(bureau: Bureau, branch: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    inside = [
        row
        for member, row in zip(bureau.members, rows, strict=True)
        if member.branch == branch and member.on_roll(12) and row["target_hours"] is not None
    ]
    return {
        "branch": branch,
        "in_denominator": len(inside),
        "met": sum(row["gap_hours"] == 0 for row in inside),
    }
