"""The child process that parses documents: reads files from its stdin, writes one line of JSON for each."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from zhixing.core.library.incoming import Reading, Unread
from zhixing.interop.articles.document import read_document
from zhixing.interop.articles.gate import wide
from zhixing.interop.articles.wire import pack
from zhixing.interop.limited.inside import limit, serve
from zhixing.interop.limited.package import Refused

_TOO_DEEP = "内部结构异常（嵌套太深），读不出来。请用 WPS 或 Word 打开，另存为新的 .docx 后再上传"


def read(data: bytes, name: str) -> Reading | Unread:
    """One document, or why it was not read."""
    try:
        return read_document(data, name)
    except Refused as refused:
        return Unread(name, f"“{name}”{wide(str(refused))}")
    except RecursionError:
        return Unread(name, f"“{name}”{_TOO_DEEP}")


def answer(request: Mapping[str, Any], data: bytes) -> bytes:
    """One request's answer as a line of JSON."""
    return pack(read(data, request["name"]))


def main() -> None:
    """Entry: `memory_mb` is the first argument."""
    limit(int(sys.argv[1]))
    serve(sys.stdin.buffer, sys.stdout.buffer, answer)
