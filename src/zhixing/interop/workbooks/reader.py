"""Workbooks read apart: in a child process with limits, which is replaced when a file breaks it."""

from __future__ import annotations

from types import TracebackType

from zhixing.core.intake.rows import Refusal
from zhixing.interop.limited.apart import Apart, NotStarted, Stopped
from zhixing.interop.workbooks.wire import Garbled, Outcome, unpack

CHILD = "zhixing.interop.workbooks.child"


class Reader:
    """Reads workbooks in a child process; use as a context manager.

    `memory_mb` caps the child's address space, `seconds` the time for each file.
    """

    def __init__(self, *, memory_mb: int = 256, seconds: float = 2.0) -> None:
        self.memory_mb = memory_mb
        self.seconds = seconds
        self._apart = Apart(CHILD, memory_mb=memory_mb, beside=("python_calamine",))

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._apart.close()

    def read(self, name: str, data: bytes, year: int | None) -> list[Outcome]:
        """What the file holds. A file that breaks the child or its limits gives one Refusal."""
        try:
            return unpack(self._apart.ask({"name": name, "year": year}, data, seconds=self.seconds))
        except NotStarted:
            return [Refusal(name, f"“{name}”没有读成:读取程序起不来(内存不足?)。请关闭一些程序后重试")]
        except Stopped as stopped:
            return [Refusal(name, self._why(name, stopped.late))]
        except Garbled:
            self._apart.close()
            return [Refusal(name, self._why(name, late=False))]

    def _why(self, name: str, late: bool) -> str:
        # A child short of memory may also spin until its time is up, so the time alone is not blamed.
        memory = f"{self.memory_mb} MB 内存"
        cause = f"读取超过 {self.seconds:g} 秒或 {memory}" if late else f"内容异常,或读取时超过 {memory}"
        return (
            f"“{name}”{cause},已停止。请删除多余的空行、空列和格式,用 WPS 或 Excel 另存为新的 .xlsx 后再导入"
        )
