"""J11 beside J1: somebody found by letters, transferred by one officer, received by another; at a desk and a phone.

With `ZHIXING_SHOTS=1` the pictures of the documents are drawn again.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import BrowserContext, Page, expect
from tests.browser.conftest import NOW, PASSWORD, TODAY, Site
from tests.browser.looking import broken

from zhixing.actions.accounts import count_as_informed, ensure_account
from zhixing.actions.roll import roll
from zhixing.core.people.register import Person
from zhixing.interop.pinyin import spelt

pytestmark = pytest.mark.browser

SHOTS = os.environ.get("ZHIXING_SHOTS") == "1"
PICTURES = os.environ.get("ZHIXING_PICTURES", "")
"""A folder for pictures of every page at both widths, to be looked at."""


@pytest.fixture
def receiving(sample_site: Site) -> str:
    """The officer of another branch, who receives: the branch's name."""
    branch = sample_site.year.branches[0].name
    ensure_account(
        "jieshou", PASSWORD, role="branch", label="接收支部", branch=branch, by="测试", now=NOW, today=TODAY
    )
    count_as_informed(("jieshou",), now=NOW)
    return branch


def plain_member(site: Site) -> Person:
    """A member of the third branch, on the roll, in a group, without a post."""
    branch = site.year.branches[2].id
    people = roll().register.people.values()
    return next(
        one
        for one in people
        if (now := one.on_roll(TODAY)) and now.org == branch and now.group and not one.posts
    )


def test_a_transfer_from_branch_to_branch(sample_site: Site, receiving: str, project: Path) -> None:
    site, one = sample_site, plain_member(sample_site)
    desk, phone = site.context("desk"), site.context("phone")
    site.sign_in(desk, "zhibu")
    site.sign_in(phone, "jieshou")
    page = site.page(desk)
    page.goto("/people/")
    _look(page, "people", project)
    page.get_by_label("姓名、拼音或站点").fill(spelt(one.name)[0])
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name=one.name, exact=True).click()
    _look(page, "person", project)
    page.get_by_role("link", name="转出组织关系").click()
    _look(page, "transfer-form", project)
    page.get_by_label("转往本局支部").select_option(label=receiving)
    page.get_by_role("button", name="办理转出").click()
    expect(page.locator("h1 .chip")).to_have_text("在途")

    theirs = site.page(phone)
    theirs.goto("/people/transfers/")
    expect(theirs.locator("#running")).to_contain_text(one.name)
    _look(theirs, "transfers-phone", project)
    theirs.get_by_role("link", name="接收", exact=True).click()
    _look(theirs, "receive-phone", project)
    theirs.get_by_role("button", name="确认接收").click()
    expect(theirs.locator("#ended")).to_contain_text("已接收")
    theirs.get_by_role("link", name=one.name).click()
    expect(theirs.locator("main")).to_contain_text(receiving)
    _look(theirs, "person-phone", project)
    theirs.goto("/people/")
    _look(theirs, "people-phone", project)
    page.reload()
    expect(page.locator("h1")).not_to_contain_text(one.name)
    assert [said for said in site.complaints if "404" not in said] == []


def test_organisations_at_both_widths_and_by_keyboard(sample_site: Site, project: Path) -> None:
    contexts: dict[str, BrowserContext] = {}
    for width in ("desk", "phone"):
        contexts[width] = sample_site.context(width)
        sample_site.sign_in(contexts[width], "dangwei")
        page = sample_site.page(contexts[width])
        page.goto("/organisations/")
        _look(page, f"organisations-{width}", project)
        page.goto("/people/new/")
        _look(page, f"newcomer-{width}", project)
    page = sample_site.page(contexts["desk"])
    page.goto("/people/")
    page.get_by_label("姓名、拼音或站点").focus()
    page.keyboard.type("zzzz")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("没有符合条件的人")
    page.locator(".chips a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".told")).not_to_contain_text("已筛选")
    assert sample_site.complaints == []


def _look(page: Page, name: str, project: Path) -> None:
    """Sound for a screen reader, no wider than the window; its picture where pictures are wanted."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True, scale="css")
    if SHOTS and name in ("people", "person", "organisations-desk"):
        page.screenshot(path=project / "docs" / "images" / f"{name.removesuffix('-desk')}.png", scale="css")
    # The database does not change what a page looks like: axe, which takes long, runs beside one of them.
    if connection.vendor == "sqlite":
        assert broken(page) == [], name
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), name
