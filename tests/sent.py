"""A small bureau as the bytes of its workbooks: two namesakes, a slip in a name, and somebody whom nobody knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID, uuid4

from zhixing.actions.actors import tree
from zhixing.actions.look_through import run as look_through
from zhixing.actions.take_in import run as take_in
from zhixing.actions.upload import Incoming, accept, receive
from zhixing.core.intake.rulings import Place
from zhixing.interop.preview_json import Preview, read_preview
from zhixing.store.intake import queries
from zhixing.store.people.queries import Actor, Hat

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 3, 2)
YEAR = 2025

ROSTER = """云川县交通运输局2025年党员花名册
姓名,性别,出生年月,入党时间,所在党支部,所在党小组,人员类别,备注
王磊,男,1980.1,2005.7.1,公路养护中心党支部,第1党小组,正式党员,
王磊,男,1985.3,2010.7.1,公路养护中心党支部,第2党小组,正式党员,2025年7月转入
李思源,女,1990.2,2015.7.1,公路养护中心党支部,第1党小组,正式党员,
张建国,男,1970.2,1995.7.1,机关第一党支部,,正式党员,
"""
SESSIONS = """云川县交通运输局2025年学习活动台账
编号,日期,开始时间,时长（分钟）,形式,主题,教育内容类别,主办组织,学时账,实到名单
H001,2025-03-05,09:00,60,主题党日,学习党章,党的基本理论教育,公路养护中心党支部,A,王磊、李思缘、查无此
H002,2025-04-05,09:00,90,主题党日,学习条例,党章党规党纪教育,公路养护中心党支部,A,王磊、李思源
"""
WORKBOOKS: Mapping[str, bytes] = {"花名册.csv": ROSTER.encode(), "台账.csv": SESSIONS.encode("gb18030")}


def incoming(workbooks: Mapping[str, bytes] = WORKBOOKS) -> list[Incoming]:
    """The files as a browser sends them."""
    return [Incoming(name, len(data), lambda data=data: [data]) for name, data in workbooks.items()]  # type: ignore[misc]


def sent(actor: Actor, workbooks: Mapping[str, bytes] = WORKBOOKS, *, look: bool = True) -> UUID:
    """An upload, looked through unless told otherwise."""
    upload = receive(
        incoming(workbooks), upload=uuid4(), actor=standing(actor), year=YEAR, folder="台账", now=NOW
    )
    if look:
        look_through(str(upload), now=NOW, today=TODAY)
    return upload


def standing(actor: Actor) -> Actor:
    """The organ's officer with the reach that the hat has by now."""
    root = tree().root
    if root is None or not actor.wears("superior"):
        return actor
    return replace(actor, hats=(Hat("superior", root.id, frozenset(tree().below(root.id))),))


def officer(name: str = "liuying", *hats: Hat, account: int = 1) -> Actor:
    """Somebody who acts: the organ's officer unless other hats are given."""
    worn = hats or (Hat("superior", None, frozenset()),)
    return Actor(account, name, "刘英" if name == "liuying" else name, None, worn)


def seen(wanted: UUID) -> Preview:
    """The preview as it stands."""
    row = queries.upload(wanted)
    assert row is not None
    assert row.state == "waiting", row.problem
    return read_preview(row.preview)


def state(wanted: UUID) -> str:
    """How far an upload is."""
    row = queries.upload(wanted)
    assert row is not None
    return row.state


def place_of(preview: Preview, value: str, row: int = 3) -> Place:
    """Where an open value stands."""
    return next(one.place for one in preview.open if one.place.value == value and one.place.row == row)


def look(wanted: UUID) -> Preview:
    """Looks through again, and gives the preview."""
    look_through(str(wanted), now=NOW, today=TODAY)
    return seen(wanted)


def take(wanted: UUID) -> int:
    """Accepts and imports; gives the batch's number."""
    assert accept(wanted, actor=officer(), now=NOW)
    take_in(str(wanted), now=NOW, today=TODAY)
    row = queries.upload(wanted)
    assert row is not None
    assert (row.state, row.problem) == ("done", "")
    assert row.batch is not None
    return row.batch
