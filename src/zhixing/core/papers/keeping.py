"""Item results as JSON text: what remains of a sitting after its sheets are gone."""

from __future__ import annotations

import json
from typing import Any

from zhixing.core.papers.results import ItemResult, Results


def written_results(results: Results) -> str:
    """The results as text."""
    items = [
        [
            one.item,
            one.sheets,
            one.given,
            one.right,
            one.facility,
            one.upper_lower,
            one.biserial,
            list(one.options),
        ]
        for one in results.items
    ]
    return json.dumps(
        {"sheets": results.sheets, "waiting": results.waiting, "mean": results.mean, "items": items},
        separators=(",", ":"),
    )


def read_results(text: str) -> Results:
    """The results written so."""
    body: dict[str, Any] = json.loads(text)
    names = ("item", "sheets", "given", "right", "facility", "upper_lower", "biserial")
    items = tuple(
        ItemResult(**dict(zip(names, one, strict=False)), options=tuple(one[-1])) for one in body["items"]
    )
    return Results(body["sheets"], body["waiting"], body["mean"], items)
