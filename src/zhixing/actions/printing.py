"""Handing out a form: its fonts, its name and the audit line that it was taken."""

from __future__ import annotations

import datetime as dt
from typing import Literal
from uuid import UUID

from django.db import transaction

from zhixing.actions.export import DOCX, PDF, Document
from zhixing.actions.fonts import own_fonts as own_fonts
from zhixing.store.ledger import api as ledger
from zhixing.store.people.queries import BRANCH, SECRETARY, SUPERIOR, Actor

OFFICERS = (BRANCH, SECRETARY, SUPERIOR)
"""Those who keep the books of a branch, or of the whole."""
Ending = Literal["docx", "pdf"]


def taken(
    actor: Actor,
    name: str,
    ending: Ending,
    content: bytes,
    now: dt.datetime,
    detail: str,
    *,
    subject: UUID | None = None,
    tail: str = "",
) -> Document:
    """The document with its audit line: who took what, and whom it concerns.

    `tail`: the end of the file's name that is a member's name or was typed; it stays out of the line.
    """
    told = f"{name.replace('/', '／')}.{ending}"
    file = f"{name.replace('/', '／')}-{tail.replace('/', '／')}.{ending}" if tail else told
    with transaction.atomic():
        stamp = ledger.Stamp(actor.signature, now)
        ledger.audit(stamp, "导出", told, f"{detail}，{len(content)} 字节", subject)
    return Document(file, DOCX if ending == "docx" else PDF, content)
