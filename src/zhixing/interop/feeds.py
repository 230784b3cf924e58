"""A person's dates as iCalendar (RFC 5545): what the calendar of a phone or computer subscribes to.

The same dates give the same bytes. A change keeps its UID and raises SEQUENCE; what was cancelled is said to be
cancelled, so that a subscriber sees it without a second message. Times stand in the organ's own zone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from zhixing.core.plan.dates import MANNER_WORDS, OwnDate
from zhixing.interop.later import Later

icalendar = Later("icalendar")
"""Loaded with the first feed that is asked for."""

MAKER = "-//zhixing//study dates//ZH"
REFRESH = "PT6H"
CONTENT_TYPE = "text/calendar; charset=utf-8"


def feed(dates: Iterable[OwnDate], *, title: str, zone: str, stamp: dt.datetime, domain: str) -> bytes:
    """The calendar. `stamp`: when these dates were published (aware); `domain` ends every UID."""
    where = ZoneInfo(zone)
    calendar = icalendar.Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", zone)
    calendar.add("refresh-interval", icalendar.vDuration.from_ical(REFRESH), {"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    for one in sorted(dates):
        calendar.add_component(_event(one, where, stamp, domain))
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content


def _event(one: OwnDate, where: ZoneInfo, stamp: dt.datetime, domain: str) -> object:
    event = icalendar.Event()
    event.add("uid", f"{one.code}@{domain}")
    event.add("dtstamp", stamp.astimezone(dt.UTC))
    event.add("dtstart", one.start.replace(tzinfo=where))
    event.add("dtend", one.end.replace(tzinfo=where))
    event.add("summary", f"{one.title}（已取消）" if one.cancelled else one.title)
    if one.place:
        event.add("location", one.place)
    told = [MANNER_WORDS[one.manner], f"主讲：{one.speaker}" if one.speaker else ""]
    event.add("description", "；".join(word for word in told if word))
    event.add("sequence", one.revision)
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if one.cancelled else "OPAQUE")
    return event
