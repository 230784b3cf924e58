"""Rows about study become drafts: sessions with their lists and make-ups, training, self-study, tests."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from uuid import UUID

from zhixing.core.facts.ids import self_study_id, session_id
from zhixing.core.facts.kinds import (
    Attendance,
    Makeup,
    SelfStudy,
    SelfStudyChecked,
    SessionHeld,
    TestTaken,
    Training,
)
from zhixing.core.facts.record import Draft, Source
from zhixing.core.intake.desk import Desk, source_of
from zhixing.core.intake.orgs import Orgs
from zhixing.core.intake.rows import MakeupNote, SelfStudyRow, SessionRow, TestRow, TrainingRow

LISTS = (
    ("present", "实到名单", "present_names"),
    ("duty", "值班名单", "duty_names"),
    ("leave", "请假名单", "leave_names"),
    ("absent", "缺席名单", "absent_names"),
)
_SAME = re.compile(
    r"同\s*(?:学习)?(?:活动)?\s*台账\s*(?:活动)?(?:编号|场次)?[\s::((第\[]*"
    r"([^\s::(()),,。;;、\]]+?)号?(?:$|[\s)),,。;;、\]])"
)
"""同台账 H248: the row repeats that session."""
UNCHECKED = {"", "未抽查", "未检查", "待抽查", "未审核", "待审核"}
_AHEAD = dt.timedelta(days=31)
"""Clerks also write make-ups shortly before the session: those who will be on duty that day study first."""
_LATEST = dt.timedelta(days=240)
"""A make-up without a year that would lie further off than this is more likely a slip than a make-up."""


def take_sessions(desk: Desk, orgs: Orgs, rows: Iterable[SessionRow], organ: str) -> Iterable[SessionRow]:
    """学习活动台账."""
    for row in rows:
        desk.begin_row()
        _Session(desk, orgs, row, organ).take()
        yield row


class _Session:
    """One row of the session ledger: the session, then who stands in which list, then the make-ups."""

    def __init__(self, desk: Desk, orgs: Orgs, row: SessionRow, organ: str) -> None:
        self.desk, self.row, self.source = desk, row, source_of(row.origin)
        root = orgs.root(row.origin, organ)
        host = orgs.known(row.organiser) if row.organiser else root
        if host is None:
            desk.warn(f"{self.source.words}:主办组织“{row.organiser}”不是已知的党组织,按全局活动入账")
        self.organiser = orgs.called(row.organiser)
        self.chain = host or root
        self.host = host if host != root else None
        self.session = self._id(orgs)

    def _id(self, orgs: Orgs) -> UUID:
        """A session is known by its number within the year and its organiser, for branches number alike.

        An organiser that was not known yet when the session was entered is the same under its kept name.
        """
        row, said = self.row, (self.row.day, self.row.start, self.row.title)
        for one in self.desk.sessions_numbered(row.day.year, row.code):
            if isinstance(one.body, SessionHeld) and one.about:
                if (row.code or (one.day, one.body.start, one.body.title) == said) and (
                    orgs.called(one.body.organiser) == self.organiser
                ):
                    return one.about
        words = {"code": row.code, "start": row.start, "title": row.title, "organiser": self.organiser}
        return session_id(self.desk.identify, row.day, **words)

    def take(self) -> None:
        row, desk = self.row, self.desk
        void = "作废" in row.remark
        body = SessionHeld(
            row.code,
            row.start,
            row.minutes,
            row.form,
            row.title,
            row.category,
            self.organiser,
            row.ledgers,
            row.problem,
            row.expected,
            row.present,
            void,
        )
        draft = desk.as_held(Draft(body, self.chain, self.source, about=self.session, day=row.day))
        self.session = draft.about or self.session
        if not desk.add(draft, value=row.code or row.title):
            desk.unread.add(self.session)
            return
        if void:
            return
        if row.day.year != desk.year:
            desk.warn(f"{self.source.words}:活动日期 {row.day} 不在 {desk.year} 年,按所写日期入账,请核对年份")
        self._lists()
        for note in row.makeups:
            self._makeup(note)

    def _lists(self) -> None:
        seen: dict[UUID, str] = {}
        for state, field, attribute in LISTS:
            for name in getattr(self.row, attribute):
                person = self._who(field, name)
                if person is None:
                    continue
                if seen.get(person) == state:
                    self.desk.warn(f"{self.source.words}:{field}里“{name}”写了两次,只计一次")
                elif person in seen:
                    reason = "同一场活动里此人已在另一份名单上;请核对后只留一处"
                    self.desk.leave_open(self.source, field, name, reason)
                else:
                    seen[person] = state
                    self._add(Attendance(state), person, self.row.day, field, name)
        self._once(set(seen))

    def _once(self, people: set[UUID]) -> None:
        """Warns of one event under two numbers: same day, hour, title and organiser, and people in common."""
        row = self.row
        event = self.desk.events[row.day, row.start, row.title, self.organiser]
        for session, source, others in event:
            if session != self.session and people & others:
                self.desk.warn(
                    f"{source.words}和{self.source.words}像是同一场写了两遍(日期、时间、主题、主办组织都相同,"
                    "名单上有相同的人);同一人只计一次,请核对后撤回多写的一行"
                )
        event.append((self.session, self.source, people))

    def _makeup(self, note: MakeupNote) -> None:
        person = self._who("补学情况", note.name)
        if person is None:
            return
        day = makeup_day(note, self.row.day)
        if day is None:
            written = f"{note.name} {note.month}月{note.day}日"
            reason = f"补学日期离活动日期({self.row.day})太远或不存在;请核对月份和日期"
            self.desk.leave_open(self.source, "补学情况", written, reason)
            return
        if day < self.row.day:
            self.desk.warn(
                f"{self.source.words}:{note.name}补学 {day} 早于活动日期 {self.row.day},按所写日期计入"
            )
        self._add(Makeup("delivered" if "送学" in note.way else "video"), person, day, "补学情况", note.name)

    def _add(self, body: Attendance | Makeup, person: UUID, day: dt.date, field: str, name: str) -> None:
        draft = Draft(body, self.chain, self.source, person, self.session, day)
        self.desk.add(draft, field_name=field, value=name)

    def _who(self, field: str, name: str) -> UUID | None:
        return self.desk.who(self.source, field, name, host=self.host)


def makeup_day(note: MakeupNote, held: dt.date) -> dt.date | None:
    """The day of a make-up: its year as written, else the first that is not more than a month ahead."""
    for year in [note.year] if note.year else [held.year, held.year + 1]:
        try:
            day = dt.date(year, note.month, note.day)
        except ValueError:
            continue
        if held - _AHEAD <= day <= held + _LATEST:
            return day
    return None


def take_training(desk: Desk, rows: Iterable[TrainingRow]) -> Iterable[TrainingRow]:
    """学时登记表 (L7)."""
    for row in rows:
        desk.begin_row()
        source = source_of(row.origin)
        person = one(desk, source, row.name, row.branch)
        if person is not None:
            _training(desk, row, source, person)
        yield row


def _training(desk: Desk, row: TrainingRow, source: Source, person: UUID) -> None:
    if row.end < row.start:
        desk.leave_open(source, "结束日期", str(row.end), f"结束日期早于开始日期({row.start});请核对")
        return
    if row.end > desk.today:
        desk.leave_open(
            source, "结束日期", str(row.end), f"结束日期在今天({desk.today})之后,培训结束后再登记"
        )
        return
    stated = row.days
    if stated is not None and stated != 100 * ((row.end - row.start).days + 1):
        span = (row.end - row.start).days + 1
        desk.warn(f"{source.words}:写的是 {stated / 100:g} 天,起止日期是 {span} 天,按起止日期计")
    same = _SAME.search(row.proof)
    code = same[1] if same else ""
    held = desk.sessions_numbered(row.start.year, code) if code else []
    if (reason := _no_hours(row, known=bool(held) or desk.holds_event(row.start, row.title))) is not None:
        desk.leave_open(source, *reason)
        return
    if code and not held:
        desk.warn(f"{source.words}:写的是同台账 {code},但台账里没有这一场;按单独的一次计,请核对编号")
    body = Training(
        row.title, row.organiser, row.ledgers, row.end, row.hours, code, row.proof, "作废" in row.remark
    )
    chain = desk.chain_of(person)
    desk.add(Draft(body, chain, source, person, None, row.start), value=row.name)


def _no_hours(row: TrainingRow, *, known: bool) -> tuple[str, str, str] | None:
    """Why a row cannot be turned into hours by its days: study by oneself takes no eight hours a day."""
    ledgers = row.ledgers.split("+")
    if "D" in ledgers:
        return "计入学时账", row.ledgers, "个人自学按成果登记,请记入自学登记"
    if "C" in ledgers and row.hours is None and not known:
        return "学时", "", "网络自学按认定的学时计,不按天数折算;请在“学时”一栏填上学时再导入"
    return None


def take_self_study(desk: Desk, rows: Iterable[SelfStudyRow]) -> Iterable[SelfStudyRow]:
    """自学成果登记: outputs alike are told apart by their results, not by the order of rows."""
    rank = {"优": 2, "通过": 1}
    for row in sorted(rows, key=lambda row: rank.get(row.result, 0)):
        desk.begin_row()
        source = source_of(row.origin)
        person = one(desk, source, row.name, row.branch)
        if person is not None:
            nth = desk.nth("self", person, row.day, row.output)
            output = self_study_id(desk.identify, person, row.day, row.output, nth)
            chain = desk.chain_of(person)
            taken = desk.add(Draft(SelfStudy(row.output, nth), chain, source, person, output, row.day))
            if taken and row.result not in UNCHECKED:
                desk.add(Draft(SelfStudyChecked(row.result), chain, source, person, output, row.day))
        yield row


def take_tests(desk: Desk, rows: Iterable[TestRow]) -> Iterable[TestRow]:
    """测验成绩."""
    for row in sorted(rows, key=lambda row: row.score):
        desk.begin_row()
        source = source_of(row.origin)
        person = one(desk, source, row.name, row.branch)
        if person is not None:
            nth = desk.nth("test", person, row.day, row.title, row.delayed)
            body = TestTaken(row.title, row.score, row.full, row.delayed, nth)
            desk.add(Draft(body, desk.chain_of(person), source, person, None, row.day), value=row.name)
        yield row


def one(desk: Desk, source: Source, name: str, branch: str, field: str = "姓名") -> UUID | None:
    """The person meant, or None after the row has been left open."""
    return desk.who(source, field, name, branch=branch)
