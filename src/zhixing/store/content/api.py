"""Writing articles, reviews, slips, errata and files; called by actions only, each in a transaction of theirs."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.library.article import Article, Stage
from zhixing.store.content import finding
from zhixing.store.content.models import ArticleVersion, Entry, Erratum, Medium, ReviewStep, Slip

OPEN = Slip.State.OPEN


@dataclass(frozen=True, slots=True)
class Hand:
    """Who writes, as printed, and the account; when."""

    name: str
    account: int | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Reported:
    """纠错: the version read, the words marked, the letters around them, what they should be, a word more."""

    entry: UUID
    number: int
    quote: str
    before: str = ""
    after: str = ""
    suggestion: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is kept: its digest, media type, bytes, title and who speaks in it."""

    sha256: str
    type: str
    size: int
    title: str
    recorded_by: str = ""


def create(article: Article, *, uid: UUID, org: UUID | None, written: str, hand: Hand) -> bool:
    """A new article's first version, a draft. False where the form has come already."""
    if ArticleVersion.objects.filter(pk=uid).exists():
        return False
    entry = Entry.objects.create(
        id=article.id,
        org=org,
        stage=Stage.DRAFT,
        editor=hand.name,
        account=hand.account,
        made_at=hand.at,
    )
    _version(entry, article, 1, uid=uid, written=written, reason="", hand=hand)
    return True


def lock(entry: UUID) -> None:
    """Until the end of the transaction nobody else changes this article."""
    Entry.objects.select_for_update().get(pk=entry)


def add_version(article: Article, *, uid: UUID, written: str, reason: str, hand: Hand) -> int | None:
    """The next version; its number, or None where the form has come already. The article is locked."""
    if ArticleVersion.objects.filter(pk=uid).exists():
        return None
    entry = Entry.objects.get(pk=article.id)
    number = entry.latest + 1
    _version(entry, article, number, uid=uid, written=written, reason=reason, hand=hand)
    entry.latest = number
    entry.save(update_fields=["latest"])
    return number


def move(entry: UUID, was: Stage, to: Stage) -> bool:
    """From one stage to another; False where somebody else has moved it meanwhile."""
    return bool(Entry.objects.filter(pk=entry, stage=was).update(stage=to))


def next_round(entry: UUID) -> int:
    """A version is handed in once more; the number of the round."""
    row = Entry.objects.get(pk=entry)
    row.round += 1
    row.save(update_fields=["round"])
    return row.round


def step(entry: UUID, stage: Stage, *, passed: bool, words: str, looked: tuple[str, ...], hand: Hand) -> None:
    """Notes a step of the round now going on, for the latest version."""
    row = Entry.objects.get(pk=entry)
    ReviewStep.objects.create(
        entry=row,
        number=row.latest,
        round=row.round,
        step=stage,
        passed=passed,
        words=words,
        looked=json.dumps(looked, ensure_ascii=False),
        by=hand.name,
        account=hand.account,
        at=hand.at,
    )


def show(entry: UUID, number: int, *, now: dt.datetime) -> None:
    """Readers see this version from now on."""
    row = Entry.objects.get(pk=entry)
    row.shown, row.changed_at, row.stage = number, now, Stage.PUBLISHED
    row.published_at = row.published_at or now
    row.withdrawn_on, row.withdrawn_why = None, ""
    row.save()
    finding.refresh(entry)


def show_quietly(entry: UUID, number: int, *, now: dt.datetime) -> None:
    """Readers see this version; whatever is under review goes on (an erratum, a change of validity)."""
    Entry.objects.filter(pk=entry).update(shown=number, changed_at=now)
    finding.refresh(entry)


def withdraw(entry: UUID, why: str, *, on: dt.date) -> None:
    """Readers see it no more."""
    Entry.objects.filter(pk=entry).update(
        stage=Stage.WITHDRAWN, shown=None, withdrawn_on=on, withdrawn_why=why
    )
    finding.refresh(entry)


def report(uid: UUID, slip: Reported, *, hand: Hand) -> bool:
    """Keeps a reader's report; False where the form has come already."""
    fields = {
        "entry_id": slip.entry,
        "number": slip.number,
        "quote": slip.quote,
        "before": slip.before,
        "after": slip.after,
        "suggestion": slip.suggestion,
        "words": slip.words,
        "by": hand.name,
        "account": hand.account,
        "said_at": hand.at,
    }
    return Slip.objects.get_or_create(id=uid, defaults=fields)[1]


def answer(uid: UUID, *, taken: bool, words: str, hand: Hand) -> bool:
    """Answers a report that is open; False when there is none such."""
    state = Slip.State.TAKEN if taken else Slip.State.DECLINED
    told = {"answered_by": hand.name, "answered_account": hand.account, "answered_at": hand.at}
    return bool(Slip.objects.filter(pk=uid, state=OPEN).update(state=state, answer=words, **told))


def erratum(
    entry: UUID, number: int, was: str, became: str, *, where: str, slip: UUID | None, on: dt.date, hand: Hand
) -> None:
    """Notes which words a version put right."""
    Erratum.objects.create(
        entry_id=entry,
        number=number,
        day=on,
        was=was,
        became=became,
        where=where,
        slip=slip,
        by=hand.name,
        account=hand.account,
        at=hand.at,
    )


def add_medium(uid: UUID, file: File, *, hand: Hand) -> bool:
    """Notes a file whose bytes lie on the disk; False where the form has come already."""
    fields = {
        "sha256": file.sha256,
        "type": file.type,
        "size": file.size,
        "title": file.title,
        "recorded_by": file.recorded_by,
        "by": hand.name,
        "account": hand.account,
        "made_at": hand.at,
    }
    return Medium.objects.get_or_create(id=uid, defaults=fields)[1]


def drop_medium(uid: UUID) -> None:
    """Deletes what is noted of a file; its bytes are the caller's to remove."""
    Medium.objects.filter(pk=uid).delete()


def discard(entry: UUID) -> None:
    """Deletes an article with its versions and reviews: a draft that readers never saw."""
    Entry.objects.filter(pk=entry, published_at=None).delete()


def _version(
    entry: Entry, article: Article, number: int, *, uid: UUID, written: str, reason: str, hand: Hand
) -> None:
    source = article.source
    ArticleVersion.objects.create(
        id=uid,
        entry=entry,
        number=number,
        sort=article.sort,
        title=article.title,
        body=article.body,
        written=written,
        author_unit=article.author_unit,
        author=article.author,
        source_name=source.name,
        source_link=source.link,
        licence=source.licence,
        proof=source.proof,
        validity=article.validity,
        replaced_by=article.replaced_by,
        notice=article.notice,
        category=article.category,
        audience=article.audience,
        topics=_list(article.topics),
        posts=_list(article.posts),
        media=_list(tuple(str(one) for one in article.media)),
        reason=reason,
        by=hand.name,
        account=hand.account,
        made_at=hand.at,
    )


def _list(values: tuple[str, ...]) -> str:
    return json.dumps(values, ensure_ascii=False)
