"""Reading notes: one's own, those a checker may see, what they have in common."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from zhixing.core.notes.note import State
from zhixing.store.notes.models import Check, Mark, Note, Picture, SpotCheck


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note. `words` are empty in lists; `pictures` how many."""

    id: UUID
    about: UUID
    version: int
    latest: bool
    person: UUID
    chain: UUID
    output: str
    title: str
    words: str
    read: UUID | None
    day: dt.date
    handed_at: dt.datetime
    state: State
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class CheckRow:
    """What somebody said of a note."""

    note: UUID
    result: str
    words: str
    by: str
    account: int | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class SpotRow:
    """A spot check: which notes were drawn, in their order, out of how many, by which seed."""

    id: UUID
    org: UUID
    day: dt.date
    seed: str
    of: int
    drawn: tuple[UUID, ...]
    by: str


def of_person(person: UUID) -> list[NoteRow]:
    """Somebody's notes as they stand, the latest first. One query."""
    return _light(Note.objects.filter(person=person, latest=True))


def of_chains(chains: Collection[UUID]) -> list[NoteRow]:
    """The notes of these branches as they stand, the latest first. One query."""
    return _light(Note.objects.filter(chain__in=list(chains), latest=True))


def waiting(chains: Collection[UUID]) -> dict[UUID, tuple[int, dt.date]]:
    """By branch how many wait for a check, and since when the oldest does. One query."""
    found: dict[UUID, tuple[int, dt.date]] = {}
    rows = Note.objects.filter(chain__in=list(chains), latest=True, state=State.HANDED.value)
    for chain, day in rows.order_by("day").values_list("chain", "day"):
        count, first = found.get(chain, (0, day))
        found[chain] = (count + 1, first)
    return found


def one(uid: UUID) -> NoteRow | None:
    """A note with its words."""
    row = Note.objects.filter(pk=uid).annotate(count=Count("pictures")).first()
    return _row(row, row.count) if row else None


def versions(about: UUID) -> list[NoteRow]:
    """All versions of a note with their words, the latest first."""
    rows = Note.objects.filter(about=about).annotate(count=Count("pictures")).order_by("-version")
    return [_row(row, row.count) for row in rows]


def abouts(uids: Collection[UUID]) -> set[UUID]:
    """Those outputs on the ledger that a note was handed in for."""
    return set(Note.objects.filter(about__in=list(uids)).values_list("about", flat=True))


def checks(about: UUID) -> list[CheckRow]:
    """What was said of all versions of a note, in order."""
    rows = Check.objects.filter(note__about=about).order_by("at")
    return [CheckRow(row.note_id, row.result, row.words, row.by, row.account, row.at) for row in rows]


def last_words(person: UUID) -> Mapping[UUID, str]:
    """By note the word of whoever checked it last. One query."""
    rows = Check.objects.filter(note__person=person, note__latest=True).order_by("at")
    return {note: words for note, words in rows.values_list("note", "words") if words}


def picture(note: UUID, number: int) -> bytes | None:
    """A picture of a note."""
    found = Picture.objects.filter(note=note, number=number).values_list("content", flat=True).first()
    return bytes(found) if found is not None else None


def pictures(note: UUID) -> list[bytes]:
    """All pictures of a note in their order."""
    rows = Picture.objects.filter(note=note).order_by("number")
    return [bytes(one) for one in rows.values_list("content", flat=True)]


def alike(note: UUID, *, fewest: int, most_common: int) -> list[NoteRow]:
    """Notes of other people that share at least `fewest` marks with this one, the most first, three at most.

    Marks that more than `most_common` notes bear are of no account: a passage everybody quotes. Three queries.
    """
    person = Note.objects.values_list("person", flat=True).get(pk=note)
    own = list(Mark.objects.filter(note=note).values_list("value", flat=True))
    borne = Mark.objects.filter(value__in=own).values("value").annotate(notes=Count("note", distinct=True))
    telling = [value for value, notes in borne.values_list("value", "notes") if notes <= most_common]
    rows = (
        Note.objects.filter(latest=True, marks__value__in=telling)
        .exclude(person=person)
        .annotate(shared=Count("marks__value", distinct=True))
        .filter(shared__gte=fewest)
        .order_by("-shared", "handed_at", "id")
    )
    return [_row(row, 0) for row in rows[:3]]


def spot_checks(orgs: Collection[UUID]) -> list[SpotRow]:
    """Spot checks of these organisations, the latest first."""
    rows = SpotCheck.objects.filter(org__in=list(orgs)).order_by("-at", "id")
    return [
        SpotRow(row.id, row.org, row.day, row.seed, row.of, tuple(map(UUID, json.loads(row.drawn))), row.by)
        for row in rows
    ]


def _light(rows: QuerySet[Note]) -> list[NoteRow]:
    found = rows.defer("words").annotate(count=Count("pictures")).order_by("-handed_at", "id")
    return [_row(row, row.count, light=True) for row in found]


def _row(row: Note, pictures: int, *, light: bool = False) -> NoteRow:
    return NoteRow(
        row.id,
        row.about,
        row.version,
        row.latest,
        row.person,
        row.chain,
        row.output,
        row.title,
        "" if light else row.words,
        row.read,
        row.day,
        row.handed_at,
        State(row.state),
        pictures,
    )
