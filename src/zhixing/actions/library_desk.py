"""The editor's desk: writing, the three reviews, publication, withdrawal, validity.

Who may what stands in `core.library.reviewing`; each act is one transaction with one audit line. A version is never
edited: what is typed again is the next version, and readers see the former until the new one has passed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from django.db import transaction

from zhixing.actions import library_files
from zhixing.core.figures.due import Due, Sort
from zhixing.core.library import checking, reviewing
from zhixing.core.library.article import Article, Licence, Stage, Validity
from zhixing.core.library.plain import text_of
from zhixing.interop.articles.sanitise import clean
from zhixing.interop.articles.writing import written_html
from zhixing.store.content import api, queries
from zhixing.store.content.queries import EntryRow, SlipRow, StepRow, VersionRow
from zhixing.store.ledger import api as ledger
from zhixing.store.people.queries import Actor, same_person

OPEN_TO_WRITING = (Stage.DRAFT, Stage.PUBLISHED, Stage.WITHDRAWN)
ERRATUM, CHANGED_VALIDITY = "勘误", "改时效"
"""Reasons of versions that an editor makes of what is published, without review; nobody types them as his own."""


class LibraryError(ValueError):
    """It cannot be done as it is; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Written:
    """A text as it came from a form: the article's values (`body` unsafe or empty), and Markdown where typed so.

    `uid` is the form's own number; `org` whose editors look after a new article; `reason` of a further version.
    """

    article: Article
    markdown: str
    uid: UUID
    org: UUID | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DeskRow:
    """An article on the desk. `open_slips`: reports to be answered; `mine`: something waits for whoever looks."""

    entry: EntryRow
    article: Article
    open_slips: int
    mine: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """One article on the desk: where it stands, its latest version, what was done, what whoever looks may do.

    `review` is the stage he may pass now, `refused` says why not.
    """

    entry: EntryRow
    version: VersionRow
    versions: tuple[VersionRow, ...]
    steps: tuple[StepRow, ...]
    slips: tuple[SlipRow, ...]
    hints: tuple[checking.Hint, ...]
    may_write: bool
    may_edit: bool
    review: Stage | None
    refused: str
    may_recall: bool
    may_discard: bool


def hats_over(actor: Actor, org: UUID | None) -> frozenset[str]:
    """The roles an actor wears over an organisation."""
    return frozenset(hat.role for hat in actor.hats if org is not None and org in hat.reach)


def works(actor: Actor, org: UUID | None) -> bool:
    """Whether an actor sees the drafts of an organisation: its writers and its reviewers."""
    return bool(hats_over(actor, org) & (reviewing.WRITERS | {reviewing.SECRETARY}))


def desk(actor: Actor) -> tuple[DeskRow, ...]:
    """Every article that the actor works on, without texts. Three queries."""
    waiting, taken = queries.open_slips(), queries.rounds()
    rows = []
    for entry, found in queries.latest():
        if not works(actor, entry.org):
            continue
        hats = hats_over(actor, entry.org)
        slips = waiting.get(entry.id, 0)
        accounts = {*taken.get(entry.id, ()), entry.account}
        review = reviewing.may_review(entry.stage, hats) and actor.account not in accounts
        back = entry.stage is Stage.DRAFT and entry.account == actor.account
        rows.append(DeskRow(entry, found, slips, review or back or bool(slips and reviewing.may_edit(hats))))
    return tuple(rows)


def waiting(actor: Actor, today: dt.date) -> Iterator[Due]:
    """What waits on the desk for an actor: articles to review, reports to answer. Three queries at most."""
    del today
    if not any(works(actor, hat.org) for hat in actor.hats):
        return
    rows = [row for row in queries.in_review() if reviewing.may_review(row.stage, hats_over(actor, row.org))]
    taken = queries.rounds() if rows else {}
    mine = [row for row in rows if actor.account not in {*taken.get(row.id, ()), row.account}]
    if mine:
        words = "、".join(dict.fromkeys(reviewing.STEP_WORDS[row.stage] for row in mine))
        told = f"等您{words} {len(mine)} 篇"
        yield Due(Sort.ARTICLE, None, "", told, False, basis="三审三校，每一步由不同的人办", count=len(mine))
    if reviewing.may_edit({hat.role for hat in actor.hats}):
        orgs = queries.open_reports()
        count = sum(reviewing.may_edit(hats_over(actor, org)) for org in orgs)
        if count:
            told, why = f"读者报告的错误 {count} 处", "采纳就改字、记勘误，不采纳说明理由"
            yield Due(Sort.ARTICLE, None, "", told, False, basis=why, form="slips", count=count)


def desk_of(uid: UUID, actor: Actor) -> Desk | None:
    """One article on the desk; None where there is none to be worked on."""
    entry = queries.entry(uid)
    version = queries.version(uid, entry.latest) if entry else None
    if entry is None or version is None or not works(actor, entry.org):
        return None
    hats, versions, steps = hats_over(actor, entry.org), queries.versions(uid), queries.steps(uid)
    mine, published = taken_by(actor, entry, versions, steps), entry.published_at is not None
    why = reviewing.why_not(entry.stage, hats, mine=mine)
    one = version.article
    return Desk(
        entry=entry,
        version=version,
        versions=tuple(versions),
        steps=tuple(steps),
        slips=tuple(queries.slips(entry=uid)) if reviewing.may_edit(hats) else (),
        hints=checking.hints(one.title, text_of(one.body)),
        may_write=reviewing.may_write(hats) and entry.stage in OPEN_TO_WRITING,
        may_edit=reviewing.may_edit(hats),
        review=None if why else entry.stage,
        refused=why if entry.stage in reviewing.REVIEWERS else "",
        may_recall=not reviewing.why_not_recall(entry.stage, mine=mine),
        may_discard=not reviewing.why_not_discard(entry.stage, hats, mine=mine, published=published),
    )


def write(written: Written, *, by: Actor, now: dt.datetime) -> UUID:
    """A new article, or the next version of one; a draft either way. Raises LibraryError. The article's id."""
    made = queries.version_made(written.uid)
    if made is not None:
        return made[0]
    one = _checked(written)
    hand = api.Hand(by.label, by.account, now)
    with transaction.atomic():
        entry = queries.entry(one.id)
        org = entry.org if entry else written.org
        if not reviewing.may_write(hats_over(by, org)):
            raise LibraryError("稿子由本支部的党务干部、宣传委员或者机关党委写；请换成您管的党组织")
        before = queries.version(one.id, entry.latest) if entry and one.media else None
        if library_files.foreign(one.media, before.article.media if before else (), by):
            raise LibraryError(NOT_HIS)
        if entry is None:
            api.create(one, uid=written.uid, org=org, written=written.markdown, hand=hand)
        else:
            _rewrite(entry, one, written, hand)
        _audit(by, now, "写文库稿件", one)
    return one.id


def submit(uid: UUID, *, by: Actor, now: dt.datetime) -> None:
    """送审. Raises LibraryError."""
    with transaction.atomic():
        entry, version = locked(uid)
        if not reviewing.may_write(hats_over(by, entry.org)):
            raise LibraryError("由写稿的人或编辑送审")
        if entry.stage is not Stage.DRAFT:
            raise LibraryError("这篇已经送审过了")
        one = version.article
        if one.whole and not one.body and not one.media:
            raise LibraryError("还没有正文，也没有音频、视频或 PDF；请先写上再送审")
        api.next_round(uid)
        api.step(uid, Stage.DRAFT, passed=True, words="", looked=(), hand=_hand(by, now))
        api.move(uid, Stage.DRAFT, Stage.FIRST)
        _audit(by, now, "送审文库稿件", one)


def review(
    uid: UUID, stage: Stage, *, passed: bool, words: str, looked: Sequence[str], by: Actor, now: dt.datetime
) -> Stage:
    """初审、复审、终审: passes a version on, the last time to the readers, or sends it back. Raises LibraryError.

    `stage` is the one the form was made for: a click that comes late reviews nothing. The stage it is in now.
    """
    with transaction.atomic():
        entry, version = locked(uid)
        if entry.stage is not stage:
            raise LibraryError("这篇刚刚已经有人审过了；请看现在到了哪一步")
        mine = taken_by(by, entry, queries.versions(uid), queries.steps(uid))
        why = reviewing.why_not(stage, hats_over(by, entry.org), mine=mine)
        why = why or (reviewing.lacking(stage, looked) if passed else "")
        if not passed and not words.strip():
            why = why or "退回要写明改什么，一句话也行"
        if why:
            raise LibraryError(why)
        known = tuple(code for code, _ in reviewing.LOOKS if code in looked)
        api.step(uid, stage, passed=passed, words=words.strip()[:500], looked=known, hand=_hand(by, now))
        after = reviewing.NEXT[stage] if passed else Stage.DRAFT
        if after is Stage.PUBLISHED:
            api.show(uid, entry.latest, now=now)
        else:
            api.move(uid, stage, after)
        verb = reviewing.STEP_WORDS[stage] + ("通过" if passed else "退回")
        _audit(by, now, verb, version.article, "发布" if after is Stage.PUBLISHED else "")
    return after


def withdraw(uid: UUID, why: str, *, by: Actor, now: dt.datetime, today: dt.date) -> None:
    """下架. Raises LibraryError."""
    if not why.strip():
        raise LibraryError("下架要写明理由")
    with transaction.atomic():
        entry, version = locked(uid)
        _may_edit(by, entry)
        if entry.shown is None:
            raise LibraryError("这篇没有发布，不用下架")
        api.withdraw(uid, why.strip()[:300], on=today)
        _audit(by, now, "下架文章", version.article)


def set_validity(
    uid: UUID,
    validity: Validity,
    instead: UUID | None,
    notice: str,
    *,
    form: UUID,
    by: Actor,
    now: dt.datetime,
) -> None:
    """现行、历史、废止 of a published article, what took its place, the line above it. Raises LibraryError."""
    with transaction.atomic():
        entry, version = locked(uid)
        _may_edit(by, entry)
        if instead == uid:
            raise LibraryError("替代它的要是另一篇")
        if instead is not None and not queries.shown_some([instead]):
            raise LibraryError("替代它的那一篇没有发布；请先发布，再来改时效")
        if checking.classified(notice):
            raise LibraryError(MARKED)

        def change(one: Article) -> Article:
            return replace(one, validity=validity, replaced_by=instead, notice=notice.strip()[:500])

        amend(
            entry, lambda row: (change(row.article), row.written), CHANGED_VALIDITY, form=form, by=by, now=now
        )
        _audit(by, now, "改文章时效", version.article)


def amend(
    entry: EntryRow,
    change: Callable[[VersionRow], tuple[Article, str]],
    reason: str,
    *,
    form: UUID,
    by: Actor,
    now: dt.datetime,
) -> int | None:
    """Changes what readers see at once, in a transaction of the caller's; a revision that waits is changed alike.

    A revision under review too: what is wrong is put right now, and does not come back when it is published.
    The number of the version now shown; None where the form has come already. Raises LibraryError.
    """
    if entry.shown is None:
        raise LibraryError("这篇没有发布")
    shown, hand = queries.version(entry.id, entry.shown), _hand(by, now)
    draft = queries.version(entry.id, entry.latest) if entry.latest != entry.shown else None
    assert shown is not None
    one, markdown = change(shown)
    number = api.add_version(one, uid=form, written=markdown, reason=reason, hand=hand)
    if number is None:
        return None
    api.show_quietly(entry.id, number, now=now)
    if draft is not None and entry.stage in (Stage.DRAFT, *reviewing.REVIEWERS):
        one, markdown = change(draft)
        # Who wrote it stays its writer; whoever put a word right in it may still review it.
        writer = api.Hand(draft.by, draft.account, now)
        told = f"修订稿，{by.label}{reason}时一并改"[:300]
        api.add_version(one, uid=uuid5(form, "draft"), written=markdown, reason=told, hand=writer)
    return number


NOT_HIS = "选的文件里有您不能用的：只能选自己上传的、已经随文章发布的，或者本支部稿子里的；请重新选"
"""Refused where a form names a file that its writer could not open himself."""
MARKED = "文字里有密级标志；涉密内容不得进入本系统，请改用涉密载体，或删去误写的标志"
"""Refused wherever words are typed."""


def _checked(written: Written) -> Article:
    """The article with a safe body. Raises LibraryError."""
    one, source = written.article, written.article.source
    title = " ".join(one.title.split())
    body = written_html(written.markdown) if written.markdown.strip() else clean(one.body)
    text = text_of(body)
    if not title:
        raise LibraryError("请写标题")
    if checking.classified(f"{title}\n{one.notice}\n{text}"):
        raise LibraryError(MARKED)
    if source.link and not source.link.startswith(("http://", "https://")):
        raise LibraryError("来源链接要以 http:// 或 https:// 开头")
    if source.licence is Licence.NONE and text:
        raise LibraryError("没有转载授权的只存题录和链接；请清空正文，或改授权状态")
    if source.licence is Licence.NONE and not source.link:
        raise LibraryError("没有转载授权的要写来源链接，读者从那里看原文")
    if source.licence is Licence.LICENSED and not source.proof:
        raise LibraryError("已授权的请写明凭据：授权书编号、邮件日期，或者许可协议")
    if source.licence is not Licence.OWN and not source.name:
        raise LibraryError("不是本单位原创的，请写明来源")
    return replace(one, title=title, body=body)


def _rewrite(entry: EntryRow, one: Article, written: Written, hand: api.Hand) -> None:
    api.lock(entry.id)
    if entry.stage not in OPEN_TO_WRITING:
        raise LibraryError("这篇正在审，不能改；要改请审稿的人先退回")
    if one.version != entry.latest:
        raise LibraryError("这篇刚刚有人改过，您改的是前一版；请打开最新一版，把您的改动写进去")
    reason = written.reason.strip()[:290]
    reason = f"修订：{reason}" if reason in (ERRATUM, CHANGED_VALIDITY) else reason
    api.add_version(one, uid=written.uid, written=written.markdown, reason=reason, hand=hand)
    if entry.stage is not Stage.DRAFT:
        api.move(entry.id, entry.stage, Stage.DRAFT)


def taken_by(
    actor: Actor, entry: EntryRow, versions: Sequence[VersionRow], steps: Sequence[StepRow]
) -> frozenset[Stage]:
    """The steps of this round that the actor, under whatever account, has taken; writing counts as the first.

    Written is what came after the last version that passed review, but for errata and changes of validity.
    """
    found: dict[Stage, set[int]] = {Stage.DRAFT: set()}
    passed = max((one.number for one in steps if one.step is Stage.THIRD and one.passed), default=0)
    for row in versions:
        typed = row.article.version > passed and row.reason not in (ERRATUM, CHANGED_VALIDITY)
        if typed and row.account is not None:
            found[Stage.DRAFT].add(row.account)
    for one in steps:
        if one.round == entry.number and one.account is not None:
            found.setdefault(one.step, set()).add(one.account)
    others = set().union(*found.values()) - {actor.account}
    same = {actor.account, *(account for account in others if same_person(actor, account))}
    return frozenset(stage for stage, accounts in found.items() if accounts & same)


def locked(uid: UUID) -> tuple[EntryRow, VersionRow]:
    """An article and its latest version, held until the transaction ends. Raises LibraryError."""
    if queries.entry(uid) is None:
        raise LibraryError("没有这一篇")
    api.lock(uid)
    entry = queries.entry(uid)
    version = queries.version(uid, entry.latest) if entry else None
    assert entry is not None
    assert version is not None
    return entry, version


def _may_edit(by: Actor, entry: EntryRow) -> None:
    if not reviewing.may_edit(hats_over(by, entry.org)):
        raise LibraryError("由本支部的宣传委员或者机关党委办")


def _hand(by: Actor, now: dt.datetime) -> api.Hand:
    return api.Hand(by.label, by.account, now)


def _audit(by: Actor, now: dt.datetime, verb: str, one: Article, detail: str = "") -> None:
    ledger.audit(ledger.Stamp(by.signature, now), verb, f"《{one.title}》", detail)
