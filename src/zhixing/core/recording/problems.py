"""Problems by hand: what stands out, where, how far it has come, what shows an effect, which two are one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.cells import Post
from zhixing.core.facts import ids
from zhixing.core.facts.body import Kind
from zhixing.core.facts.kinds import ProblemSet, ProblemState
from zhixing.core.facts.problems import ProblemEvidence, ProblemMerged, ProblemPlace
from zhixing.core.facts.record import Draft, FactError
from zhixing.core.people.register import GROUP
from zhixing.core.problems.register import Problem
from zhixing.core.problems.words import CLOSED, STATES, source_of, step_refused
from zhixing.core.recording.base import HAND, Desk, Recorded, Refused, one_of, text, whole

FIRST_STATES = tuple(one for one in STATES if one != CLOSED)
"""How far a problem may have come when it is entered: 销号 wants evidence, and comes later."""
RESTS = (Kind.SESSION_HELD, Kind.TEST_TAKEN, Kind.PRACTICE_VISIT, Kind.COMPLAINT_TOTAL)
"""What evidence of effect may rest on."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where a problem occurs: organisations, codes of post categories, stations."""

    orgs: tuple[UUID, ...] = ()
    posts: tuple[str, ...] = ()
    stations: tuple[UUID, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.orgs or self.posts or self.stations)


@dataclass(frozen=True, slots=True)
class ProblemForm:
    """突出问题 of a year: words, where it came from, category of the seven, weight 1-5, who answers for it."""

    year: int
    org: UUID | None
    text: str
    source: str = ""
    category: str = ""
    weight: int = 1
    due: dt.date | None = None
    state: str = STATES[0]
    code: str = ""
    places: Places = Places()


def problem(form: ProblemForm, desk: Desk) -> Recorded:
    """The problem, its state, and where it occurs if that is said. Raises Refused."""
    owner, words = desk.org(form.org), text(form.text, "text", "问题")
    code = text(form.code, "code", "编号", needed=False)
    weight = whole(form.weight, 1, 5, "weight", "程度")
    state = one_of(form.state, FIRST_STATES, "state", "整改状态")
    about = ids.problem_id(desk.identify, form.year, code, words)
    day = desk.past(dt.date(form.year, 1, 1), "year")
    body = ProblemSet(code, source_of(form.source), words, form.category, weight, owner.id.hex, form.due)
    main = Draft(body, owner.id, HAND, about=about, day=day)
    others = [Draft(ProblemState(state), owner.id, HAND, about=about, day=day)]
    if form.places:
        others.append(Draft(place_body(form.places, desk), owner.id, HAND, about=about, day=desk.today))
    return Recorded(main, tuple(others))


@dataclass(frozen=True, slots=True)
class Change:
    """What may be put differently of a problem that stands: all but its year and number."""

    org: UUID | None
    text: str
    source: str
    category: str
    weight: int
    due: dt.date | None


def changed(held: Problem, form: Change, desk: Desk) -> Draft:
    """The problem described anew, in the year it belongs to. Raises Refused."""
    owner, words = desk.org(form.org), text(form.text, "text", "问题")
    weight = whole(form.weight, 1, 5, "weight", "程度")
    body = ProblemSet(held.code, source_of(form.source), words, form.category, weight, owner.id.hex, form.due)
    return Draft(body, held.chain or owner.id, HAND, about=held.id, day=dt.date(held.year, 1, 1))


def place_body(places: Places, desk: Desk) -> ProblemPlace:
    """Where it occurs, each once and in a fixed order. Raises Refused for what there is none of."""
    orgs, stations = desk.register.orgs, desk.register.stations
    if any(one not in orgs or orgs[one].kind == GROUP for one in places.orgs):
        raise Refused("orgs", "没有这个党组织；请重新勾选")
    if any(one not in set(Post) for one in places.posts):
        raise Refused("posts", "没有这个岗位类别；请重新勾选")
    if any(one not in stations for one in places.stations):
        raise Refused("stations", "没有这个站点；请重新勾选")
    return ProblemPlace(
        ",".join(sorted({one.hex for one in places.orgs}, key=lambda uid: (orgs[UUID(uid)].order, uid))),
        ",".join(post.value for post in Post if post in places.posts),
        ",".join(
            sorted({one.hex for one in places.stations}, key=lambda uid: (stations[UUID(uid)].order, uid))
        ),
    )


def placed(held: Problem, places: Places, desk: Desk) -> Draft:
    """Where a problem occurs, from today. Raises Refused."""
    return _today(held, desk, place_body(places, desk))


def stepped(held: Problem, state: str, desk: Desk) -> Draft:
    """The next state of a problem, today. Raises Refused where that step may not follow, or 销号 has no evidence."""
    one_of(state, STATES, "state", "整改状态")
    refusal = step_refused(held.state, state, evidence=bool(held.evidence))
    if refusal:
        raise Refused("state", refusal)
    return _today(held, desk, ProblemState(state))


@dataclass(frozen=True, slots=True)
class Shown:
    """Evidence of effect: words, and what it rests on (a kind of RESTS and which), or the words alone."""

    words: str
    rests: str = ""
    thing: str = ""


def shown(held: Problem, form: Shown, desk: Desk) -> Draft:
    """Evidence of effect, today. Raises Refused."""
    words = text(form.words, "words", "成效")
    if form.rests and form.rests not in {kind.value for kind in RESTS}:
        raise Refused("rests", "请从所列的依据里选")
    body = ProblemEvidence(words, form.rests, form.thing if form.rests else "")
    return _today(held, desk, body)


def merged(held: Problem, into: UUID, known: Mapping[UUID, Problem], desk: Desk) -> Draft:
    """The problem goes on under another. Raises Refused for itself, a circle, and one merged already."""
    target = known.get(into)
    if target is None:
        raise Refused("into", "没有这个问题；请重新选择")
    if held.into is not None:
        raise FactError(f"“{held.code or held.text}”已经归并；要改，请先点“更正”撤销原来的归并")
    if target.id == held.id or target.into == held.id:
        raise Refused("into", "一个问题不能归并到它自己")
    return _today(held, desk, ProblemMerged((target.into or target.id).hex))


def _today(
    held: Problem, desk: Desk, body: ProblemState | ProblemPlace | ProblemEvidence | ProblemMerged
) -> Draft:
    return Draft(body, held.chain or held.owner, HAND, about=held.id, day=desk.today)


def next_code(codes: Iterable[str], letter: str) -> str:
    """The number after the highest of a letter: P12 → P13; two digits at the least."""
    numbers = [int(code[len(letter) :]) for code in codes if _numbered(code, letter)]
    return f"{letter}{max(numbers, default=0) + 1:02d}"


def _numbered(code: str, letter: str) -> bool:
    rest = code[len(letter) :]
    return code.startswith(letter) and rest.isascii() and rest.isdigit() and len(rest) < 6
