"""Documents of every format become the same clean text, and what was lost on the way is said."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.interop import evil_articles as made

from zhixing.core.library.cleaning import Stray
from zhixing.core.library.incoming import Reading
from zhixing.interop.articles.child import read
from zhixing.interop.articles.pictures import Unfit, anew
from zhixing.interop.articles.reader import DocumentReader
from zhixing.interop.articles.sanitise import clean
from zhixing.interop.articles.wire import pack, unpack

HTML = """<!doctype html><html><head><title>发挥机关党组织作用_共产党员网</title><style>p{color:red}</style></head>
<body onload="alert(1)"><nav>首页 要闻</nav><article><h1>发挥机关党组织作用</h1>
<p>2013-04-23 16:10　来源：共产党员网　责任编辑：李文</p><div>1 1 1<br>　　第一段讲
学习。　　第二段<a href="javascript:alert(1)" onclick="x()">甲</a><a href="https://a.example/b">乙</a>。</div>
<p style="color:red">第三段<img src="x" onerror="alert(1)"><script>alert(2)</script></p>
<svg onload="alert(1)"><text>图形</text></svg><iframe src="//evil"></iframe><form><input value="1"></form>
<table><tr><td>1</td><td>数</td></tr></table></article><footer>版权</footer></body></html>"""


def reading(data: bytes, name: str) -> Reading:
    """What a document holds."""
    found = read(data, name)
    assert isinstance(found, Reading), found
    return found


def png(mode: str = "RGB", size: tuple[int, int] = (60, 40)) -> bytes:
    """A picture with a word in its metadata."""
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "某某在某地")
    out = io.BytesIO()
    Image.new(mode, size, 120).save(out, "PNG", pnginfo=info) if mode == "L" else Image.new(mode, size).save(
        out, "PNG", pnginfo=info
    )
    return out.getvalue()


def test_a_saved_page_becomes_an_article() -> None:
    found = reading(HTML.encode(), "页.html")
    assert found.html == (
        "<p>第一段讲学习。</p>\n"
        '<p>第二段甲<a href="https://a.example/b" rel="noopener noreferrer nofollow">乙</a>。</p>\n'
        "<p>第三段</p>\n<table>\n<tbody>\n<tr>\n<td>1</td>\n<td>数</td>\n</tr>\n</tbody>\n</table>"
    )
    assert (found.imprint.title, found.imprint.published) == ("发挥机关党组织作用", "2013-04-23 16:10")
    assert (found.imprint.source, found.imprint.editor) == ("共产党员网", "李文")
    assert [(one.stray, one.text) for one in found.removed] == [(Stray.COUNT, "1 1 1")]
    assert found.dropped == ("1 张图片没有保留（在网上，不去下载）",)


def test_a_word_document_keeps_lists_tables_and_pictures() -> None:
    body = (
        made.para("通知")
        + made.para("来源：本单位")
        + made.para("1")
        + made.para("　　请各支部学习。")
        + made.drawing("i1", "合影")
        + made.drawing("i2", how="link")
        + made.drawing("i3")
        + made.drawing("i4")
    )
    relations = (
        made.relation("i1", "media/1.png")
        + made.relation("i2", "https://evil.example/track.png", outside=True)
        + made.relation("i3", "media/3.emf")
        + made.relation("i4", "media/4.png")
    )
    extra = {"word/media/1.png": png(), "word/media/3.emf": b"\x01\0\0\0emf", "word/media/4.png": png("RGBA")}
    found = reading(made.docx(body, relations=relations, extra=extra), "通知.docx")
    assert found.html == "<p>请各支部学习。</p>\n<p>〔图1：合影〕</p>\n<p>〔图2〕</p>"
    assert [one.type for one in found.pictures] == ["image/jpeg", "image/png"]
    assert b"Author" not in found.pictures[1].content
    assert [words.split("（")[0] for words in found.dropped] == ["1 张图片没有保留"] * 2


def test_a_pdf_gives_paragraphs_without_page_numbers() -> None:
    pages = [
        made.line("Study notes", 250, 800)
        + made.line(f"{word} paragraph goes on to the end of this line and", 96, 700)
        + made.line(f"then to another line of page {n} that has about the same width", 72, 680)
        + made.line("and ends here.", 72, 660)
        + made.line(f"{word * 2} begins another one.", 96, 640)
        + made.line(f"- {n} -", 290, 30)
        for n, word in enumerate(("The first", "A second", "Some third", "One fourth"), 1)
    ]
    found = reading(made.pdf_pages(pages), "笔记.pdf")
    assert found.pages == 4
    assert (
        "this line and then to another line of page 1 that has about the same width and ends here.</p>"
        in found.html
    )
    assert found.html.count("<p>") == 8
    assert {Stray.PAGE, Stray.RUNNING, Stray.BROKEN} <= {one.stray for one in found.removed}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_in_any_usual_encoding(encoding: str) -> None:
    found = reading("通知\n\n　　一、学习<b>。\n　　二、讨论。".encode(encoding), "通知.txt")
    assert found.html == "<p>一、学习&lt;b&gt;。</p>\n<p>二、讨论。</p>"
    assert found.imprint.title == "通知"


def test_markdown_without_the_html_in_it() -> None:
    found = reading(
        "# 标题\n\n正文**粗**<script>x</script>\n\n1. 一\n2. 二\n\n![图](data:image/png;base64,xx)".encode(),
        "a.md",
    )
    assert "<strong>粗</strong>&lt;script&gt;" in found.html
    assert "<ol>\n<li>一</li>\n<li>二</li>\n</ol>" in found.html
    assert "<img" not in found.html


def test_pictures_are_made_anew_or_not_kept() -> None:
    with pytest.raises(Unfit, match="像素"):
        anew(png("L", (6000, 5000)))
    with pytest.raises(Unfit, match="常见"):
        anew(b"<svg onload='x'/>")
    kind, content = anew(png("P", (3000, 100)))
    assert Image.open(io.BytesIO(content)).size == (1600, 53)
    assert kind == "image/jpeg"


def test_what_goes_over_the_wire_comes_back() -> None:
    found = reading(HTML.encode(), "页.html")
    assert unpack(pack(found)) == found
    with DocumentReader() as reader:
        assert reader.read("页.html", HTML.encode()) == found


MARKUP = (
    "<p>|</p>|<div>|</div>|<ul>|<li>|</ul>|<b>|</b>|<a href='https://a'>|</a>|<br>|<br>　　|<table><tr><td>|</td>|</table>"
    "|<script>|</script>|<img onerror=x>|<h1>|</h1>|<svg>|<style>|<pre>|</pre>|党员。　　教育|1|&lt;|<|>|&amp;|<!--|-->"
)
TAGS = st.sampled_from(MARKUP.split("|"))


@pytest.mark.asvs("V1.3.1")
@settings(deadline=None)
@given(st.lists(TAGS, max_size=30).map("".join))
def test_no_markup_comes_through_whatever_is_sent(html: str) -> None:
    found = read(("<p>始" + html + "终").encode(), "a.html")
    if isinstance(found, Reading):
        assert clean(found.html) == found.html
        assert not re.search(r"<(?:script|svg|style|img|h1)|\son|javascript:", found.html)
