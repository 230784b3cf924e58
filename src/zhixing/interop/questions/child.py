"""The child process that parses files of questions."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from zhixing.interop.limited.inside import limit, serve
from zhixing.interop.questions.doors import read_file
from zhixing.interop.questions.wire import pack


def answer(request: Mapping[str, Any], data: bytes) -> bytes:
    """One file's answer as a line of JSON."""
    return pack(read_file(data, request["name"]))


def main() -> None:
    """Entry: `memory_mb` is the first argument."""
    limit(int(sys.argv[1]))
    serve(sys.stdin.buffer, sys.stdout.buffer, answer)
