"""`zhixing retention`: what is past its term, erasing it by two persons, and overwriting what was erased."""

from __future__ import annotations

import argparse
from uuid import UUID

from zhixing.actions import erasing, retention
from zhixing.actions.actors import actor_of
from zhixing.actions.start import make_ready
from zhixing.actions.tables import as_owner
from zhixing.ops import clock
from zhixing.store.people.queries import Actor, user_named


def run(words: argparse.Namespace) -> int:
    """Lists what is due; with --run erases it; with --sweep only overwrites. Exit 1 when it could not be done."""
    make_ready()
    if words.sweep:
        return _sweep()
    due = retention.due(today=clock.today())
    _tell(due)
    if not words.run:
        return 0
    if not (words.by and words.second and words.reason):
        raise ValueError("清理要写明 --by 提出人的用户名、--second 确认人的用户名和 --reason 理由")
    by, second = _actor(words.by), _actor(words.second)
    now, today = clock.now(), clock.today()
    asked = erasing.propose_due(words.reason, by=by, now=now, today=today)
    return _confirm(asked, second)


def _confirm(asked: UUID, second: Actor) -> int:
    done = erasing.confirm(asked, by=second, now=clock.now(), today=clock.today())
    print(f"已删除 {done.facts} 条事实的文字，改动导入报告 {done.reports} 份；事实、数字和链没有变。")
    return 0 if done.swept else _sweep()


def _sweep() -> int:
    """As the owner of the tables: on PostgreSQL nobody else may."""
    with as_owner():
        done = erasing.sweep()
    print(
        "数据文件里已删除的文字清除干净了。" if done else "数据文件正被使用，没有清除；请停下服务再运行一次。"
    )
    return 0 if done else 1


def _tell(due: retention.Due) -> None:
    if due.nothing:
        print(f"截至 {due.today} 没有保存期满的内容。")
        return
    print(f"截至 {due.today} 保存期满的：")
    print(f"  离开满期的 {len(due.people)} 人，{len(due.facts)} 条事实的文字")
    for branch, count in due.by_branch:
        print(f"    {branch or '（没有支部）'} {count} 人")
    print(f"  归档满期的导入报告 {len(due.reports)} 份")
    print(f"  满期的操作记录 {due.audit_lines} 行")
    print(f"  答复满期的意见建议 {due.voices} 件")
    for what, count in due.plans:
        print(f"  计划年度结束满期的{what} {count} 条")
    if due.bank:
        print(f"  停用满期的题目 {due.bank} 道上的署名")
    if due.library:
        print(f"  下架满期的文章 {due.library} 篇上的署名")
    if due.packs:
        print(f"  满期的学习包署名和回传 {due.packs} 条")


def _actor(username: str) -> Actor:
    user = user_named(username)
    actor = actor_of(user, today=clock.today()) if user is not None else None
    if actor is None:
        raise ValueError(f"没有叫“{username}”的账户")
    return actor
