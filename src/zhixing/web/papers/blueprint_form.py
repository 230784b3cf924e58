"""The form of a blueprint: rows of parts and what holds for the whole paper; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from zhixing.core.papers.blueprint import Blueprint, Part, points
from zhixing.core.questions.question import FORM_WORDS, Form, Question

ROWS = 6
FLAGS = ("shuffle_items", "shuffle_options", "checked_only", "half", "closed", "same")
_START = ((Form.SINGLE, "20", "2"), (Form.MULTIPLE, "10", "4"), (Form.TRUE_FALSE, "10", "2"))


class WrongForm(ValueError):
    """A field that cannot be read; the sentence says which row."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a select box."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of the form: the values typed and the choices."""

    number: int
    form: tuple[Choice, ...]
    count: str
    marks: str
    category: tuple[Choice, ...]
    topic: tuple[Choice, ...]
    document: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class FormView:
    """The whole form with what was typed."""

    uid: str
    seed: str
    series: str
    title: str
    org: tuple[Choice, ...]
    against: tuple[Choice, ...]
    minutes: str
    anchors: str
    rows: tuple[RowView, ...]
    flags: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Offered:
    """What may be chosen: organisations, earlier papers, and what the bank knows of."""

    orgs: Sequence[tuple[str, str]]
    papers: Sequence[tuple[str, str]]
    bank: Collection[Question]


def blueprint_from(sent: Mapping[str, str]) -> Blueprint:
    """The blueprint as it was typed; rows without a number of questions are left out. Raises WrongForm."""
    parts = []
    for n in range(1, ROWS + 1):
        if not sent.get(f"count-{n}", "").strip():
            continue
        if sent.get(f"form-{n}") not in set(Form):
            raise WrongForm(f"第 {n} 行：请选择题型")
        count = _whole(sent, f"count-{n}", f"第 {n} 行的题数")
        marks = _marks(sent.get(f"marks-{n}", ""), n)
        words = (sent.get(f"{name}-{n}", "") for name in ("category", "topic", "document"))
        parts.append(Part(Form(sent[f"form-{n}"]), count, marks, *words))
    return Blueprint(
        tuple(parts),
        minutes=_whole(sent, "minutes", "时限（分钟）"),
        anchors=_whole(sent, "anchors", "锚题数"),
        shuffle_items="shuffle_items" in sent,
        shuffle_options="shuffle_options" in sent,
        checked_only="checked_only" in sent,
        half="half" in sent,
        open_book="closed" not in sent,
    )


def _whole(sent: Mapping[str, str], name: str, what: str) -> int:
    text = sent.get(name, "").strip() or "0"
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise WrongForm(f"{what}请写整数，现在写的是“{text}”")
    return int(text)


def _marks(text: str, row: int) -> int:
    """`2`, `2.5` as hundredths."""
    whole, dot, rest = text.strip().partition(".")
    if not (whole + rest).isdigit() or not (whole + rest).isascii() or len(rest) > 2 or len(whole) > 4:
        raise WrongForm(f"第 {row} 行：每道几分请写数，例如 2 或者 2.5，现在写的是“{text}”")
    return int(whole or "0") * 100 + (int(rest.ljust(2, "0")) if dot and rest else 0)


def form_view(sent: Mapping[str, str], offered: Offered) -> FormView:
    """The form with what was sent; without anything, a usual paper."""
    fresh = "uid" not in sent
    bank = offered.bank
    return FormView(
        uid=sent.get("uid") or str(uuid4()),
        seed=sent.get("seed") or str(uuid4().int % 2**31),
        series=sent.get("series", ""),
        title=sent.get("title", ""),
        org=_choices(offered.orgs, sent.get("org", "")),
        against=_choices([("", "不对照"), *offered.papers], sent.get("against", "")),
        minutes=sent.get("minutes", "60" if fresh else ""),
        anchors=sent.get("anchors", "0" if fresh else ""),
        rows=tuple(_row(sent, n, bank, fresh=fresh) for n in range(1, ROWS + 1)),
        flags={name: (name.startswith("shuffle") if fresh else name in sent) for name in FLAGS},
    )


def _row(sent: Mapping[str, str], n: int, bank: Collection[Question], *, fresh: bool) -> RowView:
    start = _START[n - 1] if fresh and n <= len(_START) else (Form.SINGLE, "", "")
    categories = sorted({one.category for one in bank if one.category})
    topics = sorted({topic for one in bank for topic in one.topics})
    documents = sorted({cited.document for one in bank for cited in one.cites if cited.document})
    return RowView(
        n,
        _choices(
            [(form.value, words) for form, words in FORM_WORDS.items()], sent.get(f"form-{n}", start[0])
        ),
        sent.get(f"count-{n}", start[1]),
        sent.get(f"marks-{n}", start[2]),
        _any(categories, sent.get(f"category-{n}", "")),
        _any(topics, sent.get(f"topic-{n}", "")),
        _any(documents, sent.get(f"document-{n}", "")),
    )


def _any(words: Sequence[str], chosen: str) -> tuple[Choice, ...]:
    return _choices([("", "不限"), *((one, one) for one in words)], chosen)


def _choices(options: Sequence[tuple[str, str]], chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(value, label, value == chosen) for value, label in options)


def typed(blueprint: Blueprint) -> dict[str, str]:
    """A blueprint as the form would send it, to be drawn anew."""
    sent = {"uid": "", "minutes": str(blueprint.minutes), "anchors": str(blueprint.anchors)}
    for n, part in enumerate(blueprint.parts[:ROWS], 1):
        sent |= {
            f"form-{n}": part.form.value,
            f"count-{n}": str(part.count),
            f"marks-{n}": points(part.marks),
        }
        sent |= {f"category-{n}": part.category, f"topic-{n}": part.topic, f"document-{n}": part.document}
    on = {
        "shuffle_items": blueprint.shuffle_items,
        "shuffle_options": blueprint.shuffle_options,
        "checked_only": blueprint.checked_only,
        "half": blueprint.half,
        "closed": not blueprint.open_book,
    }
    return sent | {name: "1" for name, held in on.items() if held}


def as_uuid(text: str) -> UUID | None:
    """An id that a form sent; None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None
