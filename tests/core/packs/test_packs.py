"""Packs as values: their versions, what a return must hold, personal codes, parts of a page of QR codes."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.packs.packs_made import KEY, OTHER, PACK, PERSON, a_pack

from zhixing.core.library.article import Article, Licence, Sort, Source, Validity
from zhixing.core.packs import codes, parts, returning, sheet, wire
from zhixing.core.packs.choosing import articles_of
from zhixing.core.packs.pack import Returned

DAY = dt.date(2026, 3, 5)
WANTED = returning.Wanted(100, 20, "学习包（本系统建议）第一项")
NOTE = "值班时听了录音，回去要把支部的党小组会按月开起来，先补上二月的。"
GIVEN = ("B", "AB", "A", ("民主集中制", "党小组"), ("结合养护站谈",))


def a_sheet(**more: object) -> sheet.Sheet:
    code = codes.code_of(KEY, PACK, PERSON)
    return replace(
        sheet.Sheet(PACK, a_pack().version, "镕喆", code, GIVEN, NOTE, DAY),
        **more,  # type: ignore[arg-type]
    )


def test_a_pack_survives_being_kept_and_its_version_follows_its_content() -> None:
    pack = a_pack()
    assert wire.decode_pack(wire.encode_pack(pack)) == pack
    assert a_pack().version == pack.version
    assert a_pack(made_on=dt.date(2027, 1, 1)).version == pack.version
    assert len({pack.version, a_pack(asks="").version, a_pack(keys=True).version}) == 3


def test_a_full_return_counts_whatever_is_right_and_an_empty_one_says_what_is_missing() -> None:
    pack = a_pack()
    whole = sheet.returned_of(a_sheet(), pack, PERSON)
    assert returning.can_return(pack, whole, WANTED)
    wrong = sheet.returned_of(a_sheet(answers=("D", "D", "B", ("随便",), ("无",))), pack, PERSON)
    assert returning.check_return(pack, wrong, WANTED) == ()
    empty = Returned(pack.id, pack.version, PERSON, (), "", DAY)
    assert returning.check_return(pack, empty, WANTED) == (
        "第 1、2、3、4、5 题还没有作答，请补上",
        "“结合岗位写一写”写了 0 字，要写满 20 字，请补写",
    )


def test_a_pack_without_questions_wants_a_few_words() -> None:
    pack = a_pack(questions=(), asks="")
    said = Returned(pack.id, pack.version, PERSON, (), NOTE, DAY)
    assert returning.can_return(pack, said, WANTED)
    assert returning.check_return(pack, replace(said, note="好"), WANTED)
    asking_nothing = a_pack(asks="")
    all_answered = sheet.returned_of(a_sheet(note=""), asking_nothing, PERSON)
    assert returning.can_return(asking_nothing, all_answered, WANTED)


@pytest.mark.parametrize("answers", [("E",), ("AB",), ("A", "A", "AB"), ("A", "B", "C"), ("A",) * 6, ("甲",)])
def test_answers_that_no_question_has_are_refused(answers: tuple[str, ...]) -> None:
    with pytest.raises(sheet.NotASheet):
        sheet.returned_of(a_sheet(answers=answers), a_pack(), PERSON)


def test_a_sheet_is_read_as_written_by_file_and_by_block() -> None:
    text = sheet.write_sheet(a_sheet())
    assert sheet.read_sheet(text) == a_sheet()
    block = sheet.write_block(text)
    folded = "\n".join(block[at : at + 60] for at in range(0, len(block), 60))
    chat = f"张三 19:02\n【学习回传】{folded}\n收到\n{block}"
    assert sheet.read_blocks(chat) == (text,)
    assert sheet.read_blocks(block.replace(block[20], "A" if block[20] != "A" else "B")) == ("",)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "1e999",
        "[" * 50_000,
        '{"format":"zhixing-return-1"}',
        '{"format":1}',
        "x" * 70_000,
    ]
    + [
        sheet.write_sheet(a_sheet()).replace(old, new)
        for old, new in (
            ('"finished":"2026', '"finished":"9'),
            ('"AB"', "7"),
            ('"AB"', '[["A"]]'),
            (str(PACK), "?"),
        )
    ],
)
def test_what_is_no_return_is_refused_in_words(text: str) -> None:
    with pytest.raises(sheet.NotASheet, match="；请|不完整"):
        sheet.read_sheet(text)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (sheet.read_sheet, parts.read_piece):
        with pytest.raises((sheet.NotASheet, parts.Torn)):
            read(text)
    assert not any(sheet.read_blocks(text))


def test_a_code_is_one_persons_and_one_packs_and_every_slip_of_a_sign_shows() -> None:
    code = codes.code_of(KEY, PACK, PERSON)
    table = codes.codes_of(KEY, PACK, [OTHER, PERSON])
    assert table[codes.read_code(codes.shown(code).lower())] == PERSON
    assert code not in codes.codes_of(KEY, UUID(int=1), [OTHER, PERSON])
    assert code not in codes.codes_of(b"another key", PACK, [OTHER, PERSON])
    for nth, sign in enumerate(code):
        for wrong in set(codes.SIGNS) - {sign}:
            assert codes.read_code(code[:nth] + wrong + code[nth + 1 :]) == ""
    assert codes.read_code("0011-" + code) == ""
    assert codes.read_code("") == ""


def test_codes_of_many_people_are_all_different() -> None:
    assert len({codes.code_of(KEY, PACK, UUID(int=nth)) for nth in range(20_000)}) == 20_000


@given(st.text(max_size=900), st.randoms(use_true_random=False))
@settings(max_examples=200)
def test_parts_come_together_in_any_order_and_tell_which_is_missing(text: str, draw: random.Random) -> None:
    pieces = list(parts.split(text or "空", "ABCD2345"))
    draw.shuffle(pieces)
    read = [parts.read_piece(one.sign) for one in (*pieces, *pieces[:1])]
    (whole,) = parts.gather(read)
    assert whole.text == (text or "空")
    assert not whole.torn
    lost = pieces.pop()
    left = parts.gather(parts.read_piece(one.sign) for one in pieces)
    assert [one.missing for one in left] == ([(lost.number,)] if pieces else [])


def test_a_damaged_part_is_refused_and_a_damaged_whole_is_told() -> None:
    first, *others = parts.split(NOTE * 9, "ABCD2345")
    sign = first.sign
    for at in range(len(sign)):
        with pytest.raises(parts.Torn):
            parts.read_piece(sign[:at] + ("A" if sign[at] != "A" else "B") + sign[at + 1 :])
    forged = replace(first, text=first.text[:-2])
    (whole,) = parts.gather([forged, *others])
    assert whole.torn
    assert not whole.text


def test_two_returns_of_one_person_are_kept_apart() -> None:
    one, two = parts.split("甲" * 300, "ABCD2345"), parts.split("乙" * 300, "ABCD2345")
    assert [each.text[0] for each in parts.gather([two[0], one[0], *one[1:], *two[1:]])] == ["乙", "甲"]


def test_articles_named_come_first_and_the_newest_in_force_of_the_category_fill_up() -> None:
    def article(nth: int, title: str, **more: object) -> Article:
        plain: dict[str, object] = {
            "category": "党的宗旨",
            "published_at": dt.datetime(2026, 1, nth, tzinfo=dt.UTC),
        }
        return Article(UUID(int=nth), 1, Sort.ARTICLE, title, **{**plain, **more})  # type: ignore[arg-type]

    held = [
        article(1, "倒班怎么学", category="知识技能"),
        article(2, "为人民服务"),
        article(3, "张思德"),
        article(4, "雷锋"),
        article(5, "旧文", validity=Validity.HISTORICAL),
        article(6, "题录", source=Source(licence=Licence.NONE)),
    ]
    assert articles_of(["讲一讲倒班怎么学"], "党的宗旨", held) == (UUID(int=1), UUID(int=4))
    assert articles_of(["别的题目"], "党的宗旨", held) == (UUID(int=4), UUID(int=3))
    assert articles_of(["别的题目"], "", held) == ()
