#!/usr/bin/env python3
"""知行 from a fresh clone: makes its own environment, then runs what was asked.

    python3 zx.py demo     演示：装入样例数据，在本机打开
    python3 zx.py test     全套检查与测试（SQLite 与 PostgreSQL 各一遍）
    python3 zx.py drill    长时间演练
    python3 zx.py 其他命令  交给 zhixing 命令

Standard library only. The syntax stays that of Python 3.7, so that an old Python can still read this
far and say that it is too old. Nothing is ever installed into the system's own Python.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
OLDEST = (3, 11)
RUNTIME_LOCK = "requirements.lock"
TEST_LOCK = "requirements-test.lock"
STATE = "zx-state.json"
UNFINISHED = "zx-unfinished"

# What the tests need beyond Python: how it is called, the programs (any one will do), Debian's packages.
TEST_PROGRAMS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("Chromium 浏览器", ("chromium", "chromium-browser", "google-chrome"), "chromium"),
    ("PostgreSQL 15 或更新", ("postgres",), "postgresql"),
    ("LibreOffice", ("soffice", "libreoffice"), "libreoffice-writer-nogui libreoffice-calc-nogui"),
    ("pdftoppm", ("pdftoppm",), "poppler-utils"),
)
CJK_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
# Settings by which pip reaches an index that uv would not know of: uv reads no pip configuration.
PIP_ROUTES = "CONFIG_FILE INDEX_URL EXTRA_INDEX_URL FIND_LINKS NO_INDEX PROXY CERT CLIENT_CERT TRUSTED_HOST"


class Stop(Exception):
    """Ends the run with a sentence for the person at the terminal."""


def say(text: str) -> None:
    """One line to the terminal at once, also when the output is a file."""
    print(f"[知行] {text}", flush=True)


def use_utf8() -> None:
    """Chinese text must not break a console that starts in another encoding (Windows, LANG=C)."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    os.environ["PYTHONUTF8"] = "1"
    os.environ["PYTHONIOENCODING"] = "utf-8"


# --- where things are -----------------------------------------------------------------------------


def venv_python(venv: Path, windows: bool | None = None) -> Path:
    """The interpreter inside the environment."""
    if os.name == "nt" if windows is None else windows:
        return venv / "Scripts" / "python.exe"
    return venv / "bin" / "python"


def pip_config_files(environ: Mapping[str, str], windows: bool | None = None) -> list[Path]:
    """Files in which pip would look for an index, a proxy or a certificate."""
    home = Path(environ.get("HOME") or environ.get("USERPROFILE") or "~").expanduser()
    if os.name == "nt" if windows is None else windows:
        bases = [environ.get("PROGRAMDATA", ""), environ.get("APPDATA", "")]
        return [Path(base) / "pip" / "pip.ini" for base in bases if base] + [home / "pip" / "pip.ini"]
    shared = environ.get("XDG_CONFIG_DIRS") or "/etc/xdg"
    own = environ.get("XDG_CONFIG_HOME") or str(home / ".config")
    mac = ["/Library/Application Support", str(home / "Library/Application Support")]
    folders = [*shared.split(os.pathsep), own, *mac]
    return [
        Path("/etc/pip.conf"),
        home / ".pip" / "pip.conf",
        *(Path(folder) / "pip" / "pip.conf" for folder in folders if folder),
    ]


def pip_has_its_own_route(environ: Mapping[str, str]) -> bool:
    """Whether pip is told how to reach its index; then only pip may fetch."""
    named = any(environ.get("PIP_" + word) for word in PIP_ROUTES.split())
    return named or any(path.is_file() for path in pip_config_files(environ))


def fast_installer(environ: Mapping[str, str]) -> str | None:
    """`uv`, where it is present and would ask the same index as pip."""
    return None if pip_has_its_own_route(environ) else shutil.which("uv")


# --- running programs -----------------------------------------------------------------------------


def run(command: Sequence[str], env: Mapping[str, str] | None = None) -> int:
    """Run a program in the project's folder, pass signals on, and give its exit code as a shell would."""
    child = subprocess.Popen(command, cwd=str(ROOT), env=None if env is None else dict(env), close_fds=False)

    def pass_on(number: int, _frame: object) -> None:
        child.send_signal(number)

    before = signal.signal(signal.SIGTERM, pass_on)
    try:
        code = None
        while code is None:
            # In short turns: a signal that comes just before a long wait would be handled only after it.
            # Ctrl-C reaches the child as well, which closes in its own way; wait for it.
            with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
                code = child.wait(0.5)
    finally:
        signal.signal(signal.SIGTERM, before)
    return 128 - code if code < 0 else code


def must(command: Sequence[str], failure: str, env: Mapping[str, str] | None = None) -> None:
    """Run a step without which the rest makes no sense."""
    if run(command, env) != 0:
        raise Stop(failure)


def is_root() -> bool:
    """Whether this process may install packages of the system."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def apt_line(packages: Sequence[str]) -> str:
    """The one line that a person with rights would type."""
    return "sudo apt-get update && sudo apt-get install -y --no-install-recommends " + " ".join(packages)


def install_system_packages(packages: Sequence[str], why: str) -> None:
    """By apt as root; otherwise say the line to type and stop."""
    apt = shutil.which("apt-get")
    if apt is None:
        raise Stop(f"{why}。本机没有 apt-get，请用系统自己的方式装上与 {' '.join(packages)} 相当的程序。")
    if not is_root():
        raise Stop(f"{why}。请输入下面这一行，再重新运行：\n\n    {apt_line(packages)}\n")
    say(f"{why}，正在安装：{' '.join(packages)}")
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    must([apt, "update", "-qq"], "apt-get update 失败，请检查网络或软件源。", env)
    install = [apt, "install", "-y", "-qq", "--no-install-recommends", *packages]
    must(install, f"没有装上，请手工输入：{apt_line(packages)}", env)


# --- the environment ------------------------------------------------------------------------------


def digest(path: Path) -> str:
    """The digest by which an installed lock is known again; line ends of Windows make no difference."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def wanted_state(lock: str) -> Mapping[str, str]:
    """What must be unchanged since the last installation for it to be good still."""
    # The root, because a moved checkout would go on running the old place's code.
    state = {"python": "{}.{}".format(*sys.version_info[:2]), "root": str(ROOT)}
    state.update({name: digest(ROOT / name) for name in (lock, "pyproject.toml")})
    return state


def read_state(venv: Path) -> Mapping[str, str]:
    """What the last finished installation wrote down; nothing if unreadable."""
    try:
        state = json.loads((venv / STATE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def is_ready(venv: Path, lock: str) -> bool:
    """Whether the environment holds this lock whole: a look at three small files, no network."""
    if (venv / UNFINISHED).exists() or not venv_python(venv).exists():
        return False
    state = read_state(venv)
    return all(state.get(key) == value for key, value in wanted_state(lock).items())


def is_usable(venv: Path) -> bool:
    """Whether an environment found here can be installed into, rather than made anew."""
    state = read_state(venv)
    wanted = wanted_state(RUNTIME_LOCK)
    if (venv / UNFINISHED).exists() or any(state and state.get(k) != wanted[k] for k in ("python", "root")):
        return False
    try:
        answer = subprocess.run(
            [str(venv_python(venv)), "-c", "import sys, pip; print(sys.version_info[:2] >= (3, 11))"],
            capture_output=True,
            text=True,
            timeout=60,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return answer.stdout.strip() == "True"


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Two starts at once: the second waits until the first has installed."""
    folder.mkdir(exist_ok=True)
    with (folder / "zx.lock").open("a+") as handle:
        told = False
        while not try_lock(handle.fileno()):
            if not told:
                say("另一个 zx.py 正在准备运行环境，等它做完……")
            told = True
            time.sleep(0.3)
        # The lock ends with the last process that has the file open: should this one be killed, a pip
        # still at work keeps it, and nobody removes the environment under its hands.
        os.set_inheritable(handle.fileno(), True)
        yield


def try_lock(descriptor: int) -> bool:
    """Take the lock without waiting; False while another process has it."""
    try:
        if os.name == "nt":
            msvcrt = importlib.import_module("msvcrt")
            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl = importlib.import_module("fcntl")
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def has_ensurepip() -> bool:
    """Debian ships `venv` without the part that puts pip in, until python3-venv is installed."""
    importlib.invalidate_caches()
    return importlib.util.find_spec("ensurepip") is not None and importlib.util.find_spec("venv") is not None


def make_venv(venv: Path) -> None:
    """An empty environment with pip in it."""
    if not has_ensurepip():
        install_system_packages(["python3-venv"], "本机的 Python 缺少 venv 组件")
    if not has_ensurepip():
        version = "{}.{}".format(*sys.version_info[:2])
        raise Stop(f"{sys.executable} 仍缺少 venv 组件，请安装 python{version}-venv 后再运行。")
    say("正在建立运行环境 .venv ……")
    if venv.exists():
        shutil.rmtree(str(venv))
    venv.mkdir()
    (venv / UNFINISHED).touch()
    must([sys.executable, "-m", "venv", str(venv)], "建立运行环境失败。")


def install(venv: Path, lock: str) -> None:
    """The lock with its digests, then this project itself without asking anybody."""
    (venv / UNFINISHED).touch()
    python = str(venv_python(venv))
    # A site's pip.conf may say `user = true`, which fails inside an environment.
    env = dict(os.environ, PIP_USER="0", PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1")
    say(f"正在按 {lock} 安装依赖（首次约需半分钟到几分钟）……")
    uv = fast_installer(os.environ)
    installed = False
    if uv is not None:
        uv_line = [uv, "pip", "install", "--python", python, "--require-hashes", "-r", lock]
        installed = run(uv_line, env) == 0
    if not installed:
        pip_line = [python, "-m", "pip", "install", "-q", "--require-hashes", "--no-deps", "-r", lock]
        must(pip_line, "安装依赖失败：原因见上（网络、代理或软件源），改好后再运行一次即可。", env)
    own = [python, "-m", "pip", "install", "-q", "--no-index", "--no-deps", "--no-build-isolation", "-e", "."]
    must(own, "安装知行自身失败。", env)
    state = {k: v for k, v in read_state(venv).items() if k.endswith(".lock")}
    state.update(wanted_state(lock))
    if lock == TEST_LOCK:
        # The tests' lock contains the other with the same versions.
        state[RUNTIME_LOCK] = digest(ROOT / RUNTIME_LOCK)
    else:
        state.pop(TEST_LOCK, None)
    (venv / STATE).write_text(json.dumps(state, ensure_ascii=False, indent=1), "utf-8")
    (venv / UNFINISHED).unlink()


def prepare(lock: str) -> Path:
    """The environment with this lock in it, made, mended or simply found."""
    venv = ROOT / ".venv"
    if not is_ready(venv, lock):
        with only_one(ROOT / ".zhixing"):
            if not is_ready(venv, lock):
                if not is_usable(venv):
                    make_venv(venv)
                install(venv, lock)
    return venv_python(venv)


# --- the tests ------------------------------------------------------------------------------------


def find_program(names: Sequence[str]) -> bool:
    """On PATH, or where Debian keeps PostgreSQL's programs."""
    if any(shutil.which(name) for name in names):
        return True
    homes = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    return "postgres" in names and any(int(path.parts[-3]) >= 15 for path in homes)


def has_cjk_font() -> bool:
    """Whether pages and documents can show Chinese: pictures of empty boxes would pass many a test."""
    for folder in CJK_FONT_FOLDERS:
        for path in Path(folder).expanduser().glob("**/*"):
            if "cjk" in path.name.lower() and path.suffix.lower() in (".ttc", ".otf", ".ttf"):
                return True
    return False


def missing_test_programs() -> tuple[list[str], list[str]]:
    """What the tests want and this machine lacks: names for people, packages for apt."""
    lacking = [need for need in TEST_PROGRAMS if not find_program(need[1])]
    if not has_cjk_font():
        lacking.append(("中文字体", (), "fonts-noto-cjk"))
    return [need[0] for need in lacking], [package for need in lacking for package in need[2].split()]


def prepare_tests() -> Path:
    """Everything the tests need. What is missing stops the run: no test is silently left out."""
    names, packages = missing_test_programs()
    if packages:
        install_system_packages(packages, "测试还需要" + "、".join(names))
    return prepare(TEST_LOCK)


# What touches a database runs on both. Browsers run once: what they look at, tests/web asks for on both.
ON_A_DATABASE = [f"tests/{floor}" for floor in ("store", "actions", "ops", "web", "asvs")]


def test_steps(python: str, words: Sequence[str]) -> list[tuple[str, list[str]]]:
    """The steps of `test`; with words of one's own only the named tests run, on both databases."""
    pytest = [python, "-m", "pytest", "-n", "2", "--dist", "worksteal"]
    beside = [python, "-m", "tests.postgres", "--", *pytest, *(words or ON_A_DATABASE)]
    steps = [("测试：SQLite", [*pytest, *words]), ("测试：PostgreSQL", beside)]
    if words:
        return steps
    lint_imports = str(Path(python).with_name("lint-imports.exe" if os.name == "nt" else "lint-imports"))
    return [
        ("代码规范", [python, "-m", "ruff", "check", "."]),
        ("代码格式", [python, "-m", "ruff", "format", "--check", "."]),
        ("类型", [python, "-m", "mypy"]),
        ("楼层", [lint_imports]),
        *steps,
    ]


def run_tests(words: Sequence[str], environ: Mapping[str, str]) -> int:
    """Every step runs even after one failed, so that one run tells all; the first failure is the code."""
    python = str(prepare_tests())
    # A database or folder named outside is somebody's own: the tests make theirs.
    env = {k: v for k, v in environ.items() if not k.startswith("ZHIXING_") or k == "ZHIXING_DRILL"}
    env["ZHIXING_HOME"] = str(ROOT / ".zhixing" / "tests")
    results = []
    for title, command in test_steps(python, words):
        say(f"—— {title} ——")
        started = time.monotonic()
        results.append((title, run(command, env), time.monotonic() - started))
    for title, code, seconds in results:
        say(f"{'通过' if code == 0 else '未通过'}  {title}（{seconds:.0f} 秒）")
    return next((code for _, code, _ in results if code), 0)


def main(words: Sequence[str]) -> int:
    """Read the first word; prepare; hand over."""
    use_utf8()
    if sys.version_info[:2] < OLDEST:
        found = "{}.{}".format(*sys.version_info[:2])
        say(f"需要 Python 3.11 或更新的版本；当前是 {found}（{sys.executable}）。请换一个 Python 运行。")
        return 2
    if not words or words[0] in ("-h", "--help", "help"):
        print((__doc__ or "").split("\n\n")[1])
        return 0 if words else 2
    try:
        if words[0] == "test":
            return run_tests(words[1:], os.environ)
        if words[0] == "drill":
            return run_tests(["-m", "drill", *words[1:]], dict(os.environ, ZHIXING_DRILL="whole"))
        return run([str(prepare(RUNTIME_LOCK)), "-m", "zhixing.ops.main", *words])
    except Stop as stop:
        say(str(stop))
        return 1
    except KeyboardInterrupt:
        say("已停止；再运行一次会接着做。")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
