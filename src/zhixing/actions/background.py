"""What runs in the background, by django-tasks on the database. Arguments are ids only: nothing personal.

A task only names the action: the module is loaded where it runs, so that a web process does not carry what only
the worker needs (parsers, whole folders, the sounds of names).
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task

WAKE = "tasks.wake"
"""A file that is touched when there is work: who watches over the worker need not ask the database."""


@task()
def look_through(upload: str) -> None:
    """Reads an upload's files and works out what an import would bring."""
    run = import_module("zhixing.actions.look_through").run
    run(upload, now=timezone.now(), today=timezone.localdate())


@task()
def take_in(upload: str) -> None:
    """Imports an accepted upload."""
    run = import_module("zhixing.actions.take_in").run
    run(upload, now=timezone.now(), today=timezone.localdate())


@task()
def plan_batches(batch: str) -> None:
    """Works a batch out: engines are loaded here and nowhere else."""
    run = import_module("zhixing.actions.batches_solving").run
    run(batch, now=timezone.now(), today=timezone.localdate())


def later(what: Task[[str], None], argument: str) -> None:
    """Puts a task on the list with the surrounding transaction, and wakes the worker once it is committed."""
    what.enqueue(argument)
    transaction.on_commit(wake)


def wake() -> None:
    """Tells the watcher that there is work. The list is in the database; this only saves waiting."""
    path = wake_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def wake_file() -> Path:
    """Where the watcher looks."""
    return Path(settings.HOME) / WAKE
