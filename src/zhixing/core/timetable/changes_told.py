"""What replanning did: which run changed, who moves from where to where and why, who is left without a seat and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from zhixing.core.timetable.instance import Plan, Run


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
