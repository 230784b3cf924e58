"""What is changed about organisations and stations: by the organ's officer; groups and stations by the branch, too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from uuid import UUID

from zhixing.actions.actors import whole_tree
from zhixing.actions.changing import NotYours, Sheet, change
from zhixing.actions.record import Entered
from zhixing.actions.roll import BOOKS, roll
from zhixing.core.facts.kinds import StationSet
from zhixing.core.facts.record import Draft
from zhixing.core.people import units
from zhixing.core.people.register import GROUP, Org
from zhixing.store.ledger import queries
from zhixing.store.people.queries import SUPERIOR, Actor


def may_change(actor: Actor, org: Org) -> bool:
    """A branch may change its own groups; everything else is the organ's officer's."""
    return actor.over(org.id, *(BOOKS if org.kind == GROUP else (SUPERIOR,)))


def may_found(actor: Actor) -> bool:
    """Whether somebody may found branches: who keeps the books of the whole."""
    return whole_tree(actor, SUPERIOR)


def found_branch(
    sheet: Sheet, *, kind: str, name: str, founded: dt.date | None, elected: dt.date | None
) -> Entered:
    """成立支部, under the committee at the top."""

    def build() -> Sequence[Draft]:
        register = roll().register
        if register.root is None or not may_found(sheet.by):
            raise NotYours
        parent = register.root.id
        return units.found(
            register,
            kind=kind,
            name=name,
            parent=parent,
            founded=founded,
            elected=elected,
            identify=queries.identify(),
        )[1]

    return change(sheet, build, verb="成立党组织", target="党组织")


def rename(sheet: Sheet, org: UUID, *, name: str) -> Entered:
    """更名."""
    return _change(sheet, org, "党组织更名", lambda one: units.rename(one, roll().register, name=name))


def re_elect(sheet: Sheet, org: UUID, *, elected: dt.date) -> Entered:
    """换届."""
    return _change(sheet, org, "登记换届", lambda one: units.re_elect(one, elected=elected), str(elected))


def close(sheet: Sheet, org: UUID, *, day: dt.date) -> Entered:
    """撤销."""
    return _change(
        sheet, org, "撤销党组织", lambda one: units.close(one, roll().register, day=day, today=sheet.today)
    )


def found_group(sheet: Sheet, branch: UUID, *, name: str) -> Entered:
    """建党小组: the branch's own officers do it."""

    def build() -> Sequence[Draft]:
        one = _kept(sheet.by, branch)
        return units.found_group(one, roll().register, name=name, identify=queries.identify())[1]

    return change(sheet, build, verb="建立党小组", target="党小组")


def set_station(sheet: Sheet, branch: UUID, body: StationSet, *, known: UUID | None = None) -> Entered:
    """A station is entered or described anew."""

    def build() -> Sequence[Draft]:
        register = roll().register
        one = _kept(sheet.by, branch)
        before = register.stations.get(known) if known else None
        if known is not None and (before is None or before.org != branch):
            raise NotYours
        return units.set_station(one, register, body, identify=queries.identify(), known=before)[1]

    return change(sheet, build, verb="登记站点", target="站点")


def _kept(actor: Actor, branch: UUID) -> Org:
    """A branch whose books the actor keeps. Raises NotYours."""
    found = roll().register.orgs.get(branch)
    if found is None or not actor.over(branch, *BOOKS):
        raise NotYours
    return found


def _change(
    sheet: Sheet, org: UUID, verb: str, build: Callable[[Org], Sequence[Draft]], detail: str = ""
) -> Entered:
    def checked() -> Sequence[Draft]:
        found = roll().register.orgs.get(org)
        if found is None or not may_change(sheet.by, found):
            raise NotYours
        return build(found)

    return change(sheet, checked, verb=verb, target="党组织", detail=detail)
