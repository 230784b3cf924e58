"""Handing out a form: its fonts, its name and the audit line that it was taken."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.db import transaction

from zhixing.actions.export import DOCX, Document
from zhixing.store.ledger import api as ledger
from zhixing.store.people.queries import BRANCH, SECRETARY, SUPERIOR, Actor

PDF = "application/pdf"
OFFICERS = (BRANCH, SECRETARY, SUPERIOR)
"""Those who keep the books of a branch, or of the whole."""
Ending = Literal["docx", "pdf"]


def own_fonts() -> Path | None:
    """The office's folder of fonts, where one is set."""
    return Path(settings.FONTS) if settings.FONTS else None


def taken(
    actor: Actor,
    name: str,
    ending: Ending,
    content: bytes,
    now: dt.datetime,
    detail: str,
    *,
    subject: UUID | None = None,
) -> Document:
    """The document with its audit line: who took what, and whom it concerns."""
    file = f"{name.replace('/', '／')}.{ending}"
    with transaction.atomic():
        stamp = ledger.Stamp(actor.signature, now)
        ledger.audit(stamp, "导出", file, f"{detail}，{len(content)} 字节", subject)
    return Document(file, DOCX if ending == "docx" else PDF, content)
