"""Which facts on the ledger a folder states as well: what stays when the batch that brought them is withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields, replace
from uuid import UUID

from zhixing.core.facts.kinds import Kind
from zhixing.core.facts.record import Draft, Identify
from zhixing.core.intake.desk import Known
from zhixing.core.intake.folder import Intake, take_folder
from zhixing.core.intake.rows import Folder
from zhixing.core.people.register import fold_register

WHO = {"组织架构", "站点与班制", "党员花名册", "群众和入党积极分子"}
"""Sheets that say nothing about what the register knows already, and so are read once more on their own."""

_LOOSE = {
    *(Kind.MEMBERSHIP, Kind.POST_HELD, Kind.EXEMPTION, Kind.ASSIGNMENT, Kind.DUAL_LIFE, Kind.NON_MEMBER),
    *(Kind.ORG_SET, Kind.STATION_SET),
}
_BESIDE = {"as_of", "start", "order"}


def stated(
    folder: Folder,
    intake: Intake,
    held: Mapping[UUID, Draft],
    *,
    identify: Identify,
    today: dt.date,
    year: int,
) -> set[UUID]:
    """The uids among the facts `held` (those in force) that the folder states too."""
    if not held:
        return set()
    sheets = tuple(sheet for sheet in folder.sheets if sheet.kind in WHO)
    alone = take_folder(
        replace(folder, sheets=sheets, refusals=(), ignored=()),
        fold_register([], {}),
        Known({}),
        identify=identify,
        today=today,
        year=year,
    )
    said = [*intake.restated, *alone.drafts]
    exact = {(draft.key, draft.content) for draft in said}
    keys = {key for key, _ in exact}
    alike = {_gist(draft) for draft in alone.drafts}
    return {
        uid
        for uid, draft in held.items()
        if (draft.key in keys and (draft.key, draft.content) in exact)
        or (draft.kind in _LOOSE and _gist(draft) in alike)
    }


def _gist(draft: Draft) -> tuple[object, ...]:
    """What is stated, less its place in a list and the roster's year: last year's roster said the same."""
    names = (one.name for one in fields(draft.body) if one.name not in _BESIDE)  # type: ignore[arg-type]
    return (draft.kind, draft.subject, draft.about, *(getattr(draft.body, name) for name in names))
