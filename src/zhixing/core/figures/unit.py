"""A branch's year, and the whole organ's: coverage, content, plan, problems, contact, needs, leaders, fairness.

Units stand in organisational order, people by surname strokes. Nothing is added up into a score.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.facts.forms import forms_in
from zhixing.core.facts.kinds import (
    NeedRaised,
    PlanItem,
    PracticeVisit,
    ProblemSet,
    SessionHeld,
)
from zhixing.core.figures.credits import session_hours
from zhixing.core.figures.fairness import Comparison, compare_near_and_remote
from zhixing.core.figures.figure import Cite, Ratio, cite
from zhixing.core.figures.member import Frame, MemberYear
from zhixing.core.figures.rhythm import Rhythm, rhythm
from zhixing.core.figures.yearfacts import furthest, goes_on_as
from zhixing.core.people.register import Org

PROBLEM_STATES = ("未开始", "整改中", "待销号", "已销号")
NEED_STATES = ("已登记", "受理", "办理中", "已办结")
CLOSED, SETTLED = PROBLEM_STATES[-1], NEED_STATES[-1]


@dataclass(frozen=True, slots=True)
class Outside:
    """Somebody outside the denominator, and why."""

    member: UUID
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """达标 of those with a target on the roll at the year's end, and everybody outside with the reason."""

    ratio: Ratio
    short: tuple[UUID, ...]
    outside: tuple[Outside, ...]
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """One of the seven content categories: sessions and hundredths of an hour."""

    category: str
    sessions: int
    hours: int


@dataclass(frozen=True, slots=True)
class PlanLine:
    """An item of the plan, and the sessions that carried it out."""

    month: int
    form: str
    title: str
    organiser: str
    done: bool
    facts: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """A prominent problem: state, due day, sessions held for it."""

    code: str
    source: str
    text: str
    category: str
    owner: str
    due: dt.date | None
    state: str
    overdue: bool
    sessions: int
    facts: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """A remote member and the last talk: `days` since then, None where there was none in the records."""

    member: UUID
    name: str
    branch: str
    station: str
    distance: int
    last: dt.date | None
    days: int | None
    due: bool


@dataclass(frozen=True, slots=True)
class UnitYear:
    """班子指标: one branch or the whole organ. Ratios keep part and whole; `months` are mean hundredths."""

    id: UUID
    name: str
    kind: str
    whole: bool
    members: int
    coverage: Coverage
    content: tuple[Share, ...]
    plan: tuple[PlanLine, ...]
    problems: tuple[ProblemLine, ...]
    contacts: tuple[Contact, ...]
    contact_cites: tuple[Cite, ...]
    needs: Ratio
    need_facts: tuple[UUID, ...]
    visits: Ratio
    leaders: tuple[UUID, ...]
    fairness: tuple[Comparison, ...]
    rhythms: tuple[Rhythm, ...]
    months: tuple[int, ...]

    @property
    def plan_done(self) -> Ratio:
        """Items of the plan carried out."""
        return Ratio(sum(line.done for line in self.plan), len(self.plan))

    @property
    def problems_closed(self) -> Ratio:
        """Problems 已销号."""
        return Ratio(sum(line.state == CLOSED for line in self.problems), len(self.problems))

    @property
    def remote_contacted(self) -> Ratio:
        """Remote members talked with inside the interval."""
        return Ratio(sum(not contact.due for contact in self.contacts), len(self.contacts))


def unit_year(org: Org, members: Sequence[MemberYear], frame: Frame, *, whole: bool) -> UnitYear:
    """The year of one branch (its members), or of the whole organ."""
    end = dt.date(frame.year, 12, 31)
    listed = [member for member in members if member.on_roll_at_end]
    contacts = tuple(_contact(m, frame) for m in listed if m.remote and not m.exempt)
    needs = _needs(members, frame)
    sessions = _sessions(org, frame, whole=whole)
    counted = [member for member in members if member.in_denominator]
    return UnitYear(
        id=org.id,
        name=org.name,
        kind=org.kind,
        whole=whole,
        members=len(listed),
        coverage=_coverage(members, frame, end),
        content=_content(sessions, frame),
        plan=_plan(org, frame, whole=whole),
        problems=_problems(org, frame, whole=whole),
        contacts=contacts,
        contact_cites=cite(frame.rules.on("contact.remote", end)),
        needs=Ratio(sum(state == SETTLED for state, _ in needs), len(needs)),
        need_facts=tuple(fact for _, facts in needs for fact in facts),
        visits=_visits(members, frame),
        leaders=tuple(member.id for member in members if is_leader(member, frame, whole=whole)),
        fairness=compare_near_and_remote(counted),
        rhythms=() if whole else rhythm(org, frame),
        months=_mean_months(counted),
    )


def is_leader(member: MemberYear, frame: Frame, *, whole: bool) -> bool:
    """Leaders go first: a branch's committee members; of the organ its leadership and branch secretaries."""
    duties = frame.rules.on("leaders.duties", dt.date(frame.year, 12, 31))
    if duties and member.duty in duties.words("names"):
        return True
    return "书记" in member.post if whole else bool(member.post)


def _coverage(members: Sequence[MemberYear], frame: Frame, end: dt.date) -> Coverage:
    inside = [member for member in members if member.in_denominator]
    outside = tuple(Outside(m.id, m.name, m.outside) for m in members if not m.in_denominator)
    short = tuple(member.id for member in inside if not member.met)
    rules = frame.rules
    cites = cite(rules.on("target.member_hours", end)) + cite(rules.on("exemption.study", end))
    return Coverage(Ratio(len(inside) - len(short), len(inside)), short, outside, cites)


def _sessions(org: Org, frame: Frame, *, whole: bool) -> list[tuple[dt.date, SessionHeld, UUID]]:
    found = []
    for fact in frame.drawers.sessions.values():
        body = fact.body
        if isinstance(body, SessionHeld) and not body.void and fact.day and fact.day.year == frame.year:
            if whole or body.organiser == org.name:
                found.append((fact.day, body, fact.uid))
    return found


def _content(sessions: Sequence[tuple[dt.date, SessionHeld, UUID]], frame: Frame) -> tuple[Share, ...]:
    rule = frame.rules.on("content.categories", dt.date(frame.year, 12, 31))
    counts: dict[str, list[int]] = defaultdict(list)
    for day, held, _ in sessions:
        counts[held.category or "未标类别"].append(session_hours(held.minutes, day, frame.rules))
    names = list(rule.words("names")) if rule else []
    names += sorted(set(counts) - set(names))
    return tuple(Share(name, len(counts[name]), sum(counts[name])) for name in names)


def _plan(org: Org, frame: Frame, *, whole: bool) -> tuple[PlanLine, ...]:
    held: dict[tuple[int, str, str], list[UUID]] = defaultdict(list)
    for day, session, uid in _sessions(org, frame, whole=True):
        for form in forms_in(session.form) or ("",):
            held[day.month, form, session.organiser].append(uid)
    found = []
    for fact in frame.drawers.plan.values():
        body = fact.body
        if (
            not isinstance(body, PlanItem)
            or body.year != frame.year
            or not (whole or body.organiser == org.name)
        ):
            continue
        stated = [state.uid for state in frame.drawers.states.get(fact.about or fact.uid, ())]
        wanted = forms_in(body.form) or ("",)
        met = [uid for form in wanted for uid in held[body.month, form, body.organiser]]
        carried = stated + list(dict.fromkeys(met))
        line = PlanLine(
            body.month, body.form, body.title, body.organiser, bool(carried), (fact.uid, *carried)
        )
        found.append(line)
    return tuple(sorted(found, key=lambda line: (line.month, line.organiser, line.form, line.title)))


def _problems(org: Org, frame: Frame, *, whole: bool) -> tuple[ProblemLine, ...]:
    sessions: dict[str, int] = defaultdict(int)
    for _, session, _ in _sessions(org, frame, whole=True):
        sessions[session.problem] += 1
    doubles = _doubles(frame)
    found = []
    for fact in frame.drawers.problems.values():
        body = fact.body
        if fact.about in doubles:
            continue
        if not isinstance(body, ProblemSet) or fact.day is None or fact.day.year != frame.year:
            continue
        if not whole and body.owner != org.id.hex:
            continue
        states = frame.drawers.states.get(fact.about or fact.uid, ())
        state = furthest(states, PROBLEM_STATES) or PROBLEM_STATES[0]
        overdue = bool(body.due and body.due < frame.as_of and state != CLOSED)
        owner = frame.register.name_of(UUID(body.owner)) if body.owner else ""
        facts = (fact.uid, *(one.uid for one in states))
        line = ProblemLine(
            body.code,
            body.source,
            body.text,
            body.category,
            owner,
            body.due,
            state,
            overdue,
            sessions[body.code]
            + sum(sessions[code] for kept, code in doubles.values() if kept == fact.about),
            facts,
        )
        found.append(line)
    return tuple(sorted(found, key=lambda line: (line.code, line.text)))


def _doubles(frame: Frame) -> dict[UUID, tuple[UUID, str]]:
    """The year's problems that go on under another one: under which, and their number (sessions count for that)."""
    into = {
        about: UUID(told)
        for about in frame.drawers.problems
        if (told := goes_on_as(frame.drawers.states.get(about, ())))
    }
    found = {}
    for about in into:
        body, seen, kept = frame.drawers.problems[about].body, {about}, into[about]
        while kept in into and kept not in seen:
            seen.add(kept)
            kept = into[kept]
        if isinstance(body, ProblemSet) and kept != about:
            found[about] = (kept, body.code)
    return found


def _contact(member: MemberYear, frame: Frame) -> Contact:
    rule = frame.rules.on("contact.remote", frame.as_of)
    days = (frame.as_of - member.last_talk).days if member.last_talk else None
    due = days is None or (rule is not None and days > rule.whole("days"))
    return Contact(
        member.id, member.name, member.branch, member.station, member.distance, member.last_talk, days, due
    )


def _needs(members: Sequence[MemberYear], frame: Frame) -> list[tuple[str, tuple[UUID, ...]]]:
    mine = {member.id for member in members}
    found = []
    for about, fact in frame.drawers.needs.items():
        if isinstance(fact.body, NeedRaised) and fact.subject in mine and fact.day:
            if fact.day.year == frame.year:
                states = frame.drawers.states.get(about, ())
                state = furthest(states, NEED_STATES)
                found.append((state, (fact.uid, *(one.uid for one in states))))
    return found


def _visits(members: Sequence[MemberYear], frame: Frame) -> Ratio:
    """Problems raised on the members' visits, and settled: each visit once."""
    lines = {line.facts[1] for member in members for line in member.practice.lines}
    settled = raised = 0
    for fact in frame.drawers.visits.values():
        body = fact.body
        if fact.uid in lines and isinstance(body, PracticeVisit) and body.problem:
            raised += 1
            settled += bool(body.settled)
    return Ratio(settled, raised)


def _mean_months(members: Sequence[MemberYear]) -> tuple[int, ...]:
    """Hundredths of an hour a month per member in the denominator, halves up."""
    n = len(members)
    sums = [sum(month) for month in zip(*(m.months for m in members), strict=True)] if n else [0] * 12
    return tuple((2 * total + n) // (2 * n) if n else 0 for total in sums)
