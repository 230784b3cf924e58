"""HTML as a line of items: containers that open and close, and paragraphs of text and inline marks.

Read from HTML that nh3 has made whole, so every element closes. What is cleaned are the paragraphs; lists and
tables keep their shape.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from zhixing.core.library.cleaning import tidy_signs
from zhixing.interop.articles.sanitise import ATTRIBUTES, ELEMENTS, GONE, too_deep
from zhixing.interop.articles.word import SCHEME
from zhixing.interop.later import Later
from zhixing.interop.limited.package import Refused

nh3 = Later("nh3")

_INLINE = frozenset(["strong", "em", "b", "i", "u", "sub", "sup", "a", "code"])
_PARAGRAPHS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "pre"])
_CLEAR = frozenset(["div", "section", "article", "main", "header"])
"""Containers that only group: what they hold stands by itself."""
_NO_LINK = ""
"""Stands among the open inline elements for a link that leads nowhere."""
_CELLS = frozenset(("td", "th"))
_HOLDERS = frozenset(["td", "th", "li", "dt", "dd", "caption"])
_BESIDE = {"nav", "footer", "aside", "form", "button", "select", "audio", "video", "canvas", "dialog"}
_HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\U00020000-\U0003fffd"
_FOLD = re.compile(r"[ \t]*[\r\n]+[ \t]*")
_HIDDEN = re.compile(r"[。！？；：”’）》…]\u3000{2,}")


@dataclass(frozen=True, slots=True)
class Edge:
    """A container opens or closes (`html` is its tag)."""

    tag: str
    opens: bool
    html: str


@dataclass(slots=True)
class Para:
    """A paragraph: its element ("" where the container holds the text itself), pieces of text and inline tags."""

    tag: str
    table: bool
    pieces: list[tuple[bool, str]] = field(default_factory=list)
    """(is a tag, text or tag)"""
    unseen: int = 0

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(text for is_tag, text in self.pieces if not is_tag).strip(" \u3000")

    @property
    def html(self) -> str:
        """Its words and inline marks, escaped."""
        inner = "".join(text if is_tag else escape(text, quote=False) for is_tag, text in self.pieces)
        return f"<{self.tag}>{inner}</{self.tag}>" if self.tag else inner


Item = Edge | Para


def whole(html: str) -> str:
    """HTML of which every element closes, without what is no text. Raises Refused where it is nested beyond sense."""
    if too_deep(html):
        raise Refused("网页的内部结构异常（嵌套太深）。请复制正文粘贴到 Word 里，另存为 .docx 后再上传")
    safe: str = nh3.clean(
        html,
        tags=set(ELEMENTS) | _CLEAR | {"h1", "h5", "h6", "img"},
        attributes={**ATTRIBUTES, "img": {"src", "alt"}},
        clean_content_tags=GONE | _BESIDE,
        url_schemes={"http", "https", SCHEME.rstrip(":")},
        link_rel=None,
        strip_comments=True,
    )
    return safe


class Shaper(HTMLParser):
    """Collects items; `lost` counts pictures that were left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.items: list[Item] = []
        self.lost = 0
        self._para: Para | None = None
        self._inline: list[str] = []
        self._containers: list[str] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """A tag opens; by nh3's output each of these closes again."""
        given = {name: value or "" for name, value in attrs}
        if tag in _INLINE:
            if tag != "a":
                self._here().pieces.append((True, f"<{tag}>"))
            elif given.get("href"):
                self._here().pieces.append((True, f'<a href="{escape(given["href"])}">'))
            self._inline.append(tag if tag != "a" or given.get("href") else _NO_LINK)
        elif tag == "br":
            self._here().pieces.append((True, "<br>"))
        elif tag == "img":
            self._image(given)
        elif tag in _PARAGRAPHS:
            self._flush()
            self._begin(tag)
        elif tag == "hr":
            self._flush()
            self.items.append(Edge("hr", True, "<hr>"))
        else:
            self._flush()
            self._containers.append(tag)
            shown = "".join(f' {name}="{escape(value)}"' for name, value in given.items() if value.isdigit())
            self.items.append(Edge(tag, True, f"<{tag}{shown}>" if tag not in _CLEAR else ""))

    def handle_endtag(self, tag: str) -> None:
        """A tag closes."""
        if tag in _INLINE:
            last = self._inline.pop() if self._inline else _NO_LINK
            if last == tag:
                self._here().pieces.append((True, f"</{tag}>"))
        elif tag in _PARAGRAPHS:
            self._flush()
        elif tag not in ("br", "img", "hr"):
            self._flush()
            if self._containers and self._containers[-1] == tag:
                self._containers.pop()
            self.items.append(Edge(tag, False, f"</{tag}>" if tag not in _CLEAR else ""))

    def handle_data(self, data: str) -> None:
        """Text: signs tidied, lines of the source folded as a reader sees them."""
        keep = self._para is not None and self._para.tag == "pre"
        text, unseen = (data, 0) if keep else tidy_signs(_folded(data))
        if not keep and not text.strip() and self._para is None:
            return
        para = self._here()
        para.unseen += unseen
        para.pieces.append((False, text))

    def close(self) -> None:
        """The end of the page."""
        super().close()
        self._flush()

    def _image(self, given: dict[str, str]) -> None:
        source = given.get("src", "")
        if source.startswith(SCHEME) and source.removeprefix(SCHEME).isdigit():
            words = given.get("alt", "").strip()
            shown = f"〔图{source.removeprefix(SCHEME)}{'：' + words if words else ''}〕"
            self._here().pieces.append((False, shown))
        elif "src" not in given or source:
            self.lost += 1

    def _here(self) -> Para:
        if self._para is None:
            held = self._containers and self._containers[-1] not in _CLEAR | {"blockquote"}
            self._begin("" if held else "p")
        assert self._para is not None
        return self._para

    def _begin(self, tag: str) -> None:
        self._para = Para(tag, any(one == "table" for one in self._containers))
        self._inline = [
            one if one != "a" else _NO_LINK for one in self._inline
        ]  # A link ends with its paragraph.
        self._para.pieces += [(True, f"<{one}>") for one in self._inline if one]

    def _flush(self) -> None:
        para, self._para = self._para, None
        if para is None:
            return
        para.pieces += [(True, f"</{one}>") for one in reversed(self._inline) if one]
        self.items += _parted(para) if para.tag in ("p", "") else [para]


def shaped(html: str) -> tuple[list[Item], int]:
    """The items of a whole HTML text, and how many pictures were left out."""
    shaper = Shaper()
    shaper.feed(html)
    shaper.close()
    return _of_the_article(shaper.items), shaper.lost


def _of_the_article(items: list[Item]) -> list[Item]:
    """A saved page: only its article, where it says which one that is."""
    for tag in ("article", "main"):
        opens = [n for n, one in enumerate(items) if isinstance(one, Edge) and one.tag == tag and one.opens]
        closes = [
            n for n, one in enumerate(items) if isinstance(one, Edge) and one.tag == tag and not one.opens
        ]
        if len(opens) == len(closes) == 1:
            return items[opens[0] : closes[0] + 1]
    return items


def _folded(text: str) -> str:
    """Line breaks of the source: nothing between Chinese characters, else a blank."""

    def fold(found: re.Match[str]) -> str:
        before, after = text[: found.start()][-1:], text[found.end() :][:1]
        han = bool(before and after and re.match(f"[{_HAN}]{{2}}", before + after))
        return "" if han else " "

    return _FOLD.sub(fold, text)


def _parted(para: Para) -> list[Item]:
    """A paragraph apart at two line breaks, at a break before an indent, and where an indent hides in its text."""
    parts: list[Para] = [Para(para.tag, para.table, unseen=para.unseen)]
    depth = 0
    pieces = _without_ends(para.pieces)
    at = 0
    while at < len(pieces):
        is_tag, text = pieces[at]
        if is_tag and text == "<br>":
            run = at
            while run < len(pieces) and pieces[run][1].strip(" ") in ("<br>", ""):
                run += 1
            breaks = sum(1 for one in pieces[at:run] if one[1] == "<br>")
            indented = run < len(pieces) and pieces[run][1].startswith("\u3000")
            if depth == 0 and para.tag and (breaks > 1 or indented):
                parts.append(Para(para.tag, para.table))
            else:
                parts[-1].pieces.append((True, "<br>"))
            at = run
            continue
        if is_tag:
            depth += -1 if text.startswith("</") else 1
            parts[-1].pieces.append((True, text))
        elif depth == 0 and para.tag:
            begin = 0
            for found in _HIDDEN.finditer(text):
                parts[-1].pieces.append((False, text[begin : found.start() + 1]))
                parts.append(Para(para.tag, para.table))
                begin = found.end()
            parts[-1].pieces.append((False, text[begin:]))
        else:
            parts[-1].pieces.append((False, text))
        at += 1
    return [part for one in parts if (part := _edged(one)).text or not para.tag]


def _without_ends(pieces: list[tuple[bool, str]]) -> list[tuple[bool, str]]:
    """Pieces without breaks at the beginning and the end."""
    blank = ("<br>", "", " ", "\u3000")
    begin, end = 0, len(pieces)
    while begin < end and pieces[begin][1] in blank:
        begin += 1
    while end > begin and pieces[end - 1][1] in blank:
        end -= 1
    return pieces[begin:end]


def _edged(para: Para) -> Para:
    """Without blanks at its edges."""
    words = [n for n, (is_tag, _) in enumerate(para.pieces) if not is_tag]
    for n in words:
        para.pieces[n] = (False, para.pieces[n][1].lstrip(" \u3000"))
        if para.pieces[n][1]:
            break
    for n in reversed(words):
        para.pieces[n] = (False, para.pieces[n][1].rstrip(" \u3000"))
        if para.pieces[n][1]:
            break
    return para


def written(items: Iterable[Item]) -> str:
    """The items as HTML; containers that hold nothing are left out, a cell's or point's only paragraph stands bare."""
    kept: list[Item] = []
    for item in items:
        if isinstance(item, Edge) and not item.opens and _opens(kept, 1, item.tag) and item.tag not in _CELLS:
            kept.pop()
            continue
        if isinstance(item, Edge) and not item.opens and item.tag in _HOLDERS and _opens(kept, 2, item.tag):
            only = kept[-1]
            if isinstance(only, Para) and only.tag == "p":
                only.tag = ""
        if isinstance(item, Edge) or item.text:
            kept.append(item)
    return "".join(item.html + ("" if _tight(item) else "\n") for item in kept)


def _opens(kept: Sequence[Item], back: int, tag: str) -> bool:
    last = kept[-back] if len(kept) >= back else None
    return isinstance(last, Edge) and last.opens and last.tag == tag


def _tight(item: Item) -> bool:
    """Whether the next item stands on the same line."""
    if isinstance(item, Para):
        return not item.tag
    return not item.html or (item.opens and item.tag in _HOLDERS)
