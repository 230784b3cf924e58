"""The page of an article, its QR code, its versions side by side."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.urls import reverse
from django.utils import timezone

from zhixing.actions.courses import TYPE as COURSE
from zhixing.actions.library import Reading
from zhixing.actions.library_versions import Compared, Pair
from zhixing.core.library.article import AUDIENCE_WORDS, LICENCE_WORDS, SORT_WORDS, VALIDITY_WORDS, Article
from zhixing.core.library.comparing import Paragraph, changed
from zhixing.store.content.queries import MediumRow, SlipRow
from zhixing.store.people.queries import Actor
from zhixing.web.library.listing import TONES, post_words
from zhixing.web.shared.qr import qr_svg

MODE, ELDER = "reading", "elder"
"""The cookie of the large mode, and what it says then."""
FILES = {"audio": "音频", "video": "视频", "image": "图片"}
BASES = {True: "library/large.html", False: "shared/base.html"}


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording or video. `place`: under which word this device keeps how far it was heard."""

    title: str
    by: str
    url: str
    type: str
    video: bool
    place: str


@dataclass(frozen=True, slots=True)
class Attached:
    """Another file: a PDF to be read, an attachment."""

    title: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class ErratumLine:
    """勘误 of a day: which words became which."""

    day: dt.date
    was: str
    became: str
    where: str
    url: str


@dataclass(frozen=True, slots=True)
class ReadPage:
    """An article. `facts`: (heading, words) around it; `errata_words`: “2026-03-05 勘误 1 处”.

    `mine` marks what this device keeps of this account, so that another who uses it finds nothing of it.
    """

    base: str
    large: bool
    article: Article
    sort: str
    validity: str
    tone: str
    by: str
    facts: tuple[tuple[str, str], ...]
    source_host: str
    sounds: tuple[Sound, ...]
    attached: tuple[Attached, ...]
    errata: tuple[ErratumLine, ...]
    errata_words: tuple[str, ...]
    replacement: str
    replacement_url: str
    reports: tuple[SlipRow, ...]
    qr: str
    qr_url: str
    uid: UUID
    speakable: bool
    mine: str
    work: str


def read_page(actor: Actor, found: Reading, *, large: bool, address: str, works: bool) -> ReadPage:
    """The page of an article; `address` the whole address that the QR code leads to."""
    one = found.article
    sounds = tuple(_sound(row, actor) for row in found.media if row.type.startswith(("audio/", "video/")))
    instead = found.replacement
    return ReadPage(
        base=BASES[large],
        large=large,
        article=one,
        sort=SORT_WORDS[one.sort],
        validity=VALIDITY_WORDS[one.validity],
        tone=TONES[one.validity],
        by=" ".join(part for part in (one.author_unit, one.author) if part),
        facts=tuple(facts_of(one)),
        source_host=urlsplit(one.source.link).hostname or "",
        sounds=tuple(sorted(sounds, key=lambda sound: sound.video)),
        attached=tuple(
            attached_of(row, one.id) for row in found.media if not row.type.startswith(("audio/", "video/"))
        ),
        errata=tuple(
            ErratumLine(row.day, row.was, row.became, row.where, _compare(one.id, row.number))
            for row in found.errata
        ),
        errata_words=errata_words([row.day for row in found.errata]),
        replacement=instead.title if instead else "",
        replacement_url=reverse("library:read", args=[instead.id]) if instead else "",
        reports=found.reports,
        qr=qr_svg(address),
        qr_url=address,
        uid=uuid4(),
        speakable=bool(one.body) and not any(not sound.video for sound in sounds),
        mine=_mark(actor),
        work=reverse("library:work", args=[one.id]) if works else "",
    )


def errata_words(days: Sequence[dt.date]) -> tuple[str, ...]:
    """By day, the latest first: how many errata."""
    return tuple(f"{day} 勘误 {days.count(day)} 处" for day in sorted(set(days), reverse=True))


def facts_of(one: Article) -> list[tuple[str, str]]:
    """What stands around an article: source, licence, who edited and reviewed, for whom; only what there is."""
    source = one.source
    licence = LICENCE_WORDS[source.licence] + (f"（{source.proof}）" if source.proof else "")
    told = [
        ("来源", source.name or "本单位"),
        ("授权", licence),
        ("责任编辑", one.editor),
        ("审核", "、".join(one.reviewers)),
        ("发布时间", _minute(one.published_at)),
        ("更新时间", _minute(one.changed_at) if one.changed_at != one.published_at else ""),
        ("教育内容类别", one.category),
        ("适合岗位", post_words(one.posts) if one.posts else "全部"),
        ("发布范围", AUDIENCE_WORDS[one.audience]),
    ]
    return [(heading, words) for heading, words in told if words]


def _minute(at: dt.datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def _sound(row: MediumRow, actor: Actor) -> Sound:
    place = f"{_mark(actor)}:{row.id.hex[:12]}"
    url = reverse("library:medium", args=[row.id])
    return Sound(row.title, row.recorded_by, url, row.type, row.type.startswith("video/"), place)


def attached_of(row: MediumRow, article: UUID) -> Attached:
    """A file beside an article, with where it is opened."""
    if row.type == COURSE:
        return Attached(row.title, "打开课件", reverse("courses:open", args=[article]))
    word = FILES.get(row.type.partition("/")[0]) or ("PDF" if row.type == "application/pdf" else "附件")
    size = f"{row.size / 1_000_000:.1f} MB" if row.size >= 100_000 else f"{max(1, row.size // 1000)} KB"
    return Attached(row.title, f"{word}，{size}", reverse("library:medium", args=[row.id]))


def _mark(actor: Actor) -> str:
    return hashlib.sha256(f"reading:{actor.account}".encode()).hexdigest()[:10]


def _compare(article: UUID, number: int) -> str:
    return f"{reverse('library:versions', args=[article])}?to={number}"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a comparison; `same`: nothing changed in it."""

    runs: Paragraph
    same: bool


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """Two versions. `choices`: every version there is to choose from, with its words."""

    title: str
    url: str
    choices: tuple[tuple[int, str], ...]
    pair: Pair
    heading: Paragraph
    lines: tuple[Line, ...]
    changes: int


def versions_page(found: Compared) -> VersionsPage:
    """The page of a comparison; paragraphs that did not change stand in grey."""
    lines = tuple(Line(paragraph, not changed(paragraph)) for paragraph in found.paragraphs)
    return VersionsPage(
        title=found.title,
        url=reverse("library:read", args=[found.id]),
        choices=tuple(
            (number, f"第 {number} 版 {_minute(at)} {reason}".strip()) for number, at, reason in found.known
        ),
        pair=found.pair,
        heading=found.heading,
        lines=lines,
        changes=sum(not line.same for line in lines) + int(changed(found.heading)),
    )
