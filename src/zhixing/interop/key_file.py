"""The keys in a file of their own, apart from every backup: written for the owner's eyes only, never over others."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

KIND = "zhixing-keys/1"


class KeyFileError(ValueError):
    """Keys that cannot be read or put in their place; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What seals the confidential words, and what signs the sessions."""

    seal: str
    secret: str

    @property
    def files(self) -> Mapping[str, str]:
        """The files of a home's `keys` folder."""
        return {"seal.key": self.seal, "secret.key": self.secret}


def read_keys(path: Path) -> Keys:
    """Reads what `write_keys` wrote. Raises KeyFileError."""
    try:
        told = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as gone:
        raise KeyFileError(f"没有密钥文件 {path}") from gone
    except (OSError, ValueError) as broken:
        raise KeyFileError(f"{path} 读不了，或不是密钥文件") from broken
    if (
        not isinstance(told, dict)
        or told.get("kind") != KIND
        or not (told.get("seal") and told.get("secret"))
    ):
        raise KeyFileError(f"{path} 不是密钥文件")
    return Keys(str(told["seal"]), str(told["secret"]))


def write_keys(path: Path, keys: Keys) -> None:
    """Writes them. Raises KeyFileError when the file is there already."""
    _write_new(path, json.dumps({"kind": KIND, "seal": keys.seal, "secret": keys.secret}, indent=1) + "\n")


def check_room(keys: Keys, folder: Path) -> None:
    """Raises KeyFileError when a home holds other keys."""
    for name, key in keys.files.items():
        there = folder / name
        if there.exists() and there.read_text("ascii").strip() != key:
            raise KeyFileError(f"{there} 已经有另一把密钥，没有动它；请先移开，再恢复")


def install(keys: Keys, folder: Path, *, unused: bool = False) -> None:
    """Puts them into a home. `unused`: the home has no ledger yet; keys made for it meanwhile step aside."""
    if not unused:
        check_room(keys, folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, key in keys.files.items():
        there = folder / name
        if there.exists() and there.read_text("ascii").strip() != key:
            there.replace(there.with_name(f"{name}.unused"))
        if not there.exists():
            _write_new(there, key)


def _write_new(path: Path, text: str) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as there:
        raise KeyFileError(f"{path} 已经有了；密钥文件不覆盖旧的，请换一个名字") from there
    except OSError as failure:
        raise KeyFileError(f"密钥写不到 {path}：{failure.strerror}") from failure
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
