"""The privacy notice (隐私告知): its versions as files, newest last."""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and its paragraphs."""

    title: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """A version of the notice. `digest`: SHA-256 of its file, kept with every acknowledgement."""

    version: str
    since: dt.date
    title: str
    lead: str
    parts: tuple[Part, ...]
    digest: str

    def for_organ(self, organ: str) -> tuple[Part, ...]:
        """The parts with the organ's name in them."""
        return tuple(
            Part(one.title, tuple(text.replace("{organ}", organ or "本单位") for text in one.words))
            for one in self.parts
        )


def load_notices() -> tuple[Notice, ...]:
    """All versions in order. Raises ValueError for a file whose name is not its version."""
    folder = files("zhixing.interop") / "notices"
    found = [path for path in folder.iterdir() if path.name.endswith(".toml")]
    return tuple(_read(path.name, path.read_bytes()) for path in sorted(found, key=lambda path: path.name))


def _read(name: str, raw: bytes) -> Notice:
    told = tomllib.loads(raw.decode("utf-8"))
    if name != f"{told['version']}.toml":
        raise ValueError(f"隐私告知 {name} 里写的版本是 {told['version']}；文件名要与版本一致")
    parts = tuple(Part(one["title"], tuple(one["words"])) for one in told["parts"])
    return Notice(
        told["version"], told["since"], told["title"], told["lead"], parts, hashlib.sha256(raw).hexdigest()
    )
