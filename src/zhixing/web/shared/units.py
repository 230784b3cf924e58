"""A unit's year as sections of a page: for one branch and for the whole organ alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from zhixing.core.figures.figure import Ratio, hours
from zhixing.core.figures.member import MemberYear
from zhixing.core.figures.unit import CLOSED, PROBLEM_STATES, Contact, PlanLine, ProblemLine, UnitYear
from zhixing.core.people.structure import Finding
from zhixing.web.shared.charts import Bar, Columns, Pair, Segment, bar, columns, pair, stack
from zhixing.web.shared.citing import CiteLink, cite_links

TONES = dict(zip(PROBLEM_STATES, ("neutral", "waiting", "doing", "done"), strict=True))
"""The tone of each state of a problem; the overdue carry a word in red besides."""


@dataclass(frozen=True, slots=True)
class ContentRow:
    """One of the seven categories."""

    category: str
    sessions: int
    hours: str
    share: str
    bar: Bar | None


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A prominent problem."""

    code: str
    text: str
    about: str
    sessions: int
    state: str
    overdue: str
    closed: bool


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A remote member and how long ago somebody talked with him or her."""

    name: str
    url: str
    branch: str
    place: str
    last: dt.date | None
    days: str
    due: bool


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A member in a table."""

    name: str
    url: str
    branch: str
    group: str
    about: str
    earned: str
    target: str
    bar: Bar | None
    gap: str
    settled: str
    fair: str
    makeup: int
    practice: int
    talks: int
    remote: bool
    outside: str


@dataclass(frozen=True, slots=True)
class Done:
    """A share with its bar: plan, needs, visits."""

    ratio: Ratio
    bar: Bar | None


@dataclass(frozen=True, slots=True)
class FindingRow:
    """Something about the organisation that a rule speaks of."""

    name: str
    url: str
    sentence: str
    cite: str
    hard: bool
    late: bool


@dataclass(frozen=True, slots=True)
class Sections:
    """The sections that branch page and overview share."""

    coverage: Done
    coverage_cites: tuple[CiteLink, ...]
    content: tuple[ContentRow, ...]
    content_sessions: int
    problems: tuple[ProblemRow, ...]
    problems_open: tuple[ProblemRow, ...]
    settled: tuple[ProblemRow, ...]
    problem_parts: tuple[Segment, ...]
    problems_closed: Ratio
    overdue: int
    contacts: tuple[ContactRow, ...]
    contacts_due: tuple[ContactRow, ...]
    contacted: Done
    contact_cites: tuple[CiteLink, ...]
    plan: tuple[PlanLine, ...]
    plan_done: Done
    needs: Done
    visits: Done
    pairs: tuple[Pair, ...]
    chart: Columns


def sections(unit: UnitYear, year: int, as_of: dt.date) -> Sections:
    """The sections of one unit."""
    running = as_of.month if as_of < dt.date(year, 12, 31) else 0
    problems = tuple(_problem(line, as_of) for line in unit.problems)
    return Sections(
        coverage=done(unit.coverage.ratio),
        coverage_cites=cite_links(unit.coverage.cites),
        content=_content(unit),
        content_sessions=sum(share.sessions for share in unit.content),
        problems=problems,
        problems_open=tuple(row for row in problems if not row.closed),
        settled=tuple(row for row in problems if row.closed),
        problem_parts=_parts(unit.problems),
        problems_closed=unit.problems_closed,
        overdue=sum(line.overdue for line in unit.problems),
        contacts=tuple(contact_row(one, year) for one in unit.contacts),
        contacts_due=tuple(contact_row(one, year) for one in unit.contacts if one.due),
        contacted=done(unit.remote_contacted),
        contact_cites=cite_links(unit.contact_cites),
        plan=unit.plan,
        plan_done=done(unit.plan_done),
        needs=done(unit.needs),
        visits=done(unit.visits),
        pairs=tuple(pair(one) for one in unit.fairness) if _both(unit) else (),
        chart=columns(unit.months, "每月人均集中学习学时", current=running),
    )


def person_url(year: int, person: UUID) -> str:
    """Where a member's page is."""
    return reverse("member:person", args=[year, person])


def short_name(name: str) -> str:
    """A branch's name without its ending, where the heading says what it is."""
    return name.removesuffix("党支部").removesuffix("临时") or name


def done(ratio: Ratio) -> Done:
    """A share with its bar."""
    return Done(ratio, bar(ratio.part, ratio.whole))


def person_row(member: MemberYear, year: int) -> PersonRow:
    """A member in a table."""
    goal, earned = member.target.value, member.collective.value or 0
    gap = member.gap.value
    return PersonRow(
        name=member.name,
        url=person_url(year, member.id),
        branch=short_name(member.branch),
        group=member.group,
        about="、".join(part for part in (member.post, member.duty) if part),
        earned=hours(earned),
        target=hours(goal),
        bar=bar(earned, goal, short=bool(gap)) if goal else None,
        gap=hours(gap) if gap else "",
        settled="—" if goal is None else "0",
        fair=member.presence.fair.words,
        makeup=member.presence.makeup.value or 0,
        practice=member.practice.value or 0,
        talks=member.talks.value or 0,
        remote=member.remote,
        outside=member.outside,
    )


def people_rows(
    wanted: Sequence[UUID], members: Mapping[UUID, MemberYear], year: int
) -> tuple[PersonRow, ...]:
    """Some members, in the order asked for."""
    return tuple(person_row(members[uid], year) for uid in wanted if uid in members)


def contact_row(contact: Contact, year: int) -> ContactRow:
    """A remote member."""
    away = f"{contact.distance // 10} 公里" if contact.distance >= 0 else ""
    days = "没有谈话记录" if contact.days is None else f"{contact.days} 天前"
    place = " ".join(part for part in (contact.station, away) if part)
    url = person_url(year, contact.member)
    return ContactRow(contact.name, url, contact.branch, place, contact.last, days, contact.due)


def finding_row(finding: Finding, year: int, as_of: dt.date) -> FindingRow:
    """A finding; `late` when its day has passed."""
    late = finding.due is not None and finding.due < as_of
    return FindingRow(
        finding.name,
        reverse("officer:branch", args=[year, finding.org]),
        finding.sentence,
        finding.cite,
        finding.hard,
        late,
    )


def _content(unit: UnitYear) -> tuple[ContentRow, ...]:
    whole = sum(share.hours for share in unit.content)
    return tuple(
        ContentRow(
            share.category,
            share.sessions,
            hours(share.hours),
            _percent(Ratio(share.hours, whole)),
            bar(share.hours, whole),
        )
        for share in unit.content
    )


def _percent(ratio: Ratio) -> str:
    share = ratio.permille
    return "—" if share is None else f"{share // 10}.{share % 10}%"


def _problem(line: ProblemLine, as_of: dt.date) -> ProblemRow:
    overdue = f"超期 {(as_of - line.due).days} 天" if line.overdue and line.due else ""
    due = f"{line.due:%m-%d} 到期" if line.due else "未定期限"
    about = " · ".join(part for part in (line.source, line.category, short_name(line.owner), due) if part)
    return ProblemRow(line.code, line.text, about, line.sessions, line.state, overdue, line.state == CLOSED)


def _parts(problems: Sequence[ProblemLine]) -> tuple[Segment, ...]:
    counts = {state: sum(line.state == state for line in problems) for state in PROBLEM_STATES}
    return stack([(state, counts[state], TONES[state]) for state in PROBLEM_STATES])


def _both(unit: UnitYear) -> bool:
    """Whether there are near and remote members to be compared at all."""
    return any(one.near.whole and one.remote.whole for one in unit.fairness)
