"""An article of the library (文库文章) as a value: where it comes from, who answers for it, how long it holds.

A domain requirement (内容库): source with licence state, editor and the three reviews (三审三校), publication to the
minute, validity. Its text is kept version by version; an erratum names the version it made.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Sort(StrEnum):
    """What it is."""

    ARTICLE = "article"
    CASE = "case"
    REGULATION = "regulation"
    VIDEO = "video"
    AUDIO = "audio"
    PDF = "pdf"
    COURSE = "course"


SORT_WORDS: dict[Sort, str] = {
    Sort.ARTICLE: "文章",
    Sort.CASE: "案例",
    Sort.REGULATION: "制度",
    Sort.VIDEO: "视频",
    Sort.AUDIO: "音频",
    Sort.PDF: "PDF",
    Sort.COURSE: "课件",
}


class Licence(StrEnum):
    """Whether the text may be shown here (转载授权). Without one only title and link are shown."""

    OWN = "own"
    LICENSED = "licensed"
    OFFICIAL = "official"
    """法律、法规、国家机关的决议、命令等 (著作权法第五条): free of copyright."""
    NONE = "none"


LICENCE_WORDS: dict[Licence, str] = {
    Licence.OWN: "本单位原创",
    Licence.LICENSED: "已授权转载",
    Licence.OFFICIAL: "官方文件，不受著作权保护",
    Licence.NONE: "未授权，只存题录和链接",
}


class Validity(StrEnum):
    """时效: in force, of historical interest, repealed (or replaced by another article)."""

    CURRENT = "current"
    HISTORICAL = "historical"
    REPEALED = "repealed"


VALIDITY_WORDS: dict[Validity, str] = {
    Validity.CURRENT: "现行",
    Validity.HISTORICAL: "历史",
    Validity.REPEALED: "废止",
}


class Stage(StrEnum):
    """三审三校: draft → first, second, third review → published; withdrawn (下架)."""

    DRAFT = "draft"
    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


STAGE_WORDS: dict[Stage, str] = {
    Stage.DRAFT: "草稿",
    Stage.FIRST: "待初审",
    Stage.SECOND: "待复审",
    Stage.THIRD: "待终审",
    Stage.PUBLISHED: "已发布",
    Stage.WITHDRAWN: "已下架",
}


class Audience(StrEnum):
    """发布范围. Nothing classified has a place here (保守国家秘密法): there is no third value."""

    OPEN = "open"
    INTERNAL = "internal"


AUDIENCE_WORDS: dict[Audience, str] = {Audience.OPEN: "公开", Audience.INTERNAL: "内部"}


@dataclass(frozen=True, slots=True)
class Source:
    """来源: name, link, licence state and on what it rests."""

    name: str = ""
    link: str = ""
    licence: Licence = Licence.OWN
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One version of an article. `body` is sanitised HTML of a closed list of elements, without scripts or styles.

    `author_unit` and `author` as printed; `posts` the post categories (岗位类别) it suits, none = all.
    `replaced_by` another article. `notice` stands above an old text (如“本文引用历史表述，现行表述见…”).
    `media`: recorded audio first, then video, PDF, attachments, by id. `audience`: 公开 or 内部 (密级 never higher).
    `editor` and `reviewers` are names as printed, in the order of the reviews. `published_at`: when it was published
    first; `changed_at`: when the version now shown was.
    """

    id: UUID
    version: int
    sort: Sort
    title: str
    body: str = ""
    author_unit: str = ""
    author: str = ""
    source: Source = Source()
    editor: str = ""
    published_at: dt.datetime | None = None
    validity: Validity = Validity.CURRENT
    replaced_by: UUID | None = None
    notice: str = ""
    category: str = ""
    topics: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    media: tuple[UUID, ...] = ()
    audience: Audience = Audience.INTERNAL
    reviewers: tuple[str, ...] = ()
    changed_at: dt.datetime | None = None

    @property
    def whole(self) -> bool:
        """Whether its text may be shown; otherwise title and link only."""
        return self.source.licence is not Licence.NONE
