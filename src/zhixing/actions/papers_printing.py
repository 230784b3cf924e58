"""A paper and its key to be printed, and the results of a sitting as a file; each taken with an audit line."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from zhixing.actions import papers
from zhixing.actions.actors import tree
from zhixing.actions.export import Document
from zhixing.actions.printing import Ending, own_fonts, taken
from zhixing.interop.documents.test_paper import TestPaper, paper_docx, paper_pdf
from zhixing.store.papers.queries import PaperRow
from zhixing.store.people.queries import Actor


def code_of(row: PaperRow) -> str:
    """What stands at the head of a paper: the first signs of its id, and its version."""
    return f"{row.id.hex[:6].upper()}-{row.number}"


def paper_document(
    id: UUID, actor: Actor, *, key: bool, ending: Ending, now: dt.datetime, today: dt.date
) -> Document:
    """The paper, or its key. Raises NotYours, PdfError."""
    row = papers.seen_paper(id, actor)
    one = TestPaper(row.title, tree().name_of(row.org), code_of(row), row.paper)
    if ending == "docx":
        content = paper_docx(one, key=key, day=today)
    else:
        content = paper_pdf(one, key=key, day=today, fonts=own_fonts())
    name = f"{row.title}-{'参考答案' if key else '试卷'}-第{row.number}版"
    return taken(actor, name, ending, content, now, f"{len(row.paper.items)} 道题")
