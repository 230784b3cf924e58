"""What comes with a form: files, a year, a decision. Parsed here, judged by the actions."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from zhixing.actions.upload import Incoming, NotReceived
from zhixing.core.intake.rulings import NewPerson, Place, Ruling

EARLIEST, LATEST = 1921, 2100
BY_TITLE = 0
"""The year is the one that the workbooks' titles tell."""


def incoming_files(sent: MultiValueDict[str, UploadedFile[bytes]]) -> list[Incoming]:
    """All files of a form, whichever field they came by."""
    found = [one for field in ("files", "tree") for one in sent.getlist(field)]
    return [Incoming(one.name or "", one.size or 0, one.chunks) for one in found]


def form_id(said: QueryDict) -> UUID:
    """The form's own id: sent twice, it is one upload."""
    return _uuid(said.get("uid", "")) or uuid4()


def wanted_year(said: QueryDict) -> int:
    """The year chosen, or 0 for that of the titles. Raises NotReceived."""
    text = said.get("year", "") or str(BY_TITLE)
    if text == str(BY_TITLE) or (text.isdecimal() and EARLIEST <= int(text) <= LATEST):
        return int(text)
    raise NotReceived(f"年度“{text}”不对，要在 {EARLIEST} 到 {LATEST} 之间")


def place_of(said: QueryDict) -> Place:
    """The place that a decision is about; one that is garbled fits nothing."""
    row = said.get("row", "")
    number = int(row) if row.isdecimal() and len(row) < 9 else 0
    return Place(
        said.get("file", ""), said.get("sheet", ""), number, said.get("field", ""), said.get("value", "")
    )


def ruling_of(said: QueryDict) -> Ruling:
    """What was decided: a person picked, somebody new, or set aside."""
    what = said.get("what", "")
    if what == "create":
        return Ruling(
            created=NewPerson(
                said.get("name", ""), said.get("branch", ""), said.get("group", ""), said.get("kind", "")
            )
        )
    if what == "aside":
        return Ruling()
    # Nobody chosen is somebody whom no list has: the action says what to do.
    return Ruling(_uuid(said.get("person", "")) or UUID(int=0))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
