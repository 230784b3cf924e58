"""The calendar feed, read back by the library and by eye."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID

from icalendar import Calendar

from zhixing.core.plan.dates import Manner, OwnDate
from zhixing.interop.feeds import feed

STAMP = dt.datetime(2026, 1, 12, 9, tzinfo=dt.UTC)
ONE = OwnDate(
    dt.datetime(2026, 3, 5, 9),
    dt.datetime(2026, 3, 5, 12),
    UUID(int=7),
    "集中轮训：党章党规；第二期，含换行\n的标题",
    "党员活动室",
    "张䶮",
)


def written(*dates: OwnDate) -> bytes:
    return feed(dates, title="学习日程", zone="Asia/Shanghai", stamp=STAMP, domain="zhixing")


def test_an_entry_says_when_where_and_who() -> None:
    (event,) = Calendar.from_ical(written(ONE)).walk("VEVENT")
    assert event.decoded("dtstart").isoformat() == "2026-03-05T09:00:00+08:00"
    assert event.decoded("dtend").isoformat() == "2026-03-05T12:00:00+08:00"
    assert str(event["summary"]) == ONE.title
    assert str(event["location"]) == "党员活动室"
    assert "主讲：张䶮" in str(event["description"])
    assert str(event["uid"]) == f"{ONE.code}@zhixing"


def test_lines_are_folded_and_end_as_the_standard_asks() -> None:
    lines = written(ONE).split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert lines[-1] == b""


def test_a_change_keeps_the_uid_and_raises_the_sequence() -> None:
    moved = replace(
        ONE, start=ONE.start + dt.timedelta(days=7), end=ONE.end + dt.timedelta(days=7), revision=1
    )
    (event,) = Calendar.from_ical(written(moved)).walk("VEVENT")
    assert (str(event["uid"]), event["sequence"]) == (f"{ONE.code}@zhixing", 1)


def test_a_cancelled_date_is_said_to_be_cancelled() -> None:
    (event,) = Calendar.from_ical(written(replace(ONE, cancelled=True, revision=2))).walk("VEVENT")
    assert (str(event["status"]), str(event["transp"])) == ("CANCELLED", "TRANSPARENT")
    assert "已取消" in str(event["summary"])


def test_the_same_dates_give_the_same_bytes_in_any_order() -> None:
    other = replace(ONE, code=UUID(int=8), manner=Manner.MAKEUP)
    assert written(ONE, other) == written(other, ONE)


def test_an_empty_calendar_is_one() -> None:
    assert Calendar.from_ical(written()).walk("VEVENT") == []
