"""个人年度记实表: a member's verified facts of one year on a page, the hours one by one after it.

It holds no total, rank or grade, and of talks only how many and when the last was; whoever meets the
conditions for commendation is told without the reason.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhixing.core.figures.figure import Figure, Line, hours
from zhixing.core.figures.member import MemberYear
from zhixing.interop.documents.columns import gate_words
from zhixing.interop.documents.marks import Marks
from zhixing.interop.documents.punctuation import printed
from zhixing.interop.documents.sheet_rows import ledgers
from zhixing.interop.documents.word import fill

_ENDING = re.compile(r"\.(?:xlsx|xls|csv)(?=\s|$)", re.IGNORECASE)
_FOOT = "本表只列经核实的事实,不计总分,不排名次,不定等次;等次由会议评定。按 {} 年度已入账的事实核算。"


@dataclass(frozen=True, slots=True)
class Row:
    """One fact on the first page, as it is printed."""

    label: str
    value: str
    words: str
    marks: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One line of the hours: the ledgers it counts in and how much."""

    day: str
    title: str
    detail: str
    ledger: str
    amount: str
    source: str


@dataclass(frozen=True, slots=True)
class Record:
    """Everything one member's pages show, as text."""

    title: str
    under: str
    name: str
    gender: str
    ethnicity: str
    birth: str
    education: str
    joined: str
    branch: str
    group: str
    post: str
    standing: str
    duty: str
    station: str
    roll: str
    rows: tuple[Row, ...]
    cites: str
    foot: str
    detail_title: str
    details: tuple[Detail, ...]
    detail_foot: str


def record_sheets_docx(members: Sequence[MemberYear], *, organ: str, year: int) -> bytes:
    """The sheets of some members in the order given, each from a new page; A4 upright."""
    sheets = records(members, organ=organ, year=year)
    title = f"{organ}{year}年度党员教育个人记实表"
    return fill("record_sheet", {"sheets": sheets}, title=title, day=dt.date(year, 12, 31))


def records(members: Sequence[MemberYear], *, organ: str, year: int) -> list[Record]:
    """What the sheets of some members say, in the order given."""
    return [_record(member, organ, year) for member in members]


def _record(member: MemberYear, organ: str, year: int) -> Record:
    words, marks = member.words, Marks()
    rows = tuple(_rows(member, marks))
    return Record(
        title=f"{year}年度党员教育个人记实表",
        under=printed(f"填报单位:{organ}"),
        name=member.name,
        gender=words.get("gender", ""),
        ethnicity=words.get("ethnicity", ""),
        birth=words.get("birth", ""),
        education=words.get("education", ""),
        joined=_month(words.get("joined_on", "")),
        branch=member.branch,
        group=member.group,
        post=member.post or "无",
        standing=member.standing,
        duty=member.duty,
        station=printed(_station(member)),
        roll="在册" if member.on_roll_at_end else "已转出",
        rows=rows,
        cites=printed(marks.words),
        foot=printed(_FOOT.format(year)),
        detail_title=f"{member.name} {year}年学时明细",
        details=tuple(_details(member)) or (Detail("—", "本年没有学时记录", "", "", "", ""),),
        detail_foot=printed(_sums(member)),
    )


def _rows(member: MemberYear, marks: Marks) -> Iterable[Row]:
    """The facts in the order of the sheet."""
    p = member.presence
    yield _hours(member.target, "学时目标", marks)
    yield _hours(member.collective, "A 集中学习培训", marks)
    yield _hours(member.gap, "还差学时", marks)
    yield _hours(member.cadre, "B 干部集中培训", marks)
    yield _hours(member.online, "C 网络自学", marks)
    yield _counted(member.self_study, "D 个人自学", "项", marks, _passed(member.self_study))
    fair = f"{p.fair.part}/{p.fair.whole}" if p.fair.whole else "—"
    yield Row("集中学习出席", fair, printed(p.present.sentence), marks.of(p.expected.cites))
    yield _counted(p.makeup, "补学", "场", marks)
    score = hours(member.delayed_test.value)
    yield Row("延时复测", score, printed(member.delayed_test.sentence), marks.of(member.delayed_test.cites))
    yield _counted(member.practice, "下基层", "次", marks)
    talked = f"最近一次 {member.last_talk:%Y-%m-%d}；内容不记" if member.last_talk else "台账中没有记录"
    yield Row("谈心谈话", f"{member.talks.value or 0} 次", talked, marks.of(member.talks.cites))
    yield _counted(member.pledges, "承诺践诺", "项", marks)
    # No article and no sentence here: either would tell the reason.
    gate = gate_words(member.gate.value)
    if gate:
        yield Row("参评条件", gate, f"按年末情况核对：{gate}参评条件", "—")


def _hours(figure: Figure, label: str, marks: Marks) -> Row:
    return Row(label, hours(figure.value), printed(figure.sentence), marks.of(figure.cites))


def _counted(figure: Figure, label: str, unit: str, marks: Marks, more: str = "") -> Row:
    words = f"{figure.sentence}。{more}" if more else figure.sentence
    return Row(label, f"{figure.value or 0} {unit}", printed(words), marks.of(figure.cites))


def _passed(figure: Figure) -> str:
    """The outputs that passed, by kind: 读书笔记 3(03-02、05-10、08-01)."""
    kinds: dict[str, list[str]] = {}
    for line in figure.lines:
        if line.amount:
            kinds.setdefault(line.title, []).append(f"{line.day:%m-%d}" if line.day else "—")
    return ";".join(f"{title}({'、'.join(days)})" for title, days in kinds.items())


def _details(member: MemberYear) -> Iterable[Detail]:
    """One line an event: what counts alike in two ledgers stands once with both letters."""
    events: dict[tuple[Line, int], list[str]] = {}
    for name, figure in ledgers(member)[:3]:
        for line in figure.lines:
            events.setdefault((line, line.amount), []).append(name[:1])
    for line, amount in sorted(events, key=lambda key: (key[0].day or dt.date.min, key[0].title)):
        letters = "、".join(events[line, amount])
        day = f"{line.day:%m-%d}" if line.day else "—"
        detail = printed(_state(line, letters))
        yield Detail(day, line.title, detail, letters, hours(amount), source_words(line.sources))


def _state(line: Line, letters: str) -> str:
    """The detail without what the title and the ledger column say already."""
    detail = re.sub(f"[;；]{letters} 两账", "", line.detail)
    form, *rest = re.split("[,，]", detail, maxsplit=1)
    return rest[0] if rest and line.title.startswith(form) else detail


def source_words(sources: Iterable[str]) -> str:
    """Where a line was entered, short: 学习活动台账第214行. The ending of a file's name says nothing here."""
    return ";".join(_ENDING.sub("", source).replace(" ", "") for source in sources)


def _sums(member: MemberYear) -> str:
    parts = [f"{name} {hours(figure.value)} 学时" for name, figure in ledgers(member)[:3]]
    return "合计:" + ";".join(parts) + "。各账分别计算,互不抵扣。"


def _month(day: str) -> str:
    """`2006-07-01` as 2006年7月; anything else as it is written."""
    try:
        found = dt.date.fromisoformat(day)
    except ValueError:
        return day
    return f"{found.year}年{found.month}月"


def _station(member: MemberYear) -> str:
    about = []
    if member.distance >= 0:
        whole, tenth = divmod(member.distance, 10)
        about.append(f"距城 {whole}{f'.{tenth}' if tenth else ''} 公里")
    if member.shift:
        about.append(member.shift)
    return member.station + (f"({','.join(about)})" if about and member.station else "")
