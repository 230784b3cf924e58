"""What the pages of review show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from zhixing.actions.memory import Checked, Wrong
from zhixing.core.memory.answer import Rating
from zhixing.core.memory.deck import UNREVIEWED, Deck
from zhixing.core.questions.question import FORM_WORDS, TRUE_FALSE, Form, Question
from zhixing.core.questions.words import LETTERS, answer_words
from zhixing.web.shared.downloads import Offer, list_offers

MINUTE = 60
OTHER = "其他"
"""Where a question of no category stands."""
HEADINGS = ("类别", "题型", "题目", "选项", "答案", "解析", "依据", "没答对的日期", "后来又答过")
"""Of the book of wrong answers as a file."""


@dataclass(frozen=True, slots=True)
class OptionView:
    """An option: its place from 0, its letter, its words; whether it is right and whether it was chosen."""

    place: int
    letter: str
    words: str
    right: bool = False
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class CardView:
    """A question as it is asked, or with its answer. `blanks`: how many are to be filled in."""

    id: UUID
    version: int
    form: str
    form_words: str
    category: str
    mark: str
    stem: str
    options: tuple[OptionView, ...]
    blanks: tuple[int, ...]
    many: bool
    answer: str
    why: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The card to be answered now, or why there is none: `state` card, done, paused or empty.

    `left`: cards still to come today with this one; `minutes` in words; `tomorrow`: how many are due then.
    """

    state: str
    card: CardView | None
    left: int
    minutes: str
    tomorrow: int


@dataclass(frozen=True, slots=True)
class RatingView:
    """A button: its key and number, its words, when the card comes back; `main` the one expected."""

    number: int
    words: str
    when: str
    main: bool


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """An answer held against its card. `said`: what was written in the blanks; `uid` and `at` go into the form, so
    that it may be sent twice: the answer counts from when it was given.
    """

    card: CardView
    right: bool | None
    outcome: str
    said: str
    ratings: tuple[RatingView, ...]
    uid: UUID
    at: str


@dataclass(frozen=True, slots=True)
class WrongView:
    """A line of the book of wrong answers."""

    card: CardView
    on: dt.date
    since: bool


@dataclass(frozen=True, slots=True)
class WrongPage:
    """错题本 of so many days by category; `category` the one filtered by, `of` those there are; `total` unfiltered."""

    groups: tuple[tuple[str, tuple[WrongView, ...]], ...]
    days: int
    count: int
    total: int
    category: str
    of: tuple[str, ...]
    exports: tuple[Offer, ...]


def review_page(deck: Deck) -> ReviewPage:
    """The first of today's cards."""
    order = deck.order
    tomorrow = deck.day + dt.timedelta(days=1)
    due = sum(one.memory is not None and one.memory.due <= tomorrow for one in deck.cards)
    if order:
        first = card_view(order[0].question)
        return ReviewPage("card", first, len(order), minutes_words(deck.seconds), due)
    state = "paused" if deck.paused else "done" if deck.cards or deck.spent.seconds else "empty"
    return ReviewPage(state, None, 0, "", due)


def minutes_words(seconds: int) -> str:
    """不到 1 分钟, 约 4 分钟."""
    return "不到 1 分钟" if seconds < MINUTE else f"约 {round(seconds / MINUTE)} 分钟"


def card_view(question: Question, chosen: Iterable[int] = ()) -> CardView:
    """A question as pages show it."""
    mine = frozenset(chosen)
    words = TRUE_FALSE if question.form is Form.TRUE_FALSE else question.options
    return CardView(
        question.id,
        question.version,
        question.form.value,
        FORM_WORDS[question.form],
        question.category,
        "" if question.reviewed else UNREVIEWED,
        question.stem,
        tuple(
            OptionView(place, LETTERS[place], text, place in question.right, place in mine)
            for place, text in enumerate(words)
        ),
        tuple(range(1, len(question.blanks) + 1)),
        question.form is Form.MULTIPLE,
        _answer_words(question),
        question.why,
        tuple(cited.words for cited in question.cites),
    )


def answer_page(found: Checked, *, uid: UUID, now: dt.datetime) -> AnswerPage:
    """The answer, and how well it was known."""
    said = "；".join(text for text in found.answer.texts if text.strip())
    outcome = {True: "答对了", False: "没答对", None: "对照参考答案"}[found.right]
    if found.right is False and not said and not found.answer.chosen:
        outcome = "没有作答"
    return AnswerPage(
        card_view(found.question, found.answer.chosen),
        found.right,
        outcome,
        said,
        tuple(_ratings(found)),
        uid,
        now.isoformat(),
    )


def wrong_page(found: Iterable[Wrong], category: str, *, days: int) -> WrongPage:
    """The book by category, the categories in the order of their latest entry."""
    each = list(found)
    groups: dict[str, list[WrongView]] = {}
    for one in each:
        groups.setdefault(one.question.category or OTHER, []).append(
            WrongView(card_view(one.question), one.on, one.since)
        )
    shown = {name: lines for name, lines in groups.items() if category in ("", name)}
    return WrongPage(
        tuple((name, tuple(lines)) for name, lines in shown.items()),
        days,
        sum(len(lines) for lines in shown.values()),
        len(each),
        category if category in groups else "",
        tuple(groups),
        list_offers("memory:wrong_export", {"category": category} if category in groups else None),
    )


def wrong_rows(found: Iterable[Wrong], category: str) -> list[tuple[str, ...]]:
    """The book as a table, as it is filtered."""
    rows: list[tuple[str, ...]] = []
    for one in found:
        asked = one.question
        if category in ("", asked.category or OTHER):
            options = TRUE_FALSE if asked.form is Form.TRUE_FALSE else asked.options
            rows.append(
                (
                    asked.category or OTHER,
                    FORM_WORDS[asked.form],
                    asked.stem,
                    "；".join(f"{LETTERS[place]}. {text}" for place, text in enumerate(options)),
                    answer_words(asked),
                    asked.why,
                    "、".join(cited.words for cited in asked.cites),
                    f"{one.on:%Y-%m-%d}",
                    "是" if one.since else "",
                )
            )
    return rows


def _ratings(found: Checked) -> Iterable[RatingView]:
    words: Mapping[Rating, str]
    if found.right is None:
        words = {
            Rating.AGAIN: "没答上",
            Rating.HARD: "吃力",
            Rating.GOOD: "答上了",
            Rating.EASY: "轻松",
        }
    elif found.right:
        words = {Rating.AGAIN: "是猜的", Rating.HARD: "吃力", Rating.GOOD: "记得", Rating.EASY: "轻松"}
    else:
        words = {Rating.AGAIN: "下一题", Rating.GOOD: "会的，点错了"}
    expected = Rating.AGAIN if found.right is False else Rating.GOOD
    for rating, text in words.items():
        yield RatingView(int(rating), text, _again(found.again.get(rating)), rating is expected)


def _again(days: int | None) -> str:
    if days is None:
        return ""
    if days <= 1:
        return "明天再问"
    months, year = 60, 365
    if days < months:
        return f"{days} 天后再问"
    return f"{round(days / 30)} 个月后再问" if days < year else "一年以后再问"


def _answer_words(question: Question) -> str:
    if question.form is Form.FILL_IN:
        return "；".join(accepted[0] for accepted in question.blanks if accepted)
    return question.model if question.form is Form.SHORT else ""
