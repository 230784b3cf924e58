"""A batch as its pages need it: problem, answer, picture and what everything is called, read once for each state.

What a branch's officer may see of it is decided here too: the own people and stations, counts of the others.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from zhixing.actions import plan
from zhixing.actions.actors import whole_tree
from zhixing.actions.dossier import READERS
from zhixing.actions.resources import resource_book
from zhixing.actions.roll import Roll, roll
from zhixing.core.people.changes import home
from zhixing.core.plan.plan import AnnualPlan
from zhixing.core.timetable.building import OWN, Keys, Outside
from zhixing.core.timetable.instance import Instance
from zhixing.core.timetable.naming import Naming
from zhixing.core.timetable.picture import Picture, gap_words, picture
from zhixing.core.timetable.unserved import Gaps, Reason
from zhixing.interop.batch_texts import Answer, answer_of, instance_of, keys_of
from zhixing.store.people.queries import BRANCH, SECRETARY, SUPERIOR, Actor
from zhixing.store.plans import batches as queries
from zhixing.store.plans.batches import BatchRow

OFFICERS = (BRANCH, SECRETARY, SUPERIOR)
HUNG = dt.timedelta(seconds=45)
"""A task that has said nothing for so long was broken off."""
SILENT = dt.timedelta(minutes=5)
"""Looking for what stands in the way says nothing on its way."""
KEPT = 2

_read: dict[tuple[object, ...], Situation] = {}
_reading = Lock()


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything about an answer, in numbers."""

    row: BatchRow
    instance: Instance
    keys: Keys
    outside: tuple[Outside, ...]
    answer: Answer
    picture: Picture
    gaps: Mapping[tuple[int, int], Reason]

    def time(self, half_day: int) -> tuple[dt.date, str]:
        """The day and `am` or `pm`."""
        return self.keys.day(half_day), ("am", "pm")[half_day % 2]


@dataclass(frozen=True, slots=True)
class Names:
    """What ids are called now."""

    known: Roll
    plan: AnnualPlan | None
    rooms: Mapping[UUID, str]
    speakers: Mapping[UUID, str]

    def person(self, one: UUID) -> str:
        """A member's name."""
        found = self.known.register.people.get(one)
        return found.name if found else "已删除的人"

    def station(self, one: UUID) -> str:
        """A station's name; those without a station go by their branch."""
        found = self.known.register.stations.get(one)
        return found.name if found else self.known.register.name_of(one) or "已撤的站点"

    def lesson(self, one: UUID) -> str:
        """A lesson's title."""
        found = self.plan.lesson(one) if self.plan else None
        return found.title if found else "计划里已删的课"

    def requirement(self, key: str) -> str:
        """What is owed."""
        held = self.plan.requirements if self.plan else ()
        found = next((one.title for one in held if one.key == key), "")
        if found or self.plan is None:
            return found or key
        code = key.removeprefix(OWN)
        return next((one.title for one in self.plan.lessons if code in (one.code, str(one.id))), key)

    def room(self, one: UUID | None) -> str:
        """A room's name."""
        return self.rooms.get(one, "场地未定") if one else "场地未定"

    def speaker(self, one: UUID | None) -> str:
        """A speaker's name."""
        return self.speakers.get(one, "主讲人未定") if one else "主讲人未定"


@dataclass(frozen=True, slots=True)
class Sight:
    """Whom an actor sees by name in a batch: everybody, or those of the branches he keeps."""

    whole: bool
    orgs: frozenset[UUID]
    person: UUID | None
    known: Roll

    def sees(self, person: UUID) -> bool:
        """Whether the name may be told."""
        if self.whole or person == self.person:
            return True
        found = self.known.register.people.get(person)
        return found is not None and home(found) in self.orgs

    def sees_station(self, station: UUID) -> bool:
        """Whether the station (or branch, for those without one) is his to look at."""
        if self.whole or station in self.orgs:
            return True
        found = self.known.register.stations.get(station)
        return found is not None and found.org in self.orgs


def sight(actor: Actor) -> Sight:
    """What an actor sees."""
    return Sight(whole_tree(actor, SUPERIOR, SECRETARY), actor.reach(*READERS), actor.person, roll())


def situation(row: BatchRow) -> Situation | None:
    """A batch that has an answer; kept until it changes."""
    key = (row.id, row.changed_at, row.state)
    with _reading:
        if key not in _read:
            texts = queries.texts(row.id)
            if texts is None or not texts.result or not texts.instance:
                return None
            instance, answer = instance_of(texts.instance), answer_of(texts.result)
            keys, outside = keys_of(texts.keys)
            gaps = Gaps(instance, answer.plan).all()
            while len(_read) >= KEPT:
                _read.pop(next(iter(_read)))
            _read[key] = Situation(row, instance, keys, outside, answer, picture(instance, answer.plan), gaps)
        return _read[key]


def names(row: BatchRow) -> Names:
    """What the batch's ids are called."""
    book, held = resource_book(), plan.version(row.year, row.plan)
    known = roll()
    people = known.register.people
    own = {one.id: people.get(one.person) if one.person else None for one in book.speakers}
    speakers = {one.id: member.name if (member := own[one.id]) else one.name for one in book.speakers}
    return Names(known, held.plan if held else None, {one.id: one.name for one in book.venues}, speakers)


def telling_apart(known: Roll) -> Callable[[UUID], str]:
    """Names to pick from: where two are called the same, with branch, group and post."""
    people, register = known.register.people, known.register
    often = Counter(one.name for one in people.values())

    def called(uid: UUID) -> str:
        one = people.get(uid)
        if one is None:
            return "已删除的人"
        if often[one.name] < 2:
            return one.name
        held, place = one.roll[-1] if one.roll else None, one.places[-1] if one.places else None
        station = register.stations.get(place.station) if place and place.station else None
        words = [register.name_of(home(one))]
        words += [register.name_of(held.group)] if held and held.group else []
        words += [station.name] if station else []
        return f"{one.name}（{'，'.join(words)}）"

    return called


def naming(found: Situation, called: Names, eyes: Sight) -> Naming:
    """The numbers of a batch in words, names only for those who may be told them."""
    keys = found.keys
    return Naming(
        station=lambda n: called.station(keys.stations[n]),
        course=lambda n: called.lesson(keys.lessons[n]),
        venue=lambda n: called.room(keys.venues[n]),
        instructor=lambda n: called.speaker(keys.speakers[n]),
        requirement=lambda n: called.requirement(keys.requirements[n]),
        half_day=lambda t: half_words(*found.time(t)),
        member=(lambda n: called.person(keys.people[n])) if eyes.whole else None,
    )


def half_words(day: dt.date, half: str) -> str:
    """`3月9日上午`."""
    return f"{day.month}月{day.day}日{'上午' if half == 'am' else '下午'}"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a running task is; `hung`: it has said nothing for too long."""

    seconds: float
    of: int
    cost: int | None
    gap: str
    hung: bool


def progress(row: BatchRow, *, now: dt.datetime) -> Progress:
    """The last word of the task."""
    told = json.loads(row.progress) if row.progress else {}
    said = dt.datetime.fromtimestamp(told["at"], dt.UTC) if "at" in told else row.changed_at
    cost, bound = told.get("incumbent"), told.get("bound")
    patience = SILENT if row.kind in (queries.Kind.WISH, queries.Kind.REPLAN) else HUNG
    hung = row.state == queries.State.SOLVING and now - said > patience
    words = gap_words(cost, bound) if cost is not None else ""
    return Progress(float(told.get("seconds", 0.0)), row.seconds, cost, words, hung)
