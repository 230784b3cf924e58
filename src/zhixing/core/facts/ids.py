"""The ids of things that facts are about, made from what tells one from another.

A workbook and a form that state the same thing come to the same id, so that it stands on the ledger once.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from zhixing.core.facts.record import Identify


def session_id(
    identify: Identify, day: dt.date, *, code: str, start: str, title: str, organiser: str
) -> UUID:
    """A session: its number within the year, else its day, hour and title; and its organiser."""
    words = (code,) if code else (str(day), start, title)
    return identify("session", str(day.year), *words, organiser)


def self_study_id(identify: Identify, person: UUID, day: dt.date, output: str, nth: int) -> UUID:
    """An output of self-study, the nth of its person, day and form."""
    return identify("self-study", person.hex, str(day), output, str(nth))


def visit_id(identify: Identify, day: dt.date, place: str, nth: int) -> UUID:
    """A visit (下基层), the nth of its day and place."""
    return identify("visit", str(day), place, str(nth))


def need_id(identify: Identify, person: UUID, day: dt.date, code: str, nth: int) -> UUID:
    """A need of somebody: its number within the year, else its day."""
    return identify("need", str(day.year), code or f"{day}|{nth}", person.hex)


def pledge_id(identify: Identify, person: UUID, day: dt.date, code: str, nth: int) -> UUID:
    """A pledge of somebody: its number within the year, else its day."""
    return identify("pledge", str(day.year), code or f"{day}|{nth}", person.hex)


def problem_id(identify: Identify, year: int, code: str, text: str) -> UUID:
    """A problem: its number within the year, else its words."""
    return identify("problem", str(year), code or text)


def plan_item_id(
    identify: Identify, year: int, *, code: str, month: int, form: str, title: str, branch: str
) -> UUID:
    """An item of the year's plan: its number, else its month, form, title and branch as written."""
    return identify("plan-item", str(year), code or f"{month}|{form}|{title}|{branch}")
