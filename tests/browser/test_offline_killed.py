"""Many phones, one server that is killed again and again: what the phones recorded is there, all of it, once.

Each context is a phone. Every other one is shared: between the rounds one account signs out on it, perhaps with
things unsent, and the other signs in. Each round everybody records without a network, goes on the network, and the
server is killed (kill -9) while they send. In the end the two sets are equal, and nobody ever saw the other's.
"""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect, sync_playwright
from tests.browser.conftest import BROWSERS, FLAGS
from tests.browser.on_the_phone import cached, readable
from tests.cast import PASSWORD
from tests.ops.scratch import PROJECT, Scratch, installation

pytestmark = pytest.mark.browser
ACCOUNTS = {"branch": "甲支部记账人", "branch_other": "乙支部记账人"}
BUREAU = """
import json, sys
sys.path.insert(0, sys.argv[1])
import django; django.setup()
from django.utils import timezone
from tests.cast import PASSWORD, actor
from tests.sample_year import YEAR, drawn_folder
from zhixing.actions.accounts import count_as_informed, ensure_account
from zhixing.actions.dossier import whole_year
from zhixing.actions.features import switch
from zhixing.actions.import_folder import import_folder
now, today = timezone.now(), timezone.localdate()
import_folder(drawn_folder(12, 2, 2), name="台账", year=YEAR, by="刘英", now=now, today=today)
first, second = whole_year(YEAR, today=today).branches[:2]
for name, role, branch in (("superior", "superior", None), ("branch", "branch", first.name), ("branch_other", "branch", second.name)):
    ensure_account(name, PASSWORD, role=role, label=json.loads(sys.argv[2]).get(name, name), branch=branch, by="测试", now=now, today=today)
count_as_informed(("superior", "branch", "branch_other"), now=now)
switch("offline_web", True, "备案〔2026〕1号", by=actor("superior", today=today), now=now, today=today)
"""
PLACES = {"branch": "甲断网", "branch_other": "乙断网"}
VISITS = """
import django; django.setup()
import json
from zhixing.store.ledger.models import Fact
rows = Fact.objects.filter(kind="practice_visit", body__contains="断网").values_list("body", "by")
print(json.dumps([(json.loads(body)["place"], by) for body, by in rows]))
"""


class Server:
    """The installation served on one port, killed and started again."""

    def __init__(self, scratch: Scratch) -> None:
        self.scratch = scratch
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts, and waits until it answers."""
        self.process = subprocess.Popen(
            self.scratch.command("serve", "--port", str(self.port), "--no-worker"),
            env=self.scratch.environment,
            cwd=self.scratch.home,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{self.url}/health", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        pytest.fail("the server did not come up")

    def kill(self) -> None:
        """Kill -9, with everything it started: the web processes have sessions of their own. Nobody answers then."""
        assert self.process is not None
        for one in (self.process.pid, *_below(self.process.pid)):
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        self.process.wait()
        for _ in range(50):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) != 0:
                    return
            time.sleep(0.1)
        pytest.fail("somebody still answers after the kill")


def _below(process: int) -> list[int]:
    """The processes that one started, and theirs."""
    shown = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in shown.splitlines()]
    found, waiting = [], [process]
    while waiting:
        above = waiting.pop()
        mine = [pid for pid, parent in pairs if parent == above]
        found += mine
        waiting += mine
    return found


@contextmanager
def _served(home: Path) -> Iterator[Server]:
    with installation(home) as scratch:
        assert scratch.run("init").returncode == 0
        scratch.ask(BUREAU, str(PROJECT), json.dumps(ACCOUNTS))
        server = Server(scratch)
        try:
            server.start()
            yield server
        finally:
            server.kill()


class Phone:
    """A browser of its own; `names` who use it, one after the other, `now` whose turn it is.

    `rolls`: the people each account may see, as found by all phones.
    """

    def __init__(self, context: BrowserContext, names: tuple[str, ...], rolls: dict[str, list[str]]) -> None:
        self.context, self.names, self.rolls, self.now = context, names, rolls, ""
        self.page = context.new_page()

    def pass_to(self, name: str) -> None:
        """The one before signs out on the page, and this one signs in."""
        if name == self.now:
            return
        page = self.page
        if self.now:
            page.get_by_role("button", name="锁上并退出").click()
            expect(page.get_by_role("heading", name="请先登录")).to_be_visible(timeout=60_000)
            self.look(None)
        page.goto("/accounts/login/?next=/offline/")
        page.fill("#id_login", name)
        page.fill("#id_password", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url(lambda url: "login" not in url)
        page.goto("/offline/")
        if page.locator("button[name=read]").count():
            page.locator("button[name=read]").click()
            page.goto("/offline/")
        page.wait_for_selector(".offline[data-ready=yes]", timeout=60_000)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        self.now = name

    def place(self, name: str) -> None:
        """Another place of the page, drawn anew."""
        self.page.goto(f"/offline/#{name}")
        self.page.reload()
        self.page.wait_for_selector("#stage h1", timeout=60_000)

    def look(self, name: str | None) -> None:
        """On the page nothing of anybody but `name`; without a key nothing of anybody at all."""
        shown, found = self.page.content(), readable(self.page)
        for other in ACCOUNTS:
            words = self._words(other)
            assert not [one for one in words if one in found], other
            own = " ".join(self._words(name)) if name else ""
            assert other == name or not [one for one in words if one in shown and one not in own], (
                name,
                other,
            )
        assert cached(self.page) == []

    def _words(self, name: str) -> tuple[str, ...]:
        """By what somebody's pages are known: the label, the places recorded, the people on the roll."""
        return ACCOUNTS[name], PLACES[name], *self.rolls.get(name, ())


def _record(phone: Phone, place: str) -> None:
    phone.place("visit")
    page = phone.page
    phone.rolls[phone.now] = [one.strip() for one in page.locator(".ticks.many label").all_inner_texts()]
    page.get_by_label("地点").fill(place)
    page.locator("[name=people]").first.check()
    page.get_by_role("button", name="记下这次走访").click()
    expect(page.get_by_role("status")).to_contain_text("已存", timeout=30_000)


@pytest.mark.drill
def test_ten_phones_and_a_server_that_is_killed(tmp_path: Path, rounds: Callable[[int, int], int]) -> None:
    count, turns = rounds(2, 10), rounds(2, 20)
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    print(f"种子 {seed}")
    made: dict[str, str] = {}
    rolls: dict[str, list[str]] = {}
    program = next(name for name in BROWSERS if Path(name).exists())
    both = tuple(ACCOUNTS)
    with _served(tmp_path) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        contexts = [browser.new_context(base_url=server.url, locale="zh-CN") for _ in range(count)]
        phones = [
            Phone(one, both if nth % 2 else both[nth // 2 % 2 :][:1], rolls)
            for nth, one in enumerate(contexts)
        ]
        for turn in range(turns):
            for nth, phone in enumerate(phones):
                name = phone.names[(turn + nth // 2) % len(phone.names)]
                phone.pass_to(name)
                phone.context.set_offline(True)
                place = f"{PLACES[name]}{turn}-{nth}"
                _record(phone, place)
                made[place] = name
                phone.look(name)
            for context in contexts:
                context.set_offline(False)
            time.sleep(chance.uniform(0, 1.2))
            server.kill()
            server.start()
            for phone in phones:
                phone.look(phone.now)
        for phone in phones:
            for name in sorted(phone.names, key=lambda one: one != phone.now):
                phone.pass_to(name)
                phone.place("outbox")
                phone.page.wait_for_selector(".offline[data-ready=yes]", timeout=60_000)
                expect(phone.page.locator("#unsent")).to_be_hidden(timeout=60_000)
                expect(phone.page.locator("#lately")).to_contain_text(PLACES[name])
                phone.look(name)
        assert set(rolls) == set(ACCOUNTS)
        browser.close()
        here = json.loads(server.scratch.ask(VISITS))
        print(f"{count} 台手机 × {turns} 轮：{len(made)} 条，账上 {len(here)} 条")
    assert Counter(place for place, _ in here) == Counter(made.keys())
    assert all(by.endswith(f"（{made[place]}）") for place, by in here)
