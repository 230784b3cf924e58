"""Where somebody stands in a course: what a package may say, and what is dropped at the door."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixing.core.courses.package import Edition, Package, Sco
from zhixing.core.courses.places import (
    KEYS,
    LONGEST_SUSPEND,
    Claimed,
    Place,
    Status,
    began,
    finished,
    taken,
)

words = st.text(max_size=40)
said = st.dictionaries(st.sampled_from(sorted({k for keys in KEYS.values() for k in keys.values()})), words)


@given(st.sampled_from(Edition), said, st.sampled_from([Place(), Place(Status.DONE, True, 9_000, "三", "x")]))
def test_whatever_is_said_the_mark_is_within_bounds_and_done_stays_done(
    edition: Edition, values: dict[str, str], before: Place
) -> None:
    after = taken(edition, values, before)
    assert after.mark is None or 0 <= after.mark <= 10_000
    assert after.status is Status.DONE or before.status is not Status.DONE


@given(st.sampled_from(Edition), st.dictionaries(words, words))
def test_what_is_not_on_the_list_is_dropped(edition: Edition, values: dict[str, str]) -> None:
    unknown = {key: value for key, value in values.items() if key not in KEYS[edition].values()}
    assert taken(edition, unknown, Place()) == Place()


@pytest.mark.parametrize("edition", Edition)
def test_no_key_asks_for_time(edition: Edition) -> None:
    assert [key for key in KEYS[edition].values() if "time" in key or "interactions" in key] == []


@pytest.mark.parametrize(
    ("edition", "values", "mark"),
    [
        (Edition.V12, {"cmi.core.score.raw": "45", "cmi.core.score.max": "50"}, 9_000),
        (Edition.V12, {"cmi.core.score.raw": "88.5"}, 8_850),
        (Edition.V12, {"cmi.core.score.raw": "120"}, None),
        (Edition.V12, {"cmi.core.score.raw": "-3"}, None),
        (Edition.V12, {"cmi.core.score.raw": "NaN"}, None),
        (
            Edition.V12,
            {"cmi.core.score.raw": "5", "cmi.core.score.min": "9", "cmi.core.score.max": "3"},
            None,
        ),
        (Edition.V2004, {"cmi.score.scaled": "0.9"}, 9_000),
        (Edition.V2004, {"cmi.score.scaled": "-0.2"}, None),
        (Edition.V2004, {"cmi.score.scaled": "1.0001"}, None),
        (Edition.V2004, {"cmi.score.raw": "3", "cmi.score.min": "1", "cmi.score.max": "5"}, 5_000),
    ],
)
def test_a_mark_is_taken_where_it_can_be(edition: Edition, values: dict[str, str], mark: int | None) -> None:
    assert taken(edition, values, Place()).mark == mark


@pytest.mark.parametrize("edition", Edition)
@given(
    place=st.builds(Place, st.sampled_from(Status), st.sampled_from([None, True]), st.none(), words, words)
)
def test_what_it_is_told_at_the_start_says_the_same_again(edition: Edition, place: Place) -> None:
    again = taken(edition, began(edition, place), Place())
    assert (again.location, again.suspend) == (place.location, place.suspend)
    if place.status is Status.DONE:
        assert again.status is Status.DONE


def test_a_part_that_was_never_opened_is_not_done() -> None:
    package = Package("课", Edition.V12, (Sco("a", "一", "a.html"), Sco("b", "二", "b.html")))
    assert not finished(package, {"a": Place(Status.DONE)})
    assert finished(package, {"a": Place(Status.DONE), "b": Place(Status.DONE)})


def test_too_much_is_refused_with_a_sentence() -> None:
    with pytest.raises(Claimed, match="太长"):
        taken(Edition.V12, {"cmi.suspend_data": "x" * (LONGEST_SUSPEND + 1)}, Place())
