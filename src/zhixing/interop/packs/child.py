"""The child process that looks for QR codes in a picture or a PDF; it answers one line of JSON for each file.

`{"signs": [...], "blurred": n, "why": ""}`: what the codes say, how many were seen and not read, or a sentence why
the file was not looked at.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import zxingcpp
from PIL import Image, ImageFilter, ImageOps, UnidentifiedImageError

from zhixing.interop.later import Later
from zhixing.interop.limited.inside import limit, serve

pypdfium2 = Later("pypdfium2")

FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF")
MOST_PIXELS = 50_000_000
MOST_PAGES = 60
LONG_SIDE, SHORT_SIDE = 4200, 1600
"""A picture is looked at no larger than the first, and enlarged once where it is smaller than the second."""
DOTS = 200
_POINTS = 72
AGAIN = "请重新拍照或截图，存为 JPG、PNG 后再传"


def work(request: Mapping[str, Any], data: bytes) -> bytes:
    """The answer for one file."""
    del request
    found = _Found()
    try:
        for picture in _pictures(data):
            found.look(picture)
        why = ""
    except _Unseen as unseen:
        why = str(unseen)
    told = {"signs": list(found.signs), "blurred": found.blurred, "why": why}
    return json.dumps(told, ensure_ascii=False).encode()


class _Unseen(Exception):
    """A file that is not looked at; the sentence says why and what to do."""


class _Found:
    """What was read so far, each code once."""

    def __init__(self) -> None:
        self.signs: dict[str, None] = {}
        self.blurred = 0

    def look(self, picture: Image.Image) -> None:
        """Reads a picture as it is, and mended in several ways where something in it was not read."""
        seen = 0
        here: set[str] = set()
        for mended in _mended(picture):
            codes = zxingcpp.read_barcodes(
                mended,
                formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
                return_errors=True,
                try_invert=False,
            )
            here |= {code.text for code in codes if code.valid}
            seen = max(seen, len(codes))
            if here and len(here) >= seen:
                break
        self.blurred += max(0, seen - len(here))
        self.signs.update(dict.fromkeys(sorted(here)))


def _mended(picture: Image.Image) -> Iterator[Image.Image]:
    yield picture
    yield ImageOps.autocontrast(picture, cutoff=2)
    if max(picture.size) < SHORT_SIDE:
        twice = picture.resize((picture.width * 2, picture.height * 2), Image.Resampling.LANCZOS)
        yield twice
        yield twice.filter(ImageFilter.UnsharpMask(3, 200, 0))
    yield picture.filter(ImageFilter.MedianFilter(3))
    yield picture.filter(ImageFilter.UnsharpMask(2, 180, 0))
    half = picture.resize((max(1, picture.width // 2), max(1, picture.height // 2)), Image.Resampling.BOX)
    yield half
    yield ImageOps.autocontrast(half.filter(ImageFilter.GaussianBlur(1)), cutoff=5)


def _pictures(data: bytes) -> Iterator[Image.Image]:
    yield from _pages(data) if data[:1024].lstrip().startswith(b"%PDF") else [_picture(data)]


def _picture(data: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise _Unseen(f"有 {opened.width}×{opened.height} 个像素，太大；请缩小或裁剪后再传")
            opened.draft("L", (LONG_SIDE, LONG_SIDE))
            upright = ImageOps.exif_transpose(opened).convert("L")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        raise _Unseen(f"不是能读的图片，或者没有传完；{AGAIN}") from None
    if max(upright.size) > LONG_SIDE:
        upright.thumbnail((LONG_SIDE, LONG_SIDE))
    return upright


def _pages(data: bytes) -> Iterator[Image.Image]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise _Unseen("是打不开的 PDF（没有传完，或加了密码）；请去掉密码，或拍照后再传") from None
    if len(document) > MOST_PAGES:
        raise _Unseen(f"有 {len(document)} 页，最多读 {MOST_PAGES} 页；请分成几个文件再传")
    for nth in range(len(document)):
        try:
            page = document[nth]
            width, height = page.get_size()
            scale = min(DOTS / _POINTS, LONG_SIDE / max(1.0, width, height))
            yield page.render(scale=scale, grayscale=True).to_pil().convert("L")
        except pypdfium2.PdfiumError:
            continue


def main() -> None:
    """Entry: MB of memory is the first argument."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    limit(int(sys.argv[1]))
    serve(sys.stdin.buffer, sys.stdout.buffer, work)
