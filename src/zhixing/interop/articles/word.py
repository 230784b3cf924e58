"""A Word document as HTML by mammoth; its pictures are made anew, nothing outside it is ever fetched."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from zhixing.core.library.incoming import Picture
from zhixing.interop.articles.pictures import MAX_PICTURES, MAX_SOURCE, Unfit, anew
from zhixing.interop.later import Later
from zhixing.interop.limited.package import Refused

mammoth = Later("mammoth")
SCHEME = "picture:"
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='标题'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
u => u
strike => s
"""


@dataclass(slots=True)
class Pictures:
    """Pictures met on the way through a document, and why some were left out."""

    kept: list[Picture] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    def take(self, image: Any) -> dict[str, str]:
        """What the picture stands as in the HTML: `picture:3`, or nothing where it cannot be kept."""
        words = (image.alt_text or "").strip()[:80]
        try:
            if len(self.kept) >= MAX_PICTURES:
                raise Unfit(f"超过 {MAX_PICTURES} 张")
            with image.open() as stream:
                kind, content = anew(stream.read(MAX_SOURCE + 1))
        except Unfit as unfit:
            self.dropped.append(str(unfit))
            return {"src": "", "alt": words}
        except (
            ValueError,
            KeyError,
            OSError,
        ):  # A picture that lies outside, or is not where it is said to be.
            self.dropped.append("在文档之外，不去下载")
            return {"src": "", "alt": words}
        self.kept.append(Picture(kind, content, words))
        return {"src": f"{SCHEME}{len(self.kept)}", "alt": words}


def read_word(data: bytes) -> tuple[str, Pictures]:
    """The document's HTML and pictures. Raises Refused where it is not whole."""
    pictures = Pictures()
    try:
        result = mammoth.convert_to_html(
            BytesIO(data),
            style_map=_STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
            convert_image=mammoth.images.img_element(pictures.take),
        )
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, SyntaxError) as broken:
        raise Refused("内部结构异常，读不出来。请用 WPS 或 Word 打开，另存为新的 .docx 后再上传") from broken
    return str(result.value), pictures
