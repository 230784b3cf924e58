"""What somebody wrote, reviewed, reported and answered in the library, for his own copy; who reported is forgotten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from zhixing.core.facts.holding import Arranged
from zhixing.store.content import forgetting

TOLD_FOR = dt.timedelta(days=90)
"""How long after the answer it is known who reported an error, so that he can read the answer."""


def signed(account: int) -> Iterator[Arranged]:
    """In order of time."""
    for one in forgetting.signed(account):
        words = f"《{one.title}》" + (f"：{one.words}" if one.words else "")
        yield Arranged(f"文库{one.what}", None, words, timezone.localtime(one.at))


def tidy(*, now: dt.datetime) -> int:
    """Forgets who reported what was answered long enough ago. How many reports."""
    with transaction.atomic():
        return forgetting.forget_reporters(now - TOLD_FOR)
