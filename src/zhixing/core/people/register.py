"""The register: organisation, stations and people as the facts in force describe them.

`fold_register` is a pure fold. Descriptions may be given again (the one entered last holds); dated statements
stay side by side and are closed by `SpanClosed`. The order in which facts are handed over does not matter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.facts.kinds import (
    Assignment,
    DualLife,
    Exemption,
    Membership,
    NonMember,
    OrgSet,
    PersonDescribed,
    PostHeld,
    SpanClosed,
    StationSet,
)
from zhixing.core.facts.moves import OrgClosed
from zhixing.core.facts.record import Fact, effective
from zhixing.core.people.spans import AtStation, Dual, Exempt, InPost, OnRoll, Span

COMMITTEE, GENERAL_BRANCH, GROUP = "party_committee", "general_branch", "party_group"
BRANCH_KINDS = ("branch", "temporary_branch", "joint_branch")
ORG_WORDS = {
    COMMITTEE: "机关党委",
    GENERAL_BRANCH: "党总支",
    "branch": "党支部",
    "temporary_branch": "临时党支部",
    "joint_branch": "联合党支部",
    GROUP: "党小组",
}


@dataclass(frozen=True, slots=True)
class Org:
    """A Party organisation. `order` is its place in organisational order; `closed` the day it ended."""

    id: UUID
    kind: str
    name: str
    parent: UUID | None
    order: int
    founded: dt.date | None
    elected: dt.date | None
    fact: UUID
    closed: dt.date | None = None

    def open_on(self, day: dt.date) -> bool:
        """Whether it has not ended by `day`."""
        return self.closed is None or day < self.closed

    @property
    def is_branch(self) -> bool:
        """A branch of any sort."""
        return self.kind in BRANCH_KINDS


@dataclass(frozen=True, slots=True)
class Station:
    """A station. `distance` in tenths of a kilometre from the county town, negative where nobody has said."""

    id: UUID
    name: str
    org: UUID
    kind: str
    distance: int
    longitude: str
    latitude: str
    minimum: int
    shift: str
    order: int
    fact: UUID


@dataclass(frozen=True, slots=True)
class Candidacy:
    """A non-member's stage (入党申请人/积极分子/发展对象/群众), contact branch and mentor."""

    stage: str
    org: UUID
    mentor: UUID | None
    fact: UUID


@dataclass(frozen=True, slots=True)
class Person:
    """A member or non-member with all dated statements, each kind in order of its start."""

    id: UUID
    name: str
    words: Mapping[str, str]
    described_by: UUID | None
    roll: tuple[OnRoll, ...]
    posts: tuple[InPost, ...]
    exemptions: tuple[Exempt, ...]
    places: tuple[AtStation, ...]
    dual: tuple[Dual, ...]
    candidacy: Candidacy | None

    def on_roll(self, day: dt.date) -> OnRoll | None:
        """The membership that holds on `day`."""
        return next((span for span in self.roll if span.covers(day)), None)

    def roll_in(self, year: int) -> OnRoll | None:
        """The last membership that touches the year: where he or she is listed for it.

        Who left in January stands on the year's roster, too, though no month of it counts.
        """
        first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
        touching = [span for span in self.roll if span.touches(first, last) or span.until == first]
        return touching[-1] if touching else None

    def exempt_on(self, day: dt.date) -> Exempt | None:
        """The exemption that holds on `day`."""
        return next((span for span in self.exemptions if span.covers(day)), None)

    def posts_on(self, day: dt.date) -> tuple[InPost, ...]:
        """The posts held on `day`."""
        return tuple(span for span in self.posts if span.covers(day))

    def place_on(self, day: dt.date) -> AtStation | None:
        """Where he or she works on `day`."""
        return next((span for span in self.places if span.covers(day)), None)


@dataclass(frozen=True, slots=True)
class Register:
    """All organisations, stations and people, keyed by id."""

    orgs: Mapping[UUID, Org]
    stations: Mapping[UUID, Station]
    people: Mapping[UUID, Person]

    @property
    def root(self) -> Org | None:
        """The committee at the top, if anything has been entered."""
        return next((org for org in self.orgs.values() if org.parent is None), None)

    def branches(self) -> list[Org]:
        """All branches in organisational order."""
        return sorted(
            (org for org in self.orgs.values() if org.is_branch), key=lambda org: (org.order, org.name)
        )

    def name_of(self, org: UUID | None) -> str:
        """The name of an organisation, or an empty text."""
        return self.orgs[org].name if org is not None and org in self.orgs else ""

    def place_of(self, org: UUID | None) -> str:
        """As `name_of`; a group with its branch before it: 离退休党支部·第1党小组."""
        found = self.orgs.get(org) if org is not None else None
        if found is None:
            return ""
        return f"{self.name_of(found.parent)}·{found.name}" if found.kind == GROUP else found.name

    def below(self, org: UUID) -> set[UUID]:
        """`org` and everything under it."""
        found, added = {org}, {org}
        while added:
            added = {child.id for child in self.orgs.values() if child.parent in added} - found
            found |= added
        return found

    def expects(self, person: Person, org: UUID, day: dt.date) -> bool:
        """Whether a meeting of `org` on `day` may expect somebody: who is listed there, or last was.

        Who takes part in its 双重组织生活 that day is its own as well.
        """
        reach = self.below(org)
        held = person.on_roll(day) or (person.roll[-1] if person.roll else None)
        listed = {held.org, held.group} if held else set()
        if not held and person.candidacy:
            listed = {person.candidacy.org}
        return bool(listed & reach) or any(span.org in reach and span.covers(day) for span in person.dual)


def fold_register(facts: Iterable[Fact], private: Mapping[UUID, Mapping[str, str]]) -> Register:
    """The register that the facts describe; `private` gives the words of a fact by its uid."""
    ordered = sorted(effective(facts), key=lambda fact: fact.seq)
    closed = {f.about: (f.body.until, f.uid) for f in ordered if isinstance(f.body, SpanClosed) and f.about}
    ended = {f.about: f.body.until for f in ordered if isinstance(f.body, OrgClosed) and f.about}
    orgs: dict[UUID, Org] = {}
    stations: dict[UUID, Station] = {}
    people: dict[UUID, _Draft] = {}
    for fact in ordered:
        if isinstance(fact.body, OrgSet) and fact.about:
            orgs[fact.about] = _org(fact, fact.body, ended.get(fact.about))
        elif isinstance(fact.body, StationSet) and fact.about:
            stations[fact.about] = _station(fact, fact.body)
        elif fact.subject:
            draft = people.setdefault(fact.subject, _Draft())
            draft.take(fact, closed, private)
    done = {uid: draft.finish(uid) for uid, draft in people.items() if draft.roll or draft.candidacy}
    return Register(orgs, stations, done)


def _org(fact: Fact, body: OrgSet, closed: dt.date | None) -> Org:
    assert fact.about is not None
    parent = UUID(body.parent) if body.parent else None
    dates = (body.founded, body.elected)
    return Org(fact.about, body.kind, body.name, parent, body.order, *dates, fact.uid, closed)


def _station(fact: Fact, body: StationSet) -> Station:
    assert fact.about is not None
    return Station(
        fact.about,
        body.name,
        fact.chain,
        body.kind,
        body.distance,
        body.longitude,
        body.latitude,
        body.minimum,
        body.shift,
        body.order,
        fact.uid,
    )


class _Draft:
    """A person in the making: statements are collected, then put in order."""

    def __init__(self) -> None:
        self.words: Mapping[str, str] = {}
        self.described_by: UUID | None = None
        self.roll: list[OnRoll] = []
        self.posts: list[InPost] = []
        self.exemptions: list[Exempt] = []
        self.places: list[AtStation] = []
        self.dual: list[Dual] = []
        self.candidacy: Candidacy | None = None

    def take(
        self,
        fact: Fact,
        closed: Mapping[UUID, tuple[dt.date, UUID]],
        private: Mapping[UUID, Mapping[str, str]],
    ) -> None:
        body = fact.body
        if isinstance(body, PersonDescribed):
            self.words, self.described_by = private.get(fact.uid, {}), fact.uid
        elif isinstance(body, NonMember):
            mentor = UUID(body.mentor) if body.mentor else None
            self.candidacy = Candidacy(body.stage, UUID(body.org), mentor, fact.uid)
        elif isinstance(body, Membership | PostHeld | Exemption | Assignment | DualLife):
            self._span(fact, body, closed.get(fact.uid))

    def _span(
        self,
        fact: Fact,
        body: Membership | PostHeld | Exemption | Assignment | DualLife,
        close: tuple[dt.date, UUID] | None,
    ) -> None:
        ends = [day for day in (body.until, close[0] if close else None) if day is not None]
        dated = (body.start, min(ends) if ends else None, fact.uid, close[1] if close else None)
        if isinstance(body, Membership):
            group = UUID(body.group) if body.group else None
            self.roll.append(OnRoll(*dated, UUID(body.org), group, body.standing, body.staff))
        elif isinstance(body, PostHeld):
            self.posts.append(InPost(*dated, UUID(body.org), body.post, body.title))
        elif isinstance(body, Exemption):
            self.exemptions.append(Exempt(*dated, body.decided_by))
        elif isinstance(body, Assignment):
            station = UUID(body.station) if body.station else None
            self.places.append(AtStation(*dated, station, body.shift, body.duty))
        else:
            self.dual.append(Dual(*dated, UUID(body.org)))

    def finish(self, uid: UUID) -> Person:
        return Person(
            uid,
            self.words.get("name", "（姓名已按规定删除）"),
            self.words,
            self.described_by,
            tuple(sorted(self.roll, key=_begins)),
            tuple(sorted(self.posts, key=_begins)),
            tuple(sorted(self.exemptions, key=_begins)),
            tuple(sorted(self.places, key=_begins)),
            tuple(sorted(self.dual, key=_begins)),
            self.candidacy,
        )


def _begins(span: Span) -> dt.date:
    return span.start or dt.date.min
