"""Documents and files come in: read, shown with what was taken out, taken as drafts; recordings, videos and PDFs kept."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from zhixing.actions import library_documents, library_files, library_media, library_undoing
from zhixing.actions.library_desk import LibraryError
from zhixing.interop.media_files import WANTED
from zhixing.store.people.queries import BRANCH, PUBLICITY, SUPERIOR
from zhixing.web.library.document_forms import DocumentForm, DocumentsPage, cards_of
from zhixing.web.library.file_pages import file_lines
from zhixing.web.shared.downloads import list_offers
from zhixing.web.shared.frame import frame_for
from zhixing.web.shared.gate import Seen, may

HERE = "library"
WRITERS = (BRANCH, PUBLICITY, SUPERIOR)


@may(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: Seen) -> HttpResponse:
    """Several documents at once; they are read before the answer."""
    problem, status = "", 200
    if request.method == "POST":
        upload = uuid4()
        sent = [
            library_documents.Incoming(one.name or "", one.size or 0, one.read)
            for one in request.FILES.getlist("files")
        ]
        try:
            library_documents.receive(sent, upload=upload, by=request.actor, now=timezone.now())
        except LibraryError as wrong:
            problem, status = str(wrong), 422
        else:
            return redirect("library:document", upload)
    seen = {"problem": problem, "frame": frame_for(request, "上传文档", here=HERE)}
    return render(request, "library/documents.html", seen, status=status)


@may(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def document(request: Seen, upload: UUID) -> HttpResponse:
    """What the documents of an upload hold; those ticked become drafts."""
    found = library_documents.read(upload, request.actor)
    sent = request.POST if request.method == "POST" else None
    if found is None and sent is None:
        raise Http404
    cards = cards_of(found or (), request.actor, sent)
    problem, status = "", 200
    if sent is not None:
        problem, made = _taken(request, upload, [one.form for one in cards])
        if made:
            messages.success(request, f"已存为 {len(made)} 篇草稿；看过没有问题就送审")
            return redirect("library:work", made[0]) if len(made) == 1 else redirect("library:desk")
        status = 422
    read = sum(1 for one in cards if one.form)
    page = DocumentsPage(upload, cards, read, problem)
    seen = {"page": page, "frame": frame_for(request, "上传文档", here=HERE)}
    return render(request, "library/document.html", seen, status=status)


def _taken(request: Seen, upload: UUID, forms: Sequence[DocumentForm | None]) -> tuple[str, tuple[UUID, ...]]:
    """What stands against it in words, or the drafts made."""
    if not forms:
        return "读出来的文档只保留一天，或者已经存过；请看编辑台，没有就重新上传", ()
    if not all(one.is_valid() for one in forms if one):
        return "没有存，请改好标出的地方；已写的都在", ()
    wanted = [taken for number, one in enumerate(forms) if one and (taken := one.said(number))]
    if not wanted:
        return "一篇也没有勾选；请勾选要收下的，或者重新上传", ()
    try:
        return "", library_documents.take(upload, wanted, by=request.actor, now=timezone.now())
    except LibraryError as wrong:
        return str(wrong), ()


@may(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def media(request: Seen) -> HttpResponse:
    """The files one may choose from, a form for one more; what was sent in by mistake is removed."""
    typed = {"title": request.POST.get("title", ""), "recorded_by": request.POST.get("recorded_by", "")}
    problem, status = "", 200
    if request.method == "POST":
        try:
            words = _removed(request) if "remove" in request.POST else _add(request, **typed)
        except LibraryError as wrong:
            problem, status = str(wrong), 422
        else:
            messages.success(request, words)
            return redirect("library:media")
    rows = library_files.usable(request.actor)
    seen = {
        "lines": file_lines(rows, library_undoing.removable(rows, request.actor)),
        "exports": list_offers("library:media_export"),
        "uid": uuid4(),
        "typed": typed,
        "problem": problem,
        "frame": frame_for(request, "音频、视频、PDF", here=HERE),
    }
    return render(request, "library/media.html", seen, status=status)


def _add(request: Seen, title: str, recorded_by: str) -> str:
    """Takes the file in; what was done, in words. Raises LibraryError."""
    sent = request.FILES.get("file")
    if not isinstance(sent, UploadedFile):
        raise LibraryError("没有选文件；" + WANTED)
    try:
        uid = UUID(request.POST.get("uid", ""))
    except ValueError:
        uid = uuid4()
    file = library_media.Incoming(sent.name or "", sent.chunks)
    added = library_media.add(file, title, recorded_by, uid=uid, by=request.actor, now=timezone.now())
    return f"已收下（{added.words}）；写文章时可以选它"


def _removed(request: Seen) -> str:
    """Removes a file; what was done, in words. Raises LibraryError."""
    try:
        uid = UUID(request.POST["remove"])
    except ValueError:
        raise LibraryError("这一页旧了，请重新打开") from None
    sure = request.POST.get("sure") == "1"
    library_undoing.remove(uid, sure=sure, by=request.actor, now=timezone.now())
    return "已删除"
