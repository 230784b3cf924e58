"""No time spent, no log-in and no page view becomes a figure: over the closed list of fact kinds, and the schema.

Every number a fact may hold, and every number and moment a table may hold, stands here with its reason; a new one
fails until somebody has said what it is. What makes figures sees facts alone, and of a fact never when it came in.
"""

from __future__ import annotations

import ast
import dataclasses
import datetime as dt
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from tests.contracts.source import PACKAGE, python_files, tree

from zhixing.core.facts.kinds import BODIES
from zhixing.core.facts.record import Fact

NTH = "tells two facts of one day apart"
ACCOUNT = "the account that decided"
FACT_NUMBERS: Mapping[str, Mapping[str, str]] = {
    "org_set": {"order": "its place in the official order of units"},
    "station_set": {
        "distance": "kilometres by road to the unit's seat",
        "minimum": "people who must stay on duty",
        "order": "its place in the official order of stations",
    },
    "session_held": {
        "minutes": "the meeting's own length as its recorder writes it: the same for everybody there",
        "expected": "how many were expected, from a ledger without names",
        "present": "how many came, from a ledger without names",
    },
    "training": {"hours": "the hours that the certificate of the course states"},
    "self_study": {"nth": NTH},
    "test_taken": {"score": "marks of a test", "full": "its full marks", "nth": NTH},
    "practice_visit": {"minutes": "how long a visit of a station was, as its recorder writes it", "nth": NTH},
    "talk": {"nth": NTH},
    "problem_set": {"weight": "how pressing people find a problem"},
    "complaint_total": {"count": "complaints by the public about a kind of service"},
    "plan_item": {"year": "of the plan", "month": "of the plan", "minutes": "planned length of a session"},
    "objection": {"nth": NTH},
    "objection_answered": {"account": ACCOUNT},
    "change_proposed": {"account": ACCOUNT, "nth": NTH},
    "change_settled": {"account": ACCOUNT},
    "calendar_year": {"year": "of the calendar"},
    "cover_set": {"minimum": "people who must stay on duty"},
    "venue_set": {"seats": "of a room"},
    "expected_list": {
        "expected": "how many were expected",
        "base": "how many of them may vote",
        "others": "how many others were asked",
    },
    "observer": {"nth": NTH},
    "vote_taken": {
        "nth": NTH,
        "base": "who may vote",
        "present": "of them there",
        "approve": "votes",
        "against": "votes",
        "abstain": "votes",
    },
    "decision_made": {"nth": NTH},
    "decision_state": {"nth": NTH},
}
"""Every whole number a fact may hold, by kind."""
TABLE_NUMBERS: Mapping[str, str] = {
    "people.Account": "epoch",
    "people.AccessMark": "value",
    "ledger.Fact": "version position row",
    "ledger.ChainHead": "length",
    "ledger.Batch": "number year facts",
    "ledger.AuditLine": "position",
    "intake.Upload": "account year done total asked seen batch",
    "intake.UploadedFile": "size",
    "intake.Decision": "row",
    "intake.Withdrawal": "account batch row",
    "content.Entry": "account latest shown round",
    "content.ArticleVersion": "account number",
    "content.ReviewStep": "account number round",
    "content.Slip": "account number answered_account",
    "content.Erratum": "account number",
    "content.Found": "number",
    "content.Medium": "account size",
    "papers.Paper": "account number",
    "papers.Sitting": "account grace",
    "plans.PlanVersion": "account year number",
    "plans.Opinion": "account",
    "plans.Feed": "account",
    "plans.Preparation": "year",
    "plans.Batch": "account year plan seed seconds",
    "plans.BatchRun": "number half_days",
    "plans.Told": "year",
    "questions.Version": "account number",
    "questions.Check": "account",
    "questions.Retirement": "account",
    "memory.Answered": "version rating",
    "courses.Standing": "mark",
    "notes.Note": "version",
    "notes.Picture": "number",
    "notes.Mark": "value",
    "notes.SpotCheck": "account of",
    "notes.Check": "account",
    "packs.Made": "account texts recordings questions size",
    "packs.Return": "account",
    "packs.Waiting": "number total",
    "outbox.Device": "account",
    "outbox.Receipt": "account",
    "reviews.FrozenYear": "year last_seq",
    "keeping.Erasure": "asker erased",
    "notices.Outgoing": "attempts",
}
"""Every number a table of ours may hold: editions, rows, sizes of files, accounts; `seconds` are a solver's."""
SPENT = {
    *("seconds", "minute", "minutes", "duration", "elapsed", "spent", "length", "interval", "idle"),
    *("opened", "opens", "viewed", "views", "view", "visits", "seen", "reads", "clicks", "plays", "heard"),
    *("login", "logins", "signed", "online", "active", "activity", "times", "progress", "percent", "last"),
}
"""Words of a column that would hold a stay, a log-in, a look. (`second` alone is the second person of an act.)"""
ALLOWED = {
    ("plans.Batch", "seconds"): "how long the solver may take",
    ("plans.Batch", "progress"): "how far the solver is",
    ("plans.BatchRun", "idle_since"): "when the solver's child last spoke",
    ("plans.Feed", "idle_since"): "a calendar address nobody fetches is withdrawn",
    ("ledger.ChainHead", "length"): "facts in a chain",
    ("reviews.FrozenYear", "last_seq"): "where a closed year ends in the chain",
    ("intake.Upload", "seen"): "rows of a workbook that were read",
    ("papers.Sitting", "opens_at"): "from when a test can be begun, the same for everybody",
}
STAMPS = {"claimed_at", "corrected_at", "received_at"}
"""When a fact was written down: for the chain and for whoever asks who wrote it, not for figures."""
TRACES = {
    *("last_login", "said_at", "came_at", "taken_at", "handed_at", "due_at", "begun_at", "told_at"),
}
MAKES_FIGURES = ("core/figures", "core/rules", "core/problems")
CLAIMED = {"session_time", "total_time", "time_spent", "login_count", "page_views", "duration_seconds"}
"""What a course or a phone might say of a stay: named nowhere, so read nowhere."""


def numbers_of(body: type) -> set[str]:
    """Fields of a body that may hold a number (not a yes or no)."""
    hints = typing.get_type_hints(body)
    return {
        field.name
        for field in dataclasses.fields(body)
        if {int, float} & {hints[field.name], *typing.get_args(hints[field.name])}
    }


def ours() -> Iterator[type[models.Model]]:
    """The models of the project."""
    return (model for model in apps.get_models() if model.__module__.startswith("zhixing."))


def table_numbers(model: type[models.Model]) -> set[str]:
    """Columns that hold a number."""
    kinds = (models.IntegerField, models.FloatField, models.DecimalField)
    return {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, kinds) and not field.primary_key and not field.is_relation
    }


def columns_of_a_stay(label: str, names: set[str]) -> set[str]:
    """Columns whose name says a stay, a log-in or a look."""
    return {name for name in names if SPENT & set(name.split("_")) and (label, name) not in ALLOWED}


def reads(module: ast.Module, names: set[str]) -> set[str]:
    """Which of these attributes or names a module mentions."""
    found = {getattr(node, key, None) for node in ast.walk(module) for key in ("attr", "id", "arg")}
    return {name for name in found if isinstance(name, str)} & names


def files_below(*folders: str) -> list[Path]:
    """The Python of some folders of the package."""
    return [path for folder in folders for path in python_files(PACKAGE / folder)]


def test_every_number_of_every_kind_of_fact_is_on_the_list() -> None:
    found = {kind.value: numbers_of(body) for kind, body in BODIES.items()}
    listed = {kind: set(FACT_NUMBERS.get(kind, {})) for kind in found}
    assert found == listed, "say what the new number is; a time spent, a log-in or a page view is none"


def test_no_fact_holds_an_hour_of_the_day_or_a_stretch_of_time() -> None:
    """A fact knows days. The one clock time is the session's own beginning, a text in its body."""
    found = [
        (kind.value, field.name)
        for kind, body in BODIES.items()
        for field in dataclasses.fields(body)  # type: ignore[arg-type]
        if {dt.datetime, dt.time, dt.timedelta}
        & {typing.get_type_hints(body)[field.name], *typing.get_args(typing.get_type_hints(body)[field.name])}
    ]
    assert found == []


def test_every_number_of_every_table_is_on_the_list() -> None:
    found = {model._meta.label: table_numbers(model) for model in ours()}
    listed = {label: set(names.split()) for label, names in TABLE_NUMBERS.items()}
    assert {label: names for label, names in found.items() if names} == listed


def test_no_table_holds_a_stretch_of_time_or_a_count_of_looks() -> None:
    found = []
    for model in ours():
        fields = model._meta.concrete_fields
        found += [
            f"{model._meta.label}.{one.name}" for one in fields if isinstance(one, models.DurationField)
        ]
        stays = columns_of_a_stay(model._meta.label, {one.name for one in fields})
        found += [f"{model._meta.label}.{name}" for name in stays]
    assert found == []


@pytest.mark.parametrize("name", ["seconds_spent", "times_opened", "page_views", "last_seen", "login_days"])
def test_a_planted_column_is_found(name: str) -> None:
    assert columns_of_a_stay("content.Entry", {name, "title"}) == {name}


def test_what_makes_figures_never_asks_when_a_fact_came_in() -> None:
    assert {field.name for field in dataclasses.fields(Fact)} >= STAMPS, "the names are those of a fact"
    found = {
        path.relative_to(PACKAGE).as_posix(): told
        for path in files_below(*MAKES_FIGURES)
        if (told := reads(tree(path), STAMPS | TRACES))
    }
    assert found == {}


def test_nothing_reads_what_a_course_or_a_phone_says_of_a_stay() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix(): told
        for path in python_files(PACKAGE)
        if (told := reads(tree(path), CLAIMED))
    }
    assert found == {}


def test_what_makes_figures_takes_a_length_from_sessions_alone() -> None:
    """`minutes` in figures: a session's, by the rule of conversion; a visit's length is in none."""
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in files_below(*MAKES_FIGURES)
        if reads(tree(path), {"minutes"})
    }
    assert found == {"core/figures/credits.py", "core/figures/unit.py"}
    for path in files_below("core/figures"):
        asked = {
            ast.unparse(node.value)
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Attribute) and node.attr == "minutes"
        }
        assert asked <= {"held"}, path


def test_what_makes_figures_knows_no_table() -> None:
    """Figures are folded from facts handed to them: no table, no session of a browser, no phone's log."""
    for path in files_below(*MAKES_FIGURES):
        for node in ast.walk(tree(path)):
            named = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            assert not [name for name in named if name.startswith(("zhixing.store", "django"))], path


@pytest.mark.parametrize("line", ["fact.received_at", "row.last_login", "cmi.session_time", "f(due_at=1)"])
def test_a_planted_reading_of_a_time_is_found(line: str) -> None:
    assert reads(ast.parse(line), STAMPS | TRACES | CLAIMED)
