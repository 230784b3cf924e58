"""A clone works anywhere: no machine's paths, no index's address, no build of pages, nothing from a CDN."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

import pytest
from tests.contracts.source import PACKAGE, ROOT, project_files, short

# Spelled in pieces, so that this file does not find itself.
MACHINE = re.compile(
    r"(?<![\w.~-])/(?:" + "|".join(["wor" + "k/", "opt/wh" + "eels", "opt/py" + "pi", "ro" + "ot/"]) + ")"
    r"|\.pye" + r"nv|/ho" + r"me/[a-z]"
)
HOSTS = re.compile(
    "|".join(["py" + r"pi\.org", "python" + r"hosted", r"deb\.deb" + "ian", r"npm" + r"js\.(org|com)"])
    + r"|tuna\.tsing"
    + r"hua|mirrors\.ali"
    + r"yun"
)
BUILDS = {
    *("package.json", "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "webpack.config.js"),
    *("vite.config.js", "vite.config.ts", "rollup.config.js", "tsconfig.json"),
    # Locks of other tools write the addresses they were made from.
    *("uv.lock", "pylock.toml", "poetry.lock", "Pipfile.lock"),
}
SECRETS = re.compile(r"-----BEGIN (?:RSA |EC |OPENSSH )?PRIVATE KEY-----")


def text_of(path: Path) -> str:
    """The text of a file; nothing for pictures, fonts and workbooks."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


def templates() -> list[Path]:
    """Every page and fragment."""
    return [path for path in project_files() if path.is_relative_to(PACKAGE) and path.suffix == ".html"]


@pytest.mark.parametrize("pattern", [MACHINE, HOSTS, SECRETS], ids=["paths", "hosts", "secrets"])
def test_no_file_tells_of_the_machine_it_was_made_on(pattern: re.Pattern[str]) -> None:
    found = [(short(path), match[0]) for path in project_files() if (match := pattern.search(text_of(path)))]
    assert found == []


def test_there_is_no_other_build() -> None:
    assert [short(path) for path in project_files() if path.name in BUILDS] == []


def test_nothing_that_is_made_is_committed() -> None:
    made = {".pyc", ".sqlite3", ".db", ".log", ".egg"}
    assert [short(path) for path in project_files() if path.suffix in made] == []


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a script in the page", r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>"),
        ("a style in the page", r"<style\b|\sstyle="),
        ("an event attribute", r"\son[a-z]+\s*=|\bhx-on"),
        ("something from elsewhere", r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//"),
        ("a javascript address", r"javascript:"),
    ],
)
def test_pages_keep_a_strict_policy(what: str, pattern: str) -> None:
    found = {short(path) for path in templates() if re.search(pattern, text_of(path), re.IGNORECASE)}
    assert found == set(), what


def test_vendored_files_carry_version_licence_and_digest() -> None:
    """Each `vendored` folder has `VENDORED.toml`: a table per file with version, licence and sha256."""
    faults = []
    folders = {path.parent for path in PACKAGE.rglob("vendored/VENDORED.toml")}
    stray = [path for path in PACKAGE.rglob("*") if "vendored" in path.parts and path.is_file()]
    for path in stray:
        folder = next((folder for folder in folders if path.is_relative_to(folder)), None)
        if path.name == "VENDORED.toml":
            continue
        if folder is None:
            faults.append(f"{short(path)}: no VENDORED.toml")
            continue
        entry = tomllib.loads((folder / "VENDORED.toml").read_text("utf-8")).get(
            path.relative_to(folder).as_posix(), {}
        )
        if not (entry.get("version") and entry.get("licence")):
            faults.append(f"{short(path)}: version or licence missing")
        if entry.get("sha256") != hashlib.sha256(path.read_bytes()).hexdigest():
            faults.append(f"{short(path)}: another digest")
    assert faults == []


def test_minified_files_lie_among_the_vendored() -> None:
    minified = [path for path in project_files() if path.name.endswith((".min.js", ".min.css"))]
    assert [short(path) for path in minified if "vendored" not in path.parts] == []


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
