"""The sample bureau behind a live server, and a browser that notes every complaint."""

from __future__ import annotations

import datetime as dt
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django_tasks_db.management.commands.db_worker import Worker
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer
from tests.kept import kept
from tests.sample_year import drawn_folder

from zhixing.actions.accounts import count_as_informed, ensure_account
from zhixing.actions.dossier import whole_year
from zhixing.actions.import_folder import import_folder
from zhixing.core.figures.organ import OrganYear
from zhixing.core.intake.rows import Folder
from zhixing.interop.workbooks.folder import read_folder

YEAR = 2025
NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 3, 2)
PASSWORD = "zhixing-test-2025"
BROWSERS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDTHS = {"desk": (1280, 900), "phone": (320, 640)}


@dataclass
class Site:
    """The live site: its address, the year on it, and a browser."""

    url: str
    year: OrganYear
    browser: Browser
    complaints: list[str] = field(default_factory=list)

    def context(self, width: str, **more: Any) -> BrowserContext:  # noqa: ANN401 - as Playwright takes them
        """A fresh profile at one of the widths."""
        wide, high = WIDTHS[width]
        size = {"width": wide, "height": high}
        return self.browser.new_context(viewport=size, locale="zh-CN", base_url=self.url, **more)  # type: ignore[arg-type]

    def page(self, context: BrowserContext) -> Page:
        """A page whose console is listened to."""
        page = context.new_page()
        page.on("console", lambda said: self._note(said.type, said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def _note(self, kind: str, words: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(words)

    def sign_in(self, context: BrowserContext, name: str) -> None:
        """Signs in through the page."""
        page = self.page(context)
        page.goto("/accounts/login/")
        page.fill("#id_login", name)
        page.fill("#id_password", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url(lambda url: "login" not in url)
        page.close()


@pytest.fixture(scope="session", autouse=True)
def static_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The live server looks for this folder when it starts, once for all tests."""
    django_settings.STATIC_ROOT = tmp_path_factory.mktemp("static")


@pytest.fixture
def sample_site(
    quick: None,
    transactional_db: None,
    live_server: LiveServer,
    monkeypatch: pytest.MonkeyPatch,
    project: Path,
) -> Iterator[Site]:
    """The sample bureau."""
    folder = project / "sample" / "云川县"
    year = kept("sample site", lambda: _bureau(read_folder(folder, year=YEAR), 2))
    yield from _opened(live_server.url, year, monkeypatch)


@pytest.fixture
def site(
    quick: None, transactional_db: None, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Site]:
    """A small bureau: what a test needs that looks at one thing."""
    year = kept("small site", lambda: _bureau(drawn_folder(24, 24, 2), 0))
    yield from _opened(live_server.url, year, monkeypatch)


@pytest.fixture
def fresh_site(
    quick: None, transactional_db: None, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Site]:
    """The first day: nothing on the ledger, two officers of the organ."""
    for name, label in (("dangwei", "刘英"), ("dangwei2", "陈立")):
        ensure_account(name, PASSWORD, role="superior", label=label, by="测试", now=NOW, today=TODAY)
        count_as_informed((name,), now=NOW)
    yield from _opened(live_server.url, whole_year(YEAR, today=TODAY), monkeypatch)


@pytest.fixture
def planned_site(
    quick: None,
    transactional_db: None,
    live_server: LiveServer,
    monkeypatch: pytest.MonkeyPatch,
    project: Path,
) -> Iterator[Site]:
    """The sample bureau with what a year's plan rests on: rosters, rooms and speakers of the year after."""
    year = kept("planned site", lambda: _planned(project / "sample"))
    yield from _opened(live_server.url, year, monkeypatch)


@pytest.fixture
def worker(transactional_db: None) -> Iterator[None]:
    """The background at work beside the live server, as `zhixing serve` has it."""
    over = threading.Event()

    def work() -> None:
        hand = Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="test",
            excluded_queue_names=[],
        )
        while not over.is_set():
            hand.run()
            over.wait(0.1)
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    yield
    over.set()
    thread.join()


@pytest.fixture
def quick(settings: Settings) -> None:
    """Passwords of invented people need no slow digest."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def _opened(url: str, year: OrganYear, patch: pytest.MonkeyPatch) -> Iterator[Site]:
    program = next((name for name in BROWSERS if Path(name).exists()), None)
    if program is None:
        pytest.fail("没有 Chromium；python3 zx.py test 会先装好它")
    # Playwright keeps an event loop in this thread; Django's guard against one is not meant for it.
    patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield Site(url, year, browser)
        browser.close()


def _bureau(folder: Folder, held: int) -> OrganYear:
    import_folder(folder, name="云川县", year=YEAR, by="刘英", now=NOW, today=TODAY)
    year = whole_year(YEAR, today=TODAY)
    branch = year.branches[held].name
    wanted = [m for m in year.members if m.branch == branch and m.on_roll_at_end]
    # Without a post, which brings a hat; with a gap, at a remote station, if there is such a one.
    mine = min(wanted, key=lambda m: (bool(m.post), not m.gap.value, not m.remote))
    for name, role, label, more in (
        ("dangwei", "superior", "机关党委 党务干事", {}),
        ("zhibu", "branch", f"{branch} 党务干部", {"branch": branch}),
        ("dangyuan", "member", mine.name, {"member": f"{mine.name}({branch}{mine.group})"}),
    ):
        ensure_account(name, PASSWORD, role=role, label=label, by="测试", now=NOW, today=TODAY, **more)
        count_as_informed((name,), now=NOW)
    return year


def _planned(sample: Path) -> OrganYear:
    year = _bureau(read_folder(sample / "云川县", year=YEAR), 2)
    folder = read_folder(sample / "云川县2026", year=YEAR + 1)
    import_folder(folder, name="云川县2026", year=YEAR + 1, by="刘英", now=NOW, today=TODAY)
    return year
