"""Names as clerks write them, and the order of official lists."""

from __future__ import annotations

import hashlib
import unicodedata
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixing.core.names import (
    LONGEST,
    SEPARATOR,
    NameRef,
    clean_name,
    name_problem,
    parse_ref,
    split_names,
    stroke_key,
    strokes,
)

DIGEST = "b80bd2c354d9e1c3aed70b6246e6b8303d43a8886f94a3384df504bccf0d6500"
"""Of data/strokes.txt as tools/strokes.py makes it; an edit by hand shows here."""

HAN = st.one_of(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5),
    st.characters(min_codepoint=0x3400, max_codepoint=0x4DB5),
    st.characters(min_codepoint=0x20000, max_codepoint=0x2A6D6),
    st.sampled_from("𬭎𠅤䶮㛃"),
)
NAMES = st.text(HAN, min_size=2, max_size=6)
QUALIFIERS = st.sampled_from(["", "第2党小组", "公路养护中心党支部", "公路养护中心党支部第3党小组"])
SPACES = st.sampled_from(["", " ", "\u3000", "\u00a0", "\t", "\u200b", "\ufeff"])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("刘\u3000英", "刘英"),
        (" 王 㛃 ", "王㛃"),
        ("李\u200b𠅤", "李𠅤"),
        ("阿依努尔•买买提", "阿依努尔·买买提"),
        ("阿依努尔・买买提", "阿依努尔·买买提"),
        ("阿依努尔‧买买提", "阿依努尔·买买提"),
        ("阿依努尔．买买提", "阿依努尔·买买提"),
        ("阿依努尔.买买提", "阿依努尔·买买提"),
        ("阿依努尔∙买买提●艾力", "阿依努尔·买买提·艾力"),
        ("阿依努尔 · 买买提", "阿依努尔·买买提"),
        ("王磊.", "王磊."),
        ("Ｊｏｈｎ", "John"),
        ("王磊(第２党小组)", "王磊(第2党小组)"),
        ("王磊（第2党小组）", "王磊（第2党小组）"),
        ("葛\U000e0100城", "葛城"),
        ("Zoe\u200b\u0308", "Zoë"),
    ],
)
def test_names_are_cleaned_of_clerks_habits(text: str, name: str) -> None:
    assert clean_name(text) == name


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean_name(text)
    assert clean_name(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not any(char.isspace() for char in once)


@given(NAMES, st.lists(SPACES, min_size=7, max_size=7))
def test_no_white_space_makes_another_person(name: str, spaces: list[str]) -> None:
    spread = "".join(space + char for space, char in zip(spaces, name, strict=False)) + spaces[-1]
    assert clean_name(spread) == clean_name(name)


@given(NAMES)
def test_han_names_of_every_plane_are_accepted(name: str) -> None:
    assert name_problem(clean_name(name)) is None


@pytest.mark.parametrize(
    "name",
    ["阿依努尔·买买提艾力", "张䶮", "李𠅤", "刘𬭎", "王㛃", "约翰·Smith", "Zoë", "王" * LONGEST, "刘〇"],
)
def test_names_an_old_pattern_refused_are_accepted(name: str) -> None:
    assert name_problem(name) is None


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "姓名是空的"),
        ("王", "不足 2 个字"),
        ("王" * (LONGEST + 1), "超过 25 个字"),
        ("·王磊", "间隔号"),
        ("王磊·", "间隔号"),
        ("阿依··买", "间隔号"),
        ("王磊1", "“1”"),
        ("王磊(", "“(”"),
        ("王\u2f00", "不能用的字符"),
        ("刘\ue863", "自造字"),
        ("ИванПетров", "“И”"),
    ],
)
def test_what_is_no_name_gets_a_reason(name: str, reason: str) -> None:
    assert reason in (name_problem(name) or "")


@pytest.mark.parametrize(
    ("text", "name", "qualifier"),
    [
        ("王磊", "王磊", ""),
        ("王磊(第2党小组)", "王磊", "第2党小组"),
        ("王　磊（公路养护中心党支部 第3党小组）", "王磊", "公路养护中心党支部第3党小组"),
        ("王磊(公路养护中心党支部(第3党小组))", "王磊", "公路养护中心党支部第3党小组"),
        ("王磊(公路养护中心党支部)（第3党小组）", "王磊", "公路养护中心党支部第3党小组"),
        ("王磊〔第2党小组〕", "王磊", "第2党小组"),
        ("王磊(第2党小组", "王磊", "第2党小组"),
        ("王磊)", "王磊", ""),
        ("王磊()", "王磊", ""),
        ("王磊(第2党小组)代", "王磊代", "第2党小组"),
    ],
)
def test_brackets_tell_namesakes_apart(text: str, name: str, qualifier: str) -> None:
    assert parse_ref(text) == NameRef(name, qualifier)


@given(NAMES, QUALIFIERS, st.sampled_from(["()", "（）", "(）", "【】"]))
def test_a_reference_is_read_back(name: str, qualifier: str, brackets: str) -> None:
    text = f"{name}{brackets[0]}{qualifier}{brackets[1]}" if qualifier else name
    assert parse_ref(text) == NameRef(clean_name(name), qualifier)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("刘　英、王磊，张伟;李娜；赵敏,钱二", ("刘　英", "王磊", "张伟", "李娜", "赵敏", "钱二")),
        ("刘英/王磊\n张伟\r\n李娜", ("刘英", "王磊", "张伟", "李娜")),
        ("、刘英、、 、王磊、", ("刘英", "王磊")),
        ("李和、和平", ("李和", "和平")),
        ("刘英、刘英", ("刘英", "刘英")),
        ("王磊(第2党小组、机关)、李娜", ("王磊(第2党小组、机关)", "李娜")),
        ("王磊(第2党小组、李娜、赵敏", ("王磊(第2党小组", "李娜", "赵敏")),
        ("王磊)、李娜", ("王磊)", "李娜")),
        ("", ()),
        (" \n、", ()),
    ],
)
def test_a_cell_of_names_is_split(cell: str, names: tuple[str, ...]) -> None:
    assert split_names(cell) == names


@given(st.lists(st.tuples(NAMES, QUALIFIERS), max_size=8), st.sampled_from("、,，;；/\n"))
def test_joined_names_come_apart_again(people: list[tuple[str, str]], mark: str) -> None:
    written = [f"{name}({qualifier})" if qualifier else name for name, qualifier in people]
    assert split_names(mark.join(written)) == tuple(written)


@given(st.text(alphabet="王磊()（）、,\n \u3000[]", max_size=30))
def test_no_letter_of_a_cell_is_lost(cell: str) -> None:
    letters = "".join(char for char in cell if char in "王磊")
    split = split_names(cell)
    assert "".join(char for piece in split for char in piece if char in "王磊") == letters
    refs = [parse_ref(piece) for piece in split]
    read = "".join(ref.name + ref.qualifier for ref in refs)
    assert sorted(char for char in read if char in "王磊") == sorted(letters)


def test_official_order_of_surnames() -> None:
    """Fewer strokes first; among equals 横竖撇点折, which ICU's stroke order does not keep."""
    assert sorted("丁王张李欧陈赵", key=stroke_key) == list("丁王李张陈欧赵")
    assert sorted("刘朱孙吕许", key=stroke_key) == list("吕朱刘许孙")
    assert sorted("张陈沈宋汪何吴杨李严", key=stroke_key) == list("严李杨吴何汪沈宋张陈")
    assert sorted("文方卞王毛尹", key=stroke_key) == list("王毛卞文方尹")


@pytest.mark.parametrize(
    ("char", "count"),
    [("一", 1), ("丁", 2), ("王", 4), ("李", 7), ("欧", 8), ("赵", 9), ("㛃", 9), ("䶮", 9), ("䜣", 6)]
    + [("𠅤", 11), ("𬭎", 12), ("·", None), ("A", None)],
)
def test_strokes(char: str, count: int | None) -> None:
    assert strokes(char) == count


def test_names_of_one_surname_go_by_the_next_character_shorter_first() -> None:
    assert sorted(["王磊", "王一", "王一丁", "丁磊"], key=stroke_key) == ["丁磊", "王一", "王一丁", "王磊"]
    assert sorted(["约翰·Smith", "John", "龙一"], key=stroke_key) == ["龙一", "约翰·Smith", "John"]


@given(st.lists(NAMES, max_size=10))
def test_the_order_goes_by_strokes_of_the_surname(names: list[str]) -> None:
    counts = [strokes(name[0]) or 0 for name in sorted(names, key=stroke_key)]
    assert counts == sorted(counts)


@given(NAMES, NAMES)
def test_two_names_share_a_place_only_when_they_are_the_same(one: str, other: str) -> None:
    assert (stroke_key(one) == stroke_key(other)) == (one == other)


def test_unknown_characters_stand_last() -> None:
    unknown = chr(0x323B0)
    assert strokes(unknown) is None
    assert stroke_key("靐一") < stroke_key(unknown)


def test_the_stroke_table_is_the_one_that_was_generated() -> None:
    table = files("zhixing.core").joinpath("data/strokes.txt").read_bytes()
    assert hashlib.sha256(table).hexdigest() == DIGEST
    licence = files("zhixing.core").joinpath("data/strokes.LICENSE").read_text("utf-8")
    assert "UNICODE LICENSE" in licence
    assert "The MIT License" in licence


def test_the_separator_is_the_one_of_the_standard() -> None:
    assert SEPARATOR == "·" == chr(0xB7)
