"""Papers and answers as JSON text, as they are kept; reading back gives an equal value."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from zhixing.core.papers.blueprint import Blueprint, Part
from zhixing.core.papers.marking import Answers
from zhixing.core.papers.paper import Item, Paper
from zhixing.core.questions.question import Answer, Cited, Form, Question


def written(paper: Paper) -> str:
    """A paper as text, its questions whole."""
    body = {
        "blueprint": _blueprint(paper.blueprint),
        "items": [[_question(item.question), item.marks, item.part] for item in paper.items],
        "seed": paper.seed,
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def read_paper(text: str) -> Paper:
    """The paper written so."""
    body = json.loads(text)
    items = tuple(Item(_read_question(said), marks, part) for said, marks, part in body["items"])
    return Paper(_read_blueprint(body["blueprint"]), items, body["seed"])


def written_blueprint(blueprint: Blueprint) -> str:
    """A blueprint as text."""
    return json.dumps(_blueprint(blueprint), ensure_ascii=False, separators=(",", ":"))


def read_blueprint(text: str) -> Blueprint:
    """The blueprint written so."""
    return _read_blueprint(json.loads(text))


def written_answers(answers: Answers) -> str:
    """Answers as text: places of options, or texts, by the place of the item."""
    body = {str(n): [sorted(one.chosen), list(one.texts)] for n, one in sorted(answers.items())}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def read_answers(text: str) -> dict[int, Answer]:
    """The answers written so; none for an empty text."""
    body: Mapping[str, Any] = json.loads(text) if text else {}
    return {int(n): Answer(frozenset(chosen), tuple(texts)) for n, (chosen, texts) in body.items()}


def written_marks(marks: Mapping[int, int]) -> str:
    """Marks that people gave, as text."""
    return json.dumps({str(n): marks[n] for n in sorted(marks)}, separators=(",", ":"))


def read_marks(text: str) -> dict[int, int]:
    """The marks written so; none for an empty text."""
    body: Mapping[str, int] = json.loads(text) if text else {}
    return {int(n): value for n, value in body.items()}


def _blueprint(one: Blueprint) -> dict[str, Any]:
    parts = [
        [part.form.value, part.count, part.marks, part.category, part.topic, part.document]
        for part in one.parts
    ]
    flags = [one.shuffle_items, one.shuffle_options, one.checked_only, one.half, one.open_book]
    return {"parts": parts, "minutes": one.minutes, "anchors": one.anchors, "flags": flags}


def _read_blueprint(body: Mapping[str, Any]) -> Blueprint:
    parts = tuple(Part(Form(form), *rest) for form, *rest in body["parts"])
    return Blueprint(parts, body["minutes"], body["anchors"], *body["flags"])


def _question(one: Question) -> dict[str, Any]:
    return {
        "id": one.id.hex,
        "version": one.version,
        "code": one.code,
        "form": one.form.value,
        "stem": one.stem,
        "options": list(one.options),
        "right": sorted(one.right),
        "blanks": [list(blank) for blank in one.blanks],
        "model": one.model,
        "why": one.why,
        "category": one.category,
        "topics": list(one.topics),
        "cites": [[cited.document, cited.article] for cited in one.cites],
        "checked_by": one.checked_by,
        "checked_on": one.checked_on.isoformat() if one.checked_on else None,
        "anchor": one.anchor,
        "until": one.until.isoformat() if one.until else None,
    }


def _read_question(body: Mapping[str, Any]) -> Question:
    return Question(
        id=UUID(body["id"]),
        version=body["version"],
        code=body["code"],
        form=Form(body["form"]),
        stem=body["stem"],
        options=tuple(body["options"]),
        right=frozenset(body["right"]),
        blanks=tuple(tuple(blank) for blank in body["blanks"]),
        model=body["model"],
        why=body["why"],
        category=body["category"],
        topics=tuple(body["topics"]),
        cites=tuple(Cited(document, article) for document, article in body["cites"]),
        checked_by=body["checked_by"],
        checked_on=_day(body["checked_on"]),
        anchor=body["anchor"],
        until=_day(body["until"]),
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
