"""Taking figures out of the house: only what the viewer may see, each time with an audit line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction

from zhixing.actions.dossier import member_year_for, outline, without_gate, year_for
from zhixing.actions.fonts import own_fonts
from zhixing.core.figures.member import MemberYear
from zhixing.core.figures.organ import OrganYear
from zhixing.core.figures.unit import UnitYear
from zhixing.core.rules.book import Book
from zhixing.interop.documents.annual_pdf import hour_register_pdf, indicator_cards_pdf, record_sheets_pdf
from zhixing.interop.documents.dossier_json import dossier_json
from zhixing.interop.documents.dossier_tables import dossier_csv, dossier_xlsx
from zhixing.interop.documents.hour_register import hour_register_docx
from zhixing.interop.documents.indicator_card import indicator_card_docx
from zhixing.interop.documents.record_sheet import record_sheets_docx
from zhixing.interop.documents.rulebook_docx import rulebook_difference_docx, rulebook_docx
from zhixing.store.ledger import api as ledger
from zhixing.store.people.queries import Actor

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Form:
    """A form to export in: its words on a button, the file's ending and type, and who makes the bytes.

    `make` takes the year, the organ's name and the day on which it is made; a PDF may raise `PdfError`.
    """

    words: str
    ending: str
    media: str
    make: Callable[[OrganYear, str, dt.date], bytes]


@dataclass(frozen=True, slots=True)
class Document:
    """A file for the viewer."""

    name: str
    media: str
    content: bytes


FORMS: Mapping[str, Form] = {
    "xlsx": Form("记实汇总表（Excel）", "xlsx", XLSX, lambda year, *_: dossier_xlsx(year)),
    "csv": Form("记实汇总表（CSV）", "csv", "text/csv; charset=utf-8", lambda year, *_: dossier_csv(year)),
    "json": Form("全部事实和依据（JSON）", "json", "application/json", lambda year, *_: dossier_json(year)),
    "record": Form(
        "个人年度记实表（Word）",
        "docx",
        DOCX,
        lambda year, organ, _: record_sheets_docx(year.members, organ=organ, year=year.year),
    ),
    "record-pdf": Form(
        "个人年度记实表（PDF）",
        "pdf",
        PDF,
        lambda year, organ, day: record_sheets_pdf(
            year.members, organ=organ, year=year.year, day=day, fonts=own_fonts()
        ),
    ),
    "register": Form(
        "学时登记表（Word）",
        "docx",
        DOCX,
        lambda year, organ, _: hour_register_docx(
            year.members, organ=organ, year=year.year, title_branch=_sole_branch(year)
        ),
    ),
    "register-pdf": Form(
        "学时登记表（PDF）",
        "pdf",
        PDF,
        lambda year, organ, day: hour_register_pdf(
            year.members,
            organ=organ,
            year=year.year,
            title_branch=_sole_branch(year),
            day=day,
            fonts=own_fonts(),
        ),
    ),
    "card": Form(
        "班子指标卡（Word）",
        "docx",
        DOCX,
        lambda year, organ, _: indicator_card_docx(
            _units(year), organ=organ, year=year.year, members=_people(year)
        ),
    ),
    "card-pdf": Form(
        "班子指标卡（PDF）",
        "pdf",
        PDF,
        lambda year, organ, day: indicator_cards_pdf(
            _units(year), organ=organ, year=year.year, members=_people(year), day=day, fonts=own_fonts()
        ),
    ),
}
"""By the word in the address."""


def _sole_branch(year: OrganYear) -> str:
    """The branch's name where all are of one."""
    names = {member.branch for member in year.members}
    return names.pop() if len(names) == 1 else ""


def _units(year: OrganYear) -> tuple[UnitYear, ...]:
    return ((year.organ,) if year.organ else ()) + year.branches


def _people(year: OrganYear) -> dict[UUID, MemberYear]:
    return {member.id: member for member in year.members}


def export_year(
    actor: Actor,
    year: int,
    form: str,
    *,
    only: Collection[UUID] | None = None,
    branch: UUID | None = None,
    now: dt.datetime,
    today: dt.date,
) -> Document | None:
    """What the actor may see of a year; of it only these people, or only one branch. None for nothing to see.

    Raises `PdfError` where a PDF cannot be set.
    """
    seen = year_for(actor, year, today=today)
    subject = "全局" if seen.organ else "".join(unit.name for unit in seen.branches)
    if branch is not None:
        units = tuple(unit for unit in seen.branches if unit.id == branch)
        if not units:
            return None
        people = tuple(member for member in seen.members if member.branch_id == branch)
        findings = tuple(finding for finding in seen.structure if finding.org == branch)
        subject = units[0].name
        seen = replace(seen, members=people, branches=units, structure=findings, organ=None)
    if only is not None:
        people = tuple(member for member in seen.members if member.id in only)
        subject = f"所列{len(people)}人"
        seen = replace(seen, members=people, branches=(), structure=(), organ=None)
    return _document(actor, seen, form, subject, now, today)


def export_member(
    actor: Actor, person: UUID, year: int, form: str, *, now: dt.datetime, today: dt.date
) -> Document | None:
    """One member's year. None for a member whom the actor may not see. Raises `PdfError` as above."""
    file = member_year_for(actor, person, year, today=today)
    if file is None:
        return None
    seen = alone(file.member, year, as_of=file.as_of, rulebook=file.rulebook, facts=len(file.facts))
    return _document(actor, seen, form, file.member.name, now, today, subject_of=person)


def alone(member: MemberYear, year: int, *, as_of: dt.date, rulebook: str, facts: int) -> OrganYear:
    """A dossier of one member."""
    return OrganYear(year, as_of, rulebook, (member,), (), None, (), facts)


def _document(
    actor: Actor,
    seen: OrganYear,
    form: str,
    subject: str,
    now: dt.datetime,
    today: dt.date,
    subject_of: UUID | None = None,
) -> Document | None:
    wanted = FORMS.get(form)
    if wanted is None:
        return None
    root = outline().organ
    organ = root.name.removesuffix("机关党委") if root else ""
    # What is confidential leaves the house with its owner alone (integrity rule 11); others read it on his page.
    seen = replace(seen, members=tuple(_to_take(one, actor) for one in seen.members))
    content = wanted.make(seen, organ, today)
    words = wanted.words.partition("（")[0]
    name = f"{seen.year}年{words}-{subject}.{wanted.ending}"
    # A member's name stands on the file, not in the audit line: the line names him by his number (subject).
    told = f"{seen.year}年{words}.{wanted.ending}" if subject_of else name
    return _kept(actor, name, wanted.media, content, now, told, f"{len(seen.members)} 人，", subject_of)


def _to_take(member: MemberYear, actor: Actor) -> MemberYear:
    return member if member.id == actor.person else without_gate(member)


def export_book(actor: Actor, book: Book, *, now: dt.datetime) -> Document:
    """A rulebook in words."""
    name = f"规则手册-{book.title}.docx"
    return _kept(actor, name, DOCX, rulebook_docx(book), now, name)


def export_difference(actor: Actor, old: Book, new: Book, *, now: dt.datetime) -> Document:
    """What a rulebook changes against another."""
    content = rulebook_difference_docx(old, new)
    name = f"规则对照-{old.id}-{new.id}.docx"
    return _kept(actor, name, DOCX, content, now, name)


def _kept(
    actor: Actor,
    name: str,
    media: str,
    content: bytes,
    now: dt.datetime,
    told: str,
    whose: str = "",
    subject: UUID | None = None,
) -> Document:
    """The document, with the audit line that it was taken; one's own file is nobody's reading."""
    about = subject if subject != actor.person else None
    with transaction.atomic():
        stamp = ledger.Stamp(actor.signature, now)
        ledger.audit(stamp, "导出", told, f"{whose}{len(content)} 字节", about)
    return Document(name, media, content)
