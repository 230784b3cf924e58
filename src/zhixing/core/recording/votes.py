"""Votes by the rulebook: who has to be there, how many have to agree, and whether the numbers can be true at all.

What cannot be true is refused. What falls short of a rule is told with its article: by a hard rule it is recorded
only with a reason, by a soft one (or one still to be compared with its document) it is told and recorded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from zhixing.core.facts.meeting_words import RULES
from zhixing.core.facts.meetings import VoteTaken
from zhixing.core.figures.figure import Cite, cite
from zhixing.core.recording.base import Refused, text, whole
from zhixing.core.rules.book import Rule, Rulebooks

MOST = 5000
"""Votes of one kind; more is a slip."""
QUORUM = {
    "ordinary": "quorum.general",
    "committee": "quorum.committee",
    "election": "quorum.election",
    "admission": "quorum.general",
}
"""Who has to be there, by what is voted on."""
_MAJORITY = {name: f"majority.{name}" for name in QUORUM}


@dataclass(frozen=True, slots=True)
class VoteForm:
    """A vote as the recorder states it. `present` only where it differs from the roll (somebody left before)."""

    matter: str
    rule: str
    approve: int
    against: int
    abstain: int
    passed: bool
    present: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One rule held against a number: met or not, in a sentence, with its article; `hard` asks for a reason."""

    met: bool
    sentence: str
    cites: tuple[Cite, ...]
    hard: bool


def reaches(count: int, base: int, rule: Rule) -> bool:
    """Whether `count` of `base` is the share that a rule asks for (or more than it, where it is strict)."""
    lead = count * rule.whole("denominator") - base * rule.whole("numerator")
    return lead > 0 if rule.whole("strict") else lead >= 0


def quorum(name: str, present: int, base: int, rules: Rulebooks, day: dt.date) -> Check | None:
    """Whether enough are there (到会人数); None on a day without a rule."""
    rule = rules.on(QUORUM[name], day)
    if rule is None:
        return None
    met = reaches(present, base, rule)
    return _check(met, f"应到会 {base} 人，实到 {present} 人，{'够' if met else '不够'}{_share(rule)}", rule)


def checks(vote: VoteTaken, rules: Rulebooks, day: dt.date) -> tuple[Check, ...]:
    """Every rule that a vote is held against: who was there, who agreed, and what the meeting stated."""
    return tuple(_checks(vote, rules, day))


def _checks(vote: VoteTaken, rules: Rulebooks, day: dt.date) -> Iterator[Check]:
    there = quorum(vote.rule, vote.present, vote.base, rules, day)
    if there is not None:
        yield there
    rule = rules.on(_MAJORITY[vote.rule], day)
    if rule is None:
        return
    base = vote.present if rule.whole("of_present") else vote.base
    enough = reaches(vote.approve, base, rule)
    counted = (
        f"{'实到会' if rule.whole('of_present') else '应到会'}有表决权 {base} 人，赞成 {vote.approve} 票"
    )
    if vote.passed:
        yield _check(enough, f"{counted}，{'够' if enough else '不够'}{_share(rule)}", rule)
    elif enough:
        yield Check(False, f"{counted}，够{_share(rule)}，会议记为未通过，请核对", cite(rule), False)


def _check(met: bool, sentence: str, rule: Rule) -> Check:
    return Check(met, sentence, cite(rule), rule.strength == "hard" and not rule.pending)


def _share(rule: Rule) -> str:
    share = f"{rule.whole('numerator')}/{rule.whole('denominator')}"
    return f"（须超过 {share}）" if rule.whole("strict") else f"（须达到 {share}）"


def taken(form: VoteForm, nth: int, *, base: int, present: int, field: str) -> VoteTaken:
    """The vote as a body, where its numbers can be true. Raises Refused with the field of the form.

    `base`: who may vote; `present`: of them there, by the roll. `field` begins the names of the form's fields.
    """
    title = f"第 {nth} 项表决"
    if form.rule not in RULES:
        raise Refused(f"{field}-rule", f"{title}：请选择表决规则")
    if not base:
        raise Refused(f"{field}-rule", f"{title}：名单里没有有表决权的人，不能表决；请核对党员类别或支委任职")
    there = present if form.present is None else form.present
    if there > present:
        raise Refused(
            f"{field}-present",
            f"{title}：实到有表决权 {there} 人，多于名单上到会的 {present} 人；请改名单，或改这个人数",
        )
    approve, against, abstain = (
        whole(count, 0, MOST, f"{field}-{name}", f"{title}的{word}票数")
        for name, word, count in (
            ("approve", "赞成", form.approve),
            ("against", "反对", form.against),
            ("abstain", "弃权", form.abstain),
        )
    )
    if approve + against + abstain > there:
        raise Refused(
            f"{field}-approve",
            f"{title}：赞成、反对、弃权合计 {approve + against + abstain} 票，多于实到有表决权的 {there} 人；请核对票数或名单",
        )
    return VoteTaken(nth, form.rule, base, there, approve, against, abstain, form.passed)


def words_of(form: VoteForm, nth: int, field: str, found: tuple[Check, ...]) -> dict[str, str]:
    """What is kept apart: the matter, and the reason where something falls short. Raises Refused."""
    kept = {"matter": text(form.matter, f"{field}-matter", f"第 {nth} 项表决的事项")}
    reason = text(form.reason, f"{field}-reason", "理由", needed=False)
    return kept | ({"reason": reason} if reason and not all(one.met for one in found) else {})


def check_reason(found: tuple[Check, ...], reason: str, field: str, what: str) -> None:
    """What falls short of a hard rule needs a reason. Raises Refused, with the article."""
    short = [one for one in found if not one.met and one.hard]
    if short and not reason.strip():
        articles = "、".join(c.words for one in short for c in one.cites)
        told = "；".join(one.sentence for one in short)
        raise Refused(
            f"{field}-reason", f"{what}：{told}（{articles}）。数字有误请改正；确实如此，请写明理由再登记"
        )
