"""Questions in and out as files: looked through before anything is taken in, taken out exactly as listed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from importlib.resources import files
from uuid import UUID, uuid5

from django.db import transaction

from zhixing.actions.changing import NotYours, Sheet
from zhixing.actions.export import DOCX, XLSX, Document
from zhixing.actions.question_desk import categories, may_write
from zhixing.actions.record import nth_uid
from zhixing.core.questions.checks import check_question
from zhixing.core.questions.question import Question
from zhixing.core.questions.start import read_start
from zhixing.core.questions.taking import Offered, Read, Turn, offered
from zhixing.interop.questions.reader import read_questions
from zhixing.interop.questions.word_out import to_word
from zhixing.interop.questions.written import to_gift, to_moodle, to_workbook
from zhixing.store.ledger import api as ledger
from zhixing.store.people.queries import Actor
from zhixing.store.questions import api, queries

START = "起始题库"
START_SPACE = UUID("6f0d5a52-3f0e-5a3c-9d0a-2f3f9a7d4c11")
"""Under it every question of the starting bank has its uid, so that it is put in once."""
PROGRAM = "系统（随程序附带）"
FORMS: dict[str, str] = {
    "xlsx": "所列题目（Excel）",
    "docx": "所列题目（Word）",
    "gift": "所列题目（GIFT）",
    "xml": "所列题目（Moodle XML）",
}
"""By the word in the address."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A file looked through: what each question would do, or why nothing could be read (`refused`)."""

    name: str
    rows: tuple[Offered, ...]
    refused: str = ""

    def count(self, turn: Turn) -> int:
        """How many questions take this turn."""
        return sum(1 for row in self.rows if row.turn is turn)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of it."""

    new: int
    changed: int
    known: int


def look_through(actor: Actor, name: str, data: bytes, *, today: dt.date) -> Looked:
    """What a file would bring; nothing is written. Raises NotYours."""
    if not may_write(actor):
        raise NotYours
    found = read_questions(name, data)
    if found.refused:
        return Looked(name, (), found.refused)
    return Looked(name, _beside(found.found, today))


def take_in(questions: Sequence[tuple[str, Question]], name: str, sheet: Sheet) -> TakenIn:
    """Takes in questions (place, draft) that were looked through: compared with the bank once more, under the lock.

    Sent twice, nothing is doubled. Raises NotYours, QuestionError.
    """
    if not may_write(sheet.by):
        raise NotYours
    for _, question in questions:
        check_question(question, categories=categories(sheet.today))
    reads = [Read(place, one.stem, one) for place, one in questions]
    hand = api.Hand(sheet.by.signature, sheet.by.account, sheet.now)
    with transaction.atomic():
        ledger.lock()
        rows = _beside(reads, sheet.today)
        for nth, row in enumerate(rows):
            if row.question is None or row.turn not in (Turn.NEW, Turn.CHANGED):
                continue
            uid, origin = nth_uid(sheet.uid, nth), f"{name} {row.place}"[:200]
            if row.against is None:
                api.write_new(row.question, uid=uid, hand=hand, origin=origin)
            else:
                api.write_version(
                    row.against.id,
                    row.question,
                    uid=uid,
                    hand=hand,
                    reason=f"导入{name}"[:300],
                    origin=origin,
                )
        told = Looked(name, rows)
        taken = TakenIn(
            told.count(Turn.NEW), told.count(Turn.CHANGED), told.count(Turn.KNOWN) + told.count(Turn.WRONG)
        )
        if taken.new or taken.changed:
            detail = f"新题 {taken.new} 道，改为新一版 {taken.changed} 道，未收 {taken.known} 道"
            ledger.audit(ledger.Stamp(sheet.by.signature, sheet.now), "导入题目", name, detail)
    return taken


def start_questions() -> tuple[Question, ...]:
    """The starting bank that comes with the program: nobody has compared it with the articles yet."""
    text = files("zhixing.core.data").joinpath("questions-start.toml").read_text(encoding="utf-8")
    return read_start(text)


def put_in_start(*, by: Actor | None, now: dt.datetime) -> int:
    """Puts the starting bank into an empty one; how many. 0 where there is a bank. Raises NotYours.

    `by` None: the program itself (a demonstration).
    """
    if by is not None and not may_write(by):
        raise NotYours
    signature = by.signature if by else PROGRAM
    with transaction.atomic():
        ledger.lock()
        if not queries.is_empty():
            return 0
        hand, questions = api.Hand(PROGRAM, None, now), start_questions()
        for one in questions:
            api.write_new(one, uid=uuid5(START_SPACE, one.stem), hand=hand, origin=START)
        ledger.audit(ledger.Stamp(signature, now), "装入起始题库", f"{len(questions)} 道")
    return len(questions)


def export_questions(
    actor: Actor, questions: Sequence[Question], form: str, *, now: dt.datetime, told: str
) -> Document | None:
    """The questions as a file with their answers, in the order given; None for a form there is none of.

    `told` says what was filtered. Raises NotYours.
    """
    if not may_write(actor):
        raise NotYours
    title = "题库" + ("（经筛选）" if told else "")
    made: dict[str, tuple[str, Callable[[], bytes]]] = {
        "xlsx": (XLSX, lambda: to_workbook(questions, title, made=now)),
        "docx": (DOCX, lambda: to_word(questions, title, made=now)),
        "gift": ("text/plain; charset=utf-8", lambda: to_gift(questions).encode()),
        "xml": ("application/xml", lambda: to_moodle(questions).encode()),
    }
    if form not in made:
        return None
    media, make = made[form]
    content = make()
    ending = "gift.txt" if form == "gift" else form
    name = f"{title}-{len(questions)}道.{ending}"
    detail = f"{len(questions)} 道" + ("，经筛选" if told else "") + f"，{len(content)} 字节"
    with transaction.atomic():
        ledger.audit(ledger.Stamp(actor.signature, now), "导出", name, detail)
    return Document(name, media, content)


def _beside(found: Collection[Read], today: dt.date) -> tuple[Offered, ...]:
    bank = [row.question for row in queries.current()]
    return offered(found, bank, categories=categories(today))
