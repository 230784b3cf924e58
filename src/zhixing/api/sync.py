"""The outbox's door: POST /api/sync/ with envelopes, answered with receipts after the commit.

Whatever else comes back (signed out, another account, too much, broken) the phone drops nothing: only a receipt
with an id ends an envelope's life there. Answers: 200 receipts; 400 unreadable; 409 where the session belongs to
another account than the outbox; 413 too much. Not signed in: sent to the sign-in page, which is no receipt.
"""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from zhixing.actions.sync import Foreign, take_sent
from zhixing.core.sync.rules import MOST_BYTES, Unreadable
from zhixing.core.sync.wire import read_sent, tell
from zhixing.store.people.queries import ROLE_WORDS, Actor


@require_POST
def sync(request: HttpRequest) -> JsonResponse:
    """Takes what an outbox sends."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        return _no(413, f"一次最多 {MOST_BYTES // 1024} KB")
    if request.content_type != "application/json":
        return _no(400, "请以 application/json 发送")
    now = timezone.now()
    try:
        sent = read_sent(request.body, received=now)
    except Unreadable as broken:
        return _no(400, str(broken))
    try:
        receipts = take_sent(sent, by=actor, now=now, today=timezone.localdate())
    except Foreign as foreign:
        return _no(409, str(foreign))
    return JsonResponse(tell(receipts, account=actor.account, now=now))


sync.allowed_roles = frozenset(ROLE_WORDS)  # type: ignore[attr-defined]


def _no(status: int, reason: str) -> JsonResponse:
    return JsonResponse({"reason": reason}, status=status)
