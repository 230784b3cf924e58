"""A return as it is written down (回传): a JSON file, a block of text for WeChat, or what QR codes hold together.

`{"format": "zhixing-return-1", "pack", "version", "name", "code", "answers": [...], "note", "finished"}`; answers stand
in the order of the pack's questions: `"AC"` for options chosen, a list of texts for blanks or a short answer, `""` for
none. Nothing says how long anything took.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.packs.pack import Pack, Returned
from zhixing.core.packs.wire import canonical
from zhixing.core.questions.question import Answer, Form, Question

FORMAT = "zhixing-return-1"
LONGEST = 64 * 1024
"""Characters of a whole return."""
LONGEST_NOTE, LONGEST_ANSWER, MOST_ANSWERS, LONGEST_NAME = 5000, 2000, 200, 40
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BLOCK = re.compile(r"ZXB1:([0-9A-F]{8}):([A-Za-z0-9_\-\s]{1,200000}?):BXZ")
Given = str | tuple[str, ...]


class NotASheet(ValueError):
    """Something that is no return; the sentence says what it is and what to do."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A return as somebody sent it; whether name and code fit is not known yet."""

    pack: UUID
    version: str
    name: str
    code: str
    answers: tuple[Given, ...]
    note: str
    finished_on: dt.date


def write_sheet(sheet: Sheet) -> str:
    """The return as JSON, as the page's script writes it."""
    return canonical(
        {
            "format": FORMAT,
            "pack": str(sheet.pack),
            "version": sheet.version,
            "name": sheet.name,
            "code": sheet.code,
            "answers": [one if isinstance(one, str) else list(one) for one in sheet.answers],
            "note": sheet.note,
            "finished": sheet.finished_on.isoformat(),
        }
    )


def read_sheet(text: str) -> Sheet:
    """The return of a JSON text. Raises NotASheet."""
    if len(text) > LONGEST:
        raise NotASheet("内容太长，不像学习包的回传；请确认选对了文件")
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise NotASheet("读不出内容，可能没有传完；请让本人重新生成回传文件") from None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise NotASheet("不是学习包的回传；请确认选对了文件")
    try:
        return Sheet(
            pack=UUID(_text(told, "pack", LONGEST_NAME)),
            version=_text(told, "version", LONGEST_NAME),
            name=" ".join(_text(told, "name", LONGEST_NAME).split()),
            code=_text(told, "code", LONGEST_NAME),
            answers=_answers(told.get("answers")),
            note=_text(told, "note", LONGEST_NOTE).strip(),
            finished_on=dt.date.fromisoformat(_text(told, "finished", LONGEST_NAME)),
        )
    except ValueError as wrong:
        if isinstance(wrong, NotASheet):
            raise
        raise NotASheet("里面的学习包编号或日期不对；请让本人重新生成回传文件") from None


def write_block(text: str) -> str:
    """A return as a block that survives being pasted into a chat."""
    raw = text.encode()
    return f"ZXB1:{zlib.crc32(raw):08X}:{base64.urlsafe_b64encode(raw).decode().rstrip('=')}:BXZ"


def read_blocks(text: str) -> tuple[str, ...]:
    """The returns that stand in a pasted text, each once; a damaged one is an empty string."""
    return tuple(dict.fromkeys(_block(*match) for match in _BLOCK.findall(text)))


def _block(check: str, signs: str) -> str:
    packed = "".join(signs.split())
    try:
        raw = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        return raw.decode() if f"{zlib.crc32(raw):08X}" == check else ""
    except ValueError:
        return ""


def returned_of(sheet: Sheet, pack: Pack, person: UUID) -> Returned:
    """The return of a person whose name and code fit. Raises NotASheet where it does not fit the pack."""
    if len(sheet.answers) > len(pack.questions):
        raise NotASheet("答案比题多，不是这一版学习包的回传；请让本人用原来的学习包重新生成")
    answers = tuple(
        (question.id, answer)
        for question, given in zip(pack.questions, sheet.answers, strict=False)
        if (answer := answer_of(question, given)) is not None
    )
    return Returned(pack.id, pack.version, person, answers, sheet.note, sheet.finished_on)


def answer_of(question: Question, given: Given) -> Answer | None:
    """An answer in the question's own terms; None where none was given. Raises NotASheet."""
    if question.form in (Form.FILL_IN, Form.SHORT):
        texts = (given,) if isinstance(given, str) else given
        kept = tuple(one.strip() for one in texts[: max(1, len(question.blanks))])
        return Answer(texts=kept) if any(kept) else None
    letters = given if isinstance(given, str) else "".join(given)
    places = frozenset(LETTERS.find(sign) for sign in letters.upper() if not sign.isspace())
    count = 2 if question.form is Form.TRUE_FALSE else len(question.options)
    if any(not 0 <= place < count for place in places):
        raise NotASheet(f"题“{question.stem[:20]}”没有选项 {letters[:8]}；请核对答案")
    if question.form is not Form.MULTIPLE and len(places) > 1:
        raise NotASheet(f"题“{question.stem[:20]}”只能选一项，写的是 {letters[:8]}；请核对答案")
    return Answer(chosen=places) if places else None


def given_of(question: Question, answer: Answer) -> Given:
    """An answer as a sheet writes it."""
    if question.form in (Form.FILL_IN, Form.SHORT):
        return answer.texts
    return "".join(LETTERS[place] for place in sorted(answer.chosen))


def _text(told: dict[str, object], name: str, most: int) -> str:
    value = told.get(name)
    if not isinstance(value, str) or len(value) > most:
        raise NotASheet("内容不完整或太长；请让本人重新生成回传文件")
    return value


def _answers(told: object) -> tuple[Given, ...]:
    if not isinstance(told, list) or len(told) > MOST_ANSWERS:
        raise NotASheet("答案不完整；请让本人重新生成回传文件")
    return tuple(_given(one) for one in told)


def _given(one: object) -> Given:
    if isinstance(one, str):
        return _short(one)
    if isinstance(one, list) and len(one) <= len(LETTERS):
        return tuple(_short(each) for each in _strings(one))
    raise NotASheet("答案的写法不对；请让本人重新生成回传文件")


def _strings(told: Sequence[object]) -> list[str]:
    found = [one for one in told if isinstance(one, str)]
    if len(found) != len(told):
        raise NotASheet("答案的写法不对；请让本人重新生成回传文件")
    return found


def _short(text: str) -> str:
    if len(text) > LONGEST_ANSWER:
        raise NotASheet(f"有一题的答案超过 {LONGEST_ANSWER} 字；请让本人写短一些")
    return text
