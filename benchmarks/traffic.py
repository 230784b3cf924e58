"""What a request costs: processor time of the server's whole process tree, over sixteen connections.

The workload: the sample bureau (282 members, 13,200 facts) served by `zhixing serve` as an organ would run it. A
member signed in at each connection opens his home page again and again; then an officer signed in at each
connection records one fact a request, each another person and day. Processor time is read from /proc before and
after, for the server, its workers and everything they started; memory is their resident size after the first
page. The floor to compare with is `/health`, which does nothing. Linux only.

    python benchmarks/traffic.py [--requests 1600] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import datetime as dt
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
CONNECTIONS = 16
PORT = 8765
PASSWORD = "zhixing-demo-2025"  # noqa: S105 - the demo's
TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Cost:
    """Requests, wall seconds, processor milliseconds a request, the slowest hundredth in milliseconds."""

    count: int
    wall: float
    cpu: float
    late: float


def tree(root: int) -> list[int]:
    """A process and everything below it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            children.setdefault(int(stat.rsplit(")", 1)[1].split()[1]), []).append(int(entry.name))
    found, todo = [], [root]
    while todo:
        one = todo.pop()
        found.append(one)
        todo += children.get(one, [])
    return found


def processor(root: int) -> float:
    """Processor seconds of the tree so far, ended children included."""
    total = 0
    for one in tree(root):
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        total += sum(int(fields[at]) for at in (11, 12, 13, 14))
    return total / TICK


def resident(root: int) -> float:
    """Resident megabytes of the tree, shared pages counted once for each process that has them."""
    total = 0
    for one in tree(root):
        try:
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1]) * PAGE
        except OSError:
            continue
    return total / 2**20


class Visitor:
    """One connection that stays open, with its cookies."""

    def __init__(self) -> None:
        self.http = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes, str]:
        """Status, body, and where it redirects to."""
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            self.http.request(method, path, body or None, headers)
            answer = self.http.getresponse()
        except (BrokenPipeError, ConnectionResetError, http.client.RemoteDisconnected):
            # The server closes what has been idle for long; a record sent again is known by its uid.
            self.http.close()
            self.http.request(method, path, body or None, headers)
            answer = self.http.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer.status, answer.read(), answer.getheader("Location") or ""

    def post(self, path: str, **fields: str) -> tuple[int, bytes, str]:
        """Fills the form of a page in and sends it."""
        _, page, _ = self.ask("GET", path)
        token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token, f"{path}: no form"
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1].decode(), **fields}).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, body, **kind)

    def sign_in(self, name: str) -> None:
        """Signs in, and acknowledges the notice on privacy where it is asked."""
        status, _, where = self.post("/accounts/login/", login=name, password=PASSWORD)
        assert status == 302, (name, status)
        status, _, where = self.ask("GET", where)
        for _ in range(4):
            if status != 302:
                break
            if "privacy" in where:
                self.post(where, read="1")
                where = "/"
            status, _, where = self.ask("GET", where)


def drive(root: int, visitors: list[Visitor], each: int, request: Callable[[Visitor, int], int]) -> Cost:
    """Every visitor asks `each` times, all at once."""
    slow: list[float] = []
    wrong: list[int] = []

    def run(nth: int, visitor: Visitor) -> None:
        for turn in range(each):
            begun = time.perf_counter()
            status = request(visitor, nth * each + turn)
            slow.append(time.perf_counter() - begun)
            if status != 200:
                wrong.append(status)

    before, begun = processor(root), time.perf_counter()
    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall, spent = time.perf_counter() - begun, processor(root) - before
    assert not wrong, wrong[:5]
    slow.sort()
    return Cost(len(slow), wall, spent / len(slow) * 1000, slow[int(len(slow) * 0.99)] * 1000)


def _records(officer: Visitor) -> Callable[[Visitor, int], int]:
    """Recording one talk a request, another person and day each time."""
    _, page, _ = officer.ask("GET", "/2025/members/")
    people = sorted(set(re.findall(rb"/2025/members/([0-9a-f-]{36})/", page)))
    assert len(people) >= 20, (len(people), page[:300])

    def record(visitor: Visitor, nth: int) -> int:
        person = people[nth % len(people)].decode()
        day = dt.date(2025, 1, 1) + dt.timedelta(days=nth // len(people))
        values = {"person": person, "day": day.isoformat(), "way": "面谈", "has_need": False}
        status, body, _ = visitor.ask(
            "POST",
            "/api/records/talk/",
            json.dumps({"uid": str(uuid.uuid4()), "values": values}).encode(),
            **{"Content-Type": "application/json", "X-CSRFToken": visitor.cookies["csrftoken"]},
        )
        return status if status != 200 or json.loads(body)["new"] == 1 else -1

    return record


def measure(home: Path, each: int) -> tuple[float, float, dict[str, Cost]]:
    """Resident megabytes after start and after the traffic, and the cost of each request."""
    environment = {**os.environ, "ZHIXING_HOME": str(home)}
    command = [sys.executable, "-m", "zhixing.ops.main"]
    subprocess.run([*command, "demo", "--no-serve"], env=environment, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen(
        [*command, "serve", "--port", str(PORT)], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        _wait()
        first = resident(server.pid)
        members, officers = ([Visitor() for _ in range(CONNECTIONS)] for _ in range(2))
        for one in members:
            one.sign_in("dangyuan")
        for one in officers:
            one.sign_in("dangwei")
        costs = {}
        requests: dict[str, tuple[list[Visitor], Callable[[Visitor, int], int]]] = {
            "健康页": (members, lambda one, _: one.ask("GET", "/health")[0]),
            "党员首页": (members, lambda one, _: one.ask("GET", "/2025/mine/")[0]),
            "登记一条事实": (officers, _records(officers[0])),
        }
        for name, (visitors, request) in requests.items():
            drive(server.pid, visitors, 5, request)
            costs[name] = drive(server.pid, visitors, each, _shifted(request))
        return first, resident(server.pid), costs
    finally:
        server.terminate()
        server.wait(20)


def _shifted(request: Callable[[Visitor, int], int]) -> Callable[[Visitor, int], int]:
    """After the warming up, other facts."""
    return lambda visitor, nth: request(visitor, nth + 1000)


def _wait() -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/health", timeout=2)  # noqa: S310
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not answer")


def main() -> None:
    """Measures and writes `traffic.md`."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--requests", type=int, default=1600)
    words.add_argument("--keep", type=Path)
    said = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        first, last, costs = measure(said.keep or Path(folder), said.requests // CONNECTIONS)
    lines = [
        "# 一次请求的代价",
        "",
        f"{time.strftime('%Y-%m-%d')},2 核,{CONNECTIONS} 个连接,SQLite(synchronous=FULL),`zhixing serve` 默认设置。",
        f"整棵进程树常驻内存:启动后 {first:.0f} MiB,跑完 {last:.0f} MiB。",
        "",
        "| 请求 | 次数 | 每次处理器毫秒 | 每秒 | 最慢百分之一(毫秒) |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for name, cost in costs.items():
        lines.append(
            f"| {name} | {cost.count} | {cost.cpu:.2f} | {cost.count / cost.wall:.0f} | {cost.late:.0f} |"
        )
    text = "\n".join(lines) + "\n"
    print(text)
    (HERE / "traffic.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
