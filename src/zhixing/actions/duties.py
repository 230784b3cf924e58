"""What needs somebody now: the year's duties from figures and rules, and what waits in other books.

`PROVIDERS` is the declared list of those books: each gives what waits there for an actor on a day. A new screen
with something that waits adds its line there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from django.utils import timezone

from zhixing.actions.ask_withdrawal import CONFIRMERS
from zhixing.actions.ask_withdrawal import may_confirm as may_confirm_withdrawal
from zhixing.actions.batches_waiting import waiting as waiting_batches
from zhixing.actions.case_desk import desk
from zhixing.actions.dossier import READERS, whole_year
from zhixing.actions.erasing import may_confirm
from zhixing.actions.leave import waiting as waiting_leave
from zhixing.actions.library_desk import waiting as waiting_articles
from zhixing.actions.makeups import waiting as waiting_makeups
from zhixing.actions.meetings import waiting as waiting_decisions
from zhixing.actions.notes import waiting as waiting_notes
from zhixing.actions.pack_returns import due_returns
from zhixing.actions.papers_waiting import waiting as waiting_papers
from zhixing.actions.plan_reminders import preparations
from zhixing.actions.plan_waiting import waiting as waiting_plans
from zhixing.actions.question_desk import waiting as waiting_questions
from zhixing.actions.recording import BOOKKEEPERS, keeps
from zhixing.actions.roll import roll
from zhixing.actions.start import rulebooks
from zhixing.actions.upload import may_handle
from zhixing.actions.voices import may_receive
from zhixing.core.figures.due import Due, Sort, by_urgency
from zhixing.core.figures.figure import cite
from zhixing.core.figures.open import OpenThing
from zhixing.core.people.transfer import STEP_WORDS, due_on, is_overdue
from zhixing.store.intake.queries import open_uploads, waiting_withdrawals
from zhixing.store.keeping import queries as keeping
from zhixing.store.people.queries import SUPERIOR, Actor
from zhixing.store.voices import queries as voices

OFFICERS_ONLY = frozenset({Sort.NEED})
"""Sorts that only those see who keep the branch's books."""
Provider = Callable[[Actor, dt.date], Iterable[Due]]


def due_now(actor: Actor, today: dt.date) -> tuple[Due, ...]:
    """Everything that waits for an actor, the most pressing first."""
    reach, books = actor.reach(*READERS), actor.reach(*BOOKKEEPERS)
    mine = [
        one
        for one in whole_year(today.year, today=today).dues
        if one.org in (books if one.sort in OFFICERS_ONLY else reach)
    ]
    for provider in PROVIDERS:
        mine += provider(actor, today)
    return tuple(sorted(mine, key=by_urgency))


def _uploads(actor: Actor, today: dt.date) -> Iterator[Due]:
    """Imports looked through and not yet accepted, with rows that nobody has settled."""
    del today
    for one in open_uploads():
        if may_handle(actor, one):
            words = f"《{one.folder}》{one.state_words}"
            yield Due(Sort.OPEN_ROW, None, "", words, True, basis="不猜、不丢，认完再入账", thing=one.id)


def _cases(actor: Actor, today: dt.date) -> Iterator[Due]:
    """Objections to answer, corrections to confirm."""
    if not actor.wears(*BOOKKEEPERS):
        return
    found = desk(actor, today=today)
    rule = cite(rulebooks().on("correction.terms", today))
    for sort, lines in ((Sort.OBJECTION, found.to_answer), (Sort.CONFIRM, found.to_confirm)):
        for one in lines:
            who = "保密事项" if one.confidential else f"{one.name}：{one.what}"
            words = f"{who}（{one.raised:%m-%d} 提出）"
            yield Due(sort, None, one.branch, words, one.overdue, one.due.day, rule, thing=one.uid)


def _withdrawals(actor: Actor, today: dt.date) -> Iterator[Due]:
    """Imports, or rows of them, that somebody else wants withdrawn."""
    del today
    if not actor.wears(*CONFIRMERS):
        return
    for one in waiting_withdrawals():
        if may_confirm_withdrawal(actor, one):
            what = f"第 {one.row} 行" if one.row else "整批"
            asked = timezone.localtime(one.asked_at)
            words = f"第 {one.batch} 批导入的{what}（{asked:%m-%d} 提出）"
            yield Due(Sort.WITHDRAWAL, None, "", words, False, basis="撤回要两个人", thing=one.id)


def _transfers(actor: Actor, today: dt.date) -> Iterator[Due]:
    """组织关系 on its way, seen from both ends."""
    reach, known, rules = actor.reach(*BOOKKEEPERS), roll(), rulebooks()
    for one in known.in_transit.values():
        org = one.target if one.target in reach else one.source
        person = known.register.people.get(one.person)
        if org in reach and person is not None:
            late = is_overdue(one, rules, today)
            words = f"{person.name}的组织关系{STEP_WORDS[one.step]}，自 {one.moved}"
            cites = cite(rules.on("standing.transfer", today))
            name = known.register.name_of(org)
            yield Due(Sort.TRANSFER, org, name, words, late, due_on(one, rules), cites, person=one.person)


def _rules(actor: Actor, today: dt.date) -> Iterator[Due]:
    """Rules in force that nobody has compared with their document yet."""
    if not actor.wears(SUPERIOR):
        return
    waiting = [
        rule for book in rulebooks().books for rule in book.rules if rule.pending and rule.holds_on(today)
    ]
    if waiting:
        words = f"{len(waiting)} 条规则待核对原文，核对前只作参考"
        yield Due(Sort.RULE, None, "", words, False, basis="规则手册", count=len(waiting))


def _voices(actor: Actor, today: dt.date) -> Iterator[Due]:
    """Complaints and suggestions to answer."""
    dues = voices.open_dues() if may_receive(actor) else []
    if dues:
        words = f"意见建议 {len(dues)} 件等答复"
        rule = cite(rulebooks().on("voice.terms", today))
        yield Due(Sort.VOICE, None, "", words, dues[0] < today, dues[0], rule, count=len(dues))


def _erasures(actor: Actor, today: dt.date) -> Iterator[Due]:
    """Words to be erased, where a second person is asked for: whoever proposed it is not."""
    del today
    asked = keeping.asked_of(actor.account) if may_confirm(actor) else 0
    if asked:
        basis = "个人信息保护法第四十七条"
        yield Due(Sort.ERASURE, None, "", f"{asked} 件删除申请等第二人确认", False, basis=basis, count=asked)


PROVIDERS: tuple[Provider, ...] = (
    waiting_batches,
    waiting_plans,
    waiting_leave,
    waiting_decisions,
    waiting_makeups,
    _uploads,
    _cases,
    _withdrawals,
    _voices,
    waiting_articles,
    _erasures,
    due_returns,
    _transfers,
    waiting_notes,
    waiting_papers,
    preparations,
    waiting_questions,
    _rules,
)


def open_things(actor: Actor, today: dt.date) -> tuple[OpenThing, ...]:
    """What waits to be settled in the books that an actor keeps, the oldest first."""
    seen, register = whole_year(today.year, today=today), roll().register
    return tuple(one for one in seen.open if keeps(actor, one.org, register))
