"""Recording in a real browser: a meeting of a whole branch with its exceptions, taps and typed fields counted.

With `ZHIXING_SHOTS=1` the pictures of the documents are drawn again.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import WIDTHS, YEAR, Site
from tests.browser.looking import broken

pytestmark = pytest.mark.browser

SHOTS = os.environ.get("ZHIXING_SHOTS") == "1"


@dataclass
class Hand:
    """Whoever sits before the page: every tap and every field written in is counted."""

    page: Page
    taps: int = 0
    typed: int = 0

    def tap(self, words: str) -> None:
        """Taps what bears these words."""
        self.page.get_by_text(words, exact=True).first.click()
        self.taps += 1

    def mark(self, row: int, state: str) -> None:
        """Taps an exception on the roll."""
        self.page.locator(".call").nth(row).get_by_label(state, exact=True).check()
        self.taps += 1

    def write(self, label: str, words: str) -> None:
        """Writes into a field."""
        self.page.get_by_label(label, exact=True).fill(words)
        self.typed += 1

    def press(self, words: str) -> None:
        """Presses a button."""
        self.page.get_by_role("button", name=words, exact=True).click()
        self.taps += 1


def _sound(page: Page, width: str = "phone") -> None:
    """Axe runs on a phone: at the desk it runs on each of these pages in test_every_page.py."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    if width == "phone":
        assert broken(page) == [], page.url
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), page.url


def _shoot(page: Page, name: str, project: Path) -> None:
    if SHOTS:
        page.screenshot(path=project / "docs" / "images" / f"{name}.png", scale="css")


def test_a_meeting_of_a_branch_costs_two_fields_and_a_few_taps(sample_site: Site, project: Path) -> None:
    site = sample_site
    context = site.context("desk")
    site.sign_in(context, "zhibu")
    page = site.page(context)
    page.goto("/record/session/")
    people = page.locator(".call").count()
    hand = Hand(page)
    for form in ("党课", "主题党日", "集中学习"):
        hand.tap(form)
    hand.write("主题", "学习党章")
    hand.write("时长（分钟）", "90")
    for row, state in ((2, "值班"), (5, "请假"), (7, "缺席")):
        hand.mark(row, state)
    _shoot(page, "record-session", project)
    hand.press("登记这场活动")
    expect(page.get_by_role("status")).to_contain_text(
        "同时算作 党课、主题党日、集中学习，到会的每人 1.5 学时"
    )
    print(f"{people} 人的会：打字 {hand.typed} 处，点 {hand.taps} 下")
    assert people >= 28
    assert hand.typed <= 2
    assert hand.taps <= 7
    _sound(page)
    assert site.complaints == []


def test_a_talk_is_recorded_from_what_is_due_without_typing(sample_site: Site, project: Path) -> None:
    site = sample_site
    context = site.context("desk")
    site.sign_in(context, "zhibu")
    page = site.page(context)
    page.goto("/todo/?sort=contact")
    _sound(page)
    hand = Hand(page)
    page.get_by_role("link", name="登记谈话").first.click()
    hand.taps += 1
    assert page.get_by_label("谈话对象", exact=True).input_value() != ""
    hand.press("登记")
    expect(page.get_by_role("status")).to_contain_text("已登记")
    assert (hand.typed, hand.taps) == (0, 2)
    assert site.complaints == []


def test_the_roll_answers_to_the_keyboard(site: Site) -> None:
    context = site.context("desk")
    site.sign_in(context, "zhibu")
    page = site.page(context)
    page.goto("/record/session/")
    first = page.locator(".call input").first
    first.focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".call").first.locator("input:checked").get_attribute("value") == "duty"
    page.keyboard.press("Tab")
    inside = "document.activeElement.closest('.call') === document.querySelectorAll('.call')[1]"
    assert page.evaluate(inside)


def test_every_page_of_recording_is_sound(sample_site: Site, project: Path) -> None:
    site = sample_site
    kinds = ("talk", "visit", "training", "problem", "plan", "test")
    pages = [
        ("dangwei", "/todo/", "todo"),
        ("dangwei", "/record/", "record"),
        ("zhibu", "/record/session/", ""),
        ("zhibu", "/record/open/", ""),
        ("zhibu", f"/{YEAR}/sessions/", ""),
        *(("zhibu", f"/record/{kind}/", "") for kind in kinds),
    ]
    for width in WIDTHS:
        for role in ("dangwei", "zhibu"):
            context = site.context(width)
            site.sign_in(context, role)
            page = site.page(context)
            for _, address, picture in [one for one in pages if one[0] == role]:
                page.goto(address)
                if picture and width == "desk":
                    _shoot(page, picture, project)
                _sound(page, width)
            context.close()
    assert site.complaints == []


def test_the_overview_prints_on_one_sheet_for_the_meeting(sample_site: Site) -> None:
    context = sample_site.context("desk")
    sample_site.sign_in(context, "dangwei")
    page = sample_site.page(context)
    page.goto(f"/{YEAR}/")
    sheet = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", sheet)) == 1
