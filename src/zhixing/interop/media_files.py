"""What a recording, a video or a PDF is by its bytes, never by its name; nothing is decoded or converted."""

from __future__ import annotations

import mmap
from dataclasses import dataclass
from pathlib import Path

MB = 1024 * 1024
WANTED = "请上传 mp3、m4a、ogg、wav 录音，mp4、webm 视频，或 PDF"
_AUDIO_BRANDS = (b"M4A ", b"M4B ", b"M4P ")
_VIDEO_BRANDS = (
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"MSNV",
    b"M4V ",
    b"dash",
)
_LAYER_3 = 0b01
_HEAD = 4096


class Unplayable(ValueError):
    """The file is nothing that phones and browsers play or show; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class MediaType:
    """A type: its name for browsers, for people, the ending of its files, the most bytes it may have."""

    name: str
    words: str
    ending: str
    most: int


MP3 = MediaType("audio/mpeg", "录音", ".mp3", 80 * MB)
M4A = MediaType("audio/mp4", "录音", ".m4a", 80 * MB)
OGG = MediaType("audio/ogg", "录音", ".ogg", 80 * MB)
WAV = MediaType("audio/wav", "录音", ".wav", 80 * MB)
MP4 = MediaType("video/mp4", "视频", ".mp4", 200 * MB)
WEBM = MediaType("video/webm", "视频", ".webm", 200 * MB)
PDF = MediaType("application/pdf", "PDF", ".pdf", 50 * MB)
PNG = MediaType("image/png", "图片", ".png", MB)
JPEG = MediaType("image/jpeg", "图片", ".jpg", MB)
KNOWN = {one.name: one for one in (MP3, M4A, OGG, WAV, MP4, WEBM, PDF, PNG, JPEG)}


def tell(path: Path) -> MediaType:
    """What the file at a path is. Raises Unplayable, OSError."""
    with path.open("rb") as source:
        head = source.read(_HEAD)
    if not head:
        raise Unplayable("是空文件（0 字节）。请检查是否没有传完，重新复制后再上传")
    found = _by_head(head, path)
    if path.stat().st_size > found.most:
        less = "降低清晰度或码率" if found is not PDF else "压缩图片"
        raise Unplayable(f"超过 {found.most // MB} MB，手机上打不开。请{less}，或拆成几段后再上传")
    return found


def _by_head(head: bytes, path: Path) -> MediaType:
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"ID3") or _mp3_frame(head):
        return MP3
    if head.startswith(b"OggS"):
        if b"theora" in head:
            raise Unplayable("是 Ogg 视频，手机多半放不了。请转成 mp4 后再上传")
        return OGG
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return WAV
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        if b"webm" in head[:64]:
            return WEBM
        raise Unplayable("是 mkv 视频，浏览器放不了。请转成 mp4（H.264）后再上传")
    if head[4:8] == b"ftyp":
        return _by_brand(head, path)
    raise Unplayable(f"不是能播放的录音、视频，也不是 PDF。{WANTED}")


def _by_brand(head: bytes, path: Path) -> MediaType:
    """An MP4 package: a recording where no track of it is a picture's."""
    if head[8:12] in _AUDIO_BRANDS:
        return M4A
    size = int.from_bytes(head[:4], "big")
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, min(size, _HEAD), 4))}
    if not brands & set(_VIDEO_BRANDS):
        raise Unplayable("是 mov、3gp 等格式，有的手机放不了。请转成 mp4（H.264）后再上传")
    handlers = _handlers(path)
    if not handlers & {b"vide", b"soun"}:
        raise Unplayable("里面没有声音也没有画面（可能没有传完）。请重新复制原文件后再上传")
    return MP4 if b"vide" in handlers else M4A


def _handlers(path: Path) -> set[bytes]:
    """The kinds of tracks that an MP4 package tells of."""
    found: set[bytes] = set()
    with path.open("rb") as source, mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as data:
        at = -1
        while (at := data.find(b"hdlr", at + 1)) >= 0:
            found.add(data[at + 12 : at + 16])
    return found


def _mp3_frame(head: bytes) -> bool:
    """An MPEG frame of layer 3 (not the AAC of ADTS, which has layer 0)."""
    return len(head) > 3 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and (head[1] >> 1) & 0b11 == _LAYER_3
