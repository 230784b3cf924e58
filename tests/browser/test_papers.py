"""A test in a real browser: made and opened at the desk, sat on a phone of 320 with a reload, told item by item."""

from __future__ import annotations

import os
import random
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser.conftest import Site
from tests.browser.looking import broken, shoot
from tests.core.papers.planted import question

from zhixing.actions.roll import roll
from zhixing.core.questions.question import Answer, Form
from zhixing.store.papers import api, queries
from zhixing.store.papers.models import Going, Sitting
from zhixing.store.questions import api as bank

pytestmark = pytest.mark.browser

PICTURES = os.environ.get("ZHIXING_PICTURES", "")
FORMS = (Form.SINGLE, Form.MULTIPLE, Form.TRUE_FALSE, Form.FILL_IN, Form.SHORT)


@pytest.fixture
def filled(transactional_db: None) -> None:
    """A bank of thirty."""
    hand = bank.Hand("甲（jia）", None, timezone.now())
    for n in range(1, 31):
        one = question(
            n,
            FORMS[n % 5],
            category="党章党规",
            topics=("组织生活",),
            document="中国共产党章程",
            anchor=n % 5 == 0,
        )
        bank.write_new(one, uid=uuid4(), hand=hand)


def _look(page: Page, name: str, width: str) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), page.url
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"papers-{name}-{width}.png"), full_page=True)
    assert broken(page) == [], page.url


def _made(page: Page) -> None:
    """The blueprint filled in, looked at, kept, opened to everybody."""
    page.goto("/papers/make/")
    page.get_by_label("试卷名称").fill("第四季度党章党规测验")
    for row, (form, count) in enumerate(
        (("single", 4), ("multiple", 2), ("true_false", 2), ("fill_in", 1), ("short", 1)), 1
    ):
        page.locator(f"select[name=form-{row}]").select_option(form)
        page.locator(f"input[name=count-{row}]").fill(str(count))
        page.locator(f"input[name=marks-{row}]").fill("2")
    page.get_by_role("button", name="看看抽出的卷").click()
    expect(page.get_by_role("status").last).to_contain_text("抽出 10 道题")
    _look(page, "make", "desk")
    page.get_by_role("button", name="存下这份卷").click()
    expect(page.locator("main")).to_contain_text("试卷已存下")
    _look(page, "paper", "desk")
    page.get_by_role("link", name="发布测验").click()
    _look(page, "open", "desk")
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.locator("main")).to_contain_text("测验已发布")


def _others_sat() -> None:
    """Sheets of twenty-one others, some right, some wrong."""
    rng, sitting = random.Random(1), Sitting.objects.get()
    row = queries.paper(sitting.paper_id)
    assert row is not None
    asked = queries.invited(sitting.id)
    for person, branch in list(asked.items())[:21]:
        answers, marks = {}, {}
        for n, item in enumerate(row.paper.items):
            good = rng.random() < 0.75
            if item.question.options:
                answers[n] = Answer(item.question.right if good else frozenset({1}))
            else:
                answers[n] = Answer(texts=("三会一课" if good else "不知道",))
            if item.question.form is Form.SHORT:
                marks[n] = 150
        new = api.NewSheet(uuid4(), sitting.id, person, branch, answers, timezone.localdate(), marks=marks)
        if roll().register.people[person] and api.hand_in(new):
            api.set_counted(new.id, None)


def test_from_the_blueprint_to_the_items(site: Site, filled: None) -> None:
    desk = site.context("desk")
    site.sign_in(desk, "dangwei")
    page = site.page(desk)
    _made(page)
    phone = site.context("phone")
    site.sign_in(phone, "dangyuan")
    sheet = site.page(phone)
    sheet.goto("/papers/")
    _look(sheet, "home", "phone")
    sheet.get_by_role("link", name="去答卷").click()
    _look(sheet, "begin", "phone")
    sheet.get_by_role("button", name="开始答卷").click()
    expect(sheet.locator("main")).to_contain_text("还有 59 分钟")
    sheet.locator("fieldset label").first.click()
    expect(sheet.locator("[data-saved]")).to_have_text("作答已保存")
    sheet.reload()
    expect(sheet.locator("input:checked")).to_have_count(1)
    sheet.locator("textarea").fill("要点")
    expect(sheet.locator("[data-saved]")).to_have_text("作答已保存")
    assert "要点" in Going.objects.get().answers
    _look(sheet, "take", "phone")
    sheet.get_by_role("button", name="交卷").click()
    expect(sheet.locator("main")).to_contain_text("等人评简答题")
    _look(sheet, "result", "phone")
    _others_sat()
    address = f"/papers/sittings/{Sitting.objects.get().id}/"
    for name, where in (
        ("home", "/papers/"),
        ("sitting", address),
        ("key", f"{address}key/"),
        ("marks", f"{address}marks/"),
    ):
        page.goto(where)
        _look(page, name, "desk")
        if name == "sitting":
            shoot(page, "papers-sitting")
    small = site.context("phone")
    site.sign_in(small, "dangwei")
    narrow = site.page(small)
    for name, where in (
        ("sitting", address),
        ("key", f"{address}key/"),
        ("make", "/papers/make/"),
        ("officer", "/papers/"),
    ):
        narrow.goto(where)
        _look(narrow, name, "phone")
    assert site.complaints == []


def test_a_test_is_sat_without_script(site: Site, filled: None) -> None:
    desk = site.context("desk")
    site.sign_in(desk, "dangwei")
    _made(site.page(desk))
    plain = site.context("phone", java_script_enabled=False)
    site.sign_in(plain, "dangyuan")
    sheet = site.page(plain)
    sheet.goto(f"/papers/take/{Sitting.objects.get().id}/")
    sheet.get_by_role("button", name="开始答卷").click()
    sheet.locator("fieldset label").first.click()
    sheet.get_by_role("button", name="先保存，接着答").click()
    expect(sheet.locator("main")).to_contain_text("已保存")
    expect(sheet.locator("input:checked")).to_have_count(1)
    sheet.get_by_role("button", name="交卷").click()
    expect(sheet.locator("main")).to_contain_text("已交卷")
