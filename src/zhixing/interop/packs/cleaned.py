"""A text as it may stand in a pack: structure and words, without links, pictures or anything that loads or runs.

The library has sanitised it already; a file that leaves the house and is opened from a folder is cleaned once more.
"""

from __future__ import annotations

_WORDS = (
    "p br h2 h3 h4 h5 ul ol li dl dt dd strong em b i u s sub sup blockquote hr table caption thead tbody tfoot "
    "tr th td figure figcaption ruby rt rp"
)
TAGS = frozenset(_WORDS.split())
ATTRIBUTES = {"th": {"colspan", "rowspan", "scope"}, "td": {"colspan", "rowspan"}, "ol": {"start"}}
GONE = {"script", "style", "iframe", "object", "svg", "math", "template", "noscript", "title"}
"""What goes with its content; of anything else only the tag goes."""


def plain_html(body: str) -> str:
    """The text cleaned."""
    import nh3  # loaded with the first pack

    cleaned: str = nh3.clean(body, tags=set(TAGS), attributes=ATTRIBUTES, clean_content_tags=set(GONE))
    return cleaned
