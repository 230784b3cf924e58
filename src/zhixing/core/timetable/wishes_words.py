"""Conditions, conflicts and repairs in sentences. Names of members only for whoever is entitled to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from zhixing.core.timetable.instance import Instance
from zhixing.core.timetable.naming import Naming
from zhixing.core.timetable.wishes import (
    AskTeacher,
    AtMostRuns,
    AwayAtMost,
    CompleteBy,
    Cover,
    Drop,
    Duty,
    Except,
    Item,
    Later,
    LeaveOut,
    MoreAway,
    MoreChairs,
    MoreRuns,
    MoreSeats,
    MoreThan,
    NoRuns,
    OneRun,
    Opening,
    OpenVenue,
    Relieve,
    Repair,
    Room,
    Runs,
    Size,
    SpeakerOnly,
    Step,
    Teacher,
    Together,
    VenueOnly,
    Widen,
    Window,
    Wish,
)

SHOWN = 3
"""Stations told one by one before the rest is summed up."""


def tell_item(item: Item, given: Instance, naming: Naming) -> str:
    """A condition in words, without a full stop."""
    if isinstance(item, Wish):
        return _tell_wish(item, given, naming)
    match item:
        case Cover():
            return f"{naming.station(item.station)}的最低在岗人数"
        case Duty():
            return f"{naming.station(item.station)}人员的值班和请假"
        case Room():
            seats = given.venues[item.venue].capacity
            return f"{naming.venue(item.venue)}只坐得下 {seats} 人"
        case Opening():
            return f"{naming.venue(item.venue)}能用的时间"
        case Teacher():
            return f"{naming.instructor(item.instructor)}能来的时间"
        case Size():
            return f"“{naming.course(item.course)}”每期最多 {given.courses[item.course].capacity} 人"
        case Window():
            course = given.courses[item.course]
            first, last = naming.half_day(course.from_half_day), naming.half_day(course.to_half_day - 1)
            return f"“{naming.course(item.course)}”须在{first}到{last}之间办"
        case Runs():
            return f"“{naming.course(item.course)}”最多办 {given.courses[item.course].max_runs} 期"


def _tell_wish(wish: Wish, given: Instance, naming: Naming) -> str:
    match wish:
        case CompleteBy():
            whom = tell_members(wish.members, given, naming)
            return f"{whom}要在{naming.half_day(wish.by - 1)}前学完“{naming.requirement(wish.requirement)}”"
        case AtMostRuns():
            return f"“{naming.course(wish.course)}”至多办 {wish.runs} 期"
        case AwayAtMost():
            return f"{naming.station(wish.station)}同时离岗不超过 {wish.away} 人"
        case SpeakerOnly():
            return f"“{naming.course(wish.course)}”只由{naming.instructor(wish.instructor)}主讲"
        case VenueOnly():
            return f"“{naming.course(wish.course)}”只在{naming.venue(wish.venue)}办"
        case NoRuns():
            first, last = naming.half_day(wish.from_half_day), naming.half_day(wish.to_half_day - 1)
            return f"{first}到{last}不办班"
        case Together():
            whom = tell_members(wish.members, given, naming)
            return f"{whom}参加“{naming.course(wish.course)}”的同一期"
        case OneRun():
            return f"{naming.station(wish.station)}的人参加“{naming.course(wish.course)}”的同一期"


def tell_members(members: Iterable[int], given: Instance, naming: Naming) -> str:
    """Members by name where one may know them and they are few; else how many of which stations."""
    numbers = sorted(set(members))
    if naming.member is not None and len(numbers) <= SHOWN:
        return "、".join(naming.member(one) for one in numbers)
    counts = Counter(given.members[one].station for one in numbers)
    told = [f"{naming.station(station)} {n} 人" for station, n in sorted(counts.items(), key=_most)[:SHOWN]]
    more = len(counts) - SHOWN
    return "、".join(told) + (f"等 {len(counts)} 个站点共 {len(numbers)} 人" if more > 0 else "")


def _most(one: tuple[int, int]) -> tuple[int, int]:
    return -one[1], one[0]


def tell_step(step: Step, given: Instance, naming: Naming) -> str:
    """A step in words, without a full stop."""
    match step:
        case MoreAway():
            return f"{naming.station(step.station)}在{naming.half_day(step.half_day)}多放 {step.by} 人"
        case Relieve():
            who = tell_members([step.member], given, naming)
            return f"为{who}调开{naming.half_day(step.half_day)}的值班"
        case AskTeacher():
            return f"请{naming.instructor(step.instructor)}在{naming.half_day(step.half_day)}加讲半天"
        case OpenVenue():
            return f"在{naming.half_day(step.half_day)}借到{naming.venue(step.venue)}"
        case MoreChairs():
            return f"{naming.venue(step.venue)}加 {step.by} 个座位"
        case MoreSeats():
            return f"“{naming.course(step.course)}”每期多收 {step.by} 人"
        case Widen():
            parts = [
                f"提前 {step.before} 周" if step.before else "",
                f"延后 {step.after} 周" if step.after else "",
            ]
            return f"“{naming.course(step.course)}”的时段" + "、".join(part for part in parts if part)
        case MoreRuns():
            return f"“{naming.course(step.course)}”多办 {step.by} 期"
        case Later():
            return f"“{naming.requirement(step.wish.requirement)}”的期限放宽 {step.weeks} 周"
        case LeaveOut():
            return f"{tell_members(step.members, given, naming)}这次先不要求"
        case Except():
            days = "、".join(naming.half_day(t) for t in step.half_days)
            return f"忙期里破例用{days}"
        case MoreThan(wish=AtMostRuns() as wish):
            return f"“{naming.course(wish.course)}”放宽到 {wish.runs + step.by} 期"
        case MoreThan(wish=AwayAtMost() as wish):
            return f"{naming.station(wish.station)}同时离岗放宽到 {wish.away + step.by} 人"
        case Drop():
            return f"不再要求“{_tell_wish(step.wish, given, naming)}”"
    return ""


def tell_repair(repair: Repair, given: Instance, naming: Naming) -> str:
    """A repair in one sentence with its price; reliefs of many members are summed up."""
    reliefs = [step for step in repair.steps if isinstance(step, Relieve)]
    others = [step for step in repair.steps if not (isinstance(step, Relieve) and len(reliefs) > SHOWN)]
    told = [tell_step(step, given, naming) for step in others]
    if len(reliefs) > SHOWN:
        told.append(
            f"为{tell_members([one.member for one in reliefs], given, naming)}调班 {len(reliefs)} 个半天"
        )
    return "；".join(told) + f"（代价 {repair.price}{'，已证明最省' if repair.best else ''}）。"
