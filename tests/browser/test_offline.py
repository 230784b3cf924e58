"""Phones without a network, in a real browser: J3 (the recorder), J4 (a day's study), and a shared phone."""

from __future__ import annotations

import datetime as dt
import json
import os
import time
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests import cast
from tests.browser.conftest import Site
from tests.browser.looking import broken, shoot
from tests.browser.on_the_phone import cached, readable, switch_on, taken_along
from tests.browser.test_recording import Hand

from zhixing.actions import leave, offline
from zhixing.actions.question_files import put_in_start
from zhixing.actions.recording import Ask, record_plan_item
from zhixing.core.facts.kinds import Kind
from zhixing.core.notes.note import LONGEST_TITLE
from zhixing.core.recording.plans import PlanForm
from zhixing.store.ledger.models import Fact
from zhixing.store.memory.models import Answered
from zhixing.store.outbox.models import Receipt

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("ZHIXING_OFFLINE_SHOTS", "")


@pytest.fixture
def phones(sample_site: Site) -> Site:
    """The sample bureau with the function on."""
    switch_on()
    return sample_site


def _planned(site: Site, title: str, forms: tuple[str, ...]) -> None:
    """The plan has this for the branch in this month."""
    today = timezone.localdate()
    who = cast.actor("zhibu", today=today)
    org = next(hat.org for hat in who.hats if hat.role == "branch")
    form = PlanForm(today.year, today.month, forms, title, org, minutes=90)
    record_plan_item(form, Ask(who, timezone.now(), today, uuid4()))


def _cards(site: Site) -> None:
    put_in_start(by=None, now=timezone.now())


def _hours(site: Site) -> dict[str, object]:
    """What the ledger says of the meeting of today: forms, minutes, who came, and how often it is there."""
    held = list(Fact.objects.filter(kind=Kind.SESSION_HELD, day=timezone.localdate()))
    assert len(held) == 1
    came = Fact.objects.filter(kind=Kind.ATTENDANCE, about=held[0].about, body__contains="present").count()
    return {
        **json.loads(held[0].body),
        "came": came,
        "claimed": held[0].claimed_at,
        "got": held[0].received_at,
    }


def _quiet(site: Site) -> list[str]:
    """Complaints but those of a browser that was told to have no network."""
    return [one for one in site.complaints if "ERR_INTERNET_DISCONNECTED" not in one]


def test_a_meeting_of_thirty_is_on_record_within_a_minute_without_a_network(phones: Site) -> None:
    """J3: everybody is there, exceptions are tapped, two fields written; it goes when there is a network."""
    _planned(phones, "学习党章", ("党课", "主题党日", "集中学习"))
    context = phones.context("phone")
    page = taken_along(phones, "zhibu", context)
    context.set_offline(True)
    page.goto("/offline/")
    page.wait_for_selector("#places:not([hidden])")
    before = Fact.objects.count()
    hand, started = Hand(page), time.perf_counter()
    page.get_by_role("link", name="点名", exact=True).click()
    page.wait_for_selector(".call")
    people = page.locator(".call").count()
    hand.tap("学习党章（党课、主题党日、集中学习）")
    for form in ("党课", "主题党日", "集中学习"):
        if not page.get_by_label(form, exact=True).is_checked():
            hand.tap(form)
    for row, state in ((2, "值班"), (5, "请假"), (7, "缺席")):
        hand.mark(row, state)
    asked = page.locator(".call").nth(7).get_by_role("combobox")
    expect(asked).to_have_count(1)
    asked.select_option("联系不上")
    hand.taps += 1
    hand.write("会议记录", "学习党章第一章，三人发言")
    hand.write("决议 没有可不填", "下月走访收费站")
    page.locator(".call").nth(2).scroll_into_view_if_needed()
    shoot(page, "rollcall-phone")
    hand.press("记下这场会")
    expect(page.get_by_role("status")).to_contain_text("已存在这台手机上")
    took = time.perf_counter() - started
    print(f"{people} 人的会，断网：点 {hand.taps} 下，打字 {hand.typed} 处，{took:.1f} 秒")
    assert people >= 30
    assert hand.typed <= 2
    assert hand.taps <= 9
    assert took <= 60
    assert Fact.objects.count() == before
    expect(page.locator("#unsent")).to_have_text("1")
    context.set_offline(False)
    expect(page.locator("#unsent")).to_be_hidden(timeout=20_000)
    known = _hours(phones)
    assert {"党课", "主题党日", "集中学习"} <= set(str(known["form"]).split("、"))
    assert known["came"] == known["present"]
    assert known["claimed"] <= known["got"]  # type: ignore[operator]
    assert [json.loads(one.body)["reason"] for one in Fact.objects.filter(kind=Kind.AWAY_REASON)] == [
        "unreached"
    ]
    assert Fact.objects.filter(kind=Kind.DECISION_MADE, day=timezone.localdate()).count() == 1
    assert _quiet(phones) == []


def test_a_committee_and_a_group_meet_with_lists_of_their_own(site: Site) -> None:
    """支委会 lists the committee, 党小组会 the group chosen; what was tapped stays, through a reload too."""
    switch_on()
    page = taken_along(site, "zhibu", site.context("phone"))
    page.goto("/offline/#rollcall")
    calls, listed = page.locator(".call"), page.locator("section", has=page.get_by_text("到会情况"))
    committee, group = page.get_by_label("支委会", exact=True), page.get_by_label("哪个党小组")
    page.wait_for_selector(".call")
    whole = calls.count()
    expect(group).to_be_hidden()
    committee.check()
    expect(listed).to_contain_text("只列委员")
    few = calls.count()
    assert 0 < few < whole
    who = str(calls.first.get_by_label("缺席", exact=True).get_attribute("name"))
    absent = page.locator(f"input[name={who}][value=absent]")
    committee.uncheck()
    expect(calls).to_have_count(whole)
    absent.check()
    committee.check()
    expect(calls).to_have_count(few)
    expect(absent).to_be_checked()
    page.wait_for_timeout(500)
    page.reload()
    page.wait_for_selector(".call")
    expect(calls).to_have_count(few)
    expect(absent).to_be_checked()
    committee.uncheck()
    page.get_by_label("党小组会", exact=True).check()
    expect(listed).to_contain_text("请先选哪个党小组")
    expect(calls).to_have_count(0)
    group.select_option(index=1)
    unit, members = group.input_value(), calls.count()
    assert 0 < members < whole
    page.get_by_label("主题", exact=True).fill("小组学党章")
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/offline-group-phone.png", full_page=True)
    assert broken(page) == []
    page.get_by_role("button", name="记下这场会").click()
    expect(page.get_by_role("status")).to_contain_text("回执已收到")
    told = json.loads(Fact.objects.filter(kind=Kind.EXPECTED_LIST).latest("received_at").body)
    assert (told["scope"], told["org"]) == ("group", unit.replace("-", ""))
    assert _quiet(site) == []


def test_leave_stands_on_the_list_of_the_day_that_is_typed(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = timezone.localdate()
    day, person = today - dt.timedelta(days=2), cast.actor("dangyuan", today=today).person
    assert person is not None
    granted = leave.Leave(uuid4(), person, "学习", day, "", "errand", uuid4(), day, "granted")
    monkeypatch.setattr(leave, "leaves", lambda: (granted,))
    switch_on()
    page = taken_along(site, "zhibu", site.context("phone"))
    page.goto("/offline/#rollcall")
    away = page.locator(f"input[name='p-{person}'][value=leave]")
    expect(away).not_to_be_checked()
    page.get_by_label("日期", exact=True).fill(day.isoformat())
    expect(away).to_be_checked()
    expect(page.locator(f"[name='why-leave-{person}']")).to_have_value("errand")
    expect(page.locator(".call", has=away).locator("legend .chip")).to_have_text("已准假")
    page.get_by_label("日期", exact=True).fill(today.isoformat())
    expect(away).not_to_be_checked()


def test_the_usual_length_follows_the_forms_until_another_is_written(site: Site) -> None:
    """On the phone and at the desk alike."""
    switch_on()
    page = taken_along(site, "zhibu", site.context("phone"))
    for address, label in (("/offline/#rollcall", "时长（分钟）"), ("/record/session/", None)):
        page.goto(address)
        minutes = page.get_by_label(label) if label else page.locator("#f-minutes")
        expect(minutes).to_have_value("60")
        for form, usual in (("主题党日", "90"), ("组织生活会", "120")):
            page.get_by_label(form, exact=True).check()
            expect(minutes).to_have_value(usual)
        page.get_by_label("组织生活会", exact=True).uncheck()
        expect(minutes).to_have_value("90")
        minutes.fill("45")
        page.get_by_label("组织生活会", exact=True).check()
        expect(minutes).to_have_value("45")
    assert _quiet(site) == []


def test_who_keeps_more_books_is_told_which_are_not_on_the_phone(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offline, "MOST_ROLLS", 2)
    switch_on()
    page = taken_along(site, "dangwei", site.context("phone"))
    rest = [one.name for one in site.year.branches][1:]
    for place in ("rollcall", "visit"):
        page.goto(f"/offline/#{place}")
        page.get_by_text(f"另有 {len(rest)} 个组织的名单没有带在手机上").click()
        expect(page.get_by_text("、".join(rest))).to_be_visible()
        assert broken(page) == []


def test_a_days_study_with_the_network_off(phones: Site) -> None:
    """J4: today's page, about five minutes of cards, all without a network; afterwards the answers are there."""
    _cards(phones)
    context = phones.context("phone")
    page = taken_along(phones, "dangyuan", context)
    context.set_offline(True)
    page.goto("/offline/")
    page.wait_for_selector("#places:not([hidden])")
    expect(page.get_by_role("heading", name="今天")).to_be_visible()
    page.get_by_role("link", name="复习", exact=True).click()
    answered = 0
    while answered < 3:
        page.wait_for_selector("#stage form.card")
        choices = page.locator(".choices input")
        if choices.count():
            choices.first.check()
        page.get_by_role("button", name="看答案").click()
        page.wait_for_selector("#stage .acts button.main")
        shoot(page, "review-phone")
        page.locator("#stage .acts button.main").click()
        answered += 1
    page.wait_for_selector("#stage form.card, #stage .empty")
    assert broken(page) == []
    page.get_by_role("link", name="笔记", exact=True).click()
    expect(page.get_by_label("题目")).to_have_attribute("maxlength", str(LONGEST_TITLE))
    page.get_by_label("题目").fill("读党章第一章")
    page.get_by_label("正文").fill(
        "今天在收费站学习党章第一章，结合值班谈几点体会：第一，遵守纪律；第二，服务群众。"
    )
    page.get_by_role("button", name="交给支部看").click()
    expect(page.locator("#unsent")).to_have_text("4")
    context.set_offline(False)
    expect(page.locator("#unsent")).to_be_hidden(timeout=20_000)
    assert Answered.objects.count() == 3
    assert Receipt.objects.filter(verb="note").count() == 1
    assert _quiet(phones) == []


def test_on_a_shared_phone_nobody_sees_the_others_pages(phones: Site) -> None:
    """Signing out shuts and keeps: the next one sees nothing of it, with or without a network."""
    context = phones.context("phone")
    page = taken_along(phones, "zhibu", context)
    name = json.loads(page.evaluate("sessionStorage.getItem('zhixing-open')"))["label"]
    context.set_offline(True)
    page.goto("/offline/#visit")
    page.get_by_label("地点").fill("清水沟收费站")
    page.locator("[name=people]").first.check()
    page.get_by_role("button", name="记下这次走访").click()
    expect(page.locator("#unsent")).to_have_text("1")
    context.set_offline(False)
    page.route("**/api/sync/", lambda route: route.abort())
    other = phones.page(context)
    other.goto("/accounts/logout/")
    other.get_by_role("main").get_by_role("button", name="退出").click()
    expect(page.get_by_role("heading", name="请先登录")).to_be_visible()
    context.set_offline(True)
    fresh = phones.page(context)
    fresh.goto("/offline/")
    expect(fresh.get_by_role("heading", name="现在没有网络")).to_be_visible()
    assert name not in fresh.content()
    context.set_offline(False)
    phones.sign_in(context, "dangyuan")
    fresh.goto("/offline/#outbox")
    fresh.reload()
    fresh.wait_for_selector(".offline[data-ready=yes]")
    assert "清水沟" not in fresh.content()
    expect(fresh.locator("#unsent")).to_be_hidden()
    assert cached(fresh) == []
    assert "清水沟" not in readable(fresh)
    assert name not in readable(fresh)
    # The first one is back: it is still there, and goes.
    other.goto("/accounts/logout/")
    other.get_by_role("main").get_by_role("button", name="退出").click()
    phones.sign_in(context, "zhibu")
    fresh.goto("/offline/")
    fresh.wait_for_selector(".offline[data-ready=yes]")
    expect(fresh.locator("#unsent")).to_be_hidden(timeout=20_000)
    assert Fact.objects.filter(kind=Kind.PRACTICE_VISIT, body__contains="清水沟").count() == 1


def test_a_phrase_opens_it_again_without_a_network(phones: Site) -> None:
    context = phones.context("phone")
    page = taken_along(phones, "zhibu", context)
    page.goto("/offline/#phone")
    page.get_by_label("离线口令").fill("12345678")
    page.get_by_role("button", name="设好口令").click()
    expect(page.get_by_role("alert")).to_contain_text("口令太简单")
    page.get_by_label("离线口令").fill("清水沟-收费站-值班")
    page.get_by_role("button", name="设好口令").click()
    expect(page.get_by_role("status")).to_contain_text("口令设好了")
    assert broken(page) == []
    page.close()
    context.set_offline(True)
    fresh = phones.page(context)
    fresh.goto("/offline/")
    fresh.get_by_label("离线口令").fill("不对的口令一二三")
    fresh.get_by_role("button", name="不用网络打开").click()
    expect(fresh.get_by_role("alert")).to_contain_text("口令不对", timeout=20_000)
    fresh.get_by_label("离线口令").fill("清水沟-收费站-值班")
    fresh.get_by_role("button", name="不用网络打开").click()
    expect(fresh.get_by_role("link", name="点名", exact=True)).to_be_visible(timeout=20_000)


def test_what_was_not_taken_is_told_changed_and_sent_again(phones: Site) -> None:
    """A visit that contradicts the ledger: the reason stands on it; changed it goes, or it is given up twice asked."""
    context = phones.context("phone")
    page = taken_along(phones, "zhibu", context)
    for people in (1, 2):
        page.goto("/offline/#visit")
        page.reload()
        page.get_by_label("地点").fill("二号隧道")
        page.get_by_label("反映的问题").fill(f"照明 {people}")
        page.locator("[name=people]").nth(0).check()
        page.get_by_role("button", name="记下这次走访").click()
        page.wait_for_selector("#said:not([hidden])")
    page.get_by_role("link", name="待发箱").click()
    expect(page.locator("#stage")).to_contain_text("账上已有同一天同一地点")
    assert broken(page) == []
    page.get_by_role("button", name="改后再发").click()
    page.get_by_label("地点").fill("三号隧道")
    page.get_by_role("button", name="改好，再发").click()
    expect(page.locator("#unsent")).to_be_hidden()
    assert Fact.objects.filter(kind=Kind.PRACTICE_VISIT, body__contains="号隧道").count() == 2


def test_while_it_is_off_no_worker_is_there_and_the_page_says_why(sample_site: Site) -> None:
    context = sample_site.context("phone")
    sample_site.sign_in(context, "zhibu")
    page = sample_site.page(context)
    page.goto("/offline/")
    page.wait_for_selector(".offline[data-ready=yes]")
    expect(page.get_by_role("heading", name="离线网页没有开通")).to_be_visible()
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert broken(page) == []
    page.get_by_role("link", name="待发箱").click()
    expect(page.locator("#stage")).to_contain_text("都已收到回执")
    assert sample_site.complaints == []


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_the_pages_fit_and_are_sound(phones: Site, width: str) -> None:
    context = phones.context(width)
    page = taken_along(phones, "zhibu", context)
    for place in ("", "rollcall", "visit", "outbox", "phone"):
        page.goto(f"/offline/#{place}")
        page.reload()
        page.wait_for_selector("#places:not([hidden])")
        page.wait_for_selector("#stage h1")
        assert broken(page) == [], place
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), place
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/offline-{place or 'home'}-{width}.png", full_page=True)
    assert _quiet(phones) == []
