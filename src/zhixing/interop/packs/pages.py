"""The pages of a pack: plain HTML beside one style and three scripts, opened from a folder without any server.

Names of files are plain ASCII, so that no unpacking program spoils them; nothing is fetched from elsewhere. Answers,
words and the way back are one page, since pages opened from a folder share no memory.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from zhixing.core.packs.codes import shown
from zhixing.core.packs.pack import Pack, Part
from zhixing.core.packs.returning import needs_note
from zhixing.core.packs.sheet import LETTERS
from zhixing.core.questions.question import FORM_WORDS, TRUE_FALSE, Form, Question
from zhixing.interop.packs.cleaned import plain_html

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

SCRIPTS = ("return.js", "answer.js", "keep.js")
STYLE, CODES = "style.css", "qrcode.js"
_KB = 1024


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom a pack is made out to: name and code stand on it already, nothing is typed."""

    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Imprint:
    """What stands around the content: the organ, whose pack it is (None: anybody's), how much is to be written."""

    organ: str
    characters: int
    bearer: Bearer | None = None


@dataclass(frozen=True, slots=True)
class SoundPage:
    """A recording: its file beside the pages, and its size in words."""

    part: Part
    name: str
    size: str


@dataclass(frozen=True, slots=True)
class TextPage:
    """A text and the pages beside it."""

    part: Part
    name: str
    body: Markup
    sound: SoundPage | None
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is printed; `key` only where answers are handed out with it."""

    kind: str
    stem: str
    options: tuple[tuple[str, str], ...]
    many: bool
    blanks: tuple[str, ...]
    written: bool
    key: str


@dataclass(frozen=True, slots=True)
class PackPage:
    """What every page of a pack is made from."""

    pack: Pack
    organ: str
    told: str
    texts: tuple[TextPage, ...]
    sounds: tuple[SoundPage, ...]
    questions: tuple[Asked, ...]
    note: bool
    characters: int
    bearer: Bearer | None
    data: Markup


def size_words(size: int) -> str:
    """`38 KB`, `1.2 MB`: what somebody on a slow line wants to know first."""
    return f"{max(1, round(size / _KB))} KB" if size < 1000 * _KB else f"{size / _KB / _KB:.1f} MB"


def sound_name(nth: int, part: Part) -> str:
    """The file of the nth recording."""
    return f"audio-{nth}.{part.ending}"


def pack_pages(pack: Pack, imprint: Imprint) -> Mapping[str, str]:
    """All pages by file name, style and scripts among them."""
    tags, page = _environment(), _page(pack, imprint)
    made = {
        name: tags.get_template(name).render(page=page, here=name)
        for name in ("index.html", "answer.html", "print.html")
    }
    for text in page.texts:
        made[text.name] = tags.get_template("text.html").render(page=page, text=text, here=text.name)
    return made | {name: _static(name) for name in (STYLE, *SCRIPTS)} | {CODES: _vendored()}


def single_page(pack: Pack, imprint: Imprint) -> str:
    """Everything but recordings in one file: what WeChat opens without unpacking anything."""
    page = _page(pack, imprint)
    html = _environment().get_template("whole.html").render(page=page, here="")
    html = html.replace(f'<link rel="stylesheet" href="{STYLE}">', f"<style>{_static(STYLE)}</style>")
    for name in (CODES, *SCRIPTS):
        source = _vendored() if name == CODES else _static(name)
        html = html.replace(f'<script src="{name}"></script>', f"<script>{source}</script>")
    return html


def key_of(question: Question) -> str:
    """The answer to a question with its explanation and article, in words."""
    if question.form is Form.FILL_IN:
        right = "；".join(accepted[0] for accepted in question.blanks if accepted)
    elif question.form is Form.SHORT:
        right = question.model
    else:
        right = "".join(LETTERS[place] for place in sorted(question.right))
    cites = "；".join(one.words for one in question.cites)
    return "　".join(part for part in (right, question.why, f"（{cites}）" if cites else "") if part)


def options_of(question: Question) -> tuple[tuple[str, str], ...]:
    """The options with their letters; none where something is written instead."""
    if question.form in (Form.FILL_IN, Form.SHORT):
        return ()
    words = TRUE_FALSE if question.form is Form.TRUE_FALSE else question.options
    return tuple(zip(LETTERS, words, strict=False))


def _page(pack: Pack, imprint: Imprint) -> PackPage:
    from markupsafe import Markup

    sounds = [
        SoundPage(part, sound_name(nth, part), size_words(part.size))
        for nth, part in enumerate(pack.recordings, 1)
    ]
    names = [f"text-{nth}.html" for nth in range(1, len(pack.texts) + 1)]
    texts = tuple(
        TextPage(
            part,
            names[nth],
            Markup(plain_html(part.body)),  # noqa: S704 - cleaned the moment before
            next((one for one in sounds if one.part.of == part.id), None),
            names[nth - 1] if nth else "",
            names[nth + 1] if nth + 1 < len(names) else "",
        )
        for nth, part in enumerate(pack.texts)
    )
    bearer = imprint.bearer
    read = {text.part.id for text in texts}
    return PackPage(
        pack=pack,
        organ=imprint.organ,
        told=_told(pack),
        texts=texts,
        sounds=tuple(one for one in sounds if one.part.of not in read),
        questions=tuple(_asked(one, keys=pack.keys) for one in pack.questions),
        note=needs_note(pack),
        characters=imprint.characters,
        bearer=Bearer(bearer.name, shown(bearer.code)) if bearer else None,
        data=_data(pack, imprint.characters),
    )


def _told(pack: Pack) -> str:
    parts = [
        f"{len(pack.texts)} 篇" if pack.texts else "",
        f"{len(pack.recordings)} 段录音" if pack.recordings else "",
    ]
    parts.append(f"{len(pack.questions)} 道题" if pack.questions else "")
    told = "、".join(one for one in parts if one)
    return f"{told}，" * bool(told) + ("用于补学。" if pack.session else "随时可学。")


def _asked(question: Question, *, keys: bool) -> Asked:
    count = len(question.blanks)
    return Asked(
        kind=FORM_WORDS[question.form],
        stem=question.stem,
        options=options_of(question),
        many=question.form is Form.MULTIPLE,
        blanks=tuple(f"第 {nth} 空" if count > 1 else "填" for nth in range(1, count + 1)),
        written=question.form is Form.SHORT,
        key=key_of(question) if keys else "",
    )


def _data(pack: Pack, characters: int) -> Markup:
    """What the script needs to know, as JSON that can't end the element it stands in."""
    from markupsafe import Markup

    told = {
        "pack": str(pack.id),
        "version": pack.version,
        "title": safe_name(pack.title),
        "count": len(pack.questions),
        "characters": characters,
    }
    text = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c").replace("&", "\\u0026")
    return Markup(text)  # noqa: S704 - JSON without a sign that HTML reads


def safe_name(title: str, most: int = 60) -> str:
    """A title as part of a file's name on Windows, phones and WeChat: no sign that any of them forbids."""
    kept = "".join(sign if sign.isalnum() or sign in "（）《》、，。—－-_·" else " " for sign in title)
    return " ".join(kept.split())[:most].strip(" .") or "学习包"


def _environment() -> Environment:
    # Loaded with the first pack: a web process that hands out none does not carry it.
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(loader=FunctionLoader(_template), autoescape=True, undefined=StrictUndefined)


def _template(name: str) -> str:
    return (resources.files(__package__) / "templates" / name).read_text("utf-8")


def _static(name: str) -> str:
    return (resources.files(__package__) / "static" / name).read_text("utf-8")


def _vendored() -> str:
    return (resources.files(__package__) / "vendored" / CODES).read_text("utf-8")
