"""What comes with the forms of packs: a choice, a number, answers. Parsed here, judged by the actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from zhixing.actions import packs_compose
from zhixing.actions.packs import Choice
from zhixing.core.packs.pack import Pack, Returned
from zhixing.core.packs.sheet import LETTERS, Given, Sheet, returned_of
from zhixing.core.questions.question import Form, Question
from zhixing.interop.packs.reading import MOST_BYTES, Incoming
from zhixing.store.people.queries import Actor


def uuid_of(text: str) -> UUID | None:
    """A number typed or carried; None for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def asked_uid(said: QueryDict) -> UUID:
    """The form's own number: sent twice it is entered once."""
    return uuid_of(said.get("uid", "")) or uuid4()


def choice_of(said: QueryDict) -> Choice:
    """What an officer ticked and wrote."""
    texts = tuple(uid for uid in (uuid_of(one) for one in said.getlist("texts")) if uid)
    questions = tuple(uid for uid in (uuid_of(one) for one in said.getlist("questions")) if uid)
    return Choice(
        title=said.get("title", ""),
        org=uuid_of(said.get("org", "")),
        texts=texts,
        questions=questions,
        recordings=said.get("recordings") == "1",
        asks=said.get("asks", ""),
        keys=said.get("keys") == "1",
        session=uuid_of(said.get("session", "")),
        lesson=uuid_of(said.get("lesson", "")),
        pack=uuid_of(said.get("pack", "")),
    )


def start_of(asked: QueryDict, actor: Actor, today: dt.date) -> Choice | None:
    """What the form begins with: a lesson, a session, a pack, or nothing. None for what there is not."""
    for name, begin in (("lesson", packs_compose.for_lesson), ("session", packs_compose.for_session)):
        if name in asked:
            uid = uuid_of(asked.get(name, ""))
            return begin(uid, actor, today=today) if uid else None
    if "pack" in asked:
        uid = uuid_of(asked.get("pack", ""))
        return packs_compose.for_pack(uid, actor) if uid else None
    return packs_compose.blank(actor, today=today)


def files_of(sent: MultiValueDict[str, UploadedFile[bytes]]) -> Iterator[Incoming]:
    """The files of a form one by one, none of them read further than is allowed."""
    for one in sent.getlist("files"):
        yield Incoming(one.name or "没有名字", one.read(MOST_BYTES + 1))


def given_in(said: QueryDict, question: Question, nth: int, prefix: str = "q") -> Given:
    """What was ticked or written for a question."""
    values = [one[:2000] for one in said.getlist(f"{prefix}{nth}")]
    if question.form in (Form.FILL_IN, Form.SHORT):
        return tuple(values) if any(one.strip() for one in values) else ""
    return "".join(sign for one in values for sign in one.upper() if sign in LETTERS)


def returned_in(said: QueryDict, pack: Pack, person: UUID, today: dt.date, prefix: str = "q") -> Returned:
    """A return filled in on a page. Raises NotASheet."""
    answers = tuple(given_in(said, one, nth, prefix) for nth, one in enumerate(pack.questions, 1))
    sheet = Sheet(pack.id, pack.version, "", "", answers, said.get("note", "")[:5000].strip(), today)
    return returned_of(sheet, pack, person)
