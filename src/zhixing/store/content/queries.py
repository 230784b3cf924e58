"""Reading the library: what readers see, what editors work on, reviews, slips, errata, files."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q, QuerySet

from zhixing.core.library.article import Article, Audience, Licence, Sort, Source, Stage, Validity
from zhixing.store.content.models import ArticleVersion, Entry, Erratum, Medium, ReviewStep, Slip

OPEN, TAKEN, DECLINED = (str(state.value) for state in Slip.State)
HEAVY = ("body", "written")
"""Columns that a list leaves out."""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """Where an article stands. `number` is the round of reviews."""

    id: UUID
    org: UUID | None
    stage: Stage
    latest: int
    shown: int | None
    number: int
    editor: str
    account: int | None
    made_at: dt.datetime
    published_at: dt.datetime | None
    changed_at: dt.datetime | None
    withdrawn_on: dt.date | None
    withdrawn_why: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version for the desk: the article, what was typed, why, by whom, when."""

    article: Article
    written: str
    reason: str
    by: str
    account: int | None
    made_at: dt.datetime


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of a review, as printed. `looked`: what was looked at."""

    number: int
    round: int
    step: Stage
    passed: bool
    words: str
    looked: tuple[str, ...]
    by: str
    account: int | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class SlipRow:
    """A report of an error. `by` is empty once forgotten."""

    id: UUID
    entry: UUID
    org: UUID | None
    number: int
    quote: str
    before: str
    after: str
    suggestion: str
    words: str
    state: str
    state_words: str
    by: str
    account: int | None
    said_at: dt.datetime
    answer: str
    answered_by: str
    answered_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class ErratumRow:
    """勘误: which words became which, where (title or body), on which day, in which version."""

    number: int
    day: dt.date
    was: str
    became: str
    where: str


@dataclass(frozen=True, slots=True)
class MediumRow:
    """A file beside an article."""

    id: UUID
    sha256: str
    type: str
    size: int
    title: str
    recorded_by: str
    account: int | None


@dataclass(frozen=True, slots=True)
class Placed:
    """Files beside the latest or the shown version of an article; `open`: its readers have them."""

    entry: UUID
    org: UUID | None
    open: bool
    media: tuple[UUID, ...]


def shown() -> list[Article]:
    """What readers see, without bodies, the latest first. One query."""
    rows = ArticleVersion.objects.filter(entry__shown=F("number")).select_related("entry")
    return [_article(row, light=True) for row in rows.defer(*HEAVY).order_by("-entry__published_at", "id")]


def shown_one(entry: UUID) -> Article | None:
    """What readers see of one article, with its reviewers. Two queries."""
    row = ArticleVersion.objects.select_related("entry").filter(entry=entry, entry__shown=F("number")).first()
    return _article(row, reviewers=reviewers(entry, row.number)) if row else None


def shown_some(entries: Collection[UUID]) -> Mapping[UUID, Article]:
    """What readers see of these, with bodies. One query."""
    rows = ArticleVersion.objects.filter(entry__in=list(entries), entry__shown=F("number"))
    return {row.entry_id: _article(row) for row in rows.select_related("entry")}


def latest() -> list[tuple[EntryRow, Article]]:
    """Every article as its latest version has it, without bodies, what changed last first. One query."""
    rows = ArticleVersion.objects.filter(entry__latest=F("number")).select_related("entry")
    rows = rows.defer(*HEAVY).order_by("-made_at", "id")
    return [(_entry(row.entry), _article(row, light=True)) for row in rows]


def in_review() -> list[EntryRow]:
    """The articles that wait for a reviewer. One query."""
    stages = (Stage.FIRST, Stage.SECOND, Stage.THIRD)
    return [_entry(row) for row in Entry.objects.filter(stage__in=stages).order_by("made_at", "id")]


def open_reports() -> list[UUID | None]:
    """Whose articles have a report to be answered: an organisation a report. One query."""
    return list(Slip.objects.filter(state=OPEN).values_list("entry__org", flat=True))


def entry(uid: UUID) -> EntryRow | None:
    """Where an article stands."""
    row = Entry.objects.filter(pk=uid).first()
    return _entry(row) if row else None


def version(uid: UUID, number: int) -> VersionRow | None:
    """A version with its text."""
    row = ArticleVersion.objects.select_related("entry").filter(entry=uid, number=number).first()
    return _version(row) if row else None


def versions(uid: UUID) -> list[VersionRow]:
    """All versions of an article without their texts, the latest first."""
    rows = ArticleVersion.objects.filter(entry=uid).select_related("entry").defer(*HEAVY)
    return [_version(row, light=True) for row in rows.order_by("-number")]


def version_made(form: UUID) -> tuple[UUID, int] | None:
    """The article and number of the version that a form has made."""
    return ArticleVersion.objects.filter(pk=form).values_list("entry_id", "number").first()


def steps(uid: UUID) -> list[StepRow]:
    """The reviews of an article in order."""
    return [_step(row) for row in ReviewStep.objects.filter(entry=uid).order_by("at", "pk")]


def rounds() -> dict[UUID, set[int | None]]:
    """Which accounts have taken a step in the round now going on, by article. One query."""
    found: dict[UUID, set[int | None]] = {}
    rows = ReviewStep.objects.filter(round=F("entry__round"))
    for uid, account in rows.values_list("entry", "account"):
        found.setdefault(uid, set()).add(account)
    return found


def reviewers(uid: UUID, number: int) -> tuple[str, ...]:
    """Who passed the last version published by review up to this one (an erratum keeps them), stage by stage."""
    rows = ReviewStep.objects.filter(entry=uid, number__lte=number, passed=True).exclude(step=Stage.DRAFT)
    found = list(rows.order_by("round", "pk").values_list("round", "step", "by"))
    last = max((one[0] for one in found if one[1] == Stage.THIRD), default=0)
    return tuple(by for round_, _, by in found if round_ == last)


def slips(*, state: str = "", entry: UUID | None = None, account: int | None = None) -> list[SlipRow]:
    """Reports, the open ones first, then the latest answered."""
    rows = Slip.objects.select_related("entry")
    if state:
        rows = rows.filter(state=state)
    if entry is not None:
        rows = rows.filter(entry=entry)
    if account is not None:
        rows = rows.filter(account=account)
    found = [_slip(row) for row in rows.order_by("-said_at", "id")]
    return [one for one in found if one.state == OPEN] + [one for one in found if one.state != OPEN]


def slip(uid: UUID) -> SlipRow | None:
    """A report."""
    row = Slip.objects.select_related("entry").filter(pk=uid).first()
    return _slip(row) if row else None


def open_slips() -> dict[UUID, int]:
    """How many open reports an article has."""
    counts: dict[UUID, int] = {}
    for uid in Slip.objects.filter(state=OPEN).values_list("entry_id", flat=True):
        counts[uid] = counts.get(uid, 0) + 1
    return counts


def errata(uid: UUID) -> list[ErratumRow]:
    """What was put right after publication, the latest first."""
    rows = Erratum.objects.filter(entry=uid).order_by("-number")
    return [ErratumRow(*row) for row in rows.values_list("number", "day", "was", "became", "where")]


def media(uids: Collection[UUID]) -> tuple[MediumRow, ...]:
    """These files in the order asked; those that are not there are left out."""
    rows = {row.id: _medium(row) for row in Medium.objects.filter(pk__in=list(uids))} if uids else {}
    return tuple(rows[uid] for uid in uids if uid in rows)


def all_media() -> list[MediumRow]:
    """Every file, the latest first."""
    return [_medium(row) for row in Medium.objects.order_by("-made_at", "id")]


def placed() -> list[Placed]:
    """Every article with files, as its latest and as its shown version has them. One query."""
    newest = Q(number=F("entry__latest")) | Q(number=F("entry__shown"))
    rows = ArticleVersion.objects.filter(newest).exclude(media="[]").select_related("entry")
    return [
        Placed(
            row.entry_id,
            row.entry.org,
            row.number == row.entry.shown and row.licence != Licence.NONE,
            tuple(map(UUID, json.loads(row.media))),
        )
        for row in rows.defer(*HEAVY)
    ]


def media_named() -> set[UUID]:
    """The files beside any version of any article. One query."""
    rows = ArticleVersion.objects.exclude(media="[]").values_list("media", flat=True)
    return {UUID(one) for media in rows for one in json.loads(media)}


def digests() -> list[tuple[str, int]]:
    """Every file's digest and bytes, each once, in order."""
    return list(Medium.objects.order_by("sha256").values_list("sha256", "size").distinct())


def shown_with(medium: UUID) -> list[UUID]:
    """The articles that readers see with this file."""
    rows = ArticleVersion.objects.filter(entry__shown=F("number"), media__contains=str(medium))
    return list(rows.values_list("entry_id", flat=True))


def held_with(medium: UUID) -> list[EntryRow]:
    """The articles whose latest or shown version holds this file."""
    newest = Q(number=F("entry__latest")) | Q(number=F("entry__shown"))
    rows: QuerySet[ArticleVersion] = ArticleVersion.objects.filter(newest, media__contains=str(medium))
    return [_entry(row.entry) for row in rows.select_related("entry").defer(*HEAVY)]


def _entry(row: Entry) -> EntryRow:
    return EntryRow(
        id=row.id,
        org=row.org,
        stage=Stage(row.stage),
        latest=row.latest,
        shown=row.shown,
        number=row.round,
        editor=row.editor,
        account=row.account,
        made_at=row.made_at,
        published_at=row.published_at,
        changed_at=row.changed_at,
        withdrawn_on=row.withdrawn_on,
        withdrawn_why=row.withdrawn_why,
    )


def _article(row: ArticleVersion, *, light: bool = False, reviewers: tuple[str, ...] = ()) -> Article:
    return Article(
        id=row.entry_id,
        version=row.number,
        sort=Sort(row.sort),
        title=row.title,
        body="" if light else row.body,
        author_unit=row.author_unit,
        author=row.author,
        source=Source(row.source_name, row.source_link, Licence(row.licence), row.proof),
        editor=row.entry.editor,
        published_at=row.entry.published_at,
        validity=Validity(row.validity),
        replaced_by=row.replaced_by,
        notice=row.notice,
        category=row.category,
        topics=tuple(json.loads(row.topics)),
        posts=tuple(json.loads(row.posts)),
        media=tuple(UUID(one) for one in json.loads(row.media)),
        audience=Audience(row.audience),
        reviewers=reviewers,
        changed_at=row.entry.changed_at,
    )


def _version(row: ArticleVersion, *, light: bool = False) -> VersionRow:
    written = "" if light else row.written
    return VersionRow(_article(row, light=light), written, row.reason, row.by, row.account, row.made_at)


def _step(row: ReviewStep) -> StepRow:
    looked = tuple(json.loads(row.looked))
    stage = Stage(row.step)
    return StepRow(row.number, row.round, stage, row.passed, row.words, looked, row.by, row.account, row.at)


def _slip(row: Slip) -> SlipRow:
    return SlipRow(
        id=row.id,
        entry=row.entry_id,
        org=row.entry.org,
        number=row.number,
        quote=row.quote,
        before=row.before,
        after=row.after,
        suggestion=row.suggestion,
        words=row.words,
        state=row.state,
        state_words=str(Slip.State(row.state).label),
        by=row.by,
        account=row.account,
        said_at=row.said_at,
        answer=row.answer,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
    )


def _medium(row: Medium) -> MediumRow:
    return MediumRow(row.id, row.sha256, row.type, row.size, row.title, row.recorded_by, row.account)
