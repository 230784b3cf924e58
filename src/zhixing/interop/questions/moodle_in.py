"""Moodle XML: choice, true/false, short answer, essay; other types and pictures are refused by name."""

from __future__ import annotations

import html
import re
from dataclasses import replace

from zhixing.core.questions.question import TRUE_FALSE, Form
from zhixing.core.questions.taking import Read, checked, draft
from zhixing.interop.questions.moodle_words import Meta, filled, with_meta
from zhixing.interop.questions.xml_parts import BadXml, Node, read_xml

_WORDS = {
    "matching": "匹配题",
    "numerical": "数值题",
    "cloze": "完形填空",
    "calculated": "计算题",
    "ddwtos": "拖放题",
    "gapselect": "选词题",
    "description": "说明文字",
}
_BREAKS = re.compile(r"<\s*(?:br|/p|/div|/li)\s*/?>", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]*>")


def read_moodle(data: bytes) -> list[Read]:
    """Every question in order. Raises BadXml."""
    root = read_xml(data)
    if root.name != "quiz":
        raise BadXml("不是 Moodle 题库（最外层不是 quiz）。请从 Moodle 选“Moodle XML 格式”导出")
    category = ""
    found: list[Read] = []
    for node in root.children:
        if node.name != "question":
            continue
        if node.attributes.get("type") == "category":
            category = _text(node.child("category")).strip().rpartition("/")[2]
        else:
            found.append(_question(node, f"第 {len(found) + 1} 题", category))
    return found


def _question(node: Node, place: str, category: str) -> Read:
    kind = node.attributes.get("type", "")
    stem = _text(node.child("questiontext"))
    if any(one.child("file") or one.name == "file" for one in node.every("questiontext")) or "<img" in _raw(
        node
    ):
        return Read(place, stem[:60], None, ("题里带图片，读不进来；请把图里的意思写成文字",))
    why = _text(node.child("generalfeedback"))
    answers = [one for one in node.children if one.name == "answer"]
    texts = [_text(one) for one in answers]
    shares = [_share(one) for one in answers]
    if kind == "multichoice":
        single = _text(node.child("single")).strip().lower() in ("true", "1")
        right = frozenset(place for place, share in enumerate(shares) if share > 0)
        one = replace(
            draft(Form.SINGLE if single else Form.MULTIPLE, stem), options=tuple(texts), right=right
        )
    elif kind == "truefalse":
        truth = [text.strip().lower() in ("true", "正确", "对") for text in texts]
        best = [truth[nth] for nth, share in enumerate(shares) if share > 0]
        right = frozenset({0 if best[0] else 1}) if len(best) == 1 else frozenset()
        one = replace(draft(Form.TRUE_FALSE, stem), options=TRUE_FALSE, right=right)
    elif kind == "shortanswer":
        spelt = tuple(text for text, share in zip(texts, shares, strict=True) if share > 0)
        if not spelt:
            return Read(place, stem[:60], None, ("没有标对的答案，请在 Moodle 里补上再导出",))
        one = filled(draft(Form.FILL_IN, stem), spelt)
    elif kind == "essay":
        one = replace(draft(Form.SHORT, stem), model=_text(node.child("graderinfo")))
    else:
        reason = (
            f"是{_WORDS.get(kind, f'“{kind}”题')}，这里没有这种题型；请改成单选、多选、判断、填空或者简答"
        )
        return Read(place, stem[:60], None, (reason,))
    tags = tuple(_text(one) for tags in node.children if tags.name == "tags" for one in tags.children)
    code = _text(node.child("idnumber")) or _text(node.child("name"))
    return checked(place, with_meta(replace(one, why=why), Meta(code, tags, category)))


def _text(node: Node | None) -> str:
    """What a `text` below (or the element itself) says, without markup unless it is plain text."""
    if node is None:
        return ""
    inner = node.child("text")
    words = inner.text if inner is not None else node.text
    form = node.attributes.get("format", "")
    if form == "html" or (form in ("", "moodle_auto_format") and _MARKUP.search(words)):
        words = html.unescape(_MARKUP.sub("", _BREAKS.sub("\n", words))).replace("\xa0", " ")
    return words.strip()


def _raw(node: Node) -> str:
    parts = [one.text for one in node.every("text")]
    return " ".join(parts).lower()


def _share(node: Node) -> float:
    try:
        return float(node.attributes.get("fraction", "0"))
    except ValueError:
        return 0.0
