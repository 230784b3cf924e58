"""The clerk's desk while a folder is taken in: what is known already, who is who, what is still open.

The desk is the one place with state during an intake. It only collects; nothing is written anywhere.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from uuid import UUID

from zhixing.core.facts.accept import check_draft
from zhixing.core.facts.kinds import (
    Kind,
    OrgSet,
    PersonDescribed,
    PlanItem,
    PracticeVisit,
    ProblemSet,
    StationSet,
)
from zhixing.core.facts.record import Draft, FactError, Identify, Source
from zhixing.core.intake.rows import Origin
from zhixing.core.intake.whois import Directory
from zhixing.core.people.register import Register

SUPERSEDING = (OrgSet, StationSet, PersonDescribed, ProblemSet, PracticeVisit, PlanItem)
"""Descriptions may be given anew; the one entered last holds. All other kinds contradict."""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A row, or one name in it, that a person has to look at."""

    file: str
    sheet: str
    row: int
    field: str
    value: str
    reason: str


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


class Desk:
    """Collects drafts and open questions. `today` is the server's day, `year` the year the folder tells of."""

    def __init__(
        self, register: Register, known: Known, *, identify: Identify, today: dt.date, year: int
    ) -> None:
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
        self._row_new = 0
        self._row_open = 0
        self._nth: Counter[tuple[object, ...]] = Counter()

    def begin_sheet(self) -> None:
        """Repetitions are counted within one sheet: a second copy of a sheet brings nothing new."""
        self._nth = Counter()

    def begin_row(self) -> None:
        """Starts the count of what a row brings."""
        self._row_new, self._row_open = 0, len(self.unresolved)

    def end_row(self, tally: Tally) -> None:
        """A row is taken if it brought anything, repeated if all of it was known and nothing is open."""
        if self._row_new:
            tally.taken += 1
        elif len(self.unresolved) == self._row_open:
            tally.repeated += 1

    def nth(self, *what: object) -> int:
        """Which repetition of `what` this is within the sheet, from 1."""
        self._nth[what] += 1
        return self._nth[what]

    def chain_of(self, person: UUID) -> UUID:
        """The chain that facts about somebody belong to: the branch where listed, else the whole organ."""
        branch = self.directory.branch_of(person)
        return branch or self.root or person

    def holds_session(self, session: UUID) -> bool:
        """Whether this session is in force or about to be entered."""
        return f"{Kind.SESSION_HELD.value}||{session.hex}" in self._known

    def add(self, draft: Draft, *, field_name: str = "整行", value: str = "") -> bool:
        """Enters a draft, finds it known, or leaves it open. True when it is new or known."""
        try:
            check_draft(draft, today=self.today)
        except FactError as refusal:
            self.leave_open(draft.source, field_name, value or _words(draft), str(refusal))
            return False
        contents = self._known.setdefault(draft.key, [])
        if draft.content in contents:
            self.restated.append(draft)
            return True
        if contents and not isinstance(draft.body, SUPERSEDING):
            self.leave_open(draft.source, field_name, value or _words(draft), self._contradiction(draft))
            return False
        contents.append(draft.content)
        self._drafts[draft.key] = draft
        self.drafts.append(draft)
        self._row_new += 1
        return True

    def leave_open(self, source: Source, field_name: str, value: str, reason: str) -> None:
        """Puts something on the list of rows that a person has to look at."""
        self.unresolved.append(Unresolved(source.file, source.sheet, source.row, field_name, value, reason))

    def warn(self, sentence: str) -> None:
        """Adds a warning once."""
        if sentence not in self.warnings:
            self.warnings.append(sentence)

    def _contradiction(self, draft: Draft) -> str:
        before = self._drafts.get(draft.key)
        if before is None:
            return "与已入账的记录不一致;若本表为准,请先更正或撤回原批次再导入"
        changes = "、".join(_changes(before, draft)) or "内容不同"
        where = before.source.words
        return f"与已入账的记录不一致({changes};原记录:{where});若本表为准,请先更正原记录再导入"


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
_STATES = {"present": "实到", "duty": "值班", "leave": "请假", "absent": "缺席"}


def _changes(before: Draft, after: Draft) -> Iterable[str]:
    if before.day != after.day:
        yield f"日期 {before.day}→{after.day}"
    for item in fields(after.body):  # type: ignore[arg-type]
        old, new = getattr(before.body, item.name), getattr(after.body, item.name)
        if old != new and item.name not in {"code", "nth"}:
            shown = [_STATES.get(str(value), str(value)) for value in (old, new)]
            yield f"{_WORDS.get(item.name, item.name)} {shown[0]}→{shown[1]}"


def _words(draft: Draft) -> str:
    title = getattr(draft.body, "title", "") or getattr(draft.body, "code", "")
    return f"{draft.day or ''} {title}".strip()
