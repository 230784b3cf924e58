"""The lists of those who write and edit as files: the desk, the reports of errors, the recordings and papers."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhixing.actions import library_files, library_slips
from zhixing.actions.export_list import export_list
from zhixing.store.people.queries import BRANCH, PUBLICITY, SUPERIOR
from zhixing.web.library.desk_pages import DESK_HEADINGS, desk_cells, desk_rows
from zhixing.web.library.file_pages import FILE_HEADINGS, file_cells, file_lines
from zhixing.web.library.slips import EDITORS, SLIP_HEADINGS, rows_of, slip_cells
from zhixing.web.library.views import DESK
from zhixing.web.shared.downloads import answer
from zhixing.web.shared.gate import Seen, may


@may(*DESK)
@require_safe
def desk(request: Seen, form: str) -> HttpResponse:
    """The desk: exactly what the filters leave, all pages."""
    lines, told = desk_rows(request.actor, request.GET)
    rows, now = [desk_cells(one) for one in lines], timezone.now()
    return answer(export_list(request.actor, "编辑台", DESK_HEADINGS, rows, form, now=now, told=told))


@may(*EDITORS)
@require_safe
def slips(request: Seen, form: str) -> HttpResponse:
    """The reports on articles that one edits."""
    rows = [slip_cells(one) for one in rows_of(library_slips.waiting(request.actor))]
    return answer(export_list(request.actor, "纠错", SLIP_HEADINGS, rows, form, now=timezone.now()))


@may(BRANCH, PUBLICITY, SUPERIOR)
@require_safe
def media(request: Seen, form: str) -> HttpResponse:
    """The files one may choose from."""
    rows = [file_cells(one) for one in file_lines(library_files.usable(request.actor), ())]
    title = "音频、视频、PDF"
    return answer(export_list(request.actor, title, FILE_HEADINGS, rows, form, now=timezone.now()))
