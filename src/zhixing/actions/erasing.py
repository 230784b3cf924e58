"""Erasing words: one proposes, another confirms; facts, figures and chains stay as they are.

Grounds are those of 个人信息保护法第四十七条. Whoever still stands on the roll has no claim to it (the purpose
goes on; what is wrong is corrected, 第四十六条); single facts with words of their own can be erased for anybody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from zhixing.actions.actors import tree, whole_tree
from zhixing.actions.retention import due, left_on
from zhixing.core.facts.kinds import Kind
from zhixing.core.people.register import fold_register
from zhixing.store.content import forgetting as library
from zhixing.store.courses import api as courses
from zhixing.store.keeping import api as keeping
from zhixing.store.keeping.queries import FACT, PERSON, TERM, ErasureRow, erasure, unswept
from zhixing.store.ledger import api, erasing, glances
from zhixing.store.memory import api as memory
from zhixing.store.notes import api as notes
from zhixing.store.notices import api as notices
from zhixing.store.packs import forgetting as packs
from zhixing.store.papers import api as papers
from zhixing.store.people import api as people
from zhixing.store.people.queries import SECRETARY, SUPERIOR, Actor, same_person
from zhixing.store.plans import forgetting as plans
from zhixing.store.questions import forgetting as bank
from zhixing.store.voices import api as voices

ERASED_LONG_AGO = dt.timedelta(days=3 * 366)
GROUNDS = {
    "done": "处理目的已实现、无法实现或者不再必要（第四十七条第一款第一项）",
    "stopped": "停止提供服务，或者保存期限已届满（第一款第二项）",
    "unlawful": "违反法律、行政法规或者约定处理（第一款第四项）",
    "other": "法律、行政法规规定的其他情形（第一款第五项）",
}
"""第三项（撤回同意）is left out: nothing here rests on consent but a notice address, which its owner removes."""


class NotErased(ValueError):
    """It cannot be erased; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody proposes: a person's words (`subject`) or one fact's (`fact`), the ground, the reason."""

    ground: str
    reason: str
    subject: UUID | None = None
    fact: UUID | None = None


@dataclass(frozen=True, slots=True)
class Erased:
    """What came of it: facts whose words went, reports changed; `swept`: the bytes are overwritten as well."""

    facts: int
    reports: int
    swept: bool


def may_propose(actor: Actor) -> bool:
    """The organ's officer proposes."""
    return actor.wears(SUPERIOR)


def may_confirm(actor: Actor) -> bool:
    """Another officer of the organ confirms, or the secretary of the committee."""
    return whole_tree(actor, SUPERIOR, SECRETARY)


def propose(wish: Wish, *, by: Actor, now: dt.datetime, today: dt.date) -> UUID:
    """Writes a proposal and its audit line. Raises NotErased. The proposal's id."""
    _check_words(by, wish.ground, wish.reason)
    if wish.subject is not None:
        there = erasing.worded(subject=wish.subject)
        _check_left(wish.subject, today=today)
        kind = PERSON
    else:
        there = erasing.worded(facts=[wish.fact] if wish.fact else [])
        kind = FACT
        if there and there[0].kind is Kind.PERSON_DESCRIBED:
            raise NotErased("姓名不能单独从一条事实里删除；请按人提出")
    if not there:
        raise NotErased("这里没有可以删除的文字：也许已经删除过")
    subject = wish.subject or there[0].subject
    asked = keeping.Asked(kind, wish.ground, subject, [one.fact for one in there], [], wish.reason.strip())
    with transaction.atomic():
        uid = keeping.ask(asked, by=by.signature, asker=by.account, now=now)
        _audit(by, "提出删除文字", f"{len(there)} 条事实", GROUNDS[wish.ground], now, subject)
    return uid


def propose_due(reason: str, *, by: Actor, now: dt.datetime, today: dt.date) -> UUID:
    """Proposes to erase everything past its term today, as the preview lists it. Raises NotErased."""
    _check_words(by, "stopped", reason)
    found = due(today=today)
    if found.nothing:
        raise NotErased("今天没有保存期满的内容")
    batches = [one.batch for one in found.reports]
    asked = keeping.Asked(TERM, "stopped", None, found.facts, batches, reason.strip())
    with transaction.atomic():
        uid = keeping.ask(asked, by=by.signature, asker=by.account, now=now)
        told = f"{len(found.people)} 人 {len(found.facts)} 条事实，{len(batches)} 份导入报告"
        told += "".join(f"，{what} {count} 条" for what, count in found.plans)
        told += f"，{found.bank} 道停用题目的署名" if found.bank else ""
        told += f"，{found.library} 篇下架文章的署名" if found.library else ""
        told += f"，学习包的署名和回传 {found.packs} 条" if found.packs else ""
        _audit(by, "提出清理期满内容", told, "", now, None)
    return uid


def confirm(uid: UUID, *, by: Actor, now: dt.datetime, today: dt.date) -> Erased:
    """Carries out a proposal, confirmed by somebody else. Raises NotErased."""
    row = _waiting(uid, by)
    with transaction.atomic():
        api.lock()
        stamp = api.Stamp(by.signature, now)
        why = f"{GROUNDS[row.ground]}；{row.by}提出，{by.signature}确认"
        reports = _forget_people(row, today=today) + erasing.empty_reports(row.batches)
        count = erasing.erase(row.facts, stamp, why=why)
        if not keeping.close(uid, done=True, second=by.signature, answer="", erased=count, now=now):
            raise NotErased("这一件刚刚已经有人办了")
        if row.kind == TERM:
            _forget_rest(stamp, today=today)
        told = f"{count} 条事实的文字，{reports} 份导入报告"
        api.audit(stamp, "确认删除文字", told, GROUNDS[row.ground], row.subject)
    return Erased(count, reports, sweep())


def refuse(uid: UUID, answer: str, *, by: Actor, now: dt.datetime) -> None:
    """Turns a proposal down, with the reason. Raises NotErased."""
    row = _waiting(uid, by)
    if not answer.strip():
        raise NotErased("不予删除要写明理由")
    with transaction.atomic():
        keeping.close(uid, done=False, second=by.signature, answer=answer.strip(), erased=0, now=now)
        _audit(by, "不予删除文字", f"{len(row.facts)} 条事实", GROUNDS[row.ground], now, row.subject)


def sweep() -> bool:
    """Takes erased bytes out of the database's files; outside of a transaction. False: to be tried again later."""
    if transaction.get_connection().in_atomic_block or not erasing.sweep():
        return False
    with transaction.atomic():
        keeping.mark_swept()
    return True


def sweep_if_needed() -> bool | None:
    """The sweep for what could not be swept at once; None when nothing waits."""
    return sweep() if unswept() else None


def quoted(names: Collection[str]) -> int:
    """How many facts quote one of these names in a chained text: an erasure does not reach those."""
    return erasing.quoted_elsewhere(names)


def _forget_people(row: ErasureRow, *, today: dt.date) -> int:
    """Names also stand in import reports and on accounts, words in asks, opinions and what was told.

    How many reports changed.
    """
    if row.kind == FACT:
        return 0
    subjects = {one.subject for one in erasing.worded(facts=row.facts)} - {None}
    names: set[str] = set()
    for subject in subjects:
        assert subject is not None
        _check_left(subject, today=today)
        names |= erasing.names_of(subject)
        accounts = people.forget_label(subject)
        for account in accounts:
            notices.set_address(account, "", "")
        plans.forget_person(subject, accounts)
        memory.forget_person(subject)
        courses.forget_person(subject)
        notes.forget_person(subject, accounts)
        bank.forget_person(accounts)
        packs.forget_person(subject, accounts)
        papers.forget_person(subject, accounts)
        library.forget_person(accounts)
    return erasing.strike_from_reports(names) if names else 0


def _forget_rest(stamp: api.Stamp, *, today: dt.date) -> None:
    found = due(today=today)
    if found.audit_lines:
        api.purge_audit(found.audit_before, stamp=stamp)
    if found.voices:
        voices.forget(found.voices_before)
    if found.plans:
        plans.purge(found.plans_before)
    if found.bank:
        bank.strike(found.bank_before)
    if found.library:
        library.strike(found.library_before)
    if found.packs:
        packs.purge(*found.packs_before)
    keeping.forget_old(stamp.now - ERASED_LONG_AGO)


def _check_left(subject: UUID, *, today: dt.date) -> None:
    facts = glances.about_person(subject)
    person = fold_register([*glances.organisation(), *facts], {}).people.get(subject)
    if person is not None and person.roll and left_on(person, today=today) is None:
        branch = tree().name_of(person.roll[-1].org)
        raise NotErased(
            f"这名党员仍在{branch}在册，处理目的还在，不符合第四十七条；写错了的请走更正，单独一条的文字可以按条删除"
        )


def _check_words(by: Actor, ground: str, reason: str) -> None:
    if not may_propose(by):
        raise NotErased("删除由机关党委的党务干部提出")
    if ground not in GROUNDS:
        raise NotErased("请选依据：第四十七条的哪一项")
    if not reason.strip():
        raise NotErased("请写明理由：谁申请的、为什么")


def _waiting(uid: UUID, by: Actor) -> ErasureRow:
    row = erasure(uid)
    if row is None or row.decided_at is not None:
        raise NotErased("没有这一件，或者已经办过了")
    if not may_confirm(by):
        raise NotErased("由机关党委的另一名党务干部或者书记确认")
    if by.account == row.asker or same_person(by, row.asker):
        raise NotErased("提出人不能自己确认，请另一人来办")
    if row.subject is not None and by.person == row.subject:
        raise NotErased("删的是您自己的文字，请另一人确认")
    return row


def _audit(by: Actor, verb: str, target: str, detail: str, now: dt.datetime, subject: UUID | None) -> None:
    api.audit(api.Stamp(by.signature, now), verb, target, detail, subject)
