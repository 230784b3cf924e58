"""The register of problems in a real browser: last year's come first, a signal becomes a problem, it is closed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import NOW, TODAY, WIDTHS, YEAR, Site
from tests.browser.looking import broken

from zhixing.actions.import_folder import import_folder
from zhixing.interop.workbooks.folder import read_folder

pytestmark = pytest.mark.browser

PICTURES = os.environ.get("ZHIXING_PICTURES", "")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day that the bureau is looked at."""
    for module in ("views", "acts"):
        monkeypatch.setattr(f"zhixing.web.problems.{module}.today", lambda: TODAY)
    monkeypatch.setattr("zhixing.web.recording.views.today", lambda: TODAY)


@pytest.fixture
def complaints(project: Path, tmp_path: Path) -> Path:
    """A folder with the complaints of the sample alone."""
    folder = tmp_path / "诉求"
    folder.mkdir()
    shutil.copy(project / "sample" / "云川县补充" / "群众诉求汇总.xlsx", folder)
    return folder


def _look(page: Page, name: str, width: str) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), page.url
    assert broken(page) == [], page.url
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"problems-{name}-{width}.png"), full_page=True)


@pytest.mark.parametrize("width", list(WIDTHS))
def test_from_a_signal_to_a_closed_problem_without_a_typed_field(
    sample_site: Site, complaints: Path, width: str
) -> None:
    import_folder(read_folder(complaints, year=YEAR), name="补充", by="测试", year=YEAR, now=NOW, today=TODAY)
    context = sample_site.context(width)
    sample_site.sign_in(context, "dangwei")
    page = sample_site.page(context)
    page.goto("/problems/")
    expect(page.locator("tr.carried").first).to_contain_text(f"{YEAR}-P")
    _look(page, "list", width)
    page.goto(f"/problems/signals/?year={YEAR}")
    _look(page, "signals", width)
    page.get_by_role("link", name="列为问题").first.click()
    _look(page, "enter", width)
    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_url("**/record/entries/**")
    page.goto("/problems/?carried=&sort=&q=" + "%E7%8E%87")
    page.locator("table.problems a").first.click()
    page.get_by_role("button", name="改为“整改中”").click()
    page.get_by_role("button", name="改为“待销号”").click()
    expect(page.get_by_text("写一条成效，就可以销号")).to_be_visible()
    _look(page, "one", width)
    page.locator("#f-rests").select_option(index=1)
    page.get_by_role("button", name="登记成效").click()
    page.get_by_role("button", name="改为“已销号”").click()
    expect(page.locator(".marks")).to_contain_text("已销号")
    _look(page, "closed", width)
    one = page.url.split("?")[0]
    for name in ("change", "places"):
        page.goto(f"{one}{name}/")
        _look(page, name, width)
    assert sample_site.complaints == []
