"""A document of any format read: text taken out of it, cleaned, and told apart from what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape, unescape

from zhixing.core.library.cleaning import Removed, Stray, clean_pages, strays
from zhixing.core.library.imprint import read_imprint
from zhixing.core.library.incoming import Picture, Reading
from zhixing.interop.articles.gate import Format, decoded, tell
from zhixing.interop.articles.pdf import read_pages
from zhixing.interop.articles.sanitise import clean
from zhixing.interop.articles.shape import Item, Para, shaped, whole, written
from zhixing.interop.articles.word import read_word
from zhixing.interop.later import Later
from zhixing.interop.limited.package import Refused

markdown_it = Later("markdown_it")

_TITLE = re.compile(r"<title[^>]*>([^<]{1,300})", re.IGNORECASE)
_SEEN = 24
_EMPTY = "里没有文字。请确认选对了文件"


def read_document(data: bytes, name: str) -> Reading:
    """What a document holds. Raises Refused with a sentence that does not name the file."""
    format_ = tell(data, name)
    if format_ is Format.PDF:
        pages = read_pages(data)
        return _of_pages(pages, name, format_, pages=len(pages))
    if format_ is Format.TEXT:
        return _of_pages([decoded(data)], name, format_, pages=0)
    titles: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    dropped: list[str] = []
    if format_ is Format.DOCX:
        html, found = read_word(data)
        pictures = tuple(found.kept)
        dropped += _told(found.dropped)
    elif format_ is Format.MARKDOWN:
        reader = markdown_it.MarkdownIt("commonmark", {"html": False}).enable("table")
        html = str(reader.render(decoded(data)))
    else:
        html = decoded(data)
        titles = tuple(" ".join(unescape(one).split()) for one in _TITLE.findall(html)[:1])
    items, lost = shaped(whole(html))
    if lost:
        dropped.append(f"{lost} 张图片没有保留（在网上，不去下载）")
    return _of_items(items, name, format_, titles=titles, pictures=pictures, dropped=dropped)


def _told(reasons: Sequence[str]) -> list[str]:
    return [f"{reasons.count(why)} 张图片没有保留（{why}）" for why in dict.fromkeys(reasons)]


def _of_pages(texts: Sequence[str], name: str, format_: Format, *, pages: int) -> Reading:
    """The reading of plain text, page by page."""
    cleaned = clean_pages(texts)
    imprint = read_imprint(cleaned.paragraphs)
    kept = [text for at, text in enumerate(cleaned.paragraphs) if at not in imprint.lines]
    html = clean("\n".join(f"<p>{escape(text, quote=False)}</p>" for text in kept))
    if not html:
        raise Refused(_EMPTY)
    return Reading(name, format_.value, html, imprint, cleaned.removed, cleaned.doubts, (), pages=pages)


def _of_items(
    items: Sequence[Item],
    name: str,
    format_: Format,
    *,
    titles: tuple[str, ...],
    pictures: tuple[Picture, ...],
    dropped: Sequence[str],
) -> Reading:
    """The reading of a shaped document: strays and imprint taken out of its paragraphs, tables left alone."""
    paras = [
        item
        for item in items
        if isinstance(item, Para) and not item.table and item.tag != "pre" and item.text
    ]
    words = [para.text for para in paras]
    told = strays(words)
    gone = dict(told.found)
    left = [para for at, para in enumerate(paras) if at not in gone]
    removed = _removed(items, words, gone)
    tops = [para.text for para in left if para.tag == "h1"]
    imprint = read_imprint([para.text for para in left], titles=(*tops, *titles) if len(tops) < 2 else titles)
    out = {id(para) for at, para in enumerate(paras) if at in gone}
    out |= {id(left[at]) for at in imprint.lines}
    html = clean(written(item for item in items if id(item) not in out))
    if not html:
        raise Refused(_EMPTY)
    return Reading(name, format_.value, html, imprint, removed, told.doubts, tuple(dropped), pictures)


def _removed(items: Sequence[Item], words: Sequence[str], gone: dict[int, Stray]) -> tuple[Removed, ...]:
    unseen = sum(item.unseen for item in items if isinstance(item, Para))
    listed = [
        Removed(
            why, words[at], 1, next((w[:_SEEN] for n, w in enumerate(words) if n > at and n not in gone), "")
        )
        for at, why in gone.items()
    ]
    return (*([Removed(Stray.UNSEEN, "", unseen)] if unseen else []), *listed)
