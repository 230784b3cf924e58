"""The demo's own ledger, marked before its first row: no other ledger gets accounts with a published password."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.conf import settings
from django.db import transaction

from zhixing.actions import tables
from zhixing.actions.examine import BAD, GOOD, Finding
from zhixing.store.ledger import api, queries
from zhixing.store.ledger.lastly import last_done
from zhixing.store.people import queries as people

LOADED = "装入样例"
"""The verb of the line that marks a ledger as the demo's."""


class NotSample(ValueError):
    """The demo may not touch this installation; the sentence says why and what to do."""


def is_sample() -> bool:
    """Whether the demo made this ledger."""
    return last_done(LOADED) is not None


def check_may_load() -> None:
    """Before anything is changed, the tables included: no production, no ledger of somebody else. Raises NotSample."""
    if settings.PRODUCTION:
        raise NotSample("演示账户的口令是公开的，正式使用（ZHIXING_PROFILE=production）时不能演示")
    if tables.there() and not is_sample() and queries.fact_count():
        raise NotSample(_OTHERS)


def mark_sample(*, by: str, now: dt.datetime) -> bool:
    """Marks an empty installation as the demo's; nothing to do for one that is. Whether it is new. Raises NotSample."""
    with transaction.atomic():
        if is_sample():
            return False
        if queries.fact_count() or queries.batches() or people.accounts():
            raise NotSample(_OTHERS)
        api.audit(api.Stamp(by, now), LOADED, "演示", "口令公开的演示账户，只在这一套数据里")
    return True


def published_finding(password: str, usernames: Collection[str]) -> Finding:
    """Whether the demo's password opens an account outside the demo: of these names, or with any role given."""
    if is_sample() and not settings.PRODUCTION:
        return Finding(GOOD, "演示口令", "这是演示数据，只供试看")
    opened = people.opened_by(password, also=usernames)
    if opened:
        told = f"{'、'.join(opened)} 用的是公开的演示口令"
        return Finding(BAD, "演示口令", told, "马上停用这些账户，或让本人改口令")
    return Finding(GOOD, "演示口令", "没有账户用它")


_OTHERS = (
    "这里已有不是演示装入的数据或账户，演示不会改动它；"
    "请去掉 ZHIXING_HOME、ZHIXING_DATABASE_URL 再运行，或换一个空的文件夹；"
    "旧版本留下的演示数据请先删除它的文件夹（默认 .zhixing/demo）"
)
