"""Courses run in a real browser in their sandbox, report, go on where one was; a hostile one gets at nothing."""

from __future__ import annotations

import json
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django import Settings
from tests.browser.conftest import NOW, TODAY, Site
from tests.browser.looking import broken
from tests.planted_courses import published

from zhixing.actions.actors import actor_of
from zhixing.store.courses.models import Standing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def home(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A home of its own for the files of the library."""
    settings.HOME = tmp_path_factory.mktemp("home")


def planted(name: str) -> UUID:
    """A published course."""
    actor = actor_of(User.objects.get(username="dangwei").pk, today=TODAY)
    assert actor is not None
    return published(name, by=actor, now=NOW)


def opened(site: Site, context: BrowserContext, article: UUID) -> Page:
    """The only part of a course."""
    page = site.page(context)
    page.goto(f"/courses/{article}/")
    page.locator("table a").click()
    return page


@pytest.mark.parametrize("name", ["scorm-1.2", "scorm-2004"])
def test_a_course_runs_reports_and_goes_on(site: Site, home: None, name: str) -> None:
    article = planted(name)
    context = site.context("phone")
    site.sign_in(context, "dangyuan")
    page = opened(site, context, article)
    course = page.frame_locator("iframe")
    expect(course.locator("#state")).to_contain_text("已连接")
    course.locator("#next").click()
    expect(page.locator("[data-told]")).to_have_text("进度已记下")
    row = Standing.objects.get()
    assert (row.location, row.suspend, row.status) == ("第二页", "已看1页", "begun")
    assert broken(page) == []
    page.reload()
    expect(course.locator("#where")).to_have_text("接着看：第二页")
    course.locator("#finish").click()
    expect(page.locator("[data-told]")).to_have_text("这一部分学完了，已记下")
    row.refresh_from_db()
    assert (row.status, row.passed, row.mark) == ("done", True, 9_000)
    assert not [f.name for f in Standing._meta.fields if "time" in f.name]
    page.goto(f"/courses/{article}/")
    expect(page.locator("table")).to_contain_text("看完了，测验通过")
    expect(page.locator("main")).to_contain_text("课件说都看完了")
    assert broken(page) == []
    page.get_by_text("重新开始…").click()
    page.get_by_role("button", name="清空进度").click()
    expect(page.locator("table")).to_contain_text("还没有看")
    assert Standing.objects.count() == 0
    assert site.complaints == []
    context.close()


def test_a_hostile_course_gets_at_nothing(site: Site, home: None) -> None:
    article = planted("hostile")
    context = site.context("desk")
    site.sign_in(context, "dangyuan")
    page = opened(site, context, article)
    where = page.url
    said = page.frame_locator("iframe").locator("#tried")
    expect(said).to_contain_text("cookie", timeout=15_000)
    tried = json.loads(said.inner_text())
    assert len(tried) >= 21
    assert {name: found for name, found in tried.items() if "GOT" in found} == {}
    assert page.url == where
    page.goto("/mine/held/")
    assert page.url.endswith("/mine/held/")
    assert "stolen" not in {one["name"] for one in context.cookies()}
    # By itself in a window it is not to be had.
    page.goto(where)
    address = page.locator("iframe").get_attribute("src")
    assert address
    alone = page.goto(address)
    assert alone is not None
    assert alone.status == 404
    context.close()


def test_without_a_second_address_no_course_opens(site: Site, home: None, settings: Settings) -> None:
    settings.COURSES_HOST = site.url.removeprefix("http://")
    article = planted("scorm-1.2")
    context = site.context("phone")
    site.sign_in(context, "dangyuan")
    page = site.page(context)
    page.goto(f"/courses/{article}/1/")
    expect(page.locator("main")).to_contain_text("第二个网址")
    assert page.locator("iframe").count() == 0
    context.close()
