"""What comes with a form, read field by field. Raises `Refused` with the field and what to do."""

from __future__ import annotations

import datetime as dt
import re
from uuid import UUID, uuid4

from django.http import QueryDict

from zhixing.core.recording.base import Refused

_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})")
LAST_HOUR, LAST_MINUTE = 23, 59


def form_uid(said: QueryDict) -> UUID:
    """The form's own id: sent twice, it is entered once."""
    return uuid_or_none(said.get("uid", "")) or uuid4()


def uuid_or_none(text: str) -> UUID | None:
    """The id, where it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None


def day(said: QueryDict, name: str, what: str) -> dt.date:
    """A day that must be given."""
    found = day_or_none(said, name, what)
    if found is None:
        raise Refused(name, f"请填写{what}")
    return found


def day_or_none(said: QueryDict, name: str, what: str) -> dt.date | None:
    """A day, where one is given."""
    text = said.get(name, "").strip()
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Refused(name, f"{what}“{text}”认不出来，请写成 2026-03-05 的样子") from None


def whole(said: QueryDict, name: str, what: str) -> int:
    """A whole number that must be given."""
    found = whole_or_none(said, name, what)
    if found is None:
        raise Refused(name, f"请填写{what}")
    return found


def whole_or_none(said: QueryDict, name: str, what: str) -> int | None:
    """A whole number, where one is given."""
    text = said.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise Refused(name, f"{what}要填整数，写的是“{text}”")
    return int(text)


def hundredths_or_none(said: QueryDict, name: str, what: str) -> int | None:
    """A number with at most two decimals, in hundredths, where one is given."""
    text = said.get(name, "").strip()
    if not text:
        return None
    read = re.fullmatch(r"(\d{1,6})(?:\.(\d{1,2}))?", text)
    if read is None:
        raise Refused(name, f"{what}要填数字，写的是“{text}”")
    return int(read[1]) * 100 + int((read[2] or "").ljust(2, "0"))


def clock(said: QueryDict, name: str) -> str:
    """HH:MM, or nothing."""
    text = said.get(name, "").strip()
    if not text:
        return ""
    read = _CLOCK.fullmatch(text)
    if read is None or int(read[1]) > LAST_HOUR or int(read[2]) > LAST_MINUTE:
        raise Refused(name, f"开始时间“{text}”认不出来，请写成 09:00 的样子")
    return f"{int(read[1]):02d}:{read[2]}"


def person(said: QueryDict, name: str = "person", what: str = "党员") -> UUID:
    """Somebody who must be chosen."""
    found = uuid_or_none(said.get(name, ""))
    if found is None:
        raise Refused(name, f"请选{what}")
    return found


def org(said: QueryDict) -> UUID | None:
    """The organisation chosen; None for the whole organ."""
    text = said.get("org", "")
    found = uuid_or_none(text)
    if text and found is None:
        raise Refused("org", "请选党组织")
    return found


def ticked(said: QueryDict, name: str) -> bool:
    """Whether a box is ticked."""
    return said.get(name, "") == "1"
