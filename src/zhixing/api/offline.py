"""What the offline pages fetch while there is a network: whose they are, and what to take along. Never stored by
a browser or a proxy (`no-store`); on the phone it lies locked in the account's own database.
"""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhixing.actions.features import is_on
from zhixing.actions.memory import deck
from zhixing.actions.offline import key_of, rolls
from zhixing.actions.recording import BOOKKEEPERS
from zhixing.core.memory.deck import deck_json
from zhixing.store.people.queries import MEMBER, ROLE_WORDS, Actor

FEATURE = "offline_web"
EVERYBODY = frozenset(ROLE_WORDS)


@require_safe
def door(request: HttpRequest) -> JsonResponse:
    """Who is signed in, with the token for sending and the key of what lies on this account's phones."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return JsonResponse(
        {
            "account": actor.account,
            "label": actor.label,
            "token": get_token(request),
            "key": key_of(actor),
            "on": is_on(FEATURE),
            "keeps": actor.wears(*BOOKKEEPERS),
            "member": actor.wears(MEMBER),
            "person": str(actor.person) if actor.person else "",
            "now": timezone.now().isoformat(),
            "today": timezone.localdate().isoformat(),
        }
    )


door.allowed_roles = EVERYBODY  # type: ignore[attr-defined]


@require_safe
def taken_rolls(request: HttpRequest) -> JsonResponse:
    """The rolls that this account may call; nothing while the function is off."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = rolls(actor, today=timezone.localdate()) if is_on(FEATURE) else ()
    return JsonResponse({"rolls": [asdict(one) for one in found]})


@require_safe
def taken_deck(request: HttpRequest) -> HttpResponse:
    """The member's own review cards for the days to come; nothing while the function is off."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.person is None or not is_on(FEATURE):
        return JsonResponse({})
    made = deck_json(deck(actor.person, now=timezone.now()))
    return HttpResponse(made, content_type="application/json")


taken_deck.allowed_roles = frozenset({MEMBER})  # type: ignore[attr-defined]
taken_rolls.allowed_roles = frozenset(BOOKKEEPERS)  # type: ignore[attr-defined]
