"""Packs on a phone without a network, and locking it, in a real browser."""

from __future__ import annotations

import datetime as dt
import io
import os
import wave
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests import cast, packed
from tests.browser.conftest import Site
from tests.browser.looking import broken
from tests.browser.on_the_phone import switch_on, taken_along, taken_packs

from zhixing.actions import library_media, packs
from zhixing.actions.library_media import Incoming
from zhixing.store.content import api as content
from zhixing.store.outbox.models import Receipt
from zhixing.store.packs.models import Return

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("ZHIXING_OFFLINE_SHOTS", "")


@pytest.fixture
def phones(site: Site) -> Site:
    """A small bureau with the function on."""
    switch_on()
    return site


def _pack(site: Site, monkeypatch: pytest.MonkeyPatch) -> str:
    """A pack with a text, a recording and a question of each form, for a session that the member missed."""
    now, today = timezone.now(), timezone.localdate()
    for name, value in (("NOW", now), ("TODAY", today), ("DAY", today - dt.timedelta(days=1))):
        monkeypatch.setattr(packed, name, value)
    actor = cast.actor("dangyuan", today=today)
    branch = next(nth for nth, one in enumerate(site.year.branches) if one.id in _branches("zhibu"))
    assert actor.person is not None
    session = packed.missed_session(site.year, [actor.person], branch=branch, by="dangwei")
    medium = uuid4()
    file = Incoming("课.wav", lambda: [_sound()])
    library_media.add(file, "录音", "褚青", uid=medium, by=cast.actor("dangwei", today=today), now=now)
    text = packed.article("组织生活怎么过", media=(medium,))
    choice = packs.Choice(
        "组织生活怎么过",
        site.year.branches[branch].id,
        (text.id,),
        packed.banked(),
        asks="结合岗位写一写",
        session=session,
    )
    return str(packs.publish(choice, packed.ask("zhibu")).id)


def _branches(name: str) -> set[UUID | None]:
    return {hat.org for hat in cast.actor(name, today=timezone.localdate()).hats}


def _sound() -> bytes:
    """A tenth of a second of silence."""
    into = io.BytesIO()
    with wave.open(into, "wb") as writer:
        writer.setparams((1, 2, 8000, 0, "NONE", ""))
        writer.writeframes(bytes(1600))
    return into.getvalue()


def test_a_pack_is_fetched_studied_without_a_network_and_returned(
    phones: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its size first; then text, sound and questions on the phone alone; what goes back stands on the officer's desk."""
    pack = _pack(phones, monkeypatch)
    context, desk = phones.context("phone"), phones.context("desk")
    page = taken_along(phones, "dangyuan", context)
    page.get_by_role("link", name="学习包", exact=True).first.click()
    expect(page.locator("#stage")).to_contain_text("1 篇，1 段录音，5 题，共")
    page.get_by_role("button", name="下载到手机（").click()
    expect(page.get_by_role("status")).to_contain_text("断网也能看、能听")
    _picture(page, "packs")
    context.set_offline(True)
    page.goto("/offline/#packs")
    page.reload()
    page.get_by_role("button", name="打开").click()
    expect(page.locator("#stage article")).to_contain_text("集体领导、民主集中")
    heard = page.locator("audio")
    expect(heard).to_have_count(1)
    assert heard.evaluate("""(one) => new Promise((done) => {
        const tell = () => done(one.duration);
        one.addEventListener("error", () => done(-1));
        if (one.readyState) tell(); else { one.addEventListener("loadedmetadata", tell); one.load(); }
    })""") == pytest.approx(0.1, abs=0.05)
    for nth, given in enumerate(packed.ANSWERS):
        fields = page.locator(f"[name=q{nth}]")
        if fields.first.get_attribute("type") in ("radio", "checkbox"):
            for letter in given:
                page.locator(f"[name=q{nth}][value={letter}]").check()
        else:
            for place, words in enumerate(given):
                fields.nth(place).fill(words)
    page.get_by_label("结合岗位写一写").fill(packed.NOTE)
    assert broken(page) == []
    _picture(page, "pack")
    page.get_by_role("button", name="学完了，回传").click()
    expect(page.get_by_role("status")).to_contain_text("已存在这台手机上")
    expect(page.locator("#unsent")).to_have_text("1")
    assert Receipt.objects.filter(verb="pack").count() == 0
    context.set_offline(False)
    expect(page.locator("#unsent")).to_be_hidden(timeout=20_000)
    assert Receipt.objects.filter(verb="pack").count() == 1
    page.goto("/offline/#outbox")
    expect(page.locator("#lately")).to_contain_text("学习包回传")
    expect(page.locator("#lately")).to_contain_text(Receipt.objects.get(verb="pack").told)
    assert Receipt.objects.get(verb="pack").told
    assert broken(page) == []
    _picture(page, "lately")
    page.goto("/offline/#packs")
    page.reload()
    page.wait_for_selector(".offline[data-ready=yes]")
    page.reload()
    expect(page.locator("#stage")).to_contain_text("已回传")
    phones.sign_in(desk, "zhibu")
    officer = phones.page(desk)
    officer.goto("/packs/returns/")
    expect(officer.locator("#waiting")).to_contain_text("齐全")
    expect(officer.locator("#waiting")).to_contain_text("组织生活怎么过")
    assert [str(one.pack) for one in Return.objects.all()] == [pack]
    assert [one for one in phones.complaints if "ERR_INTERNET_DISCONNECTED" not in one] == []


def test_a_pack_without_questions_asks_what_was_learned_and_goes_when_it_is_withdrawn(
    phones: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A recording that was taken down is told so and is waited for no more; what is offered no more is not kept."""
    now, today = timezone.now(), timezone.localdate()
    for name, value in (("NOW", now), ("TODAY", today)):
        monkeypatch.setattr(packed, name, value)
    branch = next(nth for nth, one in enumerate(phones.year.branches) if one.id in _branches("zhibu"))
    media = uuid4(), uuid4()
    for nth, medium in enumerate(media):
        file = Incoming("课.wav", lambda: [_sound()])
        library_media.add(
            file, f"录音{nth}", "褚青", uid=medium, by=cast.actor("dangwei", today=today), now=now
        )
    texts = [packed.article(f"第{nth}课", media=(medium,)) for nth, medium in enumerate(media)]
    choice = packs.Choice("自学两课", phones.year.branches[branch].id, tuple(one.id for one in texts))
    pack = packs.publish(choice, packed.ask("zhibu")).id
    content.withdraw(texts[1].id, "录音有误", on=today)
    context = phones.context("phone")
    page = taken_along(phones, "dangyuan", context)
    page.goto("/offline/#packs")
    page.get_by_role("button", name="下载到手机（").click()
    expect(page.get_by_role("status")).to_contain_text("录音已撤下：第1课。已存在这台手机上")
    expect(page.get_by_role("button", name="接着下载")).to_have_count(0)
    page.get_by_role("button", name="打开").click()
    expect(page.locator("#stage")).to_contain_text("录音已撤下：第1课")
    expect(page.locator("audio")).to_have_count(1)
    expect(page.get_by_label("学到了什么 写满")).to_have_count(1)
    assert broken(page) == []
    _picture(page, "pack-bare")
    page.get_by_label("学到了什么").fill("听了第一课，回去把党小组会按月开起来。" * 5)
    page.get_by_role("button", name="学完了，回传").click()
    expect(page.get_by_role("status")).to_contain_text("回执已收到")
    assert Return.objects.get().lacks == ""
    assert taken_packs(page) == [f"audio-{media[0]}", f"pack-{pack}"]
    packs.withdraw(pack, packed.ask("zhibu"))
    page.reload()
    page.wait_for_selector(".offline[data-ready=yes]")
    page.goto("/offline/#packs")
    expect(page.locator("#stage")).to_contain_text("现在没有给您的学习包")
    assert taken_packs(page) == []


def _picture(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/offline-{name}.png", full_page=True)


def test_locked_without_a_network_nothing_opens_by_itself(phones: Site) -> None:
    """Locking signs out, at once or when there is a network again; the places are gone from the page."""
    context = phones.context("phone")
    page = taken_along(phones, "zhibu", context)
    context.set_offline(True)
    page.get_by_role("button", name="锁上并退出").click()
    expect(page.get_by_role("heading", name="已锁上")).to_be_visible()
    expect(page.locator("#places")).to_be_hidden()
    assert broken(page) == []
    _picture(page, "locked")
    context.set_offline(False)
    expect(page.get_by_role("heading", name="请先登录")).to_be_visible(timeout=20_000)
    page.goto("/record/")
    expect(page.locator("#id_login")).to_be_visible()
