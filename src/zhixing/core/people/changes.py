"""Dated changes to a person's statements, made by hand: each function checks and gives the drafts it takes.

What held before is closed on the day of the change, what holds from then on is stated anew; nothing is
overwritten. All raise FactError with a reason a clerk can act on. Ids and chains are those an import would
give, so that a roster which says the same finds everything known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from zhixing.core.facts.kinds import (
    Assignment,
    Body,
    DualLife,
    Exemption,
    Membership,
    NonMember,
    PersonDescribed,
    PostHeld,
    SpanClosed,
)
from zhixing.core.facts.record import Draft, FactError, Source
from zhixing.core.names import clean_name, name_problem
from zhixing.core.people.register import Person
from zhixing.core.people.spans import OnRoll, Span

S = TypeVar("S", bound=Span)

FULL, PROBATIONARY = "正式党员", "预备党员"
STAGES = ("群众", "入党申请人", "入党积极分子", "发展对象")
TITLES: Mapping[str, str] = {
    "书记": "secretary",
    "副书记": "deputy_secretary",
    "组织委员": "organization_officer",
    "宣传委员": "publicity_officer",
    "纪检委员": "discipline_officer",
    "青年委员": "youth_officer",
    "支部委员": "committee_member",
}
"""Branch posts as they are offered, with their codes; rosters may spell them otherwise (core.intake.remarks)."""
WORDS = ("name", "gender", "ethnicity", "birth", "education", "joined_on")
"""What describes a person, in the private part."""


def give_post(person: Person, *, title: str, day: dt.date) -> list[Draft]:
    """任职 in his branch from `day`."""
    roll, code = on_roll(person, day), TITLES.get(title)
    if code is None:
        raise FactError(f"“{title}”不是支部委员职务")
    for held in person.posts:
        if held.org == roll.org and held.post == code and (held.until is None or held.until > day):
            raise FactError(f"{person.name}已经担任{held.title}，不用再登记")
    return [_said(person, roll.org, PostHeld(roll.org.hex, code, title, day))]


def end_post(person: Person, held: UUID, *, day: dt.date, today: dt.date) -> list[Draft]:
    """免职: the post opened by fact `held` ends."""
    span = _open(person.posts, held, "任职")
    return [_closed(person, span.org, span, day, today)]


def exempt(person: Person, *, decided_by: str, day: dt.date) -> list[Draft]:
    """不作硬性要求 (条例第二十三条): who decided and since when; never why."""
    roll = on_roll(person, day)
    if any(span.until is None or span.until > day for span in person.exemptions):
        raise FactError(f"{person.name}已经登记为不作硬性要求")
    if not decided_by.strip():
        raise FactError("请写明由谁决定，如“支部委员会”")
    return [_said(person, roll.org, Exemption(decided_by.strip(), day))]


def end_exemption(person: Person, held: UUID, *, day: dt.date, today: dt.date) -> list[Draft]:
    """Targets hold again from `day`."""
    span = _open(person.exemptions, held, "不作硬性要求")
    return [_closed(person, home(person), span, day, today)]


def place(
    person: Person, *, station: UUID | None, shift: str, duty: str, day: dt.date, today: dt.date
) -> list[Draft]:
    """Where and in which shift he works and his duty, from `day`; all empty: works nowhere."""
    org, now = home(person), _latest(person.places)
    drafts = []
    if now is not None and (now.station, now.shift, now.duty) == (station, shift, duty):
        raise FactError("站点、班制和岗位都没有变，不用登记")
    if now is not None:
        drafts.append(_closed(person, org, now, day, today, anew=True))
    if station or shift or duty:
        drafts.append(_said(person, org, Assignment(station.hex if station else "", shift, duty, day)))
    if not drafts:
        raise FactError("请至少填站点、班制、岗位中的一项")
    return drafts


def change_roll(
    person: Person,
    *,
    day: dt.date,
    today: dt.date,
    group: UUID | None = None,
    standing: str = "",
    keep_group: bool = True,
) -> list[Draft]:
    """换党小组 or 转正 in the same branch: the membership is closed and stated anew from `day`."""
    roll = on_roll(person, day)
    group = roll.group if keep_group else group
    standing = standing or roll.standing
    if (group, standing) == (roll.group, roll.standing):
        raise FactError("没有变化，不用登记")
    if standing == PROBATIONARY:
        raise FactError("正式党员不能改为预备党员；如原来登记错了，请用更正")
    body = Membership(roll.org.hex, group.hex if group else "", standing, roll.staff, day, day)
    return [_closed(person, roll.org, roll, day, today, anew=True), _said(person, roll.org, body)]


def take_part(person: Person, *, org: UUID, day: dt.date) -> list[Draft]:
    """双重组织生活 (条例第十六条): also takes part in `org` from `day`."""
    roll = on_roll(person, day)
    if org in (roll.org, roll.group):
        raise FactError("这就是他所在的支部或党小组，不用另外登记")
    if any(span.org == org and span.until is None for span in person.dual):
        raise FactError("已经登记过，不用再登记")
    return [_said(person, roll.org, DualLife(org.hex, day))]


def end_part(person: Person, held: UUID, *, day: dt.date, today: dt.date) -> list[Draft]:
    """双重组织生活 in one unit ends."""
    span = _open(person.dual, held, "双重组织生活")
    return [_closed(person, home(person), span, day, today)]


def describe(person: Person, words: Mapping[str, str], *, today: dt.date) -> list[Draft]:
    """Name and the like put right. What was said before stays on the ledger; the latest holds."""
    said = clean_words(words)
    if all(person.words.get(word, "") == said[word] for word in WORDS):
        raise FactError("没有变化，不用登记")
    kept = {**said, "roster_year": person.words.get("roster_year", str(today.year))}
    as_of = today if person.roll else None
    private = kept if person.roll else {"name": said["name"]}
    return [_said(person, home(person), PersonDescribed(as_of), private)]


def change_stage(person: Person, *, stage: str, mentor: UUID | None, day: dt.date) -> list[Draft]:
    """A non-member's stage (入党申请人 …) or mentor from `day`."""
    now = person.candidacy
    if now is None or person.on_roll(day) is not None:
        raise FactError(f"{person.name}已是党员，没有发展阶段")
    if stage not in STAGES:
        raise FactError("请选择发展阶段")
    if (stage, mentor) == (now.stage, now.mentor):
        raise FactError("阶段和培养联系人都没有变，不用登记")
    body = NonMember(stage, now.org.hex, mentor.hex if mentor else "", day)
    return [_said(person, now.org, body)]


def admit(
    person: Person, *, group: UUID | None, duty: str, joined_on: dt.date, words: Mapping[str, str]
) -> list[Draft]:
    """发展对象 taken in as 预备党员 on `joined_on`: on the roll of the branch that brought him up."""
    now = person.candidacy
    if now is None or any(span.until is None for span in person.roll):
        raise FactError(f"{person.name}已经在册")
    said = {**clean_words({**words, "name": person.name}), "joined_on": joined_on.isoformat()}
    year = dt.date(joined_on.year, 1, 1)
    body = Membership(now.org.hex, group.hex if group else "", PROBATIONARY, "", year, joined_on)
    drafts = [
        _said(person, now.org, PersonDescribed(year), {**said, "roster_year": str(joined_on.year)}),
        _said(person, now.org, body),
    ]
    if duty:
        drafts.append(_said(person, now.org, Assignment("", "", duty, joined_on)))
    return drafts


def leave(person: Person, *, day: dt.date, today: dt.date) -> list[Draft]:
    """Off the roll for good from `day` (去世, 出党): everything open is closed. Why is not kept here."""
    roll = on_roll(person, day)
    spans: Sequence[Span] = (roll, *person.posts, *person.exemptions, *person.places, *person.dual)
    running = [span for span in spans if span.until is None]
    return [_closed(person, roll.org, span, max(day, span.start or day), today) for span in running]


def move(
    person: Person, *, target: UUID | None, group: UUID | None, day: dt.date, today: dt.date
) -> list[Draft]:
    """The membership moves with the receipt (条例第二十五条): closed where it was, open in `target` if there is one.

    Posts end with it, and a second unit that has become the first; to outside everything ends.
    """
    roll = on_roll(person, day)
    if target is None:
        return leave(person, day=day, today=today)
    drafts = [_closed(person, roll.org, roll, day, today, anew=True)]
    ended = [
        *(span for span in person.posts if span.until is None and span.org == roll.org),
        *(span for span in person.dual if span.until is None and span.org == target),
    ]
    drafts += [_closed(person, roll.org, span, max(day, span.start or day), today) for span in ended]
    body = Membership(target.hex, group.hex if group else "", roll.standing, roll.staff, day, day)
    return [*drafts, _said(person, target, body)]


def on_roll(person: Person, day: dt.date) -> OnRoll:
    """The membership open on `day` and since. Raises FactError."""
    roll = person.on_roll(day)
    if roll is None:
        raise FactError(f"{person.name}在 {day} 不在册，不能登记；请核对日期")
    if roll.until is not None:
        raise FactError(f"{day} 以后（{roll.until}）组织关系又有变动；请选那以后的日期")
    return roll


def home(person: Person) -> UUID:
    """The branch whose books hold him: of the last membership, else the contact branch."""
    if person.roll:
        return person.roll[-1].org
    if person.candidacy is None:
        raise FactError("账上没有此人的组织关系")
    return person.candidacy.org


def clean_words(words: Mapping[str, str]) -> dict[str, str]:
    """The words of a description as they are kept. Raises FactError for a name that cannot be."""
    said = {word: words.get(word, "").strip() for word in WORDS}
    said["name"] = clean_name(said["name"])
    problem = name_problem(said["name"])
    if problem:
        raise FactError(problem)
    said["birth"] = clean_birth(said["birth"])
    return said


def clean_birth(text: str) -> str:
    """`1980-01`, `198001`, `1980.1` as rosters write it: `1980.1`. Raises FactError."""
    if not text:
        return ""
    digits = "".join(c if c.isdigit() else " " for c in text).split()
    if len(digits) == 1 and len(digits[0]) == 6:
        digits = [digits[0][:4], digits[0][4:]]
    if len(digits) < 2 or len(digits[0]) != 4 or not 1 <= int(digits[1]) <= 12:
        raise FactError("出生年月请写成 1980.1 的样子")
    return f"{int(digits[0])}.{int(digits[1])}"


def _latest(spans: Sequence[S]) -> S | None:
    return next((span for span in reversed(spans) if span.until is None), None)


def _open(spans: Sequence[S], fact: UUID, what: str) -> S:
    found = next((span for span in spans if span.fact == fact), None)
    if found is None or found.until is not None:
        raise FactError(f"这一段{what}已经终止，或账上没有")
    return found


def _closed(
    person: Person, org: UUID, span: Span, day: dt.date, today: dt.date, *, anew: bool = False
) -> Draft:
    """`anew`: something else holds from that day on, so the span must not be an empty one."""
    if day > today:
        raise FactError(f"日期 {day} 在今天（{today}）之后，到时再登记")
    if span.start is not None and (day < span.start or (anew and day == span.start)):
        raise FactError(f"日期要晚于现在这一段的起始日期（{span.start}）")
    return Draft(SpanClosed(day), org, Source(), person.id, span.fact)


def _said(person: Person, org: UUID, body: Body, private: Mapping[str, str] | None = None) -> Draft:
    return Draft(body, org, Source(), person.id, None, None, private)
