"""Notes: what can be handed in, lots drawn, passages in common."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixing.core.notes.likeness import SHORTEST, SURE, common, marks, plain, share
from zhixing.core.notes.note import LONGEST, NoteForm, check_check, check_note
from zhixing.core.notes.sampling import drawn, usual_size
from zhixing.core.recording.base import Refused

TODAY = dt.date(2026, 3, 2)
ids = st.lists(st.uuids(), max_size=30, unique=True)
han = st.text(
    alphabet="学习要同岗位实际结合起来养护作业安全第一路面坑槽及时修补", min_size=SURE, max_size=120
)


def form(**changes: object) -> NoteForm:
    """A sound note."""
    fields: dict[str, object] = {"output": "读书笔记", "title": "读条例", "words": "有所得", "day": TODAY}
    return NoteForm(**{**fields, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"output": "点赞"}, "output"),
        ({"title": " "}, "title"),
        ({"title": "长" * 101}, "title"),
        ({"words": " "}, "words"),
        ({"words": "字" * (LONGEST + 1)}, "words"),
        ({"pictures": 10}, "pictures"),
        ({"day": TODAY + dt.timedelta(days=1)}, "day"),
    ],
)
def test_what_cannot_be_handed_in_names_its_field(changes: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        check_note(form(**changes), today=TODAY)
    assert refused.value.field == field


def test_words_or_a_picture_are_enough() -> None:
    assert check_note(form(words="", pictures=1), today=TODAY).pictures == 1
    assert check_note(form(title=" 读  条例 "), today=TODAY).title == "读 条例"


def test_sent_back_one_says_why() -> None:
    check_check("通过", "")
    with pytest.raises(Refused):
        check_check("退回", " ")
    with pytest.raises(Refused):
        check_check("85分", "")


@given(ids, st.integers(0, 40), st.text(max_size=10), st.randoms())
def test_a_lot_is_drawn_again_whatever_the_order(
    notes: list[UUID], size: int, seed: str, chance: object
) -> None:
    first = drawn(notes, size, seed=seed)
    mixed = list(notes)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert drawn(mixed, size, seed=seed) == first
    assert len(first) == min(size, len(notes))
    assert set(first) <= set(notes)


def test_everybodys_note_is_as_likely() -> None:
    notes = [UUID(int=n) for n in range(10)]
    hits = dict.fromkeys(notes, 0)
    for n in range(5_000):
        for one in drawn(notes, 2, seed=str(n)):
            hits[one] += 1
    assert all(900 < count < 1_100 for count in hits.values()), hits


@given(st.integers(0, 500), st.integers(0, 100), st.integers(0, 9))
def test_the_usual_size_is_never_more_than_there_are(count: int, percent: int, fewest: int) -> None:
    size = usual_size(count, percent=percent, fewest=fewest)
    assert min(count, fewest) <= size <= count


@given(han, han, han)
def test_a_common_passage_is_always_found(shared: str, before: str, after: str) -> None:
    one, other = before + shared, shared + after
    assert marks(one) & marks(other)
    assert (
        any(plain(shared) in plain(passage.text) for passage in common(one, other))
        or len(plain(shared)) < SHORTEST
    )


@given(han)
def test_blanks_and_punctuation_make_no_difference(words: str) -> None:
    spaced = "，".join(words)
    assert marks(spaced) == marks(words)
    assert share(words, common(words, spaced)) == 100


def test_what_differs_has_nothing_in_common() -> None:
    one = "今天在东桥站清了边沟，想到条例里说的为人民服务就在每一锹里。"
    other = "春运前检查了客运站的安检口，旅客最盼的是少排队、讲清楚。"
    assert common(one, other) == ()
    assert not marks(one) & marks(other)
    assert marks("短") == frozenset()
