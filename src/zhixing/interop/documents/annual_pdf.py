"""The year's three forms as PDF/A: 个人年度记实表, 学时登记表 and 班子指标卡, with the words of their Word files.

What they say is made where the Word file is made; here is only how it is laid out. Each sheet or card is
numbered from page 1 and says below whose it is, from which facts it is taken, and when it was made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from uuid import UUID

from zhixing.core.figures.member import MemberYear
from zhixing.core.figures.unit import UnitYear
from zhixing.interop.documents.hour_register import register
from zhixing.interop.documents.indicator_card import Card, cards
from zhixing.interop.documents.official import Side, arabic
from zhixing.interop.documents.record_sheet import Record, records
from zhixing.interop.documents.sheet import Box, Frame, Leaf, Part, Ruled, Words, booklet_pdf

_OWN = "签字：          年   月   日"
_BRANCH = "书记签字：     （支部章）   年   月   日"
_BOTH = "本人签字：              支部书记签字：              （支部章）      年   月   日"
_KEEPER = "记录人：              支部书记签字：              （支部章）      年   月   日"
_SECRETARY = "党组织书记签字：              （党组织章）      年   月   日"
_RHYTHM = "台账中没有某一形式，可能另册记载，不等于没有开展。"


def record_sheets_pdf(
    members: Sequence[MemberYear], *, organ: str, year: int, day: dt.date, fonts: Path | None = None
) -> bytes:
    """The record sheets of some members, made on `day`; A4 upright. Raises `PdfError` for a missing character."""
    leaves = [
        Leaf(sheet.title, sheet.under, tuple(_record(sheet)), f"{year}年度个人记实表　{sheet.name}")
        for sheet in records(members, organ=organ, year=year)
    ]
    title = f"{organ}{year}年度党员教育个人记实表"
    return booklet_pdf(title, leaves, day=day, made=_made(year, day), fonts=fonts)


def hour_register_pdf(
    members: Sequence[MemberYear],
    *,
    organ: str,
    year: int,
    day: dt.date,
    title_branch: str = "",
    fonts: Path | None = None,
) -> bytes:
    """The register of some members, made on `day`; A4 turned a quarter. Raises `PdfError` as above."""
    made = register(members, organ=organ, year=year, title_branch=title_branch)
    rows: list[tuple[str, ...]] = []
    for block in made.members:
        rows += [(r.name, r.day, r.title, r.host, r.ledger, r.amount, r.proof, r.sum) for r in block.rows]
        rows.append((block.sum,))
    table = Ruled(
        ("姓名", "日期", "项目", "举办单位", "类别", "学时", "证明人/材料", "累计"),
        tuple(rows),
        (23, 21, 54, 39, 12, 14, 38, 24),
        ("c", "c", "l", "l", "c", "c", "l", "c"),
        closing=(Words("note", made.foot), Words("sign", _KEEPER)),
    )
    leaf = Leaf(made.title, made.under, (table,), made.title)
    title = f"{organ}{made.title}"
    return booklet_pdf(title, [leaf], day=day, made=_made(year, day), landscape=True, fonts=fonts)


def indicator_cards_pdf(
    units: Sequence[UnitYear],
    *,
    organ: str,
    year: int,
    members: Mapping[UUID, MemberYear],
    day: dt.date,
    fonts: Path | None = None,
) -> bytes:
    """The cards of some units, made on `day`; A4 upright. Raises `PdfError` as above."""
    made = cards(units, organ=organ, year=year, members=members)
    leaves = [
        Leaf(card.title, card.under, tuple(_card(card)), f"{year}年度班子指标卡　{unit.name}")
        for unit, card in zip(units, made, strict=True)
    ]
    title = f"{organ}{year}年度党员教育班子指标卡"
    return booklet_pdf(title, leaves, day=day, made=_made(year, day), fonts=fonts)


def _made(year: int, day: dt.date) -> str:
    """Source and date, right of the page number."""
    return f"据 {year} 年度已入账的事实，{arabic(day)}制表"


def _record(sheet: Record) -> Iterator[Part]:
    """One page of facts, then the hours one by one."""
    yield _basics(sheet)
    yield Ruled(
        ("项  目", "数  据", "算式与说明", "依  据"),
        tuple((row.label, row.value, row.words, row.marks) for row in sheet.rows),
        (30, 20, 90, 16),
        ("c", "c", "l", "c"),
        strong=1,
        closing=(Words("note", f"依据：{sheet.cites}"),),
    )
    boxes = (Box("本人意见：", tall=26, foot=_OWN), Box("支部意见：", tall=26, foot=_BRANCH))
    yield Frame((78, 78), (boxes,))
    yield Words("note", sheet.foot)
    yield Words("page", sheet.detail_title)
    yield Ruled(
        ("日期", "场次或项目", "形式与状态", "账", "学时", "来源"),
        tuple((d.day, d.title, d.detail, d.ledger, d.amount, d.source) for d in sheet.details),
        (13, 54, 36, 10, 10, 33),
        ("c", "l", "l", "c", "c", "l"),
        size=8.5,
        pad=1.0,
        closing=(Words("note", sheet.detail_foot), Words("sign", _BOTH)),
    )


def _basics(s: Record) -> Frame:
    """Who it is about."""
    return Frame(
        (20, 40, 16, 24, 20, 36),
        (
            _named(("姓    名", s.name), ("性  别", s.gender), ("民    族", s.ethnicity)),
            _named(("出生年月", s.birth), ("学  历", s.education), ("入党时间", s.joined)),
            _named(("所在支部", s.branch), ("党 小 组", s.group)),
            _named(("党内职务", s.post), ("类  别", s.standing), ("岗    位", s.duty)),
            _named(("工作站点", s.station), ("年末在册", s.roll)),
        ),
    )


def _named(*pairs: tuple[str, str]) -> tuple[Box, ...]:
    """A row over the six columns; the first of two fields takes the room of two."""
    spans = (3, 1) if len(pairs) == 2 else (1, 1, 1)
    return tuple(
        box
        for (label, value), span in zip(pairs, spans, strict=True)
        for box in (Box(label, label=True), Box(value, span=span, middle=True))
    )


def _card(card: Card) -> Iterator[Part]:
    """Those who lead first, then each measure with formula, data and exceptions."""
    yield Words("area", "一、班子成员带头情况")
    yield _short(
        ("姓名", "职务", "目标", "集中学习", "还差", "集中学习出席", "下基层", "谈话"),
        ((e.name, e.post, e.target, e.earned, e.gap, e.fair, e.practice, e.talks) for e in card.leaders),
        (22, 40, 13, 17, 13, 27, 13, 11),
        ("c",) * 8,
    )
    yield Words("area", "二、指标")
    yield Ruled(
        ("指标", "公式", "数据", "例外与说明", "依据"),
        tuple((m.name, m.formula, (m.data, m.share), m.exceptions, m.marks) for m in card.measures),
        (27, 36, 20, 59, 14),
        ("c", "l", "c", "l", "c"),
        strong=1,
    )
    yield Words("area", "三、教育内容结构")
    yield _short(
        ("教育内容类别", "场次", "学时", "占学时"),
        ((each.category, each.sessions, each.hours, each.share) for each in card.content),
        (76, 26, 26, 28),
        ("l", "c", "c", "c"),
    )
    yield Words("area", "四、驻地与偏远党员对照")
    yield _short(
        ("对照项", "驻地", "偏远站点"),
        ((pair.label, pair.near, pair.remote) for pair in card.fairness),
        (66, 45, 45),
        ("l", "c", "c"),
        bound=not card.rhythms,
    )
    if card.rhythms:
        yield Words("area", "五、组织生活节拍")
        yield Words("note", _RHYTHM)
        yield _short(
            ("形式", "已开展", "应开展而台账中没有的时段"),
            ((each.form, each.held, each.missing) for each in card.rhythms),
            (28, 24, 104),
            ("c", "c", "l"),
            bound=True,
        )
    yield Words("note", f"依据：{card.cites}")
    yield Words("note", card.foot)
    yield Words("sign", _SECRETARY)


def _short(
    heads: tuple[str, ...],
    rows: Iterator[tuple[str, ...]],
    widths: tuple[float, ...],
    sides: tuple[Side, ...],
    *,
    bound: bool = False,
) -> Ruled:
    """A table of few rows, kept on one page; a signature may be `bound` to it, never to stand alone."""
    return Ruled(heads, tuple(rows), widths, sides, whole=True, bound=bound)
