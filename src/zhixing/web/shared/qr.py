"""QR codes as SVG elements that a page can hold: attributes only, no style, no script."""

from __future__ import annotations

from io import BytesIO


def qr_svg(text: str) -> str:
    """The picture of a text."""
    import segno  # loaded with the first picture

    out = BytesIO()
    made = segno.make(text, error="m")
    made.save(
        out, kind="svg", border=2, xmldecl=False, svgns=True, omitsize=True, dark="#201d1b", light="#fff"
    )
    return out.getvalue().decode("utf-8").strip()
