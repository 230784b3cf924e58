"""HTML of an article, reduced to a closed list of elements and attributes: no script, no style, no picture, no form.

By nh3 (ammonia). Links lead out by http or https only, and tell the other side nothing. Headings begin at the
second level, since the article's title is the first.
"""

from __future__ import annotations

import re
from html import escape

from zhixing.interop.later import Later

nh3 = Later("nh3")

ELEMENTS = frozenset(
    {
        *("p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "pre", "code", "dl", "dt", "dd", "br", "hr"),
        *("strong", "em", "b", "i", "u", "sub", "sup", "a"),
        *("table", "caption", "thead", "tbody", "tr", "th", "td"),
    }
)
ATTRIBUTES = {
    "a": {"href"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
}
GONE = {
    "script",
    "style",
    "title",
    "head",
    "noscript",
    "template",
    "svg",
    "math",
    "iframe",
    "object",
    "textarea",
}
"""Elements that go with everything in them; of any other that is not listed the text stays."""
MAX_DEPTH = 200
_VOID = frozenset(
    [
        "br",
        "hr",
        "img",
        "input",
        "meta",
        "link",
        "area",
        "base",
        "col",
        "embed",
        "source",
        "track",
        "wbr",
        "param",
    ]
)
_LOOSE = frozenset(["p", "li", "tr", "td", "th", "dt", "dd", "option", "thead", "tbody", "tfoot"])
"""Elements that hold nothing, and elements that end where the next begins: they build no depth of their own."""
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_MARKUP = re.compile(r"<[^<>]*>")
_TOP = re.compile(r"<(/?)h1(?=[\s>/])", re.IGNORECASE)
_DEEP = re.compile(r"<(/?)h[56](?=[\s>/])", re.IGNORECASE)


def too_deep(html: str) -> bool:
    """Whether elements nest beyond sense: making a hundred thousand of them whole takes minutes."""
    depth = 0
    for closes, tag in _TAG.findall(html):
        if tag.lower() in _VOID | _LOOSE:
            continue
        depth = max(0, depth - 1) if closes else depth + 1
        if depth > MAX_DEPTH:
            return True
    return False


def clean(html: str) -> str:
    """Safe HTML of the same words; what is safe already comes back as it is. Nested beyond sense: the words alone."""
    if too_deep(html):
        html = escape(_MARKUP.sub("", html), quote=False)
    levelled = _DEEP.sub(r"<\1h4", _TOP.sub(r"<\1h2", html))
    safe: str = nh3.clean(
        levelled,
        tags=set(ELEMENTS),
        attributes=ATTRIBUTES,
        clean_content_tags=GONE,
        url_schemes={"http", "https"},
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )
    return safe.strip()
