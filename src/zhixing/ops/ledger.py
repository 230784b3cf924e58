"""`zhixing init`, `verify`, `anchor`."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from uuid import UUID

from zhixing.actions.start import NotReady, application_owns_ledger, make_ready, restore_guards
from zhixing.core.facts.chain import Head
from zhixing.ops import clock
from zhixing.store.ledger import api, queries

SHOWN = 50


def init(words: argparse.Namespace) -> int:
    """Creates or upgrades the database."""
    if words.restore_guards:
        found = list(queries.breaks())
        if found:
            raise NotReady(f"账本有 {len(found)} 处断裂,先查明再恢复保护;详见 zhixing verify")
        restore_guards()
    make_ready()
    print("数据库已就绪。")
    if application_owns_ledger():
        print(
            "提醒:应用的数据库角色同时是账本表的所有者,能关掉防改保护。请另设所有者角色,"
            "用 ZHIXING_DATABASE_OWNER_URL 建库,见 docs/运维.md。",
            file=sys.stderr,
        )
    return 0


def verify(words: argparse.Namespace) -> int:
    """Walks all chains. Exit 1 when anything is wrong."""
    anchors = _read_anchor(Path(words.anchor)) if words.anchor else []
    start = time.perf_counter()
    found = list(queries.breaks(anchors))
    count, took = queries.fact_count(), time.perf_counter() - start
    for one in found[:SHOWN]:
        print(f"链 {one.chain} 第 {one.position} 环:{one.sentence}")
    if found:
        print(f"共 {len(found)} 处不对。")
        return 1
    against = ",与锚文件一致" if anchors else ";没有给锚文件,查不出整段改写到末尾"
    print(f"{count} 条事实、{len(queries.heads())} 条链完整({took:.2f} 秒){against}。")
    return 0


def anchor(words: argparse.Namespace) -> int:
    """Writes the ends of all chains, to be kept outside this machine."""
    make_ready()
    heads = queries.heads()
    content = {
        "kind": "zhixing-anchor/1",
        "written": clock.now().isoformat(timespec="seconds"),
        "digest": api.installation().digest,
        "facts": queries.fact_count(),
        "chains": [{"chain": str(head.chain), "length": head.length, "hash": head.hash} for head in heads],
    }
    Path(words.out).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"锚文件已写到 {words.out}:{len(heads)} 条链、{content['facts']} 条事实。请拷离本机保存。")
    return 0


def _read_anchor(path: Path) -> list[Head]:
    try:
        content = json.loads(path.read_text("utf-8"))
        if content.get("kind") != "zhixing-anchor/1":
            raise ValueError("不是锚文件")
        return [Head(UUID(one["chain"]), one["length"], one["hash"]) for one in content["chains"]]
    except (OSError, ValueError, KeyError, TypeError) as broken:
        raise ValueError(f"锚文件 {path} 读不了:{broken}") from broken
