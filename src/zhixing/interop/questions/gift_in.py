"""GIFT, Moodle's plain text of questions: choice, true/false, short answer, essay; the rest is refused by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from zhixing.core.questions.question import TRUE_FALSE, Form, Question
from zhixing.core.questions.taking import Read, checked, draft
from zhixing.interop.questions.moodle_words import Meta, filled, said, with_meta

_ID = re.compile(r"\[id:((?:[^\\\]]|\\.)+)\]")
_TAG = re.compile(r"\[tag:((?:[^\\\]]|\\.)+)\]")
_TITLE = re.compile(r"^::(?P<title>(?:[^\\:]|\\.|:(?!:))*)::")
_FORMAT = re.compile(r"^\s*\[(?:html|moodle|plain|markdown)\]\s*")
_WEIGHT = re.compile(r"^%(-?\d+(?:\.\d+)?)%")
ESCAPED = "\\~=#{}:"
_HIDE = {sign: chr(0xE000 + nth) for nth, sign in enumerate(ESCAPED)}
_SHOW = {hidden: sign for sign, hidden in _HIDE.items()}
_BREAK = "\ue00f"


@dataclass(slots=True)
class _Block:
    line: int
    lines: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Choice:
    right: bool
    weight: float | None
    text: str


def read_gift(text: str) -> list[Read]:
    """Every question of a GIFT text, placed by the line it begins on."""
    category = ""
    found = []
    for block in _blocks(text):
        first = block.lines[0]
        if first.startswith("$CATEGORY:"):
            category = first.partition(":")[2].strip().rpartition("/")[2]
            block.lines.pop(0)
            if not block.lines:
                continue
        found.append(_question(block, category))
    return found


def _blocks(text: str) -> Iterator[_Block]:
    block = _Block(0)
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        bare = line.strip()
        if bare.startswith("//"):
            block.comments.append(bare)
        elif bare:
            block.line = block.line or number
            block.lines.append(bare)
        elif block.lines:
            yield block
            block = _Block(0)
    if block.lines:
        yield block


def _question(block: _Block, category: str) -> Read:
    whole = _hidden("\n".join(block.lines))
    place = f"第 {block.line} 行"
    title = _TITLE.match(whole)
    whole = _FORMAT.sub("", whole[title.end() :] if title else whole)
    opened, closed = whole.find("{"), whole.rfind("}")
    if opened < 0 or closed < opened:
        return Read(place, _shown(whole)[:60], None, ("没有花括号里的答案，请按 GIFT 格式写 {…}",))
    before, inside, after = whole[:opened], whole[opened + 1 : closed], whole[closed + 1 :]
    answers, _, why = inside.partition("####")
    stem = _shown(before).strip() + (f" ____ {_shown(after).strip()}" if after.strip() else "")
    meta = _meta(block.comments, _shown(title["title"]) if title else "", category)
    made = _answered(stem, answers.strip(), _shown(why).strip(), open_end=bool(after.strip()))
    if isinstance(made, str):
        return Read(place, stem[:60], None, (made,))
    return checked(place, with_meta(made, meta))


def _answered(stem: str, answers: str, why: str, *, open_end: bool) -> Question | str:
    """The question, or the reason why it could not be read."""
    if not answers:
        return said(draft(Form.SHORT, stem), why)
    truth = re.sub(r"#.*$", "", answers, flags=re.DOTALL).strip().upper()
    if truth in ("T", "TRUE", "F", "FALSE"):
        one = draft(Form.TRUE_FALSE, stem)
        return replace(one, options=TRUE_FALSE, right=frozenset({0 if truth[0] == "T" else 1}), why=why)
    if answers.startswith("#"):
        return "是数值题，这里没有这种题型；请改成填空或者单选"
    if "->" in answers:
        return "是匹配题，这里没有这种题型；请改成单选或者简答"
    choices = _choices(answers)
    if not choices:
        return "花括号里没有以 = 或 ~ 开头的答案，请按 GIFT 格式写"
    if all(one.right for one in choices):
        spelt = tuple(one.text for one in choices)
        return replace(filled(draft(Form.FILL_IN, stem), spelt), why=why)
    if open_end:
        stem = stem.replace(" ____ ", "（　　）", 1)
    right = frozenset(place for place, one in enumerate(choices) if _is_right(one))
    one_right = (
        any(one.right for one in choices) or [one.weight for one in choices].count(100) == len(right) == 1
    )
    form = Form.SINGLE if one_right else Form.MULTIPLE
    return replace(draft(form, stem), options=tuple(one.text for one in choices), right=right, why=why)


def _choices(answers: str) -> list[_Choice]:
    found = []
    for sign, body in re.findall(r"([=~])([^=~]*)", answers):
        text = re.split(r"#", body, maxsplit=1)[0].strip()
        weight = _WEIGHT.match(text)
        if weight:
            text = text[weight.end() :].strip()
        found.append(_Choice(sign == "=", float(weight[1]) if weight else None, _shown(text)))
    return found


def _is_right(one: _Choice) -> bool:
    return one.right or (one.weight is not None and one.weight > 0)


def _meta(comments: list[str], title: str, category: str) -> Meta:
    told = " ".join(comments)
    known = _ID.search(told)
    tags = tuple(_unescaped(tag) for tag in _TAG.findall(told))
    return Meta(_unescaped(known[1]) if known else title, tags, category)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _hidden(text: str) -> str:
    r"""Escaped signs as signs of private use, so that what is left is syntax; `\n` is a line break."""
    return re.sub(
        r"\\(.)",
        lambda found: _BREAK if found[1] == "n" else _HIDE.get(found[1], found[0]),
        text,
    )


def _shown(text: str) -> str:
    return "".join(_SHOW.get(sign, "\n" if sign == _BREAK else sign) for sign in text)
