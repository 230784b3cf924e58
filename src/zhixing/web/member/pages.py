"""What the member page shows: each figure with its bar, its sentence, its facts and its articles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from zhixing.actions.dossier import MemberFile
from zhixing.core.facts.record import Fact
from zhixing.core.figures.figure import Cite, Figure, Line, Unit, hours
from zhixing.core.figures.member import MemberYear
from zhixing.web.member.acting import Acting
from zhixing.web.member.undone import Undone, undone
from zhixing.web.shared.charts import Bar, Columns, bar, columns
from zhixing.web.shared.citing import CiteLink, cite_links
from zhixing.web.shared.downloads import Offer


@dataclass(frozen=True, slots=True)
class FactRow:
    """A line of an opened figure: when, what, where it was entered, by whom and when, how much it adds.

    `act`: where to object (one's own) or to correct; `mark`: an objection is under way, or it was put right.
    """

    day: dt.date | None
    title: str
    state: str
    tone: str
    detail: str
    sources: tuple[str, ...]
    entered: str
    amount: str
    act: str
    mark: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure as a line that opens. `value` with `beside` reads `29.5 / 32 学时`."""

    key: str
    label: str
    value: str
    beside: str
    sentences: tuple[str, ...]
    bar: Bar | None
    rows: tuple[FactRow, ...]
    amount_head: str
    sum_words: str
    cites: tuple[CiteLink, ...]
    undone: tuple[Undone, ...]


@dataclass(frozen=True, slots=True)
class MemberPage:
    """One member, one year."""

    year: int
    own: bool
    trail: str
    name: str
    member: MemberYear
    about: str
    as_of: dt.date
    rulebook: str
    summary: str
    short: bool
    ledgers: tuple[FigureRow, ...]
    presence: tuple[FigureRow, ...]
    others: tuple[FigureRow, ...]
    chart: Columns
    gate: str
    exports: tuple[Offer, ...]


def member_page(
    file: MemberFile, exports: tuple[Offer, ...], *, own: bool, trail: str, keeps: bool = False
) -> MemberPage:
    """The page from the file; `trail` is the way back to the branch. `keeps`: the reader may correct."""
    member, year = file.member, file.year
    paper = _Paper(file, year, own=own, acts=own or keeps)
    return MemberPage(
        year=year,
        own=own,
        trail=trail,
        name=member.name,
        member=member,
        about=_about(member),
        as_of=file.as_of,
        rulebook=file.rulebook[:12],
        summary=_summary(member),
        short=bool(member.gap.value) and member.in_denominator,
        ledgers=(
            paper.collective(member),
            paper.row(member.cadre),
            paper.row(member.online, extra="单独记账，不抵集中学习"),
            paper.row(member.self_study),
        ),
        presence=_presence(paper, member),
        others=_others(paper, member),
        chart=columns(member.months, "集中学习每月学时", current=_running(file)),
        gate=_gate(member),
        exports=exports,
    )


def _running(file: MemberFile) -> int:
    """The month that runs, 0 in a past year."""
    return file.as_of.month if file.as_of < dt.date(file.year, 12, 31) else 0


class _Paper:
    """Turns figures into rows, with the file's facts at hand."""

    def __init__(self, file: MemberFile, year: int, *, own: bool, acts: bool) -> None:
        self.file = file
        self.acting = Acting(file, own=own, acts=acts)
        self.undone = undone(file, year)

    def row(
        self,
        figure: Figure,
        *,
        label: str = "",
        beside: str = "",
        sentences: tuple[str, ...] = (),
        extra: str = "",
        bar: Bar | None = None,
        cites: Sequence[Cite] = (),
        lines: Sequence[Line] | None = None,
    ) -> FigureRow:
        """A figure as it is, or with another label, sentence or lines."""
        in_hours = figure.unit is Unit.HOURS
        shown = figure.lines if lines is None else lines
        said = sentences or (figure.sentence,)
        return FigureRow(
            key=figure.key,
            label=label or figure.label,
            value=_value(figure),
            beside=beside or (figure.unit.value if figure.value is not None else ""),
            sentences=(*said, extra) if extra else said,
            bar=bar,
            rows=tuple(self._fact_row(line, in_hours=in_hours) for line in shown),
            amount_head=_head(figure),
            sum_words=_sum_words(figure, shown),
            cites=cite_links([*figure.cites, *(one for one in cites if one not in figure.cites)]),
            undone=self.undone.get(figure.key, ()),
        )

    def collective(self, member: MemberYear) -> FigureRow:
        """Ledger A against its target."""
        goal, earned = member.target, member.collective.value or 0
        if goal.value is None:
            return self.row(member.collective, sentences=(goal.sentence,), cites=goal.cites)
        return self.row(
            member.collective,
            beside=f"/ {hours(goal.value)} 学时",
            sentences=(member.gap.sentence, goal.sentence),
            bar=bar(earned, goal.value, short=bool(member.gap.value)),
            cites=goal.cites,
        )

    def _fact_row(self, line: Line, *, in_hours: bool) -> FactRow:
        facts = [self.file.facts[uid] for uid in line.facts if uid in self.file.facts]
        entered = "；".join(dict.fromkeys(self._entered(fact) for fact in facts))
        amount = _aligned(line.amount) if in_hours and line.day else str(line.amount)
        state, tone, detail = _state(line)
        act, mark = self.acting.of(facts)
        return FactRow(line.day, line.title, state, tone, detail, line.sources, entered, amount, act, mark)

    def _entered(self, fact: Fact) -> str:
        when = timezone.localtime(fact.received_at)
        batch = self.file.batches.get(fact.source.batch) if fact.source.batch else None
        how = f"第 {batch.number} 批导入" if batch else "登记"
        return f"{fact.by} {when:%Y-%m-%d %H:%M} {how}"


def _aligned(hundredths: int) -> str:
    """Hours with a decimal even where it is nought, so that a column of them aligns."""
    words = hours(hundredths)
    return words if "." in words else f"{words}.0"


def _presence(paper: _Paper, member: MemberYear) -> tuple[FigureRow, ...]:
    p = member.presence
    fair = p.fair
    return (
        paper.row(
            p.present,
            label="出席",
            beside=f"/ {fair.whole} 场",
            bar=bar(fair.part, fair.whole),
            lines=p.expected.lines,
        ),
        paper.row(p.approved),
        paper.row(p.makeup),
    )


def _others(paper: _Paper, member: MemberYear) -> tuple[FigureRow, ...]:
    rows = [
        paper.row(member.practice),
        paper.row(member.talks, lines=[_bare(line) for line in member.talks.lines]),
        paper.row(member.delayed_test),
        paper.row(member.pledges),
        paper.row(member.target, sentences=(member.target.sentence,)),
    ]
    if member.gate.value is not None:
        rows.append(paper.row(member.gate, beside=" "))
    return tuple(rows)


TONES = {"实到": "ok", "视频补学": "ok", "送学": "ok", "补学": "ok", "缺席": "red", "退回": "red"}
"""The tone of a state; all others stand in the plain one."""


def _state(line: Line) -> tuple[str, str, str]:
    """`集中学习,实到;A、B 两账` as the state, its tone, and the rest; the form is left out where the title says it."""
    head, _, rest = line.detail.partition(";")
    form, comma, state = head.partition(",")
    if not comma:
        known = head if head in TONES or head in ("通过", "优", "未抽查") else ""
        return known, TONES.get(known, ""), rest if known else line.detail
    state, bracket, origin = state.partition("(")
    told = [] if line.title.startswith(form) else [form]
    told += [origin.removesuffix(")")] if bracket else []
    told += [rest] if rest else []
    return state, TONES.get(state, ""), ";".join(told)


def _bare(line: Line) -> Line:
    """A talk: its day and its way, nothing of what was said."""
    return Line(line.day, line.title, "", line.amount, line.facts, line.sources)


def _value(figure: Figure) -> str:
    if figure.unit is Unit.YES_NO:
        return "不符合" if figure.value else "符合"
    if figure.value is None:
        return "—"
    return hours(figure.value) if figure.unit in (Unit.HOURS, Unit.POINTS) else str(figure.value)


def _head(figure: Figure) -> str:
    if figure.key == "target_hours":
        return "月数"
    return {Unit.HOURS: "学时", Unit.POINTS: "", Unit.YES_NO: ""}.get(figure.unit, figure.unit.value)


def _sum_words(figure: Figure, lines: Sequence[Line]) -> str:
    if not lines:
        return "没有记录"
    if figure.unit is Unit.HOURS and figure.key != "target_hours":
        return f"{len(lines)} 条事实，合计 {hours(sum(line.amount for line in lines))} 学时"
    return f"{len(lines)} 条事实"


def _gate(member: MemberYear) -> str:
    if member.gate.value is None:
        return ""
    return "不符合参评条件" if member.gate.value else "符合参评条件"


def _about(member: MemberYear) -> str:
    away = f"(距城 {member.distance // 10} 公里)" if member.distance > 0 else ""
    shift = member.shift if member.shift not in ("", "无班") else ""
    parts = (member.standing, member.staff, member.post, member.duty, member.station + away, shift)
    return " · ".join(part for part in parts if part.strip())


def _summary(member: MemberYear) -> str:
    if member.target.value is None:
        return "没有学时目标"
    if member.gap.value:
        return f"还差 {hours(member.gap.value)} 学时"
    return "集中学习已达到目标"
