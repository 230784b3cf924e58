"""`zhixing init`, `verify`, `anchor`."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from uuid import UUID

from zhixing.actions import library_search
from zhixing.actions.anchoring import note_anchor
from zhixing.actions.start import (
    NotReady,
    application_owns_ledger,
    check_tables,
    make_ready,
    restore_guards,
)
from zhixing.core.facts.chain import Break, Head
from zhixing.interop.documents.punctuation import printed
from zhixing.ops import clock
from zhixing.ops.outfile import writable
from zhixing.store.ledger import api, queries, receipts

SHOWN = 50


def init(words: argparse.Namespace) -> int:
    """Creates or upgrades the database."""
    if words.restore_guards:
        check_tables()
        found = list(queries.breaks())
        if found:
            raise NotReady(f"账本有 {len(found)} 处断裂，先查明再恢复保护；详见 zhixing verify")
        restore_guards()
    make_ready()
    if words.rebuild_search:
        made = library_search.rebuild(api.Stamp(clock.login(), clock.now()))
        print(f"文库检索已重建，{made} 篇。")
    print("数据库已就绪。")
    if application_owns_ledger():
        print(
            "提醒：应用的数据库角色同时是账本表的所有者，能关掉防改保护。请另设所有者角色，"
            "用 ZHIXING_DATABASE_OWNER_URL 建库，见 docs/运维.md。",
            file=sys.stderr,
        )
    return 0


def verify(words: argparse.Namespace) -> int:
    """Walks all chains. Exit 1 when anything is wrong."""
    kept = _read_anchor(Path(words.anchor)) if words.anchor else None
    check_tables()
    start = time.perf_counter()
    found = list(queries.breaks(kept.heads, kept.installation) if kept else queries.breaks())
    count, took = queries.fact_count(), time.perf_counter() - start
    told = [f"{_where(one)}{printed(one.sentence)}" for one in found]
    if words.receipt:
        told += receipts.against(receipts.read(words.receipt))
    for sentence in told[:SHOWN]:
        print(sentence)
    if told:
        print(f"共 {len(told)} 处不对。")
        return 1
    against = "；没有给锚文件或回执，查不出整段改写到末尾"
    if kept or words.receipt:
        against = f"，与{'锚文件' if kept else '回执'}一致"
    chains = len(queries.heads())
    print(f"{count} 条事实、{chains} 条链（含操作记录）完整（{took:.2f} 秒）{against}。")
    return 0


def anchor(words: argparse.Namespace) -> int:
    """Writes the ends of all chains, to be kept outside this machine."""
    out = writable(words.out)
    make_ready()
    note_anchor(out.name, by=clock.login(), now=clock.now())
    heads = queries.heads()
    content = {
        "kind": "zhixing-anchor/1",
        "written": clock.now().isoformat(timespec="seconds"),
        "digest": api.installation().digest,
        "installation": queries.installation_digest(),
        "facts": queries.fact_count(),
        "chains": [{"chain": str(head.chain), "length": head.length, "hash": head.hash} for head in heads],
    }
    out.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"锚文件已写到 {words.out}：{len(heads)} 条链、{content['facts']} 条事实。请拷离本机保存。")
    print(f"账本回执（可抄下来，以后用 zhixing verify --receipt 核对）：{receipts.receipt().code}")
    return 0


def _where(one: Break) -> str:
    if one.chain.int == 0:
        return ""
    name = "操作记录" if one.chain == queries.AUDIT else f"链 {one.chain}"
    return f"{name} 第 {one.position} 环：" if one.position else f"编号 {one.chain}："


def _read_anchor(path: Path) -> queries.Anchor:
    try:
        content = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as gone:
        raise ValueError(f"没有锚文件 {path}") from gone
    except (OSError, ValueError) as broken:
        raise ValueError(f"{path} 读不了，或不是锚文件（不是完整的 JSON）") from broken
    if not isinstance(content, dict) or content.get("kind") != "zhixing-anchor/1":
        raise ValueError(f"{path} 不是锚文件")
    try:
        heads = tuple(
            Head(UUID(one["chain"]), _whole(one["length"]), str(one["hash"])) for one in content["chains"]
        )
    except (AttributeError, KeyError, TypeError, ValueError) as broken:
        raise ValueError(f"锚文件 {path} 不完整或被改动过：各条链的记录读不出来") from broken
    return queries.Anchor(heads, str(content.get("installation", "")))


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(value)
    return value
