"""班子指标卡: a unit's measures, each with formula, data and exceptions; those who lead stand first.

A card is for the committee's own use: names stand only where somebody has to act. Nothing is added up.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.figures.fairness import Comparison
from zhixing.core.figures.figure import Cite, Ratio, hours
from zhixing.core.figures.member import MemberYear
from zhixing.core.figures.rhythm import Rhythm
from zhixing.core.figures.unit import CLOSED, Contact, UnitYear
from zhixing.interop.documents.marks import Marks
from zhixing.interop.documents.punctuation import printed
from zhixing.interop.documents.word import fill

_FOOT = "本卡供党组织内部研究工作使用,不公开。只列数据、公式和例外,不计总分,不排名次。按 {} 年度已入账的事实核算。"
_NONE = "无"


@dataclass(frozen=True, slots=True)
class Leader:
    """A leader's own figures, the same as everybody's."""

    name: str
    post: str
    target: str
    earned: str
    gap: str
    fair: str
    practice: str
    talks: str


@dataclass(frozen=True, slots=True)
class Measure:
    """指标: how it is computed, what it is, whom or what it leaves out; never without an exception line."""

    name: str
    formula: str
    data: str
    share: str
    exceptions: tuple[str, ...]
    marks: str


@dataclass(frozen=True, slots=True)
class Content:
    """One of the seven categories."""

    category: str
    sessions: str
    hours: str
    share: str


@dataclass(frozen=True, slots=True)
class Held:
    """One form of organisational life."""

    form: str
    held: str
    missing: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One comparison of members near and remote."""

    label: str
    near: str
    remote: str


@dataclass(frozen=True, slots=True)
class Card:
    """Everything one unit's pages show, as text."""

    title: str
    under: str
    leaders: tuple[Leader, ...]
    measures: tuple[Measure, ...]
    content: tuple[Content, ...]
    rhythms: tuple[Held, ...]
    fairness: tuple[Pair, ...]
    cites: str
    foot: str


def indicator_card_docx(
    units: Sequence[UnitYear], *, organ: str, year: int, members: Mapping[UUID, MemberYear]
) -> bytes:
    """The cards of some units in the order given, each from a new page; `members` by id."""
    made = cards(units, organ=organ, year=year, members=members)
    title = f"{organ}{year}年度党员教育班子指标卡"
    return fill("indicator_card", {"units": made}, title=title, day=dt.date(year, 12, 31))


def cards(
    units: Sequence[UnitYear], *, organ: str, year: int, members: Mapping[UUID, MemberYear]
) -> list[Card]:
    """What the cards of some units say, in the order given."""
    return [_card(unit, organ, year, members) for unit in units]


def _card(unit: UnitYear, organ: str, year: int, members: Mapping[UUID, MemberYear]) -> Card:
    marks = Marks()
    measures = tuple(_measures(unit, members, marks))
    rhythms = tuple(_held(each, marks) for each in unit.rhythms)
    name = unit.name if unit.name.startswith(organ) else f"{organ} {unit.name}"
    return Card(
        title=f"{year}年度党员教育班子指标卡",
        under=printed(f"{name}    年末在册党员 {unit.members} 名"),
        leaders=tuple(_leader(members[uid]) for uid in unit.leaders if uid in members)
        or (Leader("—", "台账中没有班子成员", *("",) * 6),),
        measures=measures,
        content=tuple(_content(unit)) or (Content(_NONE, "0", "0", "—"),),
        rhythms=rhythms,
        fairness=tuple(
            Pair(printed(e.label), _compared(e, e.near), _compared(e, e.remote)) for e in unit.fairness
        ),
        cites=printed(marks.words),
        foot=printed(_FOOT.format(year)),
    )


def _leader(member: MemberYear) -> Leader:
    return Leader(
        name=member.name,
        post="、".join(part for part in (member.post, member.duty) if part),
        target=hours(member.target.value),
        earned=hours(member.collective.value),
        gap=hours(member.gap.value),
        fair=printed(member.presence.fair.words),
        practice=str(member.practice.value or 0),
        talks=str(member.talks.value or 0),
    )


def _measures(unit: UnitYear, members: Mapping[UUID, MemberYear], marks: Marks) -> Iterable[Measure]:
    """The six measures in the order of the card."""
    coverage = unit.coverage
    formula = "达到学时目标的党员 ÷ 年末在册且有学时目标的党员"
    exceptions: tuple[str, ...] = (_short(unit, members), _outside(unit))
    yield _measure("党员学时达标", formula, coverage.ratio, exceptions, marks.of(coverage.cites))
    undone = [f"{e.month}月{e.organiser if unit.whole else ''}{e.form}" for e in unit.plan if not e.done]
    exceptions = _listed("未开展", "项", undone, unit.plan_done)
    yield _measure("年度计划完成", "已开展的计划项 ÷ 年度学习计划项", unit.plan_done, exceptions)
    left = [line for line in unit.problems if line.state != CLOSED]
    rows = [f"{e.code} {e.text}({e.state}{',已逾期' if e.overdue else ''})" for e in left]
    exceptions = _listed("未销号", "件", rows, unit.problems_closed, apart=True)
    yield _measure("突出问题销号", "已销号的问题 ÷ 本年登记的突出问题", unit.problems_closed, exceptions)
    due = [each for each in unit.contacts if each.due]
    names = _by_branch(each.branch for each in due) if unit.whole else [_contact(each) for each in due]
    exceptions = _listed("到期未联系", "名", names, unit.remote_contacted, count=len(due))
    formula = "规定间隔内谈过心的偏远站点党员 ÷ 偏远站点党员(不含不作硬性要求的)"
    yield _measure("偏远党员联系", formula, unit.remote_contacted, exceptions, marks.of(unit.contact_cites))
    exceptions = _counted(unit.needs, "姓名和内容不列")
    yield _measure("困难诉求办结", "已办结的诉求 ÷ 本年提出的诉求", unit.needs, exceptions)
    exceptions = _counted(unit.visits, "同行几人的一次走访只计一次")
    yield _measure("下基层问题办结", "已办结的问题 ÷ 下基层时反映的问题", unit.visits, exceptions)


def _measure(name: str, formula: str, ratio: Ratio, exceptions: tuple[str, ...], marks: str = "—") -> Measure:
    data, _, share = ratio.words.partition("(")
    told = tuple(printed(each) for each in exceptions)
    return Measure(name, printed(formula), data, printed(f"({share}") if share else "", told, marks)


def _listed(
    label: str, unit: str, names: list[str], ratio: Ratio, *, count: int | None = None, apart: bool = False
) -> tuple[str, ...]:
    """The open ones after their number, each on a line of its own when `apart`."""
    if not names:
        return (_NONE if ratio.whole else "本年没有记录",)
    front = f"{label} {len(names) if count is None else count} {unit}:"
    return (front, *names) if apart else (front + "、".join(names),)


def _counted(ratio: Ratio, note: str) -> tuple[str, ...]:
    left = ratio.whole - ratio.part
    if not ratio.whole:
        return ("本年没有记录",)
    return (f"未办结 {left} 件({note})" if left else f"{_NONE}({note})",)


def _by_branch(branches: Iterable[str]) -> list[str]:
    return [f"{name} {count} 名" for name, count in Counter(branches).items()]


def _short(unit: UnitYear, members: Mapping[UUID, MemberYear]) -> str:
    """Who is short and by how much; for the whole organ how many in each branch."""
    found = [members[uid] for uid in unit.coverage.short if uid in members]
    if not found:
        return f"还差学时:{_NONE}"
    if unit.whole:
        return "还差学时:" + "、".join(_by_branch(member.branch for member in found))
    return "还差学时:" + "、".join(f"{member.name}(差 {hours(member.gap.value)})" for member in found)


def _outside(unit: UnitYear) -> str:
    """Who stands outside the denominator, by reason; for the whole organ only how many."""
    reasons: dict[str, list[str]] = {}
    for each in unit.coverage.outside:
        reasons.setdefault(each.reason, []).append(each.name)
    if not reasons:
        return f"不计入分母:{_NONE}"
    if unit.whole:
        return "不计入分母:" + ";".join(f"{reason} {len(names)} 名" for reason, names in reasons.items())
    return "不计入分母:" + ";".join(f"{reason}({'、'.join(names)})" for reason, names in reasons.items())


def _contact(contact: Contact) -> str:
    last = f"最近 {contact.last:%Y-%m-%d}" if contact.last else "台账中没有谈过"
    return f"{contact.name}({contact.station},{last})"


def _content(unit: UnitYear) -> Iterable[Content]:
    total = sum(share.hours for share in unit.content)
    for share in unit.content:
        part = Ratio(share.hours, total).permille
        words = "—" if part is None else f"{part // 10}.{part % 10}%"
        yield Content(share.category, str(share.sessions), hours(share.hours), words)


def _held(rhythm: Rhythm, marks: Marks) -> Held:
    marked = _marked(rhythm.cites, marks)
    if not rhythm.recorded:
        return Held(rhythm.form + marked, "—", "台账中没有这一形式的记录，请核对是否另册记载")
    total = sum(period.held for period in rhythm.periods)
    missing = [period.label for period in rhythm.periods if period.missing]
    return Held(rhythm.form + marked, f"{total} 次", "、".join(missing) or _NONE)


def _marked(cites: tuple[Cite, ...], marks: Marks) -> str:
    return marks.of(cites) if cites else ""


def _compared(each: Comparison, ratio: Ratio) -> str:
    """A share with its denominator, or a mean rounded half up."""
    if not ratio.whole:
        return "—"
    if each.unit == "hours":
        return f"{hours((2 * ratio.part + ratio.whole) // (2 * ratio.whole))} 学时"
    if each.unit == "mean":
        tenths = (20 * ratio.part + ratio.whole) // (2 * ratio.whole)
        return f"{tenths // 10}.{tenths % 10} 场"
    return printed(ratio.words)
