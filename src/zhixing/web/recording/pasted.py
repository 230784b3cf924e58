"""A roll pasted from a sheet of a workbook (签到表): a name in each row, and what is said of it. Nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict

from zhixing.actions.choosing import Roll
from zhixing.core.names import clean_name

FIELD, ACT = "pasted", "paste"
LONGEST = 40_000
MOST_TOLD = 8
_CELLS = re.compile(r"[\t,，;；|]+")
_STATES = (
    ("duty", re.compile("值班|当班|备勤")),
    ("leave", re.compile("请假|事假|公差|公务|休假|外派")),
    ("absent", re.compile("缺席|未到|没到|旷|无故")),
)


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was read: who stands in which list, and in a sentence what could not be placed."""

    marks: dict[UUID, str]
    told: str


def read_pasted(text: str, whole: Roll) -> Pasted:
    """Each row names somebody on the list; a state elsewhere in the row, else he came. Others are told, not guessed."""
    by_name: dict[str, list[UUID]] = {}
    for one in whole.people:
        by_name.setdefault(clean_name(one.name), []).append(one.id)
    marks: dict[UUID, str] = {}
    unknown: list[str] = []
    twice: list[str] = []
    for row in text[:LONGEST].splitlines():
        cells = [cell.strip() for cell in _CELLS.split(row) if cell.strip()]
        named = next((cell for cell in cells if clean_name(cell) in by_name), None)
        if named is None:
            unknown += [_strange(cells)] if _strange(cells) else []
            continue
        hits = by_name[clean_name(named)]
        if len(hits) > 1:
            twice.append(named)
            continue
        marks[hits[0]] = _state([cell for cell in cells if cell != named])
    missing = [one.name for one in whole.expected if one.id not in marks]
    parts = [
        f"认出 {len(marks)} 人",
        _told("不在名单里的没有记", unknown),
        _told("同名的请在名单里点", twice),
        _told("没有贴到的请逐个核对", missing if marks else []),
    ]
    return Pasted(marks, "；".join(part for part in parts if part))


def with_pasted(said: QueryDict, found: Pasted, row: str) -> QueryDict:
    """The form with what was pasted on its roll, where it can be changed before anything is entered."""
    kept = said.copy()
    for person, state in found.marks.items():
        kept[f"{row}{person}"] = state
    kept[FIELD] = ""
    return kept


def _state(cells: list[str]) -> str:
    rest = " ".join(cells)
    return next((state for state, words in _STATES if words.search(rest)), "present")


def _strange(cells: list[str]) -> str:
    """What looks like a name in a row that names nobody: two to four characters, no heading and no number."""
    heads = {"序号", "姓名", "备注", "签名", "本人签名", "党小组", "单位", "状态"}
    return next(
        (cell for cell in cells if re.fullmatch(r"[^\W\d_A-Za-z]{2,4}", cell) and cell not in heads), ""
    )


def _told(what: str, names: list[str]) -> str:
    if not names:
        return ""
    more = f"等 {len(names)} 人" if len(names) > MOST_TOLD else ""
    return f"{what}：{'、'.join(names[:MOST_TOLD])}{more}"
