"""An import's report, and taking it back: one asks with a reason, another confirms from an account of his own."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from zhixing.actions import ask_withdrawal
from zhixing.actions import upload as uploads
from zhixing.actions.withdraw import NotWithdrawn
from zhixing.core.facts.record import FactError
from zhixing.store.intake import queries
from zhixing.store.ledger import queries as ledger
from zhixing.web.intake.reports import asked_row, import_page
from zhixing.web.shared.frame import frame_for
from zhixing.web.shared.gate import OFFICERS, Seen, may

UNPROCESSABLE = 422


@may(*OFFICERS)
@require_safe
def report(request: Seen, number: int) -> HttpResponse:
    """What one import took, left open and understood; what is asked about it."""
    return _report(request, number)


@may(*OFFICERS)
@require_POST
def go_on(request: Seen, number: int) -> HttpResponse:
    """What an import left open is looked at once more, from the same files."""
    if not ask_withdrawal.may_see_batch(request.actor, number):
        raise Http404
    upload = queries.upload_of_batch(number)
    if upload is None:
        return _report(request, number, "当时上传的工作簿已经清理了；请重新上传", UNPROCESSABLE)
    try:
        wanted = uploads.go_on(upload, actor=request.actor, now=timezone.now())
    except uploads.NotReceived as refusal:
        return _report(request, number, str(refusal), UNPROCESSABLE)
    return HttpResponseRedirect(reverse("intake:upload", args=[wanted]))


def _report(request: Seen, number: int, problem: str = "", status: int = 200) -> HttpResponse:
    row = ledger.batch(str(number)) if ask_withdrawal.may_see_batch(request.actor, number) else None
    if row is None:
        raise Http404
    actor = request.actor
    asked = tuple(
        asked_row(
            one,
            confirms=ask_withdrawal.may_confirm(actor, one),
            mine=one.account == actor.account,
        )
        for one in queries.withdrawals(number)
    )
    page = {
        "page": import_page(row, asked),
        "again": queries.upload_of_batch(number) is not None,
        "frame": frame_for(request, f"第 {number} 批导入", here="imports"),
        "problem": problem,
        "said": request.POST,
    }
    return render(request, "intake/report.html", page, status=status)


@may(*OFFICERS)
@require_POST
def ask(request: Seen, number: int) -> HttpResponse:
    """Somebody wants the batch, or one row of it, withdrawn."""
    if not ask_withdrawal.may_see_batch(request.actor, number):
        raise Http404
    said = request.POST
    row = said.get("row", "").strip()
    whole = said.get("what") != "row"
    try:
        if not whole and not (row.isdecimal() and len(row) < 9):
            raise NotWithdrawn("请写明是哪一行（行号，从 1 数起，和表格软件左边的数字一样）")
        if not whole and not said.get("file"):
            raise NotWithdrawn("请选这一行在哪个工作簿里")
        ask_withdrawal.ask(
            number,
            sheet="" if whole else said.get("sheet", "").strip(),
            file="" if whole else said.get("file", ""),
            row=None if whole else int(row),
            reason=said.get("reason", ""),
            actor=request.actor,
            now=timezone.now(),
        )
    except (NotWithdrawn, FactError) as refusal:
        return _report(request, number, str(refusal), UNPROCESSABLE)
    return HttpResponseRedirect(reverse("intake:report", args=[number]) + "#withdraw")


@may(*OFFICERS)
@require_POST
def answer(request: Seen, asked: UUID) -> HttpResponse:
    """The second person says yes or no; whoever asked may drop it."""
    one, actor = queries.withdrawal(asked), request.actor
    if one is None or not ask_withdrawal.may_see_batch(actor, one.batch):
        raise Http404
    yes = request.POST.get("answer") == "yes"
    mine = one.account == actor.account
    if not (ask_withdrawal.may_confirm(actor, one) or (mine and not yes)):
        raise Http404
    try:
        if yes:
            ask_withdrawal.confirm(one, actor=actor, now=timezone.now())
        else:
            ask_withdrawal.turn_down(one, actor=actor, now=timezone.now())
    except (NotWithdrawn, FactError) as refusal:
        return _report(request, one.batch, str(refusal), UNPROCESSABLE)
    return HttpResponseRedirect(reverse("intake:report", args=[one.batch]) + "#withdraw")
