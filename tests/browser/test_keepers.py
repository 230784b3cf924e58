"""J13: three administrators, each with what is his and nothing of a member's; backup, restore, verify, upgrade by one command.

With `ZHIXING_PICTURES=folder` the pages are drawn, to be looked at.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests import cast
from tests.browser.conftest import NOW, TODAY, YEAR, Site
from tests.browser.looking import faults_at_the_desk
from tests.ops.scratch import PROJECT, installation

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("ZHIXING_PICTURES", "")


@pytest.fixture
def manned(site: Site) -> Site:
    """The small bureau with the whole cast."""
    cast.hire(site.year, now=NOW, today=TODAY)
    return site


def begins(site: Site, name: str, heading: str) -> Page:
    """Signs in; one lands where one's work is."""
    context = site.context("desk", accept_downloads=True)
    site.sign_in(context, name)
    page = site.page(context)
    page.goto("/")
    expect(page.locator("h1")).to_contain_text(heading)
    return page


def ends(page: Page, site: Site, name: str) -> None:
    """The page is sound; a member's file, the members and the overview are not there for an administrator."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"j13-{name}.png", full_page=True, scale="css")
    assert faults_at_the_desk(page) == []
    assert [words for words in site.complaints if "404 (Not Found)" not in words] == []
    member = site.year.members[0]
    for address in (f"/{YEAR}/members/{member.id}/", f"/people/{member.id}/", f"/{YEAR}/members/", "/todo/"):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 404, address
        assert member.name not in page.content()


def test_the_system_administrator_sees_how_the_service_stands(manned: Site) -> None:
    page = begins(manned, "system", "系统")
    for words in ("版本", "数据库", "备份", "磁盘", "工作日历"):
        expect(page.get_by_role("rowheader", name=words)).to_be_visible()
    expect(page.get_by_role("row", name="备份")).to_contain_text("zhixing backup")
    ends(page, manned, "system")


def test_the_security_administrator_gives_and_ends_a_role(manned: Site) -> None:
    page = begins(manned, "security", "账户与角色")
    page.get_by_role("link", name="publicity", exact=True).click()
    held = page.locator("main table tbody tr")
    before = held.count()
    page.locator("select[name=role]").select_option(label="纪检委员")
    page.locator("select[name=org]").select_option(label=manned.year.branches[1].name)
    page.get_by_label("理由").fill("支委会分工")
    page.get_by_role("button", name="授权", exact=True).press("Enter")
    given = held.filter(has_text="纪检委员")
    expect(given).to_contain_text(manned.year.branches[1].name)
    expect(given).to_contain_text("支委会分工")
    given.get_by_role("button", name="收回").press("Enter")
    expect(held).to_have_count(before)
    ends(page, manned, "security")


def test_the_audit_administrator_filters_and_takes_out_the_record(manned: Site, tmp_path: Path) -> None:
    page = begins(manned, "audit", "操作记录")
    page.get_by_label("用户名").fill("audit")
    page.locator("select[name=verb]").select_option(label="登录")
    expect(page.locator(".told")).to_contain_text("筛选")
    rows = page.locator("main table tbody tr")
    expect(rows.first).to_contain_text("audit")
    with page.expect_download() as coming:
        page.get_by_role("link", name="导出所列").press("Enter")
    coming.value.save_as(tmp_path / "lines.csv")
    lines = (tmp_path / "lines.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == rows.count() + 1
    page.get_by_role("link", name="验证链").click()
    expect(page.locator("main [role=status]").first).to_contain_text("完整")
    ends(page, manned, "audit")


def test_each_care_is_one_command(tmp_path: Path) -> None:
    with installation(tmp_path) as house:
        sample = PROJECT / "sample" / "云川县"
        assert house.run("import", str(sample), "--year", str(YEAR)).returncode == 0
        for words in (("backup",), ("verify",), ("upgrade",)):
            done = house.run(*words)
            assert done.returncode == 0, (words, done.stderr)
        kept = sorted((Path(house.environment["ZHIXING_HOME"]) / "backups").iterdir())
        done = house.run("restore", str(kept[-1]), "--force")
        assert done.returncode == 0, done.stderr
        assert house.run("verify").returncode == 0
