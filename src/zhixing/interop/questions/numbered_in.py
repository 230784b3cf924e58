"""Numbered text: 1. …（ ） A. … B. … 答案：A; answers in the brackets, after the question, or in a list at the end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from zhixing.core.questions.question import FORM_WORDS, Form
from zhixing.core.questions.taking import Read
from zhixing.core.questions.words import BLANK, LETTERS, read_letters, read_truth
from zhixing.interop.questions.parts import Parts, form_named, together

_NUMBER = re.compile(
    r"^(?:第)?(?P<number>\d{1,4})\s*(?:[.．](?!\d)|[、)）]|题\s*[.．、:：]?)\s*(?P<rest>\S.*)$", re.DOTALL
)
_HEADING = re.compile(r"^[（(]?[一二三四五六七八九十]+[)）]?\s*[、.．]?\s*(?P<words>.{2,40})$")
_OPTION = re.compile(r"(?:^|(?<=\s))[(（]?([A-HＡ-Ｈ])[)）]?\s*[.．、:：)）]\s*")
_KEY = re.compile(
    r"^[【\[]?(?P<key>参考答案|正确答案|标准答案|答案|答|答案解析|解析|依据|出处|类别|知识点|考点|编号|备注|锚题)[】\]]?"
    r"\s*(?:[:：]|(?<=[】\]]))\s*(?P<rest>.*)$",
    re.DOTALL,
)
_ENDING = re.compile(r"^(?:参考答案|答案|标准答案|参考答案及解析|答案及解析)\s*[:：]?$")
_BRACKET = re.compile(r"[(（]\s*([A-HＡ-Ｈ、,，\s]+|[√×✓✗✔✘对错]|正确|错误)\s*[)）]")
_LISTED = re.compile(
    r"(?<![\d.])(?P<first>\d{1,4})(?:\s*[-—~～至]\s*(?P<last>\d{1,4}))?\s*[.．、:：)）]?\s*"
    r"(?P<answer>[A-HＡ-Ｈ]+|[√×✓✗✔✘对错]+|正确|错误)(?=[\s;；,，、。.]|\d|$)"
)
_FIELDS = {
    "参考答案": "answer",
    "正确答案": "answer",
    "标准答案": "answer",
    "答案": "answer",
    "答": "answer",
    "答案解析": "why",
    "解析": "why",
    "依据": "cites",
    "出处": "cites",
    "类别": "category",
    "知识点": "topics",
    "考点": "topics",
    "编号": "code",
    "备注": "note",
    "锚题": "anchor",
}
_MARKED = re.compile(r"^[（(【\[]\s*([单多判填简不][^）)】\]]{1,6})[）)】\]]\s*")
_ASKS = re.compile(
    r"[？?]|_{2,}|[（(]\s*[)）]|^(?:请|简述|试述|论述|简答|谈谈|说明|列举|什么|如何|怎样|为什么)"
)
SHORT_HEADING = 8
AHEAD = 20
"""How far a number may run ahead of the one before: what is left out is not swallowed by the question before."""


@dataclass(slots=True)
class _Open:
    number: int
    parts: Parts
    last: str = "stem"
    section: int = 0
    points: int = 0


@dataclass(slots=True)
class _Paper:
    """What has been read so far. `ending`: the list of answers has begun; `answers` by form and number."""

    found: list[_Open] = field(default_factory=list)
    form: str = ""
    section: int = 0
    restart: bool = True
    ending: bool = False
    listed: Form | None = None
    answers: dict[tuple[Form | None, int], str | None] = field(default_factory=dict)
    forms: dict[int, Form | None] = field(default_factory=dict)


def read_numbered(paragraphs: Sequence[str]) -> list[Read]:
    """The questions of a text, by paragraph; a break inside one is part of its words unless an option follows it."""
    paper = _Paper()
    for paragraph in paragraphs:
        for line in _pieces(paragraph):
            _take(paper, line)
    return [_closed(paper, one) for one in paper.found]


def _pieces(paragraph: str) -> list[str]:
    """A paragraph in lines where a line begins an option or an answer; other breaks stay."""
    found: list[str] = []
    for line in paragraph.split("\n"):
        bare = line.strip()
        if not bare:
            continue
        if found and not (_OPTION.match(bare) or _KEY.match(bare)):
            found[-1] += f"\n{bare}"
        else:
            found.append(bare)
    return found


def _take(paper: _Paper, line: str) -> None:
    if paper.ending:
        _listed(paper, line)
        return
    heading = _HEADING.match(line)
    words = heading["words"] if heading else line if len(line) <= SHORT_HEADING else ""
    if form_named(words) and not _OPTION.search(line) and not _KEY.match(line) and not _NUMBER.match(line):
        paper.form, paper.restart = words, True
        paper.section += 1
        paper.forms[paper.section] = form_named(words)
        return
    if _ENDING.match(line) and (not paper.found or _answered(paper.found[-1])):
        paper.ending = True
        return
    now = paper.found[-1] if paper.found else None
    key = _KEY.match(line)
    if key and now is not None:
        if key["key"] in ("答案", "参考答案") and len(_LISTED.findall(key["rest"])) > 1:
            paper.ending = True
            _listed(paper, key["rest"])
            return
        now.last = _FIELDS[key["key"]]
        _append(now.parts, now.last, key["rest"])
        return
    number = _NUMBER.match(line)
    if number and _follows(paper, int(number["number"]), number["rest"]):
        paper.restart = False
        form = _MARKED.match(number["rest"])
        rest = number["rest"][form.end() :] if form else number["rest"]
        opened = _Open(
            int(number["number"]),
            Parts(_place(paper, number["number"]), form[1] if form else paper.form),
            section=paper.section,
        )
        paper.found.append(opened)
        _stem(opened, rest)
        return
    if now is not None:
        _go_on(now, line)


def _place(paper: _Paper, number: str) -> str:
    """Numbers may begin anew under each heading."""
    named = paper.forms.get(paper.section)
    return f"{FORM_WORDS[named]}第 {number} 题" if named else f"第 {number} 题"


def _answered(one: _Open) -> bool:
    """Whether a line 答案 without more begins the list at the end, and not the answer to this question."""
    return (
        one.parts.answer is not None or bool(one.parts.options) or _BRACKET.search(one.parts.stem) is not None
    )


def _follows(paper: _Paper, number: int, text: str) -> bool:
    """Whether a number begins the next question. An answer in words may have numbered points of its own."""
    if not paper.found or (paper.restart and number == 1):
        return True
    last = paper.found[-1]
    if last.last in ("answer", "why") and not last.parts.options:
        asks = number == last.number + 1
        if number == last.points + 1 and not (asks and _ASKS.search(text)):
            last.points = number
            return False
        return asks
    return last.number < number <= last.number + AHEAD


def _stem(one: _Open, text: str) -> None:
    """The stem, and the options that stand on the same line after it."""
    first = _first_option(text)
    if first is None:
        one.parts.stem = text
        return
    one.parts.stem = text[:first].strip()
    _options(one, text[first:])


def _go_on(one: _Open, line: str) -> None:
    expected = LETTERS[len(one.parts.options)] if len(one.parts.options) < len(LETTERS) else ""
    mark = _OPTION.match(line)
    if mark and _letter(mark[1]) == expected and one.last in ("stem", "options"):
        _options(one, line)
    elif one.last == "options":
        one.parts.options[-1] += f" {line}"
    else:
        _append(one.parts, one.last, line)


def _options(one: _Open, text: str) -> None:
    """Options on one line, as far as their letters go on in order."""
    one.last = "options"
    starts: list[tuple[int, int]] = []
    for mark in _OPTION.finditer(text):
        place = len(one.parts.options) + len(starts)
        if place < len(LETTERS) and _letter(mark[1]) == LETTERS[place]:
            starts.append((mark.start(), mark.end()))
    for nth, (_, end) in enumerate(starts):
        stop = starts[nth + 1][0] if nth + 1 < len(starts) else len(text)
        one.parts.options.append(text[end:stop].strip())


def _first_option(text: str) -> int | None:
    marks = list(_OPTION.finditer(text))
    letters = [_letter(mark[1]) for mark in marks]
    if "A" in letters and "B" in letters[letters.index("A") :]:
        return marks[letters.index("A")].start()
    return None


def _letter(sign: str) -> str:
    return chr(ord(sign) - 0xFEE0) if ord(sign) > 0xFF00 else sign


def _append(parts: Parts, name: str, text: str) -> None:
    before = getattr(parts, name) or ""
    setattr(parts, name, f"{before}\n{text}" if before else text)


def _listed(paper: _Paper, line: str) -> None:
    """A line of the list at the end: 1.A 2.BC, or 1-5 ABCDA; a word before says of which form they are."""
    paper.listed = form_named(_LISTED.sub("", line)) or paper.listed
    for found in _LISTED.finditer(line):
        first, last = int(found["first"]), int(found["last"] or found["first"])
        answer = found["answer"]
        signs = list(answer) if last > first else [answer]
        if len(signs) != last - first + 1:
            continue
        for nth, sign in enumerate(signs):
            key = paper.listed, first + nth
            # Said twice with no word of which form: whose answer it is cannot be told.
            paper.answers[key] = sign if paper.answers.get(key, sign) == sign else None


def _closed(paper: _Paper, one: _Open) -> Read:
    parts = one.parts
    if parts.answer is None:
        form = paper.forms.get(one.section)
        parts.answer = paper.answers.get((form, one.number)) or paper.answers.get((None, one.number))
    if parts.answer is None:
        _from_brackets(parts)
    if not re.fullmatch(r"[Tt]\d{4,}", parts.code.strip()):
        parts.code = ""
    return together(parts)


def _from_brackets(parts: Parts) -> None:
    """The answer that stands in the brackets of the stem, taken out of it."""
    if BLANK.search(parts.stem) and not parts.options:
        return
    marks = list(_BRACKET.finditer(parts.stem))
    if len(marks) != 1:
        return
    answer = marks[0][1].strip()
    if (parts.options and read_letters(answer)) or (not parts.options and read_truth(answer)):
        parts.answer = answer
        parts.stem = f"{parts.stem[: marks[0].start()]}（　　）{parts.stem[marks[0].end() :]}"
        if not parts.options:
            parts.stem = parts.stem.replace("（　　）", "").strip()
