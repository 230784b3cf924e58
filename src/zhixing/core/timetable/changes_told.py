"""What replanning did: which run changed, who moves from where to where and why, who is left without a seat and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from zhixing.core.timetable.instance import Instance, Plan, Run
from zhixing.core.timetable.naming import Naming


class Cause(StrEnum):
    """Why a seat or a run changes; the value is what a reader is told."""

    INSTRUCTOR = "主讲人不能来"
    VENUE = "场地不能用"
    CANCELLED = "这一期取消"
    AWAY = "本人届时不能参加"
    COVER = "站点届时须保住最低在岗人数"
    EMPTIED = "这一期已没有人参加"
    MAKEUP = "为被打乱的人另开一期"
    GIVES_WAY = "为受影响的人让出位置"


class Why(StrEnum):
    """Why somebody displaced has no new seat; the value is what a reader is told."""

    OVER = "规定时段内已没有可以开班的半天"
    NEVER_FREE = "剩余时段内本人都要值班或不在岗"
    COVER = "剩余时段内站点都已到最低在岗人数"
    NOTHING_TO_BE_HAD = "能去的半天都没有空着的场地或主讲人"
    FULL = "能去的半天没有空位，期数也到上限"
    TOO_DEAR = "另开一期或再动别人的代价过高"


class RunDeed(StrEnum):
    """What became of a run."""

    TEACHER = "换主讲人"
    ROOM = "换场地"
    BOTH = "换主讲人和场地"
    SHIFTED = "改期"
    CLOSED = "撤销"
    OPENED = "增开"


@dataclass(frozen=True, slots=True)
class RunChange:
    """A run that changed: its number and values in the old plan and in the new one (None: it isn't there)."""

    deed: RunDeed
    before: int | None
    after: int | None
    old: Run | None
    new: Run | None
    cause: Cause


@dataclass(frozen=True, slots=True)
class Move:
    """A member's seat for a requirement goes from run `before` of the old plan to run `after` of the new one (None: lost)."""

    member: int
    requirement: int
    before: int
    after: int | None
    cause: Cause


@dataclass(frozen=True, slots=True)
class Unserved:
    """Somebody displaced for whom no seat was found, and why."""

    member: int
    requirement: int
    why: Why


@dataclass(frozen=True, slots=True)
class Replanned:
    """A plan after events.

    `displaced`: seats that broke a hard rule; `stranded`: those of them that swapping instructor or venue didn't save;
    `changes`: seats moved or lost; `others`: moves of members whom nothing displaced; `held`: runs of the old plan that are
    locked or under way and can't be held as they stand, to be settled by hand; `kept[n]`: the old number of the new plan's
    run n, None where it is new.
    """

    plan: Plan
    moves: tuple[Move, ...]
    runs: tuple[RunChange, ...]
    unserved: tuple[Unserved, ...]
    held: tuple[int, ...]
    kept: tuple[int | None, ...]
    displaced: int
    stranded: int
    changes: int
    others: int
    seconds: float


def tell_move(move: Move, before: Plan, after: Plan, naming: Naming) -> str:
    """One sentence: who, what, from when to when, why. Without a right to names, no name and no cause of a person's own."""
    who = naming.member(move.member) if naming.member else "一名成员"
    cause = move.cause.value
    if naming.member is None and move.cause is Cause.AWAY:
        cause = "届时不能参加"
    what = naming.requirement(move.requirement)
    was = naming.half_day(before.runs[move.before].start)
    if move.after is None:
        return f"{who}：{what}原定{was}，暂无可改的班次（{cause}）。"
    run = after.runs[move.after]
    return f"{who}：{what}由{was}改到{naming.half_day(run.start)}，在{naming.venue(run.venue)}（{cause}）。"


def tell_unserved(one: Unserved, instance: Instance, naming: Naming) -> str:
    """One sentence on somebody left without a seat; without a right to names, by station."""
    if naming.member is None:
        who = f"{naming.station(instance.members[one.member].station)}一名成员"
    else:
        who = naming.member(one.member)
    return f"{who}：{naming.requirement(one.requirement)}还没有安排（{one.why.value}）。"


def tell_run(change: RunChange, naming: Naming) -> str:
    """One sentence on a run."""
    old, new = change.old, change.new
    run = old or new
    if run is None:
        return ""
    head = f"{naming.course(run.course)}（{naming.half_day(run.start)}）{change.deed.value}"
    detail: Sequence[str] = ()
    if old and new:
        detail = [
            f"改到{naming.half_day(new.start)}" if old.start != new.start else "",
            f"由{naming.instructor(new.instructor)}主讲" if old.instructor != new.instructor else "",
            f"在{naming.venue(new.venue)}" if old.venue != new.venue else "",
        ]
    elif new:
        detail = [f"由{naming.instructor(new.instructor)}主讲", f"在{naming.venue(new.venue)}"]
    told = "，".join(part for part in [head, *detail] if part)
    return f"{told}（{change.cause.value}）。"
