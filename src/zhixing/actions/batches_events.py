"""What an officer says has happened, as the planner's events: ids become numbers, days half-days."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from zhixing.core.timetable.building import Keys
from zhixing.core.timetable.changes import (
    Event,
    Flood,
    InstructorIll,
    MembersAway,
    RunCancelled,
    VenueClosed,
)
from zhixing.interop.batch_orders import Happened
from zhixing.interop.batch_texts import Answer

SPEAKER, VENUE, STATION, PERSON, RUN = "speaker", "venue", "station", "person", "run"
EVENT_WORDS: dict[str, str] = {
    SPEAKER: "主讲人不能来",
    VENUE: "场地不能用",
    STATION: "站点抽不出人（汛情、险情、突击任务）",
    PERSON: "个人不能参加（不写原因）",
    RUN: "取消一期",
}


class Unclear(ValueError):
    """The event names something that the batch does not know."""


def event_of(happened: Happened, keys: Keys, answer: Answer) -> list[Event]:
    """The events. Raises Unclear."""
    begin = max(0, keys.half_day(happened.since))
    end = keys.half_day(happened.until) + (2 if happened.until.weekday() < 5 else 0)
    known = {SPEAKER: keys.speakers, VENUE: keys.venues, STATION: keys.stations, PERSON: keys.people}
    if happened.what == RUN:
        numbers = _numbers(happened.which, answer.codes)
        return [RunCancelled(one) for one in numbers]
    if happened.what not in known:
        raise Unclear("没有写明出了什么变动")
    numbers = _numbers(happened.which, known[happened.what])
    if happened.what == SPEAKER:
        return [InstructorIll(one, begin, end) for one in numbers]
    if happened.what == VENUE:
        return [VenueClosed(one, begin, end) for one in numbers]
    if happened.what == STATION:
        return [Flood(tuple(numbers), (), begin, end)]
    return [MembersAway(tuple(numbers), begin, end)]


def _numbers(wanted: Sequence[UUID], known: Sequence[UUID]) -> list[int]:
    missing = [one for one in wanted if one not in known]
    if missing or not wanted:
        raise Unclear("所选的不在这个方案里，可能是后来登记的；请重新选，或者重新排全年批次")
    return [known.index(one) for one in wanted]
