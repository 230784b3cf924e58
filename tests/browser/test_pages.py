"""Every page in a real browser: at a desk and on a phone, with the keyboard, for a screen reader, on paper.

With `ZHIXING_SHOTS=1` the pictures of the documents are drawn again.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import BrowserContext, Page, expect
from tests.browser.conftest import PASSWORD, WIDTHS, YEAR, Site
from tests.browser.looking import broken

pytestmark = pytest.mark.browser

SHOTS = os.environ.get("ZHIXING_SHOTS") == "1"


@dataclass(frozen=True)
class Look:
    """A page to look at: who, where, the pictures it gives at the desk and on the phone."""

    role: str
    address: str
    desk: str = ""
    phone: str = ""
    open: str = ""


def looks(site: Site) -> list[Look]:
    """One of each kind of page."""
    branch = site.year.branches[2]
    member = next(
        m
        for m in site.year.members
        if m.branch_id == branch.id and m.remote and m.met is False and m.in_denominator
    )
    return [
        Look("", "/accounts/login/", "sign-in"),
        Look("", "/nothing/"),
        Look("dangwei", f"/{YEAR}/", "overview", "overview-phone"),
        Look("dangwei", f"/{YEAR}/branches/{branch.id}/", "branch"),
        Look("dangwei", f"/{YEAR}/members/?place=remote&gap=open", "members"),
        Look("dangwei", f"/{YEAR}/members/{member.id}/", "member", open="collective_hours"),
        Look("dangwei", "/imports/", ""),
        Look("dangwei", "/imports/1/", "import-report"),
        Look("dangwei", "/rulebooks/", ""),
        Look("dangwei", "/rulebooks/education-2019/", "rulebook"),
        Look("dangwei", "/rulebooks/hours-2009/to/hours-2019/", "rulebook-difference"),
        Look("zhibu", f"/{YEAR}/members/", ""),
        Look("dangyuan", f"/{YEAR}/mine/", "", "mine-phone"),
    ]


def test_every_page_is_sound(sample_site: Site, project: Path) -> None:
    site, faults = sample_site, []
    for width in WIDTHS:
        contexts: dict[str, BrowserContext] = {}
        for look in looks(site):
            if look.role not in contexts:
                contexts[look.role] = site.context(width)
                if look.role:
                    site.sign_in(contexts[look.role], look.role)
            page = site.page(contexts[look.role])
            page.goto(look.address)
            _shoot(page, look, width, project)
            faults += [f"{width} {look.address} {fault}" for fault in _faults(page)]
            page.close()
    expected = "the server responded with a status of 404"
    assert [words for words in site.complaints if expected not in words] == []
    assert faults == []


def _faults(page: Page) -> list[str]:
    """What axe finds with every figure open, and whether the page is wider than the window."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found = []
    # The database does not change what a page looks like: axe, which takes long, runs beside one of them.
    if connection.vendor == "sqlite":
        found = [f"axe {one}" for one in broken(page)]
    for menu in page.locator("details.menu").all():
        menu.evaluate("(one) => { one.open = false; }")
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append("is wider than the window")
    return found


def _shoot(page: Page, look: Look, width: str, project: Path) -> None:
    name = look.desk if width == "desk" else look.phone
    if SHOTS and name:
        if look.open:
            page.locator(f"#{look.open} > summary").click()
        page.screenshot(path=project / "docs" / "images" / f"{name}.png", scale="css")


def test_type_may_be_largest_on_a_phone(site: Site) -> None:
    context = site.context("phone")
    site.sign_in(context, "dangyuan")
    page = site.page(context)
    page.goto(f"/{YEAR}/mine/")
    before = page.locator("h1").evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)")
    page.get_by_role("button", name="字号：特大").click()
    after = page.locator("h1").evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)")
    assert after > before * 1.3
    assert _faults(page) == []
    officer = site.context("phone")
    site.sign_in(officer, "zhibu")
    page = site.page(officer)
    for address in (f"/{YEAR}/members/", "/todo/", "/record/"):
        page.goto(address)
        page.get_by_role("button", name="字号：特大").click()
        assert (address, _faults(page)) == (address, [])


def test_the_way_of_the_keyboard(site: Site) -> None:
    page = site.page(site.context("desk"))
    page.goto("/")
    _tab_to(page, "#id_login")
    page.keyboard.type("dangwei")
    _tab_to(page, "#id_password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("总览")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    branch = site.year.branches[0]
    _tab_to(page, f'main a[href="/{YEAR}/branches/{branch.id}/"]')
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(branch.name)
    member = next(one for one in site.year.members if one.branch_id == branch.id)
    _tab_to(page, f'#people a[href="/{YEAR}/members/{member.id}/"]')
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(member.name)
    _tab_to(page, "#collective_hours > summary")
    page.keyboard.press("Enter")
    rows = page.locator("#collective_hours .facts tbody tr")
    expect(rows.first).to_be_visible()
    assert rows.count() == len(member.collective.lines)
    assert site.complaints == []


def _tab_to(page: Page, wanted: str, most: int = 120) -> None:
    """Presses Tab until what is wanted has the focus, and shows it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement?.matches(wanted)", wanted):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"{wanted} has the focus and does not show it"
            return
    raise AssertionError(f"{wanted} is not reached by {most} tabs")


def test_pages_work_without_script(site: Site) -> None:
    context = site.context("phone", java_script_enabled=False)
    site.sign_in(context, "dangyuan")
    page = site.page(context)
    page.goto("/")
    expect(page.locator("h1")).to_contain_text("今日学习")
    page.get_by_role("link", name="我的档案").first.click()
    expect(page.locator("h1")).to_contain_text("我的档案")
    page.locator("#collective_hours > summary").click()
    expect(page.locator("#collective_hours .facts").first).to_be_visible()
    page.get_by_role("button", name="退出").click()
    expect(page.locator("h1")).to_contain_text("登录")


def test_paper_has_no_navigation_and_says_its_source(site: Site, tmp_path: Path) -> None:
    context = site.context("desk")
    site.sign_in(context, "dangyuan")
    page = site.page(context)
    page.goto(f"/{YEAR}/mine/")
    page.emulate_media(media="print")
    for away in (".rail", ".top", ".acts"):
        expect(page.locator(away).first).to_be_hidden()
    expect(page.locator(".on-paper")).to_be_visible()
    expect(page.locator(".foot")).to_contain_text("数据看到")
    paper = page.pdf(path=tmp_path / "mine.pdf", prefer_css_page_size=True)
    assert paper.startswith(b"%PDF")
