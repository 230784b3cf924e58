"""J12 in a real browser: draft, three reviews, a reader reports a slip in two clicks, erratum, print, QR, listening."""

from __future__ import annotations

import io
import os
import re
import subprocess
import wave
from pathlib import Path
from uuid import uuid4

import pytest
import zxingcpp
from django.conf import settings as django_settings
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect
from tests import cast
from tests.browser.conftest import NOW, PASSWORD, TODAY, WIDTHS, Site
from tests.browser.looking import broken, faults_on_a_phone, shoot

from zhixing.actions.accounts import count_as_informed, ensure_account
from zhixing.store.content import api, files

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("ZHIXING_PICTURES", "")
TITLE = "充分挥机关党组织在交通运输工作中的战斗堡垒作用"
MENDED = TITLE.replace("挥", "发挥")
TEXT = "\n\n".join(
    f"## 第{number}节\n\n" + "路通不通、车安不安全、群众办事跑几趟，就是机关党组织作用的成色。" * 6
    for number in "一二三四五六七八九"
)
VOICE = """
  const voices = [{ lang: 'zh-CN', name: '普通话' }];
  const spoken = window.spoken = [];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, 'speechSynthesis', { value: {
    getVoices: () => voices, addEventListener() {}, cancel() {},
    speak(one) { spoken.push(one.text); if (spoken.length < 3) setTimeout(() => one.onend(), 5); } } });
"""


@pytest.fixture
def offices(site: Site) -> Site:
    """The small bureau with a publicity officer, its branch's secretary and the committee's."""
    branch = site.year.branches[0].name
    for name, role, label, more in (
        ("xuanchuan", "publicity", "褚青", {"branch": branch}),
        ("shuji", "secretary", "郑红", {"branch": branch}),
        ("jgsj", "secretary", "陈立", {}),
    ):
        ensure_account(name, PASSWORD, role=role, label=label, by="测试", now=NOW, today=TODAY, **more)
        count_as_informed((name,), now=NOW)
    return site


def _as(site: Site, name: str, width: str = "desk") -> Page:
    context = site.context(width)
    site.sign_in(context, name)
    return site.page(context)


def _look(page: Page, name: str, width: str) -> None:
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), page.url
    assert broken(page) == [], page.url
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"library-{name}-{width}.png"), full_page=True)


def _publish(site: Site) -> str:
    """Written by the publicity officer, reviewed by three others; the address of the article."""
    page = _as(site, "xuanchuan")
    page.goto("/library/new/")
    _look(page, "write", "desk")
    page.fill("#id_title", TITLE)
    page.fill("#id_markdown", TEXT)
    page.fill("#id_author", "编写组")
    page.get_by_role("button", name="存为草稿").click()
    expect(page.get_by_text("漏了“发”字")).to_be_visible()
    _look(page, "draft", "desk")
    page.get_by_role("button", name="送审").click()
    work = page.url.removeprefix(site.url)
    for name, step in (("shuji", "初审通过"), ("jgsj", "复审通过"), ("dangwei", "终审通过并发布")):
        reviewer = _as(site, name)
        reviewer.goto("/library/desk/?wait=mine")
        reviewer.get_by_role("link", name=TITLE).click()
        for words in ("引文", "不规范用语", "保密审查"):
            reviewer.get_by_label(words).check()
        _look(reviewer, step, "desk")
        reviewer.get_by_role("button", name=step).click()
        expect(reviewer.get_by_role("status").first).to_contain_text("通过")
        reviewer.context.close()
    page.context.close()
    return work.removesuffix("desk/")


def _mark(page: Page, words: str) -> None:
    """Marks words as a finger or a mouse does."""
    page.evaluate(
        """(words) => {
          const title = document.querySelector('[data-words=title]').firstChild;
          const at = title.textContent.indexOf(words);
          getSelection().setBaseAndExtent(title, at, title, at + words.length);
        }""",
        words,
    )


@pytest.mark.parametrize("width", list(WIDTHS))
def test_a_slip_is_reported_in_two_clicks_and_becomes_an_erratum(offices: Site, width: str) -> None:
    address = _publish(offices)
    reader = _as(offices, "dangyuan", width)
    reader.goto("/library/")
    _look(reader, "list", width)
    reader.get_by_role("link", name=TITLE).click()
    _look(reader, "read", width)
    _mark(reader, "挥机关党组织")
    reader.locator("#report-button").click()  # one
    box = reader.get_by_role("dialog", name="报告错误")
    expect(box.get_by_label("有错的字")).to_have_value("挥机关党组织")
    expect(box.get_by_label("应改成")).to_be_focused()
    _look(reader, "report", width)
    if width == "phone":
        shoot(reader, "library-report-phone")
    reader.keyboard.press("Home")
    reader.keyboard.type("发")
    box.get_by_role("button", name="发送").click()  # two
    expect(reader.get_by_text("已发给编辑")).to_be_visible()
    editor = _as(offices, "xuanchuan", width)
    editor.goto("/library/desk/")
    _look(editor, "desk", width)
    editor.get_by_role("link", name="纠错 1 件待处理").click()
    _look(editor, "slips", width)
    editor.get_by_role("link", name=TITLE).click()
    expect(editor.get_by_label("改后")).to_have_value("发挥机关党组织")
    _look(editor, "slip", width)
    editor.get_by_role("button", name="采纳").first.click()
    expect(editor.get_by_text("已采纳：标题改好")).to_be_visible()
    reader.goto(address)
    expect(reader.get_by_role("heading", level=1)).to_have_text(MENDED)
    expect(reader.get_by_text(re.compile(r"20\d\d-\d\d-\d\d 勘误 1 处"))).to_be_visible()
    _look(reader, "erratum", width)
    reader.get_by_role("link", name="比较版本").click()
    expect(reader.locator("ins", has_text=re.compile("^发$"))).to_be_visible()
    _look(reader, "versions", width)
    reader.goto("/library/reported/")
    _look(reader, "own", width)
    assert offices.complaints == []


def test_big_type_print_qr_and_no_script(offices: Site, tmp_path: Path) -> None:
    address = _publish(offices)
    page = _as(offices, "dangyuan", "phone")
    page.goto(address)
    plain = _size(page)
    page.get_by_role("button", name="字号：特大").click()
    largest = _size(page)
    page.get_by_role("button", name="老年模式", exact=True).click()
    elder = _size(page)
    assert plain < largest < elder
    expect(page.locator(".tabs")).to_have_count(0)
    _look(page, "elder", "phone")
    assert faults_on_a_phone(page) == []
    page.get_by_role("button", name="退出老年模式").click()
    page.get_by_role("button", name="字号：标准").click()
    # By keyboard: the code opens, and Escape closes it and leads back.
    link = page.get_by_role("link", name="二维码")
    link.focus()
    page.keyboard.press("Enter")
    box = page.get_by_role("dialog", name="用手机接着看")
    expect(box).to_be_visible()
    _look(page, "qr", "phone")
    picture = Image.open(io.BytesIO(box.locator("svg").screenshot()))
    assert zxingcpp.read_barcodes(picture)[0].text == f"{offices.url}{address}"
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(link).to_be_focused()
    _prints_whole(page, tmp_path)
    bare = offices.context("phone", java_script_enabled=False)
    bare.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    _works_without_script(offices.page(bare), address)
    assert offices.complaints == []


def _size(page: Page) -> float:
    """How tall the letters of the text are, in px."""
    found: float = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.body p')).fontSize)")
    return found


def _prints_whole(page: Page, folder: Path) -> None:
    """A4, every paragraph, page numbers, source and day at the foot, no navigation."""
    paper = folder / "article.pdf"
    page.pdf(path=str(paper), prefer_css_page_size=True)
    told = subprocess.run(["pdfinfo", paper], capture_output=True, text=True, check=True).stdout  # noqa: S603, S607
    pages = int(re.search(r"Pages:\s+(\d+)", told)[1])  # type: ignore[index]
    assert "A4" in told
    assert pages >= 2
    text = subprocess.run(
        ["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True
    ).stdout  # noqa: S603, S607
    squeezed = "".join(text.split())
    for number in "一二三四五六七八九":
        assert f"第{number}节" in squeezed
    assert squeezed.count("就是机关党组织作用的成色。") == 54
    for nth in range(1, pages + 1):
        assert f"{nth}/{pages}" in squeezed
    assert "来源本单位" in squeezed
    assert re.search(r"打印于20\d\d-\d\d-\d\d", squeezed)
    for word in ("更多", "报告错误", "我的档案", "二维码", "意见建议"):
        assert word not in squeezed
    if PICTURES:
        prefix = str(Path(PICTURES) / "library-paper")
        subprocess.run(["pdftoppm", "-r", "50", "-png", str(paper), prefix], check=True)  # noqa: S603, S607


def _works_without_script(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("link", name="收听")).to_have_count(0)
    page.get_by_role("link", name="二维码").click()
    expect(page.locator(".qr svg")).to_be_visible()
    page.goto(address)
    page.get_by_text("写下错处").click()
    page.get_by_label("有错的字").fill("挥机关")
    page.get_by_label("应改成").fill("发挥机关")
    page.get_by_role("button", name="发送").click()
    expect(page.get_by_text("已发给编辑")).to_be_visible()


def _sound() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(1)
        made.setframerate(8000)
        made.writeframes(b"\x80" * 8000 * 20)
    return out.getvalue()


def test_listening_where_it_is_possible(offices: Site) -> None:
    address = _publish(offices)
    reader = _as(offices, "dangyuan")
    reader.goto(address)
    # This browser has no voice: no button, no empty player.
    expect(reader.locator("[data-speak]")).to_be_hidden()
    expect(reader.locator("[data-listen-link]")).to_be_hidden()
    _speaks(reader.context, offices, address)
    kept = files.keep(django_settings.HOME, [_sound()], most=1 << 20)
    hand = api.Hand("褚青", cast.actor("xuanchuan", today=TODAY).account, NOW)
    api.add_medium(uuid4(), api.File(kept.sha256, "audio/wav", kept.size, "朗读录音", "褚青"), hand=hand)
    editor = _as(offices, "xuanchuan")
    editor.goto(f"{address}edit/")
    editor.get_by_label("朗读录音").check()
    editor.get_by_role("button", name="存为草稿").click()
    editor.get_by_role("button", name="送审").click()
    for name in ("shuji", "jgsj", "dangwei"):
        reviewer = _as(offices, name)
        reviewer.goto(f"{address}desk/")
        for words in ("引文", "不规范用语", "保密审查"):
            reviewer.get_by_label(words).check()
        reviewer.get_by_role("button", name="审通过").click()
        expect(reviewer.get_by_role("status").first).to_contain_text("通过")
        reviewer.context.close()
    reader.goto(address)
    player = reader.locator("audio")
    reader.get_by_label("速度").select_option("1.5")
    assert player.evaluate("(one) => one.playbackRate") == 1.5
    player.evaluate("""async (one) => {
      one.muted = true;
      await one.play();
      one.currentTime = 8;
      await new Promise((done) => one.addEventListener('seeked', done, { once: true }));
      one.pause();
      await new Promise((done) => setTimeout(done, 100));
    }""")
    _look(reader, "listen", "desk")
    reader.reload()
    reader.wait_for_function("document.querySelector('audio').currentTime >= 7")
    expect(reader.locator("[data-speak]")).to_have_count(0)
    assert offices.complaints == []


def _speaks(context: BrowserContext, site: Site, address: str) -> None:
    """A browser that has a voice reads paragraph by paragraph, says that it is made, and goes on where it stopped."""
    page = site.page(context)
    page.add_init_script(VOICE)
    page.goto(address)
    panel = page.locator("[data-speak]")
    expect(panel).to_contain_text("合成语音")
    panel.get_by_role("button", name="收听本文").click()
    page.wait_for_function("window.spoken.length === 3")
    assert page.evaluate("window.spoken[0]") == TITLE
    panel.get_by_role("button", name="暂停").click()
    page.reload()
    expect(panel.get_by_role("button", name="接着听")).to_be_visible()
    expect(panel).to_contain_text("第 3 段")
    page.close()
