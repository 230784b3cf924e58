"""The locks: every dependency with its digests, no address, and a reason written down for each."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests.contracts.source import ROOT

LOCKS = ("requirements.lock", "requirements-test.lock")


@cache
def locked(name: str) -> dict[str, str]:
    """Package and version of each pin."""
    pins = re.findall(r"^([\w.-]+)==([^\s;\\]+)", (ROOT / name).read_text("utf-8"), re.MULTILINE)
    return {canonicalize_name(package): version for package, version in pins}


@cache
def project() -> dict[str, Any]:
    """`pyproject.toml`."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def runtime() -> list[Requirement]:
    """What the product needs."""
    return [Requirement(line) for line in project()["project"]["dependencies"]]


def for_tests() -> list[Requirement]:
    """What its tests need."""
    return [Requirement(line) for line in project()["dependency-groups"]["test"]]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_digests_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*(-i|-f|--index|--find-links|--extra|--trusted)", text, re.MULTILINE)
    entries = re.split(r"\n(?=\S)", text)
    pins = [entry for entry in entries if "==" in entry]
    assert len(pins) == len(locked(name))
    assert [entry.split("\n")[0] for entry in pins if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_meets_pyproject(name: str) -> None:
    wanted = runtime() + (for_tests() if "test" in name else [])
    pins = locked(name)
    missing = [str(each) for each in wanted if canonicalize_name(each.name) not in pins]
    assert missing == [], "run tools/lock.py"
    wrong = [str(each) for each in wanted if not each.specifier.contains(pins[canonicalize_name(each.name)])]
    assert wrong == [], "run tools/lock.py"


def test_tests_run_on_the_versions_that_are_delivered() -> None:
    tests, delivered = locked("requirements-test.lock"), locked("requirements.lock")
    assert {name: version for name, version in delivered.items() if tests.get(name) != version} == {}


def test_setuptools_is_locked_for_an_offline_install_of_the_project() -> None:
    assert "setuptools" in locked("requirements.lock")


def test_each_dependency_has_its_reason() -> None:
    text = (ROOT / "docs" / "依赖.md").read_text("utf-8").lower()
    named = {
        canonicalize_name(name) for name in re.findall(r"^\| `([\w.\[\]-]+?)(?:\[.*?\])?` \|", text, re.M)
    }
    wanted = {canonicalize_name(each.name) for each in runtime() + for_tests()}
    assert wanted - named == set(), "write a line in docs/依赖.md"
    assert named - wanted == set(), "docs/依赖.md explains what is gone"
