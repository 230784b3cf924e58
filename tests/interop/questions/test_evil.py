"""Files that mean harm or are merely broken: each is refused with a sentence, in time, and hurts nobody else."""

from __future__ import annotations

import io
import json
import random
import resource
import zipfile

import pytest
from tests.interop.evil_articles import docx as word
from tests.interop.evil_articles import para

from zhixing.interop.questions.reader import read_questions
from zhixing.interop.questions.wire import Garbled, unpack, unpack_question

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9))
    + "]><quiz><question><name><text>&j;</text></name></question></quiz>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz><a>&x;</a></quiz>'


def _packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


EVIL: dict[str, tuple[str, bytes]] = {
    "nothing": ("空.txt", b""),
    "only a sign": ("空.txt", b"\xef\xbb\xbf"),
    "entities that multiply": ("题.xml", BOMB.encode()),
    "an entity from the disk": ("题.xml", OUTSIDE.encode()),
    "a document type in UTF-16": (
        "题.xml",
        OUTSIDE.replace("?>", ' encoding="UTF-16"?>', 1).encode("utf-16"),
    ),
    "elements in elements": ("题.xml", b"<quiz>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</quiz>"),
    "very many elements": ("题.xml", b"<quiz>" + b"<a/>" * 400_000 + b"</quiz>"),
    "half of an XML": ("题.xml", b"<quiz><question type='essay'>"),
    "another XML": ("题.xml", b"<html><body>x</body></html>"),
    "an encoding that is none": ("题.xml", b'<?xml version="1.0" encoding="klingon"?><quiz/>'),
    "a bomb in a package": ("题.docx", _packed({"word/document.xml": b" " * 60_000_000})),
    "a document type in a package": ("题.docx", _packed({"word/document.xml": BOMB.encode()})),
    "macros": ("题.docx", word(para("1. 题"), extra={"word/vbaProject.bin": b"x"})),
    "half of a package": ("题.docx", word(para("1. 题"))[:200]),
    "a package of something else": ("题.docx", _packed({"a.txt": b"x"})),
    "an old document": ("题.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
    "a picture": ("题.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100),
    "a program": ("题.txt", b"\x7fELF" + bytes(range(256)) * 20),
    "noise": ("题.txt", random.Random(5).randbytes(4000)),
    "one line without end": ("题.txt", b"{" + b"=" * 3_000_000),
    "too many questions": (
        "题.txt",
        "".join(f"{n}. 第几题是第 {n} 题。（√）\n" for n in range(1, 700)).encode(),
    ),
    "too large": ("题.txt", b"a" * (8 * 1024 * 1024 + 1)),
    "no questions": ("题.txt", "这里什么题也没有。\n只有两行字。".encode()),
}


@pytest.mark.parametrize("which", EVIL)
def test_it_is_refused_with_a_sentence(which: str) -> None:
    name, data = EVIL[which]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = read_questions(name, data, seconds=2.0)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert found.refused.startswith(f"“{name}”"), found
    assert "请" in found.refused or "能读的是" in found.refused
    assert found.found == ()
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 4


def test_brackets_without_end_are_a_stem_that_is_too_long() -> None:
    (read,) = read_questions("题.txt", b"1. " + "（A、".encode() * 300_000, seconds=2.0).found
    assert read.question is None
    assert len(read.stem) <= 200


def test_formulas_and_markup_stay_text() -> None:
    text = "1. =cmd|' /C calc'!A0 是什么？<script>alert(1)</script>（A）\nA. =1+1 B. <b>乙</b>\n"
    (read,) = read_questions("题.txt", text.encode()).found
    assert read.question is not None
    assert "<script>alert(1)</script>" in read.question.stem
    assert read.question.options == ("=1+1", "<b>乙</b>")


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"[]",
        b'{"name": 1}',
        b'{"name": "a", "refused": "", "found": [["p", "s", 7, []]]}',
        b'{"name": "a", "refused": "", "found": [["p", "s", "[]", []]]}',
        b"[" * 100_000,
    ],
)
def test_what_the_child_says_is_checked(line: bytes) -> None:
    with pytest.raises(Garbled):
        unpack(line)


@pytest.mark.parametrize(
    "content",
    [
        '{"form": "single"}',
        '{"form": "single", "stem": 7}',
        '{"form": "single", "stem": "a", "right": ["b"]}',
        '{"form": "single", "stem": "a", "right": [-1]}',
        '{"form": "single", "stem": "a", "options": [1]}',
        '{"form": "fill_in", "stem": "a", "blanks": [[1]]}',
        '{"form": "single", "stem": "a", "anchor": "yes"}',
        '{"form": "single", "stem": "a", "cites": [["a"]]}',
    ],
)
def test_what_a_browser_carries_is_checked(content: str) -> None:
    with pytest.raises(Garbled):
        unpack_question(json.dumps(["T0001", content]))
