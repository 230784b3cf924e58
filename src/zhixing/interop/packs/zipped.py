"""A pack as one file: a zip of its pages and recordings. The same pack is the same bytes, whenever it is made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from zhixing.core.packs.pack import Pack
from zhixing.interop.packs.pages import Imprint, pack_pages, safe_name, sound_name

_STAMP = (1980, 1, 1, 0, 0, 0)
README = """《{title}》学习包

1. 先解压（手机：长按文件选“解压”；电脑：右键选“全部解压缩”），不要在压缩包里直接点开。
2. 打开 index.html，用浏览器看，不用联网。
3. 学完在“答题和回传”里做成文件、文字或二维码，交给支部；也可以打印答题纸。
"""
_ENTRY = 76 + 2 * 16
"""Bytes that an entry of a zip costs beside its content, its name (twice) not counted by more than a few."""


def pack_zip(pack: Pack, imprint: Imprint, recordings: Mapping[str, bytes]) -> bytes:
    """The zip; `recordings`: content by digest. Raises KeyError for one that is not given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in _texts(pack, imprint).items():
            made.writestr(_entry(name, zipfile.ZIP_DEFLATED), text.encode())
        for nth, part in enumerate(pack.recordings, 1):
            made.writestr(_entry(sound_name(nth, part), zipfile.ZIP_STORED), recordings[part.digest])
    return out.getvalue()


def zip_size(pack: Pack, imprint: Imprint) -> int:
    """How many bytes the zip has, without reading a recording; within a few bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in _texts(pack, imprint).items():
            made.writestr(_entry(name, zipfile.ZIP_DEFLATED), text.encode())
    return len(out.getvalue()) + sum(part.size + _ENTRY for part in pack.recordings)


def zip_name(pack: Pack, bearer: str = "") -> str:
    """`学习包-组织生活怎么过-张三.zip`."""
    return (
        "-".join(
            part for part in ("学习包", safe_name(pack.title), safe_name(bearer) if bearer else "") if part
        )
        + ".zip"
    )


def single_name(pack: Pack, bearer: str = "") -> str:
    """The name of the same in one page."""
    return zip_name(pack, bearer).removesuffix(".zip") + ".html"


def _texts(pack: Pack, imprint: Imprint) -> dict[str, str]:
    # BOM and CRLF: an old notepad shows it as written.
    readme = "\ufeff" + README.format(title=pack.title).replace("\n", "\r\n")
    return {"README.txt": readme, **pack_pages(pack, imprint)}


def _entry(name: str, how: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _STAMP)
    entry.compress_type = how
    entry.external_attr = 0o644 << 16
    return entry
