"""J2, the first half: from last year's open problems to a published plan with no typed field; every page of the plan."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests import cast
from tests.browser.conftest import NOW, TODAY, Site
from tests.browser.lively import signed_in
from tests.browser.looking import faults_at_the_desk, faults_on_a_phone
from tests.web.planted_plan import PLAN_YEAR, Planted, plant

from zhixing.actions import plan as plans
from zhixing.core.plan.plan import State
from zhixing.store.plans import api

pytestmark = pytest.mark.browser

PICTURES = os.environ.get("ZHIXING_PICTURES", "")
HOME = f"/{PLAN_YEAR}/plan/"


def context(site: Site, who: str) -> BrowserContext:
    """A browser of one of the cast, signed in."""
    made = site.context("desk")
    made.add_cookies(
        [{"name": "sessionid", "value": signed_in(who).cookies["sessionid"].value, "url": site.url}]
    )
    return made


def look(page: Page, called: str) -> list[str]:
    """What is wrong with the page that stands open, at both widths; drawn where pictures are wanted."""
    found = []
    size = page.viewport_size
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{called}-desk.png", full_page=True)
    found += faults_at_the_desk(page) + faults_on_a_phone(page)
    if PICTURES:
        page.reload()
        page.screenshot(path=Path(PICTURES) / f"{called}-phone.png", full_page=True)
    assert size
    page.set_viewport_size(size)
    return [f"{called} {one}" for one in found]


def test_from_open_problems_to_a_published_plan_without_a_typed_field(sample_site: Site) -> None:
    cast.hire(sample_site.year, now=NOW, today=TODAY)
    page = sample_site.page(context(sample_site, "superior"))
    page.goto(HOME)
    page.get_by_role("button", name="生成草案").click()
    expect(page.get_by_role("status").first).to_contain_text("一项没填")
    expect(page.locator("#items tbody tr")).not_to_have_count(0)
    page.get_by_role("link", name=f"{PLAN_YEAR} 年学习计划").click()
    expect(page.locator("#findings .chip.red")).to_have_count(0)
    assert not look(page, "plan-drafted")
    page.get_by_role("button", name="送各支部征求意见").click()
    expect(page.get_by_text("不能自己审定")).to_be_visible()
    second = sample_site.page(context(sample_site, "leader"))
    second.goto(HOME)
    second.get_by_role("button", name="审定计划").click()
    expect(second.get_by_role("status").first).to_contain_text("计划已审定")
    page.reload()
    page.get_by_role("button", name="发布计划").click()
    expect(page.get_by_role("status").first).to_contain_text("计划已发布")
    member = sample_site.page(context(sample_site, "member"))
    member.goto(HOME)
    expect(member.get_by_text("与您有关").first).to_be_visible()
    assert not look(member, "plan-member")
    assert not sample_site.complaints


@pytest.fixture
def planted(site: Site) -> Planted:
    """A plan under discussion in its second version, and an opinion that waits."""
    cast.hire(site.year, now=NOW, today=TODAY)
    plant(number=1)
    one = plant(State.OPINIONS, number=2)
    said = dt.datetime(2026, 1, 14, 3, 0, tzinfo=dt.UTC)
    api.add_opinion(
        *(one.course, PLAN_YEAR, 2),
        org=site.year.branches[0].id,
        words="七月防汛，请改到九月",
        by=api.Hand(4, "周健"),
        now=said,
    )
    return one


def addresses(one: Planted) -> Iterator[tuple[str, str, str]]:
    """Who, what it is called, address."""
    whole = ("", "draft/", "versions/?old=1&new=2", "opinions/", "cells/front-maintenance/", "lessons/new/")
    for rest in whole:
        yield "superior", rest.strip("/").partition("/")[0] or "year", HOME + rest
    for name, lesson in (("course", one.course), ("rhythm", one.rhythm)):
        for part in ("", "edit/", "teaching/"):
            yield "superior", f"{name}-{part.strip('/') or 'page'}", f"{HOME}lessons/{lesson}/{part}"
    yield "branch", "year", HOME
    yield "branch", "opinions", f"{HOME}opinions/"
    yield "branch", "own", f"{HOME}lessons/{one.own}/"
    yield "member", "year", HOME


def test_every_page_of_the_plan_is_sound(site: Site, planted: Planted) -> None:
    contexts: dict[str, BrowserContext] = {}
    faults = []
    for who, called, address in addresses(planted):
        if who not in contexts:
            contexts[who] = context(site, who)
        page = site.page(contexts[who])
        page.goto(address)
        faults += look(page, f"plan-{called}-{who}")
        page.close()
    assert faults + site.complaints == []


def test_what_a_change_opens_is_sound_to_look_at(site: Site) -> None:
    cast.hire(site.year, now=NOW, today=TODAY)
    one = plant(State.PUBLISHED)
    page = site.page(context(site, "superior"))
    page.goto(HOME)
    faults = look(page, "plan-published")
    page.goto(f"{HOME}lessons/{one.course}/")
    page.locator("summary", has_text="取消这一课").click()
    page.get_by_label("理由").fill("主讲人调走")
    page.get_by_role("button", name="取消这一课").click()
    expect(page.get_by_role("heading", name="还没有存")).to_be_visible()
    faults += look(page, "plan-opens")
    page.get_by_role("button", name="照样存").click()
    expect(page.get_by_role("status").first).to_contain_text("这一课已取消")
    page.goto(f"{HOME}lessons/{one.own}/edit/")
    page.get_by_label("哪几天").fill(f"{PLAN_YEAR}-10-01")
    page.get_by_label("调整理由").fill("改期")
    page.get_by_role("button", name="存成新的一版").click()
    expect(page.get_by_role("alert")).to_contain_text("会多出")
    faults += look(page, "plan-opens-form")
    refused = [one for one in site.complaints if "422" not in one]
    assert faults + refused == []


def test_without_script_a_step_is_ticked_and_a_lesson_moved(site: Site, planted: Planted) -> None:
    plain = site.browser.new_context(java_script_enabled=False, base_url=site.url, locale="zh-CN")
    held = signed_in("superior").cookies["sessionid"].value
    plain.add_cookies([{"name": "sessionid", "value": held, "url": site.url}])
    page = plain.new_page()
    page.goto(f"{HOME}lessons/{planted.own}/")
    page.get_by_role("button", name=re.compile("备好了.*落实场地")).click()
    expect(page.get_by_role("button", name=re.compile("没备好.*落实场地"))).to_be_visible()
    page.goto(f"{HOME}lessons/{planted.own}/edit/")
    page.get_by_label("哪几天").fill(f"{PLAN_YEAR}-10-01")
    page.get_by_role("button", name="存成新的一版").click()
    page.get_by_role("button", name="改到").first.click()
    expect(page.get_by_role("status").first).to_contain_text("时间已改")
    view = plans.current(PLAN_YEAR)
    lesson = view.plan.lesson(planted.own) if view else None
    assert lesson is not None
    assert lesson.days != (dt.date(PLAN_YEAR, 10, 1),)
