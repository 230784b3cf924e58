"""The list of everybody one may see: found by name, letters or station, filtered by the address, a page at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from zhixing.actions.roll import Roll, roll, visible
from zhixing.actions.start import rulebooks
from zhixing.core.names import clean_name
from zhixing.core.people.changes import STAGES, TITLES, home
from zhixing.core.people.register import Person
from zhixing.core.people.transfer import STEP_WORDS
from zhixing.core.strokes import stroke_key
from zhixing.interop.documents.cells import Cell
from zhixing.interop.pinyin import sounds_like
from zhixing.store.people.queries import Actor
from zhixing.web.shared.downloads import Offer, list_offers
from zhixing.web.shared.lists import Chip, Filter, Pages, chips, kept, page_of, select

HEADINGS = (
    "姓名",
    "类别",
    "党支部",
    "党小组",
    "党内职务",
    "站点",
    "班制",
    "岗位",
    "不作硬性要求",
    "状态",
    "自何时起",
)
STATES = (("on", "在册"), ("transit", "转接中"), ("left", "已不在册"), ("none", "非党员"))
YES_NO = (("yes", "是"), ("no", "否"))


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody in the list, as he stands today. `state` is a key of `STATES`."""

    id: UUID
    url: str
    name: str
    kind: str
    branch_id: UUID
    branch: str
    group_id: UUID | None
    group: str
    post: str
    station_id: UUID | None
    station: str
    shift: str
    duty: str
    exempt: bool
    remote: bool
    state: str
    told: str
    since: dt.date | None

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Under `HEADINGS`."""
        about = (
            self.name,
            self.kind,
            self.branch,
            self.group,
            self.post,
            self.station,
            self.shift,
            self.duty,
        )
        return (*about, "是" if self.exempt else "", self.told, self.since)


@dataclass(frozen=True, slots=True)
class ListPage:
    """The list as the address asks for it."""

    q: str
    filters: tuple[Filter, ...]
    chips: tuple[Chip, ...]
    whole: int
    counts: str
    sole: bool
    pages: Pages[PersonLine]
    exports: tuple[Offer, ...]


def list_page(actor: Actor, asked: Mapping[str, str], today: dt.date) -> ListPage:
    """What the viewer sees."""
    everybody = lines(actor, today)
    filters, q = _filters(everybody, asked), _q(asked)
    shown = _kept(everybody, filters, asked, q)
    keep = kept(filters, asked, q)
    exports = list_offers("people:export", keep)
    found = chips(filters, asked, q, f"查找“{q}”")
    sole = len({line.branch_id for line in everybody}) == 1
    return ListPage(
        q, filters, found, len(everybody), _counts(shown), sole, page_of(shown, asked, keep), exports
    )


def shown_lines(actor: Actor, asked: Mapping[str, str], today: dt.date) -> tuple[list[PersonLine], str]:
    """All that the filters leave, and the filters in words: what an export holds."""
    everybody = lines(actor, today)
    filters, q = _filters(everybody, asked), _q(asked)
    told = "，".join(one.words for one in chips(filters, asked, q, "按姓名或站点查找"))
    return _kept(everybody, filters, asked, q), told


def lines(actor: Actor, today: dt.date) -> list[PersonLine]:
    """Everybody one may see, by surname strokes."""
    whole = roll()
    rule = rulebooks().on("remote.distance", today)
    far = rule.whole("tenths_km") if rule else None
    going = whole.in_transit
    found = [_line(one, whole, one.id in going, far, today) for one in visible(actor, whole)]
    return sorted(found, key=lambda line: (stroke_key(line.name), line.branch, line.group))


def _line(one: Person, whole: Roll, going: bool, far: int | None, today: dt.date) -> PersonLine:
    register, now = whole.register, one.on_roll(today)
    last = now or (one.roll[-1] if one.roll else None)
    place = one.place_on(today)
    station = register.stations.get(place.station) if place and place.station else None
    state, told = _state(one, whole, going, today)
    candidacy = one.candidacy
    org = last.org if last else home(one)
    return PersonLine(
        id=one.id,
        url=reverse("people:card", args=[one.id]),
        name=one.name,
        kind=last.standing if last else candidacy.stage if candidacy else "",
        branch_id=org,
        branch=register.name_of(org),
        group_id=last.group if last else None,
        group=register.name_of(last.group) if last else "",
        post="、".join(span.title for span in one.posts_on(today)) if now else "",
        station_id=station.id if station else None,
        station=station.name if station else "",
        shift=place.shift if place else "",
        duty=place.duty if place else "",
        exempt=now is not None and one.exempt_on(today) is not None,
        remote=station is not None and far is not None and station.distance >= far,
        state=state,
        told=told,
        since=(last.until if state == "left" else last.start) if last else None,
    )


def _state(one: Person, whole: Roll, going: bool, today: dt.date) -> tuple[str, str]:
    if going:
        return "transit", STEP_WORDS[whole.in_transit[one.id].step]
    if one.on_roll(today):
        return "on", "在册"
    return ("left", "已不在册") if one.roll else ("none", "非党员")


def _q(asked: Mapping[str, str]) -> str:
    return clean_name(asked.get("q", ""))[:40]


def _kept(
    everybody: Sequence[PersonLine], filters: Sequence[Filter], asked: Mapping[str, str], q: str
) -> list[PersonLine]:
    tests: Mapping[str, Callable[[PersonLine], str]] = {
        "branch": lambda line: str(line.branch_id),
        "group": lambda line: str(line.group_id or ""),
        "station": lambda line: str(line.station_id or ""),
        "kind": lambda line: line.kind,
        "post": lambda line: line.post,
        "exempt": lambda line: "yes" if line.exempt else "no",
        "remote": lambda line: "yes" if line.remote else "no",
        "state": lambda line: line.state,
    }
    found = list(everybody)
    for one in filters:
        if one.chosen:
            read, wanted = tests[one.name], asked[one.name]
            found = [line for line in found if _fits(one.name, read(line), wanted)]
    if q:
        low = q.lower()
        found = [line for line in found if sounds_like(line.name, low) or q in line.station]
    return found


def _fits(name: str, value: str, wanted: str) -> bool:
    if name == "post":
        return bool(value) if wanted == "any" else wanted in value.split("、")
    return value == wanted


def _filters(everybody: Sequence[PersonLine], asked: Mapping[str, str]) -> tuple[Filter, ...]:
    """The select boxes; groups and stations are those of the branch chosen."""
    wanted = asked.get("branch", "")
    near = [line for line in everybody if wanted in ("", str(line.branch_id))]
    branches = {str(line.branch_id): line.branch for line in everybody}
    groups = {
        str(line.group_id): line.group if wanted or len(branches) == 1 else f"{line.branch}{line.group}"
        for line in near
        if line.group_id
    }
    stations = {str(line.station_id): line.station for line in near if line.station_id}
    titles = [("any", "有职务"), *((title, title) for title in TITLES)]
    kinds = [(kind, kind) for kind in ("正式党员", "预备党员", *STAGES)]
    found = [
        select("branch", "党支部", _by_words(branches) if len(branches) > 1 else (), asked),
        select("group", "党小组", _by_words(groups), asked),
        select("station", "站点", _by_words(stations), asked),
        select("kind", "类别", kinds, asked),
        select("post", "党内职务", titles, asked),
        select("exempt", "不作硬性要求", YES_NO, asked),
        select("remote", "偏远站点", YES_NO, asked),
        select("state", "状态", STATES, asked),
    ]
    return tuple(one for one in found if one.choices)


def _by_words(options: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(options.items(), key=lambda one: (stroke_key(one[1]), one[0]))


def _counts(shown: Sequence[PersonLine]) -> str:
    """`在册 280，转接中 1，非党员 5`."""
    counts = [(words, sum(line.state == state for line in shown)) for state, words in STATES]
    return "，".join(f"{words} {count}" for words, count in counts if count)
