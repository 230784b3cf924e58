"""An officer's wish: asked in the background, answered with what stands in the way and the cheapest repairs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from zhixing.actions.batches import NotDone, begin
from zhixing.actions.batches_events import Unclear
from zhixing.actions.batches_inputs import first_day
from zhixing.actions.batches_reading import Names
from zhixing.core.timetable.building import Keys
from zhixing.core.timetable.instance import Instance
from zhixing.core.timetable.wishes import (
    AtMostRuns,
    AwayAtMost,
    CompleteBy,
    SpeakerOnly,
    VenueOnly,
    Wish,
)
from zhixing.interop.batch_orders import Order, Wished, order_of
from zhixing.store.people.queries import Actor
from zhixing.store.plans import batches as queries
from zhixing.store.plans.batches import Kind

FINISH, MOST, VENUE, SPEAKER, RUNS = "finish", "most", "venue", "speaker", "runs"
WISH_WORDS: dict[str, str] = {
    FINISH: "某支部（站点）某课须在某日前学完",
    MOST: "某站点同时最多走几人",
    SPEAKER: "某课只请某位主讲",
    VENUE: "某课只用某个场地",
    RUNS: "某课最多开几期",
}
SECONDS = 30


def ask_wish(year: int, wished: Wished, *, batch: UUID, by: Actor, now: dt.datetime, today: dt.date) -> UUID:
    """Asks whether a wish can be met. Raises NotDone."""
    if wished.what not in WISH_WORDS:
        raise NotDone("请选想要什么")
    if wished.what != MOST and wished.lesson is None:
        raise NotDone("请选哪一门课")
    if wished.what in (FINISH, MOST) and wished.place is None:
        raise NotDone("请选哪个支部或站点")
    if wished.what == FINISH and (wished.until is None or wished.until.year != year):
        raise NotDone(f"请写 {year} 年里的一天")
    if wished.what in (VENUE, SPEAKER) and not wished.means:
        raise NotDone("请选场地或主讲人")
    if wished.what == RUNS and wished.count < 1:
        raise NotDone("期数至少 1 期")
    order = Order(start=first_day(year, today=today), wish=wished)
    return begin(
        year, Kind.WISH, order, batch=batch, seconds=SECONDS, by=by, now=now, reason=WISH_WORDS[wished.what]
    )


def apply_repair(asked: UUID, repair: int, *, batch: UUID, seconds: int, by: Actor, now: dt.datetime) -> UUID:
    """Asks for a plan of the year in which the wish holds, after the repair (none needed: -1). Raises NotDone."""
    row = queries.batch(asked)
    if row is None or row.kind != Kind.WISH or row.state != queries.State.SOLVED:
        raise NotDone("这个办法已经不在；请重新问一次")
    order = Order(start=order_of(row.wish).start, repair=repair)
    reason = f"按所选的办法：{row.reason}"
    return begin(
        row.year, Kind.YEAR, order, batch=batch, seconds=seconds, by=by, now=now, parent=row.id, reason=reason
    )


def wish_words(wished: Wished, called: Names) -> str:
    """The wish as it was asked."""
    lesson = f"“{called.lesson(wished.lesson)}”" if wished.lesson else ""
    place = called.station(wished.place) if wished.place else ""
    match wished.what:
        case "finish" if wished.until:
            return f"{place}在 {wished.until.month} 月 {wished.until.day} 日前学完{lesson}"
        case "most":
            return f"{place}同时最多走 {wished.count} 人"
        case "speaker":
            return f"{lesson}只请{called.speaker(wished.means[0])}主讲"
        case "venue":
            return f"{lesson}只在{called.room(wished.means[0])}上"
        case "runs":
            return f"{lesson}最多开 {wished.count} 期"
    return WISH_WORDS.get(wished.what, "")


def wishes_of(
    wished: Wished, keys: Keys, instance: Instance, branches: Mapping[UUID, UUID]
) -> tuple[Wish, ...]:
    """The wish in numbers. Raises Unclear where the problem does not know what is named."""
    if wished.what == MOST:
        return (AwayAtMost(_number(wished.place, keys.stations), wished.count),)
    course = _number(wished.lesson, keys.lessons)
    if wished.what == RUNS:
        return (AtMostRuns(course, wished.count),)
    if wished.what == SPEAKER:
        return (SpeakerOnly(course, _number(wished.means[0], keys.speakers)),)
    if wished.what == VENUE:
        return (VenueOnly(course, _number(wished.means[0], keys.venues)),)
    return _finish(wished, keys, instance, branches, course)


def _finish(
    wished: Wished, keys: Keys, instance: Instance, branches: Mapping[UUID, UUID], course: int
) -> tuple[Wish, ...]:
    if wished.until is None:
        raise Unclear("没有写明日期")
    by = keys.half_day(wished.until + dt.timedelta(days=1))
    there = [
        one
        for one in instance.members
        if wished.place in (branches.get(keys.people[one.id]), keys.stations[one.station])
    ]
    found = []
    for need in instance.courses[course].covers:
        those = tuple(one.id for one in there if need in one.needs)
        if those:
            found.append(CompleteBy(need, those, min(by, instance.half_days)))
    if not found:
        raise Unclear("所选的支部或站点没有人要学这门课")
    return tuple(found)


def _number(wanted: UUID | None, known: tuple[UUID, ...]) -> int:
    if wanted is None or wanted not in known:
        raise Unclear("所选的不在要轮训的范围里；请重新选")
    return known.index(wanted)
