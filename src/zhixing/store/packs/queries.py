"""Reading packs and returns; rows are frozen values, never models. Words are opened only where it says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from zhixing.core.packs.pack import Pack, Returned
from zhixing.core.packs.parts import Piece
from zhixing.core.packs.wire import decode_pack
from zhixing.store.ledger import sealing
from zhixing.store.packs.models import Made, Return, Waiting
from zhixing.store.packs.opening import opened, record_of_part

WAITING, DONE, KEPT, BACK = (str(state.value) for state in Return.State)


@dataclass(frozen=True, slots=True)
class MadeRow:
    """A version of a pack without its content. `texts`, `recordings`, `questions` are counts, `size` bytes."""

    pack: UUID
    version: str
    title: str
    session: UUID | None
    lesson: UUID | None
    org: UUID | None
    texts: int
    recordings: int
    questions: int
    size: int
    by: str
    made_at: dt.datetime
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """A return without its words."""

    id: UUID
    pack: UUID
    version: str
    person: UUID
    org: UUID
    session: UUID | None
    digest: str
    finished_on: dt.date
    way: str
    state: str
    state_words: str
    lacks: str
    by: str
    taken_at: dt.datetime
    word: str
    settled_by: str
    settled_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A return of which parts are still to come."""

    person: UUID
    org: UUID
    code: str
    whole: str
    total: int
    numbers: tuple[int, ...]
    since: dt.datetime

    @property
    def missing(self) -> tuple[int, ...]:
        """The numbers still to come."""
        return tuple(nth for nth in range(1, self.total + 1) if nth not in self.numbers)


def offered() -> list[MadeRow]:
    """The versions that are offered now, the latest first. One query."""
    return [_made(row) for row in Made.objects.filter(withdrawn_at=None).defer("body").order_by("-made_at")]


def made() -> list[MadeRow]:
    """Every version ever handed out, the latest first. One query."""
    return [_made(row) for row in Made.objects.defer("body").order_by("-made_at", "-pk")]


def made_some(packs: Collection[tuple[UUID, str]]) -> Mapping[tuple[UUID, str], MadeRow]:
    """These versions. One query."""
    rows = Made.objects.filter(pack__in={pack for pack, _ in packs}).defer("body") if packs else ()
    found = {(row.pack, row.version): _made(row) for row in rows}
    return {one: found[one] for one in packs if one in found}


def pack(uid: UUID, version: str) -> Pack | None:
    """A version with its whole content, offered or not."""
    row = Made.objects.filter(pack=uid, version=version).values_list("body", flat=True).first()
    return decode_pack(row) if row else None


def packs(places: Collection[tuple[UUID, str]]) -> Mapping[tuple[UUID, str], Pack]:
    """These versions with their whole content. One query."""
    rows = Made.objects.filter(pack__in={uid for uid, _ in places}) if places else Made.objects.none()
    found = {(row.pack, row.version): row.body for row in rows.only("pack", "version", "body")}
    return {one: decode_pack(found[one]) for one in places if one in found}


def latest(uid: UUID) -> MadeRow | None:
    """The version of a pack that is offered, or was offered last."""
    row = Made.objects.filter(pack=uid).defer("body").order_by("withdrawn_at", "-made_at").first()
    rows = Made.objects.filter(pack=uid, withdrawn_at=None).defer("body").first()
    return _made(rows or row) if row else None


def packs_known() -> frozenset[UUID]:
    """Every pack there ever was."""
    return frozenset(Made.objects.values_list("pack", flat=True).distinct())


def returns(orgs: Collection[UUID], *, states: Collection[str]) -> list[ReturnRow]:
    """What came back to these branches, the earliest first."""
    rows = Return.objects.filter(org__in=list(orgs), state__in=list(states)).defer("body")
    return [_return(row) for row in rows.order_by("taken_at", "id")]


def returns_of_pack(uid: UUID, orgs: Collection[UUID]) -> list[ReturnRow]:
    """What came back of a pack to these branches."""
    rows = Return.objects.filter(pack=uid, org__in=list(orgs)).defer("body")
    return [_return(row) for row in rows.order_by("taken_at", "id")]


def returns_by(person: UUID) -> list[ReturnRow]:
    """What one person has returned, the latest first."""
    rows = Return.objects.filter(person=person).defer("body").order_by("-taken_at", "id")
    return [_return(row) for row in rows]


def one_return(uid: UUID) -> ReturnRow | None:
    """A return without its words."""
    row = Return.objects.filter(pk=uid).defer("body").first()
    return _return(row) if row else None


def standing(pack: UUID, version: str, person: UUID) -> ReturnRow | None:
    """The return that stands of a person and version: not sent back."""
    rows = Return.objects.filter(pack=pack, version=version, person=person).exclude(state=BACK)
    row = rows.defer("body").first()
    return _return(row) if row else None


def words_of(uid: UUID) -> Returned | None:
    """A return opened: the caller has to note the reading. Raises SealError."""
    row = Return.objects.filter(pk=uid).first()
    return opened(row) if row else None


def words_by(person: UUID) -> Mapping[UUID, Returned]:
    """Everything one person has returned, opened for himself. Raises SealError."""
    return {row.id: opened(row) for row in Return.objects.filter(person=person)}


def ready(orgs: Collection[UUID]) -> Mapping[UUID, int]:
    """How many returns wait to be confirmed as make-ups, with nothing lacking, by branch. One query."""
    rows = Return.objects.filter(org__in=list(orgs), state=WAITING, lacks="").values_list("org")
    return dict(rows.annotate(n=Count("id")))


def counts(orgs: Collection[UUID]) -> Mapping[UUID, Mapping[str, int]]:
    """How many returns of each pack these branches have, by state. One query."""
    found: dict[UUID, dict[str, int]] = {}
    rows = Return.objects.filter(org__in=list(orgs)).values_list("pack", "state").annotate(n=Count("id"))
    for uid, state, count in rows:
        found.setdefault(uid, {})[state] = count
    return found


def waiting_parts(orgs: Collection[UUID]) -> list[WaitingRow]:
    """Returns of these branches of which parts are still to come, the earliest first."""
    return _together(list(Waiting.objects.filter(org__in=list(orgs)).defer("text").order_by("came_at", "pk")))


def parts_with(codes: Collection[str]) -> list[Piece]:
    """The parts kept under these codes, opened. Raises SealError."""
    return [_piece(row) for row in Waiting.objects.filter(code__in=list(codes))]


def parts_of(person: UUID) -> list[WaitingRow]:
    """What is kept of one person's parts."""
    return _together(list(Waiting.objects.filter(person=person).defer("text").order_by("came_at", "pk")))


def _together(rows: Collection[Waiting]) -> list[WaitingRow]:
    found: dict[tuple[str, str, int], list[Waiting]] = {}
    for row in rows:
        found.setdefault((row.code, row.whole, row.total), []).append(row)
    return [
        WaitingRow(
            held[0].person,
            held[0].org,
            code,
            whole,
            total,
            tuple(sorted(row.number for row in held)),
            held[0].came_at,
        )
        for (code, whole, total), held in found.items()
    ]


def _piece(row: Waiting) -> Piece:
    bare = Piece(row.code, row.whole, row.number, row.total, "")
    return Piece(row.code, row.whole, row.number, row.total, sealing.unseal(row.text, record_of_part(bare)))


def _made(row: Made) -> MadeRow:
    return MadeRow(
        pack=row.pack,
        version=row.version,
        title=row.title,
        session=row.session,
        lesson=row.lesson,
        org=row.org,
        texts=row.texts,
        recordings=row.recordings,
        questions=row.questions,
        size=row.size,
        by=row.by,
        made_at=row.made_at,
        withdrawn=row.withdrawn_at is not None,
    )


def _return(row: Return) -> ReturnRow:
    return ReturnRow(
        id=row.id,
        pack=row.pack,
        version=row.version,
        person=row.person,
        org=row.org,
        session=row.session,
        digest=row.digest,
        finished_on=row.finished_on,
        way=row.way,
        state=row.state,
        state_words=str(Return.State(row.state).label),
        lacks=row.lacks,
        by=row.by,
        taken_at=row.taken_at,
        word=row.word,
        settled_by=row.settled_by,
        settled_at=row.settled_at,
    )
