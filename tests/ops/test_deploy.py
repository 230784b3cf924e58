"""The files in `deploy/`: units that can be read, that call commands there are, hardened; proxies that hide nothing."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.ops.scratch import PROJECT

from zhixing.ops.main import parser

DEPLOY = PROJECT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
TIMERS = sorted((DEPLOY / "systemd").glob("*.timer"))
PROGRAM = "/srv/zhixing-src/.venv/bin/zhixing"
HARDENED = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "User": "zhixing",
    "UMask": "0077",
    "CapabilityBoundingSet": "",
}


def read(path: Path) -> dict[str, list[tuple[str, str]]]:
    """A unit by section; a name may stand more than once."""
    sections: dict[str, list[tuple[str, str]]] = {}
    for line in path.read_text("utf-8").splitlines():
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        if text.startswith("["):
            sections[text.strip("[]")] = inside = []
            continue
        name, mark, value = text.partition("=")
        assert mark, f"{path.name}: {line}"
        inside.append((name, value))
    return sections


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_units_call_commands_that_there_are_and_are_hardened(path: Path) -> None:
    service = read(path)["Service"]
    commands = [shlex.split(value) for name, value in service if name == "ExecStart"]
    assert commands
    for words in commands:
        assert words[0] == PROGRAM
        parser().parse_args(words[1:])
    settings = dict(service)
    assert {name: settings.get(name) for name in HARDENED} == HARDENED
    assert settings["ReadWritePaths"] == settings["WorkingDirectory"] == "/var/lib/zhixing"


@pytest.mark.parametrize("path", TIMERS, ids=lambda path: path.name)
def test_timers_have_their_service(path: Path) -> None:
    sections = read(path)
    assert path.with_suffix(".service") in UNITS
    assert sections["Install"] == [("WantedBy", "timers.target")]
    assert {name for name, _ in sections["Timer"]} & {"OnCalendar", "OnUnitActiveSec"}


def test_systemd_finds_nothing_wrong(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("no systemd here")
    for path in [*UNITS, *TIMERS]:
        # The program of the example is not on this machine.
        text = path.read_text("utf-8").replace(PROGRAM, "/bin/true")
        (tmp_path / path.name).write_text(text, "utf-8")
    done = subprocess.run(
        [program, "verify", *map(str, tmp_path.iterdir())], capture_output=True, text=True, check=False
    )
    told = [line for line in done.stderr.splitlines() if "zhixing" in line]
    assert told == []


def test_the_sample_of_settings_names_settings_that_there_are() -> None:
    known = (PROJECT / "docs" / "generated" / "环境变量.md").read_text("utf-8")
    text = (DEPLOY / "systemd" / "zhixing.env").read_text("utf-8")
    named = set(re.findall(r"^#? ?(ZHIXING_\w+)=", text, re.MULTILINE))
    assert named
    assert [name for name in named if f"`{name}`" not in known] == []


@pytest.mark.parametrize("name", ["nginx/zhixing.conf", "caddy/Caddyfile"])
def test_proxies_write_their_own_headers_and_keep_no_addresses(name: str) -> None:
    text = (DEPLOY / name).read_text("utf-8")
    assert re.search(r"X-Forwarded-Proto https", text)
    assert re.search(r"X-Forwarded-For (\$remote_addr|\{remote_host\})", text)
    assert "127.0.0.1:8000" in text
    assert not re.search(r"^\s*(access_log (?!off)|log\b)", text, re.MULTILINE)
    assert text.count("{") == text.count("}")
