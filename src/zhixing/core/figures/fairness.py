"""Near and remote side by side: a gap is a reason to look at the plan, never at people (domain 3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhixing.core.figures.figure import Ratio
from zhixing.core.figures.member import MemberYear


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure for both groups. `unit` is `share` (part of whole), `hours` (hundredths over people) or `mean` (events over people)."""

    label: str
    unit: str
    near: Ratio
    remote: Ratio


def compare_near_and_remote(members: Sequence[MemberYear]) -> tuple[Comparison, ...]:
    """The members of the denominator in two groups by the distance of their station."""
    near = [member for member in members if not member.remote]
    far = [member for member in members if member.remote]
    return (
        Comparison("集中学习出席(扣除值班、准假)", "share", _fair(near), _fair(far)),
        Comparison("人均集中学习学时", "hours", _hours(near), _hours(far)),
        Comparison("学时达标", "share", _met(near), _met(far)),
        Comparison("补学场次(人均)", "mean", _makeups(near), _makeups(far)),
        Comparison("本年谈过心", "share", _talked(near), _talked(far)),
    )


def _fair(members: Sequence[MemberYear]) -> Ratio:
    shares = [member.presence.fair for member in members]
    return Ratio(sum(share.part for share in shares), sum(share.whole for share in shares))


def _hours(members: Sequence[MemberYear]) -> Ratio:
    return Ratio(sum(member.collective.value or 0 for member in members), len(members))


def _met(members: Sequence[MemberYear]) -> Ratio:
    return Ratio(sum(member.met for member in members), len(members))


def _makeups(members: Sequence[MemberYear]) -> Ratio:
    return Ratio(sum(member.presence.makeup.value or 0 for member in members), len(members))


def _talked(members: Sequence[MemberYear]) -> Ratio:
    return Ratio(sum(bool(member.talks.value) for member in members), len(members))
