"""A member's year: every figure with its facts, its article and a sentence. No total, no grade, no rank."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.facts.record import Fact
from zhixing.core.figures import credits, deeds, target
from zhixing.core.figures.figure import Figure, Unit, cites, hours
from zhixing.core.figures.presence import Presence, presence
from zhixing.core.figures.yearfacts import Drawers
from zhixing.core.people.register import Person, Register
from zhixing.core.rules.book import Rulebooks


@dataclass(frozen=True, slots=True)
class MemberYear:
    """个人年度记实: one member, one year. Hours in hundredths; `months` are ledger A by month."""

    id: UUID
    name: str
    words: Mapping[str, str]
    branch_id: UUID
    branch: str
    group: str
    standing: str
    staff: str
    post: str
    duty: str
    station: str
    station_id: UUID | None
    remote: bool
    distance: int
    shift: str
    exempt: bool
    on_roll_at_end: bool
    target: Figure
    collective: Figure
    cadre: Figure
    online: Figure
    gap: Figure
    self_study: Figure
    presence: Presence
    delayed_test: Figure
    practice: Figure
    talks: Figure
    pledges: Figure
    gate: Figure
    months: tuple[int, ...]
    last_talk: dt.date | None

    @property
    def in_denominator(self) -> bool:
        """Has a target and is on the roll at the year's end."""
        return self.target.value is not None and self.on_roll_at_end

    @property
    def met(self) -> bool:
        """In the denominator and without a gap."""
        return self.in_denominator and self.gap.value == 0

    @property
    def outside(self) -> str:
        """Why not in the denominator; empty for those inside."""
        if self.in_denominator:
            return ""
        if not self.on_roll_at_end:
            return "年末不在册(已转出)"
        return "不作硬性要求" if self.exempt else "本年没有学时目标"

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures in the order of the record sheet."""
        p = self.presence
        return (
            self.target,
            self.collective,
            self.gap,
            self.cadre,
            self.online,
            self.self_study,
            p.expected,
            p.present,
            p.approved,
            p.makeup,
            self.delayed_test,
            self.practice,
            self.talks,
            self.pledges,
            self.gate,
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """What every member's year is seen in: the year, the day it is seen from, the rules, the register."""

    year: int
    as_of: dt.date
    rules: Rulebooks
    register: Register
    drawers: Drawers
    places: Mapping[UUID, str]
    names: Mapping[UUID, str]


def frame(
    year: int, today: dt.date, rules: Rulebooks, register: Register, drawers: Drawers, facts: Iterable[Fact]
) -> Frame:
    """A frame. A past year is seen from its last day, whatever day it is computed on."""
    people_facts = {fact.uid: fact.source.words for fact in facts if fact.subject and fact.day is None}
    names = {person.id: person.name for person in register.people.values()}
    return Frame(year, min(today, dt.date(year, 12, 31)), rules, register, drawers, people_facts, names)


def member_year(person: Person, frame: Frame) -> MemberYear | None:
    """The year of one person; None for who is not on the roll on any day of it."""
    year, rules, register = frame.year, frame.rules, frame.register
    roll = person.roll_in(year)
    if roll is None:
        return None
    end = dt.date(year, 12, 31)
    mine = frame.drawers.by_person.get(person.id, ())
    ledgers = credits.credits(mine, frame.drawers, rules)
    goal = target.target(person, year, rules, dict(frame.places))
    collective = _ledger(ledgers["A"], "A", "collective_hours", "集中学习培训", year, rules)
    place = person.place_on(min(end, frame.as_of)) or (person.places[-1] if person.places else None)
    station = register.stations.get(place.station) if place and place.station else None
    far = rules.on("remote.distance", end)
    return MemberYear(
        id=person.id,
        name=person.name,
        words=person.words,
        branch_id=roll.org,
        branch=register.name_of(roll.org),
        group=register.name_of(roll.group),
        standing=roll.standing,
        staff=roll.staff,
        post="、".join(span.title for span in person.posts if span.touches(dt.date(year, 1, 1), end)),
        duty=place.duty if place else "",
        station=station.name if station else "",
        station_id=station.id if station else None,
        remote=bool(station and far and station.distance >= far.whole("tenths_km")),
        distance=station.distance if station else -1,
        shift=place.shift if place else "",
        exempt=_exempt(person, year),
        on_roll_at_end=person.on_roll(end) is not None,
        target=goal,
        collective=collective,
        cadre=_ledger(ledgers["B"], "B", "cadre_hours", "干部集中培训", year, rules),
        online=_ledger(ledgers["C"], "C", "online_hours", "网络自学", year, rules),
        gap=target.gap(goal, collective.value or 0),
        self_study=deeds.self_study(mine, frame.drawers, year, rules),
        presence=presence(person, mine, frame.drawers, year, rules),
        delayed_test=deeds.delayed_test(mine, year),
        practice=deeds.practice(mine, frame.drawers, year),
        talks=deeds.talks(mine, year, rules, frame.names),
        pledges=deeds.pledges(mine, frame.drawers, year),
        gate=deeds.gate(mine, year, rules),
        months=credits.months(ledgers["A"], year),
        last_talk=deeds.last_contact(person, mine, frame.as_of),
    )


def _exempt(person: Person, year: int) -> bool:
    """Exempt in every month of the year on the roll."""
    months = target.months_of(person, year, ())
    return months.exempt > 0 and months.plain == 0


LEDGER_RULES = {
    "A": ("target.member_hours", "ledger.separate"),
    "B": ("cadre.yearly_hours", "ledger.double_credit"),
    "C": ("online.yearly_hours", "ledger.separate"),
}
"""What each ledger rests on besides the conversion rules of the days that its credits fall on."""


def _ledger(
    found: list[credits.Credit], ledger: str, key: str, label: str, year: int, rules: Rulebooks
) -> Figure:
    value = sum(credit.in_year(year) for credit in found)
    rows = credits.lines(found, year)
    sentence = f"{len(rows)} 条合计 {hours(value)} 学时" if rows else "本年没有记录"
    day = dt.date(year, 12, 31)
    own = [rules.on(code, day) for code in LEDGER_RULES[ledger]]
    return Figure(
        key, label, value, Unit.HOURS, sentence, cites([*own, *credits.used_rules(found, year)]), rows
    )
