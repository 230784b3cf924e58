"""Small ledgers for tests of the store: a committee, a branch, members and sessions, entered for real."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from zhixing.core.facts.kinds import (
    Attendance,
    Gate,
    Membership,
    NeedRaised,
    OrgSet,
    PersonDescribed,
    SessionHeld,
)
from zhixing.core.facts.record import Draft, Source
from zhixing.store.ledger import api
from zhixing.store.ledger.rows import FactRow

NOW = dt.datetime(2026, 1, 5, 9, 30, 15, 123456, tzinfo=dt.UTC)
STAMP = api.Stamp("刘英", NOW)
DAY = dt.date(2025, 3, 7)
ROOT, BRANCH, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)
FILE = Source(None, "台账.xlsx", "台账", 7)


def person(number: int) -> UUID:
    """The id of an invented member."""
    return UUID(int=1000 + number)


def session(number: int) -> UUID:
    """The id of an invented session."""
    return UUID(int=5000 + number)


def drafts(people: int = 5, sessions: int = 4) -> list[Draft]:
    """A small bureau: two branches, members in turn in one and the other, sessions attended by all."""
    made = [
        Draft(OrgSet("party_committee", "机关党委", "", 1), ROOT, FILE, about=ROOT),
        Draft(OrgSet("branch", "第一党支部", ROOT.hex, 2), BRANCH, FILE, about=BRANCH),
        Draft(OrgSet("branch", "第二党支部", ROOT.hex, 3), OTHER, FILE, about=OTHER),
    ]
    for n in range(people):
        home = (BRANCH, OTHER)[n % 2]
        words = {"name": f"王{'一二三四五六七八九'[n % 9]}{n}", "gender": "女"}
        made.append(Draft(PersonDescribed(dt.date(2025, 1, 1)), home, FILE, person(n), None, None, words))
        body = Membership(home.hex, "", "正式党员", "", dt.date(2025, 1, 1))
        made.append(Draft(body, home, FILE, person(n)))
    for s in range(sessions):
        held = SessionHeld(
            f"H{s}", "09:00", 90, "集中学习", f"学习 {s}", "政治理论", "第一党支部", "A", "", 5, 5, False
        )
        day = DAY + dt.timedelta(days=s)
        made.append(Draft(held, BRANCH, FILE, about=session(s), day=day))
        made += [
            Draft(Attendance("present"), BRANCH, FILE, person(n), session(s), day) for n in range(people)
        ]
    made.append(Draft(NeedRaised("N1"), BRANCH, FILE, person(0), UUID(int=9), DAY, {"text": "就医帮助"}))
    made.append(Draft(Gate(dt.date(2026, 3, 7)), BRANCH, FILE, person(1), None, DAY, {"category": "诫勉"}))
    return made


def enter(made: list[Draft], stamp: api.Stamp = STAMP) -> list[FactRow]:
    """Enters drafts; the caller holds the transaction."""
    return api.Pen().append(made, stamp)
