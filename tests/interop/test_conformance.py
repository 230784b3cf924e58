"""Whole folders against right answers that were computed without the system.

Both public bureaus against their 核算参考.json, and bureaus that a seed invents (`tests/bureau`), written in the
habits of a clerk, against the figures of their model: every member, every branch, nothing left open.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from tests import sample_year
from tests.bureau import compare
from tests.bureau.clerk import write_bureau
from tests.bureau.drawing import draw
from tests.bureau.truth import truth

from zhixing.core.intake.folder import take_folder
from zhixing.core.people.register import fold_register
from zhixing.core.rules.book import Rulebooks
from zhixing.interop.workbooks.folder import read_folder

PUBLIC = ("sample/云川县", "tests/data/杂乱样例")
SAMPLE, WHOLE = 6, 200


@pytest.fixture(scope="module")
def rules() -> Rulebooks:
    return sample_year.rulebooks()


@pytest.mark.parametrize("place", PUBLIC)
def test_a_public_bureau_equals_its_reference(place: str, project: Path, rules: Rulebooks) -> None:
    reference = json.loads((project / place / "核算参考.json").read_text("utf-8"))
    today = dt.date(2026, 1, 5)
    intake = compare.taken(project / place, year=reference["year"], today=today)
    found = compare.year_of(intake, rules, year=reference["year"], today=today)
    assert not intake.unresolved
    assert list(compare.differences(found, reference)) == []


@pytest.mark.parametrize("seed", range(SAMPLE))
def test_an_invented_bureau_equals_its_model(seed: int, tmp_path: Path, rules: Rulebooks) -> None:
    print("seed", seed)
    assert faults(seed, tmp_path, rules) == []


@pytest.mark.drill
def test_many_invented_bureaus_equal_their_models(
    tmp_path: Path, rules: Rulebooks, rounds: Callable[[int, int], int]
) -> None:
    for seed in range(1000, 1000 + rounds(2, WHOLE)):
        folder = tmp_path / str(seed)
        folder.mkdir()
        print("seed", seed)
        assert faults(seed, folder, rules) == [], f"seed {seed}"


@pytest.mark.parametrize("seed", [4, 11])
def test_the_same_folder_again_brings_nothing(seed: int, tmp_path: Path) -> None:
    bureau = draw(seed)
    print("seed", seed)
    write_bureau(bureau, tmp_path)
    first = compare.taken(tmp_path, year=bureau.year, today=bureau.today)
    facts = sample_year.facts_of(first.drafts)
    private = {fact.uid: draft.private or {} for fact, draft in zip(facts, first.drafts, strict=True)}
    folder = read_folder(tmp_path, year=bureau.year, seconds=compare.PATIENCE)
    again = take_folder(
        folder,
        fold_register(facts, private),
        compare.known(first.drafts),
        identify=sample_year.identify,
        today=bureau.today,
        year=bureau.year,
    )
    assert again.drafts == []
    assert again.unresolved == ()
    for sheet, once in zip(again.sheets, first.sheets, strict=True):
        assert sheet.report.taken == 0, sheet.report
        assert sheet.report.repeated == sheet.report.rows == once.report.taken + once.report.repeated


@pytest.mark.parametrize("seed", [2, 7])
def test_a_name_changed_by_a_slip_is_left_open_and_the_rest_goes_on(
    seed: int, tmp_path: Path, rules: Rulebooks
) -> None:
    """A stranger put into every tenth list: as many open rows, and every figure as before."""
    bureau = draw(seed)
    print("seed", seed)
    right = truth(bureau)
    rng = Random(seed)
    stranger = bureau.members[0]
    slips = 0
    for session in bureau.sessions:
        if rng.random() < 0.1 and not session.void:
            session.visitors.append(compare.stranger("查无此人", stranger))
            slips += 1
    write_bureau(bureau, tmp_path)
    intake = compare.taken(tmp_path, year=bureau.year, today=bureau.today)
    assert len(intake.unresolved) >= slips > 0
    assert {item.field for item in intake.unresolved} == {"实到名单"}
    assert {item.value for item in intake.unresolved} == {"查无此人"}
    found = compare.year_of(intake, rules, year=bureau.year, today=bureau.today)
    assert list(compare.differences(found, right)) == []


def faults(seed: int, folder: Path, rules: Rulebooks) -> list[str]:
    """Everything in which the system's year of an invented bureau differs from its model."""
    bureau = draw(seed)
    write_bureau(bureau, folder)
    intake = compare.taken(folder, year=bureau.year, today=bureau.today)
    found = compare.year_of(intake, rules, year=bureau.year, today=bureau.today)
    still = [f"{item.file} {item.row} {item.field} {item.value}: {item.reason}" for item in intake.unresolved]
    return still + list(compare.differences(found, truth(bureau)))
