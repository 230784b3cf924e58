"""Documents and recordings through a real browser: sent, read, looked at, drafts; at both widths without a fault."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect
from tests.browser.conftest import Site
from tests.browser.looking import broken
from tests.interop import evil_articles as made
from tests.interop.test_articles_reading import HTML, png

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("ZHIXING_PICTURES", "")


def look(page: Page, name: str, width: str) -> None:
    """Nothing wider than the screen, nothing axe or the house finds."""
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), page.url
    assert broken(page) == [], page.url
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"incoming-{name}-{width}.png"), full_page=True)


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_documents_become_drafts(site: Site, width: str) -> None:
    context = site.context(width)
    site.sign_in(context, "dangwei")
    page = site.page(context)
    page.goto("/library/desk/")
    page.get_by_role("link", name="上传文档").click()
    look(page, "send", width)
    word = made.docx(
        made.para("关于开展学习的通知")
        + made.para("1 1 1")
        + made.para("　　各支部要结合实际学习。")
        + made.drawing("i1", "合影"),
        relations=made.relation("i1", "media/1.png"),
        extra={"word/media/1.png": png()},
    )
    page.locator("#files").set_input_files(
        [
            FilePayload(name="通知.docx", mimeType="", buffer=word),
            FilePayload(name="旧网页.html", mimeType="", buffer=HTML.encode()),
            FilePayload(name="坏.pdf", mimeType="", buffer=b"x"),
        ]
    )
    page.get_by_role("button", name="上传并读出").click()
    expect(page.get_by_text("共 3 个，读出 2 个")).to_be_visible()
    expect(page.get_by_text("“1 1 1”").first).to_be_visible()
    look(page, "read", width)
    page.get_by_label("收下这一篇").nth(1).uncheck()
    page.get_by_role("button", name="把勾选的存为草稿").click()
    expect(page.get_by_text("请选授权").first).to_be_visible()
    look(page, "wrong", width)
    page.get_by_label("授权", exact=True).first.select_option(label="本单位原创")
    page.get_by_role("button", name="把勾选的存为草稿").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("关于开展学习的通知")
    page.goto("/library/media/")
    file = FilePayload(name="课.mp3", mimeType="", buffer=b"ID3\x04" + bytes(40_000))
    page.locator("#file").set_input_files(file)
    page.get_by_label("名称").fill("录音第一课")
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_text("已收下（录音）")).to_be_visible()
    look(page, "media", width)
