"""The way of an upload: files come, are looked through, settled, accepted. Everything slow runs in the background."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from zhixing.actions import resolve
from zhixing.actions import upload as uploads
from zhixing.actions.actors import whole_tree
from zhixing.actions.ask_withdrawal import CONFIRMERS, may_confirm, may_see_batch
from zhixing.actions.export_list import export_list
from zhixing.interop.preview_json import read_preview
from zhixing.store.intake import queries
from zhixing.store.intake.queries import UNDER_WAY, UploadRow
from zhixing.store.ledger import queries as ledger
from zhixing.store.ledger.queries import BatchRow
from zhixing.store.people.queries import Actor
from zhixing.web.intake.forms import form_id, incoming_files, place_of, ruling_of, wanted_year
from zhixing.web.intake.pages import head_of, preview_page, summary_of, upload_lines
from zhixing.web.intake.reports import HEADINGS, asked_row, import_list
from zhixing.web.shared.downloads import answer, list_offers
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import OFFICERS, Seen, may

UNPROCESSABLE = 422


@may(*OFFICERS)
@require_safe
def imports(request: Seen) -> HttpResponse:
    """The drop zone, uploads under way, withdrawals that wait, and all imports that the reader may see."""
    return _imports(request)


def _imports(request: Seen, problem: str = "", status: int = 200) -> HttpResponse:
    actor, batches = request.actor, _batches(request.actor)
    asked = [one for one in queries.waiting_withdrawals() if one.batch in {row.number for row in batches}]
    year = today().year
    page = {
        "frame": frame_for(request, "导入", here="imports"),
        "problem": problem,
        "uid": uuid4(),
        "years": [year - n for n in range(6)],
        "uploads": upload_lines([row for row in queries.open_uploads() if uploads.may_handle(actor, row)]),
        "asked": [
            asked_row(one, confirms=may_confirm(actor, one), mine=one.account == actor.account)
            for one in asked
        ],
        "batches": import_list(batches),
        "exports": list_offers("intake:export"),
    }
    return render(request, "intake/imports.html", page, status=status)


def _batches(actor: Actor) -> list[BatchRow]:
    """The imports that an actor may see, the latest first."""
    found = ledger.batches()
    if whole_tree(actor, *CONFIRMERS):
        return found
    mine = queries.batches_within(actor.reach(*uploads.SENDERS))
    return [one for one in found if one.number in mine]


@may(*OFFICERS)
@require_safe
def export(request: Seen, form: str) -> HttpResponse:
    """The list of imports as a file."""
    rows = [one.cells for one in import_list(_batches(request.actor))]
    return answer(export_list(request.actor, "已导入各批", HEADINGS, rows, form, now=timezone.now()))


@may(*OFFICERS)
@require_POST
def receive_files(request: Seen) -> HttpResponse:
    """Files arrive: stored, acknowledged, read in the background."""
    try:
        wanted = uploads.receive(
            incoming_files(request.FILES),
            upload=form_id(request.POST),
            actor=request.actor,
            year=wanted_year(request.POST),
            folder=request.POST.get("folder", ""),
            now=timezone.now(),
        )
    except uploads.NotReceived as refusal:
        return _imports(request, str(refusal), UNPROCESSABLE)
    return HttpResponseRedirect(reverse("intake:upload", args=[wanted]))


@may(*OFFICERS)
@require_safe
def upload(request: Seen, upload: UUID) -> HttpResponse:
    """An upload as it stands: its progress, its preview, or what became of it."""
    return _upload(request, _handled(request, upload))


def _upload(request: Seen, row: UploadRow, problem: str = "", status: int = 200) -> HttpResponse:
    if row.state == "done" and row.batch is not None:
        return HttpResponseRedirect(reverse("intake:report", args=[row.batch]))
    frame = frame_for(request, "导入预览" if row.state == "waiting" else "导入", here="imports")
    if row.state != "waiting":
        page = {"frame": frame, "head": head_of(row, ahead=_ahead(row)), "problem": problem}
        return render(request, "intake/progress_page.html", page, status=status)
    page = {
        "frame": frame,
        "problem": problem,
        "page": preview_page(
            row,
            read_preview(row.preview),
            queries.decisions(row.id),
            known=_known(request, row),
            twin=_twin(request, row),
        ),
    }
    return render(request, "intake/preview.html", page, status=status)


@may(*OFFICERS)
@require_safe
def progress(request: Seen, upload: UUID) -> HttpResponse:
    """The part of the page that moves. Asked for every second by a page that is open."""
    row = _handled(request, upload)
    if row.state == "waiting" and request.GET.get("part") == "summary":
        summary = summary_of(row, read_preview(row.preview), queries.decisions(row.id))
        return render(request, "intake/summary.html", {"summary": summary})
    response = render(request, "intake/progress.html", {"head": head_of(row, ahead=_ahead(row))})
    if row.state not in UNDER_WAY:
        response["HX-Refresh"] = "true"
    return response


@may(*OFFICERS)
@require_POST
def decide(request: Seen, upload: UUID) -> HttpResponse:
    """Somebody says who is meant, who is new, or that a place is set aside; or takes that back."""
    row, said = _handled(request, upload), request.POST
    place, now = place_of(said), timezone.now()
    try:
        if said.get("what") == "back":
            resolve.take_back(upload, place, actor=request.actor, now=now)
        else:
            alike = said.get("alike") == "1"
            sought = said.get("what") == "seek"
            ruling = resolve.meant(upload, said.get("who", "")) if sought else ruling_of(said)
            resolve.decide(upload, place, ruling, alike=alike, actor=request.actor, now=now)
    except resolve.NotDecided as refusal:
        return _upload(request, row, str(refusal), UNPROCESSABLE)
    return HttpResponseRedirect(reverse("intake:upload", args=[upload]) + "#open")


@may(*OFFICERS)
@require_POST
def accept(request: Seen, upload: UUID) -> HttpResponse:
    """The import is put on the list; a second click finds it there."""
    uploads.accept(_handled(request, upload).id, actor=request.actor, now=timezone.now())
    return HttpResponseRedirect(reverse("intake:upload", args=[upload]))


@may(*OFFICERS)
@require_POST
def drop(request: Seen, upload: UUID) -> HttpResponse:
    """The upload is given up."""
    uploads.drop(_handled(request, upload).id, actor=request.actor, now=timezone.now())
    return HttpResponseRedirect(reverse("intake:list"))


@may(*OFFICERS)
@require_POST
def again(request: Seen, upload: UUID) -> HttpResponse:
    """What could not be done is tried again."""
    uploads.try_again(_handled(request, upload).id, actor=request.actor, now=timezone.now())
    return HttpResponseRedirect(reverse("intake:upload", args=[upload]))


def _handled(request: Seen, wanted: UUID) -> UploadRow:
    row = queries.upload(wanted)
    if row is None or not uploads.may_handle(request.actor, row):
        raise Http404
    return row


def _ahead(row: UploadRow) -> int:
    """How many uploads the background does before this one."""
    working = [one for one in queries.open_uploads() if one.state in UNDER_WAY and one.id != row.id]
    return sum(one.created_at < row.created_at for one in working)


def _known(request: Seen, row: UploadRow) -> tuple[str, str]:
    """The import by which exactly these files have come before."""
    batch = ledger.imported_as(row.digest, row.year)
    if batch is None:
        return "", ""
    url = reverse("intake:report", args=[batch.number]) if may_see_batch(request.actor, batch.number) else ""
    return f"这些文件第 {batch.number} 批已经导入过（{batch.by}，{batch.started_at}）", url


def _twin(request: Seen, row: UploadRow) -> tuple[str, str]:
    """Somebody else's upload of the same files that is still under way."""
    other = queries.same_digest(row.digest, row.year, but=row.id)
    if other is None:
        return "", ""
    url = reverse("intake:upload", args=[other.id]) if uploads.may_handle(request.actor, other) else ""
    return f"{other.by}也上传了同样的文件（{other.state_words}）", url
