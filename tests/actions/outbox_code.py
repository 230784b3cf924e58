"""The code that the state machine of the outbox runs: our JavaScript in V8, the server's own, each with faults planted."""

from __future__ import annotations

import importlib.util
import re
import types
from pathlib import Path

from py_mini_racer import MiniRacer

from zhixing.actions.sync_verbs import Given, Taken
from zhixing.core.facts.record import FactError
from zhixing.core.sync.envelope import Verb
from zhixing.store.ledger import api as ledger

ROOT = Path(__file__).resolve().parents[2] / "src/zhixing"
MACHINE = ROOT / "web/shared/static/zhixing/offline/machine.js"
HARNESS = """
const boxes = {};
function reopen(box, account, device, kept, seq) { boxes[box] = opened(account, device, kept, seq); return 1; }
function own(box, what, ...args) { const [next, todo] = { put, depart, arrived, failed, revise, discard }[what]
  (boxes[box], ...args); boxes[box] = next; return JSON.stringify(todo); }
function again(box) { boxes[box] = begin(boxes[box]); return 1; }
"""


def machine_js(*changes: tuple[str, str]) -> MiniRacer:
    """The outbox's machine, with these changes planted."""
    source = MACHINE.read_text("utf-8")
    for old, new in changes:
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    engine = MiniRacer()
    engine.eval(re.sub(r"^export ", "", source, flags=re.MULTILINE) + HARNESS)
    return engine


def things_js() -> MiniRacer:
    """What the outbox's page knows of what lies in it."""
    engine = MiniRacer()
    engine.eval(
        re.sub(r"^export ", "", MACHINE.with_name("things.js").read_text("utf-8"), flags=re.MULTILINE)
    )
    return engine


def server(**changes: tuple[str, str]) -> types.ModuleType:
    """`actions.sync`, with these changes planted in it (`sync`) or in its rules (`rules`)."""
    sync = _planted("actions/sync.py", *([changes["sync"]] if "sync" in changes else []))
    sync.HANDLERS = {**sync.HANDLERS, Verb.NOTE: tally}  # type: ignore[attr-defined]
    if "rules" in changes:
        sync.rules = _planted("core/sync/rules.py", changes["rules"])  # type: ignore[attr-defined]
    return sync


def _planted(path: str, *changes: tuple[str, str]) -> types.ModuleType:
    source = (ROOT / path).read_text("utf-8")
    for old, new in changes:
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    spec = importlib.util.spec_from_loader(f"planted_{Path(path).stem}", loader=None)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    exec(compile(source, path, "exec"), module.__dict__)  # noqa: S102 - our own source
    return module


def tally(given: Given) -> Taken:
    """A handler that knows nothing of doubles: each call leaves a line. A spoilt one is refused after writing."""
    said = given.said
    ledger.audit(ledger.Stamp(given.by.signature, given.now), "试记", str(given.envelope.uid))
    if said["spoilt"]:
        raise FactError("写坏了，不能收")
    return Taken(f"已记入：{said['words']}")
