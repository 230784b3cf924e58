"""学习记录外送: which members got through which courses by the courses' own word, for a platform that wants it.

Only while the organ has switched it on, by the organ's officer, with a line for everybody whom the file is about.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from uuid import UUID

from django.db import transaction

from zhixing.actions.actors import whole_tree
from zhixing.actions.export import Document
from zhixing.actions.features import is_on
from zhixing.core.courses.places import finished
from zhixing.core.features import XAPI_OUT
from zhixing.interop.xapi import Finished, statements
from zhixing.store.courses import queries
from zhixing.store.courses.queries import StandingRow
from zhixing.store.ledger import api
from zhixing.store.ledger import queries as ledger
from zhixing.store.people.queries import SUPERIOR, Actor


def can_send(actor: Actor) -> bool:
    """Whether an actor may have the file: the organ's officer, while it is switched on."""
    return whole_tree(actor, SUPERIOR) and is_on(XAPI_OUT)


def sent(actor: Actor, *, home: str, now: dt.datetime) -> Document | None:
    """All statements as a file; None where it may not be had. People stand in it by an id of this installation."""
    if not can_send(actor):
        return None
    by: dict[tuple[UUID, UUID], list[StandingRow]] = defaultdict(list)
    for row in queries.done():
        by[row.medium, row.person].append(row)
    known = queries.courses({medium for medium, _ in by})
    identify, found, about = ledger.identify(), [], set[UUID]()
    for (medium, person), rows in by.items():
        package = known[medium].package
        if finished(package, {row.sco: row.place for row in rows}):
            last = rows[-1]
            who = identify("xapi", person.hex).hex
            found.append(Finished(who, medium, package.title, last.day, last.place.passed, last.place.mark))
            about.add(person)
    with transaction.atomic():
        stamp = api.Stamp(actor.signature, now)
        api.audit(stamp, "导出", "学习记录外送（xAPI）", f"{len(found)} 条")
        api.audit_each(stamp, "导出", "学习记录外送（xAPI）", sorted(about))
    content = statements(found, home=home)
    return Document(f"xapi-{now:%Y%m%d}.json", "application/json", content)
