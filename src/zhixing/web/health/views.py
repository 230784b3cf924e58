"""`/health`: the process answers. `/health/ready`: it can work; 503 with the reason when it cannot."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhixing.actions.readiness import readiness
from zhixing.web.shared.gate import may

UNWELL = 503


@may("anybody")
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; asks nothing else, so that a busy database does not have it killed."""
    return HttpResponse("ok", content_type="text/plain")


@may("anybody")
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers, the guards are there, and how long the oldest task has been waiting."""
    found = readiness(now=timezone.now())
    told = {
        "ready": found.ready,
        "database": found.database,
        "guards": found.guards,
        "waiting_seconds": found.waiting_seconds,
    }
    answer = JsonResponse(told, status=200 if found.ready else UNWELL)
    answer["Cache-Control"] = "no-store"
    return answer
