"""What somebody reviews is his alone: no fact, figure or export reads it, no table holds a time or a count of it."""

from __future__ import annotations

import ast
import dataclasses

from django.apps import apps
from tests.contracts.source import PACKAGE, python_files, tree

from zhixing.core.facts.kinds import BODIES, Kind
from zhixing.store.processing import TABLES

READS_STORE = {"actions/memory.py", "actions/erasing.py", "actions/papers_own.py"}
"""Who reads or writes the log: the verbs, the deletion of who left, and the delayed test (延时复测): taken by choice,
for oneself, from questions one has met; only its score leaves, and only where its taker says so."""
READS_VERBS = {
    *("actions/own_aspects.py", "actions/today.py", "actions/sync_verbs.py", "actions/offline.py"),
    *("api/offline.py", "web/memory/", "web/offline/"),
}
"""Who asks the verbs: one's own copy, one's own pages, one's own phone."""
READS_CORE = {*("core/memory/", "store/memory/", "solvers/memory.py", "actions/memory.py"), *READS_VERBS}
OF_MEMORY = {"rating", "stability", "difficulty", "retention", "retrievability", "recall", "due_day"}
MEASURES = ("second", "minute", "duration", "elapsed", "count", "times", "opened", "login", "interval")


def importers(package: str) -> set[str]:
    """The files that import a module or anything below it, by their path in the package."""
    found = set()
    for path in python_files(PACKAGE):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            else:
                continue
            if any(name == package or name.startswith(f"{package}.") for name in names):
                found.add(path.relative_to(PACKAGE).as_posix())
    return found


def outside(package: str, allowed: set[str], own: str) -> list[str]:
    """Importers that are not on the list."""
    return sorted(
        one
        for one in importers(package)
        if not one.startswith(own) and not any(one == each or one.startswith(each) for each in allowed)
    )


def test_only_the_verbs_read_the_log() -> None:
    assert outside("zhixing.store.memory", READS_STORE, "store/memory/") == []


def test_only_ones_own_pages_copy_and_phone_ask_the_verbs() -> None:
    assert outside("zhixing.actions.memory", READS_VERBS, "actions/memory.py") == []


def test_no_figure_rule_plan_or_export_knows_what_a_memory_is() -> None:
    assert outside("zhixing.core.memory", READS_CORE, "core/memory/") == []


def test_no_kind_of_fact_holds_anything_of_it() -> None:
    """The closed list of kinds: none has a field of a card's memory, none is of a review."""
    assert [kind for kind in Kind if "review_card" in kind.value or "card_answer" in kind.value] == []
    found = [
        (kind.value, field.name)
        for kind, body in BODIES.items()
        for field in dataclasses.fields(body)  # type: ignore[arg-type]
        if field.name in OF_MEMORY
    ]
    assert found == []


def test_its_tables_hold_no_time_taken_and_nothing_points_at_them() -> None:
    own = [model for model in apps.get_models() if model._meta.app_label == "memory"]
    assert {model.__name__ for model in own} == {"Answered", "Choice"}
    for model in own:
        names = [field.name for field in model._meta.get_fields()]
        assert [name for name in names if any(word in name for word in MEASURES)] == []
        assert TABLES[model._meta.label].seen == "本人"
        pointing = [
            field
            for other in apps.get_models()
            for field in other._meta.get_fields()
            if field.is_relation and field.related_model is model
        ]
        assert pointing == []
