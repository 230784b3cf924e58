"""A course package's archive: looked through in a child process before it is kept, opened member by member after.

The archive is never unpacked to the disk: pages are read out of it, so that no name in it can lead anywhere else.
"""

from __future__ import annotations

import json
import mimetypes
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zhixing.core.courses.package import Edition, Package, Sco
from zhixing.interop.limited.apart import Apart, NotStarted, Stopped
from zhixing.interop.limited.inside import limit, serve
from zhixing.interop.limited.package import MB, Caps, Refused, Words, directory, parts, unpacked
from zhixing.interop.scorm.manifest import AGAIN, inside, read

MANIFEST = "imsmanifest.xml"
MOST = 60 * MB
"""Bytes of a package."""
SECONDS, MEMORY_MB = 5.0, 512
CAPS = Caps(entries=3_000, part=60 * MB, unpacked=240 * MB, ratio=200)
WORDS = Words("课件", AGAIN, AGAIN, "请删去不用的大文件", "")
_LEFT_OUT = (".exe", ".dll", ".bat", ".cmd", ".com", ".msi", ".vbs", ".ps1", ".jar", ".apk", ".scr")


def looked_through(data: bytes, name: str) -> Package:
    """The package in an archive. Raises Refused with the file's name and a remedy."""
    if len(data) > MOST:
        raise Refused(f"“{name}”超过 {MOST // MB} MB。请压缩其中的视频，或把视频单独传上来")
    child = Apart(__name__, memory_mb=MEMORY_MB, beside=("lxml",))
    try:
        answer = json.loads(child.ask({"name": name}, data, seconds=SECONDS))
    except NotStarted:
        raise Refused(f"“{name}”没有读成：读取程序起不来（内存不足？）。请关闭一些程序后重试") from None
    except (Stopped, json.JSONDecodeError):
        raise Refused(f"“{name}”读取时超过了时间或内存的限度，已停止。{AGAIN}") from None
    finally:
        child.close()
    if "refused" in answer:
        raise Refused(f"“{name}”{answer['refused']}")
    scos = tuple(Sco(*row) for row in answer["scos"])
    return Package(answer["title"], Edition(answer["edition"]), scos)


def main() -> None:
    """The child: memory in MB is the first argument."""
    limit(int(sys.argv[1]))
    serve(sys.stdin.buffer, sys.stdout.buffer, _work)


def _work(request: Mapping[str, Any], data: bytes) -> bytes:
    del request
    try:
        found = _read(data)
    except Refused as refused:
        return json.dumps({"refused": str(refused)}).encode()
    scos = [[one.code, one.title, one.page, one.query] for one in found.scos]
    return json.dumps({"title": found.title, "edition": found.edition, "scos": scos}).encode()


def _read(data: bytes) -> Package:
    if data[:2] != b"PK":
        raise Refused(f"不是压缩包。{AGAIN}，得到的应是 .zip 文件")
    known = {one.name: one for one in parts(data, directory(data, WORDS, CAPS), WORDS, CAPS)}
    for name in known:
        if not inside(name):
            raise Refused(f"里有路径指到外面的文件（{name[:60]}）。{AGAIN}")
        if name.lower().endswith(_LEFT_OUT):
            raise Refused(f"里有程序文件 {name[:60]}。请去掉后重新打包")
    if MANIFEST not in known:
        raise Refused(f"里没有 {MANIFEST}，不是 SCORM 课件（清单要在压缩包的最外层）。{AGAIN}")
    return read(unpacked(data, known[MANIFEST], WORDS), known.keys())


def member(archive: Path, name: str) -> tuple[bytes, str] | None:
    """A file of a package and its media type; None where the package has none such."""
    plain = inside(name)
    try:
        with zipfile.ZipFile(archive) as package:
            known = package.getinfo(plain) if plain else None
            if known is None or known.is_dir() or known.file_size > CAPS.part:
                return None
            return package.read(known), media_type(plain)
    except (KeyError, OSError, zipfile.BadZipFile):
        return None


TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".mp4": "video/mp4",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".webm": "video/webm",
    ".xml": "application/xml",
    ".txt": "text/plain",
}
"""Told by our own list first: the machine's own table differs from place to place."""


def media_type(name: str) -> str:
    """By the ending of a name; bytes where it says nothing."""
    ending = Path(name).suffix.lower()
    return TYPES.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"
