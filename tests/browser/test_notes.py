"""A note on a phone: written, a page by hand attached, checked at the desk, seen again; clean for axe."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Dialog, expect
from tests.browser.conftest import Site
from tests.browser.looking import broken
from tests.interop.test_pictures import picture
from tests.web.test_notes import LONG

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_note_from_a_phone_to_the_desk_and_back(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "第一页.jpg"
    file.write_bytes(picture(size=(1200, 1600)))
    phone = site.context("phone")
    site.sign_in(phone, "dangyuan")
    page = site.page(phone)
    page.goto("/mine/notes/")
    page.get_by_role("link", name="写笔记").click()
    page.get_by_label("心得体会").check()
    page.get_by_label("题目").fill("清边沟有感")
    page.get_by_label("正文").fill(LONG)
    page.get_by_label("手写笔记的图片").set_input_files(file)
    assert broken(page) == []
    page.get_by_role("button", name="交给支部").click()
    expect(page.locator("h1")).to_have_text("清边沟有感")
    shown = page.locator("img[alt^=手写]")
    expect(shown).to_have_count(1)
    shown.scroll_into_view_if_needed()  # a picture further down is fetched when one comes to it
    expect(shown).to_have_js_property("naturalWidth", 1200)
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert broken(page) == []
    desk = site.context("desk")
    site.sign_in(desk, "zhibu")
    office = site.page(desk)
    office.goto("/notes/")
    assert broken(office) == []
    office.get_by_role("link", name="清边沟有感").click()
    assert broken(office) == []
    office.get_by_role("button", name="退回修改").click()
    expect(office.get_by_role("alert")).to_contain_text("请写一句话")
    office.get_by_label("评语").fill("写写自己岗位上怎么改")
    office.get_by_role("button", name="退回修改").click()
    expect(office.locator("h1")).to_have_text("笔记抽查")
    page.goto("/mine/notes/")
    expect(page.locator("table")).to_contain_text("写写自己岗位上怎么改")
    page.get_by_role("link", name="改后再交").click()
    page.get_by_label("正文").fill(LONG + "以后每次巡路先看边沟。")
    page.get_by_role("button", name="交给支部").click()
    expect(page.locator("main")).to_contain_text("以后每次巡路先看边沟")
    assert [one for one in site.complaints if "400" not in one] == []
    phone.close()
    desk.close()


def test_leaving_a_form_with_words_in_it_is_asked_about(site: Site) -> None:
    context = site.context("desk")
    site.sign_in(context, "dangyuan")
    page = site.page(context)
    asked: list[str] = []

    def leave(box: Dialog) -> None:
        asked.append(box.type)
        box.accept()

    page.on("dialog", leave)
    page.goto("/mine/notes/new/")
    page.get_by_role("link", name="我的笔记").last.click()
    page.wait_for_url("**/mine/notes/")
    assert asked == []
    page.goto("/mine/notes/new/")
    page.get_by_label("题目").press_sequentially("清边沟")
    page.get_by_role("link", name="我的笔记").last.click()
    page.wait_for_url("**/mine/notes/")
    assert asked == ["beforeunload"]
    page.goto("/mine/notes/new/")
    page.get_by_label("心得体会").check()
    page.get_by_label("题目").press_sequentially("清边沟有感")
    page.get_by_label("正文").fill(LONG)
    page.get_by_role("button", name="交给支部").click()
    expect(page.locator("h1")).to_have_text("清边沟有感")
    assert asked == ["beforeunload"]
    assert site.complaints == []
