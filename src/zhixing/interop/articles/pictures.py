"""Raster pictures made anew by Pillow: what they carry besides (places, names, programs) stays behind."""

from __future__ import annotations

from io import BytesIO

from zhixing.interop.later import Later

image = Later("PIL.Image")
image_ops = Later("PIL.ImageOps")

MAX_PICTURES = 40
MAX_SOURCE = 8 * 1024 * 1024
MAX_RESULT = 1024 * 1024
MAX_PIXELS = 24_000_000
WIDEST = 1600
"""Pixels of the longer side: enough for a page, little for a phone's line."""
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP")
_QUALITIES = (82, 65)


class Unfit(ValueError):
    """The picture is not kept; the words say why."""


def anew(content: bytes) -> tuple[str, bytes]:
    """The picture's media type and bytes, made anew and no larger than a page needs. Raises Unfit."""
    if len(content) > MAX_SOURCE:
        raise Unfit(f"超过 {MAX_SOURCE >> 20} MB")
    try:
        with image.open(BytesIO(content), formats=_FORMATS) as found:
            if found.width * found.height > MAX_PIXELS:
                raise Unfit(f"超过 {MAX_PIXELS // 1_000_000} 百万像素")
            found.draft("RGB", (WIDEST, WIDEST))
            upright = image_ops.exif_transpose(found)
            clear = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
            plain = upright.convert("RGBA" if clear else "RGB")
            plain.thumbnail((WIDEST, WIDEST))
            return _saved(plain, clear=clear)
    except Unfit:
        raise
    except (OSError, ValueError, SyntaxError, image.DecompressionBombError) as broken:
        raise Unfit("不是常见的图片（PNG、JPEG、GIF、BMP、WebP），或已损坏") from broken


def _saved(plain: object, *, clear: bool) -> tuple[str, bytes]:
    bare = image.new(plain.mode, plain.size)  # type: ignore[attr-defined]  # A new one has no metadata to save.
    bare.paste(plain)
    if clear:
        out = BytesIO()
        bare.save(out, "PNG", optimize=True)
        if out.tell() <= MAX_RESULT:
            return "image/png", out.getvalue()
        ground = image.new("RGB", bare.size, "white")
        ground.paste(bare, mask=bare.getchannel("A"))
        bare = ground
    for quality in _QUALITIES:
        out = BytesIO()
        bare.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() <= MAX_RESULT:
            return "image/jpeg", out.getvalue()
    raise Unfit("压缩后仍超过 1 MB")
