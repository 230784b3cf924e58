"""Where a command writes to: looked at before the work, so that nothing is done and then lost."""

from __future__ import annotations

from pathlib import Path


def writable(name: str) -> Path:
    """The path, if a file can be written there."""
    path = Path(name)
    if path.is_dir():
        raise ValueError(f"“{name}”是文件夹；请写明文件名")
    if not path.absolute().parent.is_dir():
        raise ValueError(f"“{path.parent}”这个文件夹不存在；请先建好，或换一个地方")
    return path
