"""学时登记表 (L7): every line of every member's four ledgers, with the running sum of its ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhixing.core.figures.figure import Line, hours
from zhixing.core.figures.member import MemberYear
from zhixing.interop.documents.punctuation import printed
from zhixing.interop.documents.record_sheet import source_words
from zhixing.interop.documents.sheet_rows import ledgers
from zhixing.interop.documents.word import fill


@dataclass(frozen=True, slots=True)
class Row:
    """One line as it is printed."""

    name: str
    day: str
    title: str
    host: str
    ledger: str
    amount: str
    proof: str
    sum: str


@dataclass(frozen=True, slots=True)
class Block:
    """One member's lines and the sums under them."""

    rows: tuple[Row, ...]
    sum: str


@dataclass(frozen=True, slots=True)
class Register:
    """The whole register, as text."""

    title: str
    under: str
    members: tuple[Block, ...]
    foot: str


def hour_register_docx(
    members: Sequence[MemberYear],
    *,
    organ: str,
    year: int,
    title_branch: str = "",
) -> bytes:
    """The register of some members, A4 turned a quarter."""
    made = register(members, organ=organ, year=year, title_branch=title_branch)
    return fill("hour_register", {"s": made}, title=f"{organ}{made.title}", day=dt.date(year, 12, 31))


def register(members: Sequence[MemberYear], *, organ: str, year: int, title_branch: str = "") -> Register:
    """What the register of some members says, in the order given."""
    place = organ + (f" {title_branch}" if title_branch else "")
    return Register(
        title=f"{year}年度党员教育培训学时登记表",
        under=printed(f"填报单位:{place}    党员 {len(members)} 名"),
        members=tuple(_block(member) for member in members),
        foot="类别：A 集中学习培训，B 干部集中培训，C 网络自学，D 个人自学（认成果，不认时长）；"
        f"四账互不抵扣。累计按类别分别计算。按 {year} 年度已入账的事实核算。",
    )


def _block(member: MemberYear) -> Block:
    rows = tuple(_rows(member))
    silent = Row(member.name, "—", "本年没有学时记录", "", "", "", "", "")
    earned = "、".join(f"{name[:1]} {hours(figure.value)}" for name, figure in ledgers(member)[:3])
    outputs = f"D {member.self_study.value or 0} 项"
    if member.target.value is None:
        goal = member.outside
    else:
        goal = f"目标 {hours(member.target.value)},还差 {hours(member.gap.value)}"
    return Block(rows or (silent,), printed(f"{member.name} 小计:{earned}、{outputs};{goal}"))


def _rows(member: MemberYear) -> Iterable[Row]:
    """By day; one event that counts in two ledgers is one line with both letters."""
    events: dict[tuple[Line, int], list[str]] = {}
    for name, figure in ledgers(member):
        for line in figure.lines:
            if line.amount:
                events.setdefault((line, line.amount), []).append(name[:1])
    sums = dict.fromkeys("ABCD", 0)
    for line, amount in sorted(events, key=lambda key: (key[0].day or dt.date.min, key[0].title)):
        letters = events[line, amount]
        for letter in letters:
            sums[letter] += amount
        yield Row(
            name=member.name,
            day=f"{line.day:%Y-%m-%d}" if line.day else "—",
            title=line.title,
            host=line.host,
            ledger="、".join(letters),
            amount=f"{amount} 项" if letters == ["D"] else hours(amount),
            proof=source_words(line.sources),
            sum="、".join(f"{letter} {_sum(letter, sums[letter])}" for letter in letters),
        )


def _sum(letter: str, amount: int) -> str:
    return f"{amount} 项" if letter == "D" else hours(amount)
