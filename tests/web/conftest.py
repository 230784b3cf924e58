"""A small bureau on the ledger, and one account a role."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings
from tests import cast
from tests.sample_year import YEAR, drawn_folder

from zhixing.actions.dossier import whole_year
from zhixing.actions.import_folder import import_folder
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
    folder = drawn_folder(members, 24, 2)
    import_folder(folder, name="台账", year=YEAR, by="刘英", now=NOW, today=TODAY)
    year = whole_year(YEAR, today=TODAY)
    cast.hire(year, now=NOW, today=TODAY)
    return Bureau(year, {name: _signed_in(name) for name in [*cast.CAST, "stranger"]})


def _signed_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=name), backend=BACKEND)
    return client
