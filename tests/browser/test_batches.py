"""Batches in a browser: from the form to the plan in force, each page sound at both widths; a member asks by phone."""

from __future__ import annotations

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect
from tests import cast, planted_batches
from tests.browser.conftest import NOW, TODAY, Site
from tests.browser.looking import faults_at_the_desk, faults_on_a_phone

from zhixing.store.plans import batches as queries

pytestmark = pytest.mark.browser
YEAR = planted_batches.PLAN_YEAR


def test_from_the_form_to_the_plan_in_force(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: planted_batches.TODAY)
    cast.hire(site.year, now=NOW, today=TODAY)
    planted_batches.prepare()
    faults: list[str] = []
    officer = site.page(site.context("desk"))
    site.sign_in(officer.context, "superior")
    officer.goto(f"/{YEAR}/batches/")
    faults += _judge(officer, "year")
    officer.keyboard.press("Tab")
    officer.get_by_label("求解时间").select_option("10")
    officer.get_by_label("从哪一天起排").fill("2026-03-03")
    officer.get_by_role("button", name="开始排").press("Enter")
    expect(officer.get_by_role("status").first).to_contain_text("等着排")
    faults += _judge(officer, "waiting")
    batch = UUID(officer.url.rstrip("/").rpartition("/")[2])
    planted_batches.worked(batch)
    expect(officer.locator("main")).to_contain_text("独立核查通过", timeout=15_000)
    officer.set_viewport_size({"width": 1280, "height": 900})
    faults += _judge(officer, "answer")
    officer.get_by_role("button", name="采用这个方案").click()
    expect(officer.get_by_role("button", name="撤回采用")).to_be_visible()
    planted_batches.published(batch)
    for address in _pages(batch):
        officer.goto(address)
        faults += _judge(officer, address)
    faults += _member(site)
    assert not faults + site.complaints


def _pages(batch: UUID) -> list[str]:
    row = queries.batch(batch)
    found = planted_batches.situation(row) if row else None
    assert found is not None
    own = [
        f"/batches/{batch}/{page}" for page in ("runs/0/", "unserved/", f"stations/{found.keys.stations[0]}/")
    ]
    return [*own, *(f"/{YEAR}/batches/{page}" for page in ("change/", "wish/", "asks/", ""))]


def _member(site: Site) -> list[str]:
    page = site.page(site.context("phone"))
    site.sign_in(page.context, "member")
    page.goto(f"/{YEAR}/batches/mine/")
    faults = _judge(page, "mine")
    page.get_by_role("link", name="那天去不了").first.click()
    return faults + _judge(page, "asking")


def _judge(page: Page, called: str) -> list[str]:
    size = page.viewport_size
    found = [f"{called}: {one}" for one in [*faults_at_the_desk(page), *faults_on_a_phone(page)]]
    assert size is not None
    page.set_viewport_size(size)
    return found
