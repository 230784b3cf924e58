"""What the pages themselves could do: their routes, and the words of templates, scripts and styles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

_WEB = Path(__file__).resolve().parents[1]
_WORDS = re.compile(r"[A-Za-z_][A-Za-z_.]{2,}")


def routes() -> list[str]:
    """The names and the paths of all routes."""
    return list(_walk(get_resolver().url_patterns, "", ""))


@cache
def page_words() -> tuple[str, ...]:
    """Every word of our templates and scripts, once: a camera, a place or a beacon is asked for by name."""
    found: set[str] = set()
    for path in [*_WEB.glob("*/templates/**/*.html"), *_WEB.glob("*/static/**/*.js")]:
        if "vendored" not in path.parts:
            found.update(_WORDS.findall(path.read_text("utf-8")))
    return tuple(sorted(found))


def _walk(patterns: Sequence[URLPattern | URLResolver], before: str, space: str) -> Iterator[str]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, route, f"{one.namespace}:" if one.namespace else space)
        else:
            yield f"{space}{one.name} /{route}"


def evidence() -> dict[str, Sequence[str]]:
    """Both, by the place they are found in."""
    return {"网址": routes(), "网页和脚本用词": page_words()}
