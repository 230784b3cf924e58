"""Typed pages of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from zhixing.actions.case_desk import CaseFile, CaseLine, Desk
from zhixing.core.corrections.cases import ELSEWHERE, UPHELD, ObjectionCase, ProposalCase
from zhixing.core.corrections.rules import (
    NOT_REVERSED,
    can_answer,
    can_confirm,
    can_withdraw_proposal,
)
from zhixing.interop.documents.cells import Cell
from zhixing.web.shared.downloads import Offer, list_offers

HEADINGS = (
    *("办理", "异议或更正", "党员", "党支部", "内容", "哪一天"),
    *("提出", "谁提出", "期限", "状态", "办结"),
)
PAGE = 50
"""Settled cases a page."""


@dataclass(frozen=True, slots=True)
class ListPage:
    """The queue; `settled` is a page of `total` cases from number `start` (from 0)."""

    desk: Desk
    settled: tuple[CaseLine, ...]
    start: int
    total: int
    previous: str
    next: str
    person: str
    exports: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a case as its history shows it."""

    when: str
    who: str
    what: str
    words: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """One case; `may` names the buttons that are his."""

    title: str
    file: CaseFile
    line: CaseLine
    is_objection: bool
    may: frozenset[str]
    why_not: str
    propose: str
    propose_session: str
    objection_url: str
    steps: tuple[Step, ...]
    problem: str
    words: str


def list_page(desk: Desk, person: UUID | None, start: str) -> ListPage:
    """The page from the desk; `start` as the address says it."""
    first = int(start) if start.isdigit() and len(start) < 7 else 0
    base = reverse("correction:list")
    more = f"&person={person}" if person else ""
    total = len(desk.settled)
    named = (*desk.to_answer, *desk.to_confirm, *desk.settled)
    return ListPage(
        desk=desk,
        settled=desk.settled[first : first + PAGE],
        start=first,
        total=total,
        previous=f"{base}?from={max(0, first - PAGE)}{more}" if first else "",
        next=f"{base}?from={first + PAGE}{more}" if first + PAGE < total else "",
        person=(named[0].name if named else "这名党员") if person else "",
        exports=list_offers("correction:export", {"person": str(person)} if person else None),
    )


def cells_of(desk: Desk) -> list[tuple[Cell, ...]]:
    """Every case under `HEADINGS`, in the order of the page."""
    queues = (("待答复", desk.to_answer), ("待第二人确认", desk.to_confirm), ("已办结", desk.settled))
    return [
        (
            *(queue, "异议" if one.objection else "更正", one.name, one.branch, one.what, one.day),
            *(one.raised, one.by, one.due.day if one.open else None),
            *("已逾期" if one.overdue else one.state, one.ended),
        )
        for queue, lines in queues
        for one in lines
    ]


def case_page(file: CaseFile, account: int, *, problem: str, words: str) -> CasePage:
    """The page from the opened case."""
    objection = isinstance(file.case, ObjectionCase)
    acts = _may(file)
    query = f"?objection={file.case.uid}"
    proposing = objection and "answer" in acts and file.target is not None
    reversible = file.target is not None and file.target.kind not in NOT_REVERSED
    return CasePage(
        title=f"{'异议' if objection else '更正'}：{file.line.name or file.line.what}",
        file=file,
        line=file.line,
        is_objection=objection,
        may=acts,
        why_not=_why_not(file, acts, account),
        propose=_propose(file.case.target, query) if proposing and reversible and not file.reversed else "",
        propose_session=_propose(file.session, query) if proposing and file.session else "",
        objection_url=reverse("correction:case", args=[file.objection.uid])
        if file.objection and not objection
        else "",
        steps=_steps(file),
        problem=problem,
        words=words,
    )


def _propose(fact: UUID | None, query: str) -> str:
    return reverse("correction:propose", args=[fact]) + query if fact else ""


def _may(file: CaseFile) -> frozenset[str]:
    case, who = file.case, file.hand
    found = set()
    if isinstance(case, ObjectionCase):
        # One word stands in for those to be typed: the question is who, not what.
        for outcome in (UPHELD, ELSEWHERE):
            if can_answer(
                case,
                who=who,
                outcome=outcome,
                words="-",
                earlier=file.earlier,
                reversed_already=file.reversed,
            ):
                found |= {outcome, "answer"}
    elif isinstance(case, ProposalCase):
        if can_confirm(case, who=who, reversed_already=False):
            found |= {"decline"} if file.reversed else {"confirm", "decline"}
        if can_withdraw_proposal(case, who=who):
            found.add("take_back")
    return frozenset(found)


def _why_not(file: CaseFile, acts: frozenset[str], account: int) -> str:
    """Why an open case has no button for who looks at it."""
    case = file.case
    if case.end is not None or acts - {"take_back"}:
        return ""
    if isinstance(case, ProposalCase):
        return (
            "由您提出，要由另一位有权的人用自己的账户确认。"
            if case.account == account
            else "要由另一位有权的人确认。"
        )
    if case.proposal is not None:
        return "已提出更正，等第二人确认；确认后异议随之办结。"
    return "再次提出的异议由机关党委里没有答复过的人办理。" if case.nth > 1 else ""


def _steps(file: CaseFile) -> tuple[Step, ...]:
    case, line = file.case, file.line
    first = "提出异议" if isinstance(case, ObjectionCase) else "提出更正"
    steps = [Step(f"{line.raised}", line.by, first, file.reason)]
    steps += [Step(f"{one.raised}", one.by, f"提出更正（{one.state}）", "") for one in reversed(file.related)]
    if case.end is not None:
        steps.append(Step(f"{case.end.at:%Y-%m-%d}", case.end.by, case.words, file.answer))
    return tuple(steps)
