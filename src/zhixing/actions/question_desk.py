"""Keeping the question bank: writing, a new version, comparing with the article, retiring. One audit line each.

Who may write: party-affairs officers, secretaries, the publicity and the discipline officer. Whoever wrote a version
does not confirm it: another, of the organ or a secretary, compares it with its article.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction

from zhixing.actions.changing import NotYours, Sheet
from zhixing.actions.start import rulebooks
from zhixing.core.figures.due import Due, Sort
from zhixing.core.questions.checks import QuestionError, check_comparison, check_question, tidy
from zhixing.core.questions.question import Question
from zhixing.core.questions.wire import content_digest
from zhixing.store.ledger import api as ledger
from zhixing.store.people.queries import (
    BRANCH,
    DISCIPLINE,
    PUBLICITY,
    SECRETARY,
    SUPERIOR,
    Actor,
    same_person,
)
from zhixing.store.questions import api, queries
from zhixing.store.questions.api import Hand, Written
from zhixing.store.questions.queries import VersionRow

WRITERS = (BRANCH, SECRETARY, SUPERIOR, DISCIPLINE, PUBLICITY)
"""Who keeps the bank; members do not see it, for it holds the answers."""
REVIEWERS = (SUPERIOR, SECRETARY)
LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Desk:
    """What one may do with a question as it stands, and why not, in words."""

    revise: bool
    review: bool
    retire: bool
    why_not: str


def may_write(actor: Actor) -> bool:
    """Whether somebody keeps the bank."""
    return actor.wears(*WRITERS)


def categories(today: dt.date) -> tuple[str, ...]:
    """The seven categories of content (content.categories), empty where no rulebook names them."""
    rule = rulebooks().on("content.categories", today)
    return rule.words("names") if rule else ()


def everything(actor: Actor) -> list[VersionRow]:
    """The latest version of every question, retired ones too; empty for who does not keep the bank."""
    return queries.current() if may_write(actor) else []


def history(actor: Actor, item: UUID) -> list[VersionRow]:
    """All versions of a question, the latest first. Raises NotYours."""
    found = queries.versions(item) if may_write(actor) else []
    if not found:
        raise NotYours
    return found


def desk(actor: Actor, row: VersionRow) -> Desk:
    """What the actor may do with the latest version."""
    question, why = row.question, ""
    try:
        check_comparison(question, author=_wrote(actor, row))
    except QuestionError as refusal:
        why = "" if question.reviewed else str(refusal)
    review = actor.wears(*REVIEWERS) and not question.reviewed and not why and question.until is None
    if not question.reviewed and not why and not actor.wears(*REVIEWERS):
        why = "由书记或者机关党委的党务干部对照条文核对"
    return Desk(may_write(actor), review, may_write(actor) and question.until is None, why)


def waiting(actor: Actor, today: dt.date) -> Iterator[Due]:
    """What stands in 待办: how many questions nobody has compared yet, for who may; without a day, never late."""
    count = queries.unchecked(on=today, author=actor.account) if actor.wears(*REVIEWERS) else 0
    if count:
        words = f"题库有 {count} 道题没有对照条文核对，核对前都标着“待核对”"
        yield Due(Sort.QUESTION, None, "", words, False, basis="出题的人不核对自己的题", count=count)


def write(question: Question, sheet: Sheet, *, origin: str = "手工录入") -> Written:
    """A new question. Raises NotYours, QuestionError."""
    tidied = _checked(question, sheet)
    with transaction.atomic():
        ledger.lock()
        written = api.write_new(tidied, uid=sheet.uid, hand=_hand(sheet), origin=origin)
        if written.new:
            _audit(sheet, "新建题目", written.code)
    return written


def revise(item: UUID, question: Question, reason: str, sheet: Sheet, *, seen: int) -> Written:
    """The next version; `seen` is the version it was written from. What says nothing new makes none.

    A retired question is asked again by it. Raises NotYours, QuestionError.
    """
    tidied = _checked(question, sheet)
    reason = _reason(reason, "请写明为什么改")
    with transaction.atomic():
        ledger.lock()
        last = history(sheet.by, item)[0]
        if last.uid == sheet.uid:
            return Written(item, last.question.version, last.question.code, new=False)
        if last.question.version != seen:
            raise QuestionError(f"{last.by}刚刚改过这道题（第 {last.question.version} 版）；请看过那一版再改")
        if last.digest == content_digest(tidied) and last.question.until is None:
            raise QuestionError("和现在这一版一样，没有要改的")
        written = api.write_version(item, tidied, uid=sheet.uid, hand=_hand(sheet), reason=reason)
        verb = "恢复题目" if last.question.until is not None else "修改题目"
        _audit(sheet, verb, f"{written.code} 第 {written.number} 版", reason)
    return written


def compare(item: UUID, version: int, words: str, sheet: Sheet) -> None:
    """已核对: the version agrees with its article. Raises NotYours, QuestionError."""

    def check(row: VersionRow) -> None:
        if not sheet.by.wears(*REVIEWERS):
            raise NotYours
        check_comparison(row.question, author=_wrote(sheet.by, row))
        api.check(item, version, on=sheet.today, words=words.strip()[:LONGEST_REASON], hand=_hand(sheet))
        _audit(sheet, "核对题目", f"{row.question.code} 第 {version} 版", words.strip())

    _on_latest(item, version, sheet, check)


def retire(item: UUID, version: int, reason: str, sheet: Sheet, *, on: dt.date | None = None) -> None:
    """停用 from a day on, today where none is said. Raises NotYours, QuestionError."""
    reason = _reason(reason, "请写明为什么停用")
    since = on or sheet.today
    if since < sheet.today:
        raise QuestionError("停用的日期不能早于今天：以前答过的仍按当时的题算")

    def put_away(row: VersionRow) -> None:
        if not api.retire(item, version, on=since, reason=reason, hand=_hand(sheet)):
            raise QuestionError("这道题已经停用")
        _audit(sheet, "停用题目", f"{row.question.code}，自 {since}", reason)

    _on_latest(item, version, sheet, put_away)


def _on_latest(item: UUID, version: int, sheet: Sheet, act: Callable[[VersionRow], None]) -> None:
    """Acts on the latest version, under the lock; refuses where there is a newer one meanwhile."""
    with transaction.atomic():
        ledger.lock()
        row = history(sheet.by, item)[0]
        if row.question.version != version:
            raise QuestionError(f"这道题刚刚有了第 {row.question.version} 版；请看过那一版再办")
        act(row)


def _checked(question: Question, sheet: Sheet) -> Question:
    if not may_write(sheet.by):
        raise NotYours
    tidied = tidy(replace(question, checked_by="", checked_on=None, until=None))
    check_question(tidied, categories=categories(sheet.today))
    return tidied


def _reason(reason: str, ask: str) -> str:
    reason = reason.strip()
    if not reason:
        raise QuestionError(ask)
    if len(reason) > LONGEST_REASON:
        raise QuestionError(f"理由最多 {LONGEST_REASON} 个字，写了 {len(reason)} 个")
    return reason


def _wrote(actor: Actor, row: VersionRow) -> bool:
    return row.account is not None and (row.account == actor.account or same_person(actor, row.account))


def _hand(sheet: Sheet) -> Hand:
    return Hand(sheet.by.signature, sheet.by.account, sheet.now)


def _audit(sheet: Sheet, verb: str, target: str, detail: str = "") -> None:
    ledger.audit(ledger.Stamp(sheet.by.signature, sheet.now), verb, target, detail)
