"""Who may import whom: the contracts of `.importlinter` hold, and each one finds a fault planted for it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import grimp
import pytest
from tests.contracts.source import PACKAGE, ROOT

LINT = "import sys, importlinter.cli as c; sys.exit(c.lint_imports(sys.argv[1], no_cache=True))"


@dataclass(frozen=True)
class Fault:
    """A contract by the first word of its name, and files that must break it."""

    label: str
    contract: str
    files: dict[str, str] = field(default_factory=dict)


FAULTS = [
    Fault("core imports the store", "Floors", {"core/planted.py": "import zhixing.store"}),
    Fault("interop imports the store", "Floors", {"interop/planted.py": "import zhixing.store"}),
    Fault("a store imports an action", "Floors", {"store/personal.py": "import zhixing.actions"}),
    Fault("an action imports a screen", "Floors", {"actions/planted.py": "import zhixing.web"}),
    Fault("a command imports a screen", "Floors", {"ops/planted.py": "import zhixing.web"}),
    Fault("a screen imports the settings", "Floors", {"web/planted.py": "import zhixing.config"}),
    Fault("a floor nobody listed", "Floors", {"cellar/__init__.py": ""}),
    Fault("people import the ledger", "Store", {"store/people/planted.py": "import zhixing.store.ledger"}),
    Fault("an app nobody listed", "Store", {"store/attic/__init__.py": ""}),
    Fault("the core imports Django", "No Django", {"core/planted.py": "import django.utils.timezone"}),
    Fault("a codec imports Django", "No Django", {"interop/planted.py": "from django.db import models"}),
    Fault("the core imports an engine", "The core", {"core/planted.py": "import cryptography.hazmat"}),
    Fault("a screen reads models", "Models", {"web/planted.py": "from zhixing.store.people import models"}),
    Fault("an action writes models", "Models", {"actions/planted.py": "import zhixing.store.ledger.models"}),
    Fault("a screen writes", "Only actions", {"web/planted.py": "from zhixing.store.ledger import api"}),
    Fault("a screen borrows", "No screen", {"web/member/planted.py": "import zhixing.web.officer"}),
    Fault("shared knows a screen", "No screen", {"web/shared/planted.py": "import zhixing.web.member"}),
    Fault(
        "two modules import each other",
        "No circle",
        {"core/planted.py": "import zhixing.core.other", "core/other.py": "import zhixing.core.planted"},
    ),
]
# Rooms that a fault needs; made empty in the copy where the house does not have them yet.
ROOMS = ["store/people", "store/ledger", "web/member", "web/officer", "web/shared"]


def lint(folder: Path) -> dict[str, bool]:
    """Run import-linter on the package in `folder`; which contract was kept, by name."""
    done = subprocess.run(
        [sys.executable, "-c", LINT, str(ROOT / ".importlinter")],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.findall(r"^(.+?) (KEPT|BROKEN)\b", done.stdout, re.MULTILINE)
    assert found, done.stdout + done.stderr
    return {name: result == "KEPT" for name, result in found}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the package's Python, with the rooms that the faults need."""
    no_python = shutil.ignore_patterns(
        "__pycache__", "templates", "static", "*.json", "*.js", "*.css", "*.html"
    )
    shutil.copytree(PACKAGE, tmp_path / "zhixing", ignore=no_python)
    for room in ROOMS:
        for name in ("__init__.py", *(["models.py", "api.py"] if room.startswith("store") else [])):
            path = tmp_path / "zhixing" / room / name
            path.parent.mkdir(exist_ok=True)
            path.touch()
    return tmp_path


def test_the_house_keeps_every_contract(house: Path) -> None:
    assert {name for name, kept in lint(house).items() if not kept} == set()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.label)
def test_a_planted_fault_breaks_its_contract(house: Path, fault: Fault) -> None:
    for name, text in fault.files.items():
        path = house / "zhixing" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text("utf-8") if path.exists() else ""
        path.write_text(f"{before}\n{text}\n", "utf-8")
    broken = [name for name, kept in lint(house).items() if not kept and name.startswith(fault.contract)]
    assert broken, f"{fault.label}: nothing noticed"


def test_every_contract_has_a_fault() -> None:
    names = re.findall(r"^name = (.+)$", (ROOT / ".importlinter").read_text("utf-8"), re.MULTILINE)
    assert [name for name in names if not any(name.startswith(fault.contract) for fault in FAULTS)] == []


def test_models_are_imported_by_their_own_app_only() -> None:
    """Finer than the contract: one app of the store does not reach into another's tables either."""
    graph = grimp.build_graph("zhixing", cache_dir=None)
    strangers = []
    for module in graph.modules:
        match = re.fullmatch(r"(zhixing\.store\.\w+)\.models(\.\w+)*", module)
        if match:
            importers = graph.find_modules_that_directly_import(module)
            strangers += [f"{by} -> {module}" for by in importers if not by.startswith(match[1] + ".")]
    assert strangers == []
