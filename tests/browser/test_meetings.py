"""A meeting with votes and decisions in a real browser, at the desk and on a phone: recorded, read, settled.

With `ZHIXING_PICTURES` naming a folder, pictures of the pages are left there.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Site
from tests.browser.looking import broken

pytestmark = pytest.mark.browser

PICTURES = os.environ.get("ZHIXING_PICTURES", "")


def _look(page: Page, name: str) -> None:
    """Sound at this width: no complaint of axe, nothing wider than the window."""
    assert broken(page) == [], page.url
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), page.url
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True, scale="css")


def _fold(page: Page, words: str) -> None:
    page.locator("summary", has_text=words).click()


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_a_meeting_with_a_vote_and_a_decision(site: Site, width: str) -> None:
    context = site.context(width)
    site.sign_in(context, "zhibu")
    page = site.page(context)
    page.goto("/record/session/")
    page.get_by_text("党员大会", exact=True).first.check()
    page.get_by_label("主题", exact=True).fill(f"研究发展党员（{width}）")
    _look(page, f"{width}-folded")
    _fold(page, "会议记录：")
    page.get_by_label("地点").fill("三楼会议室")
    page.get_by_label("发言要点").fill("同意。\n补一句。")
    _fold(page, "表决（")
    page.get_by_label("表决事项").fill("接收预备党员")
    page.get_by_label("按哪种规则").select_option(label="接收预备党员、转正")
    page.get_by_label("赞成", exact=True).fill("1")
    _fold(page, "决议（")
    page.get_by_label("决议内容").first.fill("修好道班饮水")
    page.get_by_label("完成时限").first.fill("2030-12-01")
    _fold(page, "视频参会")
    _look(page, f"{width}-open")
    page.get_by_role("button", name="登记这场活动").click()
    expect(page.get_by_role("alert")).to_contain_text("请写明理由再登记")
    _look(page, f"{width}-refused")
    people = page.locator(".call").count()
    page.get_by_label("赞成", exact=True).fill(str(people - 1))
    page.get_by_label("没有达到规定仍然登记的理由").fill("会后补正")
    page.get_by_role("button", name="登记这场活动").click()
    expect(page.get_by_role("status")).to_contain_text("已登记")
    expect(page.locator("#minutes")).to_contain_text("应到会有表决权")
    _look(page, f"{width}-file")
    page.goto("/todo/?sort=decision")
    _look(page, f"{width}-todo")
    before = page.get_by_role("button", name="已办结").count()
    page.get_by_role("button", name="已办结").first.click()
    assert page.get_by_role("button", name="已办结").count() == before - 1
    for address in ("leave", "makeups"):
        page.goto(f"/record/{address}/")
        _look(page, f"{width}-{address}")
    context.close()
    assert [one for one in site.complaints if "422" not in one] == []
