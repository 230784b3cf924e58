"""Files of questions read apart: in a child process with limits on time and memory."""

from __future__ import annotations

from zhixing.core.questions.taking import FileRead
from zhixing.interop.limited.apart import Apart, NotStarted, Stopped
from zhixing.interop.questions.wire import Garbled, unpack

CHILD = "zhixing.interop.questions.child"
MEMORY_MB = 384
SECONDS = 5.0


def read_questions(
    name: str, data: bytes, *, memory_mb: int = MEMORY_MB, seconds: float = SECONDS
) -> FileRead:
    """What the file holds. A file that breaks the child or its limits is refused with a sentence."""
    apart = Apart(CHILD, memory_mb=memory_mb, beside=("python_calamine",))
    try:
        return unpack(apart.ask({"name": name}, data, seconds=seconds))
    except NotStarted:
        return FileRead(name, refused=f"“{name}”没有读成：读取程序起不来（内存不足？）。请关闭一些程序后重试")
    except (Stopped, Garbled):
        why = f"“{name}”内容异常，或者读取超过 {seconds:g} 秒、{memory_mb} MB 内存，已停止。请删去多余内容，另存为新文件再导入"
        return FileRead(name, refused=why)
    finally:
        apart.close()
