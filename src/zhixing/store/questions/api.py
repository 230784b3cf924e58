"""Writing to the bank; called by actions only, inside their transaction."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db.models.functions import Length

from zhixing.core.questions.question import Question
from zhixing.core.questions.wire import content_digest, encode_content
from zhixing.store.questions.models import Check, Item, Retirement, Version

LETTER, DIGITS = "T", 4


@dataclass(frozen=True, slots=True)
class Hand:
    """Who writes when. `account` None: nobody in particular (what the program brings along)."""

    by: str
    account: int | None
    now: dt.datetime


@dataclass(frozen=True, slots=True)
class Written:
    """A version that stands in the bank; `new` False: it stood there before (a form sent twice)."""

    item: UUID
    number: int
    code: str
    new: bool


def write_new(question: Question, *, uid: UUID, hand: Hand, origin: str = "") -> Written:
    """A new question under the next number; its id and number in the bank are made here."""
    known = Version.objects.filter(pk=uid).select_related("item").first()
    if known is not None:
        return Written(known.item_id, known.number, known.item.code, new=False)
    item = Item.objects.create(id=uuid5(uid, "item"), code=_next_code(), made_at=hand.now)
    _version(item, 1, question, uid=uid, hand=hand, origin=origin, reason="")
    return Written(item.id, 1, item.code, new=True)


def write_version(
    item: UUID, question: Question, *, uid: UUID, hand: Hand, reason: str, origin: str = ""
) -> Written:
    """The next version of a question. Raises Item.DoesNotExist."""
    known = Version.objects.filter(pk=uid).select_related("item").first()
    if known is not None:
        return Written(known.item_id, known.number, known.item.code, new=False)
    row = Item.objects.select_for_update().get(pk=item)
    number = row.versions.order_by("-number").values_list("number", flat=True)[0] + 1
    _version(row, number, question, uid=uid, hand=hand, origin=origin, reason=reason)
    return Written(row.id, number, row.code, new=True)


def check(item: UUID, number: int, *, on: dt.date, words: str, hand: Hand) -> bool:
    """Somebody compared this version with its article; False when it has been checked already."""
    version = Version.objects.get(item=item, number=number)
    fields = {"on": on, "words": words, "by": hand.by, "account": hand.account, "made_at": hand.now}
    return Check.objects.get_or_create(version=version, defaults=fields)[1]


def retire(item: UUID, number: int, *, on: dt.date, reason: str, hand: Hand) -> bool:
    """From `on` it is no longer asked; False when it is retired already."""
    version = Version.objects.get(item=item, number=number)
    fields = {"on": on, "reason": reason, "by": hand.by, "account": hand.account, "made_at": hand.now}
    return Retirement.objects.get_or_create(version=version, defaults=fields)[1]


def _version(
    item: Item, number: int, question: Question, *, uid: UUID, hand: Hand, origin: str, reason: str
) -> None:
    Version.objects.create(
        id=uid,
        item=item,
        number=number,
        body=encode_content(question),
        digest=content_digest(question),
        origin=origin,
        reason=reason,
        by=hand.by,
        account=hand.account,
        made_at=hand.now,
    )


def _next_code() -> str:
    """One more than the highest; the caller holds the ledger's lock, so nobody else counts at the same time."""
    last = Item.objects.order_by(Length("code").desc(), "-code").values_list("code", flat=True).first()
    return f"{LETTER}{int(last.removeprefix(LETTER)) + 1 if last else 1:0{DIGITS}}"
