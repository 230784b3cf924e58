"""A member's packs: what is offered with its size, read and answered here or fetched, what became of a return."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from csp.constants import SELF
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhixing.actions import pack_returns, packs
from zhixing.actions.pack_returns import NotTaken
from zhixing.actions.packs import Offer, Why
from zhixing.actions.packs_files import FORMS, own_code
from zhixing.core.packs.pack import Pack
from zhixing.core.packs.returning import needs_note
from zhixing.core.packs.sheet import NotASheet, given_of
from zhixing.core.questions.question import FORM_WORDS, Form
from zhixing.interop.packs.cleaned import plain_html
from zhixing.interop.packs.pages import options_of, size_words
from zhixing.store.packs import queries
from zhixing.store.people.queries import MEMBER
from zhixing.web.packs.forms import asked_uid, given_in, returned_in
from zhixing.web.packs.pages import STATE_CHIPS, answered, holds
from zhixing.web.packs.views import UNPROCESSABLE, ask_of, sent
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import Seen, may

HERE = "packs_mine"
WHY_WORDS = {Why.MAKEUP: "补学", Why.LESSON: "随时可学", Why.DELIVERED: "送学，不作要求"}


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An offer as it is shown: why, what it holds and how large it is before anything is fetched."""

    offer: Offer
    why: str
    holds: str
    size: str
    chip: str
    state: str


@dataclass(frozen=True, slots=True)
class Field:
    """A question to be answered on the page; `given` what stands there."""

    nth: int
    kind: str
    stem: str
    options: tuple[tuple[str, str, bool], ...]
    many: bool
    blanks: tuple[tuple[str, str], ...]
    written: bool
    given: str


@may(MEMBER)
@require_safe
def listing(request: Seen) -> HttpResponse:
    """What is offered to the member, and what he returned."""
    person = _person(request)
    rows = [_row(one) for one in packs.offers(person, today())]
    returns = queries.returns_by(person)
    titles = queries.made_some([(one.pack, one.version) for one in returns])
    back = [
        (
            titles[place].title if (place := (one.pack, one.version)) in titles else "学习包",
            STATE_CHIPS.get(one.state, ""),
            one,
        )
        for one in returns
    ]
    seen = {"rows": rows, "back": back, "frame": frame_for(request, "我的学习包", here=HERE)}
    return render(request, "packs/mine.html", seen)


@may(MEMBER)
@require_safe
def one(request: Seen, pack: UUID, version: str) -> HttpResponse:
    """A pack read and answered in the browser; what was returned with its explanation."""
    return _one(request, _held(request, pack, version))


def _one(request: Seen, held: Pack, problem: str = "") -> HttpResponse:
    person = _person(request)
    row = next(iter(queries.made_some([(held.id, held.version)]).values()))
    back = queries.standing(held.id, held.version, person)
    known = {question.id: question for question in held.questions}
    words = queries.words_of(back.id) if back else None
    given = {}
    if words is not None:
        shown_ones = ((uid, given_of(known[uid], answer)) for uid, answer in words.answers if uid in known)
        given = {uid: each if isinstance(each, str) else "；".join(each) for uid, each in shown_ones}
    seen = {
        "pack": held,
        "texts": [(part, plain_html(part.body)) for part in held.texts],
        "size": size_words(row.size),
        "holds": holds(row),
        "fields": () if back else _fields(request, held),
        "note": request.POST.get("note", ""),
        "wants_note": needs_note(held),
        "characters": packs.imprint(today=today()).characters,
        "back": back,
        "chip": STATE_CHIPS.get(back.state, "") if back else "",
        "words": words,
        "answers": answered(held, given, keys=True) if back else (),
        "code": own_code(held, person),
        "problem": problem,
        "taken": "taken" in request.GET,
        "uid": asked_uid(request.POST) if problem else uuid4(),
        "frame": frame_for(request, held.title, here=HERE),
    }
    response = render(request, "packs/read.html", seen, status=UNPROCESSABLE if problem else 200)
    # As csp.decorators.csp_update leaves it: recordings of our own, on this page alone.
    response._csp_update = {"media-src": [SELF]}  # type: ignore[attr-defined]  # noqa: SLF001
    return response


@may(MEMBER)
@require_POST
def hand_in(request: Seen, pack: UUID, version: str) -> HttpResponse:
    """Answers and words are handed in."""
    held = _held(request, pack, version)
    try:
        returned = returned_in(request.POST, held, _person(request), today())
        pack_returns.take_return(returned, ask_of(request))
    except (NotASheet, NotTaken) as refusal:
        return _one(request, held, str(refusal))
    return HttpResponseRedirect(f"{reverse('packs:read_mine', args=[pack, version])}?taken=1#back")


@may(MEMBER)
@require_safe
def file(request: Seen, pack: UUID, version: str, form: str) -> HttpResponse:
    """A pack as a file with the member's name and code on it."""
    if form not in FORMS:
        raise Http404
    return sent(request, _held(request, pack, version), form, _person(request))


def _held(request: Seen, pack: UUID, version: str) -> Pack:
    held = packs.pack(pack, version)
    if held is None or request.actor.person is None or not packs.may_read(request.actor, held):
        raise Http404
    return held


def _person(request: Seen) -> UUID:
    if request.actor.person is None:
        raise Http404
    return request.actor.person


def _row(one: Offer) -> OfferRow:
    back = one.returned
    chip, state = (STATE_CHIPS.get(back.state, ""), back.state_words) if back else ("", "")
    why = WHY_WORDS[one.why]
    if back is not None and back.state == queries.DONE:
        # What it made up is owed no more; it is not thereby a pack for any time.
        why, state = WHY_WORDS[Why.MAKEUP], f"已补学，{back.finished_on.month}月{back.finished_on.day}日"
    return OfferRow(one, why, holds(one.row), size_words(one.row.size), chip, state)


def _fields(request: Seen, pack: Pack) -> tuple[Field, ...]:
    """The questions with what has been typed already: nothing is lost."""
    found = []
    for nth, one in enumerate(pack.questions, 1):
        given = given_in(request.POST, one, nth)
        letters = given if isinstance(given, str) else ""
        texts = given if isinstance(given, tuple) else ()
        count = len(one.blanks)
        blanks = tuple(
            (f"第 {place + 1} 空" if count > 1 else "填", texts[place] if place < len(texts) else "")
            for place in range(count)
        )
        found.append(
            Field(
                nth,
                FORM_WORDS[one.form],
                one.stem,
                tuple((letter, words, letter in letters) for letter, words in options_of(one)),
                one.form is Form.MULTIPLE,
                blanks,
                one.form is Form.SHORT,
                texts[0] if texts else "",
            )
        )
    return tuple(found)
