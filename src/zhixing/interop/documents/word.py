"""Filling a Word template: the same values give the same bytes.

Templates are ordinary .docx files with docxtpl tags, in `templates/` beside this module. The filter `zh` sets
the punctuation of a composed sentence as print has it; words of clerks stay as they wrote them.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping
from importlib import resources

from zhixing.interop.documents.cells import plain
from zhixing.interop.documents.punctuation import printed

_STAMP = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip archive can say: a file's own time would tell when it was made, not what it says."""


def fill(template: str, values: Mapping[str, object], *, title: str, day: dt.date) -> bytes:
    """The template filled in; `day` stands as its date of making. A tag without a value is an error."""
    source = resources.files(__package__) / "templates" / f"{template}.docx"
    # Loaded with the first document: these libraries are heavy.
    from docxtpl import DocxTemplate
    from jinja2 import Environment, StrictUndefined

    document = DocxTemplate(io.BytesIO(source.read_bytes()))
    tags = Environment(undefined=StrictUndefined, finalize=_text, autoescape=True)
    tags.filters["zh"] = printed
    document.render(dict(values), tags, autoescape=True)
    about = document.docx.core_properties
    about.title = plain(title)
    about.created = about.modified = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
    out = io.BytesIO()
    document.save(out)
    return repacked(out)


def _text(value: object) -> object:
    """Words of clerks may hold characters that a Word file cannot, or that the filler takes for commands."""
    return plain(value) if isinstance(value, str) else value


def repacked(made: io.BytesIO) -> bytes:
    """A Word file with the same parts in the same order, without the times at which they were written."""
    out = io.BytesIO()
    with zipfile.ZipFile(made) as found, zipfile.ZipFile(out, "w") as kept:
        for name in found.namelist():
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, found.read(name))
    return out.getvalue()
