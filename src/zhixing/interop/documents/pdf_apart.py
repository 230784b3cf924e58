"""Setting a large PDF in a process of its own: what typst remembers of hundreds of pages (2.7 MB a page) goes with it.

A web process would keep that memory for as long as it runs. Large files carry no tags for screen readers: they
would be ten times as large. One at a time is set for each process that asks.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess  # noqa: S404  our own interpreter
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

from zhixing.interop.documents.pdf import PdfError, set_pdf

SECONDS = 300.0
"""How long a child may take: a whole organ takes about ten on two cores."""
REFUSED = 3
"""The exit code of a child that says a sentence."""
_START = (
    "import json,sys; sys.path[:] = json.loads(sys.argv.pop(1));"
    "from zhixing.interop.documents.pdf_apart import main; main()"
)
_TOO_LARGE = "这份 PDF 太大，没有排出来。请按支部分别下载，或改用 Word 格式。"
_turn = threading.Lock()


def set_apart(
    template: str, values: Mapping[str, object], *, title: str, day: dt.date, fonts: Path | None = None
) -> bytes:
    """As `set_pdf`, in a child process. Raises `PdfError`, also where the system ended the child or it took too long."""
    asked = {
        "template": template,
        "values": values,
        "title": title,
        "day": day.isoformat(),
        "fonts": str(fonts.resolve()) if fonts else None,
    }
    # -S leaves out site-packages and their start-up files; the child looks where this process looks.
    command = [sys.executable, "-I", "-S", "-c", _START, json.dumps([path for path in sys.path if path])]
    with _turn:
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter and our own words, no shell
                command, input=json.dumps(asked).encode(), capture_output=True, timeout=SECONDS, check=False
            )
        except subprocess.TimeoutExpired as late:
            raise PdfError(_TOO_LARGE) from late
    if done.returncode == REFUSED:
        raise PdfError(done.stdout.decode())
    if done.returncode < 0:  # ended by the system, for want of memory
        raise PdfError(_TOO_LARGE)
    if done.returncode:
        raise RuntimeError(f"the process that sets a PDF ended with {done.returncode}")
    return done.stdout


def main() -> None:
    """The child's side: what is asked comes in, the file or a sentence goes out."""
    asked = json.loads(sys.stdin.buffer.read())
    fonts = Path(asked["fonts"]) if asked["fonts"] else None
    day = dt.date.fromisoformat(asked["day"])
    try:
        made = set_pdf(
            asked["template"], asked["values"], title=asked["title"], day=day, fonts=fonts, tagged=False
        )
    except PdfError as refused:
        sys.stdout.buffer.write(str(refused).encode())
        sys.exit(REFUSED)
    sys.stdout.buffer.write(made)
