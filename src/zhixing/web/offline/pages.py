"""What the shell consists of: its files, and the version that their contents make."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.templatetags.static import static

_FOLDERS = ("zhixing/offline", "zhixing/memory")
_STYLES = ("look", "parts", "record", "memory", "print")
_ENDINGS = (".js", ".css")
_OTHERS = ("zhixing/icon.svg", "zhixing/page.js")
_WORKER = "zhixing/offline/worker.js"


@dataclass(frozen=True, slots=True)
class Shell:
    """Addresses of the files, and a digest over their contents."""

    version: str
    files: tuple[str, ...]


def shell_files(html: bytes) -> Shell:
    """The shell as it is now; `html` is the page itself, which belongs to the version."""
    digest = hashlib.sha256(html)
    for _, content in _contents():
        digest.update(content)
    return Shell(digest.hexdigest()[:16], tuple(static(name) for name, _ in _contents()))


def worker_script(html: bytes, address: str) -> str:
    """The service worker, told which version it serves."""
    shell = shell_files(html)
    told = json.dumps({"version": shell.version, "page": address, "files": list(shell.files)})
    return f"self.SHELL = {told};\n{_found(_WORKER).read_text('utf-8')}"


@cache
def _contents() -> tuple[tuple[str, bytes], ...]:
    names = [*_OTHERS, *(f"zhixing/{style}.css" for style in _STYLES)]
    for folder in _FOLDERS:
        root = _found(folder)
        names += [
            f"{folder}/{path.relative_to(root).as_posix()}"
            for path in sorted(root.rglob("*"))
            if path.suffix in _ENDINGS
        ]
    return tuple((name, _found(name).read_bytes()) for name in names if name != _WORKER)


def _found(name: str) -> Path:
    where = finders.find(name)
    if where is None:
        raise FileNotFoundError(name)
    return Path(where)
