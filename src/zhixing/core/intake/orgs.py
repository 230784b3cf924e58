"""The organisations and stations known while a folder is taken in; new ones are drafted when first met."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from uuid import UUID

from zhixing.core.facts.kinds import OrgSet, StationSet
from zhixing.core.facts.record import Draft
from zhixing.core.intake.desk import Desk, source_of
from zhixing.core.intake.rows import OrgRow, Origin
from zhixing.core.intake.units import branch_forms, plain_unit
from zhixing.core.people.register import COMMITTEE, GROUP, ORG_WORDS

WHOLE = {"全局", "局机关党委", "机关党委", "局党委", "全系统", "全体"}
"""How clerks write the whole organ as organiser of a session."""

_ORGAN = re.compile(r"(?:局|厅|委|委员会|办|办公室|政府|法院|检察院|大队|支队)$")
"""How the name of an organ ends; what ends otherwise (中心, 站, 支部) may be a unit of it."""

NOWHERE = -1
"""Distance of a station that nobody has described yet."""


class Orgs:
    """The organisations known so far, by name; new ones are drafted when first met."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.named = {org.name: org.id for org in desk.register.orgs.values() if org.kind != GROUP}
        self.names = {uid: name for name, uid in self.named.items()}
        self._said: dict[UUID, OrgSet] = {}
        self._settled: set[UUID] = set()
        self.kinds = {org.id: org.kind for org in desk.register.orgs.values()}
        self.stations = {(s.org, s.name): s.id for s in desk.register.stations.values()}
        self.places = {s.id: s.order for s in desk.register.stations.values()}
        self._order = max((org.order for org in desk.register.orgs.values()), default=0)

    def root(self, origin: Origin, organ: str) -> UUID:
        """The committee at the top, made when nothing is there yet."""
        if self.desk.root is None:
            name = f"{organ}机关党委" if organ else "机关党委"
            self.desk.root = self._new(origin, COMMITTEE, name, None, dt_pair=(None, None))
        self.desk.mention(self.desk.root, source_of(origin))
        return self.desk.root

    def branch(self, origin: Origin, organ: str, name: str, *, settle: bool = False) -> UUID:
        """A branch by name, made under the root when it is new. `settle`: this spelling is the one to keep."""
        root = self.root(origin, organ)
        uid = self.known(name, settle=settle)
        if uid is None:
            uid = self._new(origin, branch_kind(name), name, root, dt_pair=(None, None))
        self.desk.mention(uid, source_of(origin))
        if settle and uid != root and uid not in self._settled:
            self._settled.add(uid)
            if self.names[uid] != name:
                self._rename(origin, uid, name)
        return uid

    def known(self, name: str, *, settle: bool = False) -> UUID | None:
        """An organisation known by this name, or by a form of it that fits no other (机关第一支部).

        `settle`: 临时党支部 and 党支部 of one stem are two, so a whole name is no form of another kind's.
        """
        if name in WHOLE or self._is_root(name):
            return self.desk.root
        if name in self.named:
            return self.named[name]
        asked, forms = plain_unit(name), branch_forms(name)
        fitting = {
            uid
            for other, uid in self.named.items()
            if asked in branch_forms(other) or plain_unit(other) in forms
            if not settle or branch_kind(other) == branch_kind(name) or not other.endswith("党支部")
        }
        return fitting.pop() if len(fitting) == 1 else None

    def other_than(self, organ: str) -> str:
        """The organ of this ledger where `organ` is plainly another one; empty where it may be the same.

        A name that leaves out letters of the other (云川县交通局) may be its short form, and a unit inside is
        no organ.
        """
        mine = self._organ()
        apart = not _shortens(mine, organ) and not _shortens(organ, mine)
        other = apart and _ORGAN.search(mine) and _ORGAN.search(organ) and self.known(organ) is None
        return mine if other else ""

    def adopt(self, origin: Origin, organ: str) -> None:
        """A committee at the top that was entered without its organ's name is given it."""
        root = self.desk.root
        if root is not None and self.names.get(root) == "机关党委" and _ORGAN.search(organ):
            self._rename(origin, root, f"{organ}机关党委")

    def _organ(self) -> str:
        root = self.names.get(self.desk.root, "") if self.desk.root else ""
        return re.sub(r"(?:机关)?(?:党委|委员会|党总支|党支部)$", "", root.removeprefix("中共"))

    def _is_root(self, name: str) -> bool:
        root = self.names.get(self.desk.root, "") if self.desk.root else ""
        organ = root.removesuffix("机关党委")
        return bool(name and root) and name in {root, organ, organ + "党委"}

    def _rename(self, origin: Origin, uid: UUID, name: str) -> None:
        """The roster's spelling goes before that of other workbooks."""
        known = self.desk.register.orgs.get(uid)
        if uid in self._said:
            body = self._said[uid]
        else:
            assert known is not None
            parent = known.parent.hex if known.parent else ""
            body = OrgSet(known.kind, known.name, parent, known.order, known.founded, known.elected)
        self.named[name], self.names[uid] = uid, name
        self._said[uid] = replace(body, name=name)
        self.desk.add(Draft(self._said[uid], uid, source_of(origin), about=uid), value=name)

    def called(self, name: str) -> str:
        """The organiser as figures know it: 全局, a branch by its kept name, else the clerk's words."""
        uid = self.known(name) if name else self.desk.root
        return "全局" if uid == self.desk.root else self.names[uid] if uid else name

    def group(self, origin: Origin, branch: UUID, name: str) -> UUID | None:
        """A group of a branch, made when it is new."""
        if not name:
            return None
        uid = self.desk.identify("group", branch.hex, name)
        if uid not in self.kinds:
            self._set(origin, uid, GROUP, name, branch, dt_pair=(None, None), chain=branch)
        self.desk.mention(uid, source_of(origin))
        return uid

    def describe(self, row: OrgRow, organ: str) -> None:
        """A row of 组织架构: kind, superior, days; a day after today is left open, the rest is taken."""
        for field, day in (("成立时间", row.founded), ("换届时间", row.elected)):
            if day is not None and day > self.desk.today:
                reason = f"{day} 在今天({self.desk.today})之后,未记入;请核对年份"
                self.desk.leave_open(source_of(row.origin), field, str(day), reason)
        row = replace(row, founded=self._past(row.founded), elected=self._past(row.elected))
        kind = next((code for code, word in ORG_WORDS.items() if word == row.kind), branch_kind(row.name))
        if kind == COMMITTEE and self.desk.root is None:
            self.desk.root = self._new(row.origin, kind, row.name, None, dt_pair=(row.founded, row.elected))
            return
        if kind == COMMITTEE:
            uid: UUID | None = self.desk.root
        else:
            uid = self.known(row.name, settle=True)
        parent = None if kind == COMMITTEE else self.branch(row.origin, organ, row.parent or "机关党委")
        if uid is None:
            self._new(row.origin, kind, row.name, parent, dt_pair=(row.founded, row.elected))
        elif row.elected or row.founded:
            # The roster's spelling holds; this table, read before it, must not bring another one back.
            held = self.names.get(uid, row.name)
            name = row.name if kind == COMMITTEE and row.name not in WHOLE else held
            self._set(row.origin, uid, kind, name, parent, dt_pair=(row.founded, row.elected), chain=uid)

    def _past(self, day: dt.date | None) -> dt.date | None:
        return day if day is not None and day <= self.desk.today else None

    def station(self, origin: Origin, branch: UUID, name: str) -> UUID | None:
        """A station by branch and name, or by a name that only one station has; made when it is new."""
        if not name:
            return None
        same = {uid for (_, other), uid in self.stations.items() if other == name}
        found = self.stations.get((branch, name)) or (same.pop() if len(same) == 1 else None)
        if found is not None:
            self.desk.mention(found, source_of(origin))
            return found
        self.desk.warn(f"站点“{name}”不在站点与班制表里,暂无距离和最低在岗人数;补导该表即可")
        return self.set_station(origin, branch, StationSet(name, "", NOWHERE, "", "", 0, "", 0))

    def set_station(self, origin: Origin, branch: UUID, body: StationSet) -> UUID:
        """Drafts a station and makes it known."""
        uid = self.desk.identify("station", branch.hex, body.name)
        body = replace(body, order=self.places.setdefault(uid, len(self.places)))
        self.desk.add(Draft(body, branch, source_of(origin), about=uid), value=body.name)
        self.stations[branch, body.name] = uid
        return uid

    def _new(
        self,
        origin: Origin,
        kind: str,
        name: str,
        parent: UUID | None,
        *,
        dt_pair: tuple[dt.date | None, dt.date | None],
    ) -> UUID:
        uid = self.desk.identify("org", name)
        self.named[name], self.names[uid] = uid, name
        self._set(origin, uid, kind, name, parent, dt_pair=dt_pair, chain=uid)
        return uid

    def _set(
        self,
        origin: Origin,
        uid: UUID,
        kind: str,
        name: str,
        parent: UUID | None,
        *,
        dt_pair: tuple[dt.date | None, dt.date | None],
        chain: UUID,
    ) -> None:
        known = self.desk.register.orgs.get(uid)
        if known is None:
            self._order += 1
        order = known.order if known else self._order
        self.kinds[uid] = kind
        body = self._said[uid] = OrgSet(kind, name, parent.hex if parent else "", order, *dt_pair)
        self.desk.add(Draft(body, chain, source_of(origin), about=uid), value=name)


def _shortens(short: str, name: str) -> bool:
    """Whether the letters of `short` stand in `name` in the same order."""
    letters = iter(name)
    return all(letter in letters for letter in short)


def branch_kind(name: str) -> str:
    """The kind that a branch's name tells."""
    for word, kind in (("党总支", "general_branch"), ("临时", "temporary_branch"), ("联合", "joint_branch")):
        if word in name:
            return kind
    return "branch"
