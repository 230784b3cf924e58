"""A planner that is killed in the middle: the page says so, nothing is lost, and it can be asked again."""

from __future__ import annotations

import json
import signal
import time

from tests.ops.scratch import PROJECT, Scratch

ASK = """
import sys, django
sys.path.insert(0, sys.argv[1])
django.setup()
from tests.sample_year import drawn_folder
from tests import cast, planted_batches as planted
from zhixing.actions.dossier import whole_year
from zhixing.actions.import_folder import import_folder
folder = drawn_folder(24, 24, 2)
import_folder(folder, name="台账", year=2025, by="刘英", now=planted.NOW, today=planted.TODAY)
cast.hire(whole_year(2025, today=planted.TODAY), now=planted.NOW, today=planted.TODAY)
planted.prepare()
print(planted.asked(seconds=10))
"""
TELL = """
import sys, json, uuid, django
django.setup()
from zhixing.store.plans import batches as queries
row, texts = queries.batch(uuid.UUID(sys.argv[1])), queries.texts(uuid.UUID(sys.argv[1]))
print(json.dumps({"state": row.state, "problem": row.problem, "answered": bool(texts.result)}))
"""


def test_a_planner_that_is_killed_begins_again(scratch: Scratch) -> None:
    batch = scratch.ask(ASK, str(PROJECT))
    worker = scratch.start("worker", "--batch")
    deadline = time.monotonic() + 60
    told = json.loads(scratch.ask(TELL, batch))
    while told["state"] != "solving" and time.monotonic() < deadline:
        told = json.loads(scratch.ask(TELL, batch))
    assert worker.poll() is None
    worker.send_signal(signal.SIGKILL)
    worker.communicate(timeout=60)
    assert json.loads(scratch.ask(TELL, batch)) == {"state": "solving", "problem": "", "answered": False}
    assert scratch.run("worker", "--batch").returncode == 0
    told = json.loads(scratch.ask(TELL, batch))
    assert (told["state"], told["answered"]) == ("solved", True)
