"""The columns of the tables: heading, width, how a value is shown, and where it comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from zhixing.core.figures.member import MemberYear
from zhixing.core.figures.unit import UnitYear
from zhixing.core.people.register import ORG_WORDS
from zhixing.interop.documents.cells import Cell

R = TypeVar("R")


class Show(StrEnum):
    """How a cell is shown. `HOURS` takes whole hundredths."""

    TEXT = "text"
    CENTRED = "centred"
    HOURS = "hours"
    COUNT = "count"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """A column over rows of kind R. `width` in characters; columns not `printed` stand at the right end."""

    title: str
    width: int
    show: Show
    value: Callable[[R], Cell]
    printed: bool = True


def yes(value: bool) -> str:
    """是, or an empty cell: a table of mostly 否 hides the few that matter."""
    return "是" if value else ""


def gate_words(value: int | None) -> str:
    """Whether the conditions of a review are met; empty for those to whom a gate is not shown."""
    return "" if value is None else "不符合" if value else "符合"


MEMBERS: tuple[Column[MemberYear], ...] = (
    Column("姓名", 11, Show.TEXT, lambda m: m.name),
    Column("所在党支部", 21, Show.TEXT, lambda m: m.branch),
    Column("党小组", 10, Show.TEXT, lambda m: m.group),
    Column("类别", 9, Show.CENTRED, lambda m: m.standing),
    Column("党内职务", 10, Show.TEXT, lambda m: m.post),
    Column("岗位", 10, Show.TEXT, lambda m: m.duty),
    Column("站点", 16, Show.TEXT, lambda m: m.station),
    Column("偏远", 5, Show.CENTRED, lambda m: yes(m.remote)),
    Column("不作硬性要求", 7, Show.CENTRED, lambda m: yes(m.exempt)),
    Column("学时目标", 6, Show.HOURS, lambda m: m.target.value),
    Column("A集中学习", 6, Show.HOURS, lambda m: m.collective.value),
    Column("还差学时", 6, Show.HOURS, lambda m: m.gap.value),
    Column("B干部集中", 6, Show.HOURS, lambda m: m.cadre.value),
    Column("C网络自学", 6, Show.HOURS, lambda m: m.online.value),
    Column("D自学通过", 6, Show.COUNT, lambda m: m.self_study.value),
    Column("应到", 5, Show.COUNT, lambda m: m.presence.expected.value),
    Column("实到", 5, Show.COUNT, lambda m: m.presence.present.value),
    Column("值班准假", 5, Show.COUNT, lambda m: m.presence.approved.value),
    Column("缺席", 5, Show.COUNT, lambda m: m.presence.absent),
    Column("补学", 5, Show.COUNT, lambda m: m.presence.makeup.value),
    Column("出席(扣除值班准假)", 14, Show.CENTRED, lambda m: m.presence.fair.words),
    Column("下基层", 5, Show.COUNT, lambda m: m.practice.value),
    Column("谈心谈话", 5, Show.COUNT, lambda m: m.talks.value),
    Column("最近谈话", 11, Show.DAY, lambda m: m.last_talk),
    Column("已践诺", 5, Show.COUNT, lambda m: m.pledges.value),
    Column("参评条件", 7, Show.CENTRED, lambda m: gate_words(m.gate.value)),
    Column("年末在册", 5, Show.CENTRED, lambda m: "是" if m.on_roll_at_end else "否"),
    Column("未计入分母的原因", 18, Show.TEXT, lambda m: m.outside),
)

UNITS: tuple[Column[UnitYear], ...] = (
    Column("党组织", 26, Show.TEXT, lambda u: u.name + ("(全局)" if u.whole else "")),
    Column("类型", 12, Show.CENTRED, lambda u: ORG_WORDS.get(u.kind, u.kind)),
    Column("年末在册", 8, Show.COUNT, lambda u: u.members),
    Column("计入分母", 8, Show.COUNT, lambda u: u.coverage.ratio.whole),
    Column("学时达标", 8, Show.COUNT, lambda u: u.coverage.ratio.part),
    Column("达标情况", 16, Show.CENTRED, lambda u: u.coverage.ratio.words),
    Column("计划项数", 8, Show.COUNT, lambda u: u.plan_done.whole),
    Column("计划完成", 8, Show.COUNT, lambda u: u.plan_done.part),
    Column("突出问题", 8, Show.COUNT, lambda u: u.problems_closed.whole),
    Column("已销号", 8, Show.COUNT, lambda u: u.problems_closed.part),
    Column("偏远党员", 8, Show.COUNT, lambda u: u.remote_contacted.whole),
    Column("按期联系", 8, Show.COUNT, lambda u: u.remote_contacted.part),
    Column("困难诉求", 8, Show.COUNT, lambda u: u.needs.whole),
    Column("已办结", 8, Show.COUNT, lambda u: u.needs.part),
    Column("下基层反映问题", 9, Show.COUNT, lambda u: u.visits.whole),
    Column("其中办结", 8, Show.COUNT, lambda u: u.visits.part),
)
