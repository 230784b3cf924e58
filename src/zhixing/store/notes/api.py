"""Writing notes; called by actions only, each in a transaction of theirs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.notes.note import NoteForm, State
from zhixing.store.notes.models import Check, Mark, Note, Picture, SpotCheck


@dataclass(frozen=True, slots=True)
class Hand:
    """Who checks or draws, and when."""

    name: str
    account: int | None
    at: dt.datetime


def known(uid: UUID) -> UUID | None:
    """Whose note a form has made already; None where it has made none."""
    return Note.objects.filter(pk=uid).values_list("person", flat=True).first()


def keep(
    uid: UUID,
    form: NoteForm,
    *,
    person: UUID,
    about: UUID,
    chain: UUID,
    marks: Collection[int],
    pictures: Sequence[bytes],
    now: dt.datetime,
) -> None:
    """A note, or the next version of one; the version before is no longer the latest."""
    last = Note.objects.filter(about=about).order_by("-version").first()
    Note.objects.filter(about=about, latest=True).update(latest=False)
    note = Note.objects.create(
        id=uid,
        about=about,
        version=last.version + 1 if last else 1,
        person=person,
        chain=chain,
        output=form.output,
        title=form.title,
        words=form.words,
        read=form.read,
        day=form.day,
        handed_at=now,
        state=State.HANDED.value,
    )
    Picture.objects.bulk_create(
        Picture(note=note, number=number, content=content) for number, content in enumerate(pictures, 1)
    )
    Mark.objects.bulk_create([Mark(note=note, value=value) for value in sorted(marks)], batch_size=500)


def check(uid: UUID, note: UUID, state: State, words: str, *, hand: Hand) -> bool:
    """What a checker says of the latest version; False where somebody else has said something meanwhile."""
    if Check.objects.filter(pk=uid).exists():
        return True
    waiting = Note.objects.filter(pk=note, latest=True, state=State.HANDED.value)
    if not waiting.update(state=state.value):
        return False
    Check.objects.create(
        id=uid,
        note_id=note,
        result=state.value,
        words=words,
        by=hand.name,
        account=hand.account,
        at=hand.at,
    )
    return True


def draw(
    uid: UUID, org: UUID, *, day: dt.date, seed: str, of: int, drawn: Sequence[UUID], hand: Hand
) -> None:
    """Notes which were drawn; the form sent again draws nothing more."""
    fields = {
        "org": org,
        "day": day,
        "seed": seed,
        "of": of,
        "drawn": json.dumps([one.hex for one in drawn]),
        "by": hand.name,
        "account": hand.account,
        "at": hand.at,
    }
    SpotCheck.objects.get_or_create(id=uid, defaults=fields)


def forget_person(person: UUID, accounts: Collection[int]) -> None:
    """Deletes the notes of one who left, and his name where he checked others'."""
    Note.objects.filter(person=person).delete()
    Check.objects.filter(account__in=accounts).update(by="已删除", account=None)
    SpotCheck.objects.filter(account__in=accounts).update(by="已删除", account=None)
