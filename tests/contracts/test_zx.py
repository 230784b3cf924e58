"""`zx.py`: what it decides on machines that are not this one."""

from __future__ import annotations

import ast
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import zx
from tests.contracts.source import ROOT


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder of the test's own, with an empty finished environment."""
    monkeypatch.setattr(zx, "ROOT", tmp_path)
    for name in (zx.RUNTIME_LOCK, zx.TEST_LOCK, "pyproject.toml"):
        (tmp_path / name).write_text(name, "utf-8")
    python = zx.venv_python(tmp_path / ".venv")
    python.parent.mkdir(parents=True)
    python.touch()
    finish(tmp_path, zx.RUNTIME_LOCK)
    return tmp_path


def finish(place: Path, lock: str) -> None:
    """Write the note of a finished installation."""
    (place / ".venv" / zx.STATE).write_text(json.dumps(dict(zx.wanted_state(lock))), "utf-8")


def refuse(*_: object, **__: object) -> None:
    """Stands where nothing may be run."""
    pytest.fail("this must not run")


def test_an_old_python_can_still_read_it() -> None:
    ast.parse((ROOT / "zx.py").read_text("utf-8"), feature_version=(3, 7))


def test_it_needs_the_standard_library_only() -> None:
    script = "import sys; sys.path.insert(0, sys.argv[1]); import zx; print(zx.OLDEST)"
    bare = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script, str(ROOT)], capture_output=True, text=True, check=False
    )
    assert bare.stdout == "(3, 11)\n", bare.stderr


def test_an_old_python_is_told_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(zx, "use_utf8", lambda: None)
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(zx, "prepare", refuse)
    assert zx.main(["demo"]) == 2
    assert "3.11" in capsys.readouterr().out


def test_windows_has_its_own_places() -> None:
    assert zx.venv_python(Path("v"), windows=True) == Path("v/Scripts/python.exe")
    assert zx.venv_python(Path("v"), windows=False) == Path("v/bin/python")
    files = zx.pip_config_files({"APPDATA": "A", "PROGRAMDATA": "P", "USERPROFILE": "U"}, windows=True)
    assert files == [Path("P/pip/pip.ini"), Path("A/pip/pip.ini"), Path("U/pip/pip.ini")]


@pytest.mark.parametrize(
    "name", ["PIP_INDEX_URL", "PIP_CONFIG_FILE", "PIP_PROXY", "PIP_CERT", "PIP_FIND_LINKS"]
)
def test_uv_steps_back_where_pip_has_its_own_route(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: "uv")
    monkeypatch.setattr(zx, "pip_config_files", lambda _: [tmp_path / "pip.conf"])
    assert zx.fast_installer({}) == "uv"
    assert zx.fast_installer({name: "x"}) is None


def test_uv_steps_back_for_a_configuration_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: "uv")
    config = tmp_path / ".config" / "pip" / "pip.conf"
    config.parent.mkdir(parents=True)
    config.write_text("[global]\n", "utf-8")
    assert config in zx.pip_config_files({"HOME": str(tmp_path)}, windows=False)
    assert zx.fast_installer({"HOME": str(tmp_path)}) is None


def test_a_second_start_runs_nothing(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", refuse)
    monkeypatch.setattr(subprocess, "run", refuse)
    assert zx.prepare(zx.RUNTIME_LOCK) == zx.venv_python(place / ".venv")


@pytest.mark.parametrize("name", [zx.RUNTIME_LOCK, "pyproject.toml"])
def test_a_changed_lock_is_installed_again(place: Path, name: str) -> None:
    assert zx.is_ready(place / ".venv", zx.RUNTIME_LOCK)
    assert not zx.is_ready(place / ".venv", zx.TEST_LOCK)
    (place / name).write_text("changed", "utf-8")
    assert not zx.is_ready(place / ".venv", zx.RUNTIME_LOCK)


def test_line_ends_of_windows_change_no_digest(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x\r\ny\r\n")
    (tmp_path / "b").write_bytes(b"x\ny\n")
    assert zx.digest(tmp_path / "a") == zx.digest(tmp_path / "b")


def test_an_interrupted_installation_is_begun_anew(place: Path) -> None:
    (place / ".venv" / zx.UNFINISHED).touch()
    assert not zx.is_ready(place / ".venv", zx.RUNTIME_LOCK)
    assert not zx.is_usable(place / ".venv")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"python": "2.7"}'])
def test_a_broken_note_is_no_note(place: Path, text: str) -> None:
    (place / ".venv" / zx.STATE).write_text(text, "utf-8")
    assert not zx.is_ready(place / ".venv", zx.RUNTIME_LOCK)


def test_a_moved_checkout_is_noticed(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = place.with_name(place.name + "-moved")
    place.rename(moved)
    monkeypatch.setattr(zx, "ROOT", moved)
    assert not zx.is_ready(moved / ".venv", zx.RUNTIME_LOCK)
    assert not zx.is_usable(moved / ".venv")


def test_without_root_the_line_to_type_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: "apt-get")
    monkeypatch.setattr(zx, "is_root", lambda: False)
    monkeypatch.setattr(zx, "run", refuse)
    with pytest.raises(zx.Stop, match="sudo apt-get update && sudo apt-get install .* python3-venv"):
        zx.install_system_packages(["python3-venv"], "缺少 venv")


def test_without_apt_the_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(zx.Stop, match="poppler-utils"):
        zx.install_system_packages(["poppler-utils"], "缺少 pdftoppm")


def test_a_missing_program_stops_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zx, "find_program", lambda names: "soffice" not in names)
    monkeypatch.setattr(zx, "has_cjk_font", lambda: False)
    names, packages = zx.missing_test_programs()
    assert names == ["LibreOffice", "中文字体"]
    assert packages == ["libreoffice-writer-nogui", "libreoffice-calc-nogui", "fonts-noto-cjk"]


def test_the_suite_runs_on_both_databases() -> None:
    titles = [title for title, _ in zx.test_steps("python", [])]
    assert titles == ["代码规范", "代码格式", "类型", "楼层", "测试：SQLite", "测试：PostgreSQL"]
    assert [command[-2:] for _, command in zx.test_steps("python", ["-k", "x"])] == [["-k", "x"]] * 2


def test_every_folder_of_tests_that_knows_a_database_runs_on_both(project: Path) -> None:
    def knows(folder: Path) -> bool:
        return any("django_db" in file.read_text("utf-8") for file in folder.glob("test_*.py"))

    folders = {
        f"tests/{path.name}" for path in (project / "tests").iterdir() if path.is_dir() and knows(path)
    }
    assert folders - {"tests/contracts", "tests/browser"} <= set(zx.ON_A_DATABASE)


def test_a_failed_step_is_the_result(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = [("好", [sys.executable, "-c", ""]), ("坏", [sys.executable, "-c", "raise SystemExit(3)"])]
    monkeypatch.setattr(zx, "prepare_tests", lambda: Path(sys.executable))
    monkeypatch.setattr(zx, "test_steps", lambda *_: [*steps, steps[0]])
    assert zx.run_tests([], os.environ) == 3


def test_ends_as_its_child_ends() -> None:
    assert zx.run([sys.executable, "-c", "raise SystemExit(7)"]) == 7
    assert zx.run([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"]) == 137


def test_being_told_to_end_is_passed_on() -> None:
    child = (
        "import signal, sys, time\n"
        "signal.signal(15, lambda *_: sys.exit(5)); print(1, flush=True); time.sleep(60)"
    )
    outer = f"import zx, sys; sys.exit(zx.run([sys.executable, '-c', {child!r}]))"
    with subprocess.Popen([sys.executable, "-c", outer], cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 5


def test_of_two_starts_one_waits(tmp_path: Path) -> None:
    code = (
        "import zx, time, pathlib, sys\n"
        "with zx.only_one(pathlib.Path(sys.argv[1])):\n"
        "    print('in', time.monotonic(), flush=True); time.sleep(0.6); print('out', time.monotonic())"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    pair = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    texts = [process.communicate(timeout=30)[0] for process in pair]
    spans = sorted(
        [float(line.split()[1]) for line in text.splitlines() if line[0] in "io"] for text in texts
    )
    assert spans[0][1] <= spans[1][0]
    assert any("另一个 zx.py" in text for text in texts)


def test_output_in_chinese_survives_a_plain_locale() -> None:
    env = {"PATH": os.environ["PATH"], "LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "zx.py", "--help"], cwd=ROOT, env=env, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "演示" in done.stdout.decode("utf-8")


def test_time_of_a_look_at_a_ready_environment(place: Path) -> None:
    started = time.perf_counter()
    assert zx.is_ready(place / ".venv", zx.RUNTIME_LOCK)
    assert time.perf_counter() - started < 0.5
