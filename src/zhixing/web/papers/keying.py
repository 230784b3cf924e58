"""Keying in a sheet answered on paper: one field a question, letters as they are printed; nothing typed is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from zhixing.actions.choosing import Listed
from zhixing.core.papers.blueprint import points
from zhixing.core.papers.paper import LETTERS, Item, Paper, Placed, laid_out
from zhixing.core.questions.question import FORM_WORDS, Answer, Form
from zhixing.web.papers.blueprint_form import as_uuid

YES, NO = frozenset("√✓对是yYtT正确AaＡ"), frozenset("×✗xX错否nNfF错误BbＢ")
ON_PAPER = "（见纸质答卷）"


@dataclass(frozen=True, slots=True)
class KeyField:
    """A field: a question's number on paper, how it is typed, what stands in it, what is wrong with it."""

    name: str
    number: int
    form: str
    hint: str
    stem: str
    value: str
    wrong: str
    numeric: bool


@dataclass(frozen=True, slots=True)
class KeyPart:
    """The fields of a part."""

    title: str
    fields: tuple[KeyField, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, read: answers, marks for short answers, what could not be read by field."""

    answers: Mapping[int, Answer]
    marks: Mapping[int, int]
    wrong: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class KeyPage:
    """The screen. `people`: those who have no sheet yet, as (id, words, chosen)."""

    sitting: UUID
    title: str
    code: str
    uid: str
    day: str
    people: tuple[tuple[str, str, bool], ...]
    left: int
    done: int
    parts: tuple[KeyPart, ...]


def read(paper: Paper, sent: Mapping[str, str]) -> Typed:
    """What stands in the fields. An empty one is a question left out."""
    answers: dict[int, Answer] = {}
    marks: dict[int, int] = {}
    wrong: dict[str, str] = {}
    for spot in laid_out(paper):
        item, name = paper.items[spot.item], f"q-{spot.item}"
        text = sent.get(name, "").strip()
        if not text:
            continue
        try:
            if item.question.form is Form.SHORT:
                marks[spot.item] = points_of(text, item)
                answers[spot.item] = Answer(texts=(ON_PAPER,))
            else:
                answers[spot.item] = _answer(text, item, spot)
        except ValueError as why:
            wrong[name] = str(why)
    return Typed(answers, marks, wrong)


def _answer(text: str, item: Item, spot: Placed) -> Answer:
    form, options = item.question.form, spot.options
    if form is Form.FILL_IN:
        return Answer(texts=tuple(one.strip() for one in text.replace("；", ";").split(";")))
    if form is Form.TRUE_FALSE:
        signs = set(text)
        if signs <= YES or signs <= NO:
            return Answer(frozenset({0 if signs <= YES else 1}))
        raise ValueError("判断题请写 对、错，或者 √、×")
    letters = [sign for sign in text.upper().translate(_WIDE) if sign not in " ,，、"]
    known = LETTERS[: len(options)]
    if any(one not in known for one in letters):
        raise ValueError(f"请写选项的字母（{known[0]} 到 {known[-1]}）")
    if form is Form.SINGLE and len(set(letters)) > 1:
        raise ValueError("单选题只写一个字母；纸上选了两个的，留空作未答")
    return Answer(frozenset(options[known.index(one)] for one in letters))


_WIDE = {ord("Ａ") + n: chr(ord("A") + n) for n in range(26)}


def points_of(text: str, item: Item) -> int:
    """Marks typed for a short answer, in hundredths. Raises ValueError with a sentence."""
    whole, dot, rest = text.partition(".")
    if not (whole + rest).isascii() or not (whole + rest).isdigit() or len(rest) > 2 or len(whole) > 4:
        raise ValueError("简答题请写得了几分")
    value = int(whole or "0") * 100 + (int(rest.ljust(2, "0")) if dot and rest else 0)
    if value > item.marks:
        raise ValueError(f"最多 {points(item.marks)} 分")
    return value


def key_parts(paper: Paper, sent: Mapping[str, str], wrong: Mapping[str, str]) -> tuple[KeyPart, ...]:
    """The fields with what was typed, part by part as printed."""
    found = []
    placed = laid_out(paper)
    for nth, part in enumerate(paper.blueprint.parts):
        mine = [spot for spot in placed if paper.items[spot.item].part == nth]
        title = f"{FORM_WORDS[part.form]}题（{len(mine)} 道，每道 {points(part.marks)} 分）"
        found.append(KeyPart(title, tuple(_field(paper, spot, sent, wrong) for spot in mine)))
    return tuple(found)


def _field(paper: Paper, spot: Placed, sent: Mapping[str, str], wrong: Mapping[str, str]) -> KeyField:
    item, name = paper.items[spot.item], f"q-{spot.item}"
    hints = {
        Form.SINGLE: "一个字母",
        Form.MULTIPLE: "几个字母",
        Form.TRUE_FALSE: "对或错",
        Form.FILL_IN: "几个空用分号隔开" if len(item.question.blanks) > 1 else "照写",
        Form.SHORT: f"得分，最多 {points(item.marks)}",
    }
    form = item.question.form
    return KeyField(
        name,
        spot.item + 1,
        FORM_WORDS[form],
        hints[form],
        item.question.stem,
        sent.get(name, ""),
        wrong.get(name, ""),
        form is Form.SHORT,
    )


def people_of(left: Sequence[Listed], sent: Mapping[str, str]) -> tuple[tuple[str, str, bool], ...]:
    """Those without a sheet, as a select box shows them."""
    wanted = sent.get("person", "")
    return tuple((str(one.id), f"{one.name}（{one.branch_name}）", str(one.id) == wanted) for one in left)


def day_of(sent: Mapping[str, str], usual: dt.date) -> dt.date:
    """The day typed, else the usual one. Raises ValueError."""
    text = sent.get("day", "").strip()
    return dt.date.fromisoformat(text) if text else usual


def uid_of(sent: Mapping[str, str]) -> UUID:
    """The form's uid, or a new one."""
    return as_uuid(sent.get("uid", "")) or uuid4()
