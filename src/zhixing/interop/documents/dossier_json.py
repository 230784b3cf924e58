"""The year's dossier as JSON: facts, figures and their articles; no total, rank or grade.

Canonical: keys in the order written here, UTF-8, one space of indent down to the single figure, every figure
a line of its own. The same dossier gives the same bytes. Hours are numbers in steps of 0.5, null without a
target; scores are numbers; days are ISO text.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from uuid import UUID

from zhixing.core.figures.fairness import Comparison
from zhixing.core.figures.figure import Cite, Figure, Line, Ratio, Unit
from zhixing.core.figures.member import MemberYear
from zhixing.core.figures.organ import OrganYear
from zhixing.core.figures.rhythm import Period, Rhythm
from zhixing.core.figures.unit import Contact, PlanLine, ProblemLine, UnitYear
from zhixing.core.people.structure import Finding

Json = dict[str, object]

_compact = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_quoted = json.encoder.encode_basestring


def dossier_json(year: OrganYear) -> bytes:
    """The dossier of one year."""
    people = {member.id: member for member in year.members}
    closed = year.organ.problems_closed if year.organ else Ratio(0, 0)
    # One member at a time becomes text, so that the plain values of hundreds never live at once.
    parts = {
        "year": str(year.year),
        "as_of": _compact(year.as_of.isoformat()),
        "rulebook": _compact(year.rulebook),
        "members": _list((_member(member) for member in year.members), "  "),
        "branches": _list((_rows(_unit(unit, people), "   ") for unit in year.branches), "  "),
        "organ": _rows(_unit(year.organ, people) if year.organ else {}, "  "),
        "problems": str(closed.whole),
        "problems_closed": str(closed.part),
        "structure": _list((_compact(_finding(finding)) for finding in year.structure), "  "),
    }
    return (_object(parts, " ") + "\n").encode()


def _object(parts: Mapping[str, str], indent: str) -> str:
    """An object of members already written, one a line; `indent` is that of its members."""
    if not parts:
        return "{}"
    body = f",\n{indent}".join([f'"{key}": {text}' for key, text in parts.items()])
    return f"{{\n{indent}{body}\n{indent[1:]}}}"


def _list(parts: Iterable[str], indent: str) -> str:
    body = f",\n{indent}".join(parts)
    return f"[\n{indent}{body}\n{indent[1:]}]" if body else "[]"


def _rows(values: Json, indent: str) -> str:
    """An object, each member on a line of its own; long lists one element a line."""
    return _object({key: _value(value, indent + " ") for key, value in values.items()}, indent)


def _value(value: object, indent: str) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return _list(map(_compact, value), indent)
    return _compact(value)


def _number(hundredths: int | None) -> float | int | None:
    """Hundredths as a JSON number: 3150 → 31.5, 3200 → 32."""
    if hundredths is None:
        return None
    return hundredths // 100 if hundredths % 100 == 0 else hundredths / 100


def _yes(value: int | None) -> bool | None:
    """Yes or no; null where it is not shown to whoever asks."""
    return None if value is None else bool(value)


def _member(member: MemberYear) -> str:
    text = _Figures()
    figures = {figure.key: text.figure(figure) for figure in member.figures}
    parts = {key: _compact(value) for key, value in _flat(member).items()}
    return _object(parts | {"figures": _object(figures, "    ")}, "   ")


def _flat(member: MemberYear) -> Json:
    """What a member's row shows without opening anything."""
    p = member.presence
    return {
        "id": str(member.id),
        "name": member.name,
        "branch": member.branch,
        "group": member.group,
        "kind": member.standing,
        "exempt": member.exempt,
        "target_hours": _number(member.target.value),
        "collective_hours": _number(member.collective.value),
        "cadre_hours": _number(member.cadre.value),
        "online_hours": _number(member.online.value),
        "gap_hours": _number(member.gap.value),
        "selfstudy_passed": member.self_study.value,
        "expected": p.expected.value,
        "present": p.present.value,
        "approved_absence": p.approved.value,
        "absent": p.absent,
        "makeup": p.makeup.value,
        "practice": member.practice.value,
        "talks": member.talks.value,
        "gate_at_year_end": _yes(member.gate.value),
        "post": member.post,
        "duty": member.duty,
        "station": member.station,
        "remote": member.remote,
        "attendance": _ratio(p.fair),
        "delayed_test": _number(member.delayed_test.value),
        "last_talk": _day(member.last_talk),
        "pledges": member.pledges.value,
        "on_roll_at_year_end": member.on_roll_at_end,
        "in_denominator": member.in_denominator,
        "outside_reason": member.outside,
        "months": [_number(month) for month in member.months],
    }


class _Figures:
    """Writes one member's figures. A line shown under two figures (应到 and 实到) is written once."""

    def __init__(self) -> None:
        self._known: dict[int, str] = {}

    def figure(self, figure: Figure) -> str:
        """A figure with its sentence, articles and lines."""
        hundredths = figure.unit in (Unit.HOURS, Unit.POINTS)
        # The lines of a target count months; the lines of every other figure add up to it.
        write = self._line_of_hundredths if hundredths and figure.key != "target_hours" else self._line
        value: object = _number(figure.value) if hundredths else figure.value
        head = {
            "label": figure.label,
            "value": _yes(figure.value) if figure.unit is Unit.YES_NO else value,
            "unit": str(figure.unit),
            "sentence": figure.sentence,
            "articles": _articles(figure.cites),
        }
        return f'{_compact(head)[:-1]}, "lines": [{", ".join([write(line) for line in figure.lines])}]}}'

    def _line(self, line: Line) -> str:
        # The members of a figure outlive this object, so an identity names one line only.
        known = self._known.get(id(line))
        if known is None:
            known = self._known[id(line)] = _line(line, line.amount)
        return known

    def _line_of_hundredths(self, line: Line) -> str:
        return _line(line, _number(line.amount))


def _line(line: Line, amount: float | int | None) -> str:
    # Tens of thousands of these: written directly, three times as fast as through a dict.
    day = f'"{line.day.isoformat()}"' if line.day else "null"
    facts = ", ".join([f'"{uid}"' for uid in line.facts])
    return (
        f'{{"day": {day}, "title": {_quoted(line.title)}, "detail": {_quoted(line.detail)}, '
        f'"amount": {amount}, "facts": [{facts}], "sources": [{", ".join(map(_quoted, line.sources))}]}}'
    )


def _articles(cites: Iterable[Cite]) -> list[Json]:
    return [{"code": c.code, "words": c.words, "soft": c.soft, "pending": c.pending} for c in cites]


def _ratio(ratio: Ratio) -> Json:
    return {"part": ratio.part, "whole": ratio.whole, "words": ratio.words}


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _uids(uids: Iterable[UUID]) -> list[str]:
    return [str(uid) for uid in uids]


def _unit(unit: UnitYear, people: Mapping[UUID, MemberYear]) -> Json:
    named = [people[uid] for uid in unit.coverage.short if uid in people]
    ratio = unit.coverage.ratio
    return {
        "branch": unit.name,
        "in_denominator": ratio.whole,
        "met": ratio.part,
        "id": str(unit.id),
        "kind": unit.kind,
        "members": unit.members,
        "coverage": _ratio(ratio) | {"articles": _articles(unit.coverage.cites)},
        "short": [member.name for member in named],
        "outside": [{"name": out.name, "reason": out.reason} for out in unit.coverage.outside],
        "content": [
            {"category": share.category, "sessions": share.sessions, "hours": _number(share.hours)}
            for share in unit.content
        ],
        "plan": _done(unit.plan_done) | {"lines": [_plan(line) for line in unit.plan]},
        "problems": {
            "closed": unit.problems_closed.part,
            "total": unit.problems_closed.whole,
            "lines": [_problem(line) for line in unit.problems],
        },
        "contact": _ratio(unit.remote_contacted)
        | {"articles": _articles(unit.contact_cites), "lines": [_contact(c) for c in unit.contacts]},
        "needs": _ratio(unit.needs) | {"facts": _uids(unit.need_facts)},
        "visits": _ratio(unit.visits),
        "leaders": [_leader(people[uid]) for uid in unit.leaders if uid in people],
        "fairness": [_comparison(each) for each in unit.fairness],
        "rhythm": [_rhythm(each) for each in unit.rhythms],
        "months": [_number(month) for month in unit.months],
    }


def _done(ratio: Ratio) -> Json:
    return {"done": ratio.part, "total": ratio.whole}


def _plan(line: PlanLine) -> Json:
    return {
        "month": line.month,
        "form": line.form,
        "title": line.title,
        "organiser": line.organiser,
        "done": line.done,
        "facts": _uids(line.facts),
    }


def _problem(line: ProblemLine) -> Json:
    return {
        "code": line.code,
        "source": line.source,
        "text": line.text,
        "category": line.category,
        "owner": line.owner,
        "due": _day(line.due),
        "state": line.state,
        "overdue": line.overdue,
        "sessions": line.sessions,
        "facts": _uids(line.facts),
    }


def _contact(contact: Contact) -> Json:
    return {
        "name": contact.name,
        "branch": contact.branch,
        "station": contact.station,
        "km": contact.distance / 10 if contact.distance >= 0 else None,
        "last": _day(contact.last),
        "days": contact.days,
        "due": contact.due,
    }


def _leader(member: MemberYear) -> Json:
    """A leader's own record: those who lead stand first, with the same figures as everybody."""
    return {
        "name": member.name,
        "branch": member.branch,
        "post": member.post,
        "duty": member.duty,
        "target_hours": _number(member.target.value),
        "collective_hours": _number(member.collective.value),
        "gap_hours": _number(member.gap.value),
        "attendance": _ratio(member.presence.fair),
        "practice": member.practice.value,
        "talks": member.talks.value,
    }


def _comparison(each: Comparison) -> Json:
    """Shares and means alike: `part` in hundredths of an hour where `unit` is `hours`."""
    near, remote = _ratio_of(each.near), _ratio_of(each.remote)
    return {"label": each.label, "unit": each.unit, "near": near, "remote": remote}


def _ratio_of(ratio: Ratio) -> Json:
    return {"part": ratio.part, "whole": ratio.whole}


def _rhythm(rhythm: Rhythm) -> Json:
    return {
        "form": rhythm.form,
        "recorded": rhythm.recorded,
        "articles": _articles(rhythm.cites),
        "periods": [_period(period) for period in rhythm.periods],
    }


def _period(period: Period) -> Json:
    return {
        "label": period.label,
        "held": period.held,
        "missing": period.missing,
        "ahead": period.ahead,
        "facts": _uids(period.facts),
    }


def _finding(finding: Finding) -> Json:
    return {
        "org": finding.name,
        "code": finding.code,
        "sentence": finding.sentence,
        "article": finding.cite,
        "hard": finding.hard,
        "due": _day(finding.due),
    }
