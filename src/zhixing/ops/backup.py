"""`zhixing backup`, `restore`, `upgrade`."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from zhixing.actions.backup import back_up, hand_out_keys
from zhixing.actions.restore import holds_something
from zhixing.actions.restore import restore as put_back
from zhixing.actions.start import check_ready, make_ready
from zhixing.actions.tables import NotReady, there
from zhixing.actions.upgrade import upgrade as bring_up
from zhixing.interop.key_file import check_room, install, read_keys
from zhixing.ops import clock
from zhixing.ops.outfile import writable
from zhixing.store.snapshots import tables as states


def backup(words: argparse.Namespace) -> int:
    """Writes a backup while the service goes on writing."""
    keys = writable(words.with_keys) if words.with_keys else None
    check_ready()
    out = Path(words.out) if words.out else None
    done = back_up(out, by=clock.login(), now=clock.now())
    facts = done.manifest.part("ledger_fact")
    print(
        f"备份已写到 {done.path}：{facts.rows if facts else 0} 条事实，{len(done.manifest.parts)} 张表共 "
        f"{done.manifest.rows} 行，{done.size / 1e6:.1f} MB。请拷到别的机器。"
    )
    if done.manifest.blobs:
        print(f"其中文库的音频、视频等文件 {len(done.manifest.blobs)} 个。")
    if done.lost:
        print(f"文库有 {done.lost} 个文件不在磁盘上或已改变，没有备份进去。", file=sys.stderr)
    if keys is not None:
        hand_out_keys(keys, by=clock.login(), now=clock.now())
        print(f"密钥已写到 {keys}，请与备份分开保管：两样落在同一个外人手里，密封就没有用了。")
    else:
        print("里面没有密钥（keys 文件夹）：密钥另存一处，丢了它密封的文字再也打不开。", file=sys.stderr)
    return 0


def restore(words: argparse.Namespace) -> int:
    """Puts a backup in the place of the database, after it has been verified beside it."""
    keys = read_keys(Path(words.with_keys)) if words.with_keys else None
    unused = not holds_something()
    if keys is not None and not unused:
        check_room(keys, settings.HOME / "keys")
    done = put_back(Path(words.file), force=words.force, by=clock.login(), now=clock.now())
    print(
        f"已恢复 {_local(done.manifest.origin.written)} 的备份：{done.facts} 条事实，逐字节核对相同，各条链完整，防改保护已装好。"
    )
    if done.aside:
        print(f"原来的数据库另存为 {done.aside}，确认无误后由您处理。")
    if keys is not None:
        install(keys, settings.HOME / "keys", unused=unused)
    print("请用留在别处的锚文件再验一次：zhixing verify --anchor 锚.json")
    return 0


def _local(written: str) -> str:
    """The moment a manifest tells (UTC), as clocks here show it: 2026-11-22 22:59."""
    return f"{dt.datetime.fromisoformat(written).astimezone(timezone.get_default_timezone()):%Y-%m-%d %H:%M}"


def upgrade(words: argparse.Namespace) -> int:
    """Backs up, then brings the tables up to date; nothing is half done."""
    if not there():
        raise NotReady("这里还没有数据库，没有可升级的；新建请用 zhixing init")
    if not states.pending():
        check_ready()
        print("数据库已是这一版，不用升级。")
        return 0
    done = bring_up(Path(words.out) if words.out else None, by=clock.login(), now=clock.now())
    make_ready()
    print(
        f"已升级：{done.migrations} 项变更，{done.facts} 条事实验证完整，防改保护已装好。升级前的备份在 {done.backup}。"
    )
    return 0
