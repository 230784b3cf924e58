"""Rows of each kind as the clerk fills them: field → cell, before columns are put in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from tests.bureau.model import WHOLE, Bureau, Session
from tests.bureau.spelling import Hand

Cell = str | int | float | dt.date
Fields = dict[str, Cell]


@dataclass(slots=True)
class Row:
    """A row and the branch whose workbook it would stand in; "" for rows of no branch."""

    branch: str
    fields: Fields


def _stations(bureau: Bureau, hand: Hand) -> list[Row]:
    return [
        Row(
            station.branch,
            {
                "station": station.name,
                "branch": hand.branch(station.branch),
                "kind": station.kind,
                "distance": station.kilometres,
                "longitude": 111.8,
                "latitude": 31.7,
                "minimum": station.minimum,
                "shift": station.shift,
            },
        )
        for station in bureau.stations
    ]


def _roster(bureau: Bureau, hand: Hand) -> list[Row]:
    return [
        Row(
            member.branch,
            {
                "name": hand.name(member.name),
                "gender": hand.rng.choice("男女"),
                "ethnicity": "汉族",
                "birth": f"{member.joined_party.year - 25}.{member.joined_party.month}",
                "education": hand.rng.choice(("大学本科", "中专", "研究生")),
                "joined": hand.date(member.joined_party),
                "branch": member.branch,
                "group": member.group,
                "post": hand.post(member),
                "duty": member.duty,
                "kind": hand.kind(member),
                "station": member.station,
                "shift": "常白班",
                "remark": hand.remark(member),
            },
        )
        for member in bureau.members
    ]


def _outsiders(bureau: Bureau, hand: Hand) -> list[Row]:
    return [
        Row(
            one.branch,
            {
                "name": hand.name(one.name),
                "stage": one.stage,
                "branch": hand.branch(one.branch),
                "mentor": hand.told(one.mentor),
            },
        )
        for one in bureau.outsiders
    ]


def _problems(bureau: Bureau, hand: Hand) -> list[Row]:
    return [
        Row(
            "",
            {
                "code": problem.code,
                "source": problem.source,
                "text": problem.text,
                "category": problem.category,
                "weight": problem.weight,
                "branch": hand.branch(problem.branch),
                "due": hand.date(problem.due),
                "state": problem.state,
            },
        )
        for problem in bureau.problems
    ]


def _sessions(bureau: Bureau, hand: Hand) -> list[Row]:
    return [Row(s.organiser if s.organiser != WHOLE else "", _session(s, hand)) for s in bureau.sessions]


def _session(session: Session, hand: Hand) -> Fields:
    host = session.organiser if session.organiser != WHOLE else ""
    lists = session.lists
    expected, present = sum(map(len, lists.values())), len(lists["present"])
    style = hand.rng.choice(
        (f"应到{expected} 实到{present}", f"应到{expected}人,实到{present}人", f"{expected}/{present}")
    )
    void = hand.rng.choice(("作废", "本场作废", "作废(重复登记)"))
    whole = hand.rng.choice((WHOLE, WHOLE, "局机关党委", "机关党委"))
    return {
        "code": session.code,
        "day": hand.date(session.day),
        "start": session.start,
        "minutes": session.minutes,
        "form": session.form,
        "title": session.title,
        "category": session.category,
        "organiser": hand.branch(host) if host else whole,
        "ledgers": hand.ledgers(session.ledgers),
        "problem": session.problem,
        "expected": expected,
        "present": present,
        "turnout": style,
        "present_names": hand.people(lists["present"], host=host, visitors=session.visitors),
        "duty_names": hand.people(lists["duty"], host=host),
        "leave_names": hand.people(lists["leave"], host=host),
        "absent_names": hand.people(lists["absent"], host=host),
        "makeups": hand.makeups(session.makeups, host),
        "remark": void if session.void else hand.rng.choice(("", "", "", "照片已归档")),
    }


def _trainings(bureau: Bureau, hand: Hand) -> list[Row]:
    return [
        Row(
            t.member.branch,
            {
                "name": hand.told(t.member, column=True),
                "branch": hand.branch(t.member.branch),
                "start": hand.date(t.start),
                "end": hand.date(t.end),
                "title": t.title,
                "organiser": t.organiser,
                "ledgers": hand.ledgers(t.ledgers),
                "days": t.days,
                "hours": 8 * t.days,
                "proof": hand.proof(t),
                "remark": "作废" if t.void else "",
            },
        )
        for t in bureau.trainings
    ]


def _outputs(bureau: Bureau, hand: Hand) -> list[Row]:
    return [
        Row(
            o.member.branch,
            {
                "name": hand.told(o.member, column=True),
                "branch": hand.branch(o.member.branch),
                "day": hand.date(o.day),
                "output": o.form,
                "result": hand.rng.choice(("未抽查", "", "未抽查")) if o.result == "未抽查" else o.result,
            },
        )
        for o in bureau.outputs
    ]


def _tests(bureau: Bureau, hand: Hand) -> list[Row]:
    return [
        Row(
            t.member.branch,
            {
                "name": hand.told(t.member, column=True),
                "branch": hand.branch(t.member.branch),
                "day": hand.date(t.day),
                "title": t.title,
                "score": t.score,
                "full": 100,
                "delayed": "是" if t.delayed else hand.rng.choice(("否", "")),
            },
        )
        for t in bureau.tests
    ]


def _visits(bureau: Bureau, hand: Hand) -> list[Row]:
    return [
        Row(
            "",
            {
                "day": hand.date(v.day),
                "place": v.place,
                "names": hand.people(list(v.members)),
                "minutes": v.minutes,
                "problem": v.problem or hand.rng.choice(("", "无")),
                "settled": ("是" if v.settled else "否") if v.problem else "",
            },
        )
        for v in bureau.visits
    ]


def _talks(bureau: Bureau, hand: Hand) -> list[Row]:
    return [
        Row(
            t.member.branch,
            {
                "day": hand.date(t.day),
                "speaker": hand.told(t.speaker, host=t.member.branch),
                "name": hand.told(t.member, column=True),
                "branch": hand.branch(t.member.branch),
                "way": t.way,
                "need": hand.rng.choice(("是", "有")) if t.need else hand.rng.choice(("否", "无")),
                "_gist": "内部掌握事项",
            },
        )
        for t in bureau.talks
    ]


def _needs(bureau: Bureau, hand: Hand) -> list[Row]:
    return [
        Row(
            n.member.branch,
            {
                "code": n.code,
                "name": hand.told(n.member, column=True),
                "branch": hand.branch(n.member.branch),
                "day": hand.date(n.day),
                "text": n.text,
                "state": n.state,
            },
        )
        for n in bureau.needs
    ]


def _gates(bureau: Bureau, hand: Hand) -> list[Row]:
    return [
        Row(
            g.member.branch,
            {
                "name": hand.told(g.member, column=True),
                "branch": hand.branch(g.member.branch),
                "category": g.category,
                "start": hand.date(g.start),
                "months": g.months if hand.chance(0.7) else f"{g.months}个月",
            },
        )
        for g in bureau.gates
    ]


FILLED: dict[str, Callable[[Bureau, Hand], list[Row]]] = {
    "站点与班制": _stations,
    "党员花名册": _roster,
    "群众和入党积极分子": _outsiders,
    "突出问题清单": _problems,
    "学习活动台账": _sessions,
    "学时登记表": _trainings,
    "自学登记": _outputs,
    "测验成绩": _tests,
    "下基层记录": _visits,
    "谈心谈话记录": _talks,
    "困难诉求台账": _needs,
    "评优资格限制": _gates,
}
