"""What came back of packs, read in bulk: return files, pasted text, pictures and PDFs of QR codes, zips of these.

Files are a stranger's. Text is read here within a few kilobytes; pictures and PDFs in a child process with limits.
One that can't be read is named with the remedy, and the rest goes on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from types import TracebackType

from zhixing.core.packs.parts import HEAD, Piece, Torn, read_piece
from zhixing.core.packs.sheet import LONGEST, NotASheet, Sheet, read_blocks, read_sheet
from zhixing.interop.limited import package as packages
from zhixing.interop.limited.apart import Apart, NotStarted, Stopped

CHILD = "zhixing.interop.packs.child"
MB = 1024 * 1024
MOST_BYTES, MOST_TEXT = 20 * MB, 4 * LONGEST
"""Of one file: a picture or PDF, a text."""
MOST_FILES = 300
SECONDS, MEMORY_MB = 20.0, 768
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"RIFF", b"BM", b"GIF8", b"II*\x00", b"MM\x00*", b"%PDF")
_HEIC = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc")
_CAPS = packages.Caps(entries=MOST_FILES, part=MOST_BYTES, unpacked=200 * MB)
_WORDS = packages.Words(
    sort="一批回传",
    again="请解压后一个个上传",
    anew="另存为新的 .zip 后再上传",
    trim="请拿掉不相干的文件",
    bloat="",
)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as it was uploaded."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Refused:
    """A file, or something in it, that was not read; the sentence says what to do."""

    name: str
    why: str


@dataclass(slots=True)
class Brought:
    """Everything that was read: whole returns and single parts, each with the file it came in."""

    sheets: list[tuple[str, Sheet]] = field(default_factory=list)
    pieces: list[tuple[str, Piece]] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


class Reader:
    """Reads what came in; use as a context manager. The child starts with the first picture."""

    def __init__(self, *, memory_mb: int = MEMORY_MB, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._apart = Apart(CHILD, memory_mb=memory_mb, beside=("PIL", "zxingcpp"))

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._apart.close()

    def read(self, files: Iterable[Incoming], pasted: str = "") -> Brought:
        """Everything in the files and the pasted text; one file at a time is in memory if they come one by one."""
        found = Brought()
        for nth, one in enumerate(files):
            if nth < MOST_FILES:
                self._file(one, found)
            else:
                found.refused.append(Refused(one.name, f"一次最多收 {MOST_FILES} 个文件，这一个请另传一次"))
        if pasted.strip():
            _text(Incoming("粘贴的文字", pasted.encode()), found)
        return found

    def _file(self, file: Incoming, found: Brought, *, nested: bool = False) -> None:
        data = file.data
        if not data:
            found.refused.append(Refused(file.name, "是空文件；请检查是否没有传完，重新上传"))
        elif len(data) > MOST_BYTES:
            found.refused.append(Refused(file.name, f"超过 {MOST_BYTES // MB} MB；请压缩图片或分成几个文件"))
        elif data.startswith(packages.ZIP):
            if nested:
                found.refused.append(Refused(file.name, "压缩包里还有压缩包；请解压后再传"))
            else:
                self._unpacked(file, found)
        elif any(mark in data[:32] for mark in _HEIC):
            why = "是 HEIC 图片，读不了；请在手机相机设置里选“兼容性最佳”重拍，或截图后再传"
            found.refused.append(Refused(file.name, why))
        elif data.startswith(_PICTURES) or data[:1024].lstrip().startswith(b"%PDF"):
            self._picture(file, found)
        else:
            _text(file, found)

    def _unpacked(self, file: Incoming, found: Brought) -> None:
        try:
            entries = packages.directory(file.data, _WORDS, _CAPS)
            parts = packages.parts(file.data, entries, _WORDS, _CAPS)
            for part in parts:
                inner = Incoming(f"{file.name} / {part.name}", packages.unpacked(file.data, part, _WORDS))
                self._file(inner, found, nested=True)
        except packages.Refused as refused:
            found.refused.append(Refused(file.name, str(refused)))

    def _picture(self, file: Incoming, found: Brought) -> None:
        try:
            told = json.loads(self._apart.ask({}, file.data, seconds=self.seconds))
        except NotStarted:
            found.refused.append(Refused(file.name, "没有读成：读取程序起不来（内存不足？）；请稍后再传"))
            return
        except Stopped:
            found.refused.append(
                Refused(file.name, "太大或内容异常，已停止读取；请重新拍照，存为 JPG 后再传")
            )
            return
        if told["why"]:
            found.refused.append(Refused(file.name, told["why"]))
        read = list(_signs(file.name, told["signs"], found))
        found.pieces += [(file.name, one) for one in read]
        if told["blurred"]:
            why = f"有 {told['blurred']} 张二维码没有拍清；请对准、拍平、光线亮一些，重拍这几张"
            found.refused.append(Refused(file.name, why))
        elif not told["signs"] and not told["why"]:
            why = "里面没有找到二维码；请把二维码拍全、拍平再传。手写的答题纸请在“答题纸录入”里登记"
            found.refused.append(Refused(file.name, why))


def _signs(name: str, signs: Sequence[str], found: Brought) -> Iterator[Piece]:
    for sign in signs:
        if not sign.startswith(f"{HEAD}:"):
            found.refused.append(Refused(name, "里面有一张不是学习包回传的二维码，没有收"))
            continue
        try:
            yield read_piece(sign)
        except Torn as torn:
            found.refused.append(Refused(name, str(torn)))


def _text(file: Incoming, found: Brought) -> None:
    """A return file, or any text with blocks in it."""
    if len(file.data) > MOST_TEXT:
        found.refused.append(Refused(file.name, "不是回传文件、图片或 PDF；请确认选对了文件"))
        return
    try:
        text = file.data.decode("utf-8-sig")
    except UnicodeDecodeError:
        found.refused.append(Refused(file.name, "不是回传文件、图片或 PDF，或没有传完；请重新上传"))
        return
    blocks = () if text.lstrip().startswith("{") else read_blocks(text)
    if not blocks and not text.lstrip().startswith("{"):
        why = "里面没有回传的内容；请整段复制（从 ZXB1 到 BXZ），或上传回传文件、二维码照片"
        found.refused.append(Refused(file.name, why))
    for one in blocks or ([text] if text.lstrip().startswith("{") else []):
        try:
            if not one:
                raise NotASheet("有一段文字不完整（复制时漏了或改了字）；请本人重新整段复制")
            found.sheets.append((file.name, read_sheet(one)))
        except NotASheet as wrong:
            found.refused.append(Refused(file.name, str(wrong)))
