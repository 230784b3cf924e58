"""A meeting on record by hand: session and roll, who was left out and why, minutes, observers, votes, decisions.

One form for every form of meeting (三会一课, 主题党日, 组织生活会, 专题讲座, 集中轮训, 警示教育, 视频补学, 送学): the
session and its roll are what `study.session` makes of them; all else stands beside and adds to no figure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from zhixing.core.facts.kinds import Attendance, Body
from zhixing.core.facts.meeting_words import BY_HAND, DECISION_STATES, REASONS, WAYS
from zhixing.core.facts.meetings import (
    AwayReason,
    DecisionMade,
    DecisionState,
    ExpectedList,
    LeftOut,
    MinutesKept,
    Observer,
    SessionDates,
    VideoJoined,
)
from zhixing.core.facts.record import Draft
from zhixing.core.recording.away import check_reasons
from zhixing.core.recording.base import HAND, Desk, Recorded, Refused, one_of, text
from zhixing.core.recording.called import Called, Scope, called, off_roll, voters
from zhixing.core.recording.study import SessionForm, session
from zhixing.core.recording.votes import VoteForm, check_reason, checks, quorum, taken, words_of
from zhixing.core.rules.book import Rulebooks

LONGEST = 4000
"""Characters of minutes."""
LONGEST_AGENDA = 1000
MOST_DATES, LONGEST_SPAN = 10, dt.timedelta(days=92)


@dataclass(frozen=True, slots=True)
class MinutesForm:
    """会议记录: where, who presided and who wrote, on site or by video, the agenda and what was said."""

    place: str = ""
    host: UUID | None = None
    recorder: UUID | None = None
    way: str = "site"
    agenda: str = ""
    materials: str = ""
    words: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing is told."""
        return self == MinutesForm()


@dataclass(frozen=True, slots=True)
class ObserverForm:
    """列席: a person on the register, or somebody by name."""

    person: UUID | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class DecisionForm:
    """决议: what, who sees to it (None: the branch), by when."""

    text: str
    owner: UUID | None = None
    due: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Papers:
    """What stands beside the roll; may be entered with it, or when the minutes are written."""

    minutes: MinutesForm = MinutesForm()
    observers: tuple[ObserverForm, ...] = ()
    votes: tuple[VoteForm, ...] = ()
    decisions: tuple[DecisionForm, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingForm:
    """Everything about a meeting. `session` has the roll; `group` is the group whose meeting it was.

    `left_out`: not expected, `no_vote`: no vote, each with a reason (of `BY_HAND`). `dates`: all days of a session
    held on several, `attended`: on which of them somebody came who did not come on the first. `video`: present by
    video. `reason`: why a meeting short of its quorum is recorded. `reasons`: why somebody on leave or absent did
    not come, a code of `meeting_words.AWAY`; never required.
    """

    session: SessionForm
    papers: Papers = Papers()
    group: UUID | None = None
    left_out: Mapping[UUID, str] = field(default_factory=dict)
    no_vote: Mapping[UUID, str] = field(default_factory=dict)
    dates: tuple[dt.date, ...] = ()
    attended: Mapping[UUID, dt.date] = field(default_factory=dict)
    video: frozenset[UUID] = frozenset()
    reason: str = ""
    reasons: Mapping[UUID, str] = field(default_factory=dict)


def meeting(form: MeetingForm, desk: Desk, rules: Rulebooks) -> Recorded:
    """The session, its roll and everything beside it, as drafts. Raises Refused."""
    held = form.session
    host = desk.org(held.org)
    whole = called(desk.register, host, held.forms, held.day, group=form.group)
    _check_stated(form, whole, desk)
    made = session(held, desk)
    days = _dates(form, desk)
    roll = tuple(_on_day(one, form, days) for one in made.others)
    about = made.main.about
    probationary = _probationary(rules, held.day)
    may, without = voters(whole, desk.register, held.day, probationary, {**form.left_out, **form.no_vote})
    beside = _Beside(made.main, desk)
    there = sum(held.roll.get(one.id) == "present" for one in may)
    drafts = [
        beside.of(
            ExpectedList(whole.scope.value, whole.unit.id.hex, _expected(whole, held), len(may), whole.others)
        ),
        *_left(form, whole, without, beside, desk),
        *(beside.of(VideoJoined(), subject=one) for one in sorted(form.video, key=str)),
        *(beside.of(AwayReason(code), subject=one) for one, code in sorted(form.reasons.items())),
    ]
    if whole.scope is Scope.COMMITTEE and about is not None:
        drafts[0] = _committee(drafts[0], form, there, len(may), rules)
    if days:
        drafts.append(beside.of(SessionDates(" ".join(day.isoformat() for day in days))))
    drafts += papers(form.papers, made.main, desk, rules, base=len(may), present=there)
    return Recorded(made.main, (*roll, *drafts))


def papers(
    form: Papers,
    held: Draft,
    desk: Desk,
    rules: Rulebooks,
    *,
    base: int,
    present: int,
    votes_before: int = 0,
    decisions_before: int = 0,
    observers_before: int = 0,
) -> list[Draft]:
    """Minutes, observers, votes and decisions of the session `held`; the `…_before` are numbered behind. Raises Refused."""
    beside = _Beside(held, desk)
    found = [beside.minutes(form.minutes)] if not form.minutes.empty else []
    found += beside.observers(form.observers, observers_before)
    found += beside.votes(form.votes, rules, base, present, votes_before)
    found += beside.decisions(form.decisions, decisions_before)
    return found


def decision_state(made: Draft, state: str, desk: Desk) -> Draft:
    """The state of a decision on the ledger, today. Raises Refused."""
    assert isinstance(made.body, DecisionMade)
    word = one_of(state, DECISION_STATES, "state", "办理情况")
    return Draft(DecisionState(made.body.nth, word), made.chain, HAND, made.subject, made.about, desk.today)


def _expected(whole: Called, held: SessionForm) -> int:
    """How many of those called stand on the roll: guests aren't expected."""
    return sum(one.id in held.roll for one in whole.people)


def _probationary(rules: Rulebooks, day: dt.date) -> tuple[str, ...]:
    rule = rules.on("voting.base", day)
    return rule.words("probationary") if rule else ()


def _check_stated(form: MeetingForm, whole: Called, desk: Desk) -> None:
    """What is said of somebody by hand is said of somebody called, with a reason from the list."""
    here = {one.id: one.name for one in whole.people}
    for name, stated in (("left_out", form.left_out), ("no_vote", form.no_vote)):
        for person, reason in stated.items():
            if person not in here:
                raise Refused(name, "不列入的人要从这次的名单里选")
            one_of(reason, BY_HAND, name, f"{here[person]}不列入的原因")
    for person in form.left_out:
        if person in form.session.roll:
            raise Refused("left_out", f"{here[person]}已写明不列入应到，又在名单上；请只留一处")
    if whole.scope is Scope.COMMITTEE:
        for person in form.session.roll:
            if person not in here:
                known = desk.register.people.get(person)
                raise Refused(
                    "roll",
                    f"{known.name if known else '名单里有人'}不是支部委员：支委会只列委员，别的人请写在列席里",
                )
    if not form.video <= {person for person, state in form.session.roll.items() if state == "present"}:
        raise Refused("roll", "通过视频参加的人要先记实到")
    check_reasons(form.reasons, form.session.roll, desk.register)


def _committee(drafted: Draft, form: MeetingForm, there: int, base: int, rules: Rulebooks) -> Draft:
    """半数以上委员到会 (支部工作条例第十二条): short of it, the reason stands with the list."""
    found = quorum("committee", there, base, rules, form.session.day)
    check_reason((found,) if found else (), form.reason, "quorum", "支委会到会人数")
    reason = text(form.reason, "quorum-reason", "理由", needed=False)
    short = found is not None and not found.met
    return replace(drafted, private={"reason": reason}) if reason and short else drafted


def _dates(form: MeetingForm, desk: Desk) -> tuple[dt.date, ...]:
    """All days of a session held on several, the first among them; empty where there is one."""
    first = form.session.day
    days = tuple(sorted({first, *form.dates, *form.attended.values()}))
    if len(days) == 1:
        return ()
    if days[0] != first:
        raise Refused("dates", f"第一天是 {first}，别的日期应在它以后；请把最早的一天填在“日期”里")
    if len(days) > MOST_DATES or days[-1] - first > LONGEST_SPAN:
        raise Refused("dates", f"一场活动最多分 {MOST_DATES} 天、前后三个月以内；更长的请分开登记")
    for day in days:
        desk.past(day, "dates")
    if not set(form.attended.values()) <= {first, *form.dates}:
        raise Refused("dates", "有人的到会日期不在所填的日期里，请核对")
    return days


def _on_day(one: Draft, form: MeetingForm, days: tuple[dt.date, ...]) -> Draft:
    """An attendance on the date that somebody came."""
    if not days or not isinstance(one.body, Attendance) or one.subject is None:
        return one
    return replace(one, day=form.attended.get(one.subject, form.session.day))


def _left(
    form: MeetingForm, whole: Called, without: Mapping[UUID, str], beside: _Beside, desk: Desk
) -> Iterator[Draft]:
    """Who is left out of the roll, then of the voting base alone; each with the reason."""
    stated = {**whole.left, **form.left_out}
    here = form.session.roll
    out = {person: reason for person, reason in stated.items() if person not in here}
    if whole.scope is not Scope.COMMITTEE:
        gone = off_roll(desk.register, whole.unit.id, form.session.day)
        out |= {one.id: "off_roll" for one in gone if one.id not in here}
    for person, reason in out.items():
        yield beside.of(LeftOut("roll", reason), subject=person)
    for person, reason in without.items():
        yield beside.of(LeftOut("vote", reason), subject=person)


class _Beside:
    """Makes the drafts that stand beside a session, in its chain and on its day."""

    def __init__(self, held: Draft, desk: Desk) -> None:
        self._held = held
        self._desk = desk

    def of(
        self, body: Body, *, subject: UUID | None = None, private: Mapping[str, str] | None = None
    ) -> Draft:
        """One of them."""
        held = self._held
        return Draft(body, held.chain, HAND, subject, held.about, held.day, private or None)

    def minutes(self, form: MinutesForm) -> Draft:
        """会议记录. Raises Refused."""
        way = one_of(form.way, WAYS, "way", "现场还是视频")
        body = MinutesKept(
            text(form.place, "place", "地点", needed=False),
            self._person(form.host, "host", "主持人"),
            self._person(form.recorder, "recorder", "记录人"),
            way,
        )
        kept = {
            "agenda": _long(form.agenda, LONGEST_AGENDA, "agenda", "议题"),
            "materials": _long(form.materials, LONGEST_AGENDA, "materials", "学习材料"),
            "words": _long(form.words, LONGEST, "words", "发言要点"),
        }
        return self.of(body, private={name: words for name, words in kept.items() if words})

    def observers(self, forms: Iterable[ObserverForm], before: int) -> Iterator[Draft]:
        """列席. Raises Refused."""
        for nth, one in enumerate(forms, before + 1):
            if one.person is not None:
                self._person(one.person, "observers", "列席的人")
                yield self.of(Observer(0), subject=one.person)
            else:
                name = text(one.name, "observers", "列席的人的姓名")
                yield self.of(Observer(nth), private={"name": name})

    def votes(
        self, forms: Iterable[VoteForm], rules: Rulebooks, base: int, present: int, before: int
    ) -> Iterator[Draft]:
        """表决. Raises Refused."""
        day = self._held.day or self._desk.today
        for place, form in enumerate(forms, 1):
            nth, name = before + place, f"vote-{place}"
            body = taken(form, nth, base=base, present=present, field=name)
            found = checks(body, rules, day)
            check_reason(found, form.reason, name, f"第 {nth} 项表决")
            yield self.of(body, private=words_of(form, nth, name, found))

    def decisions(self, forms: Iterable[DecisionForm], before: int) -> Iterator[Draft]:
        """决议. Raises Refused."""
        for place, form in enumerate(forms, 1):
            name = f"decision-{place}"
            words = text(form.text, f"{name}-text", f"第 {before + place} 项决议的内容")
            if form.owner is not None:
                self._person(form.owner, f"{name}-owner", "责任人")
            if form.due is not None and self._held.day is not None and form.due < self._held.day:
                raise Refused(f"{name}-due", f"完成时限 {form.due} 早于开会那天，请核对")
            yield self.of(DecisionMade(before + place, form.due), subject=form.owner, private={"text": words})

    def _person(self, person: UUID | None, field_name: str, what: str) -> str:
        if person is None:
            return ""
        if person not in self._desk.register.people:
            raise Refused(field_name, f"{what}不在名册上，请从名单里选")
        return person.hex


def _long(value: str, most: int, field_name: str, what: str) -> str:
    """Words over several lines, each without superfluous blanks."""
    kept = "\n".join(line for line in (" ".join(part.split()) for part in value.splitlines()) if line)
    if len(kept) > most:
        raise Refused(field_name, f"{what}最多 {most} 字，现有 {len(kept)} 字")
    return kept


def reason_word(code: str) -> str:
    """A reason in words."""
    return REASONS.get(code, code)
