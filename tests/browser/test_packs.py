"""Packs in a real browser: composed in three clicks, studied without a network, read back, confirmed."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect
from tests import cast, packed
from tests.browser.conftest import TODAY, WIDTHS, Site
from tests.browser.looking import PHONE, faults_at_the_desk, shoot

from zhixing.core.facts.kinds import Kind
from zhixing.store.ledger.models import Fact
from zhixing.store.packs import queries

pytestmark = pytest.mark.browser

PICTURES = os.environ.get("ZHIXING_PICTURES", "")


@pytest.fixture(autouse=True)
def then(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day that the bureau is looked at."""
    for place in ("views", "back", "paper", "mine"):
        monkeypatch.setattr(f"zhixing.web.packs.{place}.today", lambda: TODAY)


def _look(page: Page, name: str, width: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"packs-{name}-{width}.png"), full_page=True)
    assert faults_at_the_desk(page) == [], page.url
    if width == "phone":
        assert page.evaluate(PHONE, WIDTHS["phone"][0]) == [], page.url


@pytest.mark.parametrize("width", list(WIDTHS))
def test_from_a_missed_session_to_a_confirmed_make_up(site: Site, width: str, tmp_path: Path) -> None:
    person = cast.actor("dangyuan", today=TODAY).person
    assert person is not None
    packed.missed_session(site.year, [person], by="dangwei")
    packed.article("组织生活怎么过：四项制度")
    packed.banked()
    desk, mine = site.context(width), site.context(width, accept_downloads=True)
    site.sign_in(desk, "zhibu")
    site.sign_in(mine, "dangyuan")
    officer = site.page(desk)
    officer.goto("/packs/")
    _look(officer, "list", width)
    officer.locator("li", has_text="组织生活怎么过").get_by_role("link").click()
    expect(officer.locator(".size")).to_contain_text("KB")
    _look(officer, "compose", width)
    officer.get_by_role("button", name="发学习包").click()
    expect(officer.get_by_role("status")).to_contain_text("已经发出")
    _look(officer, "one", width)

    member = site.page(mine)
    member.goto("/mine/packs/")
    expect(member.get_by_text("补学", exact=True)).to_be_visible()
    _look(member, "mine", width)
    with member.expect_download() as coming:
        member.get_by_role("link", name="下载").first.click()
    away = site.browser.new_context(
        offline=True, viewport={"width": 360, "height": 640}, device_scale_factor=3
    )
    study = away.new_page()
    folder = tmp_path / "pack"
    _unpack(Path(coming.value.path()), folder)
    study.goto((folder / "index.html").as_uri())
    study.get_by_role("link", name="答题和回传").first.click()
    _answer(study)
    study.click("#as-codes")
    expect(study.locator("figure").first).to_be_visible()
    shoot(study, "packs-codes-phone")
    shots = []
    for nth in range(study.locator("figure").count()):
        study.locator("figure").nth(nth).screenshot(path=str(tmp_path / f"{nth}.png"))
        shots.append(str(tmp_path / f"{nth}.png"))
    away.close()

    officer.goto("/packs/returns/")
    officer.set_input_files("#files", shots)
    officer.get_by_role("button", name="先看一遍").click()
    expect(officer.locator("main")).to_contain_text("可收 1 份")
    _look(officer, "preview", width)
    officer.get_by_role("button", name="收下 1 份").click()
    expect(officer.locator("#waiting")).to_contain_text("齐全")
    _look(officer, "desk", width)
    officer.get_by_role("button", name="确认勾选的为补学").click()
    expect(officer.get_by_role("status")).to_contain_text("已确认补学 1 人")
    assert Fact.objects.filter(kind=Kind.MAKEUP.value, subject=person, day__gte=TODAY).count() == 1
    member.goto("/mine/packs/")
    expect(member.get_by_text("已确认补学").first).to_be_visible()
    member.get_by_role("link", name="组织生活怎么过").first.click()
    _look(member, "read-done", width)
    assert site.complaints == []


@pytest.mark.parametrize("width", list(WIDTHS))
def test_the_other_pages_of_packs_are_in_order(site: Site, width: str) -> None:
    packed.handed_out(None, site.year.branches[0].id, by="zhibu", lesson=uuid4())
    (row,) = queries.offered()
    desk, mine = site.context(width), site.context(width)
    site.sign_in(desk, "zhibu")
    site.sign_in(mine, "dangyuan")
    officer, member = site.page(desk), site.page(mine)
    for name in ("codes", "paper"):
        officer.goto(f"/packs/{row.pack}/{name}/")
        _look(officer, name, width)
    member.goto(f"/mine/packs/{row.pack}/{row.version}/")
    _look(member, "read", width)
    member.check("input[name=q1][value=B]")
    member.fill("textarea[name=note]", packed.NOTE)
    member.get_by_role("button", name="交给支部").press("Enter")
    expect(member.locator("#back")).to_contain_text("还差：第 2、3、4、5 题")
    officer.goto("/packs/returns/")
    officer.locator("#waiting tbody a").first.click()
    _look(officer, "return", width)
    officer.get_by_role("button", name="退回").click()
    expect(officer.locator("#waiting")).to_contain_text("没有待办的回传")
    assert site.complaints == []


def _unpack(file: Path, folder: Path) -> None:
    import zipfile

    with zipfile.ZipFile(file) as held:
        held.extractall(folder)  # noqa: S202 - our own zip, names are tested


def _answer(page: Page) -> None:
    """Answers whatever is asked, as a member would."""
    for box in page.locator("#answers fieldset").all():
        pick = box.locator("input[type=radio], input[type=checkbox]")
        if pick.count():
            pick.first.check()
        for field in box.locator("input[type=text], textarea").all():
            field.fill("民主集中制")
    page.fill("textarea[name=note]", packed.NOTE)
