"""Examining an installation: findings about its database, each with what to do. Nothing about anybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.db import connection, transaction
from django.db.utils import DatabaseError

from zhixing.actions import library_search, tables
from zhixing.actions.start import application_owns_ledger, rulebooks
from zhixing.core.rules.book import RulebookError
from zhixing.store.content import files
from zhixing.store.content import queries as content
from zhixing.store.ledger import api, guards, queries
from zhixing.store.ledger.lastly import ANCHOR, BACKUP, last_done, last_line
from zhixing.store.snapshots import tables as states

Level = Literal["通过", "要注意", "不行"]
GOOD: Level = "通过"
WARN: Level = "要注意"
BAD: Level = "不行"
WALKED = 200_000
"""Facts up to which the chains are walked here; about four seconds."""
OLD = dt.timedelta(days=2)
AHEAD = dt.timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: how it is, what was found, what to do about it (empty when nothing)."""

    level: Level
    subject: str
    found: str
    remedy: str = ""


def database_findings(*, now: dt.datetime) -> Iterator[Finding]:
    """The database from outside to inside; after something that bars the way, no more."""
    try:
        if not tables.there():
            yield Finding(BAD, "数据库", "还没有建好", "运行 zhixing init")
            return
        engine = "SQLite" if connection.vendor == "sqlite" else f"PostgreSQL {_version()}"
        yield Finding(GOOD, "数据库", f"连得上（{engine}）")
        yield _migrations()
        if states.pending() or states.unknown(states.applied()):
            return
        yield from _writable()
        yield _guards()
        yield _ownership()
        yield _chains()
        yield _files()
        yield _search()
        yield _age(BACKUP, "备份", now, "运行 zhixing backup，并设好每天的定时任务（deploy/ 里有）")
        yield _age(ANCHOR, "锚文件", now, "运行 zhixing anchor --out 文件，拷离本机")
        yield _clock(now)
    except (DatabaseError, tables.NotReady) as broken:
        yield Finding(BAD, "数据库", f"打不开：{broken}", "查地址、口令、服务和磁盘")


def note_examination(findings: list[Finding], *, by: str, now: dt.datetime) -> None:
    """The audit line of an examination."""
    counts = "，".join(f"{level} {sum(f.level == level for f in findings)}" for level in (GOOD, WARN, BAD))
    with transaction.atomic():
        api.audit(api.Stamp(by, now), "体检", "本机", counts)


def rulebook_finding() -> Finding:
    """Whether the rulebooks can be read."""
    try:
        books = rulebooks().books
    except RulebookError as wrong:
        return Finding(BAD, "规则册", str(wrong), "按这句话改那一行")
    waiting = sum(rule.pending for book in books for rule in book.rules)
    if waiting:
        told = f"{len(books)} 册，{waiting} 条还没有与原文核对"
        return Finding(WARN, "规则册", told, "核对原文后去掉 pending，写上 checked_by、checked_on")
    return Finding(GOOD, "规则册", f"{len(books)} 册")


def _version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        row = cursor.fetchone()
    return str(row[0]).split(" ")[0] if row else ""


def _migrations() -> Finding:
    if states.unknown(states.applied()):
        return Finding(BAD, "版本", "数据库比程序新", "换上新的程序")
    if states.pending():
        return Finding(BAD, "版本", "数据库比程序旧", "停掉服务，运行 zhixing upgrade")
    return Finding(GOOD, "版本", "数据库与程序一致")


def _writable() -> Iterator[Finding]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT has_table_privilege('ledger_fact', 'INSERT') AND NOT pg_is_in_recovery(),"
                " current_setting('synchronous_commit'), current_setting('fsync')"
            )
            may, commit, fsync = cursor.fetchone()
        if not may:
            yield Finding(BAD, "写入", "账本写不进去", "查角色的授权，查是不是只读副本")
        if commit == "off" or fsync == "off":
            yield Finding(BAD, "落盘", "synchronous_commit 或 fsync 关着", "断电会丢已应答的登记；请打开")
        else:
            yield Finding(GOOD, "落盘", "应答之前已写到磁盘")
        return
    with connection.cursor() as cursor:
        with transaction.atomic():
            cursor.execute("SELECT 1")
        cursor.execute("PRAGMA journal_mode")
        journal = str(cursor.fetchone()[0])
        cursor.execute("PRAGMA synchronous")
        synchronous = int(cursor.fetchone()[0])
    good = journal == "wal" and synchronous >= 2  # noqa: PLR2004  2 is FULL
    told = f"日志方式 {journal}，同步等级 {synchronous}"
    yield Finding(
        GOOD if good else BAD, "落盘", told, "" if good else "应为 wal 和 2（FULL）；查磁盘是不是只读或网络盘"
    )


def _guards() -> Finding:
    lacking = guards.missing(connection)
    if lacking:
        return Finding(
            BAD,
            "防改保护",
            f"缺少 {'、'.join(lacking)}",
            "先 zhixing verify，再 zhixing init --restore-guards",
        )
    return Finding(GOOD, "防改保护", "都在")


def _ownership() -> Finding:
    if application_owns_ledger():
        return Finding(
            WARN, "数据库角色", "应用的角色拥有账本表，能关掉防改保护", "另设所有者角色，见 docs/运维.md"
        )
    return Finding(GOOD, "数据库角色", "合适")


def _chains() -> Finding:
    count = queries.fact_count()
    if count > WALKED:
        return Finding(
            WARN, "账本", f"{count} 条事实，较多，没有逐条走一遍", "运行 zhixing verify --anchor 锚.json"
        )
    found = list(queries.breaks())
    if found:
        return Finding(
            BAD, "账本", f"{len(found)} 处不对", "运行 zhixing verify 看是哪几处；停服务，保留现场"
        )
    return Finding(GOOD, "账本", f"{count} 条事实，各条链完整")


def _files() -> Finding:
    wanted = content.digests()
    lost = files.lost(settings.HOME, wanted)
    if lost:
        remedy = "从备份恢复 media 文件夹，或重新上传"
        return Finding(BAD, "文库文件", f"缺 {len(lost)} 个（{lost[0][:12]} …）", remedy)
    return Finding(GOOD, "文库文件", f"{len(wanted)} 个，都在")


def _search() -> Finding:
    wrong = library_search.out_of_step()
    if wrong:
        return Finding(BAD, "文库检索", f"{wrong} 处与文章不符", "运行 zhixing init --rebuild-search")
    return Finding(GOOD, "文库检索", "与文章相符")


def _age(verb: str, subject: str, now: dt.datetime, remedy: str) -> Finding:
    last = last_done(verb)
    if last is None:
        return Finding(WARN, subject, "从来没有做过", remedy)
    days = (now - last).days
    told = f"最近一次在 {last.astimezone(dt.timezone(dt.timedelta(hours=8))):%Y-%m-%d %H:%M}"
    return (
        Finding(WARN, subject, f"{told}，已有 {days} 天", remedy)
        if now - last > OLD
        else Finding(GOOD, subject, told)
    )


def _clock(now: dt.datetime) -> Finding:
    last = last_line()
    if last is not None and last > now + AHEAD:
        return Finding(BAD, "时钟", "比最近一条操作记录还早", "校准系统时钟；期限和先后都按它算")
    return Finding(GOOD, "时区", str(settings.TIME_ZONE))
