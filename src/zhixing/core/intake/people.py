"""Rows about organisation, stations and people become drafts.

People are recognised by name, branch and group. A roster of a later year that differs closes what it replaces
on the first of January of its year; one of the same year that differs is left open for a person.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from zhixing.core.facts.kinds import (
    Assignment,
    Body,
    DualLife,
    Exemption,
    Membership,
    PersonDescribed,
    PostHeld,
    SpanClosed,
    StationSet,
)
from zhixing.core.facts.record import Draft, natural_key
from zhixing.core.intake import remarks
from zhixing.core.intake.desk import Desk, RemarkRead, remedy, source_of
from zhixing.core.intake.orgs import Orgs, branch_kind
from zhixing.core.intake.remarks import may_bind, post_code, read_remark, same_month
from zhixing.core.intake.rows import OrgRow, RosterRow, StationRow
from zhixing.core.intake.units import branch_forms
from zhixing.core.intake.whois import Entry
from zhixing.core.names import clean_name, name_problem, parse_ref
from zhixing.core.people.spans import Span

S = TypeVar("S", bound=Span)


def take_orgs(desk: Desk, orgs: Orgs, rows: Iterable[OrgRow], organ: str) -> Iterable[OrgRow]:
    """组织架构."""
    for row in rows:
        desk.begin_row()
        orgs.describe(row, organ)
        yield row


def take_stations(desk: Desk, orgs: Orgs, rows: Iterable[StationRow], organ: str) -> Iterable[StationRow]:
    """站点与班制; yields each row when it is done, so that the caller counts."""
    for row in rows:
        desk.begin_row()
        branch = orgs.branch(row.origin, organ, row.branch)
        body = StationSet(
            row.station, row.kind, row.distance, row.longitude, row.latitude, row.minimum, row.shift, 0
        )
        orgs.set_station(row.origin, branch, body)
        yield row


def take_roster(
    desk: Desk, orgs: Orgs, rows: Iterable[RosterRow], organ: str, year: int, *, whole: bool = True
) -> Iterable[RosterRow]:
    """党员花名册 (L1): people, memberships, posts, exemptions, places of work. Not `whole`: a few, added."""
    rows = list(rows)
    spelled = _spellings(row.branch for row in rows)
    for row in rows:
        desk.begin_row()
        open_before = len(desk.unresolved)
        name = parse_ref(row.name).name
        problem = name_problem(clean_name(name))
        if problem:
            desk.leave_open(source_of(row.origin), "姓名", row.name, problem)
        elif not row.branch:
            desk.leave_open(
                source_of(row.origin), "所在党支部", row.name, "没有写支部,无法建立组织关系;请补上"
            )
            desk.directory.add_unplaced(name, source_of(row.origin).words)
        else:
            kept = spelled[row.branch]
            if kept != row.branch:
                desk.warn(f"{source_of(row.origin).words}:支部写作“{row.branch}”,按“{kept}”计,请核对")
            roster = _Roster(desk, orgs, replace(row, branch=kept), organ, year)
            roster.take()
            if len(desk.unresolved) > open_before and not desk.directory.knows(roster.person):
                desk.directory.add_unplaced(name, source_of(row.origin).words)
        yield row
    if whole:
        _miss_those_not_listed(desk, year)


def _spellings(branches: Iterable[str]) -> dict[str, str]:
    """How each branch's name is kept: of several forms of one name, the one written most often."""
    counts = Counter(branch for branch in branches if branch)
    kept = {}
    for name in counts:
        forms = branch_forms(name)
        alike = [
            other
            for other in counts
            if other == name or (branch_kind(other) == branch_kind(name) and forms & branch_forms(other))
        ]
        kept[name] = max(alike, key=lambda other: (counts[other], len(other), other))
    return kept


def _miss_those_not_listed(desk: Desk, year: int) -> None:
    """Who was on an earlier roster of a branch and is not on its new one stays on the roll, and is named."""
    day = dt.date(year, 1, 1)
    seen = {
        roll.org
        for uid in desk.described
        if (p := desk.register.people.get(uid)) and (roll := p.on_roll(day))
    }
    gone = [
        person.name
        for person in desk.register.people.values()
        if person.id not in desk.described
        and (roll := person.on_roll(day))
        and roll.org in seen
        and int(person.words.get("roster_year", "0")) < year
    ]
    if gone:
        desk.warn(
            f"上次花名册有、{year} 年花名册没有 {len(gone)} 人:{'、'.join(gone[:8])}{'等' if len(gone) > 8 else ''};"
            "仍按在册计,确已转出的请在花名册备注写明转出年月再导入"
        )


class _Roster:
    """One row of the roster."""

    def __init__(self, desk: Desk, orgs: Orgs, row: RosterRow, organ: str, year: int) -> None:
        self.desk, self.orgs, self.row, self.organ = desk, orgs, row, organ
        self.as_of = dt.date(year, 1, 1)
        self.name = parse_ref(row.name).name
        self.branch = orgs.branch(row.origin, organ, row.branch, settle=True)
        self.group = orgs.group(row.origin, self.branch, row.group)
        self.remark = read_remark(row.remark, year)
        self.person = self._who()
        self.known = desk.register.people.get(self.person)

    def take(self) -> None:
        desk, row = self.desk, self.row
        desk.said.add(natural_key(PersonDescribed(self.as_of), self.person, None, None))
        if not self._fits_its_year() or self._is_somebody_else() or not self._is_sound():
            return
        desk.described[self.person] = self._words()
        desk.directory.add_member(
            self.name, Entry(self.person, self.branch, self.orgs.names[self.branch], row.group)
        )
        self._draft(PersonDescribed(self.as_of), private=self._words())
        self._membership()
        self._posts()
        self._exemption()
        self._place()
        self._dual()
        if not self.remark.meaning and may_bind(row.remark):
            desk.warn(
                f"{row.origin.file} 第 {row.origin.row} 行的备注像是写了转入、转出、任职或豁免,但没有读懂,"
                "不影响目标;如有,请改写为“2025年7月转入”的样子"
            )
        if self.remark.meaning:
            desk.remarks.append(RemarkRead(self.name, row.branch, row.remark, self.remark.meaning))

    def _who(self) -> UUID:
        """Known by name, branch and group; else by name, birth month and day of joining."""
        row = self.row
        uid = self.desk.identify("person", self.name, self.branch.hex, row.group)
        listed = [e for e in self.desk.directory.members_named(self.name) if e.branch == self.branch]
        if uid in {entry.person for entry in listed} or uid in self.desk.register.people:
            return uid
        here = {entry.person for entry in listed if entry.group_name == row.group}
        if len(here) == 1:
            return here.pop()
        known = {entry.person for entry in self.desk.directory.members_named(self.name)}
        same = {person for person in known if self._is_known_as(person)}
        return same.pop() if len(same) == 1 else uid

    def _is_known_as(self, person: UUID) -> bool:
        """A member entered before, of this name, birth month and day of joining: moved to another unit."""
        known = self.desk.register.people.get(person)
        if known is None or self.row.joined_on is None:
            return False
        mine = self._words()
        return bool(mine["birth"]) and all(
            known.words.get(word) == mine[word] for word in ("birth", "joined_on")
        )

    def _fits_its_year(self) -> bool:
        """A roster older than what is known may not overwrite it."""
        told = int(self.known.words.get("roster_year", "0")) if self.known else 0
        if told > self.as_of.year:
            self._open("年度", f"{told} 年的花名册已入账,更早的花名册不能改写它;请按年份先后导入")
            return False
        return True

    def _is_sound(self) -> bool:
        """Whether the row's dates can be: what lies after today is left open, and the rest is taken."""
        today = self.desk.today
        problem = remarks.impossible(self.remark, today)
        if problem:
            self._open("备注", problem)
            return False
        self.remark, ahead = remarks.until_today(self.remark, today)
        for reason in ahead:
            self._open("备注", reason)
        if self.row.joined_on and self.row.joined_on > today:
            self._open("入党时间", f"{self.row.joined_on} 在今天({today})之后,未记入;请核对年份")
            self.row = replace(self.row, joined_on=None)
        return True

    def _is_somebody_else(self) -> bool:
        """Two of one name in one group: never taken for one person. One differing word is a correction."""
        told = self.desk.described.get(self.person) or (self.known.words if self.known else {})
        mine = self._words()
        if all(told.get(word) and mine[word] and told[word] != mine[word] for word in ("birth", "joined_on")):
            reason = (
                "同一支部同一党小组里已有一位同名党员,出生年月和入党时间都不同,应是两个人;"
                "请把其中一人编入另一党小组(或在党小组一栏写明),再导入"
            )
            self._open("姓名", reason)
            self.desk.directory.add_unplaced(self.name, source_of(self.row.origin).words, self.person)
            return True
        return False

    @property
    def _unit(self) -> tuple[str, str]:
        return self.branch.hex, self.group.hex if self.group else ""

    def _membership(self) -> None:
        row, remark = self.row, self.remark
        standing = "预备党员" if "预备" in row.member_kind else "正式党员"
        roll = self.known.roll if self.known else ()
        left = [s for s in roll if s.org == self.branch and remark.left and same_month(remark.left, s.until)]
        current = left[-1] if left else self._current(roll)
        if current is not None:
            same = (current.org, current.group, current.standing) == (self.branch, self.group, standing)
            if same and (remark.joined is None or same_month(remark.joined, current.start)):
                self._restate(Membership(*self._unit, standing, current.staff, self.as_of, current.start))
                if remark.left and current.start and remark.left < current.start:
                    self._open("备注", f"转出月份早于已入账的转入({current.start});请核对")
                elif remark.left and current.until is None:
                    self._close(current, remark.left)
                elif remark.left and not same_month(remark.left, current.until):
                    self._open("备注", f"转出月份与已入账的({current.until})不一致;{self._remedy()}")
                return
            if not self._replace(current, "组织关系", remark.joined):
                return
        start = remark.joined or (self.as_of if current is not None else None)
        staff = row.staff_kind or ("退休" if "退休" in row.duty else "")
        self._draft(Membership(*self._unit, standing, staff, self.as_of, start, remark.left))

    def _posts(self) -> None:
        row, remark = self.row, self.remark
        wanted: list[tuple[str, dt.date | None]] = []
        if row.post:
            code = post_code(row.post)
            if code is None:
                self.desk.warn(
                    f"{row.origin.file} 第 {row.origin.row} 行:党内职务“{row.post}”不是支部委员职务,按普通党员计目标"
                )
            else:
                self._show_reading(row.post)
                told = remark.post and post_code(remark.post) == code
                wanted.append((row.post, remark.post_from if told else None))
        if (
            remark.post
            and post_code(remark.post)
            and post_code(remark.post) not in {post_code(t) for t, _ in wanted}
        ):
            self._show_reading(remark.post)
            wanted.append((remark.post, remark.post_from))
        held = [span for span in (self.known.posts if self.known else ()) if span.until is None]
        codes = {post_code(title) for title, _ in wanted}
        for span in held:
            if span.post not in codes or span.org != self.branch:
                self._replace(span, "党内职务")
        for title, start in wanted:
            code = post_code(title) or ""
            same = [span for span in held if span.post == code and span.org == self.branch]
            for span in same:
                self._restate(PostHeld(self.branch.hex, code, span.title, span.start))
            if not same:
                self._draft(PostHeld(self.branch.hex, code, title, start or self._since, None))

    def _show_reading(self, title: str) -> None:
        if remarks.by_ending(title):
            where = source_of(self.row.origin).words
            self.desk.warn(f"{where}:党内职务“{title}”读作支部委员,按任职计目标,请核对")

    def _place(self) -> None:
        row = self.row
        station = self.orgs.station(row.origin, self.branch, row.station)
        body = Assignment(station.hex if station else "", row.shift, row.duty)
        current = self._current(self.known.places if self.known else ())
        if current is not None:
            if (current.station, current.shift, current.duty) == (station, row.shift, row.duty):
                self._restate(replace(body, start=current.start))
                return
            if not self._replace(current, "工作地点"):
                return
            body = Assignment(body.station, body.shift, body.duty, self.as_of)
        if row.station or row.shift or row.duty:
            self._draft(body)

    @property
    def _since(self) -> dt.date | None:
        """From when something new on the roster holds: of who is known already, not before its year."""
        return self.as_of if self.known and self.known.roll else None

    def _exemption(self) -> None:
        """Of its own years only: begun with the roster that first tells it, ended by the first that does not."""
        current = self._current(self.known.exemptions if self.known else ())
        if current is not None and self.remark.exempt:
            self._restate(Exemption(current.decided_by, current.start))
        elif current is not None:
            self._end(current, "不作硬性要求")
        elif self.remark.exempt:
            self._draft(Exemption("支部委员会(花名册备注)", self._since))

    def _dual(self) -> None:
        name = self.row.second_unit
        unit = self.orgs.known(name) if name else None
        if name and unit is None:
            self._open("双重组织生活", f"“{name}”不是已知的党组织;请核对名称")
            return
        held = [span for span in (self.known.dual if self.known else ()) if span.until is None]
        kept = [span for span in held if span.org == unit]
        ended = [self._end(span, "双重组织生活") for span in held if span.org != unit]
        for span in kept:
            self._restate(DualLife(span.org.hex, span.start))
        if unit is not None and not kept and all(ended):
            self._draft(DualLife(unit.hex, self._since))

    def _end(self, span: Span, what: str) -> bool:
        """Ends what the roster no longer tells, and says so: perhaps its column was only left out."""
        if not self._replace(span, what):
            return False
        self.desk.warn(
            f"{source_of(self.row.origin).words}:此前登记的{what}本年花名册没有写,自 {self.as_of} 起终止;"
            "如仍有效,请在花名册写明"
        )
        return True

    def _current(self, spans: tuple[S, ...]) -> S | None:
        ended = [span for span in spans if span.until is None or span.until > self.as_of]
        return ended[-1] if ended else None

    def _replace(self, span: Span, what: str, until: dt.date | None = None) -> bool:
        """Closes what a later roster replaces; within one year the two contradict each other."""
        if self.as_of.year <= (self._said_in(span) or 0):
            self._open(what, f"{what}与本年度已入账的花名册不一致;年中变动请写在备注里;{self._remedy()}")
            return False
        self._close(span, until or self.as_of)
        return True

    def _remedy(self) -> str:
        assert self.known is not None
        return remedy(self.desk.described_at(self.known.id))

    def _said_in(self, span: Span) -> int | None:
        """The year of the roster that the person was last described in."""
        assert self.known is not None
        years = [int(text) for text in (self.known.words.get("roster_year"),) if text]
        years += [span.start.year] if span.start else []
        return max(years, default=None)

    def _close(self, span: Span, until: dt.date) -> None:
        draft = Draft(SpanClosed(until), self.branch, source_of(self.row.origin), self.person, span.fact)
        self.desk.add(draft, value=self.name)

    def _restate(self, body: Body) -> None:
        self.desk.restate(body, self.person, source_of(self.row.origin))

    def _draft(self, body: Body, private: dict[str, str] | None = None) -> None:
        draft = Draft(body, self.branch, source_of(self.row.origin), self.person, None, None, private)
        self.desk.add(draft, value=self.name)

    def _open(self, field: str, reason: str) -> None:
        self.desk.leave_open(source_of(self.row.origin), field, self.name, reason)

    def _words(self) -> dict[str, str]:
        row = self.row
        return {
            "name": self.name,
            "gender": row.gender,
            "ethnicity": row.ethnicity,
            "birth": row.birth,
            "education": row.education,
            "joined_on": row.joined_on.isoformat() if row.joined_on else "",
            "roster_year": str(self.as_of.year),
        }
