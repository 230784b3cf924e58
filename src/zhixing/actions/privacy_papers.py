"""Papers on privacy and burden for the organ: the register of processing, 功能设置说明, 影响评估报告."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

import zhixing
from zhixing.actions.burden import proofs
from zhixing.actions.dossier import outline
from zhixing.actions.export import DOCX, Document
from zhixing.actions.printing import own_fonts
from zhixing.actions.start import rulebooks
from zhixing.core.burden import Proof, form_costs
from zhixing.core.facts.kinds import BODIES
from zhixing.core.facts.personal import PROCESSING, PURPOSES
from zhixing.interop.documents.declarations import (
    Absent,
    Held,
    Itself,
    function_statement,
    impact_assessment,
    statement_forms,
)
from zhixing.interop.documents.official import Grid, Official, official_pdf
from zhixing.interop.documents.official_docx import official_docx, table_docx
from zhixing.interop.documents.sheet import Sheet, sheet_pdf
from zhixing.store.ledger import api as ledger
from zhixing.store.people.queries import Actor
from zhixing.store.processing import Block, Entry, blocks, register

PDF = "application/pdf"
TITLE = "个人信息处理清单"
HEADS = ("信息", "谁的", "目的", "依据", "期限", "谁看得到", "来源", "字段代码")
_WIDTHS = (3.6, 1.5, 1.8, 3.0, 2.0, 2.4, 1.8, 2.6)
Names = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: its words on a button and what makes it."""

    words: str
    make: Callable[[Names, dt.date], Official]


def entries() -> list[Entry]:
    """The register of processing, field by field."""
    return register()


def register_paper(actor: Actor, form: str, *, now: dt.datetime, today: dt.date) -> Document | None:
    """The register as docx or pdf, with its audit line. None for another form."""
    lines = entries()
    rows = [_row(block) for block in blocks(lines)]
    under = f"{organ()}　共 {len(lines)} 项　{today}"
    if form == "docx":
        content = table_docx(TITLE, HEADS, rows, day=today, under=under, widths=_WIDTHS, landscape=True)
        return _kept(actor, f"{TITLE}.docx", DOCX, content, now)
    if form == "pdf":
        grid = Grid(HEADS, tuple(rows), _WIDTHS)
        sheet = Sheet(TITLE, under=under, table=grid, size=8.0, pad=1.0, landscape=True)
        return _kept(actor, f"{TITLE}.pdf", PDF, sheet_pdf(sheet, day=today, fonts=own_fonts()), now)
    return None


def _row(block: Block) -> tuple[str, ...]:
    """A block as a row of the paper; names of fields apart by blanks, so that they can be broken."""
    words, one = "、".join(words for words, _ in block.fields), block.common
    names = " ".join(field for _, field in block.fields if field.isascii())
    return (
        f"{block.title}：{words}",
        one.whose,
        one.purpose,
        one.basis,
        one.term,
        one.seen,
        one.source,
        f"{one.place}：{names}" if names else one.place,
    )


def paper(
    actor: Actor, which: str, form: str, *, names: Names, now: dt.datetime, today: dt.date
) -> Document | None:
    """One of `PAPERS` as docx or pdf, with its audit line; `names` are those of routes and pages. None: no such one."""
    wanted = PAPERS.get(which)
    if wanted is None or form not in ("docx", "pdf"):
        return None
    made = wanted.make(names, today)
    if form == "docx":
        return _kept(actor, f"{wanted.words}.docx", DOCX, official_docx(made, day=today), now)
    return _kept(actor, f"{wanted.words}.pdf", PDF, official_pdf(made, day=today, fonts=own_fonts()), now)


def absent_words(proof: Proof) -> str:
    """How the absence of a function was seen, in a sentence."""
    if not proof.absent:
        hits = "、".join(hit for one in proof.seen for hit in one.hits)
        return f"发现可疑名称：{hits}，请查明"
    return "、".join(f"{one.looked} 个{one.place}" for one in proof.seen) + "中没有"


def organ() -> str:
    """The organ's name; empty before anything has been imported."""
    root = outline().organ
    return root.name if root else ""


def _statement(names: Names, today: dt.date) -> Official:
    seen = proofs(names)
    found = [
        Absent(one.switch.title, "没有" if one.absent else absent_words(one), one.switch.instead)
        for one in seen
    ]
    looked = "、".join(f"{one.looked} 个{one.place}" for one in seen[0].seen)
    forms = statement_forms((one.title, one.needed, one.optional) for one in form_costs())
    return function_statement(_itself(today), found, forms, looked=looked)


def _assessment(names: Names, today: dt.date) -> Official:
    held = [
        Held(
            f"{one.title}（{'、'.join(one.fields.values())}）",
            one.whose,
            PURPOSES[one.purpose],
            one.basis,
            one.term,
            one.seen,
        )
        for one in PROCESSING.values()
    ]
    sealed = [one.title for kind, one in PROCESSING.items() if BODIES[kind].SEALED]
    return impact_assessment(_itself(today), held, sealed)


PAPERS: Mapping[str, Paper] = {
    "functions": Paper("功能设置说明", _statement),
    "assessment": Paper("个人信息保护影响评估报告", _assessment),
}
"""By the word in the address."""


def _itself(today: dt.date) -> Itself:
    return Itself(organ(), zhixing.__version__, rulebooks().digest[:12], today.isoformat())


def _kept(actor: Actor, name: str, media: str, content: bytes, now: dt.datetime) -> Document:
    with transaction.atomic():
        ledger.audit(ledger.Stamp(actor.signature, now), "导出", name, f"{len(content)} 字节")
    return Document(name, media, content)
