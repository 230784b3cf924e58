"""Documents read apart: in a child process with limits, which is replaced when a file breaks it."""

from __future__ import annotations

from dataclasses import replace
from types import TracebackType

from zhixing.core.library.incoming import Reading, Unread
from zhixing.interop.articles.gate import MAX_BYTES
from zhixing.interop.articles.sanitise import clean
from zhixing.interop.articles.wire import Garbled, unpack
from zhixing.interop.limited.apart import Apart, NotStarted, Stopped
from zhixing.interop.limited.package import MB

CHILD = "zhixing.interop.articles.child"
_BESIDE = "mammoth"
"""Whose folder (site-packages) the child needs."""
PDF_SECONDS = 10.0
"""Three hundred pages of a PDF are read sign by sign; everything else is a matter of tenths of a second."""
SECONDS = 4.0


class DocumentReader:
    """Reads documents in a child process; use as a context manager.

    `memory_mb` caps the child's address space, `seconds` the CPU time for each file (a PDF has `PDF_SECONDS`).
    """

    def __init__(self, *, memory_mb: int = 256, seconds: float = SECONDS) -> None:
        self.memory_mb = memory_mb
        self.seconds = seconds
        self._apart = Apart(CHILD, memory_mb=memory_mb, beside=(_BESIDE,))

    def __enter__(self) -> DocumentReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._apart.close()

    def read(self, name: str, data: bytes) -> Reading | Unread:
        """What the document holds, its HTML safe; or why not. A file that breaks its limits is `Unread`."""
        if len(data) > MAX_BYTES:
            return Unread(
                name, f"“{name}”超过 {MAX_BYTES // MB} MB。请删去大图，或把它作为 PDF、音视频附件上传"
            )
        seconds = max(self.seconds, PDF_SECONDS) if b"%PDF-" in data[:1024] else self.seconds
        try:
            found = unpack(self._apart.ask({"name": name}, data, seconds=seconds))
        except NotStarted:
            return Unread(name, f"“{name}”没有读成：读取程序起不来（内存不足？）。请稍后再试")
        except Stopped as stopped:
            return Unread(name, self._why(name, seconds if stopped.late else 0))
        except Garbled:
            self._apart.close()
            return Unread(name, self._why(name, 0))
        # The child has parsed a stranger's file: its HTML is made safe once more on this side.
        return replace(found, html=clean(found.html)) if isinstance(found, Reading) else found

    def _why(self, name: str, seconds: float) -> str:
        memory = f"{self.memory_mb} MB 内存"
        cause = f"读取超过 {seconds:g} 秒或 {memory}" if seconds else f"内容异常，或读取时超过 {memory}"
        return f"“{name}”{cause}，已停止。请删去大图和多余内容，用 WPS 或 Word 另存为新的 .docx 后再上传"
