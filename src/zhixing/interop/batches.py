"""The files of the batches planner: an instance (`training-batches/1`) and a plan, as JSON, read and written.

Whatever is wrong with a file is said with its name, the key and what to do; nothing is guessed.
"""

from __future__ import annotations

import errno
import json
from pathlib import Path
from typing import Any

from zhixing.core.timetable.instance import (
    STARTS,
    Course,
    Instance,
    Instructor,
    Member,
    Plan,
    Requirement,
    Run,
    Seat,
    Station,
    Venue,
    Weights,
)
from zhixing.interop.batches_reading import BatchesError, Place

FORMAT = "training-batches/1"
_WHY = {errno.ENOENT: "没有这个文件", errno.EISDIR: "这是文件夹", errno.EACCES: "没有读的权限"}
__all__ = ["FORMAT", "BatchesError", "read_instance", "read_plan", "write_instance", "write_plan"]


def read_instance(path: Path) -> Instance:
    """The instance in a file; raises BatchesError naming file, key and remedy."""
    top = _load(path)
    if top.word("format") != FORMAT:
        raise top.at("format").wrong(f"这里要写“{FORMAT}”；别的格式请先转换")
    half_days = top.whole("half_days", low=1)
    requirements = tuple(
        Requirement(each.number(at), each.whole("priority", low=1))
        for at, each in enumerate(top.rows("requirements"))
    )
    venues = tuple(
        Venue(each.number(at), each.whole("capacity"), each.flags("free", half_days))
        for at, each in enumerate(top.rows("venues"))
    )
    instructors = tuple(
        Instructor(each.number(at), each.flags("free", half_days))
        for at, each in enumerate(top.rows("instructors"))
    )
    stations = tuple(
        _station(at, each, half_days, len(venues)) for at, each in enumerate(top.rows("stations"))
    )
    tiers = top.words("tiers")
    members = tuple(
        Member(
            id=each.number(at),
            station=each.whole("station", below=len(stations)),
            tier=each.whole("tier", below=len(tiers)),
            needs=each.wholes("needs", below=len(requirements), once=True),
            free=each.flags("free", half_days),
            rest=each.flags("rest", half_days),
        )
        for at, each in enumerate(top.rows("members"))
    )
    courses = tuple(
        _course(at, each, (half_days, len(venues), len(instructors), len(requirements), len(stations)))
        for at, each in enumerate(top.rows("courses"))
    )
    weights = top.part("weights")
    return Instance(
        name=top.word("name"),
        half_days=half_days,
        tiers=tiers,
        stations=stations,
        members=members,
        requirements=requirements,
        venues=venues,
        instructors=instructors,
        courses=courses,
        month_cap=top.whole("month_cap"),
        weights=Weights(**{name: weights.whole(name) for name in Weights.__slots__}),
    )


def _station(at: int, place: Place, half_days: int, venues: int) -> Station:
    return Station(
        id=place.number(at),
        kind=place.word("kind"),
        may_leave=place.wholes("may_leave", length=half_days),
        travel=place.wholes("travel", length=venues),
    )


def _course(at: int, place: Place, sizes: tuple[int, int, int, int, int]) -> Course:
    half_days, venues, instructors, requirements, stations = sizes
    length = place.whole("length")
    if length not in STARTS:
        raise place.at("length").wrong("只能是 1、2 或 4 个半天")
    first, last = place.whole("from_half_day"), place.whole("to_half_day")
    if not first <= last <= half_days:
        raise place.at("to_half_day").wrong(f"要不早于 from_half_day（{first}），也不超过 {half_days}")
    return Course(
        id=place.number(at),
        length=length,
        capacity=place.whole("capacity"),
        from_half_day=first,
        to_half_day=last,
        venues=place.wholes("venues", below=venues, once=True),
        instructors=place.wholes("instructors", below=instructors, once=True),
        covers=place.wholes("covers", below=requirements, once=True),
        max_runs=place.whole("max_runs"),
        station_share=place.wholes("station_share", length=stations),
    )


def read_plan(path: Path, instance: Instance) -> Plan:
    """The plan in a file. Numbers must exist in the instance; whether the rules hold is the judge's to say."""
    top = _load(path)
    runs = tuple(
        Run(
            course=each.whole("course", below=len(instance.courses)),
            start=each.whole("start", below=instance.half_days),
            venue=each.whole("venue", below=len(instance.venues)),
            instructor=each.whole("instructor", below=len(instance.instructors)),
        )
        for each in top.rows("runs")
    )
    seats = []
    for place in top.lists("seats"):
        numbers = place.three()
        if numbers[0] >= len(instance.members):
            raise place.wrong(f"没有编号 {numbers[0]} 的成员；共 {len(instance.members)} 人，从 0 数起")
        seats.append(Seat(*numbers))
    return Plan(runs, tuple(seats))


def _load(path: Path) -> Place:
    try:
        content = path.read_text(encoding="utf-8-sig")
    except OSError as failure:
        raise BatchesError(
            f"读不了“{path}”：{_WHY.get(failure.errno or 0, '系统不让读')}；请核对文件名和文件夹"
        ) from failure
    except UnicodeDecodeError as failure:
        raise BatchesError(f"“{path}”不是 UTF-8 文字；请另存为 UTF-8 的 JSON 文件") from failure
    try:
        value: Any = json.loads(content)
    except (json.JSONDecodeError, RecursionError) as failure:
        where = f"第 {failure.lineno} 行" if isinstance(failure, json.JSONDecodeError) else "层次太深"
        raise BatchesError(f"“{path}”不是完整的 JSON（{where}）；请重新导出") from failure
    return Place(str(path), "", value).mapping()


def write_instance(instance: Instance) -> str:
    """The instance as JSON text, one line."""
    told = {
        "format": FORMAT,
        "name": instance.name,
        "half_days": instance.half_days,
        "tiers": list(instance.tiers),
        "stations": [
            {"id": s.id, "kind": s.kind, "may_leave": list(s.may_leave), "travel": list(s.travel)}
            for s in instance.stations
        ],
        "members": [
            {
                "id": m.id,
                "station": m.station,
                "tier": m.tier,
                "needs": list(m.needs),
                "free": m.free,
                "rest": m.rest,
            }
            for m in instance.members
        ],
        "requirements": [{"id": q.id, "priority": q.priority} for q in instance.requirements],
        "venues": [{"id": v.id, "capacity": v.capacity, "free": v.free} for v in instance.venues],
        "instructors": [{"id": i.id, "free": i.free} for i in instance.instructors],
        "courses": [{name: _plain(getattr(c, name)) for name in Course.__slots__} for c in instance.courses],
        "month_cap": instance.month_cap,
        "weights": {name: getattr(instance.weights, name) for name in Weights.__slots__},
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"


def _plain(value: int | tuple[int, ...]) -> int | list[int]:
    return value if isinstance(value, int) else list(value)


def write_plan(plan: Plan) -> str:
    """The plan as JSON text."""
    told = {
        "runs": [
            {"course": one.course, "start": one.start, "venue": one.venue, "instructor": one.instructor}
            for one in plan.runs
        ],
        "seats": [[one.member, one.requirement, one.run] for one in plan.seats],
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"
