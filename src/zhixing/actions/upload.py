"""Workbooks sent through the browser: received, looked through in the background, dropped.

Nothing is parsed here. Every file is on the disk before the upload is acknowledged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from zhixing.actions import background
from zhixing.actions.actors import whole_tree
from zhixing.interop.workbooks.folder import left_alone, shown_name
from zhixing.interop.workbooks.gate import ANEW, MAX_BYTES, MB
from zhixing.store.intake import api, files, queries
from zhixing.store.intake.queries import FileRow, State, UploadRow
from zhixing.store.ledger import api as ledger
from zhixing.store.people.queries import BRANCH, SECRETARY, SUPERIOR, Actor

SENDERS = (BRANCH, SECRETARY, SUPERIOR)
MAX_FILES = 300
MAX_TOTAL = 200 * MB
LONGEST_NAME = 120
NO_BRANCH = "您名下没有可以导入的党支部；请管理员核对您的授权"
UNTITLED = "网页上传"


class NotReceived(ValueError):
    """The upload was not taken; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file on its way: the sender's name for it, its size in bytes, its content in chunks."""

    name: str
    size: int
    chunks: Callable[[], Iterable[bytes]]


def reach_of(actor: Actor) -> frozenset[UUID] | None:
    """The branches whose books an actor may add to by an import; None for all."""
    return None if whole_tree(actor, SUPERIOR) else actor.reach(*SENDERS)


def may_handle(actor: Actor, upload: UploadRow) -> bool:
    """Whether an actor may see an upload and go on with it: his own, or one within what he covers."""
    reach = reach_of(actor)
    if reach is None:
        return True
    return upload.account == actor.account or (upload.reach is not None and upload.reach <= reach)


def receive(
    incoming: Sequence[Incoming], *, upload: UUID, actor: Actor, year: int, folder: str, now: dt.datetime
) -> UUID:
    """Stores the files and puts the reading on the list. `upload` is the form's own id: sent twice, it is one.

    Raises NotReceived.
    """
    if (there := queries.upload(upload)) is not None:
        if there.account != actor.account:
            raise NotReceived("这个表单已经用过；请刷新页面后重新选择文件")
        if _same(upload, incoming):
            return upload
        # Back in the browser, other files chosen, sent with the form of before.
        upload = uuid4()
    _check(incoming)
    reach = reach_of(actor)
    if reach is not None and not reach:
        raise NotReceived(NO_BRANCH)
    try:
        stored = [_store(upload, n, one, name) for n, (one, name) in enumerate(_named(incoming), 1)]
    except OSError:
        files.remove(upload)
        raise NotReceived(
            "服务器的磁盘写不下这些文件，这次什么都没有收下。请管理员腾出空间后再上传"
        ) from None
    with transaction.atomic():
        api.add_upload(
            upload,
            stored,
            account=actor.account,
            by=actor.signature,
            reach=reach,
            year=year,
            folder=shown_name(folder).strip() or UNTITLED,
            now=now,
        )
        ledger.audit(_stamp(actor, now), "上传台账", _target(upload), f"{len(stored)} 个文件")
        background.later(background.look_through, str(upload))
    return upload


def _same(upload: UUID, incoming: Sequence[Incoming]) -> bool:
    """Whether these are the files that an upload came with."""
    there = sorted((one.name, one.size) for one in queries.files(upload))
    return there == sorted((name, one.size) for one, name in _named(incoming))


def _check(incoming: Sequence[Incoming]) -> None:
    if not incoming:
        raise NotReceived("没有选文件；请选工作簿（.xlsx、.xls 或 .csv），或整个文件夹")
    if len(incoming) > MAX_FILES:
        raise NotReceived(f"一次最多 {MAX_FILES} 个文件，选了 {len(incoming)} 个；请分几次上传")
    total = sum(one.size for one in incoming)
    if total > MAX_TOTAL:
        raise NotReceived(
            f"一次最多 {MAX_TOTAL // MB} MB，选的文件共 {total // MB} MB；请只选台账，或分几次上传"
        )


def _named(incoming: Sequence[Incoming]) -> Iterator[tuple[Incoming, str]]:
    """Each file with the name it is shown by: without a path, not too long, no two alike."""
    seen: set[str] = set()
    for one in incoming:
        bare = shown_name(one.name).replace("\\", "/").rpartition("/")[2]
        bare = "".join(char for char in bare if char.isprintable()).strip() or "没有名字的文件"
        stem, dot, suffix = bare.rpartition(".")
        stem, suffix = (stem, dot + suffix) if dot and len(suffix) < 10 else (bare, "")
        stem = stem[:LONGEST_NAME]
        name, n = stem + suffix, 1
        while name in seen:
            n += 1
            name = f"{stem}（{n}）{suffix}"
        seen.add(name)
        yield one, name


def _store(upload: UUID, number: int, one: Incoming, name: str) -> FileRow:
    """What cannot be a workbook is not even kept; it is named in the report."""
    if left_alone(name) is not None:
        return FileRow(name, "", "", one.size, "")
    if one.size > MAX_BYTES:
        reason = f"“{name}”超过 {MAX_BYTES // MB} MB，台账不会这么大。请删除图片和多余内容，{ANEW}"
        return FileRow(name, "", "", one.size, reason)
    there = files.store(upload, number, one.chunks())
    return FileRow(name, there.stored, there.sha256, there.size, "")


def drop(upload: UUID, *, actor: Actor, now: dt.datetime) -> bool:
    """Gives an upload up that has not been accepted; its files are deleted at once."""
    with transaction.atomic():
        before = (State.QUEUED, State.READING, State.WAITING, State.FAILED)
        if not api.move(upload, before=before, to=State.DROPPED, now=now):
            return False
        ledger.audit(_stamp(actor, now), "放弃上传", _target(upload))
        transaction.on_commit(lambda: files.remove(upload))
    return True


def try_again(upload: UUID, *, actor: Actor, now: dt.datetime) -> bool:
    """Looks through an upload anew that could not be done. What had been entered is known and not doubled."""
    with transaction.atomic():
        if not api.move(upload, before=(State.FAILED,), to=State.QUEUED, now=now):
            return False
        ledger.audit(_stamp(actor, now), "重新读取上传", _target(upload))
        background.later(background.look_through, str(upload))
    return True


def go_on(done: UploadRow, *, actor: Actor, now: dt.datetime) -> UUID:
    """The same files once more, with what was decided: what was left open may be settled after all.

    What is on the ledger is known and not doubled. Raises NotReceived when the files are gone.
    """
    reach, new = reach_of(actor), uuid4()
    if reach is not None and not reach:
        raise NotReceived(NO_BRANCH)
    try:
        files.copy(done.id, new)
    except OSError:
        files.remove(new)
        raise NotReceived("当时上传的工作簿已经清理了，或者磁盘写不下；请重新上传") from None
    with transaction.atomic():
        api.add_upload(
            new,
            queries.files(done.id),
            account=actor.account,
            by=actor.signature,
            reach=reach,
            year=done.year,
            folder=done.folder,
            now=now,
        )
        api.copy_decisions(done.id, new)
        ledger.audit(_stamp(actor, now), "接着认定", _target(new), f"接 {_target(done.id)}")
        background.later(background.look_through, str(new))
    return new


def accept(upload: UUID, *, actor: Actor, now: dt.datetime) -> bool:
    """Puts the import on the list. Of two who accept one succeeds."""
    with transaction.atomic():
        if not api.move(upload, before=(State.WAITING,), to=State.ACCEPTED, now=now):
            return False
        api.set_accepted(upload, actor.signature)
        ledger.audit(_stamp(actor, now), "接受导入", _target(upload))
        background.later(background.take_in, str(upload))
    return True


def pick_up() -> int:
    """Puts work on the list again that somebody waits for and that stands on no list: a worker was broken off in
    the middle of it. Gives how many.
    """
    listed = DBTaskResult.objects.ready() | DBTaskResult.objects.running()
    known = {one["args"][0] for one in listed.values_list("args_kwargs", flat=True) if one["args"]}
    lost = [row for row in queries.open_uploads() if str(row.id) not in known and _waits(row)]
    for row in lost:
        entering = row.state in (State.ACCEPTED, State.ENTERING)
        with transaction.atomic():
            background.later(background.take_in if entering else background.look_through, str(row.id))
    return len(lost)


def _waits(row: UploadRow) -> bool:
    """Whether the background owes this upload something."""
    return row.state in queries.UNDER_WAY or (row.state == State.WAITING and not row.current)


def tidy(*, now: dt.datetime) -> int:
    """Deletes uploads whose term is over: 30 days after the end, 180 days where nobody settled them."""
    old = queries.stale(finished_before=now - dt.timedelta(days=30), open_before=now - dt.timedelta(days=180))
    for upload in old:
        with transaction.atomic():
            api.forget(upload)
            ledger.audit(ledger.Stamp("系统", now), "清理上传", _target(upload), "保存期满")
        files.remove(upload)
    return len(old)


def _stamp(actor: Actor, now: dt.datetime) -> ledger.Stamp:
    return ledger.Stamp(actor.signature, now)


def _target(upload: UUID) -> str:
    return f"上传 {upload.hex[:8]}"
