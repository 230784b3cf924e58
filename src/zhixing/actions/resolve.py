"""Deciding about an open place of an upload: who is meant, who is new, what is set aside.

Decisions change nothing on the ledger; they are heard when the upload is looked through again, and when it is
accepted. Each leaves an audit line that names the row, never the person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from zhixing.actions import background
from zhixing.core.intake.rulings import MEMBER_KINDS, OTHER_KINDS, NewPerson, Place, Ruling, places
from zhixing.core.names import clean_name, name_problem
from zhixing.interop.pinyin import sounds_like
from zhixing.interop.preview_json import Open, Preview, read_preview
from zhixing.store.intake import api, queries
from zhixing.store.intake.queries import State, UploadRow
from zhixing.store.ledger import api as ledger
from zhixing.store.people.queries import Actor

MOST_TOLD = 9
"""Names in a sentence; more would be a list to read."""


class NotDecided(ValueError):
    """The decision was not taken; the sentence says why and what to do."""


def decide(
    upload: UUID, wanted: Place, ruling: Ruling, *, alike: bool, actor: Actor, now: dt.datetime
) -> int:
    """One ruling for a place, and with `alike` for every open place of its sheet with that field and value.

    Gives how many places it was. Whether the actor may is the caller's to check. Raises NotDecided.
    """
    with transaction.atomic():
        preview = _open_preview(upload)
        there = {one.place: one for one in preview.open}
        if wanted not in there:
            raise NotDecided("这一处已经定了，或台账已重新读过；请刷新页面再看")
        checked = _checked(ruling, there[wanted], preview)
        meant = places(there, wanted) if alike else [wanted]
        api.decide(upload, meant, checked, by=actor.signature, now=now)
        _changed(upload, actor, now, _verb(checked), meant, checked.person)
    return len(meant)


def meant(upload: UUID, typed: str) -> Ruling:
    """Who of the roll is meant by what was typed: a name, its pinyin or initials, or the name as lists offer it.

    Raises NotDecided where it is nobody, or more than one.
    """
    roll, wanted = _open_preview(upload).roll, typed.strip()
    exact = [one for one in roll if wanted in (one.told, one.name)]
    found = exact or [one for one in roll if wanted and sounds_like(one.name, wanted.lower())]
    people = {one.person: one.told for one in found}
    if len(people) == 1:
        return Ruling(found[0].person)
    if not people:
        raise NotDecided(f"名册里没有找到“{wanted}”；请写姓名或拼音首字母，名册上确实没有的再新建")
    some = "、".join(sorted(people.values())[:MOST_TOLD])
    raise NotDecided(
        f"“{wanted}”对得上 {len(people)} 人：{some}{'等' if len(people) > MOST_TOLD else ''}；请选全称"
    )


def take_back(upload: UUID, wanted: Place, *, actor: Actor, now: dt.datetime) -> bool:
    """A decision is withdrawn; the place is open again. False where there was none. Raises NotDecided."""
    with transaction.atomic():
        _open_preview(upload)
        if not api.undecide(upload, wanted):
            return False
        _changed(upload, actor, now, "取消认定", [wanted], None)
    return True


def _open_preview(upload: UUID) -> Preview:
    row: UploadRow | None = queries.upload(upload)
    if row is None or row.state != State.WAITING:
        raise NotDecided("这次上传现在不能改：还在读取，或已接受、已放弃；请刷新页面再看")
    return read_preview(row.preview)


def _checked(ruling: Ruling, place: Open, preview: Preview) -> Ruling:
    if ruling.aside:
        return ruling
    if not place.person:
        raise NotDecided("这一处不是认人的问题，只能先放一边，或改好台账再导入")
    if ruling.created is not None:
        return Ruling(created=_new(ruling.created, preview))
    if ruling.person not in {one.person for one in (*place.candidates, *preview.roll)}:
        raise NotDecided("请从列出的人里选一位")
    return ruling


def _new(wanted: NewPerson, preview: Preview) -> NewPerson:
    name = clean_name(wanted.name)
    problem = name_problem(name)
    if problem:
        raise NotDecided(f"新建的人姓名“{wanted.name}”不能用：{problem}")
    unit = next((one for one in preview.units if one.name == wanted.branch), None)
    if unit is None:
        raise NotDecided("请选新建的人所在的党支部")
    if wanted.kind not in (*MEMBER_KINDS, *OTHER_KINDS):
        raise NotDecided("请选新建的人的人员类别")
    group = wanted.group if wanted.kind in MEMBER_KINDS else ""
    if group and group not in unit.groups:
        raise NotDecided(f"{unit.name}没有“{group}”；请重选党小组，或留空")
    return NewPerson(name, unit.name, group, wanted.kind)


def _verb(ruling: Ruling) -> str:
    if ruling.created is not None:
        return "新建并认定"
    return "先放一边" if ruling.aside else "认定"


def _changed(
    upload: UUID, actor: Actor, now: dt.datetime, verb: str, meant: Sequence[Place], person: UUID | None
) -> None:
    api.ask_again(upload, now=now)
    told = f"第 {meant[0].row} 行" + (f" 等 {len(meant)} 处" if len(meant) > 1 else "")
    stamp = ledger.Stamp(actor.signature, now)
    ledger.audit(stamp, verb, f"上传 {upload.hex[:8]}", told, person)
    background.later(background.look_through, str(upload))
