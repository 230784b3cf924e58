"""Complaints without an account or a script, and the pages of privacy and burden: axe, width, keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Site
from tests.browser.looking import broken

pytestmark = pytest.mark.django_db(transaction=True)

OPEN = ("/complaints/", "/complaints/answer/")
INSIDE = ("/compliance/", "/privacy/register/", "/privacy/erasures/", "/voices/", "/notices/")


def faults(page: Page) -> list[str]:
    """What axe finds, and whether the page is wider than the window."""
    found = broken(page)
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [f"{page.url}: {one}" for one in [*found, *(["too wide"] if wide else [])]]


def test_the_pages_are_clean_on_a_phone(site: Site) -> None:
    """At the desk they stand in test_every_page.py."""
    context = site.context("phone")
    page = site.page(context)
    found = []
    for address in OPEN:
        page.goto(address)
        found += faults(page)
    site.sign_in(context, "dangwei")
    for address in INSIDE:
        page.goto(address)
        assert page.url.endswith(address)
        found += faults(page)
    assert found == []
    assert site.complaints == []
    context.close()


def test_a_complaint_by_keyboard_without_script(site: Site) -> None:
    context = site.context("phone", java_script_enabled=False)
    page = site.page(context)
    page.goto("/accounts/login/")
    page.get_by_role("link", name="意见建议").press("Enter")
    page.get_by_label("要说的话").fill("签到表的字太小")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "发送"
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("已收到")
    phrase = re.search(r"\d{4}(-\d{4}){3}", page.inner_text("main"))
    assert phrase
    page.get_by_role("link", name="看答复").press("Enter")
    page.get_by_label("查询码").fill(phrase[0])
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("签到表的字太小")
    assert {one["name"] for one in context.cookies()} <= {"csrftoken"}
    context.close()
