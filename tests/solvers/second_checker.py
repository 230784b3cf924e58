"""A second judge of plans, written apart from the first: it reads the JSON, walks half-day by half-day, knows no core.

Used to check the checker: both must name the same number of breaches of each kind and the same cost.
"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path
from typing import Any

PERIODS = 13


def verdict(inst: dict[str, Any], plan: dict[str, Any]) -> tuple[int, int]:
    """(cost, how many breaches of hard rules)."""
    runs, weigh = plan["runs"], inst["weights"]
    breaches = 0
    attending: dict[int, set[int]] = {number: set() for number in range(len(runs))}
    met: set[tuple[int, int]] = set()
    for member, need, number in plan["seats"]:
        if number not in attending:
            breaches += 1
            continue
        breaches += need not in inst["members"][member]["needs"]
        breaches += need not in inst["courses"][runs[number]["course"]]["covers"]
        breaches += (member, need) in met
        met.add((member, need))
        attending[number].add(member)
    cost = weigh["run"] * len(runs)
    for number, member in enumerate(inst["members"]):
        for need in member["needs"]:
            if (number, need) not in met:
                cost += weigh["unmet"] * inst["requirements"][need]["priority"]
    good = []
    for number, run in enumerate(runs):
        course = inst["courses"][run["course"]]
        first, past = run["start"], run["start"] + course["length"]
        day = first % 10
        breaches += not (
            course["length"] == 1
            or (course["length"] == 2 and day % 2 == 0)
            or (course["length"] == 4 and day in (0, 2, 4, 6))
        )
        if first < course["from_half_day"] or past > course["to_half_day"]:
            breaches += 1
            continue
        good.append((number, run, course, first, past))
        breaches += run["venue"] not in course["venues"] or run["instructor"] not in course["instructors"]
        room, teacher = inst["venues"][run["venue"]], inst["instructors"][run["instructor"]]
        breaches += "0" in room["free"][first:past] or "0" in teacher["free"][first:past]
        breaches += len(attending[number]) > min(course["capacity"], room["capacity"])
        cost += _seats(inst, run, course, attending[number])
        breaches += sum("0" in inst["members"][m]["free"][first:past] for m in attending[number])
    for _, same in groupby(sorted(run["course"] for run in runs)):
        count = list(same)
        breaches += len(count) > inst["courses"][count[0]]["max_runs"]
    loads = [0] * PERIODS
    for _, _, course, first, _ in good:
        loads[min(PERIODS - 1, first * PERIODS // inst["half_days"])] += course["length"]
    cost += weigh["bunch"] * sum(load - inst["month_cap"] for load in loads if load > inst["month_cap"])
    for half_day in range(inst["half_days"]):
        now = [(number, run) for number, run, _, first, past in good if first <= half_day < past]
        more, price = _half_day(inst, half_day, [(run, attending[number]) for number, run in now])
        breaches, cost = breaches + more, cost + price
    return cost, breaches


def _seats(inst: dict[str, Any], run: dict[str, int], course: dict[str, Any], inside: set[int]) -> int:
    weigh, cost = inst["weights"], 0
    first, past = run["start"], run["start"] + course["length"]
    wide = max(1, course["to_half_day"] - course["from_half_day"])
    stations: list[int] = []
    for number in inside:
        member = inst["members"][number]
        stations.append(member["station"])
        cost += weigh["time"] * course["length"] + weigh["rest"] * member["rest"][first:past].count("1")
        trip = inst["stations"][member["station"]]["travel"][run["venue"]]
        cost += 2 * trip if course["length"] == 4 else trip
        if member["tier"] in (0, 1):
            cost += int(weigh["late"] * (2 - member["tier"]) / 2 * (first - course["from_half_day"]) / wide)
    for station in set(stations):
        cost += weigh["split"] * max(0, stations.count(station) - course["station_share"][station])
    return cost


def _half_day(
    inst: dict[str, Any], half_day: int, now: list[tuple[dict[str, int], set[int]]]
) -> tuple[int, int]:
    """Breaches and strain of one half-day."""
    breaches = 0
    for key in ("venue", "instructor"):
        used = [run[key] for run, _ in now]
        breaches += len(used) - len(set(used))
    sitting = [member for _, inside in now for member in inside]
    breaches += len(sitting) - len(set(sitting))
    away = [inst["members"][member]["station"] for member in sitting]
    price = 0
    for station in set(away):
        spare = inst["stations"][station]["may_leave"][half_day] - away.count(station)
        breaches += spare < 0
        price += inst["weights"]["strain"] if spare == 0 else 0
    return breaches, price


if __name__ == "__main__":
    import json

    told = verdict(*(json.loads(Path(name).read_text("utf-8")) for name in sys.argv[1:3]))
    print(json.dumps({"cost": told[0], "breaches": told[1]}))
    sys.exit(bool(told[1]))
