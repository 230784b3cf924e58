"""Which tables there are at a given state of the migrations, whatever version of the program made them.

Tables are taken from the migrations, not from today's models: a database of an earlier release is read and
filled by its own columns.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

Node = tuple[str, str]
"""A migration: its app, its name."""

LEFT_OUT = ("sessions.session",)
"""Tables that never go into a snapshot, by model: who is signed in now is of this machine and this hour.

What must not be copied for as long as something is open (ballots before they are counted) is named here.
The cache is no model's table and stays out by itself.
"""


OPTIONAL = ("socialaccount",)
"""Apps that are there only while something is configured (sign-in by OIDC): their migrations are no newer version's."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, the model as it was then, its columns in alphabetical order."""

    name: str
    model: type[models.Model]
    fields: tuple[models.Field[Any, Any], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(str(field.column) for field in self.fields)


def applied() -> tuple[Node, ...]:
    """The migrations that the database has seen, in alphabetical order. Empty for an empty database."""
    return tuple(sorted(MigrationRecorder(connection).applied_migrations()))


def unknown(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """Those migrations that this version of the program does not have: a newer one made them."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return tuple(node for node in nodes if node not in known and node[0] not in OPTIONAL)


def pending() -> bool:
    """Whether this version of the program has migrations that the database has not seen."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def tables_at(nodes: Iterable[Node]) -> list[Table]:
    """The tables after these migrations, by name; those left out and those of others are not among them."""
    loader = MigrationExecutor(connection).loader
    wanted = [node for node in nodes if node in loader.graph.nodes]
    state = loader.project_state(wanted)
    found = []
    for model in state.apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT_OUT:
            fields = tuple(sorted(model._meta.local_concrete_fields, key=lambda field: str(field.column)))
            found.append(Table(model._meta.db_table, model, fields))
    return sorted(found, key=lambda table: table.name)


def migrate_to(nodes: Iterable[Node]) -> None:
    """Brings an empty database to exactly this state."""
    executor = MigrationExecutor(connection)
    wanted = {node for node in nodes if node in executor.loader.graph.nodes}
    executor.migrate(_ends(executor, wanted))


def _ends(executor: MigrationExecutor, wanted: set[Node]) -> list[Node]:
    """The last of each app: naming an earlier one beside a later one would mean going back."""
    ends = []
    for node in sorted(wanted):
        children = {child.key for child in executor.loader.graph.node_map[node].children}
        if not any(child[0] == node[0] and child in wanted for child in children):
            ends.append(node)
    return ends
