"""The list of what needs somebody now."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhixing.actions.dossier import READERS
from zhixing.actions.duties import due_now
from zhixing.actions.export_list import export_list
from zhixing.web.shared.downloads import answer
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import OFFICERS, Seen, may
from zhixing.web.todo.pages import HEADINGS, shown_cells, todo_page


@may(*READERS)
@require_safe
def listing(request: Seen) -> HttpResponse:
    """Everything that is due in the reader's branches."""
    day, keeps = today(), request.actor.wears(*OFFICERS)
    page = todo_page(due_now(request.actor, day), request.GET.dict(), day, keeps=keeps)
    return render(request, "todo/list.html", {"page": page, "frame": frame_for(request, "待办", here="todo")})


@may(*READERS)
@require_safe
def export(request: Seen, form: str) -> HttpResponse:
    """The list as a file: exactly what the filters leave."""
    rows, told = shown_cells(due_now(request.actor, today()), request.GET, today())
    return answer(export_list(request.actor, "待办", HEADINGS, rows, form, now=timezone.now(), told=told))
