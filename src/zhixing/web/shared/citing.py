"""Articles as pages show them: in words, with a link to the rule in its book."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from zhixing.core.figures.figure import Cite


@dataclass(frozen=True, slots=True)
class CiteLink:
    """An article: its words, hard or soft, whether it still waits for a check, where the rule stands."""

    words: str
    strength: str
    pending: bool
    url: str


def cite_links(cites: Iterable[Cite]) -> tuple[CiteLink, ...]:
    """The articles of a figure."""
    return tuple(
        CiteLink(
            one.words,
            "提示" if one.soft else "硬性",
            one.pending,
            f"{reverse('rulebooks:book', args=[one.book])}#{one.code}",
        )
        for one in cites
    )
