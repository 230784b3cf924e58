"""A pack as a file: pages that open from a folder, the same bytes each time, a script that writes what is read here."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from importlib import resources
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from py_mini_racer import MiniRacer
from tests.core.packs.packs_made import KEY, PACK, PERSON, a_pack

from zhixing.core.packs import codes, parts, sheet
from zhixing.core.packs.pack import PartSort
from zhixing.interop.packs.cleaned import plain_html
from zhixing.interop.packs.pages import Bearer, Imprint, pack_pages, safe_name, single_page, size_words
from zhixing.interop.packs.zipped import pack_zip, single_name, zip_name, zip_size

CODE = codes.code_of(KEY, PACK, PERSON)
PLAIN = Imprint("测试公路局", 20)
OWN = replace(PLAIN, bearer=Bearer("镕喆", CODE))
SOUND = {part.digest: b"beep" for part in a_pack().recordings}


def test_a_pack_is_a_zip_of_pages_that_lead_to_one_another_and_nowhere_else() -> None:
    raw = pack_zip(a_pack(), OWN, SOUND)
    assert raw == pack_zip(a_pack(), OWN, SOUND)
    with zipfile.ZipFile(io.BytesIO(raw)) as held:
        names = held.namelist()
        pages = {name: held.read(name).decode() for name in names if name.endswith(".html")}
    assert all(re.fullmatch(r"[A-Za-z0-9.-]+", name) for name in names)
    assert {"index.html", "text-1.html", "answer.html", "print.html", "audio-1.mp3"} <= set(names)
    for page in pages.values():
        for link in re.findall(r'(?:href|src)="([^"]+)"', page):
            assert link in names
        assert "http" not in page
    assert abs(len(raw) - zip_size(a_pack(), OWN)) < 100


def test_keys_go_along_only_where_wanted() -> None:
    without, along = (pack_pages(a_pack(keys=keys), PLAIN)["answer.html"] for keys in (False, True))
    assert "条例有明确规定" not in without
    assert "民主集中制" not in without
    assert "民主集中制" in along
    assert a_pack().questions[0].cites[0].words in along


def test_one_page_holds_everything_without_a_file_beside_it() -> None:
    page = single_page(a_pack(), OWN)
    assert not re.search(r'(?:href|src)="', re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL))
    assert "<script src" not in page
    assert "集体领导、民主集中" in page
    assert codes.shown(CODE) in page
    assert "qrcode" in page


def test_a_text_from_outside_can_run_and_load_nothing() -> None:
    evil = (
        '<p onclick="x()">一</p><script>alert(1)</script><img src="https://a.b/c.png" onerror="x()">'
        '<a href="javascript:x()">二</a><iframe src="//a.b"></iframe><svg onload="x()"></svg><table><tr><td>三</td></tr></table>'
    )
    assert plain_html(evil) == "<p>一</p>二<table><tbody><tr><td>三</td></tr></tbody></table>"
    part = replace(a_pack().texts[0], title="</title><script>alert(1)</script>", body=evil)
    pack = a_pack(parts=(part,), title='</script><script>alert("1")</script>', asks="<b>写</b>")
    for name, page in pack_pages(pack, PLAIN).items():
        if name.endswith(".html"):
            assert "alert(1)</script>" not in page
            assert '</script><script>alert("' not in page
            assert "<b>写</b>" not in page


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("组织生活怎么过", "学习包-组织生活怎么过.zip"),
        ('CON: a/b\\c*?"<>|', "学习包-CON a b c.zip"),
        ("...", "学习包-学习包.zip"),
        ("长" * 90, f"学习包-{'长' * 60}.zip"),
    ],
)
def test_names_of_files_suit_every_system(title: str, name: str) -> None:
    assert zip_name(a_pack(title=title)) == name
    assert single_name(a_pack(title=title), "张三").endswith("-张三.html")
    assert safe_name("\u202egpj.exe") == "gpj exe"


def test_sizes_are_told_in_words() -> None:
    assert [size_words(one) for one in (1, 38 * 1024, 1_300_000, 12 * 1024 * 1024)] == [
        "1 KB",
        "38 KB",
        "1.2 MB",
        "12.0 MB",
    ]


def script() -> MiniRacer:
    """The page's own script, run as the page runs it."""
    engine = MiniRacer()
    engine.eval((resources.files("zhixing.interop.packs") / "static" / "return.js").read_text("utf-8"))
    return engine


@pytest.fixture(scope="module")
def engine() -> MiniRacer:
    return script()


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)


@given(note=TEXT, name=st.text(st.characters(categories=["Lo"]), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_the_page_writes_what_is_read_here(engine: MiniRacer, note: str, name: str) -> None:
    told = {
        "pack": str(PACK),
        "version": a_pack().version,
        "name": name,
        "code": CODE,
        "answers": ["B", "AB", "", ["民主集中制", ""], [note[:50]]],
        "note": note,
        "finished": "2026-03-05",
    }
    text = engine.call("ZhixingReturn.sheet", told)
    read = sheet.read_sheet(text)
    assert (read.note, read.answers[1], read.finished_on) == (note.strip(), "AB", dt.date(2026, 3, 5))
    assert engine.call("ZhixingReturn.block", text) == sheet.write_block(text)
    assert list(engine.call("ZhixingReturn.parts", text, CODE)) == [
        one.sign for one in parts.split(text, CODE)
    ]


def test_the_page_knows_a_code_as_the_server_does(engine: MiniRacer) -> None:
    for nth in range(200):
        code = codes.code_of(KEY, PACK, UUID(int=nth))
        typed = codes.shown(code).lower().replace("0", "o").replace("1", "l")
        assert engine.call("ZhixingReturn.code", typed) == codes.read_code(typed) == code
    for wrong in ("", "ABCD", CODE[:-1], CODE[:-1] + ("0" if CODE[-1] != "0" else "1"), "UUUUUUUU"):
        assert engine.call("ZhixingReturn.code", wrong) == codes.read_code(wrong) == ""


def test_a_recording_without_its_text_stands_on_the_first_page() -> None:
    (sound,) = (part for part in a_pack().parts if part.sort is PartSort.AUDIO)
    pack = a_pack(parts=(replace(sound, of=None),))
    assert 'src="audio-1.mp3"' in pack_pages(pack, PLAIN)["index.html"]
