"""What the styles and pages of ours never do, so that axe need not fetch them again to see it (`preload`)."""

from __future__ import annotations

import re

from tests.contracts.source import PACKAGE, short


def _saying(pattern: str, *endings: str) -> list[str]:
    """Our files in which it stands."""
    said = re.compile(pattern)
    files = (path for ending in endings for path in PACKAGE.rglob(ending) if "scorm-again" not in path.name)
    return [short(path) for path in files if said.search(path.read_text("utf-8"))]


def test_no_style_turns_the_screen() -> None:
    assert _saying(r"\(\s*orientation", "*.css") == []
    assert _saying(r"@media", "*.css"), "styles are found at all"


def test_nothing_plays_by_itself() -> None:
    assert _saying(r"\bautoplay\b", "*.html", "*.js") == []
    assert _saying(r"<audio", "*.html"), "recordings are found at all"
