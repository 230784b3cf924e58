"""Pictures of pages written by hand: decoded in a limited child process and made anew as small JPEGs.

What comes along with a picture (place, device, time) is not in the new one.
"""

from __future__ import annotations

import base64
import io
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from zhixing.interop.later import Later
from zhixing.interop.limited.apart import Apart, NotStarted, Stopped
from zhixing.interop.limited.inside import limit, serve

Image, ImageOps = Later("PIL.Image"), Later("PIL.ImageOps")
MB = 1 << 20
MOST = 12 * MB
"""Bytes of a picture as it comes."""
SECONDS, MEMORY_MB = 4.0, 512
LONGEST_SIDE, QUALITY = 1_600, 72
MOST_PIXELS = 60_000_000
SORTS = ("JPEG", "PNG", "WEBP")
REMEDY = "请用手机重新拍一张，或存成 JPG 再传"


class PictureRefused(ValueError):
    """It cannot be taken; the sentence names the file and says what to do."""


def made_anew(files: Sequence[tuple[str, bytes]]) -> tuple[bytes, ...]:
    """The pictures (name, bytes) as JPEGs. Raises PictureRefused."""
    if not files:
        return ()
    child = Apart(__name__, memory_mb=MEMORY_MB, beside=("PIL",))
    try:
        return tuple(_one(child, name, data) for name, data in files)
    finally:
        child.close()


def _one(child: Apart, name: str, data: bytes) -> bytes:
    if len(data) > MOST:
        raise PictureRefused(f"“{name}”超过 {MOST // MB} MB。{REMEDY}")
    try:
        answer = json.loads(child.ask({"name": name}, data, seconds=SECONDS))
    except NotStarted:
        raise PictureRefused(f"“{name}”没有读成：读取程序起不来（内存不足？）。请稍后再试") from None
    except (Stopped, json.JSONDecodeError):
        raise PictureRefused(f"“{name}”读取时超过了限度，已停止。{REMEDY}") from None
    if "refused" in answer:
        raise PictureRefused(f"“{name}”{answer['refused']}。{REMEDY}")
    return base64.b64decode(answer["jpeg"])


def main() -> None:
    """The child: memory in MB is the first argument."""
    limit(int(sys.argv[1]))
    serve(sys.stdin.buffer, sys.stdout.buffer, _work)


def _work(request: Mapping[str, Any], data: bytes) -> bytes:
    del request
    try:
        picture = Image.open(io.BytesIO(data), formats=SORTS)
        if picture.width * picture.height > MOST_PIXELS:
            return json.dumps({"refused": "的像素太多"}).encode()
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(picture).convert("RGB")
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        out = io.BytesIO()
        upright.save(out, "JPEG", quality=QUALITY, optimize=True, exif=b"")
    except (OSError, ValueError, SyntaxError, EOFError):
        return json.dumps({"refused": "不是能读的图片（认 JPG、PNG、WEBP）"}).encode()
    return json.dumps({"jpeg": base64.b64encode(out.getvalue()).decode()}).encode()
