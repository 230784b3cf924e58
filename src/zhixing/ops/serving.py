"""`zhixing serve`, `demo`, `account`."""

from __future__ import annotations

import argparse
import socket
import time
from pathlib import Path

from django.conf import settings

from zhixing.actions import library_sample
from zhixing.actions.actors import actor_of
from zhixing.actions.import_folder import import_folder
from zhixing.actions.question_files import put_in_start
from zhixing.actions.sample import check_may_load, mark_sample
from zhixing.actions.start import check_ready, make_ready
from zhixing.interop.workbooks.folder import read_folder
from zhixing.ops import clock
from zhixing.ops.accounts import DEMO_PASSWORD, DEMO_YEAR, demo_accounts
from zhixing.ops.supervisor import become
from zhixing.store.ledger import queries
from zhixing.store.people.queries import user_named

LIBRARY = "文库"
"""The folder of the sample with articles instead of workbooks."""


def serve(words: argparse.Namespace) -> int:
    """Serves until interrupted."""
    check_ready()
    with socket.socket() as probe:
        if probe.connect_ex((words.host, words.port)) == 0:
            raise ValueError(
                f"{words.port} 端口已被占用（也许另一个知行正在运行）；请先停掉它，或用 --port 另选一个"
            )
    watch = not words.no_worker
    return become(words.host, words.port, words.workers, home=settings.HOME, watch=watch)


def demo(words: argparse.Namespace) -> int:
    """The sample bureau, an account a role, served on loopback: in a ledger of its own, never in production."""
    check_may_load()
    make_ready()
    inside = (path for path in settings.SAMPLE.iterdir() if path.is_dir() and path.name != LIBRARY)
    folders = sorted(inside, key=_rank)
    if not folders:
        raise ValueError("样例文件夹 sample/ 是空的；请重新取一份完整的源代码")
    if mark_sample(by=clock.login(), now=clock.now()) or queries.fact_count() == 0:
        _load(folders)
    count = put_in_start(by=None, now=clock.now())
    if count:
        print(f"题库已装入起始题 {count} 道。")
    named = demo_accounts()
    _load_library()
    if words.no_serve:
        return 0
    port = _free_port(words.port)
    print(f"\n知行已在 http://127.0.0.1:{port}/ （按 Ctrl-C 停止）\n\n演示账户（口令都是 {DEMO_PASSWORD}）：")
    for user, label in named:
        print(f"  {user:<10} {label}")
    print(flush=True)
    return become("127.0.0.1", port, 1, home=settings.HOME, watch=not words.no_worker)


def _load(folders: list[Path]) -> None:
    """Imports the sample folders, the bureau's own workbooks first, as one batch each."""
    for folder in folders:
        print(f"正在装入样例：{folder.name} …", flush=True)
        start = time.perf_counter()
        done = import_folder(
            read_folder(folder, year=_year(folder)),
            name=folder.name,
            year=_year(folder),
            by="样例",
            now=clock.now(),
            today=clock.today(),
        )
        print(f"已装入 {done.facts} 条事实（{time.perf_counter() - start:.1f} 秒）。")


def _load_library() -> None:
    """The sample library, by the demo's own people, where it is not there yet."""
    names = ("xuanchuan", "shuji", "jgsj", "dangwei")
    found = [actor_of(user, today=clock.today()) for user in map(user_named, names) if user is not None]
    people = [one for one in found if one is not None]
    if len(people) == len(names):
        done = library_sample.load(settings.SAMPLE / LIBRARY, library_sample.Hands(*people), now=clock.now())
        if done:
            print(f"文库已装入 {done} 篇示例文章。")


def _year(folder: Path) -> int:
    """The year a sample folder tells of: the one its name ends with, else the demo's."""
    return int(folder.name[-4:]) if folder.name[-4:].isdigit() else DEMO_YEAR


def _rank(folder: Path) -> tuple[int, str]:
    return _year(folder), folder.name


def _free_port(wanted: int) -> int:
    """The wanted port, or the next free one of twenty."""
    for port in range(wanted, wanted + 20):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise ValueError(f"{wanted} 到 {wanted + 19} 的端口都被占用；请用 --port 另选一个")
