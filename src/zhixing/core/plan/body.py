"""What a version keeps: the plan, and why its draft was as it was; as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from zhixing.core.cells import Tier
from zhixing.core.plan.explained import BudgetUse, Explained, Item, LeftOut
from zhixing.core.plan.plan import AnnualPlan
from zhixing.core.plan.wire import WireError, as_tree, from_tree

KEPT = 4
"""Bodies kept in memory."""


@dataclass(frozen=True, slots=True)
class Body:
    """A plan and the explanation of the draft it grew from (None: it was not drafted here)."""

    plan: AnnualPlan
    explained: Explained | None = None


def encode_body(body: Body) -> str:
    """Canonical JSON."""
    tree = {
        "plan": as_tree(body.plan),
        "explained": _explained(body.explained) if body.explained else None,
    }
    return json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@lru_cache(maxsize=KEPT)
def decode_body(text: str) -> Body:
    """The body written as `text`; the same text is read once. Raises WireError."""
    try:
        tree = json.loads(text)
        held = tree["explained"]
        return Body(from_tree(tree["plan"]), _read_explained(held) if held else None)
    except (AttributeError, KeyError, TypeError, ValueError) as broken:
        raise WireError(f"这份计划不是本版本认识的样子：{broken}") from broken


def _explained(one: Explained) -> dict[str, Any]:
    return {
        "benefit": one.benefit,
        "proof": one.proof,
        "items": [
            {
                "lesson": item.lesson.hex,
                "title": item.title,
                "problems": [uid.hex for uid in item.problems],
                "size": item.size,
                "benefit": item.benefit,
                "formula": item.formula,
                "hours": [[tier.value, amount] for tier, amount in item.hours],
                "must": item.must,
                "cost": item.cost,
                "displaced": list(item.displaced),
                "words": item.words,
            }
            for item in one.items
        ],
        "left_out": [
            [
                left.title,
                [uid.hex for uid in left.problems],
                left.benefit,
                [tier.value for tier in left.tiers],
                left.words,
            ]
            for left in one.left_out
        ],
        "budgets": [
            [use.tier.value, use.budget, use.rhythm, use.duties, use.chosen, use.words] for use in one.budgets
        ],
    }


def _read_explained(tree: Mapping[str, Any]) -> Explained:
    return Explained(
        items=tuple(_read_item(one) for one in tree["items"]),
        left_out=tuple(
            LeftOut(
                title, tuple(UUID(uid) for uid in problems), benefit, tuple(Tier(one) for one in tiers), words
            )
            for title, problems, benefit, tiers, words in tree["left_out"]
        ),
        budgets=tuple(BudgetUse(Tier(tier), *amounts) for tier, *amounts in tree["budgets"]),
        benefit=tree["benefit"],
        proof=tree["proof"],
    )


def _read_item(tree: Mapping[str, Any]) -> Item:
    return Item(
        lesson=UUID(tree["lesson"]),
        title=tree["title"],
        problems=tuple(UUID(uid) for uid in tree["problems"]),
        size=tree["size"],
        benefit=tree["benefit"],
        formula=tree["formula"],
        hours=tuple((Tier(tier), amount) for tier, amount in tree["hours"]),
        must=tree["must"],
        cost=tree["cost"],
        displaced=tuple(tree["displaced"]),
        words=tree["words"],
    )
