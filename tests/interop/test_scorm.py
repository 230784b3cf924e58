"""Course packages: read by their manifests; evil ones are refused in time, with file and remedy."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable

import pytest
from tests.planted_courses import PACKAGES, package

from zhixing.core.courses.package import Edition
from zhixing.interop.limited.package import Refused
from zhixing.interop.scorm.manifest import inside
from zhixing.interop.scorm.package import MANIFEST, looked_through, media_type, member
from zhixing.interop.scorm.runtime import with_runtime

GOOD = """<?xml version="1.0" encoding="utf-8"?>
<manifest identifier="m" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
 xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
<organizations default="o"><organization identifier="o"><title>课</title>{items}</organization></organizations>
<resources>{resources}</resources></manifest>"""
ITEM = '<item identifier="i{n}" identifierref="r{n}"><title>第{n}部分</title></item>'
RESOURCE = '<resource identifier="r{n}" type="webcontent" adlcp:scormtype="sco" href="{page}"/>'


def archive(**files: bytes | str) -> bytes:
    """A zip; `_` in a name stands for a dot, `__` for a slash."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


def manifest(*pages: str, items: int | None = None) -> str:
    """A manifest with so many parts."""
    count = len(pages) if items is None else items
    return GOOD.format(
        items="".join(ITEM.format(n=n) for n in range(count)),
        resources="".join(RESOURCE.format(n=n, page=page) for n, page in enumerate(pages)),
    )


@pytest.mark.parametrize(
    ("name", "edition"), [("scorm-1.2", Edition.V12), ("scorm-2004", Edition.V2004), ("hostile", Edition.V12)]
)
def test_packages_of_an_independent_tool_are_read(name: str, edition: Edition) -> None:
    found = looked_through(package(name), name)
    assert (found.title, found.edition) == ("公路养护作业安全", edition)
    assert [one.page for one in found.scos] == ["index.html"]
    page = member(PACKAGES / f"{name}.zip", "index.html")
    assert page is not None
    assert page[1] == "text/html"


def test_parts_stand_in_their_order_with_their_own_pages() -> None:
    text = manifest("a.html", "dir/b%20c.html?x=1", "a.html")
    found = looked_through(archive(imsmanifest_xml=text, a_html="1", **{"dir__b c_html": "2"}), "课.zip")
    assert [one.title for one in found.scos] == ["第0部分", "第1部分", "第2部分"]
    assert [one.page for one in found.scos] == ["a.html", "dir/b c.html", "a.html"]


def _bomb() -> bytes:
    return archive(imsmanifest_xml=manifest("a.html"), a_html=b"0" * (70 << 20))


def _outside() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(MANIFEST, manifest("a.html"))
        made.writestr("../../etc/passwd", "x")
    return out.getvalue()


EVIL: dict[str, tuple[Callable[[], bytes], str]] = {
    "不是压缩包": (lambda: b"hello", "不是压缩包"),
    "半截": (lambda: package("scorm-1.2")[:4000], "不完整"),
    "没有清单": (lambda: archive(a_html="1"), "不是 SCORM 课件"),
    "清单写坏": (lambda: archive(imsmanifest_xml="<manifest"), "写坏了"),
    "实体炸弹": (
        lambda: archive(
            imsmanifest_xml='<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><manifest>&b;</manifest>'
        ),
        "文档类型声明",
    ),
    "外部实体": (
        lambda: archive(
            imsmanifest_xml='<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/passwd">]><manifest>&a;</manifest>'
        ),
        "文档类型声明",
    ),
    "压缩炸弹": (_bomb, "展开后过大"),
    "指到外面": (_outside, "指到外面"),
    "页面不在": (lambda: archive(imsmanifest_xml=manifest("a.html")), "没有能打开的页面"),
    "页面在外面": (lambda: archive(imsmanifest_xml=manifest("../a.html"), a_html="1"), "没有能打开的页面"),
    "程序文件": (lambda: archive(imsmanifest_xml=manifest("a.html"), a_html="1", setup_exe="MZ"), "程序文件"),
    "没有版本": (
        lambda: archive(imsmanifest_xml="<manifest><resources/></manifest>", a_html="1"),
        "没有写明是 SCORM",
    ),
    "部分太多": (
        lambda: archive(imsmanifest_xml=manifest(*["a.html"] * 201), a_html="1"),
        "最多 200 个",
    ),
}


@pytest.mark.parametrize("name", EVIL)
def test_evil_packages_are_refused_in_time_and_in_words(name: str) -> None:
    make, words = EVIL[name]
    data, start = make(), time.process_time()
    with pytest.raises(Refused, match=words) as refused:
        looked_through(data, f"{name}.zip")
    assert f"“{name}.zip”" in str(refused.value)
    assert "请" in str(refused.value)
    assert time.process_time() - start < 2


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a/../../x", "C:/x", "..\\x", ".", ""])
def test_no_path_leads_out(name: str) -> None:
    assert inside(name) == ""
    assert member(PACKAGES / "scorm-1.2.zip", name) is None


def test_a_page_gets_the_runtime_before_its_own_scripts() -> None:
    state = {"a": "</script><b>中"}
    for page in (
        "<!doctype html><html><head><script>own()</script></head></html>",
        "<!doctype html><html lang='zh'><body><script>own()</script></body></html>",
        "<!DOCTYPE html><script>own()</script>",
        "<script>own()</script>",
    ):
        made = with_runtime(page.encode(), ["/static/x.js"], state).decode()
        assert made.index("zhixing-course") < made.index("/static/x.js") < made.index("own()")
        assert "</script><b>" not in made
    for name in ("utf-16", "gb18030"):
        made = with_runtime("<html><head></head>中文</html>".encode(name), ["/x.js"], state).decode(
            "utf-8-sig" if name == "utf-16" else name
        )
        assert "中文" in made
        assert "/x.js" in made


def test_types_are_told_by_our_own_list() -> None:
    assert media_type("a/B.JS") == "text/javascript"
    assert media_type("x.unknown") == "application/octet-stream"
