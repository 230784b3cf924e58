"""Taking a list out of the house exactly as it stands on the screen, with an audit line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from zhixing.actions.export import XLSX, Document
from zhixing.interop.documents.cells import Cell
from zhixing.interop.documents.plain_list import list_csv, list_xlsx
from zhixing.store.ledger import api
from zhixing.store.people.queries import Actor

LIST_FORMS = {"xlsx": "所列名单（Excel）", "csv": "所列名单（CSV）"}
"""By the word in the address."""


def export_list(
    actor: Actor,
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    form: str,
    *,
    now: dt.datetime,
    told: str = "",
    own: bool = False,
) -> Document | None:
    """The rows as a file; None for a form that there is none of. `told` says what was filtered: it may be a name
    that was typed, so that the audit line says only that it was. `own`: what is nobody's but the actor's, of which
    not even the number of rows is told to whoever reads the audit lines.
    """
    if form == "xlsx":
        content, media = list_xlsx(title, headings, rows, made=now), XLSX
    elif form == "csv":
        content, media = list_csv(headings, rows), "text/csv; charset=utf-8"
    else:
        return None
    name = f"{title}.{form}" if own else f"{title}-{len(rows)}条.{form}"
    detail = f"{len(rows)} 条" + ("，经筛选" if told else "") + f"，{len(content)} 字节"
    with transaction.atomic():
        api.audit(api.Stamp(actor.signature, now), "导出", name, "本人的" if own else detail)
    return Document(name, media, content)
