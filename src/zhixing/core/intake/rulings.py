"""What a person has decided about rows that were left open: who is meant, who is new, what is set aside.

A ruling holds for one place only: one name in one field of one row. It is consulted only where nobody, or more
than one, fits; a name that the roster settles by itself is never overruled.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from zhixing.core.intake.rows import NonMemberRow, Origin, RosterRow
from zhixing.core.intake.whois import Directory, Entry, Miss

CREATED = "网页上新建的人"
"""Stands as the file of the rows that tell of people made while an import was looked through."""
MEMBER_KINDS = ("正式党员", "预备党员")
OTHER_KINDS = ("群众", "入党申请人", "入党积极分子", "发展对象")


@dataclass(frozen=True, slots=True)
class Place:
    """One value in one field of one row of a folder, as it is written there."""

    file: str
    sheet: str
    row: int
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody whom the roster lacks: name, branch, group (may be empty) and one of the kinds above."""

    name: str
    branch: str
    group: str
    kind: str

    @property
    def is_member(self) -> bool:
        """Whether he or she stands on the roll; others stand on the list of non-members."""
        return self.kind in MEMBER_KINDS


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided about a place: somebody listed, somebody new, or (neither) that it is set aside."""

    person: UUID | None = None
    created: NewPerson | None = None

    @property
    def aside(self) -> bool:
        """Set aside: it stays in the report and brings nothing."""
        return self.person is None and self.created is None


@dataclass(frozen=True, slots=True)
class Decided:
    """A ruling with who made it and when."""

    place: Place
    ruling: Ruling
    by: str
    at: dt.datetime


Rulings = Mapping[Place, Ruling]
NONE: Rulings = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody whom a name may mean: as the roster lists him or her once the folder has been read."""

    person: UUID
    name: str
    branch: UUID
    branch_name: str
    group: str


def listed(directory: Directory) -> tuple[Listed, ...]:
    """Everybody on the lists, each once, in order of name, branch and group."""
    found = {
        (entry.person, entry.branch): Listed(
            entry.person, name, entry.branch, entry.branch_name, entry.group_name
        )
        for name, entry in directory.everybody()
    }
    return tuple(sorted(found.values(), key=lambda one: (one.name, one.branch_name, one.group)))


def decided(directory: Directory, ruling: Ruling | None) -> UUID | Miss | None:
    """The person a ruling names; a Miss where it names nobody any more; None without such a ruling."""
    if ruling is None or ruling.aside:
        return None
    if ruling.created is not None:
        mine = [
            entry.person
            for entry in (
                *directory.members_named(ruling.created.name),
                *directory.others_named(ruling.created.name),
            )
            if _is(entry, ruling.created)
        ]
        return mine[0] if len(set(mine)) == 1 else Miss("新建的这个人没有建成；请重新认定")
    if ruling.person is not None and directory.knows(ruling.person):
        return ruling.person
    return Miss("认定的这个人已不在名册上；请重新认定")


def _is(entry: Entry, new: NewPerson) -> bool:
    return entry.branch_name == new.branch and entry.group_name == (new.group if new.is_member else "")


def created_people(rulings: Rulings) -> tuple[list[RosterRow], list[NonMemberRow]]:
    """The people to be made, each once, as rows of a roster and of the list of non-members."""
    wanted = sorted(
        {one.created for one in rulings.values() if one.created is not None},
        key=lambda new: (new.name, new.branch, new.group, new.kind),
    )
    members = [_roster_row(n, new) for n, new in enumerate(wanted, 1) if new.is_member]
    others = [
        NonMemberRow(Origin(CREATED, "", n), new.name, new.kind, new.branch, "")
        for n, new in enumerate(wanted, 1)
        if not new.is_member
    ]
    return members, others


def _roster_row(number: int, new: NewPerson) -> RosterRow:
    return RosterRow(
        Origin(CREATED, "", number),
        name=new.name,
        gender="",
        ethnicity="",
        birth="",
        education="",
        joined_on=None,
        branch=new.branch,
        group=new.group,
        post="",
        duty="",
        member_kind=new.kind,
        staff_kind="",
        station="",
        shift="",
        second_unit="",
        remark="",
    )


def places(rows: Iterable[Place], wanted: Place) -> list[Place]:
    """The places where the same value stands in the same field of the same sheet, `wanted` among them."""
    return [
        one
        for one in rows
        if (one.file, one.sheet, one.field, one.value)
        == (wanted.file, wanted.sheet, wanted.field, wanted.value)
    ]
