"""What comes back of packs: the page's own QR codes out of a real browser, spoiled in every way; evil files."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageFilter
from playwright.sync_api import Browser, Page, sync_playwright
from tests.browser.conftest import BROWSERS, FLAGS
from tests.core.packs.packs_made import KEY, PACK, PERSON, a_pack

from zhixing.core.packs import codes, parts, sheet
from zhixing.interop.packs.pages import Bearer, Imprint, pack_pages, single_page
from zhixing.interop.packs.reading import Brought, Incoming, Reader

CODE = codes.code_of(KEY, PACK, PERSON)
OWN = Imprint("测试公路局", 20, Bearer("镕喆", CODE))
NOTE = "值班时听了录音，回去要把支部的党小组会按月开起来，先补上二月的。" * 12


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = next((path for path in BROWSERS if Path(path).exists()), None)
    if found is None:
        pytest.skip("no browser on this machine")
    with sync_playwright() as play:
        launched = play.chromium.launch(executable_path=found, args=list(FLAGS))
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as held:
        yield held


def filled(browser: Browser, folder: Path, *, width: int = 360, ratio: float = 3) -> Page:
    """The page opened from a folder, without any network, and filled in."""
    for name, text in pack_pages(a_pack(), OWN).items():
        (folder / name).write_text(text, "utf-8")
    context = browser.new_context(
        viewport={"width": width, "height": 700}, device_scale_factor=ratio, offline=True
    )
    page = context.new_page()
    page.goto((folder / "answer.html").as_uri())
    page.check("input[name=q1][value=B]")
    for letter in "AB":
        page.check(f"input[name=q2][value={letter}]")
    page.check("input[name=q3][value=A]")
    page.locator("input[name=q4]").nth(0).fill("民主集中制")
    page.fill("textarea[name=q5]", "结合养护站谈")
    page.fill("textarea[name=note]", NOTE)
    page.fill("input[name=day]", "2026-03-05")
    return page


@pytest.fixture(scope="module")
def shots(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, list[bytes], bytes]:
    """The whole page of codes, each code by itself, and the page as PDF."""
    page = filled(browser, tmp_path_factory.mktemp("pack"))
    page.click("#as-codes")
    assert page.inner_text("#told") == "都齐了。"
    figures = page.locator("figure")
    each = [figures.nth(nth).screenshot() for nth in range(figures.count())]
    whole, paper = page.screenshot(full_page=True), page.pdf(format="A4")
    page.context.close()
    return whole, each, paper


def whole_of(brought: Brought) -> sheet.Sheet:
    """The one return that everything read makes up."""
    assert brought.refused == []
    (one,) = parts.gather(piece for _, piece in brought.pieces)
    assert one.missing == ()
    return sheet.read_sheet(one.text)


def test_codes_shown_by_a_browser_are_read_back(
    shots: tuple[bytes, list[bytes], bytes], reader: Reader
) -> None:
    whole, each, paper = shots
    for files in (
        [Incoming("屏幕.png", whole)],
        [Incoming(f"{nth}.png", one) for nth, one in enumerate(each)],
    ):
        read = whole_of(reader.read(files))
        assert (read.name, read.code, read.note) == ("镕喆", CODE, NOTE)
        assert read.answers == ("B", "AB", "A", ("民主集中制", ""), ("结合养护站谈",))
    assert whole_of(reader.read([Incoming("打印.pdf", paper)])).note == NOTE


def spoiled(raw: bytes, how: str) -> bytes:
    """A picture as it comes from a phone held askew, a bad lamp, a chat that packs everything."""
    picture = Image.open(io.BytesIO(raw)).convert("RGB")
    width, height = picture.size
    if how == "askew":
        picture = picture.rotate(
            11, expand=True, fillcolor=(240, 236, 228), resample=Image.Resampling.BICUBIC
        )
    elif how == "upside down":
        picture = picture.rotate(180)
    elif how == "sideways":
        picture = picture.rotate(90, expand=True)
    elif how == "blurred":
        picture = picture.filter(ImageFilter.GaussianBlur(width / 400))
    elif how == "small":
        picture = picture.resize((width * 2 // 5, height * 2 // 5), Image.Resampling.BILINEAR)
    elif how == "slanted":
        picture = picture.transform(
            picture.size,
            Image.Transform.PERSPECTIVE,
            (1, 0.09, 0, 0.03, 1, 0, 0.00006, 0.00002),
            fillcolor=(90, 90, 90),
        )
    elif how == "dark":
        picture = picture.point([40 + value // 4 for value in range(256)] * 3)
    elif how == "noisy":
        draw = random.Random(7)
        noise = Image.frombytes("L", (width, height), draw.randbytes(width * height))
        picture = Image.blend(picture, noise.convert("RGB"), 0.35)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=25 if how in ("packed", "askew") else 60)
    return out.getvalue()


WAYS = ("askew", "upside down", "sideways", "blurred", "small", "slanted", "dark", "noisy", "packed")


@pytest.mark.parametrize("how", WAYS)
def test_codes_photographed_badly_are_read_back(
    how: str, shots: tuple[bytes, list[bytes], bytes], reader: Reader
) -> None:
    each = [Incoming(f"{nth}.jpg", spoiled(one, how)) for nth, one in enumerate(shots[1])]
    assert whole_of(reader.read(each)).note == NOTE


def test_a_lost_and_a_torn_picture_leave_word_of_what_is_missing(
    shots: tuple[bytes, list[bytes], bytes], reader: Reader
) -> None:
    torn = Image.open(io.BytesIO(shots[1][1]))
    torn.paste((255, 255, 255), (0, 0, torn.width * 3 // 5, torn.height))
    out = io.BytesIO()
    torn.convert("RGB").save(out, "JPEG")
    files = [Incoming(f"{nth}.png", one) for nth, one in enumerate(shots[1]) if nth not in (1, 2)]
    brought = reader.read([*files, Incoming("撕坏.jpg", out.getvalue())])
    assert [one.name for one in brought.refused] == ["撕坏.jpg"]
    (held,) = parts.gather(piece for _, piece in brought.pieces)
    assert held.missing == (2, 3)
    rest = reader.read([Incoming(f"{nth}.png", shots[1][nth]) for nth in (1, 2)])
    (whole,) = parts.gather([*held.pieces.values(), *(piece for _, piece in rest.pieces)])
    assert sheet.read_sheet(whole.text).note == NOTE


def test_the_file_and_the_text_of_the_page_are_read_back(
    browser: Browser, reader: Reader, tmp_path: Path
) -> None:
    page = filled(browser, tmp_path)
    with page.expect_download() as coming:
        page.click("#as-file")
    assert coming.value.suggested_filename == "回传-镕喆-组织生活怎么过.json"
    by_file = reader.read([Incoming("a.json", Path(coming.value.path()).read_bytes())])
    page.click("#as-text")
    by_text = reader.read([], pasted=page.input_value("#out textarea"))
    (_, one), (_, other) = by_file.sheets[0], by_text.sheets[0]
    assert one == other
    assert one.note == NOTE
    assert by_file.refused == by_text.refused == []
    page.context.close()


def test_the_page_says_what_is_wrong_before_anything_is_made(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "one.html").write_text(single_page(a_pack(), Imprint("测试公路局", 20)), "utf-8")
    page = browser.new_page()
    page.goto((tmp_path / "one.html").as_uri())
    page.click("#as-codes")
    assert page.inner_text("#told") == "请先写姓名"
    page.fill("input[name=person]", "镕 喆")
    page.fill("input[name=code]", "abcd-efgh")
    page.click("#as-codes")
    assert "短码不对" in page.inner_text("#told")
    page.fill("input[name=code]", codes.shown(CODE).lower())
    page.click("#as-codes")
    assert page.inner_text("#told").startswith("第 1、2、3、4、5 题还没有答；心得还不满 20 字。")
    assert page.locator("figure").count() > 0
    assert page.evaluate("""() => document.getElementById('keep')
        .compareDocumentPosition(document.querySelector('fieldset')) & Node.DOCUMENT_POSITION_FOLLOWING"""), (
        "who is asked to keep it sees that before the first question"
    )
    page.check("#keep")
    page.fill("textarea[name=note]", NOTE)
    page.reload()
    assert page.input_value("textarea[name=note]") == NOTE
    page.uncheck("#keep")
    page.reload()
    assert page.input_value("textarea[name=note]") == ""
    page.close()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that claims this size."""
    out = io.BytesIO()
    Image.new("1", (width, height)).save(out, "PNG")
    return out.getvalue()


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, raw in files.items():
            made.writestr(name, raw)
    return out.getvalue()


GOOD = sheet.write_sheet(
    sheet.Sheet(PACK, a_pack().version, "镕喆", CODE, ("B",), "好", a_pack().made_on)
).encode()
EVIL = {
    "空.json": b"",
    "深.json": b"[" * 60_000,
    "深的对象.json": b'{"a":' * 20_000,
    "长.json": b'{"format":"zhixing-return-1","note":"' + b"x" * 200_000,
    "巨.json": b"{" + b" " * 5_000_000,
    "数.json": b'{"format":"zhixing-return-1","answers":' + b"9" * 60_000 + b"}",
    "乱码.txt": bytes(range(256)) * 9,
    "程序.jpg": b"MZ\x90\x00" + b"\x00" * 999,
    "半张.png": bomb(200, 200)[:60],
    "炸弹.png": bomb(30_000, 30_000),
    "大.png": bomb(9_000, 9_000),
    "没有码.png": bomb(300, 300),
    "坏.pdf": b"%PDF-1.7\n" + b"1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj" * 99,
    "空.pdf": b"%PDF-1.4",
    "假.tiff": b"II*\x00\xff\xff\xff\x7f" + b"\x00" * 50,
    "假.webp": b"RIFF\xff\xff\xff\xffWEBPVP8X" + b"\xff" * 60,
    "假.gif": b"GIF89a\xff\xff\xff\xff\xf7\x00\x00" + b"\x2c" * 400,
    "苹果.heic": b"\x00\x00\x00\x18ftypheic" + b"\x00" * 50,
    "炸弹.zip": zipped(a=b"\x00" * 30_000_000),
    "套.zip": zipped(**{"b.zip": zipped(c=b"x")}),
    "断.zip": zipped(a=GOOD)[:-8],
    "聊天.txt": "张三：收到\n李四：好的".encode(),
    "断块.txt": b"ZXB1:00000000:AAAA:BXZ",
}


def test_evil_files_are_named_with_their_remedy_and_the_rest_goes_on() -> None:
    files = [Incoming(name, raw) for name, raw in EVIL.items()]
    good = [Incoming("好.json", GOOD), Incoming("一批.zip", zipped(**{"好的.json": b"\xef\xbb\xbf" + GOOD}))]
    with Reader(seconds=8) as reader:
        brought = reader.read([*files[:9], *good, *files[9:]])
    assert [name for name, _ in brought.sheets] == ["好.json", "一批.zip / 好的.json"]
    named = {one.name.partition(" / ")[0]: one.why for one in brought.refused}
    assert set(named) == set(EVIL)
    assert all("请" in why for why in named.values()), named
    assert brought.pieces == []


def test_a_code_of_something_else_is_told_and_left(browser: Browser, reader: Reader) -> None:
    import segno

    out = io.BytesIO()
    segno.make("https://example.invalid/pay").save(out, kind="png", scale=8)
    strange = segno.make("ZXP1:ABCD2345:00000000:9:2:00000000:X")
    other = io.BytesIO()
    strange.save(other, kind="png", scale=8)
    brought = reader.read([Incoming("付款.png", out.getvalue()), Incoming("假.png", other.getvalue())])
    assert brought.pieces == []
    assert [one.name for one in brought.refused] == ["付款.png", "假.png"]
    assert json.dumps([one.why for one in brought.refused], ensure_ascii=False).count("二维码") == 2
