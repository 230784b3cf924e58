"""What courses said of members, as xAPI 1.0.3 statements for a platform that wants them. Who it is, is an id.

No duration is ever stated: there is none to state.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid5

VERBS = {"completed": "完成", "passed": "通过", "failed": "未通过"}
_VERB = "http://adlnet.gov/expapi/verbs/"
_COURSE = "http://adlnet.gov/expapi/activities/course"


@dataclass(frozen=True, slots=True)
class Finished:
    """A course that somebody got through by its own word. `mark` in hundredths of 100."""

    person: str
    course: UUID
    title: str
    day: dt.date
    passed: bool | None
    mark: int | None


def statements(finished: Iterable[Finished], *, home: str) -> bytes:
    """A JSON array of statements; `home` is the address under which the ids of people are unique."""
    return json.dumps([_one(each, home) for each in finished], ensure_ascii=False, indent=1).encode()


def _one(each: Finished, home: str) -> dict[str, object]:
    verb = "completed" if each.passed is None else "passed" if each.passed else "failed"
    result: dict[str, object] = {"completion": True}
    if each.passed is not None:
        result["success"] = each.passed
    if each.mark is not None:
        result["score"] = {"scaled": each.mark / 10_000}
    return {
        "id": str(uuid5(each.course, f"{each.person}|{verb}|{each.day}")),
        "actor": {"objectType": "Agent", "account": {"homePage": home, "name": each.person}},
        "verb": {"id": _VERB + verb, "display": {"zh-CN": VERBS[verb]}},
        "object": {
            "objectType": "Activity",
            "id": f"urn:uuid:{each.course}",
            "definition": {"type": _COURSE, "name": {"zh-CN": each.title}},
        },
        "result": result,
        "timestamp": f"{each.day.isoformat()}T00:00:00+08:00",
    }
