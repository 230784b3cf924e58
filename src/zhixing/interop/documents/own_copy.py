"""A copy of all that is held about somebody, for himself: a Word file to read, a JSON file for machines.

The JSON's shape is told in docs/使用.md; `schema` names it, and changes when a reader would have to.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator

from zhixing.core.facts.holding import Arranged, HeldFact, Holding, Seen, Stated
from zhixing.core.facts.record import encode
from zhixing.core.facts.telling import Said
from zhixing.interop.documents.official import Block, Grid, Heading, Official, Paragraph
from zhixing.interop.documents.official_docx import official_docx

SCHEMA = "zhixing.own-data/2"
HERE = dt.timezone(dt.timedelta(hours=8))
"""Every time of the copy is told in China's, whatever zone it is kept in."""


def own_copy_docx(holding: Holding) -> bytes:
    """The copy as a Word file."""
    title = f"本人资料\n{holding.name}"
    document = Official(title, tuple(_blocks(holding)), signature=holding.organ, date=holding.made)
    return official_docx(document, day=holding.made)


def own_copy_json(holding: Holding) -> bytes:
    """The copy as JSON, UTF-8, keys sorted."""
    content = {
        "schema": SCHEMA,
        "made_on": holding.made.isoformat(),
        "organ": holding.organ,
        "person": {"id": str(holding.person), "name": holding.name},
        "roster": _pairs(holding.roster),
        "statements": [_stated(one) for one in holding.statements],
        "account": _pairs(holding.account),
        "roles": [_stated(one) for one in holding.roles],
        "facts": [_fact(one) for one in holding.facts],
        "arranged": [_arranged(one) for one in holding.arranged],
        "readings": [_seen(one) for one in holding.readings],
        "purposes": [
            {"purpose": one.purpose, "basis": one.basis, "term": one.term} for one in holding.purposes
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _blocks(holding: Holding) -> Iterator[Block]:
    yield Paragraph(
        "依据《中华人民共和国个人信息保护法》第四十五条，提供本人在党员教育管理记实中的全部资料。"
        "对记载有异议的，可在“我的档案”提出，由本支部或机关党委答复。"
    )
    yield Heading(1, "花名册登记")
    yield _table(("项目", "内容"), ((one.label, one.value) for one in holding.roster), (1, 3))
    yield Heading(1, "组织关系、职务和岗位")
    yield _table(
        ("项目", "内容", "期间"), ((one.what, one.words, one.period) for one in holding.statements), (2, 5, 4)
    )
    yield Heading(1, "账户和角色")
    account = [(one.label, one.value, "") for one in holding.account]
    yield _table(
        ("项目", "内容", "期间"),
        [*account, *((one.what, one.words, one.period) for one in holding.roles)],
        (2, 5, 4),
    )
    yield Heading(1, f"事实，共 {len(holding.facts)} 条")
    for kind, facts in _by_kind(holding.facts):
        yield Heading(2, f"{kind}，{len(facts)} 条")
        yield _table(("日期", "内容", "来处和登记"), (_told(one) for one in facts), (2, 6, 5))
    yield Heading(1, f"学习安排，共 {len(holding.arranged)} 条")
    yield _table(
        ("项目", "内容", "时间"),
        (
            (one.what if one.year is None else f"{one.year} 年{one.what}", one.words, _minute(one.at))
            for one in holding.arranged
        ),
        (2, 6, 2),
    )
    yield Heading(1, f"谁看过、动过本人资料，共 {len(holding.readings)} 次")
    yield _table(
        ("时间", "谁", "做了什么"),
        ((f"{one.at:%Y-%m-%d %H:%M}", one.by, f"{one.verb} {one.target}") for one in holding.readings),
        (3, 3, 5),
    )
    yield Heading(1, "用途、依据和保存期限")
    yield _table(
        ("用途", "依据", "期限"), ((one.purpose, one.basis, one.term) for one in holding.purposes), (4, 4, 3)
    )


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]], widths: tuple[float, ...]) -> Grid:
    found = tuple(rows)
    return Grid(heads, found or (("没有",),), widths)


def _by_kind(facts: Iterable[HeldFact]) -> list[tuple[str, list[HeldFact]]]:
    kinds: dict[str, list[HeldFact]] = {}
    for one in facts:
        kinds.setdefault(one.kind, []).append(one)
    return [(kind, sorted(found, key=_day)) for kind, found in kinds.items()]


def _day(one: HeldFact) -> tuple[dt.date, int]:
    return one.fact.day or dt.date.min, one.fact.seq


def _told(one: HeldFact) -> tuple[str, str, str]:
    said = "；".join(f"{row.label} {row.value}" for row in one.rows if row.label != "日期") or one.kind
    where = f"{one.fact.source.words}，{one.entered}" + (f"。{one.undone}" if one.undone else "")
    return (f"{one.fact.day or '建档以来'}", said, where)


def _pairs(rows: Iterable[Said]) -> list[dict[str, str]]:
    return [{"label": one.label, "value": one.value} for one in rows]


def _stated(one: Stated) -> dict[str, str | None]:
    return {"what": one.what, "words": one.words, "from": _iso(one.start), "to": _iso(one.end)}


def _arranged(one: Arranged) -> dict[str, str | int | None]:
    at = one.at.astimezone(HERE).isoformat(timespec="seconds") if one.at else None
    return {"what": one.what, "year": one.year, "words": one.words, "at": at}


def _minute(at: dt.datetime | None) -> str:
    return f"{at.astimezone(HERE):%Y-%m-%d %H:%M}" if at else ""


def _seen(one: Seen) -> dict[str, str]:
    return {
        "at": one.at.astimezone(HERE).isoformat(timespec="seconds"),
        "by": one.by,
        "verb": one.verb,
        "target": one.target,
        "detail": one.detail,
    }


def _fact(one: HeldFact) -> dict[str, object]:
    fact = one.fact
    return {
        "uid": str(fact.uid),
        "kind": fact.kind.value,
        "kind_words": one.kind,
        "day": _iso(fact.day),
        "about": str(fact.about) if fact.about else None,
        "about_title": one.title,
        "body": json.loads(encode(fact.body)),
        "words": dict(one.words),
        "told": _pairs(one.rows),
        "source": {"file": fact.source.file, "sheet": fact.source.sheet, "row": fact.source.row},
        "by": fact.by,
        "second": fact.second,
        "received_at": fact.received_at.astimezone(HERE).isoformat(timespec="seconds"),
        "in_force": one.in_force,
        "undone": one.undone,
    }


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
