"""What stands beside the roll, on a form: minutes, observers, votes, decisions. Read from what was sent, and drawn.

Rows are numbered (`vote-1-matter`); a row in which nothing is written is none. Works without script: 再加一项 sends
the form back with one row more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict

from zhixing.actions.choosing import Listed
from zhixing.actions.roll import roll
from zhixing.core.facts.meeting_words import RULES, WAYS
from zhixing.core.recording.base import Refused
from zhixing.core.recording.meetings import DecisionForm, MinutesForm, ObserverForm, Papers
from zhixing.core.recording.votes import VoteForm
from zhixing.web.recording import reading
from zhixing.web.recording.drawing import Option, named

VOTES, DECISIONS, MOST_ROWS = 1, 2, 12
MORE_VOTES, MORE_DECISIONS = "more-votes", "more-decisions"
_APART = re.compile(r"[、，,;；\n]+")
_MINUTES = ("place", "host", "recorder", "agenda", "materials", "words", "observers")


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of a row: its name, what was typed, whether it is wrong."""

    name: str
    value: str
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class VoteRow:
    """A vote on the form."""

    nth: int
    matter: Cell
    rule: Cell
    rules: tuple[Option, ...]
    counts: tuple[tuple[str, Cell], ...]
    passed: Cell
    present: Cell
    reason: Cell


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision on the form."""

    nth: int
    text: Cell
    owner: Cell
    owners: tuple[Option, ...]
    due: Cell


@dataclass(frozen=True, slots=True)
class PapersDrawn:
    """All of it; `open_…` where something stands in a fold, or is wrong there."""

    place: str
    hosts: tuple[Option, ...]
    recorders: tuple[Option, ...]
    ways: tuple[Option, ...]
    agenda: str
    materials: str
    words: str
    observers: str
    votes: tuple[VoteRow, ...]
    decisions: tuple[DecisionRow, ...]
    vote_count: int
    decision_count: int
    open_minutes: bool
    open_votes: bool
    open_decisions: bool
    wrong: str = ""
    sentence: str = ""

    @property
    def anchor(self) -> str:
        """The field that was refused, by its id on the page, where it stands far down; else empty."""
        if self.wrong.startswith(("vote-", "decision-")):
            return f"f-{self.wrong}"
        return self.wrong if self.wrong == "quorum-reason" else ""


def read_papers(said: QueryDict) -> Papers:
    """What was sent. Raises Refused with the field."""
    return Papers(
        MinutesForm(
            said.get("place", ""),
            reading.uuid_or_none(said.get("host", "")),
            reading.uuid_or_none(said.get("recorder", "")),
            said.get("way", "") or "site",
            said.get("agenda", ""),
            said.get("materials", ""),
            said.get("words", ""),
        ),
        tuple(_observers(said.get("observers", ""))),
        tuple(_votes(said)),
        tuple(_decisions(said)),
    )


def _observers(typed: str) -> Iterable[ObserverForm]:
    """Names apart by 、: who is the only one of that name on the register, else the name as written."""
    people = roll().register.people.values()
    for part in _APART.split(typed):
        name = part.strip()
        if name:
            hits = [person.id for person in people if person.name == name]
            yield ObserverForm(hits[0]) if len(hits) == 1 else ObserverForm(None, name)


def _votes(said: QueryDict) -> Iterable[VoteForm]:
    for nth in range(1, rows_of(said, "votes", VOTES) + 1):
        name = f"vote-{nth}"
        counts = [
            reading.whole_or_none(said, f"{name}-{one}", word)
            for one, word in (("approve", "赞成票数"), ("against", "反对票数"), ("abstain", "弃权票数"))
        ]
        if not said.get(f"{name}-matter", "").strip() and all(one is None for one in counts):
            continue
        if counts[0] is None:
            raise Refused(f"{name}-approve", f"第 {nth} 项表决：请填写赞成票数，没有就填 0")
        if said.get(f"{name}-passed", "") not in ("0", "1"):
            raise Refused(f"{name}-passed", f"第 {nth} 项表决：请选会上宣布的结果，通过还是未通过")
        yield VoteForm(
            said.get(f"{name}-matter", ""),
            said.get(f"{name}-rule", ""),
            counts[0],
            counts[1] or 0,
            counts[2] or 0,
            said.get(f"{name}-passed", "") == "1",
            reading.whole_or_none(said, f"{name}-present", "实到有表决权人数"),
            said.get(f"{name}-reason", ""),
        )


def _decisions(said: QueryDict) -> Iterable[DecisionForm]:
    for nth in range(1, rows_of(said, "decisions", DECISIONS) + 1):
        name = f"decision-{nth}"
        due = reading.day_or_none(said, f"{name}-due", "完成时限")
        owner = reading.uuid_or_none(said.get(f"{name}-owner", ""))
        text = said.get(f"{name}-text", "")
        if text.strip() or due or owner:
            yield DecisionForm(text, owner, due)


def rows_of(said: QueryDict, name: str, fewest: int) -> int:
    """How many rows the form has; one more where it was asked for."""
    typed = said.get(f"{name}-rows", "")
    count = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 3 else fewest
    count += said.get("act", "") == f"more-{name}"
    return max(fewest, min(count, MOST_ROWS))


def draw_papers(said: QueryDict, people: Sequence[Listed], wrong: str, sentence: str) -> PapersDrawn:
    """The folds as they were filled in. `people` may preside, write and see to a decision."""
    votes, decisions = rows_of(said, "votes", VOTES), rows_of(said, "decisions", DECISIONS)
    filled = {name for name in said if said.get(name, "").strip()}
    act = said.get("act", "")
    return PapersDrawn(
        place=said.get("place", ""),
        hosts=_people(people, said.get("host", "")),
        recorders=_people(people, said.get("recorder", "")),
        ways=tuple(Option(code, word, code == (said.get("way") or "site")) for code, word in WAYS.items()),
        agenda=said.get("agenda", ""),
        materials=said.get("materials", ""),
        words=said.get("words", ""),
        observers=said.get("observers", ""),
        votes=tuple(_vote_row(said, nth, wrong) for nth in range(1, votes + 1)),
        decisions=tuple(_decision_row(said, nth, people, wrong) for nth in range(1, decisions + 1)),
        vote_count=votes,
        decision_count=decisions,
        open_minutes=bool(filled & set(_MINUTES)) or wrong in _MINUTES,
        open_votes=_any(filled, "vote-", "-rule") or wrong.startswith("vote-") or act == MORE_VOTES,
        open_decisions=_any(filled, "decision-", "")
        or wrong.startswith("decision-")
        or act == MORE_DECISIONS,
        wrong=wrong,
        sentence=sentence,
    )


def _any(filled: set[str], start: str, but: str) -> bool:
    """Whether anything but what is chosen beforehand stands in the rows."""
    return any(
        one.startswith(start) and not one.endswith("-passed") and not (but and one.endswith(but))
        for one in filled
    )


def _vote_row(said: QueryDict, nth: int, wrong: str) -> VoteRow:
    def cell(part: str) -> Cell:
        name = f"vote-{nth}-{part}"
        return Cell(name, said.get(name, ""), name == wrong)

    rule = cell("rule")
    chosen = rule.value or "ordinary"
    return VoteRow(
        nth,
        cell("matter"),
        rule,
        tuple(Option(code, word, code == chosen) for code, word in RULES.items()),
        tuple(
            (word, cell(part))
            for part, word in (("approve", "赞成"), ("against", "反对"), ("abstain", "弃权"))
        ),
        cell("passed"),
        cell("present"),
        cell("reason"),
    )


def _decision_row(said: QueryDict, nth: int, people: Sequence[Listed], wrong: str) -> DecisionRow:
    def cell(part: str) -> Cell:
        name = f"decision-{nth}-{part}"
        return Cell(name, said.get(name, ""), name == wrong)

    owner = cell("owner")
    return DecisionRow(nth, cell("text"), owner, _people(people, owner.value), cell("due"))


def _people(people: Sequence[Listed], chosen: str) -> tuple[Option, ...]:
    """Those on the list, and whoever was chosen before."""
    found = list(named(people, chosen))
    if chosen and not any(one.chosen for one in found):
        uid: UUID | None = reading.uuid_or_none(chosen)
        person = roll().register.people.get(uid) if uid else None
        if person is not None:
            found.append(Option(chosen, person.name, True))
    return tuple(found)
