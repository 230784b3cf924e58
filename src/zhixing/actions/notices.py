"""Notices that leave the house: how many things wait, the ledger's receipt, and a link. Nothing about anybody.

Two steps, so that nothing is sent twice or lost: `prepare` puts each notice into the outbox once a day or week
(its key tells), `send_due` takes them out one by one, sends outside of any transaction and tries again later.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zhixing.actions.actors import actor_of, tree, whole_tree
from zhixing.actions.duties import due_now
from zhixing.core.figures.due import Sort
from zhixing.core.plan.dates_wire import read_changes
from zhixing.interop.sending import BadAddress, mail_to, send
from zhixing.store.intake import queries as intake
from zhixing.store.ledger import api as ledger
from zhixing.store.ledger import sealing
from zhixing.store.ledger.receipts import receipt
from zhixing.store.notices import api, queries
from zhixing.store.people.queries import SECRETARY, SUPERIOR, Actor, Hat, user_of
from zhixing.store.plans import telling

MORNING = 8
"""The hour from which the day's notices are made."""
MONDAY = 0
KEPT = dt.timedelta(days=90)
BY = "系统"
_MAIL = re.compile(r"[^@\s,;?&=/]+@[^@\s,;?&=/]+\.[^@\s,;?&=/]+")


class NoNotice(ValueError):
    """The wish cannot be kept; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Counter:
    """Something that may wait for somebody: its words, and how much of it.

    Asked for an actor, today, and the days since his last notice.
    """

    words: str
    count: Callable[[Actor, dt.date, int], int]


@dataclass(frozen=True, slots=True)
class Wish:
    """An account's wish as its owner sees it; an empty address: nothing is sent. `possible`: mail is set up."""

    address: str
    rhythm: str
    possible: bool


def _duties(actor: Actor, today: dt.date, days: int) -> int:
    """What stands on the page 待办; rules and questions still to be checked are nobody's errand of the day."""
    del days
    someday = (Sort.RULE, Sort.QUESTION)
    return sum(one.count for one in due_now(actor, today) if one.sort not in someday)


def _withdrawals(actor: Actor, today: dt.date, days: int) -> int:
    del today, days
    return len(intake.waiting_withdrawals()) if whole_tree(actor, SUPERIOR, SECRETARY) else 0


def _changed_dates(actor: Actor, today: dt.date, days: int) -> int:
    """Own study dates that changed since the last notice; whoever subscribed sees them in his calendar already."""
    if actor.person is None or telling.feeds_of(actor.account):
        return 0
    since = today - dt.timedelta(days=days)
    rows = (row for row in telling.told_to(actor.person) if row.kind == "changed")
    return sum(len(read_changes(row.body)) for row in rows if timezone.localdate(row.told_at) >= since)


COUNTERS: tuple[Counter, ...] = (
    Counter("待办事项", _duties),
    Counter("学习日期的变动", _changed_dates),
    Counter("撤回待第二人确认", _withdrawals),
)
"""Others are added here. Only numbers leave the house, so that a counter cannot tell a name."""


def prepare(*, now: dt.datetime, today: dt.date) -> int:
    """Puts the day's and the week's notices into the outbox; those that are there already stay. How many new."""
    if timezone.localtime(now).hour < MORNING:
        return 0
    made = 0
    organ = settings.NOTICE_URLS
    if organ and (settings.NOTICE_RHYTHM == queries.DAILY or today.weekday() == MONDAY):
        title, body = _organ_words(today)
        with transaction.atomic():
            for nth in range(len(organ)):
                made += api.put(f"organ:{nth}:{today}", f"organ:{nth}", title, body, now=now)
    if settings.NOTICE_MAIL:
        made += sum(_own(wish, now, today) for wish in queries.wanted())
    return made


def send_due(*, now: dt.datetime) -> tuple[int, int]:
    """Sends what is due. How many went, how many did not."""
    went = missed = 0
    for one in queries.due(now):
        with transaction.atomic():
            taken = api.take(one, now=now)
        if not taken:
            continue
        arrived = _sent(one)
        with transaction.atomic():
            if arrived:
                api.sent(one.key)
            else:
                api.failed(one, now=now)
        went, missed = went + arrived, missed + (not arrived)
    if went or missed:
        with transaction.atomic():
            told = f"{went} 件，未发出 {missed} 件"
            ledger.audit(ledger.Stamp(BY, now), "发出通知", told)
            api.forget(now - KEPT)
    return went, missed


def wish_of(actor: Actor) -> Wish:
    """What an account has chosen."""
    found = queries.wanted(actor.account)
    possible = bool(settings.NOTICE_MAIL)
    if not found:
        return Wish("", queries.WEEKLY, possible)
    return Wish(sealing.unseal(found[0].address, _record(actor.account)), found[0].rhythm, possible)


def choose(actor: Actor, address: str, rhythm: str, *, now: dt.datetime) -> None:
    """Keeps, changes or (with an empty address) removes an account's own wish. Raises NoNotice."""
    address = address.strip()
    if address and not _MAIL.fullmatch(address):
        raise NoNotice("邮箱写得不对，例如 wang@example.cn；不要通知就留空")
    if address and not settings.NOTICE_MAIL:
        raise NoNotice("本单位还没有设置发信的邮件服务器，暂时不能发到邮箱")
    if rhythm not in queries.RHYTHMS:
        raise NoNotice("请选每天还是每周")
    sealed = sealing.seal(address, _record(actor.account)) if address else ""
    with transaction.atomic():
        api.set_address(actor.account, sealed, rhythm)
        verb = "设置通知地址" if address else "取消通知地址"
        ledger.audit(ledger.Stamp(actor.signature, now), verb, "本人的", subject=actor.person)


def site() -> str:
    """The address to sign in at; empty where it is not known."""
    hosts = [host for host in settings.ALLOWED_HOSTS if host not in settings.LOOPBACK and "*" not in host]
    return f"https://{hosts[0].lstrip('.')}/" if settings.PRODUCTION and hosts else ""


def _organ_words(today: dt.date) -> tuple[str, str]:
    waiting = _counts(_office(), today, 7 if settings.NOTICE_RHYTHM == queries.WEEKLY else 1)
    monthly = "月度" if today.day <= 7 and settings.NOTICE_RHYTHM == queries.WEEKLY or today.day == 1 else ""
    lines = [
        _summary(waiting),
        *(f"{words} {count} 件" for words, count in waiting.items()),
        _come(),
        f"账本回执（请留存，zhixing verify --receipt 可核对）：{receipt().code}",
    ]
    return f"知行{monthly}通知 {today}", "\n".join(line for line in lines if line)


def _office() -> Actor:
    """Whom the organ's notice counts for: everything, as its officer sees it."""
    root = tree().root
    org = root.id if root else None
    hat = Hat(SUPERIOR, org, frozenset(tree().below(org)) if org else frozenset())
    return Actor(0, BY, BY, None, (hat,))


def _own(wish: queries.Wanted, now: dt.datetime, today: dt.date) -> bool:
    if wish.rhythm == queries.WEEKLY and today.weekday() != MONDAY:
        return False
    user = user_of(wish.account)
    actor = actor_of(user, today=today) if user is not None else None
    if actor is None:
        return False
    waiting = _counts(actor, today, 7 if wish.rhythm == queries.WEEKLY else 1)
    if not waiting:
        return False
    body = "\n".join(
        line for line in (_summary(waiting), _come(), "不想再收到：登录后在“通知”里留空邮箱。") if line
    )
    with transaction.atomic():
        return api.put(
            f"account:{wish.account}:{today}", f"account:{wish.account}", f"知行通知 {today}", body, now=now
        )


def _counts(actor: Actor, today: dt.date, days: int) -> Mapping[str, int]:
    found = {one.words: one.count(actor, today, days) for one in COUNTERS}
    return {words: count for words, count in found.items() if count}


def _summary(waiting: Mapping[str, int]) -> str:
    return f"现有待办 {sum(waiting.values())} 件。" if waiting else "现在没有待办。"


def _come() -> str:
    return f"请登录查看：{site()}" if site() else "请登录查看。"


def _sent(one: queries.Waiting) -> bool:
    kind, _, which = one.target.partition(":")
    try:
        if kind == "organ":
            urls = settings.NOTICE_URLS
            return int(which) < len(urls) and send(urls[int(which)], one.title, one.body)
        found = queries.wanted(int(which))
        if not found or not settings.NOTICE_MAIL:
            return False
        address = sealing.unseal(found[0].address, _record(int(which)))
        return send(mail_to(settings.NOTICE_MAIL, address), one.title, one.body)
    except (BadAddress, sealing.SealError, OSError):
        return False


def _record(account: int) -> str:
    return f"notice:{account}"
