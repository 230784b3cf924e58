"""复习 by keyboard, without script and on a narrow phone; the page of today leads there."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from tests import cast
from tests.browser.conftest import NOW, TODAY, Site
from tests.browser.lively import signed_in
from tests.browser.looking import faults_at_the_desk, faults_on_a_phone, shoot
from tests.web.banked import bank

from zhixing.store.memory import queries

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("ZHIXING_PICTURES", "")


def _shoot(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def _ready(site: Site, width: str, **more: bool) -> Page:
    context = site.context(width, **more)
    cookie = signed_in("member").cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": site.url}])
    return site.page(context)


@pytest.fixture
def learning(site: Site) -> Site:
    """The small bureau with its cast and a bank."""
    cast.hire(site.year, now=NOW, today=TODAY)
    bank(30, now=timezone.now())
    return site


def test_a_card_by_keyboard_from_the_page_of_today(learning: Site) -> None:
    page = _ready(learning, "desk")
    page.goto("/mine/today/")
    assert faults_at_the_desk(page) == []
    _shoot(page, "today-desk")
    shoot(page, "today")
    page.get_by_role("link", name="开始").click()
    assert faults_at_the_desk(page) == []
    _shoot(page, "review-desk")
    page.locator("main").focus()
    page.keyboard.press("2")
    assert page.locator("main input:checked").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_url("**/check/")
    assert faults_at_the_desk(page) == []
    _shoot(page, "answer-desk")
    page.keyboard.press("1")
    page.wait_for_url("**/mine/memory/")
    assert "今天还有 9 题" in (page.text_content("main") or "")
    (kept,) = queries.answers(_person())
    assert int(kept.rating) == 1
    page.goto("/mine/memory/wrong/")
    assert faults_at_the_desk(page) == []
    _shoot(page, "wrong-desk")


def test_a_card_without_script_on_a_phone(learning: Site) -> None:
    page = _ready(learning, "phone", java_script_enabled=False)
    for where in ("/mine/today/", "/mine/memory/", "/mine/memory/subjects/", "/mine/memory/wrong/"):
        page.goto(where)
        _shoot(page, f"{where.strip('/').replace('/', '-')}-phone")
    page.goto("/mine/memory/")
    page.locator("main input[name=chosen]").first.check()
    page.get_by_role("button", name="看答案").click()
    _shoot(page, "answer-phone")
    page.locator("main .ratings .main").click()
    assert len(queries.answers(_person())) == 1


def test_the_phone_pages_have_no_faults(learning: Site) -> None:
    page = _ready(learning, "phone")
    for where in ("/mine/today/", "/mine/memory/", "/mine/memory/subjects/"):
        page.goto(where)
        assert faults_on_a_phone(page) == [], where


def _person() -> UUID:
    found = cast.actor("member", today=TODAY).person
    assert found is not None
    return found
