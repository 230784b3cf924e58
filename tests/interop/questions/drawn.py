"""Questions drawn by Hypothesis: every one passes the bank's own checks."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from zhixing.core.questions.checks import flaws, tidy
from zhixing.core.questions.question import TRUE_FALSE, Cited, Form, Question
from zhixing.core.questions.taking import draft

CATEGORIES = (
    "政治理论",
    "政治教育和政治训练",
    "党章党规党纪",
    "党的宗旨",
    "革命传统",
    "形势政策",
    "知识技能",
)
SIGNS = "党员支部大会每年至少召开次学时ABab12 ，。；：、（）()《》{}=~#%$&<>\"'\\/|[]*_-—+@^!?？\t𠅤䶮·　"
_text = st.text(st.sampled_from(SIGNS), min_size=1, max_size=24)
_lines = st.lists(_text, min_size=1, max_size=3).map("\n".join)
_maybe = st.one_of(st.just(""), _lines)
_word = st.text(st.sampled_from("党员学时条例一二12AB {}=~#%<&\\:"), min_size=1, max_size=8)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """A question of any form with signs that mean something to some format."""
    form = draw(st.sampled_from(list(Form)))
    one = draft(form, draw(_lines), code=draw(st.sampled_from(("", "T0001", "T0420", "T12345"))))
    if form in (Form.SINGLE, Form.MULTIPLE):
        options = tuple(draw(st.lists(_text, min_size=2, max_size=8)))
        places = st.integers(0, len(options) - 1)
        least = 1 if form is Form.SINGLE else 2
        right = draw(
            st.frozensets(places, min_size=least, max_size=1 if form is Form.SINGLE else len(options))
        )
        one = replace(one, options=options, right=right)
    elif form is Form.TRUE_FALSE:
        one = replace(one, options=TRUE_FALSE, right=frozenset({draw(st.integers(0, 1))}))
    elif form is Form.FILL_IN:
        blanks = draw(st.lists(st.lists(_word, min_size=1, max_size=3).map(tuple), min_size=1, max_size=3))
        one = replace(
            one, blanks=tuple(blanks), stem=f"{one.stem.replace('_', '')} 一" + " ____ 二" * len(blanks)
        )
    else:
        one = replace(one, model=draw(_lines))
    return replace(
        one,
        why=draw(_maybe),
        category=draw(st.sampled_from(("", *CATEGORIES))),
        topics=tuple(draw(st.lists(_word, max_size=2))),
        cites=tuple(draw(st.lists(_cites, max_size=2))),
        note=draw(st.one_of(st.just(""), _text)),
        anchor=draw(st.booleans()),
    )


_cites = st.builds(
    Cited,
    st.sampled_from(("中国共产党章程", "党员教育管理工作条例（试行）", "国办函〔2026〕12号")),
    st.sampled_from(("", "第二十条", "第四章", "学时要求部分")),
)


def sound() -> st.SearchStrategy[Question]:
    """Tidied questions that the bank takes. The arrow -> is GIFT's own; topics never name another's kind."""
    tidied = questions().map(tidy)
    return tidied.filter(lambda one: not flaws(one, categories=CATEGORIES) and _plain(one))


def _plain(one: Question) -> bool:
    texts = (one.stem, one.model, one.why, *one.options, *(text for each in one.blanks for text in each))
    return not any("->" in text for text in texts)
