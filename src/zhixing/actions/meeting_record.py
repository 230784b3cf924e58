"""A session's record (三会一课记录, L3) as values: what was recorded in words, ready to be printed."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from zhixing.actions.meetings import Decision, OnFile, Vote
from zhixing.actions.roll import roll
from zhixing.core.facts.meeting_words import REASONS, RULES, WAYS
from zhixing.interop.documents.official import arabic
from zhixing.interop.documents.session_record import SessionRecord


def with_papers(record: SessionRecord, found: OnFile) -> SessionRecord:
    """The record with what was kept beside its roll."""
    body, words = found.minutes, found.words
    place = body.place if body else ""
    if body is not None and body.way != "site":
        place = f"{place}（{WAYS.get(body.way, '')}）" if place else WAYS.get(body.way, "")
    return replace(
        record,
        place=place,
        host=_name(UUID(body.host)) if body and body.host else "",
        recorder=_name(UUID(body.recorder)) if body and body.recorder else "",
        observers="、".join(_name(person) if person else name for person, name in found.observers),
        left=_left(found),
        materials="；".join(words.get("materials", "").splitlines()),
        agenda=tuple(words.get("agenda", "").splitlines()),
        words=tuple(words.get("words", "").splitlines()),
        votes=tuple(_vote(one, len(found.votes)) for one in found.votes),
        decisions=tuple(_decision(one, len(found.decisions)) for one in found.decisions),
        duties=tuple(_duty(one, len(found.decisions)) for one in found.decisions),
    )


def _left(found: OnFile) -> str:
    """Who was not expected, and why: 不列入应到：江辉泽（不作硬性要求）."""
    parts = [f"{_name(person)}（{REASONS.get(reason, reason)}）" for person, reason in found.left]
    told = [f"不列入应到：{'、'.join(parts)}"] if parts else []
    if found.dates:
        told.append(f"分 {len(found.dates)} 天办：{'、'.join(arabic(day) for day in found.dates)}")
    if found.video:
        told.append(f"视频参加 {len(found.video)} 人")
    return "；".join(told)


def _vote(one: Vote, count: int) -> str:
    """One vote with its base."""
    body = one.body
    number = f"{body.nth}. " if count > 1 else ""
    result = "通过" if body.passed else "未通过"
    reason = f"；说明：{one.reason}" if one.reason else ""
    return (
        f"{number}{one.matter}（{RULES.get(body.rule, body.rule)}）：应到会有表决权 {body.base} 人，实到 {body.present} 人；"
        f"赞成 {body.approve} 票，反对 {body.against} 票，弃权 {body.abstain} 票，{result}{reason}"
    )


def _decision(one: Decision, count: int) -> str:
    return f"{one.nth}. {one.text}" if count > 1 else one.text


def _duty(one: Decision, count: int) -> str:
    """Who sees to it, by when, and whether it is done."""
    number = f"{one.nth}. " if count > 1 else ""
    owner = _name(one.owner) if one.owner else "支部"
    due = f"，{arabic(one.due)}前" if one.due else ""
    done = f"（{one.state}）" if one.state else ""
    return f"{number}{owner}{due}{done}"


def _name(person: UUID) -> str:
    known = roll().register.people.get(person)
    return known.name if known else "（不在名册）"
