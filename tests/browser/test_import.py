"""J1, the first day: a folder dropped, looked through, a namesake settled by two clicks, accepted, seen.

With `ZHIXING_SHOTS=1` the pictures of the documents are drawn again.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings
from tests.browser.conftest import YEAR, Site
from tests.browser.looking import broken
from tests.sent import WORKBOOKS

from zhixing.store.ledger import queries as ledger

pytestmark = pytest.mark.browser

SHOTS = os.environ.get("ZHIXING_SHOTS") == "1"
PICTURES = os.environ.get("ZHIXING_PICTURES", "")
"""A folder for pictures of every page at both widths, to be looked at."""
IN_DOCUMENTS = {"import", "import-preview"}
SLOW = 60_000
NAMESAKES = """云川县交通运输局2025年学习活动台账
编号,日期,开始时间,时长（分钟）,形式,主题,教育内容类别,主办组织,学时账,实到名单
Z901,2025-11-05,09:00,60,主题党日,学习全会精神,党的基本理论教育,,A,{names}
"""


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    """Uploads lie in a home of their own."""
    settings.HOME = tmp_path / "home"
    return tmp_path


def dropped(page: Page, *paths: Path) -> None:
    """Drops files or folders from outside the browser onto the zone, as a hand would."""
    box = page.locator("[data-drop]").bounding_box()
    assert box is not None
    where = {"x": box["x"] + box["width"] / 2, "y": box["y"] + 60}
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    wire = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        wire.send("Input.dispatchDragEvent", {"type": kind, **where, "data": data})


def sound(page: Page) -> None:
    """axe finds nothing, and the page is no wider than the window."""
    if connection.vendor == "sqlite":
        assert broken(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), page.url


def picture(page: Page, name: str, project: Path, *, width: str = "desk") -> None:
    """A picture for the documents (at the desk), or for a look."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
    if SHOTS and width == "desk" and name in IN_DOCUMENTS:
        page.screenshot(path=project / "docs" / "images" / f"{name}.png", scale="css")


def with_a_namesake(home: Path, project: Path) -> Path:
    """The sample bureau's twelve workbooks, and one more with a namesake without brackets, a slip and a stranger."""
    folder = home / "云川县"
    folder.mkdir()
    for book in (project / "sample" / "云川县").iterdir():
        (folder / book.name).write_bytes(book.read_bytes())
    (folder / "补记台账.csv").write_text(NAMESAKES.format(names=_names(project)), "utf-8")
    return folder


def _names(project: Path) -> str:
    told = json.loads((project / "sample" / "云川县" / "核算参考.json").read_text("utf-8"))
    count = Counter(member["name"] for member in told["members"])
    twin = next(name for name, n in count.items() if n > 1)
    slip = next(name for name, n in count.items() if n == 1 and len(name) == 3)
    return f"{twin}、{slip[:2]}翼、查无此人"


def open_row(page: Page, number: int) -> Locator:
    """One of the open places, in order."""
    return page.locator(".resolve > li").nth(number)


def counted(page: Page) -> None:
    """Waits until the counts have followed the last decision."""
    expect(page.locator("#summary")).not_to_contain_text("正在", timeout=SLOW)


def test_the_first_day(fresh_site: Site, worker: None, home: Path, project: Path) -> None:
    site, context = fresh_site, fresh_site.context("desk")
    site.sign_in(context, "dangwei")
    folder = with_a_namesake(home, project)
    page = site.page(context)
    page.goto("/imports/")
    picture(page, "import", project)
    sound(page)
    began = time.perf_counter()
    dropped(page, folder)
    page.wait_for_url("**/imports/uploads/*/")
    page.reload()
    page.get_by_role("heading", name="导入预览").wait_for(timeout=SLOW)
    looked = time.perf_counter() - began
    assert ledger.fact_count() == 0
    expect(page.locator("h1")).to_contain_text(f"云川县，{YEAR} 年")
    expect(page.locator("#files tbody tr")).to_have_count(13)
    expect(page.locator(".resolve > li")).to_have_count(3)
    picture(page, "import-preview", project)
    sound(page)
    # A namesake: two clicks, nothing typed.
    open_row(page, 0).get_by_role("radio").nth(1).click()
    open_row(page, 0).get_by_role("button", name="确定").click()
    expect(page.locator(".resolve > li")).to_have_count(2)
    began_again = time.perf_counter()
    counted(page)
    again = time.perf_counter() - began_again
    open_row(page, 1).get_by_role("button", name="先放一边").click()
    expect(page.locator("#summary")).to_contain_text("2 处已定（1 处先放一边）")
    sound(page)
    began = time.perf_counter()
    page.get_by_role("button", name="接受，入账").click()
    page.wait_for_url("**/imports/1/", timeout=SLOW)
    taken = time.perf_counter() - began
    expect(page.locator("#open")).to_contain_text("待认定 2 处")
    sound(page)
    page.get_by_role("link", name="看结果").click()
    page.wait_for_url(f"**/{YEAR}/")
    print(f"drop to preview {looked:.1f} s, counts again {again:.1f} s, 接受 to report {taken:.1f} s")
    assert looked + again + taken < 60
    assert site.complaints == []


def test_by_keyboard_alone_on_a_phone_and_taken_back_by_two(
    fresh_site: Site, worker: None, home: Path, project: Path
) -> None:
    site, context = fresh_site, fresh_site.context("phone")
    site.sign_in(context, "dangwei")
    page = site.page(context)
    page.goto("/imports/")
    picture(page, "import", project, width="phone")
    sound(page)
    for name, data in WORKBOOKS.items():
        (home / name).write_bytes(data)
    page.locator("input[name=files]").set_input_files([home / name for name in WORKBOOKS])
    page.get_by_role("button", name="上传并预览").press("Enter")
    page.get_by_role("heading", name="导入预览").wait_for(timeout=SLOW)
    picture(page, "import-preview", project, width="phone")
    sound(page)
    row = page.locator(".resolve > li").filter(has=page.get_by_role("radio")).first
    row.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#summary")).to_contain_text("1 处已定")
    stranger = page.locator(".resolve > li").filter(has_text="查无此").first
    stranger.locator("summary").filter(has_text="新建此人").press("Enter")
    picture(page, "import-create", project, width="phone")
    stranger.get_by_label("党支部").select_option("机关第一党支部")
    stranger.get_by_role("button", name="新建并认定").press("Enter")
    expect(page.locator("#summary")).to_contain_text("2 处已定")
    counted(page)
    page.get_by_role("button", name="接受，入账").press("Enter")
    page.wait_for_url("**/imports/1/", timeout=SLOW)
    page.locator("#withdraw summary").press("Enter")
    page.get_by_label("理由").first.fill("年份写错")
    page.get_by_role("button", name="撤回整批").press("Enter")
    expect(page.locator("#withdraw")).to_contain_text("待确认")
    picture(page, "import-report", project, width="phone")
    sound(page)
    other = site.context("desk")
    site.sign_in(other, "dangwei2")
    second = site.page(other)
    second.goto("/imports/")
    sound(second)
    picture(second, "import-list", project)
    second.get_by_role("button", name="确认撤回").click()
    expect(second.locator("h1 + span")).to_contain_text("已撤回")
    sound(second)
    picture(second, "import-withdrawn", project)
    assert site.complaints == []


def test_without_script(fresh_site: Site, worker: None, home: Path) -> None:
    site, context = fresh_site, fresh_site.context("desk", java_script_enabled=False)
    site.sign_in(context, "dangwei")
    page = context.new_page()
    page.goto("/imports/")
    for name, data in WORKBOOKS.items():
        (home / name).write_bytes(data)
    page.locator("input[name=files]").set_input_files([home / name for name in WORKBOOKS])
    page.get_by_role("button", name="上传并预览").click()
    page.get_by_role("heading", name="导入预览").wait_for(timeout=SLOW)
    page.get_by_role("button", name="接受，入账").click()
    page.wait_for_url("**/imports/1/", timeout=SLOW)
    assert ledger.fact_count() > 0
