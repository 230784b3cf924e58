"""Workbooks that were sent: read file by file, kept as lines, and gathered again without another reading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from zhixing.core.intake.rows import Folder, Refusal
from zhixing.interop.workbooks.folder import gathered, left_alone
from zhixing.interop.workbooks.reader import Reader
from zhixing.interop.workbooks.wire import Outcome, pack, unpack


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that was sent: the name it is shown by, its digest, and its bytes when they are asked for."""

    name: str
    sha256: str
    refused: str
    read: Callable[[], bytes]


def read_sent(
    files: Sequence[Sent], *, year: int | None, progress: Callable[[str, int, int], None]
) -> list[list[Outcome]]:
    """What each file holds, in the order given; `progress` is told before each which it is.

    A file that was refused at the door, or that is gone from the disk, gives a refusal; the others are read.
    """
    found: list[list[Outcome]] = []
    with Reader() as reader:
        for number, file in enumerate(files):
            progress(f"正在读《{file.name}》", number, len(files))
            found.append(_read(file, year, reader))
    return found


def _read(file: Sent, year: int | None, reader: Reader) -> list[Outcome]:
    if file.refused:
        return [Refusal(file.name, file.refused)]
    ignored = left_alone(file.name)
    if ignored is not None:
        return [ignored]
    try:
        data = file.read()
    except OSError:
        return [Refusal(file.name, f"“{file.name}”已不在服务器上。请重新上传这个文件")]
    return reader.read(file.name, data, year)


def as_lines(found: Iterable[list[Outcome]]) -> list[bytes]:
    """What was read, a line a file."""
    return [pack(outcomes) for outcomes in found]


def from_lines(lines: Iterable[bytes]) -> list[list[Outcome]]:
    """What was read before. Raises Garbled for lines that `as_lines` did not write."""
    return [unpack(line) for line in lines]


def folder_of(files: Sequence[Sent], found: Iterable[list[Outcome]]) -> Folder:
    """The files as the folder they were sent as; only what was opened counts for its digest."""
    digests = [
        (file.name, file.sha256) for file in files if not file.refused and left_alone(file.name) is None
    ]
    return gathered([outcome for outcomes in found for outcome in outcomes], digests)
