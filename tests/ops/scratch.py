"""A database of one's own for commands run as a user runs them: another process, its own home."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Scratch:
    """An installation: its environment and its home."""

    home: Path
    environment: dict[str, str]

    def run(self, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Runs `zhixing WORDS` to its end."""
        return subprocess.run(
            self.command(*words),
            env=self.environment,
            cwd=self.home,
            capture_output=True,
            text=True,
            encoding="utf-8",
            input=stdin,
            check=False,
            timeout=300,
        )

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Starts `zhixing WORDS`; what it says on standard error can be read as it comes."""
        return subprocess.Popen(
            self.command(*words),
            env=self.environment,
            cwd=self.home,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def ask(self, script: str, *words: str) -> str:
        """What a script says that runs in the installation."""
        done = subprocess.run(
            [sys.executable, "-c", script, *words],
            env={**self.environment, "DJANGO_SETTINGS_MODULE": "zhixing.config.settings"},
            cwd=self.home,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def command(self, *words: str) -> list[str]:
        """The command line."""
        return [sys.executable, "-m", "zhixing.ops.main", *words]


@contextlib.contextmanager
def installation(home: Path) -> Iterator[Scratch]:
    """An empty installation, on PostgreSQL where the suite runs on it, otherwise on SQLite."""
    base = {k: v for k, v in os.environ.items() if not k.startswith(("ZHIXING_", "DJANGO_"))}
    base |= {"ZHIXING_HOME": str(home / "home"), "PYTHONDONTWRITEBYTECODE": "1"}
    app, owner = os.environ.get("ZHIXING_DATABASE_URL", ""), os.environ.get("ZHIXING_DATABASE_OWNER_URL", "")
    if not app.startswith("postgres"):
        yield Scratch(home, base)
        return
    name = f"scratch_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(owner or app, autocommit=True) as door:
        door.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    base["ZHIXING_DATABASE_URL"] = _named(app, name)
    if owner:
        base["ZHIXING_DATABASE_OWNER_URL"] = _named(owner, name)
    try:
        yield Scratch(home, base)
    finally:
        _drop(name, app, owner or app)


def _drop(name: str, app: str, owner: str) -> None:
    """Drops a database once the last session of a client, perhaps a killed one, has ended."""
    for _ in range(100):
        with psycopg.connect(app, autocommit=True) as door:
            door.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = %s AND usename = current_user AND pid <> pg_backend_pid()",
                [name],
            )
        try:
            with psycopg.connect(owner, autocommit=True) as door:
                door.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
        except psycopg.errors.ObjectInUse:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"database {name} is still in use")


def _named(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))
