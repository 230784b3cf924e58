"""J5, "why 29.5?": a figure, its facts, an objection, a correction by two people; the figure follows, both versions stay.

Three people in three browsers; the member on a phone, the clerk by keyboard alone.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import YEAR, Site
from tests.browser.looking import broken

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("ZHIXING_SHOTS") == "1"
TO_A_FACT = 3
"""Clicks from the first page to any fact (journeys, J5)."""


class Hand:
    """Somebody at a page: counts clicks, looks at what the page is like."""

    def __init__(self, site: Site, name: str, width: str, pictures: Path) -> None:
        self.clicks = 0
        context = site.context(width)
        site.sign_in(context, name)
        self.page: Page = site.page(context)
        self.pictures, self.width = pictures, width

    def click(self, selector: str) -> None:
        """One click."""
        self.clicks += 1
        self.page.locator(selector).first.click()

    def key_to(self, selector: str) -> None:
        """Tab after tab until it has the focus."""
        for _ in range(140):
            if self.page.evaluate("(wanted) => document.activeElement?.matches(wanted)", selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} is not reached by the keyboard")

    def look(self, name: str = "") -> None:
        """Nothing that axe finds, nothing wider than the window; a picture for the documents."""
        assert broken(self.page) == []
        assert not self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), name
        if SHOTS and name:
            self.page.screenshot(
                path=self.pictures / f"{name}.png", scale="css", full_page=self.width == "desk"
            )


def _hours(page: Page) -> float:
    return float(page.locator("#collective_hours > summary b").inner_text())


def _objects(member: Hand) -> float:
    """The member opens a figure, finds what is wrong, objects; gives the hours as they were."""
    member.page.goto(f"/{YEAR}/mine/")
    before = _hours(member.page)
    member.click("#present > summary")
    rows = member.page.locator("#present .facts tbody tr")
    absent = rows.filter(has=member.page.locator(".chip.red", has_text="缺席"))
    expect(absent.first).to_be_visible()
    assert member.clicks <= TO_A_FACT
    member.look()
    absent.first.locator("a.act").click()
    member.page.fill("#reason", "当天值班后赶到会场，签到表上有我")
    member.look("objection-phone")
    member.click("main form button.main")
    expect(member.page.locator("main .chip").first).to_have_text("待答复")
    return before


def _proposes(clerk: Hand) -> None:
    """The clerk, by keyboard, reads the reason and proposes what is right; he cannot confirm it."""
    clerk.page.goto("/corrections/")
    clerk.look("corrections")
    clerk.key_to("#to-answer a")
    clerk.page.keyboard.press("Enter")
    expect(clerk.page.locator("blockquote").first).to_contain_text("签到表上有我")
    clerk.look("objection-case")
    clerk.key_to("#acts a.btn.main")
    clerk.page.keyboard.press("Enter")
    expect(clerk.page.locator("h1")).to_contain_text("提出更正")
    clerk.key_to("#f-state")
    for _ in range(3):
        clerk.page.keyboard.press("ArrowUp")
    clerk.key_to("#reason")
    clerk.page.keyboard.type("核对签到表，此人到会")
    expect(clerk.page.locator("#f-state")).to_have_value("present")
    clerk.look()
    clerk.key_to("main form button.main")
    clerk.page.keyboard.press("Enter")
    expect(clerk.page.locator("#acts")).to_contain_text("要由另一位有权的人")
    expect(clerk.page.get_by_role("button", name="确认更正")).to_have_count(0)


def _sees(member: Hand, hours: float) -> None:
    """The member sees the answer, the figure, both versions, and who opened the reason."""
    page = member.page
    page.goto("/mine/objections/")
    member.click(".cases a")
    expect(page.locator("main .chip").first).to_have_text("已更正")
    member.look()
    page.goto(f"/{YEAR}/mine/")
    assert _hours(page) == hours
    member.click("#present > summary")
    expect(page.locator("#present > .facts > table tbody tr", has_text="更正后")).to_have_count(1)
    page.locator("#present summary.more").click()
    expect(page.locator("#present .undone")).to_contain_text("核对签到表")
    page.goto("/mine/readers/")
    expect(page.locator("main table")).to_contain_text("打开保密内容")
    member.look()


def test_an_objection_from_figure_to_answer(site: Site, project: Path) -> None:
    pictures = project / "docs" / "images"
    member = Hand(site, "dangyuan", "phone", pictures)
    before = _objects(member)
    _proposes(Hand(site, "zhibu", "desk", pictures))
    member.page.goto(f"/{YEAR}/mine/")
    assert _hours(member.page) == before
    second = Hand(site, "dangwei", "desk", pictures)
    second.page.goto("/corrections/")
    second.click("#to-confirm a")
    expect(second.page.locator("h1")).to_contain_text("更正")
    second.look("correction-confirm")
    second.click("main form button.main")
    expect(second.page.locator("main .chip").first).to_have_text("已更正")
    assert second.clicks <= 2
    _sees(member, before + 2)
    assert [words for words in site.complaints if "404" not in words] == []


def test_all_that_is_held_and_the_calendar(site: Site, project: Path) -> None:
    pictures = project / "docs" / "images"
    for width in ("phone", "desk"):
        member = Hand(site, "dangyuan", width, pictures)
        member.page.goto("/mine/held/")
        member.page.evaluate(
            "document.querySelectorAll('#facts details').forEach((one) => { one.open = true; })"
        )
        member.look()
        member.page.goto("/mine/held/")
        member.look("held" if width == "desk" else "")
        officer = Hand(site, "dangwei", width, pictures)
        officer.page.goto("/workdays/")
        officer.page.fill("#words", "国办发明电〔2026〕9号")
        officer.page.fill("#text", "\n".join([*(f"2027-10-0{n} 休" for n in range(1, 8)), "2027-02-30 休"]))
        officer.click("main form button.main")
        expect(officer.page.locator("main [role=alert]")).to_be_visible()
        officer.page.fill(
            "#text",
            "\n".join(
                [
                    f"2027-{m}-{n:02d} 休"
                    for m, n in [*(("02", d) for d in range(5, 12)), *(("10", d) for d in range(1, 8))]
                ]
            ),
        )
        officer.click("main form button.main")
        officer.look("workdays" if width == "desk" else "")
    assert [words for words in site.complaints if "404" not in words and "422" not in words] == []
