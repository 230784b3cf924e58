"""What a table told when it was imported before and does not tell now: a correction that only added.

A fact entered from a row stays until that row is withdrawn; so a name taken off a list, or a date put right,
would count for ever. Nothing is reversed by itself: the row is named, a person withdraws it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.facts import kinds as k
from zhixing.core.facts.record import Draft, natural_key
from zhixing.core.facts.rostering import DutyException, LeaveSpan, PeakSet, Unavailable
from zhixing.core.intake.desk import STATE_WORDS, Desk
from zhixing.core.intake.rows import Sheet

SHOWN = 5

_WORDS: dict[type[k.Body], str] = {
    k.PersonDescribed: "花名册上的",
    k.NonMember: "名册上的",
    k.SessionHeld: "活动",
    k.Makeup: "补学",
    k.Training: "学时登记",
    k.SelfStudy: "自学成果",
    k.SelfStudyChecked: "抽查结果",
    k.TestTaken: "测验",
    k.PracticeVisit: "下基层",
    k.PracticeJoined: "下基层参加人",
    k.Talk: "谈话",
    k.NeedRaised: "诉求",
    k.ProblemSet: "问题",
    k.Gate: "评优资格限制",
    k.PlanItem: "计划",
    k.Pledge: "承诺",
    LeaveSpan: "请假",
    DutyException: "换班",
    Unavailable: "停用日期",
    PeakSet: "业务高峰",
}
"""Kinds that a row states as such. States of a thing go on from one to the next, so an old one is not missed."""

_THINGS = (k.SessionHeld, k.PracticeVisit, k.SelfStudy, k.NeedRaised, k.Pledge)


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact in force whose row is no longer in its table: where it came from, and what it says."""

    file: str
    sheet: str
    row: int
    what: str


def missing(desk: Desk, held: Mapping[str, Draft], sheets: Iterable[Sheet]) -> list[Missing]:
    """The facts `held` that came from these sheets, are of their year and were told by none of the folder's."""
    read = {(sheet.file, sheet.sheet): sheet for sheet in sheets}
    gone = []
    for key, draft in held.items():
        sheet = read.get((draft.source.file, draft.source.sheet))
        if sheet is None or key in desk.said or not _told_as_such(draft, desk):
            continue
        if _year(draft, held) == (sheet.year or desk.year) and draft.source.row not in _lost(sheet):
            gone.append(draft)
    things = {draft.about for draft in gone if isinstance(draft.body, _THINGS)}
    gone = [draft for draft in gone if isinstance(draft.body, _THINGS) or draft.about not in things - {None}]
    found = [Missing(one.source.file, one.source.sheet, one.source.row, _what(one, desk)) for one in gone]
    return sorted(set(found), key=lambda one: (one.file, one.sheet, one.row, one.what))


def warnings(found: Iterable[Missing]) -> Iterator[str]:
    """One warning a sheet, with the command that withdraws a row."""
    sheets: dict[tuple[str, str], list[Missing]] = {}
    for one in found:
        sheets.setdefault((one.file, one.sheet), []).append(one)
    for (file, sheet), mine in sheets.items():
        some = ";".join(f"第 {one.row} 行 {one.what}" for one in mine[:SHOWN])
        more = " 等" if len(mine) > SHOWN else ""
        yield (
            f"《{file}》({sheet})上次导入有、这次没有 {len(mine)} 条:{some}{more};仍按在账计。如是更正,"
            f"请撤回那一行(zhixing import --withdraw 批次 --file {file} --row 行;批次见 zhixing batches)"
        )


def _told_as_such(draft: Draft, desk: Desk) -> bool:
    if draft.about in desk.unread:
        return False
    body = draft.body
    if isinstance(body, k.SelfStudyChecked):
        return body.result != "退回"
    if isinstance(body, k.NonMember):
        stages = natural_key(body, draft.subject, None, None).split("|")[:3]
        return not any(key.startswith("|".join([*stages, ""])) for key in desk.said)
    return isinstance(body, k.Attendance) or type(body) in _WORDS


def _year(draft: Draft, held: Mapping[str, Draft]) -> int | None:
    """The year of the table that a fact belongs to: a make-up in January is of the session's year."""
    body = draft.body
    if isinstance(body, k.Makeup):
        session = held.get(f"{k.Kind.SESSION_HELD.value}||{draft.about.hex if draft.about else ''}")
        return session.day.year if session and session.day else None
    if isinstance(body, k.PersonDescribed | k.NonMember):
        return body.as_of.year if body.as_of else None
    if isinstance(body, k.PlanItem):
        return body.year
    if isinstance(body, LeaveSpan | PeakSet | Unavailable):
        return body.since.year
    if isinstance(body, DutyException):
        return body.date.year
    return draft.day.year if draft.day else None


def _lost(sheet: Sheet) -> set[int]:
    """Rows that could not be read at all: they are told of as such."""
    return {one.origin.row for one in sheet.troubles} - {one.origin.row for one in sheet.records}


def _what(draft: Draft, desk: Desk) -> str:
    body = draft.body
    word = STATE_WORDS[body.state] if isinstance(body, k.Attendance) else _WORDS[type(body)]
    return " ".join(part for part in (word, *_named(draft, desk)) if part)


def _named(draft: Draft, desk: Desk) -> Iterator[str]:
    body = draft.body
    if isinstance(body, k.SessionHeld | k.PlanItem | k.ProblemSet | k.NeedRaised | k.Pledge):
        yield body.code
    if isinstance(body, k.SessionHeld | k.Training | k.PlanItem | k.TestTaken):
        yield body.title
    if isinstance(body, k.PracticeVisit):
        yield body.place
    if isinstance(body, LeaveSpan | PeakSet | Unavailable):
        yield f"{body.since} 起"
    if isinstance(body, k.SelfStudy):
        yield body.output
    yield _name(draft.subject, desk)
    if draft.day is not None and not isinstance(body, k.Attendance | k.ProblemSet):
        yield draft.day.isoformat()


def _name(person: UUID | None, desk: Desk) -> str:
    known = desk.register.people.get(person) if person else None
    return known.name if known else ""
