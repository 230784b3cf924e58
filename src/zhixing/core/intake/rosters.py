"""Rows about rosters, leave, cover, rooms, speakers and busy seasons become drafts. See core.facts.rostering."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from zhixing.core.facts.kinds import Body
from zhixing.core.facts.record import Draft, Source
from zhixing.core.facts.rostering import (
    CoverSet,
    DutyException,
    LeaveSpan,
    MonthRoster,
    PeakSet,
    ShiftRoster,
    SpeakerSet,
    Unavailable,
    VenueSet,
)
from zhixing.core.intake.desk import Desk, source_of
from zhixing.core.intake.orgs import Orgs
from zhixing.core.intake.rows import CoverRow, LeaveRow, MonthRow, PeakRow, ShiftRow, SpeakerRow, VenueRow
from zhixing.core.rosters.grid import AM, PM
from zhixing.core.rosters.patterns import UNSAID, Patterns

_DAY = dt.timedelta(days=1)
MOST_EXCEPTION_DAYS = 31
"""A change of shifts for longer is another pattern."""


def take_shifts(
    desk: Desk, rows: Iterable[ShiftRow], patterns: Patterns | None, year: int
) -> Iterable[ShiftRow]:
    """班次表, a person a row. Without a day from which it holds, it holds from the first day of its year."""
    for row in rows:
        desk.begin_row()
        source = source_of(row.origin)
        person = desk.who(source, "姓名", row.name, branch=row.branch)
        found = patterns.find(row.pattern) if patterns else None
        if patterns is not None and found is None:
            reason = "认不出这种班制；请写常用的名称（规则手册“班制”一条列有），或请机关党委在规则里补上"
            desk.leave_open(source, "班制", row.pattern, reason)
        elif person is not None:
            name = found.name if found else row.pattern
            if found and found.rotates and row.anchor is None:
                desk.warn(f"{source.words}：{name}没有写轮班起点，按班次不明计，不安排学习；请补上起点再导入")
            since = row.since or dt.date(year, 1, 1)
            until = row.last + _DAY if row.last else None
            if until is not None and until <= since:
                desk.leave_open(source, "止", str(row.last), f"止早于起（{since}），请核对")
            else:
                anchor = row.anchor if found is None or found.rotates else None
                _person(desk, source, person, ShiftRoster(name, since, until, anchor), row.name)
        yield row


def take_months(desk: Desk, rows: Iterable[MonthRow]) -> Iterable[MonthRow]:
    """月班次表, a mark a day."""
    for row in rows:
        desk.begin_row()
        source = source_of(row.origin)
        person = desk.who(source, "姓名", row.name, branch=row.branch)
        if person is not None and set(row.marks) != {UNSAID}:
            body = MonthRoster(f"{row.year:04d}-{row.month:02d}", row.marks)
            _person(desk, source, person, body, row.name)
        yield row


def take_leave(desk: Desk, rows: Iterable[LeaveRow]) -> Iterable[LeaveRow]:
    """请假与换班: leave without its reason, duty and rest by the day."""
    for row in rows:
        desk.begin_row()
        source = source_of(row.origin)
        person = desk.who(source, "姓名", row.name, branch=row.branch)
        length = (row.last - row.first).days + 1
        if person is None:
            pass
        elif row.what == "leave" and row.part in ("", AM, PM):
            _person(desk, source, person, LeaveSpan(row.first, row.last + _DAY, row.part), row.name)
        elif row.what == "leave":
            desk.leave_open(source, "时段", "夜班", "夜里请假请写成“换班休息”，时段写夜班")
        elif length > MOST_EXCEPTION_DAYS:
            reason = f"换班、加班最多 {MOST_EXCEPTION_DAYS} 天；更长的请在班次表里改班制"
            desk.leave_open(source, "止", str(row.last), reason)
        else:
            for n in range(length):
                for part in (row.part,) if row.part else (AM, PM):
                    _person(
                        desk, source, person, DutyException(row.first + n * _DAY, part, row.what), row.name
                    )
        yield row


def take_covers(
    desk: Desk, orgs: Orgs, rows: Iterable[CoverRow], organ: str, year: int
) -> Iterable[CoverRow]:
    """站点最低在岗."""
    for row in rows:
        desk.begin_row()
        source = source_of(row.origin)
        branch = orgs.known(row.branch) if row.branch else None
        station = known_station(orgs, row.station, branch)
        if station is None:
            desk.leave_open(source, "站点", row.station, "不是已知的站点，或有几个同名的；请写明所属支部")
        else:
            since = row.first or dt.date(year, 1, 1)
            until = row.last + _DAY if row.last else None
            if until is not None and until <= since:
                desk.leave_open(source, "止", str(row.last), f"止早于起（{since}），请核对")
            else:
                body = CoverSet(row.weekdays, row.half, row.minimum, since, until)
                chain = _books(orgs, station)
                desk.add(Draft(body, chain or station, source, about=station), value=row.station)
        yield row


def take_venues(desk: Desk, orgs: Orgs, rows: Iterable[VenueRow], organ: str) -> Iterable[VenueRow]:
    """场地, with the days on which each cannot be had."""
    for row in rows:
        desk.begin_row()
        source, root = source_of(row.origin), orgs.root(row.origin, organ)
        branch = orgs.known(row.branch) if row.branch else None
        station = known_station(orgs, row.station, branch) if row.station else None
        if row.station and station is None:
            desk.leave_open(source, "所在站点", row.station, "不是已知的站点，或有几个同名的；请写明所属支部")
        else:
            venue, root = desk.identify("venue", row.name), _books(orgs, station) or root
            body = VenueSet(row.name, row.seats, station.hex if station else "", row.open)
            desk.add(Draft(body, root, source, about=venue), value=row.name)
            _closed(desk, source, root, venue, row.closed)
        yield row


def take_speakers(desk: Desk, orgs: Orgs, rows: Iterable[SpeakerRow], organ: str) -> Iterable[SpeakerRow]:
    """师资: members by their name, others by name and unit in private words. Who it is is never guessed:
    the sheet says from outside, or the unit is one of ours, or the row is left open.
    """
    for row in rows:
        desk.begin_row()
        source, root = source_of(row.origin), orgs.root(row.origin, organ)
        ours = orgs.known(row.unit) if row.unit else None
        outside = row.outside if row.outside is not None else bool(row.unit) and ours is None
        if outside:
            words = {"name": f"{row.name}（{row.unit}）" if row.unit else row.name}
            speaker = desk.identify("speaker", row.name, row.unit)
            body = SpeakerSet("", row.topics, True, row.open)
            draft = Draft(body, root, source, speaker, speaker, None, words)
            if desk.add(draft, value=row.name):
                _closed(desk, source, root, speaker, row.closed)
        else:
            member = desk.who(source, "主讲人", row.name, branch=row.unit if ours and ours != root else "")
            if member is not None:
                speaker = desk.identify("speaker", member.hex)
                chain = desk.chain_of(member)
                body = SpeakerSet(member.hex, row.topics, False, row.open)
                if desk.add(Draft(body, chain, source, member, speaker), value=row.name):
                    _closed(desk, source, chain, speaker, row.closed)
        yield row


def take_peaks(desk: Desk, orgs: Orgs, rows: Iterable[PeakRow], organ: str) -> Iterable[PeakRow]:
    """业务高峰 of the whole organ, or of some organisations and stations."""
    for row in rows:
        desk.begin_row()
        source, root = source_of(row.origin), orgs.root(row.origin, organ)
        found = {word: orgs.known(word) or known_station(orgs, word, None) for word in row.places}
        strange = [word for word, uid in found.items() if uid is None]
        if strange:
            desk.leave_open(
                source, "涉及单位和站点", "、".join(strange), "不是已知的党组织或站点，或有几个同名的；请核对"
            )
        else:
            places = sorted(uid.hex for uid in found.values() if uid is not None and uid != root)
            peak = desk.identify("peak", row.title, str(row.first.year), *places)
            body = PeakSet(row.title, row.first, row.last + _DAY, " ".join(places))
            sole = UUID(places[0]) if len(places) == 1 else None
            chain = sole if sole in orgs.names else _books(orgs, sole)
            desk.add(Draft(body, chain or root, source, about=peak), value=row.title)
        yield row


def known_station(orgs: Orgs, name: str, branch: UUID | None) -> UUID | None:
    """The station of this name: the branch's own, else the only one of the name."""
    named = {uid: org for (org, other), uid in orgs.stations.items() if other == name}
    mine = [uid for uid, org in named.items() if org == branch]
    if mine:
        return mine[0]
    return next(iter(named)) if len(named) == 1 and branch is None else None


def _books(orgs: Orgs, station: UUID | None) -> UUID | None:
    """The branch whose books a station stands in."""
    return next((org for (org, _), uid in orgs.stations.items() if uid == station), None)


def _person(desk: Desk, source: Source, person: UUID, body: Body, name: str) -> None:
    desk.add(Draft(body, desk.chain_of(person), source, person), value=name)


def _closed(desk: Desk, source: Source, chain: UUID, thing: UUID, closed: tuple[dt.date, ...]) -> None:
    for first, last in zip(closed[::2], closed[1::2], strict=True):
        desk.add(Draft(Unavailable(first, last + _DAY, ""), chain, source, about=thing))
