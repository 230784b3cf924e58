"""The clerk's desk while a folder is taken in: what is known already, who is who, what is still open.

The desk is the one place with state during an intake. It only collects; nothing is written anywhere.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from uuid import UUID

from zhixing.core.facts.accept import check_draft
from zhixing.core.facts.features import FeatureSet
from zhixing.core.facts.kinds import (
    Attendance,
    Body,
    OrgSet,
    PersonDescribed,
    PlanItem,
    PracticeVisit,
    ProblemSet,
    SessionHeld,
    StationSet,
)
from zhixing.core.facts.meetings import WRITTEN_ANEW
from zhixing.core.facts.problems import ANEW
from zhixing.core.facts.record import Draft, FactError, Identify, Source, natural_key
from zhixing.core.facts.redress import CalendarYear
from zhixing.core.facts.rostering import PLANNING
from zhixing.core.facts.twins import STATES, as_held, by_signature
from zhixing.core.intake.rows import Origin
from zhixing.core.intake.rulings import NONE, Place, Rulings, decided
from zhixing.core.intake.whois import Directory, Miss
from zhixing.core.people.register import Register

_BOOKS = (OrgSet, StationSet, PersonDescribed, ProblemSet, PracticeVisit, PlanItem, CalendarYear, FeatureSet)
SUPERSEDING = (*_BOOKS, *ANEW, *PLANNING, *WRITTEN_ANEW)
"""Descriptions may be given anew; the one entered last holds. All other kinds contradict."""

GUEST = "不是本支部的人：外支部和列席的只记实到；值班、请假、缺席由本人所在支部登记或机关党委导入"


BEYOND = "不是本支部的人和事，没有记入；请交机关党委或该支部导入"
"""Why a row of another branch is not taken in: nothing that the reader could settle."""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A row, or one name in it, that a person has to look at.

    `person`: it is a name, and somebody may say who is meant; `aside`: somebody has set it aside.
    """

    file: str
    sheet: str
    row: int
    field: str
    value: str
    reason: str
    person: bool = False
    aside: bool = False

    @property
    def place(self) -> Place:
        """Where it stands: what a ruling is about."""
        return Place(self.file, self.sheet, self.row, self.field, self.value)


@dataclass(frozen=True, slots=True)
class RemarkRead:
    """A remark that binds, shown for confirmation."""

    member: str
    branch: str
    text: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger holds: the contents in force by natural key."""

    contents: Mapping[str, tuple[str, ...]]
    drafts: Mapping[str, Draft] = field(default_factory=dict)


@dataclass
class Tally:
    """Counts of one sheet while it is read."""

    taken: int = 0
    repeated: int = 0


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A description that was in force once and is told again: which sheet and row tell it."""

    sheet: int
    row: int
    draft: Draft


class Desk:
    """Collects drafts and open questions. `today` is the server's day, `year` the year the folder tells of.

    `rulings`: what a person has decided about open places; `reach`: the chains that may be added to, None for all.
    `closed`: frozen years, to which a workbook adds nothing (what comes late needs a second person).
    """

    def __init__(
        self,
        register: Register,
        known: Known,
        *,
        identify: Identify,
        today: dt.date,
        year: int,
        rulings: Rulings = NONE,
        reach: Collection[UUID] | None = None,
        closed: Collection[int] = (),
    ) -> None:
        self.rulings = rulings
        self._reach = reach
        self._closed = closed
        self._beyond: set[tuple[int, int]] = set()
        self.register = register
        self.directory = Directory(register)
        self.identify = identify
        self.today = today
        self.year = year
        self.drafts: list[Draft] = []
        self.restated: list[Draft] = []
        self.unresolved: list[Unresolved] = []
        self.remarks: list[RemarkRead] = []
        self.warnings: list[str] = []
        self.described: dict[UUID, Mapping[str, str]] = {}
        self.root: UUID | None = register.root.id if register.root else None
        self._known: dict[str, list[str]] = {key: list(contents) for key, contents in known.contents.items()}
        self._drafts: dict[str, Draft] = dict(known.drafts)
        self._by_hand = by_signature(one for one in known.drafts.values() if not one.source.file)
        self.said: set[str] = set()
        self.unread: set[UUID] = set()
        self._described: dict[UUID, Source] = {}
        self._things: dict[UUID, list[str]] = defaultdict(list)
        self.events: dict[tuple[object, ...], list[tuple[UUID, Source, set[UUID]]]] = defaultdict(list)
        self._titles: set[tuple[dt.date, str]] = set()
        self._sessions: dict[tuple[int, str], dict[UUID, Draft]] = defaultdict(dict)
        for key, draft in known.drafts.items():
            self._number(draft)
            if isinstance(draft.body, PersonDescribed) and draft.subject:
                self._described[draft.subject] = draft.source
            if isinstance(draft.body, OrgSet | StationSet) and draft.about:
                self._things[draft.about].append(key)
        self._mentioned: set[UUID] = set()
        self._new: set[str] = set()
        self._waiting: dict[str, _Waiting] = {}
        self._repeated: dict[int, Tally] = {}
        self._sheet = self._row = -1
        self._row_new = 0
        self._row_open = 0
        self._nth: Counter[tuple[object, ...]] = Counter()

    def begin_sheet(self) -> None:
        """Repetitions are counted within one sheet: a second copy of a sheet brings nothing new."""
        self._nth = Counter()
        self._sheet += 1

    def begin_row(self) -> None:
        """Starts the count of what a row brings."""
        self._row += 1
        self._row_new, self._row_open = 0, len(self.unresolved)

    def end_row(self, tally: Tally) -> None:
        """A row is taken if it brought anything, repeated if all of it was known and nothing is open."""
        if self._row_new:
            tally.taken += 1
        elif len(self.unresolved) == self._row_open:
            tally.repeated += 1
            self._repeated[self._row] = tally

    def settle(self) -> dict[int, list[Draft]]:
        """Descriptions changed back to what they were: sheet (from 0) → what to enter after the sheet's drafts.

        A folder that tells one thing twice, differently, means the later; only at its end is it plain whether
        an old description told again was put right by a later row or is what the folder says.
        """
        late: dict[int, list[Draft]] = defaultdict(list)
        for waiting in self._waiting.values():
            late[waiting.sheet].append(replace(waiting.draft, again=True))
            if (tally := self._repeated.pop(waiting.row, None)) is not None:
                tally.taken, tally.repeated = tally.taken + 1, tally.repeated - 1
        self._waiting = {}
        return late

    def nth(self, *what: object) -> int:
        """Which repetition of `what` this is within the sheet, from 1."""
        self._nth[what] += 1
        return self._nth[what]

    def chain_of(self, person: UUID) -> UUID:
        """The chain that facts about somebody belong to: the branch where listed, else the whole organ."""
        branch = self.directory.branch_of(person)
        return branch or self.root or person

    def sessions_numbered(self, year: int, code: str) -> list[Draft]:
        """The sessions of a year under this number, in force or about to be entered; branches number alike."""
        return list(self._sessions[year, code].values())

    def holds_event(self, day: dt.date, title: str) -> bool:
        """Whether a session of this day and title is in force or about to be entered."""
        return (day, title) in self._titles

    def _number(self, draft: Draft) -> None:
        if isinstance(draft.body, SessionHeld) and draft.day and draft.about:
            self._titles.add((draft.day, draft.body.title))
            self._sessions[draft.day.year, draft.body.code][draft.about] = draft

    def as_held(self, draft: Draft) -> Draft:
        """The draft as somebody has entered the same thing by hand before, else the draft itself."""
        return as_held(draft, self._by_hand)

    def add(self, draft: Draft, *, field_name: str = "整行", value: str = "") -> bool:
        """Enters a draft, finds it known, or leaves it open. True when it is new or known."""
        self.said.add(draft.key)
        self._waiting.pop(draft.key, None)
        try:
            check_draft(draft, today=self.today)
        except FactError as refusal:
            self.leave_open(draft.source, field_name, value or _words(draft), str(refusal))
            return False
        if self._reach is not None and draft.chain not in self._reach:
            self._leave_beyond(draft, field_name, value)
            return False
        contents = self._known.setdefault(draft.key, [])
        superseding = isinstance(draft.body, SUPERSEDING)
        if draft.content in (contents[-1:] if superseding else contents):
            self.restated.append(draft)
            return True
        if self._reach is not None and self._is_guest(draft, self._reach):
            self.leave_open(draft.source, field_name, value or _words(draft), GUEST)
            return False
        if draft.day is not None and draft.day.year in self._closed:
            reason = f"{draft.day.year} 年已定格，没有记入；请从“登记”里补记，由第二人确认后入账"
            self.leave_open(draft.source, field_name, value or _words(draft), reason)
            return False
        if contents and isinstance(draft.body, STATES) and draft.key in self._drafts:
            self._restate(draft.key, draft.source)
            return True
        if contents and not superseding:
            self.leave_open(draft.source, field_name, value or _words(draft), self._contradiction(draft))
            return False
        if draft.content in contents:
            self._waiting[draft.key] = _Waiting(self._sheet, self._row, draft)
            return True
        contents.append(draft.content)
        self._drafts[draft.key] = draft
        self._new.add(draft.key)
        self._number(draft)
        self.drafts.append(draft)
        self._row_new += 1
        return True

    def _is_guest(self, draft: Draft, reach: Collection[UUID]) -> bool:
        """Whether it says of somebody of another branch more than that he came: his denominator is not ours."""
        if not isinstance(draft.body, Attendance) or draft.body.state == "present" or not draft.subject:
            return False
        known, day = self.register.people.get(draft.subject), draft.day or self.today
        places = (
            [(span.org, span) for span in known.roll] + [(span.org, span) for span in known.dual]
            if known
            else []
        )
        ours = any(org in reach and span.covers(day) for org, span in places)
        return not ours and self.directory.branch_of(draft.subject) not in reach

    def restate(self, body: Body, subject: UUID, source: Source) -> None:
        """A dated statement on the ledger that a row tells again, though no draft comes of it."""
        self._restate(natural_key(body, subject, None, None), source)

    def mention(self, thing: UUID, source: Source) -> None:
        """An organisation or station on the ledger that a row rests on: told once a folder."""
        if thing not in self._mentioned:
            self._mentioned.add(thing)
            for key in self._things.get(thing, ()):
                self._restate(key, source)

    def _restate(self, key: str, source: Source) -> None:
        self.said.add(key)
        before = self._drafts.get(key)
        if before is not None:
            self.restated.append(replace(before, source=source))

    def described_at(self, person: UUID) -> Source | None:
        """The latest row on the ledger that describes somebody."""
        return self._described.get(person)

    def who(
        self, source: Source, field_name: str, name: str, *, branch: str = "", host: UUID | None = None
    ) -> UUID | None:
        """The person meant by a name, by the lists or by a ruling; None after the name has been left open.

        `branch` and `host` as in `Directory.find`.
        """
        found = self.directory.find(name, branch=branch, host=host)
        if isinstance(found, Miss):
            place = Place(source.file, source.sheet, source.row, field_name, name)
            found = decided(self.directory, self.rulings.get(place)) or found
        if isinstance(found, Miss):
            self.leave_open(source, field_name, name, found.reason, person=True)
            return None
        return found

    def leave_open(
        self, source: Source, field_name: str, value: str, reason: str, *, person: bool = False
    ) -> None:
        """Puts something on the list of rows that a person has to look at; `person`: it is a name."""
        ruling = self.rulings.get(Place(source.file, source.sheet, source.row, field_name, value))
        aside = ruling is not None and ruling.aside
        self.unresolved.append(
            Unresolved(source.file, source.sheet, source.row, field_name, value, reason, person, aside)
        )

    def _leave_beyond(self, draft: Draft, field_name: str, value: str) -> None:
        """Once a row: what belongs to another branch is left to those who keep its books."""
        if (self._sheet, self._row) not in self._beyond:
            self._beyond.add((self._sheet, self._row))
            self.leave_open(draft.source, field_name, value or _words(draft), BEYOND)

    def warn(self, sentence: str) -> None:
        """Adds a warning once."""
        if sentence not in self.warnings:
            self.warnings.append(sentence)

    def _contradiction(self, draft: Draft) -> str:
        before = self._drafts.get(draft.key)
        if before is None:
            return f"与已入账的记录不一致;{remedy(None)}"
        changes = "、".join(_changes(before, draft)) or "内容不同"
        where = before.source.words
        if draft.key in self._new:
            return f"与本次导入的另一行不一致({changes};另一行:{where});请核对,只留正确的一行"
        return f"与已入账的记录不一致({changes};原记录:{where});{remedy(before.source)}"


def remedy(source: Source | None) -> str:
    """How a row that was entered wrongly is put right, with the command as far as it is known."""
    file, row = (source.file, str(source.row)) if source and source.file else ("文件", "行")
    if source is not None and not source.file:
        return "若本表为准,请先冲正原来手工登记的那一条,再导入"
    command = f"zhixing import --withdraw 批次 --file {file} --row {row}"
    return f"若本表为准,先撤回原来那一行:{command}(批次见 zhixing batches),再导入"


def source_of(origin: Origin) -> Source:
    """A row's place as a fact's source (the batch is filled in when it is entered)."""
    return Source(None, origin.file, origin.sheet, origin.row)


_WORDS = {
    "minutes": "时长(分钟)",
    "title": "主题",
    "form": "形式",
    "category": "教育内容类别",
    "organiser": "主办组织",
    "ledgers": "学时账",
    "problem": "对应问题",
    "expected": "应到",
    "present": "实到",
    "void": "作废",
    "start": "起",
    "until": "止",
    "state": "状态",
    "way": "补学方式",
    "result": "抽查结果",
    "score": "得分",
    "hours": "学时",
    "end": "结束日期",
}
STATE_WORDS = {"present": "实到", "duty": "值班", "leave": "请假", "absent": "缺席"}


def _changes(before: Draft, after: Draft) -> Iterable[str]:
    if before.day != after.day:
        yield f"日期 {before.day}→{after.day}"
    for item in fields(after.body):  # type: ignore[arg-type]
        old, new = getattr(before.body, item.name), getattr(after.body, item.name)
        if old != new and item.name not in {"code", "nth"}:
            shown = [STATE_WORDS.get(str(value), str(value)) for value in (old, new)]
            yield f"{_WORDS.get(item.name, item.name)} {shown[0]}→{shown[1]}"


def _words(draft: Draft) -> str:
    title = getattr(draft.body, "title", "") or getattr(draft.body, "code", "")
    return f"{draft.day or ''} {title}".strip()
