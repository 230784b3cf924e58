"""Changes to organisations and stations made by hand: founded, renamed, re-elected, closed; the drafts they take.

Ids are those an import would give. All raise FactError with a reason a clerk can act on.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from zhixing.core.facts.kinds import OrgSet, StationSet
from zhixing.core.facts.moves import OrgClosed
from zhixing.core.facts.record import Draft, FactError, Identify, Source
from zhixing.core.people.register import COMMITTEE, GROUP, ORG_WORDS, Org, Register, Station


def found(
    register: Register,
    *,
    kind: str,
    name: str,
    parent: UUID,
    founded: dt.date | None,
    elected: dt.date | None,
    identify: Identify,
) -> tuple[UUID, list[Draft]]:
    """A branch or general branch is founded under `parent`: its id and draft."""
    name = "".join(name.split())
    if kind not in ORG_WORDS or kind in (COMMITTEE, GROUP):
        raise FactError("请选择组织类型")
    if not name:
        raise FactError("请填组织名称")
    _check_free(register, name)
    uid = identify("org", name)
    if uid in register.orgs:
        raise FactError(f"“{name}”这个名称以前用过，现在叫“{register.name_of(uid)}”；请换一个名称")
    order = max((org.order for org in register.orgs.values()), default=0) + 1
    body = OrgSet(kind, name, parent.hex, order, founded, elected)
    return uid, [Draft(body, uid, Source(), None, uid)]


def rename(org: Org, register: Register, *, name: str) -> list[Draft]:
    """更名; what belongs to it stays with it."""
    name = "".join(name.split())
    if not name:
        raise FactError("请填新的名称")
    if name == org.name:
        raise FactError("名称没有变，不用登记")
    if org.kind == GROUP:
        near = [one for one in register.orgs.values() if one.parent == org.parent and one.id != org.id]
        if any(one.name == name for one in near):
            raise FactError(f"本支部已有“{name}”")
    else:
        _check_free(register, name)
    return [_set(org, name=name)]


def re_elect(org: Org, *, elected: dt.date) -> list[Draft]:
    """换届: a new term begins on `elected`."""
    if org.elected is not None and elected <= org.elected:
        raise FactError(f"换届日期要晚于上一次（{org.elected}）；如上一次登记错了，请用更正")
    if org.founded is not None and elected < org.founded:
        raise FactError(f"换届日期早于成立日期（{org.founded}）")
    return [_set(org, elected=elected)]


def close(org: Org, register: Register, *, day: dt.date, today: dt.date) -> list[Draft]:
    """撤销: nobody may be on its roll any more, nothing may be left under it."""
    if org.closed is not None:
        raise FactError(f"已经撤销（{org.closed}）")
    if org.parent is None:
        raise FactError("机关党委不能撤销")
    if day > today:
        raise FactError(f"日期 {day} 在今天（{today}）之后，到时再登记")
    here = [
        p for p in register.people.values() for s in p.roll if org.id in (s.org, s.group) and s.until is None
    ]
    if here:
        names = "、".join(person.name for person in here[:3])
        raise FactError(
            f"还有 {len(here)} 人在册（{names}{'等' if len(here) > 3 else ''}）；请先转出或换党小组"
        )
    under = [one for one in register.orgs.values() if one.parent == org.id and one.closed is None]
    if under:
        raise FactError(f"下面还有{'、'.join(one.name for one in under)}；请先撤销这些")
    return [Draft(OrgClosed(day), _chain(org), Source(), None, org.id)]


def found_group(
    branch: Org, register: Register, *, name: str, identify: Identify
) -> tuple[UUID, list[Draft]]:
    """A Party group (党小组) in a branch: its id and draft."""
    name = "".join(name.split())
    if not name:
        raise FactError("请填党小组名称，如“第3党小组”")
    if not branch.is_branch or branch.closed is not None:
        raise FactError("党小组要建在支部里")
    uid = identify("group", branch.id.hex, name)
    if uid in register.orgs:
        raise FactError(f"{branch.name}已经有过“{name}”")
    order = max((org.order for org in register.orgs.values()), default=0) + 1
    body = OrgSet(GROUP, name, branch.id.hex, order)
    return uid, [Draft(body, branch.id, Source(), None, uid)]


def set_station(
    branch: Org, register: Register, body: StationSet, *, identify: Identify, known: Station | None = None
) -> tuple[UUID, list[Draft]]:
    """A station of a branch is entered, or described anew: its id and draft. Its place in the list stays."""
    name = "".join(body.name.split())
    if not name:
        raise FactError("请填站点名称")
    uid = known.id if known else identify("station", branch.id.hex, name)
    if known is None and uid in register.stations:
        raise FactError(f"{branch.name}已经有“{name}”；请在表里点它来改")
    if any(one.org == branch.id and one.name == name and one.id != uid for one in register.stations.values()):
        raise FactError(f"{branch.name}已经有“{name}”")
    order = known.order if known else len(register.stations)
    said = StationSet(
        name, body.kind, body.distance, body.longitude, body.latitude, body.minimum, body.shift, order
    )
    return uid, [Draft(said, branch.id, Source(), None, uid)]


def _check_free(register: Register, name: str) -> None:
    if any(org.name == name and org.kind != GROUP for org in register.orgs.values()):
        raise FactError(f"已经有“{name}”")


def _set(org: Org, *, name: str = "", elected: dt.date | None = None) -> Draft:
    parent = org.parent.hex if org.parent else ""
    body = OrgSet(org.kind, name or org.name, parent, org.order, org.founded, elected or org.elected)
    return Draft(body, _chain(org), Source(), None, org.id)


def _chain(org: Org) -> UUID:
    """A group's facts stand in its branch's chain."""
    return org.parent if org.kind == GROUP and org.parent else org.id
