"""What an import would bring, as it is kept beside an upload and read again for its page.

The report of the command contract, with whom each open name may mean and how many facts there are of each kind.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from zhixing.core.intake.folder import Intake
from zhixing.core.intake.remarks import without_cause
from zhixing.core.intake.rows import Folder
from zhixing.core.intake.rulings import Listed, Place


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet's counts."""

    name: str
    sheet: str
    kind: str
    rows: int
    taken: int
    repeated: int
    open: int


@dataclass(frozen=True, slots=True)
class Facts:
    """How many facts of a kind (its code) are new and known."""

    kind: str
    new: int
    known: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whom a name may mean."""

    person: UUID
    name: str
    branch: str
    group: str

    @property
    def told(self) -> str:
        """The name with branch and group, as lists offer it."""
        return f"{self.name}（{self.branch}{self.group}）"


@dataclass(frozen=True, slots=True)
class Open:
    """A place that waits; `person`: a name, with whom it may mean."""

    place: Place
    reason: str
    person: bool
    aside: bool
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark of the roster and how it was understood."""

    member: str
    branch: str
    text: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Gone:
    """What a table told when it was imported before, and does not tell now."""

    file: str
    row: int
    what: str


@dataclass(frozen=True, slots=True)
class Left:
    """A file not read, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A branch that somebody new may belong to, with its groups."""

    name: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """The whole preview. `roll`: everybody whom an open name may be said to mean."""

    facts: int
    sheets: tuple[Sheet, ...]
    kinds: tuple[Facts, ...]
    open: tuple[Open, ...]
    remarks: tuple[Remark, ...]
    gone: tuple[Gone, ...]
    warnings: tuple[str, ...]
    refused: tuple[Left, ...]
    ignored: tuple[Left, ...]
    units: tuple[Unit, ...]
    roll: tuple[Candidate, ...] = ()


def preview_of(
    intake: Intake, folder: Folder, *, listed: Collection[Listed], offer: Callable[[str], Iterable[Listed]]
) -> Preview:
    """What an import would bring. Remarks without the illness behind them.

    `listed`: who may be meant, and from whose branches somebody new may be; `offer` gives whom a name may mean.
    """
    new = Counter(draft.kind.value for draft in intake.drafts)
    known = Counter(draft.kind.value for draft in intake.restated)
    return Preview(
        facts=len(intake.drafts),
        sheets=tuple(
            Sheet(r.file, r.sheet, r.kind, r.rows, r.taken, r.repeated, r.open)
            for r in (one.report for one in intake.sheets)
        ),
        kinds=tuple(Facts(kind, new[kind], known[kind]) for kind in dict.fromkeys([*new, *known])),
        open=tuple(
            Open(
                one.place,
                one.reason,
                one.person,
                one.aside,
                tuple(map(_candidate, offer(one.value))) if one.person else (),
            )
            for one in intake.unresolved
        ),
        remarks=tuple(
            Remark(one.member, one.branch, without_cause(one.text), one.meaning) for one in intake.remarks
        ),
        gone=tuple(Gone(one.file, one.row, one.what) for one in intake.missing),
        warnings=intake.warnings,
        refused=tuple(Left(one.file, one.reason) for one in folder.refusals),
        ignored=tuple(Left(one.file, one.reason) for one in folder.ignored),
        units=_units(listed),
        roll=tuple(map(_candidate, listed)) if any(one.person for one in intake.unresolved) else (),
    )


def _candidate(one: Listed) -> Candidate:
    return Candidate(one.person, one.name, one.branch_name, one.group)


def _units(listed: Iterable[Listed]) -> tuple[Unit, ...]:
    groups: dict[str, set[str]] = {}
    for one in listed:
        groups.setdefault(one.branch_name, set()).update({one.group} - {""})
    return tuple(Unit(name, tuple(sorted(found))) for name, found in groups.items())


def write_preview(preview: Preview) -> str:
    """The preview as JSON text."""
    return json.dumps(asdict(preview), ensure_ascii=False, default=str)


def read_preview(text: str) -> Preview:
    """A preview that `write_preview` wrote."""
    told: dict[str, Any] = json.loads(text)
    return Preview(
        facts=told["facts"],
        sheets=tuple(Sheet(**one) for one in told["sheets"]),
        kinds=tuple(Facts(**one) for one in told["kinds"]),
        open=tuple(_open(one) for one in told["open"]),
        remarks=tuple(Remark(**one) for one in told["remarks"]),
        gone=tuple(Gone(**one) for one in told["gone"]),
        warnings=tuple(told["warnings"]),
        refused=tuple(Left(**one) for one in told["refused"]),
        ignored=tuple(Left(**one) for one in told["ignored"]),
        units=tuple(Unit(one["name"], tuple(one["groups"])) for one in told["units"]),
        roll=_candidates(told.get("roll", [])),
    )


def _open(told: dict[str, Any]) -> Open:
    offered = _candidates(told["candidates"])
    return Open(Place(**told["place"]), told["reason"], told["person"], told["aside"], offered)


def _candidates(told: list[dict[str, str]]) -> tuple[Candidate, ...]:
    return tuple(Candidate(UUID(one["person"]), one["name"], one["branch"], one["group"]) for one in told)
