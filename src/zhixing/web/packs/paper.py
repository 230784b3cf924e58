"""Answer sheets keyed in: everybody of a pack on one screen, a line each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from zhixing.actions import pack_returns, packs_files
from zhixing.actions.choosing import Listed
from zhixing.actions.pack_returns import PAPER
from zhixing.actions.recording import nth_form
from zhixing.core.facts.record import FactError
from zhixing.core.packs.pack import Pack
from zhixing.core.packs.returning import needs_note
from zhixing.core.packs.sheet import LETTERS, NotASheet
from zhixing.core.questions.question import FORM_WORDS, Form
from zhixing.web.packs.forms import asked_uid, returned_in
from zhixing.web.packs.views import HERE, UNPROCESSABLE, ask_of, found
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import OFFICERS, Seen, may

ON_PAPER = "心得写在纸质答题纸上，原件由支部保存备查，可随时调阅。"
"""What stands in place of words that were written by hand: nobody types them again."""
SIGNS = frozenset(LETTERS + " 、，,")
"""What may be typed for options."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of a line: its name, label, what is typed in it, whether it is only ticked (written on paper)."""

    name: str
    label: str
    value: str
    tick: bool


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody's line: fields, whether the note is on the sheet, what became of it.

    `owes`: may still make up the session, and stands first.
    """

    who: Listed
    owes: bool
    cells: tuple[Cell, ...]
    note: bool
    told: str = ""
    good: bool = False


@may(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def keyed(request: Seen, pack: UUID) -> HttpResponse:
    """The screen; what can't be taken stays on it with the reason, the rest is taken."""
    _, held = found(request, pack)
    people = packs_files.people_of(held, request.actor, today())
    said = request.POST if request.method == "POST" else QueryDict()
    rows = [_row(one, owes, held, said) for one, owes in people]
    if request.method == "POST":
        rows = [_taken(request, row, held) for row in rows]
    tried = [row for row in rows if row.told]
    wrong = [row for row in tried if not row.good]
    seen = {
        "pack": held,
        "rows": rows,
        "owing": [row for row in rows if row.owes],
        "others": [row for row in rows if not row.owes],
        "unfold": any(row.told for row in rows if not row.owes),
        "several": len({one.branch for one, _ in people}) > 1,
        "heads": [(nth, FORM_WORDS[one.form]) for nth, one in enumerate(held.questions, 1)],
        "wants_note": needs_note(held),
        "taken": len(tried) - len(wrong),
        "wrong": wrong,
        "tried": bool(tried),
        "empty": request.method == "POST" and not tried,
        "uid": asked_uid(said) if wrong else uuid4(),
        "frame": frame_for(request, f"答题纸录入：{held.title}", here=HERE),
    }
    return render(request, "packs/paper.html", seen, status=UNPROCESSABLE if wrong else 200)


def _row(who: Listed, owes: bool, pack: Pack, said: QueryDict) -> Row:
    cells = tuple(
        Cell(
            f"p{who.id.hex}-{nth}",
            f"{who.name}第 {nth} 题（{FORM_WORDS[one.form]}）",
            said.get(f"p{who.id.hex}-{nth}", ""),
            one.form is Form.SHORT,
        )
        for nth, one in enumerate(pack.questions, 1)
    )
    return Row(who, owes, cells, said.get(f"n{who.id.hex}") == "1")


def _taken(request: Seen, row: Row, pack: Pack) -> Row:
    if not row.note and not any(cell.value.strip() for cell in row.cells):
        return row
    said = QueryDict(mutable=True)
    for cell, one in zip(row.cells, pack.questions, strict=True):
        value = "写在纸质答题纸上" if cell.tick and cell.value else cell.value
        blanks = value.replace("；", ";").split(";") if one.form is Form.FILL_IN else [value]
        said.setlist(cell.name, [each.strip() for each in blanks])
    said["note"] = ON_PAPER if row.note else ""
    ask = ask_of(request)
    try:
        for cell, one in zip(row.cells, pack.questions, strict=True):
            if one.form not in (Form.FILL_IN, Form.SHORT) and set(cell.value.upper()) - SIGNS:
                raise NotASheet(f"“{cell.value[:8]}”不是选项；请填字母，如 A 或 AC")
        returned = returned_in(said, pack, row.who.id, today(), f"p{row.who.id.hex}-")
        uid = nth_form(ask.uid, row.who.id)
        took = pack_returns.take_return(returned, replace(ask, uid=uid), way=PAPER)
    except (NotASheet, FactError) as refusal:
        return replace(row, told=str(refusal))
    cells = tuple(replace(cell, value="") for cell in row.cells)
    return replace(row, cells=cells, note=False, told=took.told, good=True)
