"""Rosters: the picture of a station's weeks, and entering patterns, changes, leave and cover."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhixing.actions.changing import NotYours, Sheet
from zhixing.actions.dossier import READERS
from zhixing.actions.duty_entries import call_off_leave
from zhixing.actions.export_list import export_list
from zhixing.actions.rosters import year_rosters
from zhixing.store.people.queries import MEMBER
from zhixing.web.rosters.board import KEY, board, people_of, places_of, stations_of
from zhixing.web.rosters.filling import HERE, fill
from zhixing.web.rosters.forms import ENTRIES, EntryForm, PeopleForm, SetCover, SetPattern
from zhixing.web.shared.downloads import answer
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import OFFICERS, Seen, may
from zhixing.web.shared.lists import Choices, select


@may(*READERS, MEMBER)
@require_safe
def home(request: Seen) -> HttpResponse:
    """A station's weeks, or one's own."""
    page = board(request.actor, request.GET, today())
    context = {
        "page": page,
        "key": KEY,
        "entered": "entered" in request.GET,
        "frame": frame_for(request, page.title, here=HERE),
    }
    return render(request, "rosters/board.html", context)


@may(*READERS)
@require_safe
def export(request: Seen, form: str) -> HttpResponse:
    """The picture as a file."""
    page = board(request.actor, request.GET, today())
    title = f"班次-{page.title}"
    found = export_list(request.actor, title, page.headings, page.cells, form, now=timezone.now())
    return answer(found)


@may(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: Seen, act: str) -> HttpResponse:
    """A pattern for several people, an exception, leave, or a station's cover."""
    wanted = ENTRIES.get(act)
    if wanted is None:
        raise Http404
    stations = places_of(request.actor, today())
    station = request.GET.get("station", "")
    if station not in dict(stations):
        station = stations[0][0] if stations else ""
    form = wanted(request.POST if request.method == "POST" else None)
    if not _prepared(request, form, station, stations):
        raise Http404
    back = reverse("rosters:home") + (f"?station={station}" if station else "")
    narrow = (
        select("station", "站点", stations, {"station": station}) if isinstance(form, PeopleForm) else None
    )
    return fill(request, form, back=back, back_words="班次", narrow=narrow)


def _prepared(request: Seen, form: EntryForm, station: str, stations: Choices) -> bool:
    """Fills in whom and what may be chosen; whether there is anybody."""
    actor, now = request.actor, today()
    for name in ("since", "first"):
        if name in form.fields:
            form.fields[name].initial = now
    if isinstance(form, PeopleForm):
        rosters = year_rosters(now.year, today=now)
        people = people_of(actor, station, now) or people_of(actor, "", now)
        sent = set(request.POST.getlist("people")) - {str(one.id) for one in people}
        if sent:
            # Ticked before the list was narrowed elsewhere: they stay on it.
            people = people_of(actor, "", now)
        unknown = set(rosters.unknown)
        form.among(people, lambda one: "（班次不明）" if one.id in unknown else "")
        if isinstance(form, SetPattern):
            form.among_patterns(rosters.patterns)
            form.fields["people"].initial = request.GET.getlist("who")
        return bool(people)
    if isinstance(form, SetCover):
        stations = stations_of(actor, now)
        form.choose("station", stations)
        form.fields["station"].initial = station
        form.fields["weekdays"].initial = list("12345")
        return bool(stations)
    return True


@may(*OFFICERS)
@require_POST
def call_off(request: Seen, person: UUID, fact: UUID) -> HttpResponse:
    """A leave that is not taken."""
    try:
        call_off_leave(Sheet(uuid4(), request.actor, timezone.now(), today()), person, fact)
    except NotYours:
        raise Http404 from None
    return redirect(f"{reverse('rosters:home')}?entered=1")
