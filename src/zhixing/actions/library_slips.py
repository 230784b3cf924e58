"""纠错: a reader marks words and sends; an editor takes it, which makes a version and a dated erratum, or declines.

Who reported is known to the editors until the answer has been read (library_own.TOLD_FOR); the audit line of a
report has no words.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction

from zhixing.actions import library
from zhixing.actions.library_desk import ERRATUM, MARKED, LibraryError, amend, hats_over
from zhixing.core.library import checking, mending, reviewing
from zhixing.core.library.article import Article
from zhixing.interop.articles.sanitise import clean
from zhixing.store.content import api, queries
from zhixing.store.content.queries import SlipRow, VersionRow
from zhixing.store.ledger import api as ledger
from zhixing.store.people.queries import Actor

LONGEST = 300
AROUND = 60
TITLE, BODY = "标题", "正文"


@dataclass(frozen=True, slots=True)
class Report:
    """What a reader sends: the words marked with the letters around them, what they should be, a word more."""

    quote: mending.Quote
    suggestion: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A report for the editor, with the article as readers see it now. `where`: title, body, or found nowhere."""

    slip: SlipRow
    article: Article | None
    where: str


def report(uid: UUID, told: Report, *, form: UUID, version: int, by: Actor, now: dt.datetime) -> None:
    """Sends a report; sent twice it is one. Raises LibraryError."""
    found = library.article(uid, by)
    if found is None:
        raise LibraryError("没有这一篇")
    quote = told.quote
    if not quote.words.strip() and not told.words.strip():
        raise LibraryError("请选中有错的字，或写一句哪里有错")
    if max(len(quote.words), len(told.suggestion)) > LONGEST:
        raise LibraryError(f"选中的和改成的都不超过 {LONGEST} 字；请只选有错的几个字")
    if any(checking.classified(one) for one in (quote.words, told.suggestion, told.words)):
        raise LibraryError(MARKED)
    slip = api.Reported(
        entry=uid,
        number=min(max(version, 1), found.version),
        quote=quote.words.strip(),
        before=quote.before[-AROUND:],
        after=quote.after[:AROUND],
        suggestion=told.suggestion.strip(),
        words=told.words.strip()[:500],
    )
    with transaction.atomic():
        if api.report(form, slip, hand=api.Hand(by.label, by.account, now)):
            ledger.audit(ledger.Stamp(by.signature, now), "报告文章错误", f"《{found.title}》")


def waiting(actor: Actor) -> tuple[Waiting, ...]:
    """The reports whose articles the actor edits, open ones first. Two queries."""
    mine = [row for row in queries.slips() if reviewing.may_edit(hats_over(actor, row.org))]
    shown = queries.shown_some({row.entry for row in mine})
    return tuple(
        Waiting(row, shown.get(row.entry), _where(shown.get(row.entry), quote_of(row))) for row in mine
    )


def own(actor: Actor) -> tuple[SlipRow, ...]:
    """What the actor reported, as long as it is kept that it was he."""
    return tuple(queries.slips(account=actor.account))


def quote_of(row: SlipRow) -> mending.Quote:
    """The words of a report with the letters around them."""
    return mending.Quote(row.quote, row.before, row.after)


def take(
    uid: UUID,
    was: mending.Quote,
    became: str,
    words: str,
    *,
    form: UUID,
    by: Actor,
    now: dt.datetime,
    today: dt.date,
) -> str:
    """采纳: replaces the words, makes a version and an erratum of today, answers the reporter. Raises LibraryError.

    `was` as the editor has it, which may be other words than were reported. Where they were: title or body.
    """
    if len(was.words) > LONGEST or len(became) > LONGEST:
        raise LibraryError(f"改前和改后都不超过 {LONGEST} 字")
    if was.words == became:
        raise LibraryError("改前和改后一样，没有可改的")
    if checking.classified(became):
        raise LibraryError(MARKED)
    with transaction.atomic():
        slip, entry = _open(uid, by)
        shown = queries.version(slip.entry, entry.shown) if entry.shown else None
        where = _where(shown.article if shown else None, was)

        def change(row: VersionRow) -> tuple[Article, str]:
            return _mended(row, was, became, where, must=row.article.version == entry.shown)

        number = amend(entry, change, ERRATUM, form=form, by=by, now=now)
        if number is None:
            raise LibraryError("这一件刚刚已经办过了")
        hand = api.Hand(by.label, by.account, now)
        api.erratum(slip.entry, number, was.words, became, where=where, slip=uid, on=today, hand=hand)
        _answer(uid, slip, words, taken=True, hand=hand)
        assert shown is not None
        ledger.audit(
            ledger.Stamp(by.signature, now), "采纳纠错", f"《{shown.article.title}》", f"{where}勘误"
        )
    return where


def decline(uid: UUID, words: str, *, by: Actor, now: dt.datetime) -> None:
    """不采纳, with a word. Raises LibraryError."""
    if not words.strip():
        raise LibraryError("不采纳要说明为什么，一句话也行")
    with transaction.atomic():
        slip, _ = _open(uid, by)
        _answer(uid, slip, words, taken=False, hand=api.Hand(by.label, by.account, now))
        ledger.audit(ledger.Stamp(by.signature, now), "不采纳纠错", "1 件")


def _open(uid: UUID, by: Actor) -> tuple[SlipRow, queries.EntryRow]:
    slip = queries.slip(uid)
    if slip is None or not reviewing.may_edit(hats_over(by, slip.org)):
        raise LibraryError("没有这一件")
    api.lock(slip.entry)
    entry = queries.entry(slip.entry)
    assert entry is not None
    return slip, entry


def _answer(uid: UUID, slip: SlipRow, words: str, *, taken: bool, hand: api.Hand) -> None:
    if not api.answer(uid, taken=taken, words=words.strip()[:500], hand=hand):
        raise LibraryError("这一件刚刚已经办过了")


def _where(one: Article | None, quote: mending.Quote) -> str:
    """The title first: words marked there stand nowhere else as a rule."""
    if one is None:
        return ""
    if mending.stands_in(one.title, quote) and not _only_in_body(one, quote):
        return TITLE
    return BODY if mending.stands_in_body(one.body, quote) else ""


def _only_in_body(one: Article, quote: mending.Quote) -> bool:
    """Whether the letters around the words say that the body is meant, though the title has them too."""
    if not (quote.before or quote.after):
        return False
    try:
        mending.mend_body(one.body, quote, "")
    except mending.NotFound:
        return False
    return not mending.fits(one.title, quote)


def _mended(
    row: VersionRow, was: mending.Quote, became: str, where: str, *, must: bool
) -> tuple[Article, str]:
    """A version with the words replaced. A draft that has them no more (`must` false) stays as it is."""
    one = row.article
    try:
        if where == TITLE:
            return replace(one, title=mending.mend_title(one.title, was, became)), row.written
        body = mending.mend_body(one.body, was, became)
    except mending.NotFound as missing:
        if must:
            raise LibraryError(str(missing)) from missing
        return one, row.written
    return replace(one, body=clean(body)), mending.mend_written(row.written, was, became)
