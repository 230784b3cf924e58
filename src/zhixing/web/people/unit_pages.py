"""The organisation as pages show it: the tree with a card a branch, its groups, stations and findings."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from zhixing.actions.dossier import READERS
from zhixing.actions.organisation import may_change, may_found
from zhixing.actions.roll import BOOKS, Roll, roll
from zhixing.actions.start import rulebooks
from zhixing.core.people.changes import PROBATIONARY
from zhixing.core.people.register import COMMITTEE, GROUP, ORG_WORDS, Org, Person
from zhixing.core.people.structure import Finding, check_structure, term_end
from zhixing.core.strokes import stroke_key
from zhixing.interop.documents.cells import Cell
from zhixing.store.people.queries import Actor
from zhixing.web.people.cards import Act
from zhixing.web.people.fields import groups_of
from zhixing.web.people.unit_forms import UNIT_CHANGES

FIRST = ("secretary", "deputy_secretary", "organization_officer", "publicity_officer", "discipline_officer")


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A Party group."""

    name: str
    members: int
    url: str
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class StationRow:
    """A station; `edit` is where it is changed, for those who may."""

    name: str
    kind: str
    distance: str
    minimum: int
    shift: str
    members: int
    edit: str


@dataclass(frozen=True, slots=True)
class Holder:
    """A committee member."""

    title: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class UnitCard:
    """An organisation with what rules say about it."""

    id: UUID
    name: str
    kind: str
    closed: dt.date | None
    founded: dt.date | None
    elected: dt.date | None
    term: dt.date | None
    term_late: bool
    full: int
    probationary: int
    people: str
    committee: tuple[Holder, ...]
    groups: tuple[GroupRow, ...]
    stations: tuple[StationRow, ...]
    findings: tuple[Finding, ...]
    acts: tuple[Act, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Under `UNIT_HEADINGS`."""
        committee = "、".join(f"{one.title}{one.name}" for one in self.committee)
        groups = "、".join(f"{one.name}（{one.members} 人）" for one in self.groups)
        numbers = (self.full, self.probationary, len(self.stations))
        days = (self.founded, self.elected, self.term, self.closed)
        return (self.name, self.kind, *numbers, *days, committee, groups)


UNIT_HEADINGS = (
    *("名称", "类型", "正式党员", "预备党员", "站点数", "成立日期", "本届选出", "届满", "撤销日期"),
    *("支部委员", "党小组"),
)


@dataclass(frozen=True, slots=True)
class TreePage:
    """The organisations one may see, in organisational order; those that ended stand last."""

    top: str
    cards: tuple[UnitCard, ...]
    closed: tuple[UnitCard, ...]
    found: str
    findings: tuple[Finding, ...]


def tree_page(actor: Actor, today: dt.date) -> TreePage:
    """The tree as the actor may see it."""
    whole, reach = roll(), actor.reach(*READERS)
    found = check_structure(whole.register, rulebooks(), today)
    seen = [org for org in whole.register.orgs.values() if org.id in reach and org.kind != GROUP]
    seen.sort(key=lambda org: (org.parent is not None, org.order, org.name))
    there = _there(whole, today)
    cards = [_card(actor, org, whole, found, there, today) for org in seen]
    top = whole.register.root
    return TreePage(
        top=top.name if top else "",
        cards=tuple(card for card in cards if card.closed is None),
        closed=tuple(card for card in cards if card.closed is not None),
        found=reverse("people:found") if may_found(actor) else "",
        findings=tuple(one for one in found if one.org in reach),
    )


def _there(whole: Roll, today: dt.date) -> dict[UUID, list[Person]]:
    """Who is on the roll of each branch today."""
    found: dict[UUID, list[Person]] = {}
    for person in whole.register.people.values():
        now = person.on_roll(today)
        if now is not None:
            found.setdefault(now.org, []).append(person)
    return found


def _card(
    actor: Actor,
    org: Org,
    whole: Roll,
    found: tuple[Finding, ...],
    there: dict[UUID, list[Person]],
    today: dt.date,
) -> UnitCard:
    members = there.get(org.id, [])
    if org.parent is None:
        members = [person for mine in there.values() for person in mine]
    standings = Counter(roll.standing for person in members if (roll := person.on_roll(today)))
    rule = rulebooks().on("branch.term", today)
    term = term_end(org, rule.whole("years")) if rule else None
    return UnitCard(
        id=org.id,
        name=org.name,
        kind=ORG_WORDS.get(org.kind, ""),
        closed=org.closed,
        founded=org.founded,
        elected=org.elected,
        term=term,
        term_late=term is not None and term < today,
        full=sum(standings.values()) - standings[PROBATIONARY],
        probationary=standings[PROBATIONARY],
        people=f"{reverse('people:list')}?branch={org.id}" if org.is_branch else reverse("people:list"),
        committee=_committee(org, members, today),
        groups=tuple(
            _group(actor, one, members, today) for one in groups_of(whole, org.id) if one.open_on(today)
        ),
        stations=_stations(actor, org, whole, today),
        findings=tuple(one for one in found if one.org == org.id),
        acts=_acts(actor, org) if org.closed is None else (),
    )


def _committee(org: Org, members: list[Person], today: dt.date) -> tuple[Holder, ...]:
    held = [(span, person) for person in members for span in person.posts_on(today) if span.org == org.id]
    held.sort(
        key=lambda one: (FIRST.index(one[0].post) if one[0].post in FIRST else 9, stroke_key(one[1].name))
    )
    return tuple(Holder(s.title, p.name, reverse("people:card", args=[p.id])) for s, p in held)


def _group(actor: Actor, one: Org, members: list[Person], today: dt.date) -> GroupRow:
    count = sum((now := person.on_roll(today)) is not None and now.group == one.id for person in members)
    url = f"{reverse('people:list')}?branch={one.parent}&group={one.id}"
    acts = tuple(_act(one, slug) for slug in ("rename", "close")) if may_change(actor, one) else ()
    return GroupRow(one.name, count, url, acts)


def _stations(actor: Actor, org: Org, whole: Roll, today: dt.date) -> tuple[StationRow, ...]:
    mine = sorted(
        (s for s in whole.register.stations.values() if s.org == org.id), key=lambda s: (s.order, s.name)
    )
    posted = Counter(
        place.station
        for person in whole.register.people.values()
        if person.on_roll(today) and (place := person.place_on(today))
    )
    base = reverse("people:unit", args=[org.id, "station"])
    keeps = actor.over(org.id, *BOOKS)
    return tuple(
        StationRow(
            name=one.name,
            kind=one.kind,
            distance=f"{one.distance / 10:g} 公里" if one.distance >= 0 else "—",
            minimum=one.minimum,
            shift=one.shift,
            members=posted[one.id],
            edit=f"{base}?station={one.id}" if keeps else "",
        )
        for one in mine
    )


def _acts(actor: Actor, org: Org) -> tuple[Act, ...]:
    slugs = []
    if may_change(actor, org):
        slugs += ["rename", "elect"] + (["close"] if org.kind != COMMITTEE else [])
    if org.is_branch and actor.over(org.id, *BOOKS):
        slugs += ["group", "station"]
    return tuple(_act(org, slug) for slug in slugs)


def _act(org: Org, slug: str) -> Act:
    return Act(UNIT_CHANGES[slug][0], reverse("people:unit", args=[org.id, slug]))


def may_use(actor: Actor, org: Org, slug: str) -> bool:
    """Whether a form is the actor's to fill in for an organisation."""
    if slug in ("group", "station"):
        return org.is_branch and actor.over(org.id, *BOOKS)
    if slug == "elect" and org.kind == GROUP:
        return False
    return may_change(actor, org)
