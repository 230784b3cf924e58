"""A pack as a value: the same content on a phone, as a file for WeChat or USB, and on paper."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from zhixing.core.questions.question import Answer, Question


class PartSort(StrEnum):
    """What a part of a pack is."""

    TEXT = "text"
    AUDIO = "audio"


@dataclass(frozen=True, slots=True)
class Part:
    """A text (sanitised HTML) or a recording of a pack; `size` in bytes, `digest` SHA-256 of its content.

    `id`: the article, or the medium of a recording. `body` the text itself, `told` its author and source as printed,
    `ending` of a recording's file (`mp3`), `of` the article that it reads out.
    """

    sort: PartSort
    id: UUID
    title: str
    size: int
    digest: str
    body: str = ""
    told: str = ""
    ending: str = ""
    of: UUID | None = None


@dataclass(frozen=True, slots=True)
class Pack:
    """What somebody needs to make up a session (补学), or to study a lesson on a distant post (送学).

    `session`: the session it makes up, None for a pack to be read beside it. `asks` what is to be written; empty:
    nothing. Questions come with their answers' keys left out of what is handed out where `keys` is false: the
    explanations come with the receipt then. `org`: the organisation it was made for.
    """

    id: UUID
    version: str
    title: str
    made_on: dt.date
    session: UUID | None
    lesson: UUID | None
    parts: tuple[Part, ...]
    questions: tuple[Question, ...]
    asks: str = ""
    keys: bool = False
    org: UUID | None = None

    @property
    def size(self) -> int:
        """Bytes to be fetched, said before anybody fetches it."""
        return sum(part.size for part in self.parts)

    @property
    def texts(self) -> tuple[Part, ...]:
        """What is read."""
        return tuple(part for part in self.parts if part.sort is PartSort.TEXT)

    @property
    def recordings(self) -> tuple[Part, ...]:
        """What is listened to."""
        return tuple(part for part in self.parts if part.sort is PartSort.AUDIO)


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back of a pack from one person: by phone, file, QR codes or paper keyed in."""

    pack: UUID
    version: str
    person: UUID
    answers: tuple[tuple[UUID, Answer], ...]
    note: str
    finished_on: dt.date
