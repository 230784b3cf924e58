"""What an editor types (Markdown: headings, lists, tables, emphasis, links) as safe HTML."""

from __future__ import annotations

from zhixing.interop.articles.sanitise import clean
from zhixing.interop.later import Later

markdown_it = Later("markdown_it")


def written_html(text: str) -> str:
    """The text set as HTML. HTML typed in between is text, not markup; a line's end is a line's end."""
    reader = markdown_it.MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")
    return clean(str(reader.render(text.replace("\u3000\u3000", ""))))
