"""The system's year against a reference in the keys of 核算参考.json."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests import sample_year
from tests.bureau.model import Member, Outsider

from zhixing.core.facts.record import Draft
from zhixing.core.figures.member import MemberYear
from zhixing.core.figures.organ import OrganYear, organ_year
from zhixing.core.intake.desk import Known
from zhixing.core.intake.folder import Intake, take_folder
from zhixing.core.people.register import Register
from zhixing.core.rules.book import Rulebooks
from zhixing.interop.workbooks.folder import read_folder

PATIENCE = 30.0
"""Seconds a file: figures are measured here, not speed, and the machine may be busy."""


def taken(path: Path, *, year: int, today: dt.date) -> Intake:
    """A folder read and taken in by an empty ledger."""
    folder = read_folder(path, year=year, seconds=PATIENCE)
    assert not folder.refusals, [refusal.reason for refusal in folder.refusals]
    nothing = Register({}, {}, {})
    return take_folder(folder, nothing, Known({}), identify=sample_year.identify, today=today, year=year)


def year_of(intake: Intake, rules: Rulebooks, *, year: int, today: dt.date) -> OrganYear:
    """The dossier of what was taken in."""
    facts = sample_year.facts_of(intake.drafts)
    private = {fact.uid: draft.private or {} for fact, draft in zip(facts, intake.drafts, strict=True)}
    return organ_year(facts, private, rules, year=year, today=today)


def known(drafts: list[Draft]) -> Known:
    """What a ledger holds after these drafts were entered."""
    contents: dict[str, list[str]] = {}
    for draft in drafts:
        contents.setdefault(draft.key, []).append(draft.content)
    return Known(
        {key: tuple(found) for key, found in contents.items()}, {draft.key: draft for draft in drafts}
    )


def stranger(name: str, mentor: Member) -> Outsider:
    """Somebody whom no list knows."""
    return Outsider(name, "群众", mentor.branch, mentor)


def differences(found: OrganYear, reference: dict[str, Any]) -> Iterator[str]:
    """Every difference in a sentence; nothing when the two agree on every member and branch."""
    members = {(m.name, m.branch, m.group): told(m) for m in found.members}
    for row in reference["members"]:
        key = (row["name"], row["branch"], row["group"])
        mine = members.pop(key, None)
        if mine is None:
            yield f"{key} is missing"
            continue
        for field, right in row.items():
            if field != "id" and mine[field] != right:
                yield f"{key} {field}: {mine[field]}, not {right}"
    yield from (f"{key} is nobody's" for key in members)
    units = {unit.name: unit.coverage.ratio for unit in found.branches}
    for row in reference["branches"]:
        ratio = units.pop(row["branch"], None)
        if ratio is None or (ratio.whole, ratio.part) != (row["in_denominator"], row["met"]):
            yield f"{row}: {ratio}"
    yield from (f"branch {name} is nobody's" for name in units)
    assert found.organ is not None
    closed = found.organ.problems_closed
    if (closed.part, closed.whole) != (reference["problems_closed"], reference["problems"]):
        yield f"problems {closed.part}/{closed.whole}"


def told(member: MemberYear) -> dict[str, Any]:
    """A member's year in the keys of the reference."""
    return {
        "name": member.name,
        "branch": member.branch,
        "group": member.group,
        "kind": member.standing,
        "exempt": member.exempt,
        "target_hours": _hours(member.target.value),
        "collective_hours": _hours(member.collective.value),
        "cadre_hours": _hours(member.cadre.value),
        "online_hours": _hours(member.online.value),
        "gap_hours": _hours(member.gap.value),
        "selfstudy_passed": member.self_study.value,
        "expected": member.presence.expected.value,
        "present": member.presence.present.value,
        "approved_absence": member.presence.approved.value,
        "makeup": member.presence.makeup.value,
        "practice": member.practice.value,
        "talks": member.talks.value,
        "gate_at_year_end": bool(member.gate.value),
    }


def _hours(hundredths: int | None) -> float | None:
    return None if hundredths is None else hundredths / 100
