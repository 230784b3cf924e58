"""Whether a question can be asked: each reason is a sentence with what to do, for a clerk to read.

What makes a question unusable stops it (`check_question`); what makes it weaker is only told (`hints`). Nobody
compares with its article a question that he wrote himself (`check_comparison`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from zhixing.core.questions.question import FORM_WORDS, TRUE_FALSE, Cited, Form, Question, plain
from zhixing.core.questions.words import BLANK, LETTERS

LONGEST_STEM, LONGEST_OPTION, LONGEST_TEXT, LONGEST_WORD = 1000, 300, 2000, 120
MOST_BLANKS, MOST_SPELLINGS, MOST_TOPICS, MOST_CITES = 8, 8, 8, 6
CHOICES = (Form.SINGLE, Form.MULTIPLE)
_KEY = re.compile(r"^(参考答案|答案|解析|依据|类别|知识点|编号|备注|锚题)\s*[:：]")
_OPTION = re.compile(r"^[A-Ha-hＡ-Ｈ]\s*[.．、:：)）]")
_SECOND_OPTION = re.compile(r"\s[B-HＢ-Ｈ]\s*[.．、)）]")


class QuestionError(ValueError):
    """It cannot be taken as it is; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a question: the part (field of `Question`), and a sentence with the remedy."""

    part: str
    reason: str


def tidy(question: Question) -> Question:
    """The same question without stray signs: blanks at the ends, control signs, empty lines, empty parts."""
    return replace(
        question,
        stem=_lines(question.stem),
        options=TRUE_FALSE if question.form is Form.TRUE_FALSE else tuple(map(_line, question.options)),
        blanks=tuple(
            tuple(dict.fromkeys(filter(None, map(_line, accepted)))) for accepted in question.blanks
        ),
        model=_lines(question.model),
        why=_lines(question.why),
        category=_line(question.category),
        topics=tuple(dict.fromkeys(filter(None, map(_line, question.topics)))),
        cites=tuple(
            dict.fromkeys(
                Cited(_line(one.document).strip("《》"), _line(one.article))
                for one in question.cites
                if one.document
            )
        ),
        note=_line(question.note),
    )


def check_question(question: Question, *, categories: Collection[str] = ()) -> None:
    """Raises QuestionError with every reason why it cannot be asked."""
    found = flaws(question, categories=categories)
    if found:
        raise QuestionError("；".join(one.reason for one in found))


def flaws(question: Question, *, categories: Collection[str] = ()) -> tuple[Flaw, ...]:
    """All that stops it; `categories` are the seven, empty where they are not known."""
    return (*_stem_flaws(question), *_answer_flaws(question), *_about_flaws(question, categories))


def hints(question: Question) -> tuple[str, ...]:
    """What would make it better, or is missing before it can be compared with its article."""
    found = []
    if not question.cites:
        found.append("没有写依据：核对前请补上文件和条号")
    if not question.category:
        found.append("没有标类别：组卷按类别抽题时抽不到")
    if not question.why and question.form is not Form.SHORT:
        found.append("没有写解析：答错的人看不到为什么")
    if any(plain(one) in _WHOLESALE for one in question.options):
        found.append("有“以上都对”一类的选项：选项顺序会打乱，最好写明白")
    return tuple(found)


def can_be_compared(question: Question, *, author: bool) -> bool:
    """Whether somebody may say that it agrees with its article; `author`: he wrote this version."""
    return not question.reviewed and bool(question.cites) and not author


def check_comparison(question: Question, *, author: bool) -> None:
    """Raises QuestionError where `can_be_compared` says no."""
    if question.reviewed:
        raise QuestionError("这一版已经核对过")
    if not question.cites:
        raise QuestionError("没有写依据，没有可以对照的条文；请先补上文件和条号")
    if author:
        raise QuestionError("自己写的题请另一人对照条文核对")


_WHOLESALE = frozenset({"以上都对", "以上都是", "以上都不对", "以上全部", "以上皆是", "都对", "都不对"})


def _stem_flaws(question: Question) -> Iterator[Flaw]:
    if not question.stem:
        yield Flaw("stem", "没有题干，请写上")
    elif len(question.stem) > LONGEST_STEM:
        yield Flaw("stem", f"题干 {len(question.stem)} 个字，最多 {LONGEST_STEM} 个，请写短些")
    elif len(plain(BLANK.sub("", question.stem))) < 2:
        yield Flaw("stem", "题干没有内容，请写完整")
    for part, text in (("stem", question.stem), ("model", question.model), ("why", question.why)):
        for line in text.split("\n"):
            if _KEY.match(line) or _OPTION.match(line):
                yield Flaw(part, f"“{line[:12]}”像是选项或者答案，请写到选项、答案那一栏")
                break


def _answer_flaws(question: Question) -> Iterator[Flaw]:
    form = question.form
    if form in CHOICES:
        yield from _option_flaws(question)
    elif form is Form.TRUE_FALSE:
        if question.options != TRUE_FALSE:
            yield Flaw("options", "判断题不写选项，请去掉选项或者改为单选")
        if question.right not in (frozenset({0}), frozenset({1})):
            yield Flaw("right", "判断题的答案是“正确”或者“错误”，请选一个")
    elif form is Form.FILL_IN:
        yield from _blank_flaws(question)
    elif not question.model:
        yield Flaw("model", "简答题没有参考答案，请写上答到哪几点算对")
    elif len(question.model) > LONGEST_TEXT:
        yield Flaw("model", f"参考答案超过 {LONGEST_TEXT} 个字，请写短些")
    if form not in CHOICES and form is not Form.TRUE_FALSE and (question.options or question.right):
        yield Flaw("options", f"{FORM_WORDS[form]}题不写选项，请去掉选项或者改题型")


def _option_flaws(question: Question) -> Iterator[Flaw]:
    count, right = len(question.options), question.right
    if not 2 <= count <= len(LETTERS):
        yield Flaw("options", f"有 {count} 个选项，要有 2 到 {len(LETTERS)} 个，请增减")
    seen: dict[str, int] = {}
    for place, text in enumerate(question.options):
        letter = LETTERS[place] if place < len(LETTERS) else str(place + 1)
        if not text:
            yield Flaw("options", f"选项 {letter} 是空的，请填上或者把后面的往前移")
        elif len(text) > LONGEST_OPTION:
            yield Flaw("options", f"选项 {letter} 超过 {LONGEST_OPTION} 个字，请写短些")
        elif plain(text) in seen:
            yield Flaw("options", f"选项 {letter} 和选项 {LETTERS[seen[plain(text)]]} 一样，请改掉一个")
        elif _OPTION.match(text) or _SECOND_OPTION.search(text):
            yield Flaw("options", f"选项 {letter} 里像还有一个选项，请分开写")
        else:
            seen[plain(text)] = place
    if not right:
        yield Flaw("right", "没有标哪个选项对，请写上答案")
    elif max(right) >= count:
        yield Flaw("right", f"答案是 {LETTERS[max(right)]}，没有这个选项，请核对")
    elif question.form is Form.SINGLE and len(right) != 1:
        yield Flaw("right", f"单选题标了 {len(right)} 个对的，只能有 1 个，请改答案或者改为多选")
    elif question.form is Form.MULTIPLE and len(right) < 2:
        yield Flaw("right", "多选题只标了 1 个对的，请补全答案或者改为单选")


def _blank_flaws(question: Question) -> Iterator[Flaw]:
    there, given = len(BLANK.findall(question.stem)), len(question.blanks)
    if not there:
        yield Flaw("stem", "填空题的题干里没有空，请在要填的地方写 ____（至少两个下划线）")
    elif there > MOST_BLANKS:
        yield Flaw("stem", f"有 {there} 个空，最多 {MOST_BLANKS} 个，请拆成几题")
    elif there != given:
        yield Flaw("blanks", f"题干有 {there} 个空，答案有 {given} 个，请用“；”隔开，一空一个")
    for nth, accepted in enumerate(question.blanks, start=1):
        if not accepted:
            yield Flaw("blanks", f"第 {nth} 个空没有答案，请写上")
        elif len(accepted) > MOST_SPELLINGS:
            yield Flaw("blanks", f"第 {nth} 个空的写法超过 {MOST_SPELLINGS} 种，请删去不常见的")
        elif any(
            not plain(one) or len(one) > LONGEST_WORD or re.search(r"[;；|｜]", one) for one in accepted
        ):
            yield Flaw("blanks", f"第 {nth} 个空的答案太长、没有字或者有“；｜”，请改写")


def _about_flaws(question: Question, categories: Collection[str]) -> Iterator[Flaw]:
    if len(question.why) > LONGEST_TEXT:
        yield Flaw("why", f"解析超过 {LONGEST_TEXT} 个字，请写短些")
    if question.category and categories and question.category not in categories:
        yield Flaw("category", f"没有“{question.category}”这一类，七类是：{'、'.join(categories)}")
    if len(question.topics) > MOST_TOPICS or any(
        len(one) > LONGEST_WORD or re.search(r"[、,，;；]", one) for one in question.topics
    ):
        yield Flaw("topics", f"知识点最多 {MOST_TOPICS} 个，用“、”隔开，每个写短些")
    if len(question.cites) > MOST_CITES:
        yield Flaw("cites", f"依据最多 {MOST_CITES} 条，请只留直接的")
    for one in question.cites:
        if not one.document or re.search(r"[;；《》]", one.document + one.article):
            yield Flaw("cites", f"依据“{one.words}”读不准，请写成《文件》第几条，几条之间用“；”隔开")
    if len(question.note) > LONGEST_OPTION:
        yield Flaw("note", f"备注超过 {LONGEST_OPTION} 个字，请写短些")


def _line(text: str) -> str:
    """On one line, without control signs (zero-width ones, the byte order mark) and blanks at the ends."""
    return " ".join(_lines(text).split("\n")).strip()


def _lines(text: str) -> str:
    unified = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(
        sign if sign in "\n" or not _control(sign) else " " if sign == "\t" else "" for sign in unified
    )
    return "\n".join(filter(None, (line.strip() for line in kept.split("\n"))))


def _control(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
