"""A folder of workbooks to records: the door of this room.

Files are told by their bytes and headers, never by their names; only the suffix says whether to look at all.
"""

from __future__ import annotations

import hashlib
import stat
import unicodedata
from collections.abc import Callable
from pathlib import Path

from zhixing.core.intake.rows import Folder, Ignored, Refusal, Sheet
from zhixing.interop.workbooks.gate import AGAIN, ANEW, MAX_BYTES, MB
from zhixing.interop.workbooks.kinds import LABELS
from zhixing.interop.workbooks.reader import Reader
from zhixing.interop.workbooks.wire import Outcome

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".csv"})
_OTHER_TABLES = frozenset({".ods", ".xlsb", ".xlt", ".xltx", ".ett", ".numbers", ".fods", ".tsv", ".dbf"})
_LEFTOVERS = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


def read_folder(
    path: Path,
    *,
    year: int | None,
    progress: Callable[[str], None] | None = None,
    memory_mb: int = 256,
    seconds: float = 2.0,
) -> Folder:
    """Read every workbook of a folder, subfolders left alone.

    `year` serves dates without one where no title row tells it; `progress` is told each file's name before it
    is read; `memory_mb` and `seconds` bound the reading of each file. Raises OSError when the folder can't be
    listed. A file that can't be read gives a Refusal, and the others are read all the same.
    """
    entries = sorted(path.iterdir(), key=lambda p: p.name)
    with Reader(memory_mb=memory_mb, seconds=seconds) as reader:
        outcomes: list[Outcome] = []
        digests: list[tuple[str, str]] = []
        for entry in entries:
            name = shown_name(entry.name)
            if (ignored := left_alone(name, directory=entry.is_dir())) is not None:
                outcomes.append(ignored)
                continue
            if progress is not None:
                progress(name)
            found, digest = _read_path(entry, name, year, reader)
            outcomes += found
            digests.append((name, digest))
    return gathered(outcomes, digests)


def read_file(path: Path, *, year: int | None, memory_mb: int = 256, seconds: float = 2.0) -> Folder:
    """Read one workbook from a path; as `read_folder` otherwise."""
    name = shown_name(path.name)
    if (ignored := left_alone(name, directory=path.is_dir())) is not None:
        return gathered([ignored], [])
    with Reader(memory_mb=memory_mb, seconds=seconds) as reader:
        found, digest = _read_path(path, name, year, reader)
    return gathered(found, [(name, digest)])


def read_bytes(
    name: str, data: bytes, *, year: int | None, memory_mb: int = 256, seconds: float = 2.0
) -> Folder:
    """Read one workbook from its bytes, as an upload brings them; `name` is only shown."""
    name = shown_name(name)
    with Reader(memory_mb=memory_mb, seconds=seconds) as reader:
        found = reader.read(name, data, year)
    return gathered(found, [(name, hashlib.sha256(data).hexdigest())])


def gathered(outcomes: list[Outcome], digests: list[tuple[str, str]]) -> Folder:
    """Outcomes in the order an import takes them (by kind, then file), with the digest of what was read.

    `digests` are (name, sha256 of the content) of the workbooks; the folder's digest covers them sorted.
    """
    order = {label: n for n, label in enumerate(LABELS)}
    total = hashlib.sha256()
    for name, digest in sorted(digests):
        total.update(f"{name}\0{digest}\n".encode())
    sheets = [o for o in outcomes if isinstance(o, Sheet)]
    return Folder(
        sheets=tuple(sorted(sheets, key=lambda s: (order[s.kind], s.file))),
        refusals=tuple(o for o in outcomes if isinstance(o, Refusal)),
        ignored=tuple(o for o in outcomes if isinstance(o, Ignored)),
        digest=total.hexdigest(),
    )


def shown_name(name: str) -> str:
    """A file name fit for reports: one spelling for composed letters, no undecodable bytes."""
    return unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))


def left_alone(name: str, *, directory: bool = False) -> Ignored | None:
    """Why a file of this name is not even opened; None for what may be a workbook."""
    suffix = Path(name).suffix.lower()
    if name.startswith(("~$", ".~")):
        return Ignored(name, "是打开工作簿时产生的临时文件,未读")
    if name.lower() in _LEFTOVERS or name.startswith("."):
        return Ignored(name, "是系统文件,未读")
    if suffix in SUFFIXES:
        return None
    if directory:
        return Ignored(name, "是文件夹,没有进去读;里面的工作簿请移到本文件夹")
    if suffix in _OTHER_TABLES:
        return Ignored(name, f"是读不了的表格格式({suffix}),未读。{AGAIN}")
    return Ignored(name, "不是台账工作簿(.xlsx、.xls 或 .csv),未读")


def _read_path(path: Path, name: str, year: int | None, reader: Reader) -> tuple[list[Outcome], str]:
    """Outcomes and content digest of one path; nothing but an ordinary file of bearable size is opened."""
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            return [
                Refusal(name, f"“{name}”是快捷方式(链接),不是工作簿本身。请把原文件复制到本文件夹再导入")
            ], "link"
        if not stat.S_ISREG(status.st_mode):
            return [
                Refusal(name, f"“{name}”是文件夹或特殊文件,不是工作簿。请把里面的工作簿移到本文件夹再导入")
            ], "other"
        if status.st_size > MAX_BYTES:
            reason = f"“{name}”超过 {MAX_BYTES // MB} MB,台账不会这么大。请删除图片和多余内容,{ANEW}"
            return [Refusal(name, reason)], f"size {status.st_size}"
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError:
        return [
            Refusal(name, f"“{name}”打不开(可能正被别的程序占用或没有权限)。请关闭它后再导入")
        ], "unreadable"
    return reader.read(name, data, year), hashlib.sha256(data).hexdigest()
