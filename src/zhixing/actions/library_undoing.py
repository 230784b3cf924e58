"""撤回送审, 弃稿, files sent in by mistake: what nobody has reviewed or read yet is taken back or thrown away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from uuid import UUID

from django.conf import settings
from django.db import transaction

from zhixing.actions import library_files
from zhixing.actions.library_desk import LibraryError, hats_over, locked, taken_by
from zhixing.core.library import reviewing
from zhixing.core.library.article import Stage
from zhixing.store.content import api, files, queries
from zhixing.store.content.queries import MediumRow
from zhixing.store.courses import api as courses
from zhixing.store.ledger import api as ledger
from zhixing.store.people.queries import Actor

CAME_ALONG = ("image/", "application/scorm")
"""Pictures of a document and packages: nobody sent them in by themselves, so they go with their draft."""


def recall(uid: UUID, *, by: Actor, now: dt.datetime) -> None:
    """撤回送审: back to a draft, before anybody has reviewed it. Raises LibraryError."""
    with transaction.atomic():
        entry, version = locked(uid)
        mine = taken_by(by, entry, queries.versions(uid), queries.steps(uid))
        why = reviewing.why_not_recall(entry.stage, mine=mine)
        if why:
            raise LibraryError(why)
        api.move(uid, Stage.FIRST, Stage.DRAFT)
        ledger.audit(ledger.Stamp(by.signature, now), "撤回文库送审", f"《{version.article.title}》")


def discard(uid: UUID, *, sure: bool, by: Actor, now: dt.datetime) -> None:
    """弃稿: a draft never published goes with its versions, its reviews and what came along. Raises LibraryError."""
    with transaction.atomic():
        entry, version = locked(uid)
        versions = queries.versions(uid)
        why = reviewing.why_not_discard(
            entry.stage,
            hats_over(by, entry.org),
            mine=taken_by(by, entry, versions, queries.steps(uid)),
            published=entry.published_at is not None,
        )
        if why or not sure:
            raise LibraryError(why or "弃稿不能恢复；请勾选“我确定弃掉这一篇”再点")
        held = queries.media({one for row in versions for one in row.article.media})
        api.discard(uid)
        named = queries.media_named()
        gone = [one for one in held if one.id not in named and one.type.startswith(CAME_ALONG)]
        _drop(gone)
        ledger.audit(ledger.Stamp(by.signature, now), "弃稿", f"《{version.article.title}》")
    _unlink(one.sha256 for one in gone)


def removable(rows: Iterable[MediumRow], actor: Actor) -> frozenset[UUID]:
    """Which of these files an actor may remove: beside no article, sent in by him. One query at most."""
    organ = library_files.for_all(actor)
    his = {row.id for row in rows if organ or row.account == actor.account}
    return frozenset(his - queries.media_named() if his else ())


def remove(uid: UUID, *, sure: bool, by: Actor, now: dt.datetime) -> None:
    """Deletes a file sent in by mistake, which stands beside no version of any article. Raises LibraryError."""
    with transaction.atomic():
        rows = queries.media([uid])
        if not rows:
            raise LibraryError("没有这个文件，可能刚刚删过")
        if not removable(rows, by):
            raise LibraryError("只能删自己上传的、没有放进任何一篇稿子的文件；已经放进草稿的，请先弃稿")
        if not sure:
            raise LibraryError("删了不能恢复；请勾选“我确定”再点删除")
        _drop(rows)
        ledger.audit(ledger.Stamp(by.signature, now), "删除文库文件", f"《{rows[0].title}》")
    _unlink(one.sha256 for one in rows)


def _drop(rows: Collection[MediumRow]) -> None:
    for one in rows:
        courses.drop(one.id)
        api.drop_medium(one.id)


def _unlink(digests: Iterable[str]) -> None:
    """Removes bytes that no row names any more, once the rows are gone for good."""
    known = {digest for digest, _ in queries.digests()}
    for digest in set(digests) - known:
        files.path_of(settings.HOME, digest).unlink(missing_ok=True)
