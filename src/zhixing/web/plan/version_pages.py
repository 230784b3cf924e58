"""Versions and their differences, opinions, and why a draft is as it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.urls import reverse

from zhixing.actions.plan import VersionLine
from zhixing.core.cells import TIER_WORDS
from zhixing.core.figures.figure import hours
from zhixing.core.plan import rules
from zhixing.core.plan.differences import Difference
from zhixing.core.plan.explained import BudgetUse, Explained, Item, LeftOut
from zhixing.core.plan.plan import STATE_WORDS
from zhixing.store.plans.queries import OpinionRow
from zhixing.web.plan.names import Asked, Names
from zhixing.web.plan.sight import Sight
from zhixing.web.shared.charts import Segment, stack
from zhixing.web.shared.lists import Choice


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version in the list; `compare` shows what it changed against the one before."""

    number: int
    state: str
    by: str
    made_at: dt.datetime
    reason: str
    compare: str
    latest: bool


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What happened to a lesson or to the frame of the plan, in sentences."""

    change: str
    what: str
    words: tuple[str, ...]
    url: str


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """The list, and the difference of the two chosen."""

    year: int
    rows: tuple[VersionRow, ...]
    old: tuple[Choice, ...]
    new: tuple[Choice, ...]
    compared: tuple[int, int] | None
    changes: tuple[ChangeLine, ...]
    restores: int
    based_on: int
    reason: bool


def versions_page(
    seen: Sight,
    known: Sequence[VersionLine],
    chosen: tuple[int, int] | None,
    found: Sequence[Difference] | None,
) -> VersionsPage:
    """The page. `chosen`: older and newer, `found` what differs."""
    latest = max((one.number for one in known), default=0)
    lessons = {one.id for one in seen.lessons}
    address = reverse("plan:versions", args=[seen.year])
    old, new = chosen or (0, 0)
    return VersionsPage(
        year=seen.year,
        rows=tuple(
            VersionRow(
                number=one.number,
                state=STATE_WORDS[one.state],
                by=one.by,
                made_at=one.made_at,
                reason=one.reason,
                compare=f"{address}?old={one.number - 1}&new={one.number}#difference"
                if one.number > 1
                else "",
                latest=one.number == latest,
            )
            for one in reversed(known)
        ),
        old=tuple(_choice(one, old) for one in known),
        new=tuple(_choice(one, new) for one in known),
        compared=chosen if found is not None else None,
        changes=tuple(_change(seen.year, one, lessons) for one in found or ()),
        restores=old if seen.hand.plans and old and new == latest and found else 0,
        based_on=latest,
        reason=seen.public,
    )


def _choice(one: VersionLine, number: int) -> Choice:
    return Choice(str(one.number), f"第 {one.number} 版 {STATE_WORDS[one.state]}", one.number == number)


def _change(year: int, one: Difference, lessons: set[UUID]) -> ChangeLine:
    url = reverse("plan:lesson", args=[year, one.lesson]) if one.lesson in lessons else ""
    return ChangeLine(one.change.value, one.what, one.words, url)


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """An opinion and its answer."""

    id: UUID
    number: int
    org: str
    words: str
    by: str
    said_at: dt.datetime
    answer: str
    answered_by: str
    answered_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class OpinionsPage:
    """Opinions, unanswered first. `orgs`: for whom the reader may speak; `says`: now."""

    year: int
    rows: tuple[OpinionLine, ...]
    unanswered: int
    orgs: tuple[Choice, ...]
    says: bool
    answers: bool
    state: str
    uid: str
    typed: str
    typed_for: str
    problem: str


def opinions_page(
    seen: Sight, found: Sequence[OpinionRow], names: Mapping[UUID, str], said: Mapping[str, str], problem: str
) -> OpinionsPage:
    """The page; `said` is what was typed and could not be kept."""
    hand, state = seen.hand, seen.held.state
    whole = hand.plans or hand.approves
    mine = [one for one in found if whole or one.org in hand.branches]
    orgs = [("", "机关党委")] if whole else []
    orgs += [(str(uid), name) for uid, name in names.items() if uid in hand.branches]
    target = UUID(orgs[0][0]) if orgs and orgs[0][0] else None
    rows = [_opinion(one, names) for one in sorted(mine, key=lambda one: bool(one.answer))]
    return OpinionsPage(
        year=seen.year,
        rows=tuple(rows),
        unanswered=sum(not one.answer for one in rows),
        orgs=tuple(Choice(value, words, value == said.get("org", "")) for value, words in orgs),
        says=bool(orgs) and rules.can_say(state, target, who=hand, words="x"),
        answers=hand.plans,
        state=STATE_WORDS[state],
        uid=said.get("uid") or str(uuid4()),
        typed=said.get("words", ""),
        typed_for=said.get("about", ""),
        problem=problem,
    )


def _opinion(one: OpinionRow, names: Mapping[UUID, str]) -> OpinionLine:
    org = names.get(one.org, "") if one.org else "机关党委"
    return OpinionLine(
        *(one.id, one.number, org, one.words, one.by, one.said_at),
        *(one.answer, one.answered_by, one.answered_at),
    )


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A chosen lesson: why it is in."""

    title: str
    url: str
    problems: tuple[Asked, ...]
    size: str
    benefit: str
    hours: str
    must: bool
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftLine:
    """A topic that found no place, and why."""

    title: str
    problems: tuple[Asked, ...]
    benefit: str
    tiers: str
    words: str


@dataclass(frozen=True, slots=True)
class UseLine:
    """How a tier's hours are used, drawn and in figures."""

    tier: str
    budget: str
    parts: tuple[Segment, ...]
    rhythm: str
    duties: str
    chosen: str
    left: str
    over: bool
    words: str


@dataclass(frozen=True, slots=True)
class ExplainedPage:
    """Why the draft is as it is."""

    year: int
    items: tuple[ItemLine, ...]
    left_out: tuple[LeftLine, ...]
    uses: tuple[UseLine, ...]
    benefit: str
    proof: str
    drafts: bool
    again: bool
    based_on: int


def explained_page(seen: Sight, found: Explained, names: Names) -> ExplainedPage:
    """The page."""
    state = seen.view.state if seen.view else None
    lessons = {one.id for one in seen.lessons}
    return ExplainedPage(
        year=seen.year,
        items=tuple(_item(seen.year, one, names, lessons) for one in found.items),
        left_out=tuple(_left(one, names) for one in found.left_out),
        uses=tuple(_use(one) for one in found.budgets),
        benefit=hours(found.benefit),
        proof=found.proof,
        drafts=rules.can_draft(state, who=seen.hand),
        again=seen.view is not None,
        based_on=seen.view.number if seen.view else 0,
    )


def _item(year: int, one: Item, names: Names, lessons: set[UUID]) -> ItemLine:
    return ItemLine(
        title=one.title,
        url=reverse("plan:lesson", args=[year, one.lesson]) if one.lesson in lessons else "",
        problems=tuple(_asked(one.problems, names)),
        size="" if one.must else one.size,
        benefit=hours(one.benefit) if one.benefit else "—",
        hours="，".join(f"{TIER_WORDS[tier]} {hours(amount)}" for tier, amount in one.hours),
        must=one.must,
        words=tuple(_reasons(one)),
    )


def _reasons(one: Item) -> Iterable[str]:
    """Why it is in; formula and what it displaced only where the sentence does not tell them already."""
    yield one.words
    if one.formula and one.formula not in one.words:
        yield one.formula
    if one.displaced and not any(other in one.words for other in one.displaced):
        yield f"不选它，会换成{'、'.join(one.displaced)}；效益少 {hours(one.cost)}"


def _left(one: LeftOut, names: Names) -> LeftLine:
    tiers = "、".join(TIER_WORDS[tier] for tier in one.tiers)
    return LeftLine(one.title, tuple(_asked(one.problems, names)), hours(one.benefit), tiers, one.words)


def _asked(problems: Iterable[UUID], names: Names) -> Iterable[Asked]:
    return (names.problems[uid] for uid in problems if uid in names.problems)


def _use(one: BudgetUse) -> UseLine:
    parts = (
        ("法定节拍", one.rhythm, "neutral"),
        ("必学", one.duties, "doing"),
        ("选中的课", one.chosen, "done"),
        ("余下", max(0, one.left), "ground"),
    )
    return UseLine(
        tier=TIER_WORDS[one.tier],
        budget=hours(one.budget),
        parts=stack(parts),
        rhythm=hours(one.rhythm),
        duties=hours(one.duties),
        chosen=hours(one.chosen),
        left=hours(abs(one.left)),
        over=one.left < 0,
        words=one.words,
    )
