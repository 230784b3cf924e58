"""What the pages of an upload show: how far it is, what it would bring, what waits for a person."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.urls import reverse

from zhixing.core.intake.desk import BEYOND
from zhixing.core.intake.rulings import MEMBER_KINDS, OTHER_KINDS, Decided, Place
from zhixing.core.names import parse_ref
from zhixing.interop.preview_json import Candidate, Gone, Left, Open, Preview, Remark, Sheet, Unit
from zhixing.store.intake.queries import UNDER_WAY, UploadRow
from zhixing.web.intake.words import FACTS, Beyond, beyond, on_screen

SHOWN = 40
"""Open places on one page; the others follow as these are settled."""
KINDS = (*MEMBER_KINDS, *OTHER_KINDS)


@dataclass(frozen=True, slots=True)
class UploadLine:
    """An upload in the list."""

    url: str
    folder: str
    year: int
    state: str
    working: bool
    failed: bool
    by: str
    at: dt.datetime
    files: int


@dataclass(frozen=True, slots=True)
class Head:
    """What stands over every page of an upload, and how far the work in the background is."""

    id: UUID
    folder: str
    year: int
    by: str
    at: dt.datetime
    files: int
    state: str
    state_words: str
    words: str
    done: int
    total: int
    problem: str
    working: bool
    ahead: int

    @property
    def measured(self) -> bool:
        """Whether it is known how much there is to do."""
        return self.total > 0


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts that change with every decision; not `current` while they are worked out anew."""

    id: UUID
    facts: int
    open: int
    aside: int
    decided: int
    current: bool

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to accept."""
        return self.current and not self.facts


@dataclass(frozen=True, slots=True)
class FactLine:
    """New and known facts of one kind."""

    words: str
    new: int
    known: int


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A place that waits; `others`: how many more places of its sheet and field have the same value."""

    number: int
    place: Place
    reason: str
    person: bool
    candidates: tuple[Candidate, ...]
    name: str
    others: int


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """A place that has been settled."""

    place: Place
    what: str
    by: str


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """Everything before 接受."""

    head: Head
    summary: Summary
    open: tuple[OpenRow, ...]
    beyond: tuple[Beyond, ...]
    more: int
    decided: tuple[DecidedRow, ...]
    sheets: tuple[Sheet, ...]
    facts: tuple[FactLine, ...]
    remarks: tuple[Remark, ...]
    gone: tuple[Gone, ...]
    warnings: tuple[str, ...]
    refused: tuple[Left, ...]
    ignored: tuple[Left, ...]
    units: tuple[Unit, ...]
    groups: tuple[str, ...]
    kinds: tuple[str, ...]
    roll: tuple[str, ...]
    known_as: str
    known_url: str
    twin: str
    twin_url: str


def upload_lines(rows: Sequence[UploadRow]) -> tuple[UploadLine, ...]:
    """The uploads under way."""
    return tuple(
        UploadLine(
            reverse("intake:upload", args=[row.id]),
            row.folder,
            row.year,
            row.state_words,
            row.state in UNDER_WAY,
            row.state == "failed",
            row.by,
            row.created_at,
            row.files,
        )
        for row in rows
    )


def head_of(row: UploadRow, *, ahead: int = 0) -> Head:
    """How far an upload is; `ahead`: how many others the background does first."""
    return Head(
        row.id,
        row.folder,
        row.year,
        row.by,
        row.created_at,
        row.files,
        row.state,
        row.state_words,
        row.words,
        row.done,
        row.total,
        row.problem,
        row.state in UNDER_WAY,
        ahead,
    )


def summary_of(row: UploadRow, preview: Preview, decided: Sequence[Decided]) -> Summary:
    """The counts as they are known: what was just decided no longer waits, though its facts are not counted yet."""
    open_rows = _still_open(preview, decided)
    aside = sum(one.ruling.aside for one in decided)
    return Summary(row.id, preview.facts, len(open_rows), aside, len(decided), row.current)


def preview_page(
    row: UploadRow,
    preview: Preview,
    decided: Sequence[Decided],
    *,
    known: tuple[str, str],
    twin: tuple[str, str],
) -> PreviewPage:
    """The page; `known` and `twin`: the import, or the upload, that these files have come by before, and its address."""
    waiting = _still_open(preview, decided)
    names = {one.person: one for one in preview.roll}
    names |= {one.person: one for place in preview.open for one in place.candidates}
    return PreviewPage(
        head=head_of(row),
        summary=summary_of(row, preview, decided),
        open=_open_rows(waiting),
        beyond=beyond((one.place.file, one.place.row) for one in preview.open if one.reason == BEYOND),
        more=max(0, len(waiting) - SHOWN),
        decided=tuple(DecidedRow(one.place, _what(one, names), one.by) for one in decided),
        sheets=_own_sheets(preview),
        facts=tuple(FactLine(FACTS.get(one.kind, one.kind), one.new, one.known) for one in preview.kinds),
        remarks=preview.remarks,
        gone=preview.gone,
        warnings=tuple(map(on_screen, preview.warnings)),
        refused=preview.refused,
        ignored=preview.ignored,
        units=preview.units,
        groups=tuple(dict.fromkeys(group for unit in preview.units for group in unit.groups)),
        kinds=KINDS,
        roll=tuple(dict.fromkeys(one.told for one in preview.roll)),
        known_as=known[0],
        known_url=known[1],
        twin=twin[0],
        twin_url=twin[1],
    )


def _still_open(preview: Preview, decided: Sequence[Decided]) -> list[Open]:
    settled = {one.place for one in decided}
    return [one for one in preview.open if one.place not in settled and one.reason != BEYOND]


def _own_sheets(preview: Preview) -> tuple[Sheet, ...]:
    """The sheets; what is open in each without the rows of other branches."""
    rows: dict[tuple[str, str], set[int]] = {}
    for one in preview.open:
        if one.reason != BEYOND:
            rows.setdefault((one.place.file, one.place.sheet), set()).add(one.place.row)
    return tuple(replace(one, open=len(rows.get((one.name, one.sheet), ()))) for one in preview.sheets)


def _open_rows(waiting: Sequence[Open]) -> tuple[OpenRow, ...]:
    alike = Counter(_alike(one) for one in waiting)
    return tuple(
        OpenRow(
            number,
            one.place,
            on_screen(one.reason),
            one.person,
            one.candidates,
            parse_ref(one.place.value).name if one.person else "",
            alike[_alike(one)] - 1,
        )
        for number, one in enumerate(waiting[:SHOWN], 1)
    )


def _alike(one: Open) -> tuple[str, ...]:
    return one.place.file, one.place.sheet, one.place.field, one.place.value


def _what(one: Decided, names: dict[UUID, Candidate]) -> str:
    new = one.ruling.created
    if new is not None:
        return f"新建{new.name}（{new.branch}{new.group}，{new.kind}）"
    if one.ruling.person is None:
        return "先放一边"
    found = names.get(one.ruling.person)
    return f"认定为{found.told}" if found else "已认定"
