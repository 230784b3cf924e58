"""A branch's officer sets a pattern for several people and sees the week change; every page of rosters is sound."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests import cast
from tests.browser.conftest import NOW, TODAY, Site
from tests.browser.looking import faults_at_the_desk, faults_on_a_phone

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("ZHIXING_PICTURES", "")
WEEK = "2031-03-10"


def test_a_pattern_is_seen_and_every_page_is_sound(site: Site) -> None:
    cast.hire(site.year, now=NOW, today=TODAY)
    faults: list[str] = []
    officer = site.page(site.context("desk"))
    site.sign_in(officer.context, "branch")
    officer.goto(f"/rosters/?from={WEEK}")
    expect(officer.locator("main")).to_contain_text("班次不明")
    officer.get_by_role("link", name="设班制").first.click()
    faults += _judge(officer, "pattern")
    for box in officer.get_by_role("group", name="人员").get_by_role("checkbox").all()[:2]:
        box.check()
    officer.get_by_label("班制", exact=True).select_option("上七休七")
    officer.get_by_label("轮班起点").fill(WEEK)
    officer.get_by_role("button", name="登记").click()
    expect(officer.locator(".entered")).to_have_text("已记入账本。")
    station = officer.get_by_label("站点").input_value()
    officer.goto(f"/rosters/?from={WEEK}&station={station}")
    expect(officer.locator("td.duty")).to_have_count(20)
    for address in ("", "&weeks=4"):
        officer.goto(f"/rosters/?from={WEEK}&station={station}{address}")
        faults += _judge(officer, f"week{address[-1:]}")
    for act in ("exception", "leave", "cover"):
        officer.goto(f"/rosters/enter/{act}/")
        faults += _judge(officer, act)
    faults += _resources(site)
    member = site.page(site.context("phone"))
    site.sign_in(member.context, "member")
    member.goto("/rosters/")
    faults += _judge(member, "own")
    assert not faults + site.complaints


def _resources(site: Site) -> list[str]:
    """The organ's officer enters a room and closes it for a week; each form on the way."""
    page = site.page(site.context("desk"))
    site.sign_in(page.context, "superior")
    page.goto("/rosters/resources/")
    faults = _judge(page, "none")
    page.goto("/rosters/resources/new/venue/")
    faults += _judge(page, "venue")
    page.get_by_label("名称").fill("三楼会议室")
    page.get_by_label("座位").fill("80")
    page.get_by_role("button", name="登记").click()
    page.get_by_role("link", name="登记停用").click()
    faults += _judge(page, "closed")
    page.get_by_label("自何日起").fill(WEEK)
    page.get_by_label("到何日止").fill("2031-03-14")
    page.get_by_role("button", name="登记").click()
    expect(page.locator("main")).to_contain_text("2031-03-10 至 2031-03-14")
    faults += _judge(page, "resources")
    for act in ("speaker", "peak"):
        page.goto(f"/rosters/resources/new/{act}/")
        faults += _judge(page, act)
    return faults


def _judge(page: Page, name: str) -> list[str]:
    size = page.viewport_size
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"rosters-{name}-desk.png", full_page=True)
    found = faults_at_the_desk(page) + [f"phone {one}" for one in faults_on_a_phone(page)]
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"rosters-{name}-phone.png", full_page=True)
    if size is not None:
        page.set_viewport_size(size)
    page.reload()
    return [f"{name}: {one}" for one in found]
