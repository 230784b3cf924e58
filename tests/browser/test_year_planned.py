"""J2 whole: from last year's open problems to dates in everybody's calendar, with no typed field.

With `ZHIXING_SHOTS=1` the pictures of the documents are drawn again.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.request import urlopen

import pytest
from icalendar import Calendar
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django import Settings
from tests import cast
from tests.browser.conftest import NOW, TODAY, YEAR, Site
from tests.browser.lively import signed_in
from tests.browser.looking import SHOTS, faults_at_the_desk, faults_on_a_phone, shoot
from tests.solvers.second_checker import verdict

from zhixing.interop.batch_texts import answer_of
from zhixing.store.plans import batches
from zhixing.store.plans.telling import standing_batch

pytestmark = pytest.mark.browser
PLANNED = YEAR + 1
SOLVED = 90_000
"""Milliseconds for ten seconds of solving on a machine that has other things to do."""


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> None:
    """What the background touches lies in a home of its own."""
    settings.HOME = tmp_path / "home"


def context(site: Site, who: str, width: str = "desk") -> BrowserContext:
    """A browser of one of the cast, signed in."""
    made = site.context(width)
    key = signed_in(who).cookies["sessionid"].value
    made.add_cookies([{"name": "sessionid", "value": key, "url": site.url}])
    return made


def sound(page: Page, called: str) -> list[str]:
    """What is wrong at both widths with a page that no other test sees as full as here."""
    size = page.viewport_size
    assert size
    found = faults_at_the_desk(page) + faults_on_a_phone(page)
    page.set_viewport_size(size)
    return [f"{called} {one}" for one in found]


def test_a_year_is_planned_and_told_with_no_typed_field(planned_site: Site, worker: None) -> None:
    cast.hire(planned_site.year, now=NOW, today=TODAY)
    officer = planned_site.page(context(planned_site, "superior"))
    second = planned_site.page(context(planned_site, "leader"))
    problems_first(officer)
    plan_published(officer, second)
    faults = batches_accepted(officer)
    faults += dates_told(officer)
    faults += own_dates_followed(planned_site)
    if SHOTS:
        more_pictures(officer)
    papers_taken(officer)
    posts_are_covered()
    assert faults + planned_site.complaints == []


def problems_first(page: Page) -> None:
    """Last year's unsolved problems stand first by themselves."""
    page.goto(f"/problems/?year={PLANNED}")
    expect(page.get_by_text("2025-P09").first).to_be_visible()
    shoot(page, "problems")


def plan_published(page: Page, second: Page) -> None:
    """Draft, opinions, approval by a second person, publication: six clicks."""
    page.goto(f"/{PLANNED}/plan/")
    page.get_by_role("button", name="生成草案").click()
    shoot(page, "plan-draft")
    page.get_by_role("link", name=f"{PLANNED} 年学习计划").click()
    page.get_by_role("button", name="送各支部征求意见").click()
    second.goto(f"/{PLANNED}/plan/")
    second.get_by_role("button", name="审定计划").click()
    expect(second.get_by_role("status").first).to_contain_text("计划已审定")
    page.reload()
    page.get_by_role("button", name="发布计划").click()
    expect(page.get_by_role("status").first).to_contain_text("计划已发布")
    page.goto(f"/{PLANNED}/plan/")
    shoot(page, "plan-year")


def batches_accepted(page: Page) -> list[str]:
    """Solved in the background while the page tells how far it is; checked; accepted."""
    page.goto(f"/{PLANNED}/batches/")
    page.get_by_label("求解时间").select_option("10")
    page.get_by_role("button", name="开始排").click()
    expect(page.get_by_role("progressbar").first).to_be_visible()
    expect(page.get_by_text("独立核查通过")).to_be_visible(timeout=SOLVED)
    shoot(page, "batch")
    faults = sound(page, "batch")
    page.get_by_role("button", name="采用这个方案").click()
    expect(page.get_by_role("button", name="撤回采用")).to_be_visible()
    return faults


def dates_told(page: Page) -> list[str]:
    """Each one's own dates go out once."""
    page.goto(f"/{PLANNED}/batches/")
    page.get_by_role("link", name="发布到人").click()
    faults = sound(page, "publishing")
    page.get_by_role("button", name=re.compile("告知这")).click()
    expect(page.get_by_role("status").first).to_contain_text("已告知")
    expect(page.get_by_text("和上次告知的一样")).to_be_visible()
    return faults


def own_dates_followed(site: Site) -> list[str]:
    """A member sees his dates on a phone and lets his calendar follow them."""
    member = site.page(context(site, "member"))
    member.goto("/mine/dates/")
    expect(member.get_by_role("heading", name="我的日程")).to_be_visible()
    if SHOTS:
        _drawn_on_a_phone(site)
    member.get_by_role("button", name="生成订阅地址").click()
    url = member.locator(".phrase b").inner_text()
    faults = sound(member, "address")
    with urlopen(url) as answer:  # noqa: S310 - our own live server
        events = Calendar.from_ical(answer.read()).walk("VEVENT")
    assert len(events) >= 12, "theme days and meetings at the least"
    return faults


def papers_taken(page: Page) -> None:
    """The notice as an official document, and a sheet for a wall."""
    page.goto(f"/{PLANNED}/dates/papers/")
    with page.expect_download() as notice:
        page.get_by_role("link", name="Word", exact=True).first.click()
    assert notice.value.suggested_filename.endswith(".docx")
    with page.expect_download() as wall:
        page.get_by_role("link", name=re.compile(r"^PDF\s*，")).first.click()
    assert Path(wall.value.path()).read_bytes().startswith(b"%PDF")


def posts_are_covered() -> None:
    """A second program finds no station below its cover in any half-day, nor any other rule broken."""
    batch = standing_batch(PLANNED)
    assert batch is not None
    texts = batches.texts(batch)
    assert texts is not None
    plan = answer_of(texts.result).plan
    told = {
        "runs": [
            {"course": r.course, "start": r.start, "venue": r.venue, "instructor": r.instructor}
            for r in plan.runs
        ],
        "seats": [[seat.member, seat.requirement, seat.run] for seat in plan.seats],
    }
    cost, breaches = verdict(json.loads(texts.instance), told)
    assert breaches == 0
    assert cost > 0


def _drawn_on_a_phone(site: Site) -> None:
    page = site.page(context(site, "member", "phone"))
    page.goto("/mine/dates/")
    shoot(page, "dates-phone")


def more_pictures(page: Page) -> None:
    """Pages that J2 does not pass: a lesson, the rosters of a post that works in shifts, what an event changes."""
    page.goto(f"/{PLANNED}/plan/?way=course")
    page.locator("#lessons tbody a").first.click()
    shoot(page, "plan-lesson")
    page.goto("/rosters/")
    posts = page.get_by_label("站点").locator("option").all_inner_texts()
    page.get_by_label("站点").select_option(label=next(one for one in posts if "超限" in one))
    page.get_by_role("button", name="查看").click()
    shoot(page, "rosters")
    page.goto(f"/{PLANNED}/batches/change/")
    page.get_by_text("取消一期").click()
    event = page.locator("details.event[open]")
    event.get_by_label("哪一期").select_option(index=1)
    event.get_by_role("button", name="看怎么改").click()
    expect(page.get_by_text("独立核查通过")).to_be_visible(timeout=SOLVED)
    shoot(page, "batch-change")
