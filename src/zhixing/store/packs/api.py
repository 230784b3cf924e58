"""Writing packs, returns and waiting parts; called by actions only, inside their transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.packs.pack import Pack, Returned
from zhixing.core.packs.parts import Piece
from zhixing.core.packs.wire import digest_of, encode_pack
from zhixing.store.ledger import sealing
from zhixing.store.packs.models import Made, Return, Waiting
from zhixing.store.packs.opening import body_of, record_of, record_of_part


@dataclass(frozen=True, slots=True)
class Hand:
    """Who writes, and when."""

    account: int
    signature: str
    now: dt.datetime


@dataclass(frozen=True, slots=True)
class Coming:
    """What is known of a return beside its content: its uid, whose branch, which session, how it came, what lacks."""

    uid: UUID
    org: UUID
    session: UUID | None
    way: str
    lacks: str


def add_pack(pack: Pack, *, size: int, by: Hand) -> bool:
    """Keeps a version of a pack; False where there is one of the same content already. Offers it again if withdrawn.

    `size`: bytes of the whole file that is handed out.
    """
    fields = {
        "title": pack.title,
        "body": encode_pack(pack),
        "session": pack.session,
        "lesson": pack.lesson,
        "org": pack.org,
        "texts": len(pack.texts),
        "recordings": len(pack.recordings),
        "questions": len(pack.questions),
        "size": size,
        "by": by.signature,
        "account": by.account,
        "made_at": by.now,
    }
    row, new = Made.objects.get_or_create(pack=pack.id, version=pack.version, defaults=fields)
    if row.withdrawn_at is not None:
        Made.objects.filter(pk=row.pk).update(withdrawn_at=None)
    Made.objects.filter(pack=pack.id, withdrawn_at=None).exclude(pk=row.pk).update(withdrawn_at=by.now)
    return new


def withdraw(pack: UUID, *, now: dt.datetime) -> bool:
    """Offers no version of a pack any more; False where none was offered."""
    return bool(Made.objects.filter(pack=pack, withdrawn_at=None).update(withdrawn_at=now))


def add_return(returned: Returned, coming: Coming, *, by: Hand) -> None:
    """Keeps a return."""
    body = body_of(returned)
    Return.objects.create(
        id=coming.uid,
        pack=returned.pack,
        version=returned.version,
        person=returned.person,
        org=coming.org,
        session=coming.session,
        body=sealing.seal(body, record_of(coming.uid)),
        digest=digest_of(body.encode()),
        finished_on=returned.finished_on,
        way=coming.way,
        state=Return.State.WAITING if coming.session else Return.State.KEPT,
        lacks=coming.lacks,
        by=by.signature,
        account=by.account,
        taken_at=by.now,
    )


def settle(uid: UUID, state: str, *, by: Hand, word: str = "") -> bool:
    """Confirms a return or sends it back; False where somebody has settled it already."""
    open_ones = Return.objects.filter(id=uid, state__in=(Return.State.WAITING, Return.State.KEPT))
    return bool(open_ones.update(state=state, settled_by=by.signature, settled_at=by.now, word=word))


def keep_parts(pieces: Iterable[Piece], person: UUID, org: UUID, *, by: Hand) -> int:
    """Keeps parts for the day that the others come; how many were new."""
    new = 0
    for one in pieces:
        fields = {
            "person": person,
            "org": org,
            "text": sealing.seal(one.text, record_of_part(one)),
            "by": by.signature,
            "came_at": by.now,
        }
        place = {"code": one.code, "whole": one.whole, "total": one.total, "number": one.number}
        new += Waiting.objects.get_or_create(**place, defaults=fields)[1]
    return new


def drop_parts(wholes: Collection[tuple[str, str, int]]) -> None:
    """Forgets the parts of these returns: they came together, or are not wanted."""
    for code, whole, total in wholes:
        Waiting.objects.filter(code=code, whole=whole, total=total).delete()
