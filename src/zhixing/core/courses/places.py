"""Where somebody stands in a course, by the course's own word: a claim, capped by what the server knows.

A package runs on the reader's own machine and may say anything. What it says is kept so that he can go on where he
was and can show that he got through; it makes no fact and no figure. Whatever it says about time is dropped here,
at the door (国办函〔2026〕12号: 学习时长不作依据).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from zhixing.core.courses.package import Edition, Package

LONGEST_LOCATION, LONGEST_SUSPEND = 1_000, 64_000
"""Characters, as SCORM 2004 allows (1.2 allows 255 and 4,096)."""


class Status(StrEnum):
    """How far a part has come."""

    BEGUN = "begun"
    DONE = "done"


class Claimed(ValueError):
    """A claim that cannot be: the sentence says why."""


@dataclass(frozen=True, slots=True)
class Place:
    """One part of a course: status, passed or not where the course tests, its mark in hundredths of 100, bookmarks."""

    status: Status = Status.BEGUN
    passed: bool | None = None
    mark: int | None = None
    location: str = ""
    suspend: str = ""


KEYS: Mapping[Edition, Mapping[str, str]] = {
    Edition.V12: {
        "status": "cmi.core.lesson_status",
        "location": "cmi.core.lesson_location",
        "suspend": "cmi.suspend_data",
        "raw": "cmi.core.score.raw",
        "least": "cmi.core.score.min",
        "most": "cmi.core.score.max",
    },
    Edition.V2004: {
        "status": "cmi.completion_status",
        "success": "cmi.success_status",
        "location": "cmi.location",
        "suspend": "cmi.suspend_data",
        "raw": "cmi.score.raw",
        "least": "cmi.score.min",
        "most": "cmi.score.max",
        "scaled": "cmi.score.scaled",
    },
}
"""The closed list of what is taken from a package; everything else it says is left where it is."""
_DONE = {"completed", "passed"}
_FIGURE = re.compile(r"-?\d{1,6}(\.\d{1,7})?")


def taken(edition: Edition, said: Mapping[str, str], before: Place) -> Place:
    """Where somebody stands after what the package said. Raises Claimed for what is too long.

    What was done stays done: a package that begins anew doesn't take it back.
    """
    told = {name: said[key] for name, key in KEYS[edition].items() if key in said}
    location, suspend = told.get("location", before.location), told.get("suspend", before.suspend)
    if len(location) > LONGEST_LOCATION or len(suspend) > LONGEST_SUSPEND:
        raise Claimed("课件要记的进度太长，没有记下；课件仍可继续看")
    status, success = told.get("status", ""), told.get("success", told.get("status", ""))
    passed = {"passed": True, "failed": False}.get(success, before.passed)
    mark = _mark(told)
    return Place(
        status=Status.DONE if status in _DONE or before.status is Status.DONE else Status.BEGUN,
        passed=passed,
        mark=before.mark if mark is None else mark,
        location=location,
        suspend=suspend,
    )


def began(edition: Edition, place: Place | None) -> Mapping[str, str]:
    """What a package is told when it starts: where he was, and nothing about who he is."""
    keys = KEYS[edition]
    if place is None:
        return {}
    found = {keys["location"]: place.location, keys["suspend"]: place.suspend}
    if edition is Edition.V12:
        found[keys["status"]] = _status_12(place)
    else:
        found[keys["status"]] = "completed" if place.status is Status.DONE else "incomplete"
        if place.passed is not None:
            found[keys["success"]] = "passed" if place.passed else "failed"
    return {key: value for key, value in found.items() if value}


def finished(package: Package, places: Mapping[str, Place]) -> bool:
    """Whether every part says that it is done; a part that was never opened here is not."""
    return all(one.code in places and places[one.code].status is Status.DONE for one in package.scos)


def forgotten(place: Place) -> Place:
    """The place without bookmarks: where he stood, not what he wrote into the course."""
    return replace(place, location="", suspend="")


def _status_12(place: Place) -> str:
    if place.passed is not None:
        return "passed" if place.passed else "failed"
    return "completed" if place.status is Status.DONE else "incomplete"


def _mark(told: Mapping[str, str]) -> int | None:
    """The mark in hundredths of 100, within 0 and 100; None where none that can be was told."""
    scaled = _number(told.get("scaled", ""))
    if scaled is not None:
        return scaled if 0 <= scaled <= 10_000 else None
    raw, least, most = (_number(told.get(name, "")) for name in ("raw", "least", "most"))
    least, most = least or 0, 1_000_000 if most is None else most
    if raw is None or most <= least or not least <= raw <= most:
        return None
    return (raw - least) * 10_000 // (most - least)


def _number(text: str) -> int | None:
    """A decimal as ten-thousandths; None where it is none."""
    if not _FIGURE.fullmatch(text.strip()):
        return None
    whole, _, part = text.strip().partition(".")
    value = abs(int(whole)) * 10_000 + int((part + "0000")[:4])
    return -value if whole.startswith("-") else value
