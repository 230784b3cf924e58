"""What every test may ask for: the database as a site has it, and how long a drill may take."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.db.utils import OperationalError
from django.test.utils import setup_databases, teardown_databases
from pytest_django import DjangoDbBlocker
from tests import databases


def pytest_configure(config: pytest.Config) -> None:
    """Marks that the suite knows beside those of pyproject."""
    config.addinivalue_line("markers", "asvs(*numbers): holds these requirements of OWASP ASVS 5.0")
    # A busy machine is slow without being wrong.
    hypothesis.settings.register_profile("patient", hypothesis.settings(), deadline=None)
    hypothesis.settings.load_profile("patient")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """On SQLite a file of this process's own."""
    database = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"]:
        file = tmp_path_factory.mktemp("database") / "zhixing-test.sqlite3"
        database.setdefault("TEST", {})["NAME"] = str(file)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """Made and migrated by the owner, used by the application."""
    verbosity = request.config.option.verbose
    patch = pytest.MonkeyPatch()
    patch.setattr(type(connection.ops), "execute_sql_flush", databases.empty_tables)
    with django_db_blocker.unblock():
        with databases.as_owner():
            made: list[Any] = setup_databases(verbosity=verbosity, interactive=False)
        databases.grant_to_application()
    yield
    # A thread of a live server may still hold a connection; the scratch cluster goes as a whole anyway.
    with django_db_blocker.unblock(), databases.as_owner(), contextlib.suppress(OperationalError):
        teardown_databases(made, verbosity=verbosity)
    patch.undo()


@pytest.fixture(scope="session")
def rounds() -> Callable[[int, int], int]:
    """How often a drill repeats: `rounds(sample, whole)`; whole under `python3 zx.py drill` only."""
    return lambda sample, whole: whole if os.environ.get("ZHIXING_DRILL") == "whole" else sample


@pytest.fixture(scope="session")
def project() -> Path:
    """The checkout."""
    return Path(__file__).resolve().parents[1]
