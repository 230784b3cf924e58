"""Optional functions of the organ: which are on, since when, on what basis; switching them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from zhixing.actions.actors import tree, whole_tree
from zhixing.actions.record import enter
from zhixing.core.facts.features import FeatureSet
from zhixing.core.facts.kinds import Kind
from zhixing.core.facts.record import Draft, FactError, Source
from zhixing.core.features import BY_CODE, FEATURES, LONGEST_BASIS, Feature
from zhixing.store.ledger import queries, things
from zhixing.store.ledger.steady import once
from zhixing.store.people.queries import SUPERIOR, Actor


@dataclass(frozen=True, slots=True)
class Switched:
    """How a function stands. `day` and `basis` of the last statement; None and empty where none was ever made."""

    feature: Feature
    on: bool
    day: dt.date | None = None
    basis: str = ""


@once
def standing() -> tuple[Switched, ...]:
    """All optional functions in the order of the list. One query."""
    stated = things.of_kinds(Kind.FEATURE_SET)
    last = {fact.body.code: (fact.day, fact.body) for fact in stated if isinstance(fact.body, FeatureSet)}
    found = []
    for feature in FEATURES:
        if feature.code not in last:
            found.append(Switched(feature, False))
        else:
            day, body = last[feature.code]
            found.append(Switched(feature, body.on, day, body.basis))
    return tuple(found)


def is_on(code: str) -> bool:
    """Whether the organ has switched a function on. Raises KeyError for one that is not on the list."""
    return {one.feature.code: one.on for one in standing()}[code]


def can_switch(actor: Actor) -> bool:
    """Whether an actor may: the organ's officer."""
    return whole_tree(actor, SUPERIOR)


def check_switch(code: str, on: bool, basis: str, *, by: Actor) -> None:
    """Raises FactError with a reason."""
    if not can_switch(by):
        raise FactError("可选功能由机关党委开关")
    if code not in BY_CODE:
        raise FactError("没有这项可选功能")
    if on and not basis.strip():
        raise FactError("打开前请写明依据，如备案号、批准的文件或会议")
    if len(basis.strip()) > LONGEST_BASIS:
        raise FactError(f"依据最多 {LONGEST_BASIS} 个字")


def switch(
    code: str, on: bool, basis: str, *, by: Actor, now: dt.datetime, today: dt.date, uid: UUID | None = None
) -> None:
    """Switches a function on or off from today. Raises FactError."""
    check_switch(code, on, basis, by=by)
    root = tree().root
    if root is None:
        raise FactError("账上还没有党组织；请先导入花名册")
    body = FeatureSet(code, on, basis.strip())
    about = queries.identify()("feature", code)
    draft = Draft(body, root.id, Source(), about=about, day=today, uid=uid)
    verb = "打开功能" if on else "关闭功能"
    enter([draft], by=by, verb=verb, target=BY_CODE[code].title, now=now, today=today, detail=body.basis)
