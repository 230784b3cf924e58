"""A small bureau on the ledger, and one account a role."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings
from tests import cast, kept
from tests.sample_year import YEAR

from zhixing.core.figures.organ import OrganYear
from zhixing.store.ledger.models import AuditLine

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 3, 2)
BACKEND = "zhixing.store.people.signing_in.Accounts"


@dataclass(frozen=True)
class Bureau:
    """The bureau's year, and clients by name: the whole cast (tests/cast.py), and one who has no part here."""

    year: OrganYear
    clients: dict[str, Client]

    @property
    def own(self) -> str:
        """The address of the branch that the officer holds."""
        return f"/{YEAR}/branches/{self.year.branches[0].id}/"

    @property
    def other(self) -> str:
        """The address of another branch."""
        return f"/{YEAR}/branches/{self.year.branches[1].id}/"

    def member_of(self, branch: int) -> str:
        """The address of a member of a branch."""
        wanted = self.year.branches[branch].id
        return f"/{YEAR}/members/{next(m.id for m in self.year.members if m.branch_id == wanted)}/"


@pytest.fixture(autouse=True)
def quick(settings: Settings, tmp_path: Path) -> None:
    """Passwords of invented people need no slow digest; static files stand in a folder that exists."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STATIC_ROOT = tmp_path
    settings.HOME = tmp_path / "home"


@pytest.fixture
def founded() -> Callable[[int], Bureau]:
    """Makes a bureau of so many members."""
    return _found


@pytest.fixture
def bureau(db: None) -> Iterator[Bureau]:
    """Twenty-four members in two branches. Whatever a test does: no audit line may name a member."""
    made = _found(24)
    yield made
    named = lines_that_name(member.name for member in made.year.members)
    assert named == [], "an audit line names a member: put the person into its subject instead"


def lines_that_name(people: Iterable[str]) -> list[str]:
    """The audit lines whose target or detail holds the name of one of these: the audit administrator reads them."""
    names = set(people)
    told = (f"{row.verb} {row.target} {row.detail}" for row in AuditLine.objects.all())
    return [line for line in told if any(name in line for name in names)]


def _found(members: int) -> Bureau:
    year, sessions = kept.kept(f"signed in {members}", lambda: _made(members))
    return Bureau(year, {name: _client(session) for name, session in sessions.items()})


def _made(members: int) -> tuple[OrganYear, dict[str, str]]:
    """The bureau with its cast, all of them signed in: by name the key of the session."""
    return kept.bureau(members), {name: _signed_in(name) for name in [*cast.CAST, "stranger"]}


def _signed_in(name: str) -> str:
    client = Client()
    client.force_login(User.objects.get(username=name), backend=BACKEND)
    return client.cookies[django_settings.SESSION_COOKIE_NAME].value


def _client(session: str) -> Client:
    client = Client()
    client.cookies[django_settings.SESSION_COOKIE_NAME] = session
    return client
