"""The dossier as JSON: the contract's keys, sums that add up, the same bytes every time."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from tests.sample_year import RARE, drawn_year

from zhixing.core.figures.organ import OrganYear
from zhixing.interop.documents.dossier_json import dossier_json

CONTRACT = {
    *("name", "branch", "group", "kind", "exempt", "target_hours", "collective_hours", "cadre_hours"),
    *("online_hours", "gap_hours", "selfstudy_passed", "expected", "present", "approved_absence", "makeup"),
    *("practice", "talks", "gate_at_year_end"),
}
GRADES = ("rank", "grade", "score", "total_points", "排名", "等次", "总分", "积分")


@pytest.fixture(scope="module")
def year() -> OrganYear:
    """A small invented bureau."""
    return drawn_year()


@pytest.fixture(scope="module")
def told(year: OrganYear) -> dict[str, Any]:
    """Its dossier read back."""
    found: dict[str, Any] = json.loads(dossier_json(year))
    return found


def test_the_contract_is_kept(told: dict[str, Any]) -> None:
    assert list(told) == [
        *("year", "as_of", "rulebook", "members", "branches", "organ"),
        *("problems", "problems_closed", "structure"),
    ]
    assert all(set(member) >= CONTRACT for member in told["members"])
    assert all({"branch", "in_denominator", "met"} <= set(branch) for branch in told["branches"])
    assert told["problems"] == 6
    assert told["problems_closed"] == 2


def test_hours_are_numbers_in_halves_and_null_for_the_exempt(told: dict[str, Any]) -> None:
    for member in told["members"]:
        for key in ("target_hours", "collective_hours", "cadre_hours", "online_hours", "gap_hours"):
            value = member[key]
            assert value is None or (isinstance(value, int | float) and value * 2 == int(value * 2))
        assert (member["target_hours"] is None) == (member["gap_hours"] is None) == member["exempt"]
    assert any(member["exempt"] for member in told["members"])


def test_every_figure_says_why_and_its_lines_add_up(told: dict[str, Any]) -> None:
    for member in told["members"]:
        figures = member["figures"]
        assert figures["collective_hours"]["value"] == member["collective_hours"]
        assert all(figure["sentence"] for figure in figures.values())
        for key in ("collective_hours", "cadre_hours", "expected", "present", "talks", "makeup"):
            assert sum(line["amount"] for line in figures[key]["lines"]) == figures[key]["value"], key
    lines = [line for figure in told["members"][0]["figures"].values() for line in figure["lines"]]
    assert all(line["facts"] and line["sources"] for line in lines)


def test_nobody_is_ranked_or_graded(told: dict[str, Any]) -> None:
    def keys(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value) | {key for item in value.values() for key in keys(item)}
        if isinstance(value, list):
            return {key for item in value for key in keys(item)}
        return set()

    assert not {key for key in keys(told) if any(word in key for word in GRADES)}


def test_the_same_year_gives_the_same_bytes(year: OrganYear) -> None:
    text = dossier_json(year)
    assert text == dossier_json(drawn_year())
    assert text.endswith(b"}\n")
    assert all(name.encode() in text for name in RARE)


def test_a_year_of_nothing_is_still_a_dossier() -> None:
    told = json.loads(dossier_json(drawn_year(members=0, sessions=0)))
    assert told["members"] == []
    assert told["problems"] == 6


def test_three_hundred_members_are_quick() -> None:
    year = drawn_year(members=300, sessions=30, branches=8)
    times = []
    for _ in range(3):
        start = time.process_time()
        dossier_json(year)
        times.append(time.process_time() - start)
    # 0.15 s on a machine at rest; four times that is left to a busy one.
    assert min(times) < 0.6
