"""A meeting with votes and decisions in a real browser, at the desk and on a phone: recorded, read, settled.

With `ZHIXING_PICTURES` naming a folder, pictures of the pages are left there.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser.conftest import Site
from tests.browser.looking import broken

from zhixing.actions.recording import Ask, book
from zhixing.core.facts.meetings import LeaveAsked
from zhixing.core.facts.record import Draft
from zhixing.core.recording.base import HAND, Recorded
from zhixing.store.people.queries import Actor

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


def _ask_leave(site: Site) -> None:
    """Somebody of the officer's branch asks for leave from a session to come."""
    one = next(m for m in site.year.members if m.branch_id == site.year.branches[0].id and m.on_roll_at_end)
    body = LeaveAsked("党章党规轮训", dt.date(2030, 3, 5), uuid4().hex, "errand")
    draft = Draft(body, one.branch_id, HAND, one.id, uuid4(), dt.date(2026, 3, 1))
    by = Actor(1, "zhibu", "", one.id, ())
    book(Recorded(draft), Ask(by, timezone.now(), timezone.localdate(), uuid4()), "请假", one.id)


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_a_meeting_with_a_vote_and_a_decision(site: Site, width: str) -> None:
    context = site.context(width)
    site.sign_in(context, "zhibu")
    page = site.page(context)
    page.goto("/record/session/")
    page.get_by_text("党员大会", exact=True).first.check()
    page.get_by_label("主题", exact=True).fill(f"研究发展党员（{width}）")
    page.locator(".call").nth(0).get_by_label("值班", exact=True).check()
    page.locator(".call").nth(1).get_by_label("请假", exact=True).check()
    _look(page, f"{width}-folded")
    _fold(page, "会议记录：")
    page.get_by_label("地点").fill("三楼会议室")
    page.get_by_label("发言要点").fill("同意。\n补一句。")
    _fold(page, "表决（")
    page.get_by_label("表决事项").fill("接收预备党员")
    page.get_by_label("按哪种规则").select_option(label="接收预备党员、转正")
    page.get_by_label("赞成", exact=True).fill("1")
    page.get_by_label("结果（会上宣布的）").select_option(label="通过")
    _fold(page, "决议（")
    page.get_by_label("决议内容").first.fill("修好道班饮水")
    page.get_by_label("完成时限").first.fill("2030-12-01")
    _fold(page, "视频参会")
    _look(page, f"{width}-open")
    page.get_by_role("button", name="登记这场活动").click()
    expect(page.get_by_role("alert")).to_contain_text("请写明理由再登记")
    _look(page, f"{width}-refused")
    people = page.locator(".call").count()
    page.get_by_label("赞成", exact=True).fill(str(people - 3))
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
    _ask_leave(site)
    for address in ("leave", "makeups"):
        page.goto(f"/record/{address}/")
        _look(page, f"{width}-{address}")
    context.close()
    assert [one for one in site.complaints if "422" not in one] == []
