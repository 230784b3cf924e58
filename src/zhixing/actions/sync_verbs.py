"""What each verb of an outbox does: the declared table verb → handler.

A handler gets one envelope and does through the actions what the same person could do at a desk, with the
envelope's id as the form's. It raises FactError or Unreadable with a sentence, NotYours where the person may not.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from zhixing.actions import library_slips, packs, recording
from zhixing.actions.leave import answer_leave, ask_leave, leaves
from zhixing.actions.library_desk import LibraryError
from zhixing.actions.meetings import record_meeting
from zhixing.actions.memory import take_answers
from zhixing.actions.notes import hand_in
from zhixing.actions.pack_returns import PHONE, take_return
from zhixing.actions.recording import Ask, Booked, NotYours
from zhixing.core.facts.record import FactError
from zhixing.core.facts.telling import kind_word
from zhixing.core.library.mending import Quote
from zhixing.core.memory.wire import read_answers
from zhixing.core.notes.note import NoteForm
from zhixing.core.packs.sheet import FORMAT, NotASheet, read_sheet, returned_of
from zhixing.core.recording import care
from zhixing.core.recording.meetings import MeetingForm
from zhixing.core.sync.envelope import DONE, Envelope, Verb
from zhixing.core.sync.reading import read_form
from zhixing.core.sync.rules import Unreadable
from zhixing.store.people.queries import Actor

Form = TypeVar("Form")


@dataclass(frozen=True, slots=True)
class Given:
    """An envelope on its way in: whose, when it came, and when it was made by the server's clock."""

    envelope: Envelope
    by: Actor
    now: dt.datetime
    today: dt.date
    corrected: dt.datetime

    @property
    def said(self) -> Mapping[str, Any]:
        """The body as an object."""
        found: dict[str, Any] = json.loads(self.envelope.body)
        return found

    def ask(self, late: str = "") -> Ask:
        """The same as the forms at a desk ask it."""
        return Ask(
            self.by,
            self.now,
            self.today,
            self.envelope.uid,
            late=late,
            claimed=self.envelope.made_at,
            corrected=self.corrected,
        )


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it: a sentence where there is something to say, and the chain it went into, if one."""

    told: str = ""
    chain: UUID | None = None


Handler = Callable[[Given], Taken]


def of_form(shape: type[Form], enter: Callable[[Form, Ask], Booked]) -> Handler:
    """The handler of a form by hand: body `{"values": {…}, "late": why}`, the values as the form names them."""

    def take(given: Given) -> Taken:
        said = given.said
        if not set(said) <= {"values", "late"} or not isinstance(said.get("late", ""), str):
            raise Unreadable("要写成 values（各项）和 late（迟到的理由，可不写）")
        booked = enter(read_form(shape, said.get("values")), given.ask(said.get("late", "")))
        return Taken(_told(booked), booked.main.chain)

    return take


def _told(booked: Booked) -> str:
    if booked.proposal is not None:
        return "这一年已经定格，已交第二人确认"
    return "" if booked.new else f"账上已有同样的{kind_word(booked.main.kind)}，没有重复登记"


def _review(given: Given) -> Taken:
    """Answers to review cards, each by its own id: body `{"answers": […]}` as `core.memory.wire` reads it.

    What could not be taken is told; the envelope itself is done with.
    """
    if given.by.person is None:
        raise NotYours
    shift = given.corrected - given.envelope.made_at
    answers = read_answers(given.envelope.body)
    outcomes = take_answers(given.by.person, answers, now=given.now, shift=shift)
    return Taken("；".join(dict.fromkeys(one.told for one in outcomes if one.outcome not in DONE)))


@dataclass(frozen=True, slots=True)
class SlipSaid:
    """A slip (纠错) as a phone tells it: which article and version, the words with what stands around them."""

    article: UUID
    version: int
    words: str = ""
    before: str = ""
    after: str = ""
    suggestion: str = ""
    told: str = ""


def _slip(given: Given) -> Taken:
    said = read_form(SlipSaid, given.said)
    report = library_slips.Report(Quote(said.words, said.before, said.after), said.suggestion, said.told)
    try:
        library_slips.report(
            said.article,
            report,
            form=given.envelope.uid,
            version=said.version,
            by=given.by,
            now=given.now,
        )
    except LibraryError as refusal:
        raise Unreadable(str(refusal)) from refusal
    return Taken()


def _pack(given: Given) -> Taken:
    """What came back of a pack, read on the phone by the member himself: its answers in the pack's order, a note."""
    said = given.said
    if given.by.person is None:
        raise NotYours
    if set(said) != {"pack", "version", "answers", "note", "finished"}:
        raise Unreadable("学习包回传要写明：pack、version、answers、note、finished")
    try:
        sheet = read_sheet(json.dumps({**said, "format": FORMAT, "name": "", "code": ""}))
        made = packs.pack(sheet.pack, sheet.version)
        if made is None:
            raise Unreadable("没有发过这一版学习包；请联网更新学习包后重做")
        took = take_return(returned_of(sheet, made, given.by.person), given.ask(), way=PHONE)
    except NotASheet as broken:
        raise Unreadable(str(broken)) from broken
    return Taken(took.told)


def _leave(given: Given) -> Taken:
    """Leave asked (`{"date": code, "reason": code}`), or the answer to one (`{"leave": id, "outcome": code}`).

    An answer may come before what it answers: then it is told so and waits on the phone.
    """
    said = given.said
    if set(said) == {"date", "reason"}:
        asked = read_form(LeaveSaid, said)
        booked = ask_leave(asked.date, asked.reason, given.ask())
    elif set(said) == {"leave", "outcome"}:
        answer = read_form(AnswerSaid, said)
        if answer.leave not in {one.id for one in leaves()}:
            raise FactError("要答复的请假还没有送到；先留在待发箱里，请假送到后会再发")
        booked = answer_leave(answer.leave, answer.outcome, given.ask())
    else:
        raise Unreadable("请假要写明 date 和 reason，答复要写明 leave 和 outcome")
    return Taken(_told(booked), booked.main.chain)


@dataclass(frozen=True, slots=True)
class LeaveSaid:
    """Leave from one of one's own dates: its code, the reason's code."""

    date: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class AnswerSaid:
    """The answer to leave that was asked."""

    leave: UUID
    outcome: str


def _note(given: Given) -> Taken:
    """A note without pictures: body as `NoteForm` names it."""
    hand_in(read_form(NoteForm, given.said), given.ask())
    return Taken()


HANDLERS: Mapping[Verb, Handler] = {
    Verb.MEETING: of_form(MeetingForm, record_meeting),
    Verb.REVIEW: _review,
    Verb.VISIT: of_form(care.VisitForm, recording.record_visit),
    Verb.SLIP: _slip,
    Verb.PACK: _pack,
    Verb.NOTE: _note,
    Verb.LEAVE: _leave,
}
"""By verb. What does not stand here stays on the phone, with a sentence."""
