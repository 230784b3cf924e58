"""Pictures of pages are made anew, without what came along; evil ones are refused in time, with a remedy."""

from __future__ import annotations

import io
import time
from collections.abc import Callable

import pytest
from PIL import Image

from zhixing.interop import pictures
from zhixing.interop.pictures import LONGEST_SIDE, PictureRefused, made_anew


def picture(sort: str = "JPEG", size: tuple[int, int] = (3000, 2000), *, turned: bool = False) -> bytes:
    """A picture with a place and a device in its Exif."""
    made, out = Image.new("RGB", size, "white"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "手机厂"
    exif[0x0112] = 6 if turned else 1
    exif.get_ifd(0x8825)[2] = (30.0, 15.0, 0.0)
    made.save(out, sort, exif=exif) if sort == "JPEG" else made.save(out, sort)
    return out.getvalue()


@pytest.mark.parametrize("sort", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_made_anew_and_small(sort: str) -> None:
    (made,) = made_anew([("笔记", picture(sort))])
    found = Image.open(io.BytesIO(made))
    assert found.format == "JPEG"
    assert max(found.size) <= LONGEST_SIDE
    assert not dict(found.getexif())
    assert b"Exif" not in made
    assert "手机厂".encode() not in made


def test_a_picture_that_was_turned_stands_upright() -> None:
    (made,) = made_anew([("笔记", picture(turned=True))])
    wide, high = Image.open(io.BytesIO(made)).size
    assert high > wide


def _flood() -> bytes:
    out = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    return out.getvalue()


EVIL: dict[str, tuple[Callable[[], bytes], str]] = {
    "不是图片.jpg": (lambda: b"<svg onload=alert(1)>", "不是能读的图片"),
    "半截.jpg": (lambda: picture()[:2000], "不是能读的图片"),
    "太多像素.png": (_flood, "像素太多|不是能读的图片|超过了限度"),
    "太大.jpg": (lambda: b"\xff\xd8" + b"0" * (pictures.MOST + 1), "超过 12 MB"),
    "动画.gif": (lambda: b"GIF89a" + b"\0" * 100, "不是能读的图片"),
}


@pytest.mark.parametrize("name", EVIL)
def test_evil_pictures_are_refused_in_time(name: str) -> None:
    make, words = EVIL[name]
    data, start = make(), time.process_time()
    with pytest.raises(PictureRefused, match=words) as refused:
        made_anew([(name, data)])
    assert f"“{name}”" in str(refused.value)
    assert "请" in str(refused.value)
    assert time.process_time() - start < 2


def test_none_costs_nothing() -> None:
    assert made_anew([]) == ()
