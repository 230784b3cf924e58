"""What the offline pages fetch while there is a network: whose they are, and what to take along. Never stored by
a browser or a proxy (`no-store`); on the phone it lies locked in the account's own database.
"""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhixing.actions import packs
from zhixing.actions.features import is_on
from zhixing.actions.memory import deck
from zhixing.actions.offline import key_of, rolls
from zhixing.actions.recording import BOOKKEEPERS
from zhixing.actions.today import Line, for_today
from zhixing.core.facts.forms import OTHERS, STATUTORY
from zhixing.core.facts.meeting_words import AWAY
from zhixing.core.memory.deck import deck_json
from zhixing.core.packs.returning import needs_note
from zhixing.core.questions.question import TRUE_FALSE, Form
from zhixing.core.recording.study import MINUTES, USUAL_MINUTES
from zhixing.store.people.queries import MEMBER, ROLE_WORDS, Actor

FEATURE = "offline_web"
WHY = {packs.Why.MAKEUP: "补学", packs.Why.LESSON: "配合学习", packs.Why.DELIVERED: "送学"}
TYPES = {ending: kind for kind, ending in packs.ENDINGS.items()}
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
    found = asdict(rolls(actor, today=timezone.localdate())) if is_on(FEATURE) else {"rolls": [], "rest": []}
    away = {state: list(words.items()) for state, words in AWAY.items()}
    minutes = {**MINUTES, "": USUAL_MINUTES}
    return JsonResponse({**found, "forms": [*STATUTORY, *OTHERS], "away": away, "minutes": minutes})


@require_safe
def taken_deck(request: HttpRequest) -> HttpResponse:
    """The member's own review cards for the days to come; nothing while the function is off."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.person is None or not is_on(FEATURE):
        return JsonResponse({})
    made = deck_json(deck(actor.person, now=timezone.now()))
    return HttpResponse(made, content_type="application/json")


@require_safe
def taken_today(request: HttpRequest) -> JsonResponse:
    """What there is for the member today, in words: next date, what is owed, what is new."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now = timezone.now()
    tiles = for_today(actor, now=now) if is_on(FEATURE) else ()
    words = ("kicker", "title", "aside", "soft")
    told = [
        {
            **{word: getattr(tile, word) for word in words},
            "lines": [{"words": line.words, "aside": _aside(line)} for line in tile.lines],
        }
        for tile in tiles
    ]
    return JsonResponse({"day": timezone.localdate(now).isoformat(), "tiles": told})


@require_safe
def taken_packs(request: HttpRequest) -> JsonResponse:
    """The packs offered to the member, with their size; nothing of them is fetched by that."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    person = actor.person if is_on(FEATURE) else None
    found = packs.offers(person, timezone.localdate()) if person is not None else ()
    return JsonResponse({"packs": [_offer(one) for one in found]})


@require_safe
def taken_pack(request: HttpRequest, pack: UUID, version: str) -> JsonResponse:
    """One pack to read without a network: texts, where its recordings are, questions without their keys."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    made = packs.pack(pack, version) if is_on(FEATURE) and actor.person is not None else None
    offered = packs.offers(actor.person, timezone.localdate()) if made and actor.person else ()
    if made is None or (pack, version) not in {(one.row.pack, one.row.version) for one in offered}:
        raise Http404
    texts = [{"title": one.title, "told": one.told, "body": one.body} for one in made.texts]
    recordings = [
        {
            "id": str(one.id),
            "title": one.title,
            "type": TYPES.get(one.ending, "audio/mpeg"),
            "address": reverse("library:medium", args=[one.id]),
        }
        for one in made.recordings
    ]
    questions = [
        {
            "stem": one.stem,
            "form": one.form.value,
            "options": list(one.options or (TRUE_FALSE if one.form is Form.TRUE_FALSE else ())),
            "blanks": len(one.blanks),
        }
        for one in made.questions
    ]
    head = {
        "id": str(made.id),
        "version": made.version,
        "title": made.title,
        "asks": made.asks,
        "wants_note": needs_note(made),
        "characters": packs.imprint(today=timezone.localdate()).characters,
    }
    return JsonResponse({**head, "texts": texts, "recordings": recordings, "questions": questions})


def _aside(line: Line) -> str:
    """What stands behind a line: the ways to make a session up as well, in words."""
    ways = "、".join(way.words for way in line.ways)
    return f"{line.aside}；{ways}，都一样算" if ways else line.aside


def _offer(one: packs.Offer) -> dict[str, object]:
    row = one.row
    return {
        "id": str(row.pack),
        "version": row.version,
        "title": row.title,
        "why": WHY[one.why],
        "texts": row.texts,
        "recordings": row.recordings,
        "questions": row.questions,
        "size": row.size,
        "returned": one.returned is not None,
    }


taken_deck.allowed_roles = frozenset({MEMBER})  # type: ignore[attr-defined]
taken_today.allowed_roles = frozenset({MEMBER})  # type: ignore[attr-defined]
taken_packs.allowed_roles = frozenset({MEMBER})  # type: ignore[attr-defined]
taken_pack.allowed_roles = frozenset({MEMBER})  # type: ignore[attr-defined]
taken_rolls.allowed_roles = frozenset(BOOKKEEPERS)  # type: ignore[attr-defined]
