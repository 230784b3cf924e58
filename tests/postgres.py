"""A scratch PostgreSQL for the tests: its own cluster in a temporary folder, gone afterwards.

    python -m tests.postgres -- COMMAND...    runs the command with the cluster's addresses in its environment

The server runs as an ordinary user (it refuses root), listens on loopback only, and keeps fsync on, since
what an acknowledged fact survives is part of what is tested. Two roles, as a site should have them:

- `ZHIXING_DATABASE_OWNER_URL`: owns the tables and migrates them; no superuser;
- `ZHIXING_DATABASE_URL`: the application, which may not own the ledger's tables.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

OWNER, APP, DATABASE = "zhixing_owner", "zhixing_app", "zhixing"
OLDEST = 15


class NoServer(Exception):
    """PostgreSQL cannot be started here."""


def programs() -> Path:
    """The folder of the newest `postgres`, at least version 15."""
    homes = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr/pgsql-15").glob("bin")]
    numbered = [home for home in homes if (home / "initdb").exists() and home.parent.name.isdigit()]
    for home in sorted(numbered, key=lambda home: -int(home.parent.name)):
        if int(home.parent.name) >= OLDEST:
            return home
    on_path = shutil.which("postgres")
    if on_path is None:
        raise NoServer("没有找到 PostgreSQL 15 或更新的服务端程序（Debian 软件包 postgresql）")
    return Path(on_path).resolve().parent


def ordinary_user() -> pwd.struct_passwd | None:
    """As root: who shall run the server. Otherwise nobody else than oneself."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise NoServer("以 root 运行时需要一个普通用户（postgres 或 nobody）来启动数据库")


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Cluster:
    """One cluster: start it, stop it, or let it crash and start it again."""

    folder: Path
    password: str = field(default_factory=lambda: secrets.token_hex(12))
    port: int = 0
    server: subprocess.Popen[bytes] | None = None

    def url(self, role: str, database: str = DATABASE) -> str:
        """The address for one role."""
        return f"postgres://{role}:{self.password}@127.0.0.1:{self.port}/{database}"

    def environment(self) -> dict[str, str]:
        """What the settings read."""
        return {"ZHIXING_DATABASE_URL": self.url(APP), "ZHIXING_DATABASE_OWNER_URL": self.url(OWNER)}

    def _popen(self, command: list[str]) -> subprocess.Popen[bytes]:
        user = ordinary_user()
        log = (self.folder / "log").open("ab")
        with log:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8"},
                user=user.pw_uid if user else None,
                group=user.pw_gid if user else None,
                extra_groups=[] if user else None,
                # Ctrl-C is for the tests; the server is stopped in order after them.
                start_new_session=True,
            )

    def create(self) -> None:
        """An empty cluster with a password for everybody."""
        user = ordinary_user()
        secret = self.folder / "password"
        secret.write_text(self.password, "utf-8")
        if user:
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            os.chown(secret, user.pw_uid, user.pw_gid)
        made = self._popen(
            [
                *(str(programs() / "initdb"), "-D", str(self.folder / "data"), "-U", "postgres"),
                *("-E", "UTF8", "--locale=C.UTF-8", "-A", "scram-sha-256", f"--pwfile={secret}"),
            ]
        )
        if made.wait(120) != 0:
            raise NoServer("initdb 失败：\n" + self.log())

    def start(self) -> None:
        """Start on a free port and wait until it answers; another program may snatch the port, so thrice."""
        for _ in range(3):
            self.port = free_port()
            command = [
                *(str(programs() / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port)),
                *("-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self.folder}"),
                *("-c", "fsync=on", "-c", "max_connections=60", "-c", "timezone=Asia/Shanghai"),
            ]
            if shutil.which("setpriv"):
                # Should the tests be killed outright, the server ends with them.
                command = ["setpriv", "--pdeathsig", "INT", *command]
            self.server = self._popen(command)
            if self._answers():
                return
        raise NoServer("PostgreSQL 没有启动：\n" + self.log())

    def _answers(self) -> bool:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and self.server is not None and self.server.poll() is None:
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(self.url("postgres", "postgres"), connect_timeout=3).close()
                return True
            time.sleep(0.1)
        return False

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop: SIGINT ends sessions and writes out; SIGQUIT is a crash, recovered from at the next start."""
        if self.server is None:
            return
        self.server.send_signal(how)
        try:
            self.server.wait(30)
        except subprocess.TimeoutExpired:
            self.server.kill()
            self.server.wait()
        self.server = None

    def add_roles(self) -> None:
        """The owner may create test databases; the application may nothing that is not granted to it."""
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as door:
            for role, may in ((OWNER, "CREATEDB"), (APP, "NOCREATEDB")):
                line = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER {} PASSWORD {}")
                door.execute(line.format(sql.Identifier(role), sql.SQL(may), sql.Literal(self.password)))
            door.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
            )

    def log(self) -> str:
        """The end of what the server wrote."""
        return (self.folder / "log").read_text("utf-8", "replace")[-3000:]


@contextlib.contextmanager
def scratch_cluster() -> Iterator[Cluster]:
    """A running cluster with both roles; stopped and removed whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix="zhixing-pg-"))
    cluster = Cluster(folder)
    try:
        cluster.create()
        cluster.start()
        cluster.add_roles()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def main(words: list[str]) -> int:
    """Run a command beside a cluster and give back its exit code."""
    command = words[1:] if words[:1] == ["--"] else words

    def leave(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, leave)
    try:
        with scratch_cluster() as cluster:
            child = subprocess.Popen(command, env={**os.environ, **cluster.environment()})
            try:
                while True:
                    # Short turns, so that a signal to end is seen soon; Ctrl-C is the command's own matter.
                    with contextlib.suppress(KeyboardInterrupt, subprocess.TimeoutExpired):
                        return child.wait(0.5)
            finally:
                if child.poll() is None:
                    child.terminate()
                    child.wait()
    except NoServer as reason:
        print(reason, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
