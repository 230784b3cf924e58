"""A service that goes on writing: enters facts in small transactions until it is killed, and tells each on a line.

python -m tests.ops.writing SEED
"""

from __future__ import annotations

import datetime as dt
import os
import random
import sys
import time
from uuid import UUID

import django


def main(seed: int) -> None:
    """Sessions with attendances and needs, one session a transaction."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhixing.config.settings")
    django.setup()
    from django.db import transaction
    from tests import ledgers

    from zhixing.actions.start import check_ready
    from zhixing.core.facts.kinds import Attendance, NeedRaised, SessionHeld
    from zhixing.core.facts.record import Draft
    from zhixing.store.ledger import api

    check_ready()
    rng, count = random.Random(seed), 0
    while True:
        held = SessionHeld(
            f"S{count}", "09:00", 90, "集中学习", f"学习 {count}", "", "第一党支部", "A", "", 5, 5, False
        )
        about, day = UUID(int=rng.getrandbits(128)), dt.date(2025, 3, 1) + dt.timedelta(days=count % 200)
        drafts = [Draft(held, ledgers.BRANCH, ledgers.FILE, about=about, day=day)]
        for n in range(rng.randrange(1, 9)):
            drafts.append(
                Draft(Attendance("present"), ledgers.BRANCH, ledgers.FILE, ledgers.person(n), about, day)
            )
        if rng.random() < 0.3:
            need = {"text": f"第 {count} 件诉求"}
            drafts.append(
                Draft(
                    NeedRaised(f"N{count}"), ledgers.BRANCH, ledgers.FILE, ledgers.person(0), about, day, need
                )
            )
        stamp = api.Stamp("刘英", dt.datetime.now(dt.UTC))
        with transaction.atomic():
            added = ledgers.enter(drafts, stamp)
            api.audit(stamp, "登记", f"第 {count} 场", f"{len(added)} 条")
        count += 1
        print(count, flush=True)
        time.sleep(rng.uniform(0, 0.01))


if __name__ == "__main__":
    main(int(sys.argv[1]))
