"""The screen 表样与打印 in a real browser: sound at both widths, by keyboard, and a sheet comes down as a file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import WIDTHS, YEAR, Site
from tests.browser.looking import broken

pytestmark = pytest.mark.browser


def test_forms_are_sound_and_a_sheet_comes_down(sample_site: Site, tmp_path: Path) -> None:
    site, folder = sample_site, os.environ.get("ZHIXING_LOOK")
    for width, (wide, _) in WIDTHS.items():
        for role in ("dangwei", "zhibu"):
            context = site.context(width)
            site.sign_in(context, role)
            page = site.page(context)
            page.goto(f"/{YEAR}/forms/")
            expect(page.get_by_role("heading", level=1)).to_contain_text("表样与打印")
            assert page.evaluate("document.documentElement.scrollWidth") <= wide
            if width == "phone":  # at the desk: test_every_page.py
                assert broken(page, runOnly=["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]) == []
            if folder:
                page.screenshot(path=f"{folder}/forms-{role}-{width}.png", full_page=True)
            context.close()
    context = site.context("desk")
    site.sign_in(context, "zhibu")
    page = site.page(context)
    page.goto(f"/{YEAR}/forms/")
    page.get_by_label("活动名称").fill("学习《条例》")
    page.get_by_label("活动名称").press("Tab")
    page.get_by_label("日期").fill("2026-03-05")
    with page.expect_download() as coming:
        page.locator("#sign-in").get_by_role("button", name="PDF").press("Enter")
    coming.value.save_as(tmp_path / "sheet.pdf")
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert coming.value.suggested_filename.startswith("签到表-2026-03-05-学习")
    assert site.complaints == []
    context.close()
