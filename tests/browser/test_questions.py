"""The question bank in a real browser, at the desk and on a phone: begun, searched, written, brought from a file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import TODAY, WIDTHS, Site
from tests.browser.looking import faults_at_the_desk, faults_on_a_phone

pytestmark = pytest.mark.browser

PICTURES = os.environ.get("ZHIXING_PICTURES", "")
TEXT = """一、单选题
1. 养护站的学习资料多久换一次？（ B ）
A. 每周 B. 每月 C. 每季度
2. 没有答案的题（ ）
A. 甲 B. 乙
"""


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day that the bureau is looked at."""
    for module in ("views", "acts", "taking"):
        monkeypatch.setattr(f"zhixing.web.questions.{module}.today", lambda: TODAY)


def _look(page: Page, name: str, width: str) -> None:
    faults = faults_at_the_desk(page) + (faults_on_a_phone(page) if width == "phone" else [])
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"questions-{name}-{width}.png"), full_page=True)
    assert faults == [], f"{name} {width}"


@pytest.mark.parametrize("width", list(WIDTHS))
def test_from_an_empty_bank_to_a_question_of_ones_own(sample_site: Site, width: str) -> None:
    context = sample_site.context(width)
    sample_site.sign_in(context, "dangwei")
    page = sample_site.page(context)
    page.goto("/questions/")
    _look(page, "empty", width)
    page.get_by_role("button", name="装入起始题库").click()
    expect(page.get_by_role("status").first).to_contain_text("已装入起始题库")
    _look(page, "list", width)
    page.get_by_label("题干、答案、依据或编号").fill("双重组织生活")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="党员领导干部以什么身份").click()
    expect(page.locator(".options .right")).to_contain_text("普通党员")
    _look(page, "one", width)
    page.get_by_role("button", name="核对无误").click()
    expect(page.locator(".marks")).to_contain_text("已核对")
    page.get_by_role("link", name="修改").click()
    page.get_by_label("为什么改").fill("说得更明白")
    page.get_by_label("解析").fill("双重组织生活。")
    page.get_by_role("button", name="存为新的一版").click()
    expect(page.locator(".past ins").first).to_have_text("双重组织生活。")
    _look(page, "versions", width)
    page.goto("/questions/new/")
    page.get_by_label("题干").fill("只有题干")
    page.get_by_role("button", name="存入题库").click()
    expect(page.get_by_label("题干")).to_have_value("只有题干")
    _look(page, "form", width)
    page.goto("/questions/import/")
    _look(page, "bring", width)
    files = [{"name": "站上的题.txt", "mimeType": "text/plain", "buffer": TEXT.encode()}]
    page.get_by_label("选文件").set_input_files(files=files)  # type: ignore[arg-type]
    page.get_by_role("button", name="看一遍").click()
    expect(page.get_by_text("没有答案，请写在")).to_be_visible()
    _look(page, "preview", width)
    page.get_by_role("button", name="收入所选").click()
    expect(page.get_by_role("status")).to_contain_text("收入新题 1 道")
    _look(page, "taken", width)
