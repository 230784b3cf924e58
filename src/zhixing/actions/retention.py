"""What is past its term: words of people who left, rows in old import reports, old audit lines, voices, plan years.

The terms stand beside the columns (`PERSONAL`, `Term`); here is only how each is counted. Nothing is erased by
itself: the list is looked at, proposed by one and confirmed by another (`actions.erasing`).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from zhixing.core.facts.kinds import Kind
from zhixing.core.facts.personal import PROCESSING
from zhixing.core.facts.telling import confidential
from zhixing.core.people.register import Person, Register, fold_register
from zhixing.store import processing
from zhixing.store.content import forgetting as library
from zhixing.store.ledger import erasing, queries
from zhixing.store.packs import forgetting as packs
from zhixing.store.personal import Term
from zhixing.store.plans import forgetting as plans
from zhixing.store.questions import forgetting as bank
from zhixing.store.reviews.queries import frozen_on
from zhixing.store.voices import queries as voices

ACTED: Mapping[str, str] = {
    "ledger.Private": "payload",
    "ledger.Batch": "report",
    "ledger.AuditLine": "by",
    "voices.Voice": "words",
    "plans.PlanVersion": "by",
    "plans.Opinion": "by",
    "plans.Preparation": "by",
    "plans.Batch": "by",
    "plans.Seat": "person",
    "plans.SeatAsked": "person",
    "plans.Told": "person",
    "questions.Version": "by",
    "questions.Check": "by",
    "questions.Retirement": "by",
    "content.Entry": "editor",
    "content.ArticleVersion": "by",
    "content.ReviewStep": "by",
    "content.Slip": "answered_by",
    "content.Erratum": "by",
    "packs.Made": "by",
    "packs.Return": "person",
    "packs.Waiting": "person",
}
"""The tables whose term is acted on here, each with the column at which the term is read."""


@dataclass(frozen=True, slots=True)
class DuePerson:
    """Somebody who left so long ago that the words about him go: last branch, day of leaving, how many facts."""

    id: UUID
    name: str
    branch: str
    left: dt.date
    facts: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class DueReport:
    """An import of a year that was archived long ago: its report's rows go."""

    batch: UUID
    number: int
    year: int


@dataclass(frozen=True, slots=True)
class Due:
    """Everything past its term on a day, as of the ledger now. `frozen`: years that keep their names, archived.

    `plans`: what tables of plan years are called, with how many rows; `plans_before`: by table, before which day
    such a year has ended. `bank`: questions retired before `bank_before` that still bear signatures,
    `library`: articles withdrawn before `library_before` that do. `packs`: packs signed before the first of
    `packs_before` and returns taken before the second.
    """

    today: dt.date
    people: tuple[DuePerson, ...]
    reports: tuple[DueReport, ...]
    audit_before: dt.datetime
    audit_lines: int
    voices_before: dt.date
    voices: int
    plans_before: Mapping[str, dt.date]
    plans: tuple[tuple[str, int], ...]
    frozen: tuple[int, ...]
    bank_before: dt.date
    bank: int
    library_before: dt.date
    library: int
    packs_before: tuple[dt.datetime, dt.datetime]
    packs: int

    @property
    def facts(self) -> tuple[UUID, ...]:
        """The facts whose words go."""
        return tuple(uid for person in self.people for uid in person.facts)

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to do."""
        ours = self.people or self.reports or self.audit_lines or self.voices
        return not (ours or self.plans or self.bank or self.library or self.packs)

    @property
    def by_branch(self) -> list[tuple[str, int]]:
        """How many people by branch."""
        return sorted(Counter(person.branch for person in self.people).items())


def due(*, today: dt.date, register: Register | None = None) -> Due:
    """What is past its term; `register` where it has been read already."""
    audit_before = _midnight(_term("ledger.AuditLine").last_before(today))
    frozen = frozen_on()
    voices_before = _term("voices.Voice").last_before(today)
    plans_before = {label: _term(label).last_before(today) for label in plans.YEAR_OF}
    rows = plans.past(plans_before)
    bank_before = _term("questions.Version").last_before(today)
    library_before = _term("content.Entry").last_before(today)
    made, back = (_midnight(_term(label).last_before(today)) for label in ("packs.Made", "packs.Return"))
    return Due(
        today=today,
        people=tuple(_people(today, register or register_now())),
        reports=tuple(_reports(today, frozen)),
        audit_before=audit_before,
        audit_lines=erasing.purgeable_audit(audit_before),
        voices_before=voices_before,
        voices=voices.forgettable(voices_before),
        plans_before=plans_before,
        plans=tuple((processing.TABLES[label].title, count) for label, count in rows.items()),
        frozen=tuple(sorted({year for year, _ in frozen})),
        bank_before=bank_before,
        bank=bank.past(bank_before),
        library_before=library_before,
        library=library.past(library_before),
        packs_before=(made, back),
        packs=packs.past(made, back),
    )


def left_on(person: Person, *, today: dt.date) -> dt.date | None:
    """Since when somebody stands on no roll; None for who does, or never did."""
    if not person.roll or person.on_roll(today) is not None:
        return None
    ends = [span.until for span in person.roll]
    if any(end is None for end in ends):
        return None  # on a roll that begins later
    last = max(end for end in ends if end is not None)
    return last if last <= today else None


def _people(today: dt.date, register: Register) -> list[DuePerson]:
    limit = _term("ledger.Private").last_before(today)
    worded = erasing.worded_people()
    found = []
    for uid, facts in worded.items():
        person = register.people.get(uid)
        left = left_on(person, today=today) if person else None
        if person and left and left < limit:
            branch = register.name_of(person.roll[-1].org)
            found.append(DuePerson(uid, person.name, branch, left, tuple(facts)))
    return sorted(found, key=lambda one: (one.branch, one.left, one.id))


def _reports(today: dt.date, frozen: list[tuple[int, dt.datetime]]) -> list[DueReport]:
    limit = _term("ledger.Batch").last_before(today)
    archived = {year for year, at in frozen if timezone.localtime(at).date() < limit}
    return [
        DueReport(batch.id, batch.number, batch.year)
        for batch in queries.batches()
        if batch.year in archived and batch.report and '"erased": true' not in batch.report
    ]


def register_now() -> Register:
    """Everybody with the names still on the ledger. Two queries."""
    return fold_register(queries.people_facts(), queries.words())


def _term(model: str) -> Term:
    found = processing.term_of(model, ACTED[model])
    assert found is not None, f"{model}.{ACTED[model]} has no term to act on"
    return found


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


@dataclass(frozen=True, slots=True)
class Words:
    """A fact with words of its own: what kind and when; never the words."""

    fact: UUID
    kind: str
    day: dt.date | None
    confidential: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody looked for: whether his words can be erased as a whole, which facts have words of their own."""

    id: UUID
    name: str
    branch: str
    left: dt.date | None
    words: tuple[Words, ...]


def candidates(
    register: Register, name: str, subject: UUID | None, *, today: dt.date
) -> tuple[Candidate, ...]:
    """People of this name (or this one)."""
    wanted = [
        person
        for person in register.people.values()
        if (name.strip() and person.name == name.strip()) or person.id == subject
    ]
    return tuple(
        Candidate(
            person.id,
            person.name,
            register.name_of(person.roll[-1].org) if person.roll else "",
            left_on(person, today=today),
            tuple(
                Words(one.fact, PROCESSING[one.kind].title, one.day, confidential(one.kind))
                for one in erasing.worded(subject=person.id)
                if one.kind is not Kind.PERSON_DESCRIBED
            ),
        )
        for person in wanted
    )
