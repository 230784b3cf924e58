"""The form that opens a sitting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.utils import timezone

from zhixing.actions import papers
from zhixing.actions.papers_results import comparable
from zhixing.actions.printables import printables
from zhixing.core.papers.blueprint import points
from zhixing.core.recording.base import Refused
from zhixing.store.papers.queries import WAY_WORDS, PaperRow, Way
from zhixing.store.people.queries import Actor
from zhixing.web.papers.blueprint_form import Choice, as_uuid

USUAL = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class OpenPage:
    """The form with what was typed."""

    paper: UUID
    title: str
    words: str
    uid: str
    opens_at: str
    closes_at: str
    grace: str
    delayed: bool
    ways: tuple[Choice, ...]
    sessions: tuple[Choice, ...]
    against: tuple[Choice, ...]


def sitting_form(paper: UUID, sent: Mapping[str, str]) -> papers.SittingForm:
    """What the form says. Raises Refused."""
    grace = sent.get("grace", "").strip() or "0"
    if not (grace.isascii() and grace.isdigit() and len(grace) < 4):
        raise Refused("grace", "宽限请写整分钟数")
    return papers.SittingForm(
        paper,
        _moment(sent.get("opens_at", ""), "opens_at", "开始时间"),
        _moment(sent.get("closes_at", ""), "closes_at", "截止时间"),
        way=sent.get("way", ""),
        delayed="delayed" in sent,
        grace=int(grace),
        session=as_uuid(sent.get("session", "")),
        against=as_uuid(sent.get("against", "")),
    )


def _moment(text: str, field: str, what: str) -> dt.datetime:
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        raise Refused(field, f"{what}请写成 2026-11-22 09:00 这样") from None
    return found if found.tzinfo else timezone.make_aware(found)


def open_view(
    row: PaperRow, sent: Mapping[str, str], actor: Actor, *, now: dt.datetime, today: dt.date
) -> OpenPage:
    """The form for whoever asks; a week from now where nothing was typed."""
    here, fresh = timezone.localtime(now), not sent
    minutes = row.paper.blueprint.minutes
    sessions = [
        (str(one.id), f"{one.day} {one.title}（{one.host}）")
        for one in printables(actor, today.year).sessions
    ]
    others = [
        (str(one.id), f"{one.title}（{timezone.localtime(one.opens_at):%Y-%m-%d}）")
        for one in comparable(actor)
    ]
    return OpenPage(
        row.id,
        f"{row.title} 第 {row.number} 版",
        f"{len(row.paper.items)} 道题，满分 {points(row.paper.full)} 分，{f'限时 {minutes} 分钟' if minutes else '不限时'}",
        sent.get("uid") or str(uuid4()),
        sent.get("opens_at") or f"{here:%Y-%m-%dT%H:%M}",
        sent.get("closes_at") or f"{here + USUAL:%Y-%m-%dT%H:%M}",
        sent.get("grace", "5"),
        "delayed" in sent,
        tuple(
            Choice(
                way.value,
                WAY_WORDS[way],
                (way.value == sent.get("way")) if not fresh else way is Way.ASSIGNED,
            )
            for way in (Way.ASSIGNED, Way.CHOICE)
        ),
        _choices([("", "这个组织的全体党员"), *sessions], sent.get("session", "")),
        _choices([("", "不比较"), *others], sent.get("against", "")),
    )


def _choices(options: list[tuple[str, str]], chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(value, label, value == chosen) for value, label in options)
