"""我的资料: what plans and batches hold about the one who asks, in words: seats, asks, dates told, feeds, opinions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from django.utils import timezone

from zhixing.actions.batches_reading import half_words
from zhixing.core.facts.holding import Arranged
from zhixing.core.plan.body import decode_body
from zhixing.core.plan.dates import MANNER_WORDS, TURN_WORDS, Change, Manner, OwnDate
from zhixing.core.plan.dates_wire import read_changes, read_dates
from zhixing.core.timetable.building import OUTSIDE_WORDS
from zhixing.core.timetable.unserved import REASON_WORDS
from zhixing.store.plans import own
from zhixing.store.plans.batches import State

WAY_WORDS: Mapping[str, str] = {
    "makeup": MANNER_WORDS[Manner.MAKEUP],
    "delivered": MANNER_WORDS[Manner.DELIVERED],
}
WHY_WORDS: Mapping[str, str] = {**{str(why): words for why, words in REASON_WORDS.items()}, **OUTSIDE_WORDS}
SEALED = "（说明加密，点“打开”可看）"


def arranged(person: UUID, account: int, *, opened: bool) -> Iterator[Arranged]:
    """Everything, what is alike together and in order of time; words typed with an ask only where `opened`.

    What another wrote when he asked for an exchange is his own and is not here.
    """
    seats, asks = own.seats(person), own.asks(person)
    called = _Called({one.year for one in seats} | {one.year for one in asks})
    for seat in seats:
        what = "座次" if seat.state == State.ACCEPTED else "以前的座次"
        yield Arranged(what, seat.year, _seat(seat, called), None)
    for one in asks:
        yield _ask(one, person, called, opened=opened)
    for word in own.words(person, account):
        yield _word(word)


class _Called:
    """What lessons and requirements are called in the plans of these years as they hold now. One query."""

    def __init__(self, years: Collection[int]) -> None:
        bodies = own.latest_bodies(years) if years else {}
        self._plans = {year: decode_body(body).plan for year, body in bodies.items()}

    def lesson(self, year: int, lesson: UUID) -> str:
        """A lesson's title."""
        plan = self._plans.get(year)
        found = plan.lesson(lesson) if plan else None
        return found.title if found else "计划里已删的课"

    def requirement(self, year: int, key: str) -> str:
        """What is owed."""
        plan = self._plans.get(year)
        return next((one.title for one in plan.requirements if one.key == key), key) if plan else key


def _word(one: own.OwnWord) -> Arranged:
    at = timezone.localtime(one.at)
    if one.sort == own.TOLD:
        told = "；".join(_date(date) for date in read_dates(one.text))
        changes = "；".join(_change(change) for change in read_changes(one.text))
        return Arranged("告知的日期", one.year, told + (f"。变动：{changes}" if changes else ""), at)
    if one.sort == own.OPINION:
        answer = f"。答复：{one.answer}" if one.answer else ""
        return Arranged("对计划的意见", one.year, f"对第 {one.number} 版：{one.text}{answer}", at)
    return Arranged("日程订阅", None, f"{one.text or '没有起名'}（只存地址的摘要）", at)


def _seat(seat: own.OwnSeat, called: _Called) -> str:
    if seat.day is None or seat.lesson is None:
        why = WHY_WORDS.get(seat.why, seat.why)
        return f"{called.requirement(seat.year, seat.requirement)}：没有排上" + (f"，{why}" if why else "")
    way = WAY_WORDS.get(seat.way, "")
    return f"{half_words(seat.day, seat.half)}，{called.lesson(seat.year, seat.lesson)}" + (
        f"（{way}）" if way else ""
    )


def _ask(one: own.OwnAsk, person: UUID, called: _Called, *, opened: bool) -> Arranged:
    ask, mine = one.ask, one.ask.person == person
    what = "提过的调换和候补" if mine else "别人提的、和本人调换"
    to = f"改到{half_words(*one.wanted)}" if one.wanted else "改期"
    words = f"{called.requirement(one.year, ask.requirement)}：{to}，{ask.state_words}"
    if mine and ask.words:
        words += f"。说明：{ask.words}" if opened else SEALED
    return Arranged(what, one.year, words, timezone.localtime(ask.asked_at), mine and bool(ask.words))


def _date(one: OwnDate) -> str:
    words = f"{one.start:%Y-%m-%d %H:%M}—{one.end:%H:%M} {one.title}"
    where = "，".join(part for part in (one.place, one.speaker) if part)
    return words + (f"（{where}）" if where else "") + ("（已取消）" if one.cancelled else "")


def _change(one: Change) -> str:
    shown = one.after or one.before
    assert shown is not None
    day: dt.date = shown.start.date()
    return f"{TURN_WORDS[one.turn]} {day} {shown.title}"
