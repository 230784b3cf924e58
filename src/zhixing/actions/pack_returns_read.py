"""Returns read in bulk: looked at first, then accepted; what can't be read is named with its remedy, the rest goes on.

Between the look and the acceptance nothing is kept: the page carries what was read, signed by the server.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid5

from django.core import signing
from django.db import transaction

from zhixing.actions.pack_returns import CODES, FILE, Arrival, NotTaken, looked_at, receipt, take_return
from zhixing.actions.recording import BOOKKEEPERS, Ask, NotYours
from zhixing.actions.roll import roll
from zhixing.core.names import clean_name
from zhixing.core.packs.codes import codes_of, read_code
from zhixing.core.packs.parts import Gathered, Piece, gather, read_piece
from zhixing.core.packs.sheet import NotASheet, Sheet, read_sheet, returned_of, write_sheet
from zhixing.core.people.changes import home
from zhixing.interop.packs.reading import Incoming, Reader, Refused
from zhixing.store.ledger import api as ledger
from zhixing.store.packs import api, queries
from zhixing.store.packs import signing as codes_key
from zhixing.store.people.queries import Actor

SALT = "returns of packs"
AGE = dt.timedelta(hours=12)
MOST_CARRIED = 1_500_000
"""Characters a page carries from the look to the acceptance."""


@dataclass(frozen=True, slots=True)
class Line:
    """One return of a preview: who, of which branch and pack, from which file; whether it can be taken, and words."""

    name: str
    branch: str
    title: str
    file: str
    good: bool
    told: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What was read: returns, parts that wait for others, what was refused. `carried`: for `accept`."""

    lines: tuple[Line, ...]
    partial: tuple[Line, ...]
    refused: tuple[Refused, ...]
    carried: str

    @property
    def takeable(self) -> int:
        """How many can be taken."""
        return sum(line.good for line in self.lines)


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a preview: lines as they were taken, how many parts are kept for the rest."""

    lines: tuple[Line, ...]
    partial: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A whole return with its way and file."""

    sheet: Sheet
    way: str
    file: str


@dataclass(slots=True)
class _Desk:
    """Whose codes are whose: made for each pack that is asked about."""

    key: bytes
    people: Sequence[UUID]
    tables: dict[UUID, Mapping[str, UUID]] = field(default_factory=dict)

    def owner(self, code: str, pack: UUID) -> UUID | None:
        """Whose code of a pack it is."""
        if pack not in self.tables:
            self.tables[pack] = codes_of(self.key, pack, self.people)
        return self.tables[pack].get(read_code(code))

    def anybody(self, code: str) -> UUID | None:
        """Whose code it is, of whichever pack."""
        found = (self.owner(code, pack) for pack in sorted(queries.packs_known()))
        return next((one for one in found if one is not None), None)


def look(files: Iterable[Incoming], pasted: str, *, actor: Actor, today: dt.date) -> Preview:
    """Reads files and pasted text; nothing is written. Raises NotYours."""
    _check(actor)
    with Reader() as reader:
        brought = reader.read(files, pasted)
    files_of = {piece.of: name for name, piece in brought.pieces}
    pieces = [piece for _, piece in brought.pieces]
    kept = queries.parts_with({piece.code for piece in pieces}) if pieces else []
    asked = {piece.of for piece in pieces}
    whole, partial, refused = _put_together(
        gather(one for one in (*kept, *pieces) if one.of in asked), files_of
    )
    found = [_Found(sheet, FILE, name) for name, sheet in brought.sheets] + whole
    desk = _desk()
    lines = [_line(one, desk, today) for one in found]
    waiting = [_partial(one, desk, files_of) for one in partial]
    carried = signing.dumps(
        {
            "sheets": [[write_sheet(one.sheet), one.way, one.file] for one in found],
            "pieces": [piece.sign for piece in pieces],
            "by": actor.account,
        },
        salt=SALT,
        compress=True,
    )
    if len(carried) > MOST_CARRIED:
        refused.append(Refused("这一批", "内容太多，一次收不下；请分成两三批再传"))
        return Preview((), (), (*brought.refused, *refused), "")
    return Preview(tuple(lines), tuple(waiting), (*brought.refused, *refused), carried)


def accept(carried: str, ask: Ask) -> Accepted:
    """Takes everything of a preview that can be taken, and keeps parts for the rest. Raises NotYours, NotTaken."""
    _check(ask.by)
    try:
        told = signing.loads(carried, salt=SALT, max_age=AGE)
    except signing.BadSignature:
        raise NotTaken("预览已经过期或不完整；请重新上传") from None
    if told["by"] != ask.by.account:
        raise NotTaken("预览是另一个账户做的；请重新上传")
    desk = _desk()
    found = [_Found(read_sheet(text), way, file) for text, way, file in told["sheets"]]
    lines = tuple(_take(one, desk, ask) for one in found)
    return Accepted(lines, _keep([read_piece(sign) for sign in told["pieces"]], desk, ask))


def _check(actor: Actor) -> None:
    if not actor.wears(*BOOKKEEPERS):
        raise NotYours


def _desk() -> _Desk:
    return _Desk(codes_key.key(), sorted(roll().register.people))


def _put_together(
    found: Iterable[Gathered], files: Mapping[tuple[str, str, int], str]
) -> tuple[list[_Found], list[Gathered], list[Refused]]:
    whole: list[_Found] = []
    partial: list[Gathered] = []
    refused: list[Refused] = []
    for one in found:
        file = files.get((one.code, one.whole, one.total), "")
        if one.missing:
            partial.append(one)
            continue
        try:
            if one.torn:
                raise NotASheet("二维码拼起来对不上；请本人重新生成，再整套拍一遍")
            whole.append(_Found(read_sheet(one.text), CODES, file))
        except NotASheet as wrong:
            refused.append(Refused(file, str(wrong)))
    return whole, partial, refused


def _arrival(one: _Found, desk: _Desk, today: dt.date) -> Arrival:
    """Whose return it is and what of. Raises NotTaken."""
    pack = queries.pack(one.sheet.pack, one.sheet.version)
    if pack is None:
        raise NotTaken("没有发过这一版学习包；请核对是不是本单位的学习包")
    owner = desk.owner(one.sheet.code, pack.id)
    person = roll().register.people.get(owner) if owner else None
    if person is None:
        raise NotTaken("短码不对，认不出是谁；请让本人核对支部发的短码")
    if clean_name(one.sheet.name) != clean_name(person.name):
        raise NotTaken("姓名和短码对不上，不能替别人交；请让本人核对姓名和短码")
    try:
        returned = returned_of(one.sheet, pack, person.id)
    except NotASheet as wrong:
        raise NotTaken(str(wrong)) from None
    return looked_at(returned, _uid(one.sheet), today=today)


def _uid(sheet: Sheet) -> UUID:
    """The same return is the same by whatever way it comes."""
    return uuid5(sheet.pack, write_sheet(replace(sheet, code=read_code(sheet.code))))


def _line(one: _Found, desk: _Desk, today: dt.date) -> Line:
    try:
        found = _arrival(one, desk, today)
    except NotTaken as refusal:
        return Line(one.sheet.name or "没有写姓名", "", "", one.file, False, str(refusal))
    if found.known is not None:
        return _line_of(found, one.file, False, "先前已经收到，不用再收")
    return _line_of(found, one.file, True, receipt(found).replace("已收到", "", 1))


def _take(one: _Found, desk: _Desk, ask: Ask) -> Line:
    try:
        found = _arrival(one, desk, ask.today)
        took = take_return(found.returned, replace(ask, uid=_uid(one.sheet)), way=one.way, vouched=True)
    except NotTaken as refusal:
        return Line(one.sheet.name or "没有写姓名", "", "", one.file, False, str(refusal))
    return _line_of(found, one.file, took.new, took.told)


def _line_of(found: Arrival, file: str, good: bool, told: str) -> Line:
    register = roll().register
    return Line(found.person.name, register.name_of(found.org), found.pack.title, file, good, told)


def _partial(one: Gathered, desk: _Desk, files: Mapping[tuple[str, str, int], str]) -> Line:
    """`张三：缺第 3 张，共 5 张`; what came is kept when the preview is accepted."""
    owner = desk.anybody(one.code)
    person = roll().register.people.get(owner) if owner else None
    file = files.get((one.code, one.whole, one.total), "")
    missing = "、".join(str(nth) for nth in one.missing)
    told = f"缺第 {missing} 张，共 {one.total} 张；请补拍这几张再传，已收的会留着"
    if person is None:
        return Line("短码不对", "", "", file, False, f"{told}；短码认不出是谁，请让本人核对")
    return Line(person.name, roll().register.name_of(home(person)), "", file, True, told)


def _keep(pieces: Sequence[Piece], desk: _Desk, ask: Ask) -> tuple[Line, ...]:
    """Keeps parts of what is not whole yet, and forgets those of what has come together."""
    kept = queries.parts_with({piece.code for piece in pieces}) if pieces else []
    asked = {piece.of for piece in pieces}
    found = gather(one for one in (*kept, *pieces) if one.of in asked)
    lines = []
    with transaction.atomic():
        api.drop_parts([(one.code, one.whole, one.total) for one in found if not one.missing])
        for one in found:
            owner = desk.anybody(one.code) if one.missing else None
            person = roll().register.people.get(owner) if owner else None
            if person is None:
                continue
            hand = api.Hand(ask.by.account, ask.by.signature, ask.now)
            if api.keep_parts(one.pieces.values(), person.id, home(person), by=hand):
                stamp = ledger.Stamp(ask.by.signature, ask.now)
                ledger.audit(stamp, "收下", "学习包回传的一部分", f"缺 {len(one.missing)} 张", person.id)
            lines.append(_partial(one, desk, {}))
    return tuple(lines)
