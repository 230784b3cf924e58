"""Writing to the ledger; called by actions only, inside their transaction."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection
from django.db.models import Q

from zhixing.core.facts.chain import START, Digest, link_hash
from zhixing.core.facts.kinds import Reversal
from zhixing.core.facts.record import Draft, Fact, FactError, Identify, encode
from zhixing.store.ledger import models, rows, sealing
from zhixing.store.ledger.spelling import (
    AUDIT,
    DIGESTS,
    ERASED,
    PURGED,
    audit_link,
    hashed_fields,
    identify_with,
    private_digest,
)
from zhixing.store.ledger.steady import while_unmoved

LOCK = 0x7A78
"""The PostgreSQL advisory lock under which links are appended. SQLite writes one at a time anyway."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who enters when, in which batch.

    `now` is the server's moment and decides. `claimed` is what the device's clock said, `corrected` the same
    with that clock's error taken off; both are `now` where there is no other clock. `second` and `reason` stand
    on what comes late to a closed year or in a corrected fact's place.
    """

    by: str
    now: dt.datetime
    batch: UUID | None = None
    claimed: dt.datetime | None = None
    corrected: dt.datetime | None = None
    second: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What the audit line of an entry says; how many facts it were stands before the detail."""

    verb: str
    target: str
    detail: str = ""
    subject: UUID | None = None


class Pen:
    """Appends links to the chains. Open one inside a transaction; it holds the append lock until the end."""

    def __init__(self) -> None:
        lock()
        id_key, digest, self._seq = rows.beginning() or (*decisions(), 0)
        self.digest = DIGESTS[digest]
        self.identify = identify_with(id_key)
        self._heads: dict[UUID, rows.Head] = {}
        self._rows: list[rows.FactRow] = []
        self._lines: list[models.AuditLine] = []
        self._private: list[models.Private] = []
        self._touched: set[UUID] = set()

    def append(
        self, drafts: Sequence[Draft], stamp: Stamp, *, line: Line | None = None
    ) -> list[rows.FactRow]:
        """Enters drafts. One whose uid is on the ledger and in force is known, and is left out.

        `line` is the audit line that goes with them, where anything is new.
        """
        new = _free_uids(drafts, self.identify)
        self._look_up({draft.chain for draft, _ in new} | ({AUDIT} if line else set()))
        added = [self._link(self._row(draft, uid, stamp), draft) for draft, uid in new]
        if line and added:
            self._tell(line, stamp, len(added))
        self._flush()
        return added

    def reverse(
        self, targets: Iterable[Fact], stamp: Stamp, *, reason: str, second: str
    ) -> list[rows.FactRow]:
        """Enters one reversing fact a target."""
        targets = list(targets)
        self._look_up({target.chain for target in targets})
        added = []
        for target in targets:
            draft = Draft(Reversal(), target.chain, target.source, target.subject, target.about, target.day)
            row = self._row(draft, self.identify("reversal", target.uid.hex), stamp)
            row.reverses, row.reason, row.second = target.uid, reason, second
            added.append(self._link(row, draft))
        self._flush()
        return added

    def _row(self, draft: Draft, uid: UUID, stamp: Stamp) -> rows.FactRow:
        return rows.FactRow(
            uid=uid,
            kind=draft.kind.value,
            version=draft.body.VERSION,
            chain=draft.chain,
            subject=draft.subject,
            about=draft.about,
            day=draft.day,
            body=encode(draft.body),
            claimed_at=stamp.claimed or stamp.now,
            corrected_at=stamp.corrected or stamp.now,
            received_at=stamp.now,
            by=stamp.by,
            reason=stamp.reason,
            second=stamp.second,
            batch=stamp.batch,
            file=draft.source.file,
            sheet=draft.source.sheet,
            row=draft.source.row,
        )

    def _look_up(self, chains: set[UUID]) -> None:
        """Where these chains end."""
        unknown = chains - set(self._heads)
        if unknown:
            self._heads.update(dict.fromkeys(unknown, (0, START)))
            self._heads.update(rows.heads(unknown))

    def _tell(self, line: Line, stamp: Stamp, count: int) -> None:
        """The audit line of what was entered, in the same writing."""
        told = f"{count} 条事实" + (f";{line.detail}" if line.detail else "")
        row = _line(stamp, line.verb, line.target, told, line.subject, self._heads[AUDIT], self.digest)
        self._heads[AUDIT] = (row.position, row.hash)
        self._touched.add(AUDIT)
        self._lines.append(row)

    def _link(self, row: rows.FactRow, draft: Draft) -> rows.FactRow:
        if draft.private:
            row.private_digest = self._keep_private(row.uid, draft)
        length, before = self._heads[row.chain]
        self._seq += 1
        row.seq, row.position, row.before = self._seq, length + 1, before
        row.hash = link_hash(before, hashed_fields(row), self.digest)
        self._heads[row.chain] = (row.position, row.hash)
        self._touched.add(row.chain)
        self._rows.append(row)
        return row

    def _keep_private(self, uid: UUID, draft: Draft) -> str:
        payload = json.dumps(dict(draft.private or {}), ensure_ascii=False, sort_keys=True)
        salt = secrets.token_hex(16)
        sealed = draft.body.SEALED
        stored = sealing.seal(payload, uid.hex) if sealed else payload
        self._private.append(models.Private(fact=uid, salt=salt, payload=stored, sealed=sealed))
        return private_digest(salt, payload, self.digest)

    def _flush(self) -> None:
        rows.insert(self._rows)
        rows.insert(self._private)
        rows.insert(self._lines)
        rows.keep_heads((chain, *self._heads[chain]) for chain in self._touched)
        # Others write audit lines in this transaction, too.
        self._heads.pop(AUDIT, None)
        self._rows, self._private, self._lines, self._touched = [], [], [], set()


def _free_uids(drafts: Sequence[Draft], identify: Identify) -> list[tuple[Draft, UUID]]:
    """The drafts that are new, each with its uid, in the order given.

    A uid follows from what is stated; stated again, after a reversal or after something else held, it is the
    next one in line. A uid made by the client stands: the same again is known, with other content it is a
    conflict.
    """
    found: dict[int, UUID] = {}
    given: set[UUID] = set()
    waiting = [(place, 0) for place in range(len(drafts))]
    while waiting:
        named = [(p, g, drafts[p].uid or _uid(drafts[p], g, identify)) for p, g in waiting]
        taken = _standing([uid for _, _, uid in named])
        waiting = []
        for place, generation, uid in named:
            if uid not in taken and uid not in given:
                found[place] = uid
                given.add(uid)
            elif drafts[place].uid and uid in taken:
                _check_same(drafts[place], uid)
            elif drafts[place].again or taken.get(uid):
                waiting.append((place, generation + 1))
    return [(drafts[place], found[place]) for place in sorted(found)]


def _uid(draft: Draft, generation: int, identify: Identify) -> UUID:
    return identify("fact", draft.key, draft.content, str(generation))


def _check_same(draft: Draft, uid: UUID) -> None:
    row = models.Fact.objects.get(uid=uid)
    there = (row.kind, row.body, row.subject, row.about, row.day)
    if there != (draft.kind.value, encode(draft.body), draft.subject, draft.about, draft.day):
        raise FactError(f"编号 {uid} 已经用于另一条内容不同的事实;请重新登记")


def _standing(uids: list[UUID]) -> dict[UUID, bool]:
    """Which uids are on the ledger already, and whether they have been reversed."""
    known: dict[UUID, bool] = {}
    for start in range(0, len(uids), rows.MANY):
        known.update(rows.standing(uids[start : start + rows.MANY]))
    return known


@while_unmoved
def lock() -> None:
    """Waits until nobody else appends; released with the transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def last_seq() -> int:
    """The number of the last fact, 0 for an empty ledger."""
    return rows.last_seq()


def installation() -> models.Installation:
    """This installation's decisions, made at the first call."""
    made = {"id_key": secrets.token_hex(32), "digest": settings.CHAIN_DIGEST}
    return models.Installation.objects.get_or_create(id=1, defaults=made)[0]


def decisions() -> tuple[str, str]:
    """The key of this installation's ids, and the digest its chains were begun with."""
    made = rows.decisions()
    if made is None:
        row = installation()
        made = (row.id_key, row.digest)
    return made


def chain_digest() -> Digest:
    """The digest that this installation's chains were begun with."""
    return DIGESTS[decisions()[1]]


def open_batch(*, folder: str, digest: str, year: int, stamp: Stamp) -> models.Batch:
    """The batch of a folder: one that was interrupted is taken up again, otherwise a new one."""
    lock()
    left = models.Batch.objects.filter(digest=digest, year=year, state=models.Batch.State.RUNNING).first()
    if left is not None:
        return left
    number = (models.Batch.objects.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    return models.Batch.objects.create(
        id=uuid4(),
        number=number,
        folder=folder,
        digest=digest,
        year=year,
        by=stamp.by,
        started_at=stamp.now,
        state=models.Batch.State.RUNNING,
    )


def close_batch(batch: UUID, *, report: str, now: dt.datetime) -> None:
    """An import came to its end."""
    count = models.Fact.objects.filter(batch=batch).count()
    models.Batch.objects.filter(id=batch).update(
        state=models.Batch.State.DONE, report=report, finished_at=now, facts=count
    )


def close_interrupted(batch: models.Batch, *, now: dt.datetime) -> list[int]:
    """Earlier imports of this folder that never came to their end will not: their folder has been changed since.

    Gives their numbers; what they entered stays and can be withdrawn.
    """
    running = models.Batch.objects.filter(state=models.Batch.State.RUNNING)
    left = running.filter(folder=batch.folder, year=batch.year).exclude(id=batch.id).order_by("number")
    for one in left:
        one.state, one.finished_at = models.Batch.State.PARTIAL, now
        one.facts = models.Fact.objects.filter(batch=one.id).count()
        one.save(update_fields=["state", "finished_at", "facts"])
    return [one.number for one in left]


def claim(batch: UUID, facts: Iterable[UUID]) -> None:
    """A batch states these facts too, which others have brought."""
    own = set(models.Fact.objects.filter(batch=batch).values_list("uid", flat=True))
    rows = [models.Claim(batch=batch, fact=uid) for uid in facts if uid not in own]
    models.Claim.objects.bulk_create(rows, batch_size=4000, ignore_conflicts=True)


def mark_withdrawn(batch: UUID, *, now: dt.datetime) -> None:
    """What only this batch stated has been reversed."""
    models.Batch.objects.filter(id=batch).update(state=models.Batch.State.WITHDRAWN, finished_at=now)


def mark_second_missing(batch: UUID) -> None:
    """Somebody withdrew (of) a batch alone."""
    models.Batch.objects.filter(id=batch).update(second_missing=True)


def purge_audit(before: dt.datetime, *, stamp: Stamp) -> int:
    """Deletes the audit lines up to a moment that the guards allow, and keeps the last one's hash: the chain
    goes on from there. Stops at a line that explains erased words. On PostgreSQL the owner's business.
    """
    lock()
    lines = models.AuditLine.objects.order_by("position")
    stop = lines.filter(Q(at__gte=before) | Q(verb=ERASED)).first()
    old = lines.filter(position__lt=stop.position) if stop else lines
    last = old.last()
    if last is None:
        return 0
    count = old.count()
    models.ChainHead.objects.update_or_create(
        chain=PURGED, defaults={"length": last.position, "hash": last.hash}
    )
    old.delete()
    audit(stamp, "清理操作记录", f"至第 {last.position} 行", f"{count} 行,早于 {before:%Y-%m-%d}")
    return count


def audit(stamp: Stamp, verb: str, target: str, detail: str = "", subject: UUID | None = None) -> None:
    """One audit line, in the transaction of what it tells, chained to the line before it.

    `subject` is the person whose data was touched or read: he sees the line.
    """
    _write_lines([(target, detail, subject)], stamp, verb)


def audit_each(stamp: Stamp, verb: str, target: str, subjects: Sequence[UUID]) -> None:
    """One audit line for each of several people, in one writing."""
    if subjects:
        _write_lines([(target, "", subject) for subject in subjects], stamp, verb)


def audit_every(stamp: Stamp, verb: str, told: Sequence[tuple[str, UUID]]) -> None:
    """One audit line for each target and the person it is about, in one writing."""
    if told:
        _write_lines([(target, "", subject) for target, subject in told], stamp, verb)


def _write_lines(told: Sequence[tuple[str, str, UUID | None]], stamp: Stamp, verb: str) -> None:
    """Lines that differ in their target, detail and subject."""
    lock()
    end, digest = rows.heads({AUDIT}).get(AUDIT, (0, START)), chain_digest()
    made = []
    for target, detail, subject in told:
        row = _line(stamp, verb, target, detail, subject, end, digest)
        end = (row.position, row.hash)
        made.append(row)
    rows.insert(made)
    rows.keep_heads([(AUDIT, *end)])


def _line(
    stamp: Stamp, verb: str, target: str, detail: str, subject: UUID | None, end: rows.Head, digest: Digest
) -> models.AuditLine:
    """An audit line as the next link of its chain."""
    row = models.AuditLine(
        at=stamp.now,
        by=stamp.by,
        verb=verb,
        target=target[:120],
        detail=detail[:300],
        subject=subject,
        position=end[0] + 1,
        before=end[1],
    )
    row.hash = link_hash(row.before, audit_link(row).fields, digest)
    return row
